"""The look back adds up, counts nothing twice, and says what it could not read."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from dashboards.metrics import firstlook
from listening.models import PollRun, Question
from tests.factories import NOW, make_brand, make_mention, make_source

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Europe/Berlin")


def look() -> firstlook.FirstLook:
    return firstlook.first_look(zone=ZONE, now=NOW)


def asked(text: str, *, state: str, days: int = 1) -> int:
    mention = make_mention(text, flags=["question"], published_at=NOW - timedelta(days=days))
    Question.objects.filter(mention=mention).delete()
    Question.objects.create(
        mention=mention,
        asker_key=str(mention.id),
        brand=make_brand(),
        state=state,
        asked_at=mention.published_at,
        answered_at=NOW if state == "answered_by_us" else None,
        changed_at=NOW,
    )
    return mention.id


def test_it_counts_each_post_once_and_by_its_gravest_kind() -> None:
    make_mention("It is broken, why?", flags=["complaint", "question"])
    make_mention("Lovely", flags=["praise"])
    make_mention("Just a word")
    found = look()
    assert len(found.posts) == 3
    assert found.kinds == {"question": 0, "complaint": 1, "praise": 1, "other": 1}
    assert sum(found.kinds.values()) == sum(n for _, n in found.networks) == len(found.posts)


def test_it_leaves_out_what_is_not_about_us() -> None:
    make_mention("A crisp morning", relevance=0.0)
    make_mention("Tidewater is fine", brand=make_brand("Tidewater", kind="competitor"))
    assert look().posts == ()


def test_it_looks_as_far_back_as_its_sources_do() -> None:
    make_mention("Long ago", published_at=NOW - timedelta(days=200))
    source = make_source()
    assert (look().days, len(look().posts)) == (30, 0)
    source.look_back_days = 365
    source.save()
    assert (look().days, len(look().posts)) == (365, 1)


def test_it_puts_questions_without_a_reply_first() -> None:
    ours = asked("How?", state="answered_by_us")
    unseen = asked("Why?", state="unverified", days=2)
    nobody = asked("When?", state="unanswered", days=3)
    found = look()
    assert [pair[0] for pair in found.questions] == [nobody, unseen, ours]
    assert (found.unanswered, found.unread, found.answered) == (1, 1, 1)
    assert [row.mention for row in firstlook.rows(found.questions, now=NOW)] == [nobody, unseen, ours]


def test_it_needs_three_queries_whatever_was_said(django_assert_num_queries: object) -> None:
    for number in range(5):
        asked(f"How {number}?", state="unanswered")
    with django_assert_num_queries(3):  # type: ignore[operator]
        look()


def test_it_names_sources_that_are_in_trouble_or_were_cut() -> None:
    make_source(name="Well", state="ok")
    make_source(name="Bad", state="blocked", reason={"code": "forbidden", "params": {}})
    cut = make_source(name="Cut", state="ok")
    PollRun.objects.create(
        source=cut,
        started_at=NOW,
        ended_at=NOW,
        outcome="ok",
        gap={"reason": "look_back_most", "start": None, "end": None},
    )
    assert [(each.name, each.code) for each in firstlook.unread_sources()] == [
        ("Bad", "forbidden"),
        ("Cut", "look_back_most"),
    ]


def test_it_says_how_many_sources_are_still_being_read() -> None:
    make_source(state="new")
    make_source(state="ok", last_poll_at=NOW, cursor={"marks": {}})
    make_source(state="ok", last_poll_at=NOW, cursor={})
    assert firstlook.reading() == (2, 3)
