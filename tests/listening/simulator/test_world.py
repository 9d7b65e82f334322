"""Whether the practice world is one that a product can be shown on: whole, varied, truthful, the same each time."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from listening.query import CompiledQuery, Document, Matcher, parse
from listening.simulator.world import Item, World, demo_world, pool
from listening.simulator.world.rhythm import last_thursday
from tests.listening.simulator.conftest import EPOCH

BERLIN = ZoneInfo("Europe/Berlin")
POOLS = ("own_questions", "own_complaints", "own_other", "crisis", "rivals", "category", "noise", "spread", "live", "x")
HANDMADE = [draft for name in POOLS for draft in pool.drafts(name)]


def past(world: World) -> list[Item]:
    return [item for item in world.items if item.created_at <= world.epoch]


def posts(world: World) -> list[Item]:
    return [item for item in past(world) if item.truth.speaker == "public"]


def shingles(text: str) -> set[tuple[str, ...]]:
    """Return the text's runs of three words; the company's own name makes nothing alike."""
    words = text.casefold().replace("northwind relay", "").split()
    return {tuple(words[at : at + 3]) for at in range(len(words) - 2)}


def test_it_is_the_same_world_for_the_same_epoch(world: World) -> None:
    assert demo_world(EPOCH).items == world.items


def test_it_is_the_same_world_whatever_the_zone_of_the_epoch(world: World) -> None:
    assert demo_world(EPOCH.astimezone(ZoneInfo("Asia/Tokyo"))).items == world.items


def test_it_refuses_a_naive_epoch() -> None:
    with pytest.raises(ValueError, match="aware"):
        demo_world(datetime(2026, 11, 21))  # noqa: DTZ001


def test_it_has_a_pool_of_distinct_texts() -> None:
    texts = {draft.text or draft.title for draft in HANDMADE} | set(pool.stories())
    replies = {reply.text for draft in HANDMADE for reply in draft.replies}
    replies |= {text for texts_of in pool.lines("banter").values() for text in texts_of}
    assert len(texts) >= 350
    assert len(replies) >= 200


def test_it_repeats_no_flagged_text_not_even_nearly() -> None:
    flagged = [shingles(f"{draft.title} {draft.text}") for draft in HANDMADE if draft.flags]
    pairs = [(a, b) for a, b in combinations(flagged, 2) if len(a & b) > max(2, 0.25 * min(len(a), len(b)))]
    assert pairs == []


def test_it_uses_each_written_draft_once(world: World) -> None:
    written = [item for item in world.items if item.truth.handmade]
    counts = Counter(item.text for item in written if item.truth.speaker == "public" or not item.parent)
    assert counts.most_common(1)[0][1] == 1
    assert len(counts) == len({draft.text for draft in HANDMADE})


def test_it_varies_in_length() -> None:
    lengths = [len(draft.text.split()) for draft in HANDMADE if draft.flags]
    twentieths = statistics.quantiles(lengths, n=20)
    assert twentieths[0] <= 8
    assert twentieths[-1] >= 36
    assert max(lengths) > 130


def test_it_covers_thirteen_weeks_with_a_usual_volume(world: World) -> None:
    weeks = Counter((item.created_at - world.start) // timedelta(weeks=1) for item in posts(world))
    assert set(weeks) == set(range(13))
    assert min(weeks.values()) >= 60
    assert max(weeks.values()) <= 115
    assert 900 <= len(posts(world)) <= 1300


def test_it_is_quiet_at_weekends_and_at_night(world: World) -> None:
    local = [item.created_at.astimezone(BERLIN) for item in posts(world) if not item.truth.event]
    weekend = sum(at.weekday() >= 5 for at in local)
    night = sum(at.hour < 6 for at in local)
    assert 0.03 < weekend / len(local) < 0.2
    assert 0.005 < night / len(local) < 0.1


@pytest.mark.parametrize(
    ("flag", "least"),
    [("question", 75), ("complaint", 65), ("praise", 20), ("suggestion", 12), ("buying_intent", 12),
     ("churn_risk", 10), ("inaccuracy", 8), ("spam", 4)],
)  # fmt: skip
def test_it_has_enough_of_every_flag_about_us(world: World, flag: str, least: int) -> None:
    assert sum(flag in item.truth.flags and "northwind" in item.truth.brands for item in past(world)) >= least


def test_it_ends_questions_in_every_state(world: World) -> None:
    ends = Counter(item.truth.answer for item in past(world) if "question" in item.truth.flags)
    wanted = {
        "unanswered", "acknowledged", "answered_by_us", "answered_by_peer", "answered_by_competitor", "resolved",
        "reopened",
    }  # fmt: skip
    assert wanted <= set(ends)
    assert ends["unanswered"] >= 15


def test_it_answers_in_a_human_time(world: World) -> None:
    waits = [
        (item.created_at - world.by_id[item.network, item.parent].created_at) / timedelta(hours=1)
        for item in past(world)
        if item.truth.speaker == "us" and item.parent
    ]
    assert len(waits) >= 50
    assert 0.7 < statistics.median(waits) < 4
    assert max(waits) > 8


def test_it_answers_only_as_accounts_that_it_lists(world: World) -> None:
    known = {
        (account.network, account.handle if account.network == "x" else account.external_id)
        for account in world.accounts
        if account.speaks
    }
    speakers = {(item.network, item.author.lower()) for item in world.items if item.truth.speaker in ("us", "rival")}
    assert speakers <= known
    people = {(account.network, account.external_id) for account in world.accounts if account.kind != "brand"}
    others = {(item.network, item.author) for item in world.items if item.truth.speaker in ("public", "peer", "asker")}
    assert not others & people


def test_it_has_a_bad_thursday_in_the_last_week(world: World) -> None:
    bad = [item for item in posts(world) if item.truth.event == "eu"]
    days = Counter(item.created_at.astimezone(BERLIN).strftime("%A") for item in bad)
    assert days.most_common(1)[0][0] == "Thursday"
    assert all(world.epoch - item.created_at < timedelta(days=7) for item in bad)
    assert sum("complaint" in item.truth.flags for item in bad) >= 12


@pytest.mark.parametrize("day", range(7))
def test_it_finds_the_last_thursday_from_any_day(day: int) -> None:
    epoch = EPOCH + timedelta(days=day)
    began = last_thursday(epoch, BERLIN)
    assert began.weekday() == 3
    assert timedelta(hours=6) <= epoch - began <= timedelta(days=7, hours=6)


def test_it_is_lively_for_ten_minutes_and_goes_on_for_days(world: World) -> None:
    live = [item for item in world.items if item.visible_at > world.epoch and item.truth.speaker == "public"]
    first = [item for item in live if item.visible_at <= world.epoch + timedelta(minutes=10)]
    assert 25 <= len(first) <= 60
    assert sum(bool(item.truth.flags) for item in first) >= 10
    assert live[-1].visible_at > world.epoch + timedelta(days=10)


def test_it_numbers_hacker_news_in_the_order_of_time(world: World) -> None:
    items = sorted((item for item in world.items if item.network == "hackernews"), key=lambda item: int(item.id))
    assert [item.created_at for item in items] == sorted(item.created_at for item in items)


def test_it_lets_nothing_precede_what_it_answers(world: World) -> None:
    replies = [item for item in world.items if item.parent]
    assert all(item.created_at >= world.by_id[item.network, item.parent].created_at for item in replies)


def test_it_gives_every_feed_item_an_address_of_its_own(world: World) -> None:
    addresses = Counter(item.url for item in world.items if item.network == "feeds")
    assert addresses.most_common(1)[0][1] == 1


def test_it_shows_late_edited_and_deleted_items(world: World) -> None:
    assert any(item.visible_at > item.created_at for item in past(world))
    assert any(item.edited_at for item in past(world))
    assert any(item.deleted_at for item in past(world))
    shown = world.items_visible(world.epoch)
    assert all(item.visible_at <= world.epoch for item in shown)
    assert not any(item.is_deleted(world.epoch) for item in shown)


def test_its_queries_catch_our_mentions_and_not_the_weather(world: World) -> None:
    own = next(brand for brand in world.brands if brand.kind == "own")
    matcher = Matcher([CompiledQuery(query_id=1, brand_id=1, version=1, tree=parse(own.expression))])

    def caught(item: Item) -> bool:
        return bool(matcher.match(Document(text=f"{item.title}\n\n{item.text}", title_length=len(item.title))))

    ours = [item for item in posts(world) if "northwind" in item.truth.brands and item.truth.flags]
    noise = [item for item in posts(world) if item.truth.noise in ("weather", "database", "other")]
    assert [item.text for item in ours if not caught(item)] == []
    assert [item.text for item in noise if caught(item)] == []


def test_every_query_of_the_world_can_be_read(world: World) -> None:
    assert all(parse(brand.expression) for brand in world.brands)


@pytest.mark.parametrize("text", ["= hn nowhere\nx", "= hn nw", "= hn nw\nx\n> someone: hi"])
def test_it_refuses_a_pool_that_it_cannot_read(text: str) -> None:
    with pytest.raises(pool.PoolError):
        pool._draft(text.split("\n"))


def test_it_speaks_on_x_in_words_that_fit_there(world: World) -> None:
    said = [item for item in world.items if item.network == "x"]
    assert max(len(item.text) for item in said) <= 280
    assert len({item.id for item in said}) == len(said)
    assert {item.kind for item in said} == {"post", "reply", "quote"}
    quoted = {item.url.rsplit("/", 1)[-1] for item in said if item.kind == "quote"}
    assert quoted <= {item.id for item in said if item.author == "northwindrelay"}


def test_it_has_news_on_x_before_and_after_the_first_start(world: World) -> None:
    ages = [item.created_at - world.epoch for item in world.items if item.network == "x" and not item.parent]
    assert sum(timedelta(days=-3) < age <= timedelta() for age in ages) >= 4
    assert sum(age > timedelta() for age in ages) >= 3
