"""The sweep over clocks is killed with SIGKILL at every point of its work, and beaten by several processes at once."""

from __future__ import annotations

import signal
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from engagement import tasks
from engagement.actions.clocks import TOLD
from engagement.intake import take_in
from engagement.models import Case, Clock, Event
from tests.chaos.worker import run_killed
from tests.factories import make_change, make_installation, make_judgement, make_mention

pytestmark = pytest.mark.django_db(transaction=True)

BEFORE_THE_COMMIT = ("locked", "worked_out", "clocks_written", "events_written", "all_written")
CASES = 40

SWEEPS = """
import os, signal, sys
import django
django.setup()
from engagement import tasks
from engagement.actions import clocks

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

def then_die(do):
    return lambda *args, **more: (do(*args, **more), die())

def sweep(point):
    if point == "locked":
        clocks._tell = die
    elif point == "worked_out":
        clocks._write = die
    elif point == "clocks_written":
        clocks._append = die
    elif point == "events_written":
        clocks._append = then_die(clocks._append)
    elif point == "all_written":
        clocks.touch_feed = then_die(clocks.touch_feed)
    elif point == "committed":
        tasks.actions.tell_time = then_die(tasks.actions.tell_time)
    tasks.tell_time()

def started(point):
    child = os.fork()
    if child == 0:
        try:
            sweep(point)
        except BaseException:
            os._exit(99)
        os._exit(0)
    return child

points = sys.argv[2:]
if sys.argv[1] == "together":
    children = [started(point) for point in points]
    ended = [os.waitpid(each, 0)[1] for each in children]
else:
    ended = [os.waitpid(started(point), 0)[1] for point in points]
print(*(os.waitstatus_to_exitcode(each) for each in ended))
"""


def in_processes(how: str, *points: str) -> list[int]:
    """Run the beat's task in a process for each point, dying there; return how each ended, -9 for killed."""
    ran = run_killed(SWEEPS, how, *points)
    assert ran.returncode == 0, ran.stderr
    return [int(each) for each in ran.stdout.split()]


@pytest.fixture(autouse=True)
def _a_day_without_power() -> None:
    """Outages that people complained of yesterday: every clock has passed all of its milestones, none is told."""
    make_installation()
    then = timezone.now() - timedelta(days=1)
    for number in range(CASES):
        mention = make_mention(author=f"asker{number}", judged=False, published_at=then, seen_at=then)
        make_judgement(mention, flags=["complaint"], complaint_reason="outage")
        make_change(mention, at=then)
    take_in(now=then)


def told() -> Counter[str]:
    return Counter(Event.objects.filter(verb__in=TOLD).values_list("verb", flat=True))


ONCE = dict.fromkeys(TOLD, CASES)


def test_it_leaves_nothing_half_told_wherever_it_is_killed() -> None:
    assert in_processes("one by one", *BEFORE_THE_COMMIT) == [-signal.SIGKILL] * len(BEFORE_THE_COMMIT)
    assert (told(), Clock.objects.exclude(breached_at=None).exists()) == ({}, False)
    tasks.tell_time()
    assert told() == ONCE
    assert not Case.objects.filter(breached_at=None).exists()


def test_it_tells_nothing_again_when_killed_right_after_the_commit() -> None:
    assert in_processes("one by one", "committed", "never") == [-signal.SIGKILL, 0]
    assert told() == ONCE


def test_it_tells_each_milestone_once_however_many_beats_there_are() -> None:
    points = ("never", "events_written", "never", "committed", "never")
    ended = in_processes("together", *points)
    assert set(ended) <= {0, -signal.SIGKILL}
    tasks.tell_time()
    assert told() == ONCE
