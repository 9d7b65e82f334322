"""The control addresses, the log, the limit, and the program that the supervisor starts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from listening.simulator import server
from tests.listening.simulator.conftest import EPOCH, Nets, board, entry, story

ROOT = Path(__file__).parents[3]
TOKEN = {"X-Control-Token": "let-me"}


def test_it_has_no_control_without_a_token(nets: Nets) -> None:
    net = nets.of(story(1))
    assert net.get("/_ctl/log").status_code == 404
    assert net.get("/_ctl/log", headers={"X-Control-Token": ""}).status_code == 404


def test_it_refuses_a_wrong_token(nets: Nets) -> None:
    net = nets.of(story(1), control_token="let-me")
    assert net.get("/_ctl/log", headers={"X-Control-Token": "me-too"}).status_code == 403


def test_it_tells_what_it_was_asked(nets: Nets) -> None:
    net = nets.of(entry(1), feeds=(board(),), control_token="let-me")
    net.get("/feeds/board?x=1", headers={"User-Agent": "reader/1"})
    (line,) = net.get("/_ctl/log", headers=TOKEN).json()
    assert (line["method"], line["path"], line["query"]) == ("GET", "/feeds/board", {"x": "1"})
    assert line["headers"]["user-agent"] == "reader/1"
    assert line["at"] == EPOCH.isoformat()


def test_it_takes_faults_and_drops_them(nets: Nets) -> None:
    net = nets.of(story(1), control_token="let-me")
    url = net.simulator.base + "/_ctl/faults"
    requests.post(url, json=[{"fault": "500", "times": 0}], headers=TOKEN, timeout=5).raise_for_status()
    assert net.get("/hn/v0/maxitem.json").status_code == 500
    requests.delete(url, headers=TOKEN, timeout=5).raise_for_status()
    assert net.get("/hn/v0/maxitem.json").status_code == 200


def test_it_turns_the_clock(nets: Nets) -> None:
    net = nets.of(story(1, minutes=10), control_token="let-me")
    url = net.simulator.base + "/_ctl/clock"
    assert net.found() == []
    requests.post(url, json={"advance": 600}, headers=TOKEN, timeout=5).raise_for_status()
    assert net.found() == ["1"]
    requests.post(url, json={"now": EPOCH.isoformat()}, headers=TOKEN, timeout=5).raise_for_status()
    assert net.found() == []


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("faults", "not json"),
        ("faults", '{"fault": "500"}'),
        ("faults", '[{"fault": "flood"}]'),
        ("clock", "{}"),
        ("clock", '{"now": "yesterday"}'),
        ("clock", '{"now": "2026-01-01T00:00"}'),
        ("clock", '{"advance": 1e300}'),
    ],
)
def test_it_refuses_orders_that_it_does_not_understand(nets: Nets, path: str, body: str) -> None:
    net = nets.of(story(1), control_token="let-me")
    answer = requests.post(f"{net.simulator.base}/_ctl/{path}", data=body, headers=TOKEN, timeout=5)
    assert answer.status_code == 400


def test_it_refuses_writing_on_the_networks(nets: Nets) -> None:
    net = nets.of(story(1))
    answer = requests.post(net.simulator.base + "/hn/v0/item/1.json", timeout=5)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")


def test_it_limits_searches_by_the_hour(nets: Nets, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "HOURLY_CALLS", 3)
    net = nets.of(story(1))
    assert [net.get("/hn/api/v1/search").status_code for _ in range(4)] == [200, 200, 200, 429]
    net.clock.turn(hours=1)
    assert net.get("/hn/api/v1/search").status_code == 200


def test_it_answers_head_without_a_body(nets: Nets) -> None:
    net = nets.of(entry(1), feeds=(board(),))
    answer = requests.head(net.simulator.base + "/feeds/board", headers={"User-Agent": "t"}, timeout=5)
    assert answer.status_code == 200
    assert int(answer.headers["Content-Length"]) > 100


def test_it_starts_as_a_program_and_stops_on_sigterm() -> None:
    program = subprocess.Popen(
        [sys.executable, "-m", "listening.simulator", "--port", "0", "--epoch", EPOCH.isoformat()],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert program.stdout is not None
    base = program.stdout.readline().split()[-1]
    assert requests.get(base + "/site/guild", timeout=10).status_code == 200
    program.send_signal(signal.SIGTERM)
    assert program.wait(timeout=10) == 0


def test_it_refuses_an_epoch_without_a_zone() -> None:
    command = [sys.executable, "-m", "listening.simulator", "--epoch", "2026-11-21T09:00"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 2
    assert "needs a zone" in done.stderr


def test_it_moves_the_clock_underneath_on_from_where_it_was_set(nets: Nets) -> None:
    net = nets.of(story(1))
    net.simulator.set_clock(EPOCH + timedelta(days=1))
    net.clock.turn(minutes=3)
    assert net.simulator.now() == EPOCH + timedelta(days=1, minutes=3)
