"""A dry run says in advance what saving does, with the reasons; it writes nothing."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from listening import actions, query
from listening.models import Label, Match, Mention, Rejected
from listening.query.form import Form, expression
from listening.records import PostKey
from listening.storage import context, dryrun, history
from listening.storage.dryrun import DryRun, TriedPost
from tests.factories import NOW
from tests.listening.storage.test_rematching import crisp, edit, post, store

pytestmark = pytest.mark.django_db

__all__ = ["crisp"]

LATER = NOW + timedelta(minutes=1)
WORDS = ("crisp", "chat", "helpdesk", "apple", "autumn", "potato", "app", "export", "tidewater")
EDITS = (
    "crisp NOT (autumn OR apple)",
    "crisp AND (chat OR app OR helpdesk)",
    "crisp OR helpdesk",
    "(helpdesk OR export) NOT crisp",
    "crisp chat OR (tidewater NOT apple)",
    "potato",
)


def tried(query_id: int | None, text: str, *, form: Form | None = None) -> DryRun:
    return dryrun.try_query(text, brand_id=actions.own_brand(), query_id=query_id, now=LATER, form=form)


def judge(number: int, *, us: bool | None, network: str = "hackernews") -> None:
    key = PostKey(network, "", str(number))
    actions.judge_post(key, brand_id=actions.own_brand(), us=us, user_id=None, now=NOW)


def shown(run: DryRun) -> dict[str, TriedPost]:
    return {each.key.external_id: each for each in run.posts}


def matched(query_id: int) -> set[str]:
    return set(Match.objects.filter(query=query_id).values_list("mention__external_id", flat=True))


@pytest.mark.parametrize("seed", range(8))
def test_it_says_what_saving_then_does(crisp: int, seed: int) -> None:
    draw = random.Random(seed)
    actions.save_query(None, brand_id=actions.own_brand(), name="Chat", expression="chat apple", now=NOW)
    rival = actions.add_brand(name="Tidewater", kind="competitor", terms=["tidewater"], now=NOW)
    actions.save_query(None, brand_id=rival.id, name="Rival", expression="tidewater", now=NOW)
    store(*(post(number, " ".join(draw.sample(WORDS, draw.randint(1, 4)))) for number in range(60)))
    for number in draw.sample(range(60), 15):
        judge(number, us=draw.choice((True, False, None)))
    for minutes, text in enumerate(draw.sample(EDITS, 3), start=1):
        before, run = matched(crisp), tried(crisp, text)
        edited = edit(crisp, text, minutes=minutes)
        after = matched(crisp)
        assert (run.kept, run.gained, run.lost) == (len(after), len(after - before), len(before - after))
        assert (run.comes, run.goes) == (edited.gained, edited.lost)
        assert run.as_before == len(after & before)


def test_it_writes_nothing(crisp: int) -> None:
    store(post(1, "Crisp chat"), post(2, "helpdesk"))
    stamp = context._stamp()
    tried(crisp, "helpdesk")
    assert (Mention.objects.count(), Rejected.objects.count(), matched(crisp)) == (1, 1, {"1"})
    assert (context._stamp(), Label.objects.count()) == (stamp, 0)


def test_it_asks_seven_queries_however_much_there_is(
    crisp: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store(*(post(number, "Crisp chat" if number % 2 else "helpdesk") for number in range(40)))
    judge(1, us=False)
    brand = actions.own_brand()
    with django_assert_num_queries(7):
        dryrun.try_query("crisp OR helpdesk", brand_id=brand, query_id=crisp, now=LATER)


def test_it_tells_what_drops_a_post(crisp: int) -> None:
    store(post(1, "crisp autumn apple"), post(2, "Crisp app"), post(3, "crisp toast"))
    found = shown(tried(crisp, "crisp AND (app OR apple) NOT (potato OR autumn)"))
    assert (found["1"].dropped_by, found["1"].dropped_as, found["1"].kept) == ("autumn", "not", False)
    assert (found["2"].dropped_by, found["2"].dropped_as, found["2"].kept) == ("", "", True)
    assert (found["3"].dropped_by, found["3"].dropped_as, found["3"].change) == ("app OR apple", "any", "lost")


def test_it_tells_what_drops_a_post_from_deep_within(crisp: int) -> None:
    store(post(1, "crisp apple"))
    found = shown(tried(crisp, "tidewater OR (crisp NOT (apple OR toast))"))
    assert (found["1"].dropped_by, found["1"].dropped_as) == ("apple", "not")


def test_it_marks_the_words_in_kept_and_in_dropped_posts(crisp: int) -> None:
    store(post(1, "A crisp apple"), post(2, "The Crisp app"))
    found = shown(tried(crisp, "crisp NOT apple"))
    assert [[span.text for span in found[which].spans] for which in "12"] == [["crisp"], ["Crisp"]]


def test_it_tells_what_each_part_does_and_what_it_costs(crisp: int) -> None:
    store(post(1, "Crisp app"), post(2, "Crisp chat, we are hiring"), post(3, "crisp autumn"), post(4, "apple app"))
    judge(2, us=True)
    judge(3, us=True)
    form = Form(must=("crisp",), any_of=("app", "chat"), none_of=("hiring", "potato"))
    found = tried(crisp, expression(form), form=form).parts
    assert [(part.role, part.words, part.terms, part.count, part.us) for part in found] == [
        ("must", "crisp", 1, 3, 0),
        ("any", "app OR chat", 2, 2, 1),
        ("not", "hiring", 1, 1, 1),
        ("not", "potato", 1, 0, 0),
    ]


def test_it_calls_one_word_under_any_of_by_that_name(crisp: int) -> None:
    form = Form(must=("crisp",), any_of=("app",))
    assert [part.role for part in tried(crisp, expression(form), form=form).parts] == ["must", "any"]


def test_it_counts_what_a_new_query_would_bring(crisp: int) -> None:
    store(post(1, "Crisp chat"), post(2, "helpdesk"))
    run = tried(None, "chat OR helpdesk")
    assert (run.kept, run.gained, run.lost, run.as_before, run.looked_at) == (2, 2, 0, 0, 2)
    assert run.comes == 1  # the other is about the brand already


def test_it_shows_the_newest_twenty_of_each_kind(crisp: int) -> None:
    told = [post(number, "Crisp app" if number % 2 else "crisp apple") for number in range(100)]
    store(*told)
    run = tried(crisp, "crisp NOT apple")
    assert (run.kept, run.dropped, run.lost) == (50, 50, 50)
    assert sum(each.kept for each in run.posts) == sum(not each.kept for each in run.posts) == dryrun.EXAMPLES
    assert [each.at for each in run.posts] == sorted((each.at for each in run.posts), reverse=True)


def test_it_says_so_when_it_did_not_look_at_all(crisp: int, monkeypatch: pytest.MonkeyPatch) -> None:
    store(*(post(number, "crisp") for number in range(5)))
    assert not tried(crisp, "crisp").capped
    monkeypatch.setattr(history.mentions, "__kwdefaults__", {"window": history.WINDOW, "most": 3})
    monkeypatch.setattr(history, "MOST", 3)
    run = tried(crisp, "crisp")
    assert (run.capped, run.looked_at) == (True, 3)


def test_it_counts_a_day_over_the_days_that_it_knows(crisp: int) -> None:
    store(*(post(number, "crisp") for number in range(6)))
    assert tried(crisp, "crisp").a_day == 6.0
    Mention.objects.filter(external_id="1").update(published_at=LATER - timedelta(days=10))
    assert tried(crisp, "crisp").a_day == pytest.approx(0.6)


def test_it_proposes_from_what_was_judged(crisp: int) -> None:
    texts = ["Crisp app chat", "crisp apple pie", "crisp apple", "one more crisp apple"]
    store(*(post(number, text) for number, text in enumerate(texts)))
    judge(0, us=True)
    for number in (1, 2, 3):
        judge(number, us=False)
    run = tried(crisp, "crisp")
    assert run.judged == 4
    first = run.proposals[0]
    assert (first.words, first.drops, first.keeps) == (("apple",), 3, 1)
    assert tried(crisp, "crisp NOT apple").proposals == ()


def test_it_tells_what_the_searched_networks_cannot_be_asked(crisp: int) -> None:
    assert tried(crisp, "crisp NOT apple").unsaid == ()
    store(post(1, "crisp"))  # from a search on Hacker News
    assert [(label, say.code) for label, say in tried(crisp, "crisp NOT apple").unsaid] == [
        ("Hacker News", "query.unsaid_not")
    ]


def test_it_names_the_place_of_a_mistake(crisp: int) -> None:
    with pytest.raises(query.QueryError) as raised:
        tried(crisp, "crisp AND (")
    assert raised.value.position == 11


def test_it_gives_unjudged_matches_of_every_network_first(
    crisp: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    store(*(post(number, "crisp") for number in range(6)))
    store(post(10, "crisp", network="feeds"), post(11, "crisp toast", network="feeds"))
    judge(11, us=False, network="feeds")
    judge(3, us=True)
    brand = actions.own_brand()
    with django_assert_num_queries(3):
        found = dryrun.to_judge(brand, crisp, now=LATER, most=7)
    assert [each.key.external_id for each in found][:2] == ["10", "5"]
    assert [each.us for each in found] == [None] * 6 + [False]
    assert all(each.spans[0].text == "crisp" for each in found)


def test_it_gives_nothing_to_judge_before_anything_matched(crisp: int) -> None:
    assert dryrun.to_judge(actions.own_brand(), crisp, now=NOW) == ()
