"""Whose a case becomes: against a slow reading of the same words, for many rules, people and hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement.assigning import Choice, Colleague, Facts, Rule, caught, choose, given, kept
from engagement.sla import Calendar, weekdays

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)  # a Wednesday
OFFICE = weekdays("Europe/Berlin")  # Monday to Friday, 08:00 to 20:00
LATE = Calendar(zone="America/New_York", week=(((9 * 60, 17 * 60),),) * 5 + ((),) * 2)
RULE = Rule(id=7, number=2, team_id=1, team="EU support", people=(1, 2, 3), flag="complaint")


def people(*each: Colleague) -> dict[int, Colleague]:
    return {who.id: who for who in each}


def who(id_: int, *, open_: int = 0, **more: object) -> Colleague:
    return Colleague(id=id_, name=f"P{id_}", open=open_, **{"calendar": OFFICE, **more})  # type: ignore[arg-type]


def got(*each: Colleague, at: datetime = NOON) -> tuple[int | None, str]:
    choice = choose(RULE, people(*each), at)
    return choice.who.id if choice.who else None, choice.say.code


def test_it_gives_to_who_has_the_fewest_open_and_says_so() -> None:
    choice = choose(RULE, people(who(1, open_=3), who(2, open_=1), who(3, open_=2)), NOON)
    assert choice.who
    assert (choice.say.code, choice.say.params) == (
        "route_fewest",
        {"rule": 2, "team": "EU support", "id": 2, "name": "P2"},
    )


def test_it_gives_by_turns_where_all_have_as_many() -> None:
    here, order = people(who(1), who(2), who(3)), []
    for _ in range(7):
        choice = choose(RULE, here, NOON)
        assert choice.who
        order.append(choice.who.id)
        here = given(here, choice.who)
    assert order == [1, 2, 3, 1, 2, 3, 1]


@pytest.mark.parametrize(
    ("team", "said"),
    [
        ([], "route_empty"),
        ([who(1, open_=8), who(2, open_=9)], "route_full"),
        ([who(1, back_on=date(2026, 11, 19))], "route_away"),
        ([who(1, calendar=LATE), who(2, back_on=date(2026, 12, 1))], "route_closed"),
        ([who(1, most=0)], "route_full"),
    ],
)
def test_it_says_why_nobody_gets_it_yet(team: list[Colleague], said: str) -> None:
    choice = choose(RULE, people(*team), NOON)
    assert (choice.who, choice.say.code, choice.waits) == (None, said, True)


def test_it_takes_the_last_place_and_never_one_more() -> None:
    assert got(who(1, open_=7), who(2, open_=8)) == (1, "route_only")
    assert got(who(1, open_=8), who(2, open_=8)) == (None, "route_full")


def test_it_counts_the_hours_by_the_clock_of_each() -> None:
    evening = NOON.replace(hour=20)  # 21:00 in Berlin, 15:00 in New York
    assert got(who(1), who(2, calendar=LATE), at=evening) == (2, "route_only")


def test_it_knows_who_is_back_by_his_own_day() -> None:
    back = who(1, back_on=date(2026, 11, 18))
    assert got(back, at=datetime(2026, 11, 17, 15, 0, tzinfo=UTC)) == (None, "route_away")
    assert got(back, at=datetime(2026, 11, 18, 7, 0, tzinfo=UTC)) == (1, "route_only")


def test_it_leaves_to_nobody_what_no_rule_caught() -> None:
    choice = choose(caught([RULE], Facts(flags=frozenset({"praise"}))), people(who(1)), NOON)
    assert (choice.rule, choice.who, choice.waits, choice.say.code) == (None, None, False, "route_none")


def test_it_leaves_a_case_with_who_was_chosen_by_a_person_and_with_who_is_here() -> None:
    away = people(who(1, back_on=date(2027, 1, 1)), who(2, open_=99, calendar=LATE))
    assert kept(1, by_a_person=True, people=away, now=NOON)
    assert kept(None, by_a_person=True, people=away, now=NOON)
    assert not kept(1, by_a_person=False, people=away, now=NOON)
    assert kept(2, by_a_person=False, people=away, now=NOON)
    assert not kept(9, by_a_person=False, people=away, now=NOON)


VALUES = {"flag": ("", "complaint", "question"), "network": ("", "reddit", "x"), "language": ("", "de", "en")}
NUMBERS = {"brand": (None, 1, 2), "query": (None, 5, 6), "owner": (None, 1, 2)}


def some_rule(dice: Random, number: int) -> Rule:
    words: Any = {name: dice.choice(values) for name, values in VALUES.items()}
    ids: Any = {name: dice.choice((None, None, *values)) for name, values in NUMBERS.items()}
    team = tuple(dice.sample(range(1, 7), dice.randrange(5)))
    return Rule(
        id=number * 10, number=number, team_id=1, team="T", people=team, account=dice.choice(("", "", "known", "key")),
        **words, **ids,
    )  # fmt: skip


def some_facts(dice: Random) -> Facts:
    known = dice.random() < 0.5
    return Facts(
        flags=frozenset(dice.sample(("complaint", "question", "praise"), dice.randrange(3))),
        brands=frozenset(dice.sample((1, 2, 3), 1)),
        queries=frozenset(dice.sample((5, 6), dice.randrange(3))),
        network=dice.choice(("reddit", "x")),
        language=dice.choice(("", "de", "en")),
        known_company=known,
        key_account=known and dice.random() < 0.5,
        owners=frozenset(dice.sample((1, 2), dice.randrange(3))),
    )


def some_people(dice: Random) -> dict[int, Colleague]:
    return people(
        *(
            who(
                each,
                open_=dice.randrange(5),
                most=dice.randrange(5),
                calendar=dice.choice((OFFICE, LATE)),
                back_on=dice.choice((None, None, date(2026, 11, 18), date(2026, 11, 20))),
                turn=dice.randrange(4),
            )
            for each in dice.sample(range(1, 7), dice.randrange(7))
        )
    )


def slow_rule(rules: Sequence[Rule], facts: Facts) -> Rule | None:
    """Read each rule word by word, the last first, so that the first that holds is what is left."""
    found = None
    for rule in reversed(rules):
        asked = [
            (rule.flag, rule.flag in facts.flags),
            (rule.brand, rule.brand in facts.brands),
            (rule.query, rule.query in facts.queries),
            (rule.network, rule.network == facts.network),
            (rule.language, rule.language == facts.language),
            (rule.account == "known", facts.known_company),
            (rule.account == "key", facts.key_account),
            (rule.owner, rule.owner in facts.owners),
        ]
        if not [1 for wanted, holds in asked if wanted and not holds]:
            found = rule
    return found


def slow_choice(rule: Rule | None, here: Mapping[int, Colleague], now: datetime) -> int | None:
    """Cross out one after the other who cannot, then everybody before whom somebody else comes."""
    left = [here[each] for each in (rule.people if rule else ()) if each in here]
    for each in list(left):
        local = now.astimezone(ZoneInfo(each.calendar.zone))
        minute = local.hour * 60 + local.minute
        open_now = any(start <= minute < end for start, end in each.calendar.week[local.weekday()])
        away = each.back_on is not None and local.date() < each.back_on
        if each.open >= each.most or away or not open_now:
            left.remove(each)
    for each in list(left):
        if any((other.open, other.turn, other.id) < (each.open, each.turn, each.id) for other in left):
            left.remove(each)
    return left[0].id if left else None


@pytest.mark.parametrize("seed", range(40))
def test_it_agrees_with_a_slow_reading_of_rules_hours_and_room(seed: int) -> None:
    dice = Random(seed)
    rules = [some_rule(dice, number) for number in range(1, dice.randrange(1, 7))]
    for _ in range(50):
        facts, here = some_facts(dice), some_people(dice)
        now = NOON + timedelta(minutes=dice.randrange(7 * 24 * 60))
        rule = caught(rules, facts)
        assert rule is slow_rule(rules, facts)
        choice: Choice = choose(rule, here, now)
        assert (choice.who.id if choice.who else None) == slow_choice(rule, here, now)
        assert choice.waits == (rule is not None and choice.who is None)
