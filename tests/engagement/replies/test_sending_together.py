"""Many at once: fifty clicks are one reply, and senders before a network that breaks down post nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random

import pytest

from engagement.errors import EngagementError
from engagement.models import Attempt, Event, Reply
from engagement.replies import outbox
from listening.http import Limits
from tests.engagement.replies.rows import LATER, TEXT, looker, make_case, open_house, posts, send, sender, write
from tests.engagement.test_intake_together import together
from tests.listening.connectors.xnet import OURS, Played, played, tweet

pytestmark = pytest.mark.django_db(transaction=True)
REPLIES = 60
ASKED = [tweet(number, f"@{OURS} deliveries run late again, {number}?", minutes=60) for number in range(1, REPLIES + 1)]


@pytest.fixture
def net() -> Iterator[Played]:
    found = played(*ASKED)
    found.moment, found.limits = LATER, Limits(connect=2.0, idle=1.0, deadline=1.0)
    found.simulator.x.takes_twins = True
    yield found
    found.simulator.stop()


def clicking(click: Callable[[], object]) -> Callable[[], int]:
    def run() -> int:
        try:
            click()
        except EngagementError:
            return 0
        return 1

    return run


def test_it_makes_one_reply_of_forty_clicks(net: Played) -> None:
    maya = open_house()
    case = make_case(ASKED[0])
    write(case, maya)
    net.limits = Limits()
    assert sum(together(*[clicking(lambda: send(case, maya, net))] * 40)) == 1
    assert sum(together(*[lambda: int(sender(net)())] * 8)) == 1
    assert (len(net.simulator.x.posted), posts(net), Attempt.objects.count()) == (1, 1, 1)
    assert Event.objects.filter(verb="reply_click").count() == 1


def break_down(net: Played) -> None:
    """Of the posts: 20 % recorded and reset, 10 % recorded and answered 503, 5 % recorded and left hanging."""
    kinds = ["reset"] * 12 + ["503_json"] * 6 + ["slow_first_byte"] * 3
    numbers = Random(7).sample(range(1, REPLIES + 1), len(kinds))
    one = {"match": "/x/2/tweets", "method": "POST"}
    lines = [{**one, "nth": nth, "fault": kind} for nth, kind in zip(numbers, kinds, strict=True)]
    net.simulator.script(*lines)


def test_it_posts_nothing_twice_before_a_network_that_breaks_down(net: Played) -> None:
    maya = open_house()
    for item in ASKED:
        case = make_case(item)
        write(case, maya, f"{TEXT} Case {item.id}")
        Reply.objects.filter(case=case).update(state="approved", way="api", clicked_by=maya, clicked_at=LATER)
    break_down(net)

    def send_all() -> int:
        return sum(1 for _ in iter(sender(net), False))

    sent = together(*[send_all] * 4)
    for minutes in (3, 5, 8, 20):
        net.moment = LATER + timedelta(minutes=minutes)
        while looker(net, net.moment)():
            pass
    ledger = Counter(item.text for item in net.simulator.x.posted)
    kept = {item.id for item in net.simulator.x.posted}
    ends = Counter(Reply.objects.values_list("state", flat=True))
    said = set(Reply.objects.filter(state="sent").values_list("external_id", flat=True))
    assert (sum(sent), max(ledger.values()), posts(net)) == (REPLIES, 1, REPLIES)
    assert said <= kept
    assert set(ends) <= {outbox.SENT, outbox.FAILED, outbox.UNCERTAIN}
    assert ends[outbox.SENT] == REPLIES
