"""Mutes: what they keep quiet and never lose, what they leave alone, their preview and their way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engagement import actions, queue
from engagement.actions import mutes as verbs
from engagement.errors import Refused
from engagement.intake import take_in
from engagement.models import Case, CaseItem, Clock, Event, FeedItem, Mute
from engagement.places import mutable
from listening.models import Mention
from tests.factories import NOW, make_change, make_installation, make_mention, make_thread, make_user

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _berlin() -> None:
    make_installation()


def complained(**more: object) -> Case:
    at = more.pop("at", NOW)
    said = {"flags": ["complaint"], "published_at": at, "seen_at": at, "thread": make_thread(), **more}
    mention = make_mention(**said)  # type: ignore[arg-type]
    make_change(mention, at=at)  # type: ignore[arg-type]
    take_in(now=at)  # type: ignore[arg-type]
    return Case.objects.get(pk=CaseItem.objects.get(mention=mention).case_id)


def mute(case: Case, subject: str = "author") -> int:
    undo = actions.mute(case.pk, subject=subject, actor=make_user(), now=NOW).undo
    assert undo is not None
    return undo


def test_it_keeps_the_complaint_of_a_muted_author_readable_and_opens_no_case() -> None:
    mute(complained())
    kept = complained(text="Northwind Relay lost my events again", at=NOW + HOUR)
    assert (kept.status, kept.disposition) == ("done", "muted")
    assert queue.detail(kept.pk, viewer=make_user(), now=NOW + HOUR).thread[0].text
    assert FeedItem.objects.get(case_id=kept.pk).status == "done"
    assert [row.mention_id for row in kept.items.all()] == [Mention.objects.latest("id").pk]


def test_it_tells_nobody_and_starts_no_clock() -> None:
    mute(complained())
    kept = complained(at=NOW + HOUR)
    assert list(kept.events.values_list("verb", "params__code")) == [("muted", "kept_as_muted_author")]
    assert not Clock.objects.filter(case=kept).exists()
    assert (kept.due_at, actions.tell_time(NOW + 99 * HOUR)) == (None, 1)  # the clock of what was open before


def test_it_leaves_alone_what_is_open_and_whoever_else_writes() -> None:
    first = complained()
    mute(first)
    first.refresh_from_db()
    others = [complained(author="bob"), complained(network="reddit", url="https://reddit.com/r/a/1")]
    assert [case.status for case in (first, *others)] == ["open"] * 3


def test_it_does_not_bring_back_what_was_ended() -> None:
    first = complained()
    actions.done(first.pk, actor=make_user(), now=NOW)
    mute(first)
    thread = Mention.objects.get(pk=first.lead_id).thread
    again = complained(at=NOW + HOUR, thread=thread)
    first.refresh_from_db()
    assert (first.status, again.status, again.pk != first.pk) == ("done", "done", True)


def test_it_lets_a_talk_go_on_that_somebody_waits_for() -> None:
    first = complained()
    actions.wait(first.pk, actor=make_user(), now=NOW)
    mute(first)
    assert complained(at=NOW + HOUR, thread=Mention.objects.get(pk=first.lead_id).thread).pk == first.pk
    first.refresh_from_db()
    assert first.status == "open"


@pytest.mark.parametrize(
    ("network", "url", "place"),
    [
        ("reddit", "https://www.reddit.com/r/DevOps/comments/1", "r/devops"),
        ("github", "https://github.com/Acme/sdk/issues/4", "acme/sdk"),
        ("feed", "https://www.blog.example/post", "blog.example"),
        ("hackernews", "https://news.ycombinator.com/item?id=1", ""),
        ("feed", "http://[", ""),
    ],
)
def test_it_names_what_of_a_network_can_be_muted(network: str, url: str, place: str) -> None:
    assert mutable(network, "", url) == place


def test_it_mutes_a_place_and_not_its_network() -> None:
    said = {"network": "reddit"}
    mute(complained(**said, url="https://reddit.com/r/devops/1"), "source")
    here = complained(**said, author="bob", url="https://www.reddit.com/r/DevOps/2", at=NOW + HOUR)
    there = complained(**said, author="eve", url="https://reddit.com/r/devopsjobs/3", at=NOW + HOUR)
    assert (here.disposition, there.status) == ("muted", "open")


def test_it_refuses_a_whole_network_and_a_second_mute() -> None:
    case = complained()
    mute(case)
    for subject, code in (("source", "mute_no_place"), ("author", "mute_stands"), ("thread", "mute_unknown")):
        with pytest.raises(Refused) as refused:
            mute(case, subject)
        assert refused.value.code == code


def test_its_preview_counts_what_intake_would_keep_quiet_and_what_was_engaged_with() -> None:
    cases = [complained(at=NOW - n * 24 * HOUR) for n in range(12)]
    complained(author="bob")
    complained(at=NOW - timedelta(days=31))
    actions.engage(cases[3].pk, actor=make_user(), now=NOW)
    found = queue.preview_mute(cases[0].pk, "author", NOW)
    assert (found.posts, found.engaged, len(found.newest), found.capped) == (12, 1, 10, False)
    assert [each.engaged for each in found.newest] == [n == 3 for n in range(10)]


def test_it_brings_back_what_it_kept_quiet_when_it_is_undone() -> None:
    undo = mute(complained())
    kept = complained(at=NOW + HOUR)
    actions.undo(undo, actor=make_user(), now=NOW + 2 * HOUR)
    take_in(now=NOW + 2 * HOUR)
    kept.refresh_from_db()
    assert (kept.status, kept.disposition, kept.due_at is not None) == ("open", "", True)
    assert complained(at=NOW + 3 * HOUR).status == "open"


def test_it_ends_without_bringing_back_and_holds_again() -> None:
    mute(complained())
    kept = complained(at=NOW + HOUR)
    row = verbs.end(Mute.objects.get().pk, actor=make_user(), now=NOW + HOUR)
    assert (complained(at=NOW + 2 * HOUR).status, Case.objects.get(pk=kept.pk).status) == ("open", "done")
    verbs.restore(row.pk)
    assert complained(at=NOW + 3 * HOUR).disposition == "muted"


def test_it_counts_what_is_kept_quiet_for_the_list_and_each_mute() -> None:
    mute(complained())
    complained(at=NOW + HOUR)
    complained(at=NOW + HOUR, author="bob")
    assert queue.muted_lately(NOW + HOUR) == 1
    standing, over = queue.mutes(NOW)
    assert ([each.kept for each in standing], over) == ([1], ())


def test_it_goes_with_a_person_who_reopens_what_was_kept_quiet() -> None:
    mute(complained())
    kept = complained(at=NOW + HOUR)
    actions.reopen(kept.pk, actor=make_user(), now=NOW + HOUR)
    make_change(kept.lead, kind="edited", at=NOW + 2 * HOUR)
    take_in(now=NOW + 2 * HOUR)
    kept.refresh_from_db()
    assert (kept.status, Event.objects.filter(case=kept, verb="muted").count()) == ("open", 1)
