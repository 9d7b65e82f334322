"""What a new version of the scoring does to cases: those of this week follow, old ones only show it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from engagement import actions
from engagement.intake import take_in
from engagement.models import Case, Event, FeedItem
from listening.models import Judgement, Mention
from listening.records import mask_of
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


def case_of(flags: list[str]) -> tuple[Mention, Case]:
    mention = make_mention(flags=flags)
    make_change(mention)
    take_in(now=NOW)
    return mention, Case.objects.get()


def says_now(mention: Mention, flags: list[str], *, kind: str = "rescored", **more: Any) -> Case:
    Judgement.objects.filter(mention=mention).update(on_mask=mask_of(flags), **more)
    make_change(mention, kind)
    take_in(now=LATER)
    return Case.objects.get()


def test_an_old_post_shows_its_new_flags_to_readers_and_clients() -> None:
    mention, _ = case_of(["praise"])
    case = says_now(mention, ["suggestion"])
    assert case.flags_mask == mask_of(["suggestion"])
    feed = FeedItem.objects.get()
    assert (feed.on_mask, feed.changed_at) == (mask_of(["suggestion"]), LATER)
    assert (case.changed_at, case.version) == (NOW, 1)


def test_an_old_post_never_becomes_work() -> None:
    mention, _ = case_of([])
    case = says_now(mention, ["complaint", "churn_risk"])
    assert (case.lane, case.work, case.status, case.flags_mask) == ("monitor", False, "open", 0b100001)
    assert not Event.objects.exclude(verb="arrived").exists()


def test_an_old_case_that_had_ended_stays_ended() -> None:
    mention, case = case_of([])
    actions.done(case.pk, actor=make_user(), now=NOW)
    Case.objects.update(disposition="heard")
    assert says_now(mention, ["complaint"]).status == "done"


def test_an_open_old_case_ceases_to_be_work_and_its_history_says_so() -> None:
    mention, _ = case_of(["complaint"])
    case = says_now(mention, [])
    assert (case.lane, case.work, case.status, case.version) == ("monitor", False, "open", 2)
    assert Event.objects.order_by("id").last().verb == "rejudged"  # type: ignore[union-attr]


def test_it_leaves_the_lane_that_a_person_chose() -> None:
    mention, case = case_of(["complaint"])
    actions.move(case.pk, lane="manage", actor=make_user(), now=NOW)
    assert says_now(mention, []).lane == "manage"


def test_a_post_of_this_week_becomes_work() -> None:
    mention, _ = case_of([])
    case = says_now(mention, ["complaint"], kind="judged")
    assert (case.lane, case.work) == ("engage", True)


def test_it_opens_no_case_for_what_only_shows_otherwise() -> None:
    make_change(make_mention(flags=["complaint"]), "rescored")
    assert take_in(now=NOW) == 1
    assert not Case.objects.exists()
