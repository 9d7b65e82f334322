"""Laws 5 and 6: where SQL lives, and what Celery may carry."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.laws.source import Module, dotted, functions, imported, modules, within

_SQL_ROOMS = frozenset({"models", "storage", "queue", "actions", "intake", "metrics", "filters", "migrations"})
_MANAGERS = {"objects", "_default_manager", "_base_manager"}
_CONNECTIONS = ("django.db.connection", "django.db.connections")
_SIGNALS = (
    "django.dispatch",
    "django.db.models.signals",
    "django.core.signals",
    "django.contrib.auth.signals",
    "blinker",
)
_QUEUEING = {"delay", "apply_async", "send_task"}
_MAY_QUEUE = frozenset({"tasks", "beat"})
TASK_LINES = 6


def sql_elsewhere(root: Path) -> list[str]:
    """Find managers, connections and cursors outside of the modules that may hold SQL."""
    found: list[str] = []
    for module in modules(root):
        if module.words & _SQL_ROOMS:
            continue
        found += [f"{module.at(node)} imports {name}" for node, name in imported(module) if within(name, _CONNECTIONS)]
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in _MANAGERS:
                found.append(f"{module.at(node)} names .{node.attr}")
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "cursor":
                found.append(f"{module.at(node)} opens a cursor")
    return found


def django_admin(root: Path) -> list[str]:
    """Find Django's admin, which would go around verbs, history and policy."""
    return [f"{module.path} names django.contrib.admin" for module in modules(root) if "contrib.admin" in module.text]


def waiting_messages(root: Path) -> list[str]:
    """Find ``eta`` and ``countdown``: a message that waits in the broker is lost with it."""
    return [
        f"{module.at(node)} passes {keyword.arg}"
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in {"eta", "countdown"}
    ]


def signals(root: Path) -> list[str]:
    """Find receivers of Django's signals."""
    return [
        f"{module.at(node)} imports {name}"
        for module in modules(root)
        for node, name in imported(module)
        if within(name, _SIGNALS)
    ]


def result_backends(root: Path) -> list[str]:
    """Find a result backend that is set to anything, and waiting for results."""
    found: list[str] = []
    for module in modules(root):
        found += [
            f"{module.at(node)} imports {name}" for node, name in imported(module) if name.endswith("AsyncResult")
        ]
        for node in ast.walk(module.tree):
            for name, value in _settings(node):
                if name.lower().endswith("result_backend") and not _is_nothing(value):
                    found.append(f"{module.at(value)} sets {name}")
    return found


def _settings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Assign):
        yield from ((dotted(target), node.value) for target in node.targets)
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        yield dotted(node.target), node.value
    elif isinstance(node, ast.Call):
        yield from ((keyword.arg, keyword.value) for keyword in node.keywords if keyword.arg)
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key.value, value


def _is_nothing(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and not value.value


def long_tasks(root: Path) -> list[str]:
    """Find Celery tasks whose body, without its docstring, is longer than `TASK_LINES`."""
    return [
        f"{module.at(function)} {function.name}() has {_body_lines(function)} lines ({TASK_LINES})"
        for module in modules(root)
        for function in functions(module)
        if any(_is_task(decorator) for decorator in function.decorator_list)
        if _body_lines(function) > TASK_LINES
    ]


def _is_task(decorator: ast.expr) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return dotted(target).split(".")[-1] in {"shared_task", "task"}


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def early_messages(root: Path) -> list[str]:
    """Find work that is queued before its transaction is committed: the worker would not see the row."""
    return [
        f"{module.at(node)} calls .{node.func.attr}() outside of on_commit"
        for module in modules(root)
        if not module.words & _MAY_QUEUE
        for node in _outside_of_on_commit(module)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in _QUEUEING
    ]


def _outside_of_on_commit(module: Module) -> Iterator[ast.AST]:
    left: list[ast.AST] = [module.tree]
    while left:
        node = left.pop()
        if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "on_commit":
            continue
        yield node
        left += ast.iter_child_nodes(node)
