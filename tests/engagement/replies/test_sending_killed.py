"""The sender is killed with SIGKILL at each of the six points of a send, and nothing goes out twice."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from engagement.models import Attempt, Reply
from engagement.replies import outbox
from listening.simulator.x import snowflake
from tests.chaos.worker import run_killed
from tests.engagement.replies.rows import KEY, TEXT, looker, make_case, open_house, write
from tests.listening.connectors.xnet import OURS, Played, played, tweet

pytestmark = pytest.mark.django_db(transaction=True)

POINTS = {
    "claimed": ("uncertain", 0),
    "before_call": ("uncertain", 0),
    "after_call": ("sent", 1),
    "before_commit": ("sent", 1),
    "after_commit": ("sent", 1),
    "before_ack": ("sent", 1),
}
"""Each point, and what becomes of its reply: its state once it was looked for, and how often the network has it."""

SENDS = """
import os, signal, sys, traceback
import django
django.setup()
from engagement import tasks
from engagement.actions.replies import sending

def die(*args, **more):
    os.kill(os.getpid(), signal.SIGKILL)

def then_die(do):
    return lambda *args, **more: (do(*args, **more), die())

def send(point):
    if point == "claimed":
        sending._forbidden = die
    elif point == "before_call":
        sending.posting.post_reply = die
    elif point == "after_call":
        sending.posting.post_reply = then_die(sending.posting.post_reply)
    elif point == "before_commit":
        sending.case_follows = die
    elif point == "after_commit":
        sending._sent = then_die(sending._sent)
    elif point == "before_ack":
        tasks.sending.send_next = then_die(tasks.sending.send_next)
    tasks.send_replies()

def ended(point):
    child = os.fork()
    if child == 0:
        try:
            send(point)
        except BaseException:
            traceback.print_exc()
            os._exit(99)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

print(*(ended(point) for point in sys.argv[1:]))
"""


@pytest.fixture
def net() -> Iterator[Played]:
    now = timezone.now()
    items = [
        replace(
            tweet(n, f"@{OURS} late, {n}?"),
            id=snowflake(now, n),
            root=snowflake(now, n),
            created_at=now,
            visible_at=now,
        )
        for n in range(len(POINTS))
    ]
    found = played(*items)
    found.moment = now + timedelta(seconds=1)
    found.simulator.x.takes_twins = True
    yield found
    found.simulator.stop()


def killed_at(points: Iterable[str], net: Played) -> list[int]:
    """Run the beat's task in a process for each point, dying there; return how each ended, -9 for killed."""
    allowed = f"127.0.0.1:{net.simulator.port}"
    ran = run_killed(SENDS, *points, CREDENTIAL_KEYS=KEY, OUTBOUND_ALLOW=allowed, X_BASE_URL=net.base)
    assert "Traceback" not in ran.stderr, ran.stderr
    assert ran.returncode == 0, ran.stderr
    return [int(each) for each in ran.stdout.split()]


def test_it_sends_nothing_twice_wherever_it_is_killed(net: Played) -> None:
    maya = open_house()
    ids, now = {}, timezone.now()
    for after, (point, item) in enumerate(zip(POINTS, net.simulator.world.items, strict=True)):
        case = make_case(item)
        reply = write(case, maya, f"{TEXT} {point}")
        clicked = {"clicked_by": maya, "clicked_at": now + timedelta(milliseconds=after)}
        Reply.objects.filter(pk=reply.pk).update(state="approved", way="api", **clicked)
        ids[point] = reply.pk
    assert killed_at(POINTS, net) == [-signal.SIGKILL] * len(POINTS)
    assert Attempt.objects.count() == len(POINTS)
    net.moment = timezone.now() + outbox.LEASE + timedelta(seconds=5)
    while looker(net, net.moment)():
        pass
    ledger = Counter(item.text for item in net.simulator.x.posted)
    ends = {point: (Reply.objects.get(pk=id_).state, ledger[f"{TEXT} {point}"]) for point, id_ in ids.items()}
    assert ends == POINTS
