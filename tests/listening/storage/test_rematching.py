"""An edited query is felt by what is stored; what a person said of a post stands above it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engagement import intake
from engagement.models import Case
from listening import actions
from listening.models import DayMentions, Judgement, Label, Mention, Question, Rejected
from listening.records import Author, Post, PostKey
from listening.storage import context, posts, rejects
from listening.storage.posts import Intake
from listening.text import gate
from tests.factories import NOW, make_source

pytestmark = pytest.mark.django_db


def post(number: int, text: str, *, network: str = "hackernews") -> Post:
    author = Author(external_id=f"a{number}", handle=f"a{number}")
    return gate(
        Post(network=network, external_id=str(number), author=author, text=text, created_at=NOW - timedelta(hours=1)),
        fetched_at=NOW,
    )


def store(*told: Post, now: datetime = NOW) -> posts.Stores:
    source = make_source()
    how = Intake(source_id=source.id, now=now, threads=True, keep_rejects=True)
    return posts.store(told, context.load(), how)


@pytest.fixture
def crisp() -> int:
    """Found a company whose name is a common word; return its query."""
    actions.found_installation(company="Crisp", domain="", zone="UTC", brand_terms=["crisp"], now=NOW)
    return context.load().matcher.match(posts.document(post(0, "crisp")))[0].query_id


def edit(query_id: int, expression: str, *, minutes: int = 1) -> actions.Edited:
    return actions.edit_query(
        query_id,
        brand_id=actions.own_brand(),
        name="Our brand",
        expression=expression,
        now=NOW + timedelta(minutes=minutes),
    )


def total() -> int:
    return sum(DayMentions.objects.values_list("mentions", flat=True))


def test_it_keeps_rejected_posts_whole(crisp: int) -> None:
    told = post(1, "Nothing of interest")
    store(told)
    kept = Rejected.objects.get()
    assert rejects.post_of(kept.post) == told


def test_it_lets_go_of_mentions_that_an_exclusion_drops(crisp: int) -> None:
    store(post(1, "How do I export from Crisp?"), post(2, "A crisp autumn morning, how lovely is that?"))
    intake.take_in(now=NOW)
    edited = edit(crisp, "crisp NOT autumn")
    intake.take_in(now=NOW)
    assert (edited.gained, edited.lost) == (0, 1)
    assert total() == 1
    assert Question.objects.filter(mention__external_id="2").count() == 0
    assert Case.objects.get(lead__external_id="2").disposition == "not_relevant"
    assert Case.objects.get(lead__external_id="1").status == "open"


def test_it_takes_back_in_what_a_wider_query_wants_again(crisp: int) -> None:
    store(post(1, "How do I export from Crisp?"))
    edit(crisp, "crisp NOT export")
    intake.take_in(now=NOW)
    edited = edit(crisp, "crisp", minutes=2)
    intake.take_in(now=NOW)
    assert (edited.gained, edited.lost, total()) == (1, 0, 1)
    assert Question.objects.count() == 1
    assert Case.objects.get().status == "open"


def test_it_brings_in_rejected_posts_that_the_query_wants_now(crisp: int) -> None:
    store(post(1, "The helpdesk from Brittany is down again"))
    assert Mention.objects.count() == 0
    edited = edit(crisp, 'crisp OR "helpdesk from Brittany"')
    assert edited.gained == 1
    assert Mention.objects.get().found_late
    assert not Rejected.objects.exists()


def test_it_judges_stored_mentions_for_a_brand_that_is_new(crisp: int) -> None:
    store(post(1, "We left Crisp for Tidewater"))
    rival = actions.add_brand(name="Tidewater", kind="competitor", terms=["tidewater"], now=NOW)
    edited = actions.edit_query(None, brand_id=rival.id, name="Rival", expression="tidewater", now=NOW)
    assert edited.gained == 1
    assert sorted(Mention.objects.get().brand_ids) == sorted([actions.own_brand(), rival.id])
    assert Judgement.objects.count() == 2


def test_it_stands_by_what_a_person_said(crisp: int) -> None:
    store(post(1, "Crisp autumn release is out"))
    key = PostKey("hackernews", "", "1")
    actions.judge_post(key, brand_id=actions.own_brand(), us=True, user_id=None, now=NOW)
    assert edit(crisp, "crisp NOT autumn").lost == 0
    assert Judgement.objects.get().relevance == 1.0


def test_it_takes_a_post_that_is_not_us_out_of_counts_and_cases(crisp: int) -> None:
    store(post(1, "Is Crisp better than Tidewater for chat?"))
    intake.take_in(now=NOW)
    key = PostKey("hackernews", "", "1")
    actions.judge_post(key, brand_id=actions.own_brand(), us=False, user_id=None, now=NOW)
    intake.take_in(now=NOW)
    assert total() == 0
    assert Case.objects.get().disposition == "not_relevant"
    actions.judge_post(key, brand_id=actions.own_brand(), us=None, user_id=None, now=NOW)
    intake.take_in(now=NOW)
    assert total() == 1
    assert Case.objects.get().status == "open"
    assert Label.objects.count() == 2


def test_it_stays_not_us_when_it_is_edited_at_its_source(crisp: int) -> None:
    store(post(1, "Is a crisp apple better?"))
    key = PostKey("hackernews", "", "1")
    actions.judge_post(key, brand_id=actions.own_brand(), us=False, user_id=None, now=NOW)
    store(post(1, "Is a crisp apple better? I ask for a friend."), now=NOW + timedelta(hours=1))
    assert Judgement.objects.get().relevance == 0.0
    assert total() == 0


def test_it_takes_in_a_rejected_post_that_a_person_calls_ours(crisp: int) -> None:
    store(post(1, "The French chat tool lost our history"))
    found = actions.judge_post(
        PostKey("hackernews", "", "1"), brand_id=actions.own_brand(), us=True, user_id=None, now=NOW
    )
    assert Mention.objects.get().id == found
    assert not Rejected.objects.exists()


def test_it_heeds_a_refusal_that_came_before_the_query(crisp: int) -> None:
    store(post(1, "Brittany helpdesk is hiring"))
    key = PostKey("hackernews", "", "1")
    actions.judge_post(key, brand_id=actions.own_brand(), us=False, user_id=None, now=NOW)
    edit(crisp, "crisp OR Brittany")
    assert Judgement.objects.get().relevance == 0.0
    assert total() == 0


def test_it_forgets_a_rejected_post_after_fourteen_days(crisp: int) -> None:
    store(post(1, "Nothing of interest"))
    assert rejects.tidy(NOW + timedelta(days=13)) == 0
    assert rejects.tidy(NOW + timedelta(days=15)) == 1


def test_it_leaves_everything_alone_while_the_query_is_off(crisp: int) -> None:
    store(post(1, "How do I export from Crisp?"), post(2, "The helpdesk from Brittany is down"))
    actions.switch_query(crisp, active=False, now=NOW + timedelta(seconds=1))
    edited = edit(crisp, "Brittany")
    assert (edited.gained, edited.lost) == (0, 0)
    assert Rejected.objects.count() == 1
    assert total() == 1


def test_it_heeds_two_edits_of_the_same_instant(crisp: int) -> None:
    store(post(1, "The helpdesk from Brittany is down"))
    edit(crisp, "crisp OR Norway")
    assert edit(crisp, "crisp OR Brittany").gained == 1
