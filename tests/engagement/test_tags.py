"""Tags are the team's own words: put on, taken off, undone, found again, and put on many at once."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from engagement import actions, queue
from engagement.actions.tagging import AT_MOST, named
from engagement.errors import Refused
from engagement.filters import QueueFilters
from engagement.intake import take_in
from engagement.models import Case, Tag
from tests.factories import NOW, make_change, make_installation, make_mention, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    make_installation()
    return make_user("marketer")


def a_case() -> Case:
    mention = make_mention(flags=["complaint"])
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


@pytest.mark.parametrize(
    ("given", "kept"), [(" #Pricing ", "pricing"), ("Big Deal, now", "big-deal-now"), ("größe", "größe")]
)
def test_it_keeps_a_tag_in_one_spelling(given: str, kept: str) -> None:
    assert named(given) == kept


@pytest.mark.parametrize(("given", "code"), [(" # ", "tag_missing"), ("x" * 41, "tag_too_long")])
def test_it_refuses_what_is_no_tag(given: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        named(given)
    assert refused.value.code == code


def test_it_puts_a_tag_on_and_takes_it_off_and_undoes_both(actor: User) -> None:
    case = a_case()
    on = actions.tag(case.pk, name="Pricing", actor=actor, now=NOW)
    off = actions.untag(case.pk, name="pricing", actor=actor, now=NOW)
    assert Case.objects.get().tags == []
    actions.undo(off.undo or 0, actor=actor, now=NOW)
    assert Case.objects.get().tags == ["pricing"]
    actions.undo(on.undo or 0, actor=actor, now=NOW)
    assert (Case.objects.get().tags, queue.tags()) == ([], ["pricing"])


def test_it_refuses_a_tag_twice_and_too_many(actor: User) -> None:
    case = a_case()
    for n in range(AT_MOST):
        actions.tag(case.pk, name=f"t{n}", actor=actor, now=NOW)
    for name, code in (("t0", "tag_there"), ("one-more", "tags_too_many")):
        with pytest.raises(Refused) as refused:
            actions.tag(case.pk, name=name, actor=actor, now=NOW)
        assert refused.value.code == code
    assert not Tag.objects.filter(name="one-more").exists()


def test_it_finds_cases_by_tag(actor: User) -> None:
    case, _other = a_case(), a_case()
    actions.tag(case.pk, name="rival", actor=actor, now=NOW)
    listed = queue.listing(QueueFilters(tag=("rival", "none")), viewer=actor, now=NOW)
    assert [(row.id, row.tags) for row in listed.rows] == [(case.pk, ("rival",))]


def test_it_tags_many_that_are_as_they_were_seen(actor: User) -> None:
    first, second = a_case(), a_case()
    actions.tag(second.pk, name="rival", actor=actor, now=NOW)
    seen = {first.pk: first.version, second.pk: second.version}
    done, changed = actions.tag_many([*seen], name="deal", actor=actor, now=NOW, versions=seen)
    assert ([each.case_id for each in done], changed) == ([first.pk], (second.pk,))
    assert Case.objects.get(pk=first.pk).tags == ["deal"]
