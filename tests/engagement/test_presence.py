"""Who is here, who writes, and to whom: beats and holds end by themselves, and nobody is told of another case."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User

from engagement import actions
from engagement.actions import presence
from engagement.intake import take_in
from engagement.models import Case, Event, Hold, Member, Presence
from engagement.queue.presence import HERE, Desk, desk
from tests.factories import NOW, make_change, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
LATER = presence.HELD + timedelta(seconds=1)


def opened(author: str = "charlie") -> Case:
    mention = make_mention(flags=["complaint"], author=author, thread=make_thread())
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


@pytest.fixture
def ana() -> User:
    return make_user(name="Ana Park")


@pytest.fixture
def leo() -> User:
    return make_user(name="Leo Kern")


def sees(viewer: User, *, after: timedelta = timedelta()) -> Desk:
    return desk(viewer=viewer, now=NOW + after)


def touch(case: Case | None, who: User) -> None:
    presence.touch(case.pk if case else None, actor=who, now=NOW, zone=BERLIN)


def test_it_tells_colleagues_of_the_case_one_looks_at_and_of_no_other(ana: User, leo: User) -> None:
    case, other = opened(), opened("dora")
    touch(case, ana)
    assert {each: [who.name for who in people] for each, people in sees(leo).looking.items()} == {case.pk: ["Ana Park"]}
    assert presence.who(other.pk, viewer=leo, now=NOW).looking == ()
    assert sees(ana).people == ()  # one is no colleague of oneself


def test_it_forgets_after_45_seconds_without_a_beat(ana: User, leo: User) -> None:
    touch(opened(), ana)
    assert sees(leo, after=HERE - timedelta(seconds=1)).people
    gone = sees(leo, after=HERE)
    assert (gone.people, gone.looking) == ((), {})


def test_it_keeps_one_row_a_person(ana: User) -> None:
    for case in (opened(), None, opened("dora")):
        touch(case, ana)
    assert Presence.objects.count() == 1


def test_it_takes_a_case_that_is_gone_for_the_list(ana: User) -> None:
    presence.touch(999, actor=ana, now=NOW, zone=BERLIN)
    assert Presence.objects.get().case_id is None


def test_it_keeps_when_one_was_here_on_a_day_before(ana: User) -> None:
    for hours in (0, 1, 20, 21):
        presence.touch(None, actor=ana, now=NOW + timedelta(hours=hours), zone=BERLIN)
    assert Member.objects.get(user=ana).seen_queue_at == NOW + timedelta(hours=1)


def test_it_holds_a_case_for_ten_minutes_after_the_last_key(ana: User, leo: User) -> None:
    case = opened()
    assert presence.writing(case.pk, actor=ana, now=NOW).mine
    typed = NOW + timedelta(minutes=9)
    assert presence.writing(case.pk, actor=ana, now=typed).since == NOW
    theirs = presence.writing(case.pk, actor=leo, now=typed + timedelta(minutes=9))
    assert (theirs.mine, theirs.by.name) == (False, "Ana Park")
    assert presence.writing(case.pk, actor=leo, now=typed + LATER).mine


def test_it_holds_the_person_on_every_case(ana: User, leo: User) -> None:
    case, same, other = opened(), opened(), opened("dora")
    presence.writing(case.pk, actor=ana, now=NOW)
    theirs = presence.writing(same.pk, actor=leo, now=NOW)
    assert (theirs.mine, theirs.case_id) == (False, case.pk)
    beside = presence.who(same.pk, viewer=leo, now=NOW)
    assert (beside.elsewhere, beside.holding == theirs) == (True, True)
    assert presence.writing(other.pk, actor=leo, now=NOW).mine
    assert presence.who(other.pk, viewer=ana, now=NOW).elsewhere is False


def test_it_holds_no_person_that_nobody_knows(ana: User, leo: User) -> None:
    presence.writing(opened("").pk, actor=ana, now=NOW)
    assert presence.writing(opened("").pk, actor=leo, now=NOW).mine


def test_it_writes_a_take_over_into_both_histories(ana: User, leo: User) -> None:
    case, same = opened(), opened()
    presence.writing(case.pk, actor=ana, now=NOW)
    assert presence.writing(same.pk, actor=leo, now=NOW, take_over=True).mine
    told = Event.objects.filter(verb="took_over", actor=leo)
    assert {event.case_id: event.params["params"]["whom"] for event in told} == {
        case.pk: "Ana Park",
        same.pk: "Ana Park",
    }
    assert not presence.writing(case.pk, actor=ana, now=NOW).mine  # the person is Leo's now


def test_it_gives_up_only_ones_own_hold(ana: User, leo: User) -> None:
    case = opened()
    presence.writing(case.pk, actor=ana, now=NOW)
    presence.stop(case.pk, actor=leo)
    assert Hold.objects.exists()
    presence.stop(case.pk, actor=ana)
    assert not Hold.objects.exists()


def test_it_names_the_colleague_who_answered_the_same_person(ana: User, leo: User) -> None:
    case, same, other = opened(), opened(), opened("dora")
    actions.done(case.pk, disposition="answered", actor=ana, now=NOW - timedelta(hours=2))
    found = presence.who(same.pk, viewer=leo, now=NOW).answered
    assert found is not None
    assert (found.by.name, found.case_id) == ("Ana Park", case.pk)
    assert presence.who(other.pk, viewer=leo, now=NOW).answered is None
    assert presence.who(same.pk, viewer=leo, now=NOW + timedelta(days=8)).answered is None
