"""End to end, with a played network and the real pipeline: what we had answered before we saw it alerts nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from pytest_django.fixtures import Settings

from config.practice.replay import Moment
from engagement import actions as desk
from engagement.actions import members
from engagement.intake import take_in
from engagement.models import Alert, Case, Clock, Event, Notice
from listening import actions, pipeline
from listening.http import Door, allowed
from listening.models import Question
from listening.simulator.server import Simulator
from listening.simulator.world.model import Item, world_of
from listening.storage import context, raw
from tests.engagement.notices.chat import Chat, chat
from tests.engagement.notices.rows import make_receiver
from tests.factories import NOW

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ASKED, REPLIED = NOW, NOW + 20 * MINUTE
QUESTION = "How do I rotate the signing key in Northwind Relay without downtime?"
ANSWER = "Add the second key under Settings, Keys, deploy, then remove the first one: both are valid for 24 hours."
US = "relay_maya"


def said(id_: str, text: str, at: datetime, *, author: str, parent: str = "") -> Item:
    return Item(
        id=id_,
        network="hackernews",
        kind="comment" if parent else "story",
        author=author,
        title="" if parent else text,
        text=text if parent else "",
        created_at=at,
        visible_at=at,
        parent=parent,
        root=parent,
        points=None if parent else 7,
    )


@contextmanager
def lived(
    settings: Settings, *items: Item, faults: Sequence[Mapping[str, Any]] = ()
) -> Iterator[tuple[Moment, pipeline.Way, Chat]]:
    """Yield the clock of a founded company with an owner and a chat channel that wants everything, and the way out."""
    moment = Moment(NOW - HOUR)
    context.forget()
    raw.make_months(NOW)
    settings.EMAIL_HOST = "mail.example"
    with Simulator(world_of(list(items), epoch=NOW), port=0, now=moment) as network, chat() as there:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{there.port}"]
        network.script(*faults)
        base = {"hackernews": f"{network.base}/hn"}
        door = Door(allow=allowed([f"127.0.0.1:{network.port}"]))
        company = {"company": "Northwind Relay", "domain": "", "zone": "UTC", "brand_terms": ["Northwind Relay"]}
        actions.found_installation(**company, now=moment.at)  # type: ignore[arg-type]
        account = {"network": "hackernews", "external_id": US, "handle": US}
        actions.add_account(brand_id=actions.own_brand(), **account, now=moment.at)  # type: ignore[arg-type]
        actions.add_search("hackernews", name="Hacker News", now=moment.at)
        person = {"email": "maya@northwind.example", "password": "correct horse battery", "name": "Maya Rehn"}
        members.create_member(**person, role="owner", now=moment.at)
        make_receiver(there, wants=("work", "clocks", "surges", "watched"), now=moment.at)
        desk.write_letters(moment.at)
        yield moment, pipeline.Way(session=door.session, base_url=base.__getitem__), there


def look(moment: Moment, way: pipeline.Way, at: datetime, *, read: bool = True) -> None:
    """Do at ``at`` what beat makes workers do; without ``read`` threads are not read yet."""
    moment.at = at
    while pipeline.poll_next_due(moment, way):
        pass
    while read and pipeline.read_next_due_thread(moment, way):
        pass
    while take_in(now=at):
        pass
    desk.tell_time(at)
    for _ in range(2):
        desk.write_letters(moment.at)
        moment.at += timedelta(seconds=15)
    desk.notice(at)
    desk.tell(moment)
    desk.send_letters(moment)


def alerted(there: Chat) -> list[Any]:
    """Return everything by which anybody could have been told."""
    clocks = Event.objects.filter(verb__in=("warned", "breached", "escalated"))
    return [*there.texts(), *mail.outbox, *Notice.objects.all(), *Alert.objects.all(), *clocks]


@pytest.mark.parametrize("slow", [False, True], ids=["thread read at once", "taken in before the thread is read"])
def test_it_alerts_nobody_of_what_our_handle_had_answered(settings: Settings, slow: bool) -> None:
    items = said("901", QUESTION, ASKED, author="charlie"), said("902", ANSWER, REPLIED, author=US, parent="901")
    with lived(settings, *items) as (moment, way, there):
        seen = NOW + HOUR
        look(moment, way, seen, read=not slow)
        for after in (MINUTE, 6 * MINUTE, 2 * HOUR, 5 * HOUR, 30 * HOUR):
            look(moment, way, seen + after)
        assert alerted(there) == []
        question, case = Question.objects.get(), Case.objects.get()
        assert question.evidence
        assert (question.state, question.answered_at, question.evidence.external_id) == (
            "answered_by_us",
            REPLIED,
            "902",
        )
        assert (case.status, case.disposition, case.first_response_at, case.breached_at) == (
            "done",
            "answered",
            REPLIED,
            None,
        )
        step = Event.objects.get(verb="answered").params
        assert step["code"] == "we_answered_before_we_saw_it"
        assert (step["params"]["handle"], step["params"]["url"]) == (US, question.evidence.url)
        assert not Clock.objects.filter(stopped_at=None).exists()


def test_it_alerts_nobody_though_a_comment_was_found_by_itself_while_the_search_was_down(settings: Settings) -> None:
    story = said("900", "Show HN: a queue in one file", ASKED - HOUR, author="zoe")
    comment = replace(said("901", QUESTION, ASKED, author="charlie", parent="900"), root="900")
    answer = replace(said("902", ANSWER, REPLIED, author=US, parent="901"), root="900")
    down = {"match": "/hn/api", "fault": "503_json", "times": 2}
    with lived(settings, story, comment, answer, faults=[down]) as (moment, way, there):
        for after in (HOUR, 2 * HOUR, 30 * HOUR):
            look(moment, way, NOW + after)
        question = Question.objects.select_related("thread").get()
        assert (question.state, question.thread and question.thread.external_id) == ("answered_by_us", "900")
        assert alerted(there) == []


def test_it_alerts_nobody_of_what_we_answered_between_found_and_told(settings: Settings) -> None:
    found = NOW + 5 * MINUTE
    reply = said("902", ANSWER, found + MINUTE, author=US, parent="901")
    with lived(settings, said("901", QUESTION, ASKED, author="charlie"), reply) as (moment, way, there):
        look(moment, way, found, read=False)
        assert Case.objects.get().status == "open"
        for after in (2 * MINUTE, 6 * MINUTE, 5 * HOUR, 30 * HOUR):
            look(moment, way, found + after)
        assert alerted(there) == []
        assert Case.objects.get().disposition == "answered"


def test_it_alerts_those_who_should_know_where_nobody_answers(settings: Settings) -> None:
    with lived(settings, said("901", QUESTION, ASKED, author="charlie")) as (moment, way, there):
        for after in (HOUR, HOUR + 2 * MINUTE, 30 * HOUR):
            look(moment, way, NOW + after)
        assert there.texts() == ["1 new to engage", "1 long overdue"]
        assert [each.subject for each in mail.outbox] == ["1 long overdue"]


def test_it_says_in_the_next_message_that_a_colleague_replied_on_the_network(settings: Settings) -> None:
    late = NOW + 31 * HOUR
    reply = said("902", ANSWER, late, author=US, parent="901")
    with lived(settings, said("901", QUESTION, ASKED, author="charlie"), reply) as (moment, way, _there):
        for after in (HOUR, 30 * HOUR):
            look(moment, way, NOW + after)
        for after in (HOUR, 12 * HOUR):
            look(moment, way, late + after)
        assert [each.subject for each in mail.outbox] == ["1 long overdue", "1 handled"]
        assert f"…”, {US} replied on Hacker News (16:00)\n" in str(mail.outbox[1].body)
