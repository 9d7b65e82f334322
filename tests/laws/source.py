"""Reads a source tree: the rooms' modules with their syntax trees, and the templates."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

ROOMS = ("listening", "engagement", "dashboards", "config")
"""Upstream first: a room may import those before it."""


@dataclass(frozen=True)
class Module:
    """One Python file. ``path`` is relative to the root."""

    path: PurePosixPath
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        return self.path.parts[0]

    @property
    def name(self) -> str:
        """The dotted name by which it is imported."""
        parts = self.path.with_suffix("").parts
        return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)

    @property
    def words(self) -> frozenset[str]:
        """The names of its packages and its own, by which laws give permissions."""
        return frozenset(self.path.with_suffix("").parts)

    def at(self, node: ast.AST) -> str:
        """Return where ``node`` stands, as ``path:line``."""
        return f"{self.path}:{getattr(node, 'lineno', 1)}"


def modules(root: Path) -> Iterator[Module]:
    """Yield every module of every room that exists under ``root``."""
    for room in ROOMS:
        for file in sorted((root / room).rglob("*.py")):
            text = file.read_text(encoding="utf-8")
            yield Module(PurePosixPath(file.relative_to(root).as_posix()), text, parsed(text))


@lru_cache(maxsize=2_000)
def parsed(text: str) -> ast.Module:
    """Return the syntax tree of a text, which every law reads and none changes."""
    return ast.parse(text)


def templates(root: Path) -> Iterator[tuple[str, str]]:
    """Yield path and text of every template of every room."""
    for room in ROOMS:
        for file in sorted((root / room).rglob("templates/**/*")):
            if file.suffix in {".html", ".svg", ".txt", ".mjml", ".xml"}:
                yield file.relative_to(root).as_posix(), file.read_text(encoding="utf-8")


def imported(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Yield each import as node and dotted name; ``from a import b`` yields ``a.b``."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for a chain of attributes, ``.c`` where its root is no name."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method, inner ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def within(name: str, prefixes: frozenset[str] | tuple[str, ...]) -> bool:
    """Return whether the dotted ``name`` is one of ``prefixes`` or lies inside it."""
    return any(name == prefix or name.startswith(f"{prefix}.") for prefix in prefixes)
