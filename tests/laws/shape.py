"""Law 7 and the habits of style: sizes, names, broad excepts, docstrings, and what a template may not hold."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from tests.laws.source import Module, dotted, functions, modules, templates

FUNCTION_LINES = 60
FILE_LINES = 400
BROAD_EXCEPTS = 1  # the worker's outer edge
_NAMELESS = frozenset(
    {"utils", "util", "helpers", "helper", "common", "core", "services", "service", "managers", "misc"}
)
_BROAD = {"Exception", "BaseException"}
_UNSAFE_NAMES = {"mark_safe", "SafeString", "SafeText", "SafeData"}

MARKS_SAFE = {"config/look.py": "inlines the icons of lucide and our own; nobody's text passes there"}
"""Modules that may call their output safe, each with the reason. Nothing that came from outside may pass there."""

_TEMPLATE_BANS = {
    "|safe": re.compile(r"\|\s*safe(seq)?\b"),
    "autoescape off": re.compile(r"autoescape\s+off"),
    "an inline script": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "an inline style": re.compile(r"<style\b|<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an event handler": re.compile(r"<[a-z][^>]*\s(hx-)?on[a-z:-]*\s*=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
}


def long_functions(root: Path) -> list[str]:
    """Find functions of more than `FUNCTION_LINES` lines."""
    return [
        f"{module.at(function)} {function.name}() has {length} lines ({FUNCTION_LINES})"
        for module in modules(root)
        if "migrations" not in module.words
        for function in functions(module)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]


def long_files(root: Path) -> list[str]:
    """Find files of more than `FILE_LINES` lines that are neither migrations nor tables of data."""
    return [
        f"{module.path} has {lines} lines ({FILE_LINES})"
        for module in modules(root)
        if (lines := module.text.count("\n")) > FILE_LINES
        if "migrations" not in module.words and not _is_data(module)
    ]


def _is_data(module: Module) -> bool:
    tables = [node for node in module.tree.body if isinstance(node, ast.Assign | ast.AnnAssign | ast.Expr)]
    return sum((node.end_lineno or 0) - node.lineno + 1 for node in tables) > 0.8 * module.text.count("\n")


def nameless_modules(root: Path) -> list[str]:
    """Find modules with a name that says nothing; Django's own ``management`` is none of them."""
    return [f"{module.path} needs a better name" for module in modules(root) if module.words & _NAMELESS]


def broad_excepts(root: Path) -> list[str]:
    """Find handlers that swallow everything, beyond the one that is allowed for the whole house.

    A handler that cleans up and ends in a bare ``raise`` swallows nothing.
    """
    found = [module.at(node) for module in modules(root) for node in ast.walk(module.tree) if _is_broad(node)]
    return [f"{place} catches everything" for place in found] if len(found) > BROAD_EXCEPTS else []


def _is_broad(node: ast.AST) -> bool:
    if isinstance(node, ast.ExceptHandler):
        last = node.body[-1]
        if isinstance(last, ast.Raise) and last.exc is None:
            return False
        kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
        return any(kind is None or dotted(kind).split(".")[-1] in _BROAD for kind in kinds)
    if isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] == "suppress":
        return any(dotted(kind).split(".")[-1] in _BROAD for kind in node.args)
    return False


def undocumented_modules(root: Path) -> list[str]:
    """Find modules that hold something and do not say what they are for."""
    return [
        f"{module.path} opens without a docstring"
        for module in modules(root)
        if module.text.strip() and "migrations" not in module.words and ast.get_docstring(module.tree) is None
    ]


def unsafe_code(root: Path) -> list[str]:
    """Find Python that takes its own output for safe HTML."""
    return [
        f"{module.at(node)} names {name}"
        for module in modules(root)
        if str(module.path) not in MARKS_SAFE
        for node in ast.walk(module.tree)
        for name in _names(node)
        if name in _UNSAFE_NAMES
    ]


def _names(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        return [node.attr]
    return [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []


def unsafe_templates(root: Path) -> list[str]:
    """Find what escaping or the content security policy would have to be weakened for."""
    return [
        f"{path}:{_written(text).count(chr(10), 0, found.start()) + 1} holds {what}"
        for path, text in templates(root)
        for what, ban in _TEMPLATE_BANS.items()
        if path.endswith((".html", ".svg")) or what in {"|safe"}
        for found in ban.finditer(_written(text))
    ]


def _written(text: str) -> str:
    """Blank out comments, which never reach a browser, and keep the lines."""
    return re.sub(
        r"\{#.*?#\}|\{% comment.*?endcomment %\}", lambda found: "\n" * found[0].count("\n"), text, flags=re.DOTALL
    )


# Put together at run time, so that this file does not hold what it looks for.
_INDEX_HOST = re.compile(
    "|".join(["https?://[^ ]+/" + "simple", "--(extra-)?" + "index-url", '"?resol' + 'ved"?:? "?https?://'])
)
_MACHINE = re.compile("(^|[^A-Za-z0-9_.])/" + "(work|farm|root|home/[a-z]+)/", re.MULTILINE)


def machine_traces(root: Path, names: Iterable[str]) -> list[str]:
    """Find addresses of package indexes and paths of a machine in the files ``names`` under ``root``."""
    found: list[str] = []
    for name in names:
        try:
            text = (root / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        found += [f"{name} names a package index"] if _INDEX_HOST.search(text) else []
        found += [f"{name} names a path of a machine"] if _MACHINE.search(text) else []
    return found
