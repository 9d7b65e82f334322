"""The server around the world: routes, control, the log of requests, and what goes on the wire. Knows no Django."""

from __future__ import annotations

import hmac
import json
import socket
import struct
import sys
import threading
import zlib
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

from listening.simulator.answer import Answer, Request, as_html, as_json, split_target
from listening.simulator.faults import (
    ON_THE_WIRE,
    Fault,
    FaultPlan,
    WrongScript,
    changed_answer,
    changed_request,
    keeps,
    read_fault,
)
from listening.simulator.feeds import Feeds
from listening.simulator.hackernews import HackerNews
from listening.simulator.world.model import World
from listening.simulator.x import XNetwork

LOG_LENGTH = 10_000
HOURLY_CALLS = 10_000  # per address, as the search index of Hacker News allows (checked 2026-11)
CONTROL_BODY_MAX = 1_000_000
MEGABYTE = 1024 * 1024
REMEMBERED = 50  # paths of which the last good answer is kept
TOO_MANY = read_fault({"fault": "429"})


class Simulator:
    """Plays the networks on 127.0.0.1. As a context manager it serves while the block runs.

    ``now`` gives the world's time (aware). ``control_token`` opens ``/_ctl/``; without one those addresses do not
    exist. ``port`` 0 takes a free one, told by ``port`` and ``base`` after the start.
    """

    def __init__(
        self,
        world: World,
        *,
        port: int = 0,
        now: Callable[[], datetime],
        control_token: str = "",
        host: str = "127.0.0.1",
    ) -> None:
        self.world = world
        self.log: deque[dict[str, Any]] = deque(maxlen=LOG_LENGTH)
        self.plan = FaultPlan()
        self.gone: set[str] = set()
        self.stopping = threading.Event()
        self._now = now
        self._shift = timedelta()
        self._control_token = control_token
        self._networks = HackerNews(world, self.gone), Feeds(world, self.gone)
        self.x = XNetwork(world, self.gone)
        self._calls: dict[str, deque[datetime]] = {}
        self._before: dict[str, Answer] = {}  # the last good answer of each path, for pages that come twice
        self._lock = threading.Lock()
        self._server = _Server((host, port), _Handler)
        self._server.simulator = self
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def base(self) -> str:
        return f"http://{self._server.server_address[0]!s}:{self.port}"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="simulator", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop serving; answers that drip or wait are cut off."""
        self.stopping.set()
        if self._thread is not None:
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()

    def now(self) -> datetime:
        """Return the world's time, moved by whatever the control set."""
        return self._now() + self._shift

    def set_clock(self, moment: datetime) -> None:
        """Make it ``moment`` now; time goes on from there at the pace of the clock underneath."""
        self._shift = moment - self._now()

    def script(self, *lines: Mapping[str, Any]) -> None:
        """Append faults. Raises ``WrongScript``."""
        self.plan.add(lines)

    def answer(self, request: Request) -> tuple[Answer, Fault | None]:
        """Return the answer to a request and the fault, if any, that still has to happen on the wire."""
        if request.path.startswith("/_ctl/"):
            return self._control(request), None
        fault = self.plan.strike(request.path, request.method)
        self._note(request, fault)
        if self._over_limit(request):
            return changed_answer(TOO_MANY, Answer(), request), None
        if fault is None:
            return self._given(request, self._network(request)), None
        if fault.fault == "delete":
            self.gone.add(str(fault.options["id"]))
        answer = self._network(changed_request(fault, request)) if keeps(fault, request) else Answer()
        answer = changed_answer(fault, answer, request, self._before.get(request.path))
        return self._given(request, answer), fault if fault.fault in ON_THE_WIRE else None

    def _given(self, request: Request, answer: Answer) -> Answer:
        if answer.status == 200:
            with self._lock:
                self._before.pop(request.path, None)
                self._before[request.path] = answer
                if len(self._before) > REMEMBERED:
                    del self._before[next(iter(self._before))]
        return answer

    def _network(self, request: Request) -> Answer:
        if request.path.startswith("/x/"):
            return self.x.answer(request)
        if request.method not in ("GET", "HEAD"):
            return as_json({"message": "Method not allowed", "status": 405}, status=405, headers={"Allow": "GET, HEAD"})
        hacker_news, feeds = self._networks
        if request.path.startswith("/hn/"):
            return hacker_news.answer(request)
        if request.path.startswith(("/feeds/", "/site/", "/transcripts/")):
            return feeds.answer(request)
        return as_html("<h1>Not found</h1>", status=404)

    def _over_limit(self, request: Request) -> bool:
        if not request.path.startswith("/hn/api/"):
            return False
        with self._lock:
            calls = self._calls.setdefault("hn", deque())
            calls.append(request.now)
            while calls and calls[0] <= request.now - timedelta(hours=1):
                calls.popleft()
            return len(calls) > HOURLY_CALLS

    def _note(self, request: Request, fault: Fault | None) -> None:
        self.log.append(
            {
                "at": request.now.isoformat(),
                "method": request.method,
                "path": request.path,
                "query": dict(request.query),
                "headers": dict(request.headers),
                "fault": fault.fault if fault else "",
            }
        )

    def _control(self, request: Request) -> Answer:
        given = request.headers.get("x-control-token", "")
        if not self._control_token:
            return as_html("<h1>Not found</h1>", status=404)
        if not hmac.compare_digest(given.encode(), self._control_token.encode()):
            return as_json({"message": "wrong control token"}, status=403)
        try:
            return self._obey(request)
        except (ValueError, KeyError, TypeError, OverflowError) as wrong:
            return as_json({"message": str(wrong) or type(wrong).__name__}, status=400)

    def _obey(self, request: Request) -> Answer:
        """Follow one control call. Raises ``ValueError`` and kin for what cannot be read; the caller answers 400."""
        match request.method, request.path:
            case "GET", "/_ctl/log":
                start = int(request.query.get("from", "0"))
                return as_json(list(self.log)[start:])
            case "GET", "/_ctl/clock":
                return as_json({"now": self.now().isoformat(), "epoch": self.world.epoch.isoformat()})
            case "POST", "/_ctl/clock":
                wanted = json.loads(request.body)
                moment = (
                    self.now() + timedelta(seconds=float(wanted["advance"]))
                    if "advance" in wanted
                    else datetime.fromisoformat(wanted["now"])
                )
                if moment.tzinfo is None:
                    raise ValueError("now: needs a zone")
                self.set_clock(moment.astimezone(UTC))
                return as_json({"now": self.now().isoformat()})
            case "POST", "/_ctl/faults":
                lines = json.loads(request.body)
                if not isinstance(lines, Sequence) or not all(isinstance(line, Mapping) for line in lines):
                    raise WrongScript("a list of objects is expected")
                self.plan.add(lines)
                return as_json({"added": len(lines)})
            case "DELETE", "/_ctl/faults":
                self.plan.clear()
                return as_json({})
        return as_json({"message": "no such control"}, status=404)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    simulator: Simulator

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing when a reader hangs up: tests of timeouts do that all the time. Anything else is our fault."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the simulator, writes the answer with whatever fault belongs on the wire."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # head and body are two writes; a reader's delayed ACK would cost 40 ms a call
    server: _Server

    def do_GET(self) -> None:
        self._serve()

    def do_HEAD(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def do_DELETE(self) -> None:
        self._serve()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """Return the world's time for ``Date``: networks are asked what time it is there."""
        return format_datetime(self.server.simulator.now().astimezone(UTC), usegmt=True)

    def log_message(self, *args: Any) -> None:
        """Keep quiet: the log that matters is the simulator's own."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > CONTROL_BODY_MAX:
            self.close_connection = True
            self._write(as_json({"message": "too large"}, status=413))
            return
        path, query = split_target(self.path)
        simulator = self.server.simulator
        request = Request(
            method=self.command,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            now=simulator.now(),
            base=simulator.base,
            body=self.rfile.read(length) if length else b"",
        )
        answer, fault = simulator.answer(request)
        if fault is None:
            self._write(answer)
        else:
            self._misbehave(answer, fault)

    def _head(self, answer: Answer, length: int, extra: Mapping[str, str] | None = None) -> None:
        self.send_response(answer.status)
        for name, value in {**answer.headers, **(extra or {})}.items():
            self.send_header(name, value)
        if answer.status != 304:
            self.send_header("Content-Length", str(length))
        self.end_headers()
        self.wfile.flush()

    def _write(self, answer: Answer) -> None:
        self._head(answer, len(answer.body))
        if self.command != "HEAD" and answer.status != 304:
            self.wfile.write(answer.body)

    def _misbehave(self, answer: Answer, fault: Fault) -> None:
        options, stopping = fault.options, self.server.simulator.stopping
        match fault.fault:
            case "slow_first_byte":
                stopping.wait(float(options["seconds"]))
                self._write(answer)
            case "drip":
                self._head(answer, len(answer.body))
                step = max(1, int(options["bytes"]))
                for at in range(0, len(answer.body), step):
                    if stopping.wait(float(options["seconds"])):
                        break
                    self.wfile.write(answer.body[at : at + step])
                    self.wfile.flush()
            case "truncated":
                self._head(answer, len(answer.body))
                self.wfile.write(answer.body[: int(len(answer.body) * float(options["share"]))])
                self.close_connection = True
            case "reset":
                # Lingering for zero seconds makes close() send RST in place of FIN.
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
                self.close_connection = True
            case "gzip_bomb":
                body = _bomb(int(options["megabytes"]))
                self._head(answer, len(body), {"Content-Encoding": "gzip"})
                self.wfile.write(body)


def _bomb(megabytes: int) -> bytes:
    """Return a small gzip body that unpacks to ``megabytes`` of blanks."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    blank = b" " * MEGABYTE
    parts = [packer.compress(blank) for _ in range(megabytes)]
    return b"".join([*parts, packer.flush()])
