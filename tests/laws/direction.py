"""Laws 1 to 4: which way imports and foreign keys point, what is pure, and the one door to the network."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from tests.laws.source import ROOMS, Module, dotted, functions, imported, modules, within

_PURE = (
    "listening.records",
    "listening.errors",
    "listening.text",
    "listening.query",
    "listening.scoring",
    "listening.answers",
    "listening.deciding",
    "engagement.assigning",
    "engagement.replies",
    "engagement.routing",
    "engagement.sla",
    "engagement.surges",
    "dashboards.charts",
    "dashboards.narrative",
    "dashboards.records",
    "dashboards.tiles",
    "dashboards.usual",
    "dashboards.weeks",
)
_IMPURE_IMPORTS = (
    "django",
    "celery",
    "kombu",
    "redis",
    "psycopg2",
    "rest_framework",
    "config",
    "listening.http",
)
_CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "timezone.now"}
_CLOCKS |= {f"time.{name}" for name in ("time", "time_ns", "monotonic", "monotonic_ns", "localtime", "gmtime", "sleep")}
_NETWORK = (
    "requests",
    "urllib3",
    "httpx",
    "aiohttp",
    "http.client",
    "urllib.request",
    "socket",
    "ssl",
    "websocket",
    "websockets",
    "smtplib",
    "imaplib",
    "poplib",
    "ftplib",
    "telnetlib",
    "xmlrpc.client",
    "pycurl",
)
_MAY_TOUCH_NETWORK = ("listening.http", "config.supervisor", "listening.simulator")
_SESSION_TYPE = ("listening.connectors.contract", "requests.Session")


def imports_inside_functions(root: Path) -> list[str]:
    """Find imports that wait until a function runs: they hide cycles and break at run time."""
    return [
        f"{module.at(node)} imports inside {function.name}()"
        for module in modules(root)
        for function in functions(module)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]


def imports_downstream(root: Path) -> list[str]:
    """Find imports of a room further down the street."""
    return [
        f"{module.at(node)} imports {name}"
        for module in modules(root)
        for node, name in imported(module)
        if name.split(".")[0] in ROOMS and ROOMS.index(name.split(".")[0]) > ROOMS.index(module.room)
    ]


def cycles(root: Path) -> list[str]:
    """Find one cycle of imports, if there is any."""
    known = {module.name: module for module in modules(root)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for module in known.values():
        sorter.add(module.name, *(_targets(module, set(known)) - {module.name}))
    try:
        sorter.prepare()
    except CycleError as found:
        return [" → ".join(reversed(found.args[1]))]
    return []


def _targets(module: Module, known: set[str]) -> set[str]:
    names = {name if name in known else name.rpartition(".")[0] for _, name in imported(module)}
    return names & known


def keys_downstream(keys: Iterable[tuple[str, str, str]]) -> list[str]:
    """Find foreign keys, given as (app, field, app it points to), that point to a room further down the street."""
    return [
        f"{app}.{field} points to {target}"
        for app, field, target in keys
        if app in ROOMS and target in ROOMS and ROOMS.index(target) > ROOMS.index(app)
    ]


def is_pure(module: Module) -> bool:
    """Return whether law 3 binds ``module``."""
    connector = module.name.startswith("listening.connectors.") and module.name.count(".") >= 3
    return within(module.name, _PURE) or (connector and module.name.split(".")[3] in {"parse", "facts"})


def impurities(root: Path) -> list[str]:
    """Find frameworks, clocks and the network in modules that have to be pure."""
    found: list[str] = []
    for module in filter(is_pure, modules(root)):
        if module.path.name == "__main__.py":
            continue
        for node, name in imported(module):
            if within(name, _IMPURE_IMPORTS) or within(name, _NETWORK) or name in _CLOCKS:
                found.append(f"{module.at(node)} imports {name}")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and ".".join(dotted(node).split(".")[-2:]) in _CLOCKS:
                found.append(f"{module.at(node)} reads the clock by {dotted(node)}")
    return found


def hidden_clocks(root: Path) -> list[str]:
    """Find ``auto_now`` and ``auto_now_add``, also in migrations."""
    return [
        f"{module.at(node.value)} uses {node.arg}"
        for module in modules(root)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ]


def other_doors(root: Path) -> list[str]:
    """Find network libraries outside of the door, the supervisor and the simulator."""
    return [
        f"{module.at(node)} imports {name}"
        for module in modules(root)
        if not within(module.name, _MAY_TOUCH_NETWORK)
        for node, name in imported(module)
        if within(name, _NETWORK) and (module.name, name) != _SESSION_TYPE
    ]
