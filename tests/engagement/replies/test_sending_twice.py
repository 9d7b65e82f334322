"""The ways in which one post could be answered twice, each closed: our own outbox is asked, not the network's index."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engagement.actions.replies import clicks, sending
from engagement.errors import Refused
from engagement.models import Case, Reply
from engagement.replies import outbox
from engagement.replies.records import Overtaken
from listening.records import Author, Post
from tests.engagement.replies.rows import (
    LATER,
    TEXT,
    looker,
    make_case,
    open_house,
    played_way,
    posts,
    send,
    sender,
    write,
)
from tests.factories import make_brand, make_own_post
from tests.listening.connectors.xnet import OUR_ID, Played

pytestmark = pytest.mark.django_db
SOON = LATER + timedelta(minutes=1)


def twin_of(case: Case) -> Case:
    """Return a case of the same post, as one about another brand of ours is."""
    values = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields if field.name != "id"}
    return Case.objects.create(**{**values, "brand_id": make_brand("Northwind Cloud").pk})


def test_it_stops_where_the_thread_does_not_show_yet_what_a_colleague_sent(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    sender(net, SOON)()
    net.simulator.x.posted.clear()  # the index lags behind
    write(case, maya, f"{TEXT} Sorry.")
    with pytest.raises(Overtaken) as stopped:
        send(case, maya, net)
    assert [(each.side, each.text) for each in stopped.value.posts] == [("ours", TEXT)]
    send(case, maya, net, known=frozenset(each.external_id for each in stopped.value.posts))


def test_it_stops_where_another_case_answers_the_same_post_this_moment(net: Played) -> None:
    maya = open_house()
    case = make_case()
    twin = twin_of(case)
    write(case, maya)
    write(twin, maya)
    send(case, maya, net)
    with pytest.raises(Refused, match="reply_elsewhere"):
        send(twin, maya, net)
    while sender(net, SOON)():
        pass
    assert posts(net) == 1


def test_a_sender_that_was_asleep_for_longer_than_its_lease_sends_nothing(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    times = iter([LATER])
    awake = LATER + outbox.LEASE + timedelta(seconds=1)
    sending.send_next(lambda: next(times, awake), way=played_way(net))
    assert (Reply.objects.get().state, posts(net)) == ("failed", 0)


def test_what_is_found_while_a_person_lets_it_out_again_keeps_it_back(
    net: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    net.simulator.script({"match": "/x/2/tweets", "fault": "503_json", "recorded": False})
    sender(net)()
    found = Post(network="x", external_id="99", author=Author(external_id=OUR_ID), text=TEXT, created_at=LATER)

    def at_the_same_time(reply: Reply, **_more: Any) -> Post:
        send(case, maya, net, version=reply.version)
        return found

    monkeypatch.setattr(sending, "ours", at_the_same_time)
    looker(net, SOON)()
    assert not sender(net, SOON)()
    kept = Reply.objects.get()
    assert (kept.state, (kept.reason or {})["code"], posts(net)) == ("failed", "reply_got_through", 1)


def test_it_takes_no_answer_to_somebody_else_for_what_a_person_posts_by_hand(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net, way="by_hand")
    clicks.replied_by_hand(case.pk, version=2, actor=maya, now=LATER)
    of_ours: dict[str, Any] = {"network": "x", "thread": case.lead.thread, "author": OUR_ID, "published_at": LATER}
    make_own_post("Look into your settings.", in_reply_to="77", **of_ours)
    looker(net, SOON)()
    assert Reply.objects.get().state == "sending"
    make_own_post("Runs again, Maya.", in_reply_to=case.lead.external_id, **of_ours)
    looker(net, SOON + timedelta(minutes=1))()
    assert Reply.objects.get().state == "sent"
