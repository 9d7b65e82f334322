"""Faults by script: which request goes wrong, and how. What a fault does to bytes on the wire is in ``wire``.

A script line is ``{"match": path prefix, "nth": 1, "times": 1, "fault": name, …}``: of the requests whose path begins
with ``match``, the ``nth`` from now on (1-based) and the ``times`` − 1 after it fail; ``times`` 0 means for ever.
``"method": "POST"`` strikes and counts requests of that method alone.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from listening.simulator.answer import Answer, Request, as_html, as_json
from listening.simulator.refusals import first_page, of_a_publisher, of_hacker_news
from listening.simulator.x.problems import fault_answer as x_fault

FORBIDDEN = "http://169.254.169.254/latest/meta-data/"
"""The address of cloud machines' credentials: the classic target of a forged request."""

OPTIONS: dict[str, dict[str, float | str]] = {
    "401": {},  # on X, and wherever a key may expire: the sign-in is no longer good
    "402": {},
    "429": {"retry_after": ""},  # seconds; "" is whatever the network says by itself
    "429_date": {"retry_after": 30},  # the other form of Retry-After, where the network sends one at all
    "500": {},
    "502_html": {},
    "503_html": {"recorded": True},
    "503_json": {"recorded": True},
    "slow_first_byte": {"seconds": 5.0},
    "drip": {"seconds": 0.2, "bytes": 1},
    "truncated": {"share": 0.5},
    "reset": {"recorded": True},
    "wrong_type": {"type": "text/html; charset=utf-8"},
    "html_page": {},
    "gzip_bomb": {"megabytes": 64},
    "duplicate_page": {},
    "same_cursor": {},
    "out_of_order": {},
    "late": {"seconds": 1800},
    "delete": {"id": ""},
    "redirect": {"to": FORBIDDEN, "status": 302},
    "redirect_loop": {},
    "empty_body": {},
    "not_json": {},
    "empty_page": {},
}
"""Every fault with its options and what they are unless said otherwise.

``recorded`` False: what was posted is not kept, which nobody can tell from outside."""

_OF_EVERY = frozenset({"match", "method", "nth", "times", "fault"})
_REFUSED = frozenset({"401", "402", "429", "429_date"})

_ENTRY = re.compile(rb"<(item|entry)\b.*?</\1>", re.DOTALL)
ON_THE_WIRE = frozenset({"slow_first_byte", "drip", "truncated", "reset", "gzip_bomb"})


class WrongScript(ValueError):
    """A script line that cannot be followed; names the field."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """One line of the script; ``seen`` counts the requests that matched so far."""

    match: str
    fault: str
    nth: int
    times: int
    options: Mapping[str, Any]
    method: str = ""  # "" strikes whatever the method
    seen: int = 0

    def strikes(self, path: str, method: str) -> bool:
        if not path.startswith(self.match) or self.method not in ("", method):
            return False
        self.seen += 1
        return self.seen >= self.nth and (self.times == 0 or self.seen < self.nth + self.times)


def read_fault(line: Mapping[str, Any]) -> Fault:
    """Return the fault of a script line. Raises ``WrongScript`` for unknown names, options and impossible counts."""
    name = str(line.get("fault", ""))
    if name not in OPTIONS:
        raise WrongScript(f"fault: unknown {name!r}")
    options = {key: value for key, value in line.items() if key not in _OF_EVERY}
    for key in options:
        if key not in OPTIONS[name]:
            raise WrongScript(f"{key}: not an option of {name}")
    nth, times = line.get("nth", 1), line.get("times", 1)
    if not isinstance(nth, int) or nth < 1:
        raise WrongScript("nth: a whole number from 1")
    if not isinstance(times, int) or times < 0:
        raise WrongScript("times: a whole number from 0")
    return Fault(
        match=str(line.get("match", "/")),
        fault=name,
        nth=nth,
        times=times,
        options={**OPTIONS[name], **options},
        method=str(line.get("method", "")),
    )


class FaultPlan:
    """The script of a run, shared by the server's threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, lines: Sequence[Mapping[str, Any]]) -> None:
        """Append script lines; all or none. Raises ``WrongScript``."""
        faults = [read_fault(line) for line in lines]
        with self._lock:
            self._faults += faults

    def clear(self) -> None:
        with self._lock:
            self._faults = []

    def strike(self, path: str, method: str) -> Fault | None:
        """Count this request against every line and return the first that strikes."""
        with self._lock:
            hits = [fault for fault in self._faults if fault.strikes(path, method)]
        return hits[0] if hits else None


