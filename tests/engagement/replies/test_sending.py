"""A reply on its way out: one request, one row, and what becomes of it when the network does not answer well."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engagement.actions.replies import clicks, drafts, house
from engagement.errors import Refused
from engagement.models import Attempt, Case, Event, Reply
from engagement.replies import outbox
from engagement.replies.records import DraftChanged, Overtaken
from listening.models import PollRun
from tests.engagement.replies.rows import (
    LATER,
    NOW,
    SUMMONS,
    TEXT,
    looker,
    make_case,
    open_house,
    posts,
    send,
    sender,
    write,
)
from tests.factories import make_user
from tests.listening.connectors.xnet import OURS, Played, tweet

pytestmark = pytest.mark.django_db


def test_it_sends_once_and_keeps_the_post(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    assert sender(net)()
    assert not sender(net)()
    reply = Reply.objects.get()
    assert (reply.state, reply.external_id) == ("sent", net.simulator.x.posted[0].id)
    assert Attempt.objects.get().outcome == "sent"
    assert PollRun.objects.filter(purpose="reply").get().cost_micros == 10_000 == reply.cost_micros


def test_it_ends_a_case_that_asks_nothing_and_tells_its_history(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    sender(net)()
    assert Case.objects.get().disposition == "answered"
    told = Event.objects.filter(verb__startswith="reply_").order_by("id").values_list("verb", "actor__first_name")
    assert list(told) == [("reply_click", "Maya"), ("reply_sent", "Maya")]


@pytest.mark.parametrize(
    ("fault", "state", "kept"),
    [
        ({"fault": "reset"}, "sent", 1),
        ({"fault": "503_json"}, "sent", 1),
        ({"fault": "not_json"}, "sent", 1),
        ({"fault": "reset", "recorded": False}, "uncertain", 0),
        ({"fault": "503_html", "recorded": False}, "uncertain", 0),
        ({"fault": "429"}, "failed", 0),
        ({"fault": "401"}, "failed", 0),
        ({"fault": "402"}, "failed", 0),
        ({"fault": "redirect", "to": "/x/2/tweets", "status": 307}, "sent", 1),
    ],
)
def test_it_asks_once_whatever_comes_back(net: Played, fault: dict[str, Any], state: str, kept: int) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    net.simulator.script({"match": "/x/2/tweets", **fault})
    sender(net)()
    sender(net)()
    assert (Reply.objects.get().state, len(net.simulator.x.posted), posts(net)) == (state, kept, 1)


def test_it_leaves_what_nobody_answers_to_people_and_never_asks_again(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    net.simulator.script({"match": "/x/2/tweets", "fault": "reset", "recorded": False})
    sender(net)()
    for minutes in (1, 3, 10, 60, 600):
        net.moment = LATER + timedelta(minutes=minutes)
        looker(net, net.moment)()
        assert not sender(net, net.moment)()
    reply = Reply.objects.get()
    assert (reply.state, reply.look_at, posts(net)) == ("uncertain", None, 1)


def test_it_finds_later_what_the_index_did_not_show_yet(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    net.simulator.script(
        {"match": "/x/2/tweets", "fault": "reset"}, {"match": "/x/2/tweets/search", "fault": "503_json"}
    )
    sender(net)()
    assert Reply.objects.get().state == "uncertain"
    net.moment = LATER + timedelta(minutes=1)
    assert looker(net, net.moment)()
    assert (Reply.objects.get().state, posts(net)) == ("sent", 1)


def test_it_goes_out_again_only_by_a_persons_click(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    net.simulator.script({"match": "/x/2/tweets", "fault": "503_json", "recorded": False})
    sender(net)()
    done = clicks.it_is_not_there(case.pk, version=Reply.objects.get().version, actor=maya, now=LATER)
    assert not sender(net)()
    assert (done.say.code, Reply.objects.get().state) == ("reply_not_there", "draft")
    send(case, maya, net, version=Reply.objects.get().version)
    sender(net)()
    assert (Reply.objects.get().state, len(net.simulator.x.posted), Attempt.objects.count()) == ("sent", 1, 2)


def test_it_takes_a_persons_word_with_the_link(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    net.simulator.script({"match": "/x/2/tweets", "fault": "503_json", "recorded": False})
    sender(net)()
    version = Reply.objects.get().version
    with pytest.raises(Refused, match="reply_link"):
        clicks.it_is_there(case.pk, version=version, url="javascript:alert(1)", actor=maya, now=LATER)
    clicks.it_is_there(case.pk, version=version, url="https://x.com/a/status/5", actor=maya, now=LATER)
    assert (Reply.objects.get().state, Reply.objects.get().url) == ("sent", "https://x.com/a/status/5")
    assert Case.objects.get().disposition == "answered"


def test_it_stops_where_we_or_the_asker_wrote_meanwhile(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    later: dict[str, Any] = {"minutes": -4, "parent": SUMMONS.id, "root": SUMMONS.id, "kind": "reply"}
    net.simulator.x.posted.extend(
        [tweet(2, "Ana from Northwind Relay, on it", author=OURS, **later), tweet(3, "me too", author="dora", **later)]
    )
    with pytest.raises(Overtaken) as stopped:
        send(case, maya, net)
    assert [(post.side, post.text) for post in stopped.value.posts] == [("ours", "Ana from Northwind Relay, on it")]
    assert Reply.objects.get().state == "draft"
    send(case, maya, net, known=frozenset(post.external_id for post in stopped.value.posts))
    assert Event.objects.filter(verb="reply_anyway", actor=maya).exists()


def test_it_stops_where_the_thread_cannot_be_read(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    net.simulator.script({"match": "/x/2/tweets/search", "fault": "503_json"})
    with pytest.raises(Overtaken) as stopped:
        send(case, maya, net)
    assert (stopped.value.unread, Reply.objects.get().state) == ("http_503", "draft")


def test_it_does_not_act_on_an_old_click(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    sender(net, LATER + outbox.CLICK_HOLDS + timedelta(seconds=1))()
    assert (Reply.objects.get().state, posts(net)) == ("failed", 0)
    assert (Reply.objects.get().reason or {})["code"] == "reply_waited_too_long"


def test_it_sends_nothing_that_a_crisis_froze_after_the_click(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net)
    speaker = make_user("manager", name="Leo Kern")
    house.begin_crisis(reason="Outage", spokesperson_id=speaker.pk, actor=maya, now=LATER)
    sender(net)()
    assert (Reply.objects.get().state, posts(net)) == ("failed", 0)


def test_it_needs_a_second_person_for_what_an_agency_wrote(net: Played) -> None:
    maya = open_house()
    agency = make_user("agency", name="Ada Gency")
    house.accept(1, actor=agency, now=NOW)
    case = make_case()
    write(case, agency)
    assert send(case, agency, net).say.code == "reply_asked"
    with pytest.raises(Refused, match=r"reply_author_approves|reply_role"):
        send(case, agency, net, version=2)
    assert send(case, maya, net, version=2).say.code == "reply_approved"
    assert Reply.objects.get().approver == maya


def test_it_needs_a_second_person_for_risky_words_where_the_house_is_regulated(net: Played) -> None:
    maya = open_house()
    house.write_policy(text="Ours", banned="", regulated=True, version=1, actor=maya, now=NOW)
    house.accept(2, actor=maya, now=NOW)
    case = make_case()
    write(case, maya, f"{TEXT} No refund.")
    assert send(case, maya, net).say.code == "reply_asked"
    with pytest.raises(Refused, match="reply_author_approves"):
        send(case, maya, net, version=2)


def test_it_lets_nobody_reply_who_has_not_accepted_what_holds(net: Played) -> None:
    maya = open_house()
    house.write_policy(text="Another page", banned="", regulated=False, version=1, actor=maya, now=NOW)
    case = make_case()
    write(case, maya)
    with pytest.raises(Refused, match="reply_policy_unread"):
        send(case, maya, net)


def test_it_refuses_a_click_on_another_text_than_was_seen(net: Played) -> None:
    maya, ana = open_house(), make_user(name="Ana Park")
    case = make_case()
    write(case, maya)
    write(case, ana, f"{TEXT} Sorry.", version=1)
    with pytest.raises(DraftChanged) as changed:
        send(case, maya, net)
    assert changed.value.theirs.text == f"{TEXT} Sorry."
    with pytest.raises(DraftChanged):
        drafts.save(case.pk, text="Mine", acknowledged=None, version=1, actor=maya, now=LATER)


def test_it_finds_what_a_person_posted_by_hand(net: Played) -> None:
    maya = open_house()
    case = make_case()
    write(case, maya)
    send(case, maya, net, way="by_hand")
    assert not sender(net)()
    clicks.replied_by_hand(case.pk, version=2, actor=maya, now=LATER)
    late = LATER + outbox.HAND_LOOKS + timedelta(minutes=1)
    looker(net, LATER + timedelta(minutes=1))()
    assert Reply.objects.get().state == "sending"
    looker(net, late)()
    assert (Reply.objects.get().state, posts(net)) == ("uncertain", 0)
