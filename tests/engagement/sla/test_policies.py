"""Targets are PRODUCT's until somebody edits them; an edit that makes no sense names its field."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engagement import wording
from engagement.errors import BadField
from engagement.sla import (
    CLASSES,
    GROUPS,
    Policy,
    always,
    calendar_of,
    default_policy,
    dump_policy,
    parse_policy,
    target,
    weekdays,
)
from tests.factories import NOW

HOUR = timedelta(hours=1)
POLICY = default_policy("Europe/Berlin")


def hours(klass: str, network: str, *, key: bool = False, policy: Policy = POLICY, response: Any = "first") -> Any:
    allowed = target(policy, klass, network, key_account=key, response=response)
    return None if allowed is None else allowed / HOUR


def edited(*path: str, to: object) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(json.dumps(dump_policy(POLICY)))
    place = data
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = to
    return data


@pytest.mark.parametrize(
    ("klass", "row"),
    [
        ("critical", (1, 1, 2, 4)),
        ("complaint", (2, 4, 6, 12)),
        ("direct_question", (2, 4, 6, 12)),
        ("about_us", (4, 4, 8, 24)),
        ("category", (None, None, None, None)),
        ("opportunity", (None, None, None, None)),
        ("", (None, None, None, None)),
    ],
)
def test_it_gives_the_hours_of_the_table(klass: str, row: tuple[float | None, ...]) -> None:
    for networks, allowed in zip(GROUPS.values(), row, strict=True):
        assert {hours(klass, network) for network in networks} == {allowed}


def test_it_has_the_hours_of_category_questions_ready() -> None:
    policy = parse_policy(edited("off", to=[]), version=2)
    assert [hours("category", n, policy=policy) for n in ("x", "hackernews", "linkedin", "feeds")] == [12, 12, 24, 36]


@pytest.mark.parametrize("network", ["ingest", "geocities", ""])
def test_it_gives_an_unknown_network_the_slowest_hours(network: str) -> None:
    assert [hours(klass, network) for klass in CLASSES] == [4, 12, 12, 24, None]


def test_it_takes_the_slowest_of_the_row_as_it_was_edited() -> None:
    policy = parse_policy(edited("targets", "complaint", "forums", to=6_000), version=2)
    assert hours("complaint", "ingest", policy=policy) == 100


def test_it_gives_half_the_time_for_the_next_response() -> None:
    assert hours("about_us", "linkedin", response="next") == 4
    assert hours("critical", "x", response="next") == 0.5


@pytest.mark.parametrize(
    ("klass", "network", "response", "allowed"),
    [
        ("about_us", "feeds", "first", 12),
        ("complaint", "x", "first", 1),
        ("critical", "x", "first", 1),
        ("critical", "linkedin", "first", 1),
        ("complaint", "x", "next", 1),
        ("critical", "x", "next", 0.5),  # never longer than for others
    ],
)
def test_it_gives_a_key_account_half_but_not_under_an_hour(
    klass: str, network: str, response: str, allowed: float
) -> None:
    assert hours(klass, network, key=True, response=response) == allowed


def test_it_runs_round_the_clock_only_for_what_is_critical() -> None:
    assert calendar_of(POLICY, "critical") == always("Europe/Berlin")
    assert {calendar_of(POLICY, klass) for klass in CLASSES[1:]} == {weekdays("Europe/Berlin")}


def test_it_comes_back_as_it_went_under_the_version_it_is_given() -> None:
    data = json.loads(json.dumps(edited("targets", "about_us", "forums", to=None)))
    policy = parse_policy(data, version=7)
    assert (policy.version, dump_policy(policy)) == (7, data)
    assert hours("about_us", "reddit", policy=policy) is None


def test_it_dumps_the_default_and_reads_it_back_equal() -> None:
    assert parse_policy(dump_policy(POLICY), version=1) == POLICY


@pytest.mark.parametrize(
    ("path", "value", "field", "code"),
    [
        (("targets", "complaint", "forums"), 0, "targets.complaint.forums", "not_a_whole_number"),
        (("targets", "complaint", "forums"), 43_201, "targets.complaint.forums", "not_a_whole_number"),
        (("targets", "complaint", "forums"), "240", "targets.complaint.forums", "not_a_whole_number"),
        (("targets", "complaint", "forums"), 1.5, "targets.complaint.forums", "not_a_whole_number"),
        (("targets", "complaint", "forums"), True, "targets.complaint.forums", "not_a_whole_number"),
        pytest.param(("next_percent",), 10**5_000, "next_percent", "not_a_whole_number", id="huge"),
        (("targets", "complaint", "gopher"), 60, "targets.complaint.gopher", "field_unknown"),
        (("targets", "complaint"), {"forums": 60}, "targets.complaint.microblogs", "field_missing"),
        (("targets", "complaint"), None, "targets.complaint", "field_malformed"),
        (("targets", "opportunity"), {}, "targets.opportunity", "field_unknown"),
        (("targets",), [], "targets", "field_malformed"),
        (("off",), "category", "off", "field_malformed"),
        (("off",), [["category"]], "off", "class_unknown"),
        (("next_percent",), 0, "next_percent", "not_a_whole_number"),
        (("key_account_percent",), 101, "key_account_percent", "not_a_whole_number"),
        (("key_account_least",), None, "key_account_least", "not_a_whole_number"),
        (("version",), 9, "version", "field_unknown"),
        (("calendar",), "always", "calendar", "calendar_malformed"),
        (("calendar", "zone"), "Berlin", "calendar.zone", "zone_unknown"),
        (("calendar", "days", "monday"), [["9", "10"]], "calendar.days.monday.1", "interval_not_a_time"),
    ],
)
def test_it_names_the_field_that_is_wrong(path: tuple[str, ...], value: object, field: str, code: str) -> None:
    with pytest.raises(BadField) as caught:
        parse_policy(edited(*path, to=value), version=2)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert code not in wording.error(caught.value, now=NOW, zone=ZoneInfo("UTC"))


def test_it_wants_every_field() -> None:
    for name in dump_policy(POLICY):
        data = dump_policy(POLICY)
        del data[name]
        with pytest.raises(BadField) as caught:
            parse_policy(data, version=2)
        assert (caught.value.field, caught.value.code) == (name, "field_missing")