def keeps(fault: Fault, request: Request) -> bool:
    """Return whether the network still does what a request wants before the fault: whoever refuses a post keeps none,
    whoever breaks down may have kept it."""
    return request.method != "POST" or (fault.fault not in _REFUSED and bool(fault.options.get("recorded", True)))


def changed_request(fault: Fault, request: Request) -> Request:
    """Return the request that is answered instead: the first page again, or the world as it was a while ago."""
    if fault.fault == "empty_page" and request.path.startswith("/x/"):
        return replace(request, headers={**request.headers, "x-played-fault": "empty_page"})
    if fault.fault == "same_cursor" and request.path.startswith("/hn/"):
        return first_page(request)
    if fault.fault == "late":
        return replace(request, now=request.now - timedelta(seconds=float(fault.options["seconds"])))
    return request


def changed_answer(fault: Fault, answer: Answer, request: Request, before: Answer | None = None) -> Answer:
    """Return the answer as the fault leaves it; faults of the wire leave it whole.

    ``before`` is the last good answer that was given at this path.
    """
    for root, own_words in OWN.items():
        if request.path.startswith(root) and (own := own_words(fault.fault, fault.options, request, answer)):
            return own
    options = fault.options
    match fault.fault:
        case "401" | "402" | "429" | "429_date" | "500" | "503_json":
            status = int(fault.fault[:3])
            return as_json({"message": "refused", "status": status}, status=status)
        case "502_html" | "503_html":
            page = "<html><head><title>Bad gateway</title></head><body><center>nginx</center></body></html>"
            return as_html(page, status=int(fault.fault[:3]))
        case "wrong_type":
            return answer.with_headers({"Content-Type": str(options["type"])})
        case "html_page":
            return as_html("<!doctype html><title>Sign in</title><form action='/login'><input name='user'></form>")
        case "duplicate_page":
            return before or answer
        case "redirect":
            return Answer(status=int(options["status"]), headers={"Location": str(options["to"])})
        case "redirect_loop":
            return Answer(status=302, headers={"Location": request.base + request.path})
        case "out_of_order":
            return _reordered(answer, Random(7).shuffle)
        case "empty_page":
            return _reordered(answer, list.clear).with_headers({"ETag": '"empty"'})
        case "empty_body":
            return replace(answer, body=b"")
        case "not_json":
            return replace(answer, body=b"upstream connect error or disconnect/reset before headers")
    return answer


OWN: Mapping[str, Callable[[str, Mapping[str, Any], Request, Answer], Answer | None]] = {
    "/x/": x_fault,
    "/hn/": of_hacker_news,
    "/feeds/": of_a_publisher,
}
"""What a network itself says for a fault. What it does not word goes wrong as it does for everybody."""


def _reordered(answer: Answer, change: Callable[[list[Any]], object]) -> Answer:
    """Return a search page with its hits, or a feed with its items, changed in place by ``change``."""
    if answer.body.startswith(b"<"):
        entries = [match[0] for match in _ENTRY.finditer(answer.body)]
        change(entries)
        waiting = iter(entries)
        return replace(answer, body=_ENTRY.sub(lambda _: next(waiting, b""), answer.body))
    if not answer.body:
        return answer  # "not modified" has no order
    data = json.loads(answer.body)
    for key in ("hits", "items", "data"):
        if isinstance(data, dict) and isinstance(data.get(key), list):
            change(data[key])
    return replace(answer, body=json.dumps(data, separators=(",", ":"), ensure_ascii=False).encode())
