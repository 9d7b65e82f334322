"""First look: a headline that adds up, every number a link to its posts, nothing invented when nothing was said."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from config.setup import firstlook
from config.setup.firstlook import Bar, bars, months, weeks
from dashboards.metrics.firstlook import FirstLook, Heard
from listening.models import Question
from tests.factories import make_brand, make_installation, make_mention, make_source, make_user

TODAY = date(2026, 11, 22)
HERE = "/setup/first-look/"


def look(*days: date, back: int = 365) -> FirstLook:
    heard = tuple(
        Heard(pair=(number, 1), network="hackernews", day=day, kind="other") for number, day in enumerate(days)
    )
    return FirstLook(days=back, posts=heard, questions=(), unanswered=0, unread=0, answered=0)


def shown(found: list[Bar]) -> dict[str, int]:
    return {each.title: each.n for each in found if each.n}


def test_it_shows_thirteen_months_because_a_year_cuts_one() -> None:
    assert (months(TODAY)[0], months(TODAY)[-1], len(months(TODAY))) == (date(2025, 11, 1), date(2026, 11, 1), 13)


def test_it_crosses_the_turn_of_the_year() -> None:
    assert months(date(2026, 1, 5))[-2:] == [date(2025, 12, 1), date(2026, 1, 1)]


def test_it_shows_weeks_that_hold_all_thirty_days() -> None:
    assert weeks(TODAY)[0] <= TODAY - timedelta(days=30)
    assert weeks(TODAY)[-1] <= TODAY


def test_it_counts_every_post_in_one_bar() -> None:
    found = bars(look(date(2025, 11, 24), date(2026, 11, 1), TODAY), TODAY)
    assert shown(found) == {"November 2025": 1, "November 2026": 2}


def test_it_draws_the_tallest_bar_as_high_as_there_is_room() -> None:
    found = bars(look(TODAY, TODAY, date(2026, 10, 1)), TODAY)
    assert [each.height for each in found if each.n] == [firstlook.HEIGHT / 2, firstlook.HEIGHT]


@pytest.fixture
def alice(client: Client, db: None) -> Client:
    make_installation()
    client.force_login(make_user("owner", name="Alice Park"))
    return client


def ask(text: str, state: str) -> None:
    mention = make_mention(text, flags=["question"], published_at=timezone.now() - timedelta(days=2))
    Question.objects.filter(mention=mention).delete()
    Question.objects.create(
        mention=mention,
        asker_key="charlie",
        brand=make_brand(),
        state=state,
        asked_at=mention.published_at,
        changed_at=mention.published_at,
    )


def test_it_says_in_one_line_what_was_out_there(alice: Client) -> None:
    make_source(look_back_days=365)
    ask("Does Northwind Relay keep order?", "unanswered")
    make_mention("We like Northwind Relay", flags=["praise"], published_at=timezone.now())
    page = alice.get(HERE).content.decode()
    assert "Last 12 months:" in page
    assert "2 posts" in page
    assert "1 question without an answer" in page


def test_it_lists_as_many_posts_as_its_numbers_say(alice: Client) -> None:
    ask("Does Northwind Relay keep order?", "unanswered")
    make_mention("We like Northwind Relay", flags=["praise"], published_at=timezone.now())
    assert "2 posts" in alice.get(f"{HERE}posts/").content.decode()
    assert "1 post<" in alice.get(f"{HERE}posts/?kind=praise").content.decode()
    assert "1 post<" in alice.get(f"{HERE}posts/?kind=asked").content.decode()
    assert "2 posts" in alice.get(f"{HERE}posts/?network=hackernews").content.decode()


@pytest.mark.parametrize(
    ("query", "status"), [("kind=rumour", 400), ("network=nowhere", 400), ("brand=1", 400), ("page=0", 404)]
)
def test_it_refuses_what_it_does_not_know(alice: Client, query: str, status: int) -> None:
    assert alice.get(f"{HERE}posts/?{query}").status_code == status


def test_it_says_so_when_nobody_spoke(alice: Client) -> None:
    page = alice.get(HERE).content.decode()
    assert "0 posts" in page
    assert "Nobody was heard yet" in page
    assert "Where it was said" not in page


def test_it_says_that_the_look_back_is_still_running(alice: Client) -> None:
    make_source(state="new")
    assert "still being read" in alice.get(HERE).content.decode()


def test_it_says_what_it_could_not_read(alice: Client) -> None:
    make_source(name="Support forum", network="feeds", kind="feed", state="blocked", reason={"code": "forbidden"})
    page = alice.get(HERE).content.decode()
    assert "LinkedIn lets no tool search" in page
    assert "Support forum could not be read." in page
    assert "A feed holds only its newest posts." in page


def test_it_escapes_what_was_said(alice: Client) -> None:
    ask("<script>alert(1)</script> does it?", "unanswered")
    assert "<script>alert" not in alice.get(HERE).content.decode()
