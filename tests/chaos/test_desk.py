"""Fifty people work at once for five minutes on a million mentions (`make soak-desk`): nothing fails, and how long it
takes is printed. The test does the same with few."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from typing import Any

import pytest

from config.supervisor.layout import layout
from tests.chaos.ledger import Ledger
from tests.chaos.people import Colleague, at_work, report
from tests.installation import PROJECT, Installation, running

MENTIONS = int(os.environ.get("WELLHEARD_DESK_MENTIONS", "2000"))
PEOPLE = int(os.environ.get("WELLHEARD_DESK_PEOPLE", "5"))
SECONDS = float(os.environ.get("WELLHEARD_DESK_SECONDS", "10"))
HURRY = float(os.environ.get("WELLHEARD_DESK_HURRY", "1"))
PRINTED = ("list", "detail", "claim", "note", "done", "poll")

# Not part of CI: an installation and its rows take longer than the work.
pytestmark = [pytest.mark.bench, pytest.mark.timeout(900 + SECONDS + MENTIONS / 400)]


def filled(installation: Installation) -> dict[str, Any]:
    """Fill a running installation from inside; return what the filler tells."""
    code = f"from tests.chaos.filling import fill; fill({MENTIONS}, {PEOPLE})"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    ran = subprocess.run(command, env=installation.environment, cwd=PROJECT, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    told: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return told


def test_it_lets_many_work_at_once_without_an_error() -> None:
    with running() as installation:
        told = filled(installation)
        print(f"\n{told['mentions']:,} mentions filled in {told['seconds']:.0f} s; {PEOPLE} people for {SECONDS:.0f} s")
        base = f"http://127.0.0.1:{installation.port}"
        staff = [Colleague(base, cookie, seed, HURRY) for seed, cookie in enumerate(told["cookies"])]
        asked = at_work(staff, SECONDS)
        print(report(asked, SECONDS), f"\nload of the machine: {os.getloadavg()[0]:.1f}")
        logged = (layout(installation.data).logs / "web.log").read_text()
        time.sleep(1)
        wrong = Ledger(installation, "").wrong()
    errors = Counter(each.why for each in asked if each.end == "error")
    assert not errors, errors.most_common(5)
    assert "Traceback" not in logged
    assert wrong == {}
    assert {each.action for each in asked} >= set(PRINTED if SECONDS > 60 else PRINTED[:2])
