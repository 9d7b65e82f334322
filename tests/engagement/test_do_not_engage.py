"""Do not engage: whom and where it holds, what it does to clocks, how it ends, and its way back."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from engagement import actions
from engagement.actions import hands_off as verbs
from engagement.errors import BadField, Refused, Unknown
from engagement.intake import take_in
from engagement.models import Case, Clock, DoNotEngage, Event
from listening.models import Mention
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DUE = NOW + 4 * HOUR  # a complaint on Hacker News, seen at 09:00 UTC on a Wednesday


@pytest.fixture(autouse=True)
def _berlin() -> None:
    make_installation()


def complained(at: datetime = NOW, **more: object) -> Case:
    mention = make_mention(flags=["complaint"], published_at=at, seen_at=at, **{"thread": make_thread(), **more})  # type: ignore[arg-type]
    make_change(mention, at=at)
    take_in(now=at)
    return Case.objects.get(lead=mention)


def hold(case: Case, *, now: datetime = NOW, until: datetime | None = None, subject: str = "account") -> int | None:
    why = "Their lawyers are on it"
    done = actions.do_not_engage(case.pk, subject=subject, reason=why, until=until, actor=make_user(), now=now)
    return done.undo


def pauses(case: Case) -> list[list[str | None]]:
    return [[start, end] for start, end, reason in Clock.objects.get(case=case).pauses if reason == "do_not_engage"]


def due(case: Case) -> datetime | None:
    case.refresh_from_db()
    return case.due_at


def test_it_pauses_the_clock_at_once_and_says_why() -> None:
    case = complained()
    hold(case, now=NOW + HOUR)
    assert (pauses(case), due(case)) == ([[(NOW + HOUR).isoformat(), None]], None)
    event = Event.objects.get(verb="do_not_engage")
    assert (event.actor is not None, event.params["params"]["why"]) == (True, "Their lawyers are on it")
    assert (actions.tell_time(NOW + 24 * HOUR), Event.objects.filter(verb="breached").count()) == (0, 0)


def test_it_runs_again_when_a_colleague_ends_it() -> None:
    case = complained()
    hold(case, now=NOW + HOUR)
    entry = DoNotEngage.objects.get()
    actions.may_engage_again(case.pk, entry=entry.pk, actor=make_user(), now=NOW + 2 * HOUR)
    assert due(case) == DUE + HOUR
    entry.refresh_from_db()
    assert entry.ended_at == NOW + 2 * HOUR


def test_it_runs_again_from_the_end_however_late_that_is_seen() -> None:
    case = complained()
    hold(case, now=NOW + HOUR, until=NOW + 2 * HOUR)
    assert actions.end_over(NOW + 2 * HOUR - timedelta(seconds=1)) == 0
    assert [actions.end_over(NOW + 24 * HOUR) for _ in range(2)] == [1, 0]
    take_in(now=NOW + 24 * HOUR)
    assert due(case) == DUE + HOUR
    actions.tell_time(NOW + 24 * HOUR)
    assert Event.objects.get(verb="breached").at == DUE + HOUR
    assert Event.objects.filter(verb="may_engage_again", actor=None).count() == 1


def test_it_holds_for_every_open_case_of_the_account_and_for_new_ones() -> None:
    case, other, stranger = complained(), complained(), complained(author="bob")
    hold(case, now=NOW + HOUR)
    take_in(now=NOW + HOUR)
    new = complained(NOW + 2 * HOUR)
    assert [due(each) for each in (case, other, new)] == [None] * 3
    assert due(stranger) == DUE
    assert pauses(new) == [[(NOW + 2 * HOUR).isoformat(), None]]


def test_it_holds_in_a_thread_whoever_speaks() -> None:
    thread = make_thread()
    case, other, elsewhere = (
        complained(thread=thread),
        complained(thread=thread, author="bob"),
        complained(author="eve"),
    )
    hold(case, subject="thread")
    take_in(now=NOW)
    assert [due(each) is None for each in (case, other, elsewhere)] == [True, True, False]


def test_it_goes_with_a_thread_into_the_conversation_that_its_network_names_later() -> None:
    begun = complained(thread=make_thread(external_id="c7"), external_id="c7")
    hold(begun, subject="thread")
    whole = make_thread(external_id="story")
    Mention.objects.filter(pk=begun.lead_id).update(thread=whole)
    other = complained(thread=whole, author="bob")
    make_change(begun.lead)
    take_in(now=NOW)
    assert [due(each) is None for each in (begun, other)] == [True, True]
    verbs.end(DoNotEngage.objects.get().pk, actor=make_user(), now=NOW + HOUR)
    take_in(now=NOW + HOUR)
    assert [due(each) for each in (begun, other)] == [DUE + HOUR, DUE + HOUR]


@pytest.mark.parametrize(("network", "held"), [("", True), ("hackernews", True), ("x", False)])
def test_it_holds_for_a_handle_that_has_not_spoken_yet(network: str, held: bool) -> None:
    verbs.list_handle(network=network, handle=" @Charlie", reason="Press", until=None, actor=make_user(), now=NOW)
    assert (due(complained()) is None) is held


def test_it_knows_the_account_by_its_id_whatever_it_calls_itself() -> None:
    hold(complained(author_handle="charlie"))
    renamed, namesake = complained(author_handle="karl"), complained(author="other", author_handle="charlie")
    assert [due(each) is None for each in (renamed, namesake)] == [True, False]


def test_it_takes_back_what_was_listed_and_what_was_ended() -> None:
    case = complained()
    listed = hold(case)
    actions.undo(listed or 0, actor=make_user(), now=NOW + HOUR)
    assert due(case) == DUE + HOUR
    hold(case, now=NOW + HOUR)
    entry = DoNotEngage.objects.get(ended_at=None)
    ended = actions.may_engage_again(case.pk, entry=entry.pk, actor=make_user(), now=NOW + 2 * HOUR)
    actions.undo(ended.undo or 0, actor=make_user(), now=NOW + 3 * HOUR)
    assert (due(case), DoNotEngage.objects.filter(ended_at=None).count()) == (None, 1)


def test_it_does_not_take_back_what_was_changed_elsewhere_since() -> None:
    case = complained()
    listed = hold(case)
    verbs.end(DoNotEngage.objects.get().pk, actor=make_user(), now=NOW + HOUR)
    with pytest.raises(Refused, match="changed_since"):
        actions.undo(listed or 0, actor=make_user(), now=NOW + HOUR)


def test_it_lets_a_case_that_comes_back_go_on_if_the_hold_ended_meanwhile() -> None:
    case = complained()
    hold(case, now=NOW + HOUR, until=NOW + 2 * HOUR)
    actions.done(case.pk, disposition="no_reply_needed", actor=make_user(), now=NOW + HOUR)
    actions.end_over(NOW + 2 * HOUR)
    take_in(now=NOW + 2 * HOUR)
    actions.reopen(case.pk, actor=make_user(), now=NOW + 3 * HOUR)
    assert due(case) == DUE + HOUR


def test_it_runs_again_only_when_the_asker_is_not_waited_for_either() -> None:
    case = complained()
    hold(case, until=NOW + HOUR)
    actions.wait(case.pk, actor=make_user(), now=NOW)
    actions.end_over(NOW + HOUR)
    take_in(now=NOW + HOUR)
    assert due(case) is None
    actions.reopen(case.pk, actor=make_user(), now=NOW + 2 * HOUR)
    assert due(case) == DUE + 2 * HOUR


def test_it_leaves_a_breach_standing_that_was_told_before() -> None:
    case = complained()
    actions.tell_time(DUE)
    hold(case, now=DUE + HOUR)
    case.refresh_from_db()
    assert case.breached_at == DUE


def test_it_needs_a_reason_and_an_end_to_come() -> None:
    case, actor = complained(), make_user()
    given = {"subject": "account", "actor": actor, "now": NOW}
    for reason, until, code in [(" ", None, "why"), ("x" * 501, None, "why_too_long"), ("x", NOW, "in_the_past")]:
        with pytest.raises(Refused, match=code):
            actions.do_not_engage(case.pk, reason=reason, until=until, **given)  # type: ignore[arg-type]
    assert not DoNotEngage.objects.exists()


def test_it_lists_nobody_twice() -> None:
    case = complained()
    hold(case)
    with pytest.raises(Refused, match="stands"):
        hold(case)


def test_it_lists_again_what_is_over_though_no_sweep_wrote_it_down() -> None:
    case = complained()
    hold(case, until=NOW + HOUR)
    hold(case, now=NOW + 2 * HOUR)
    assert list(DoNotEngage.objects.order_by("id").values_list("ended_at", flat=True)) == [NOW + HOUR, None]


def test_it_refuses_what_is_no_handle_and_what_is_not_listed() -> None:
    with pytest.raises(BadField):
        verbs.list_handle(network="", handle="@", reason="x", until=None, actor=make_user(), now=NOW)
    with pytest.raises(Unknown):
        verbs.end(7, actor=make_user(), now=NOW)
