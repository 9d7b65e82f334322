"""Who answered: the first rules, over small hand-made threads. Alice asks, Bob is ours, Charlie is a stranger."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from listening.answers import Asked, Reply, find

NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)


def said(
    id_: int, author: str, parent: str = "q", *, minutes: int = 10, ours: bool = False, deleted: bool = False
) -> Reply:
    return Reply(
        id=id_,
        external_id=f"r{id_}",
        parent=parent,
        author_key=author,
        at=NOON + timedelta(minutes=minutes),
        ours=ours,
        deleted=deleted,
    )


ASKED = Asked(external_id="q", asker_key="alice", at=NOON)


def test_it_finds_our_reply_below_the_question() -> None:
    finding = find(ASKED, [said(1, "bob", ours=True)], complete=True)
    assert (finding.state, finding.evidence_id, finding.answered_at) == (
        "answered_by_us",
        1,
        NOON + timedelta(minutes=10),
    )


def test_it_takes_the_earliest_of_our_replies_as_evidence() -> None:
    finding = find(ASKED, [said(1, "bob", minutes=90, ours=True), said(2, "bob", minutes=5, ours=True)], complete=True)
    assert finding.evidence_id == 2


def test_it_follows_a_chain_of_strangers_down_to_us() -> None:
    finding = find(ASKED, [said(1, "charlie"), said(2, "bob", "r1", ours=True)], complete=True)
    assert finding.evidence_id == 2


def test_it_ignores_our_reply_to_somebody_else_in_the_thread() -> None:
    other = said(1, "charlie", parent="root")
    finding = find(ASKED, [other, said(2, "bob", "r1", ours=True)], complete=True)
    assert finding.state == "unanswered"


def test_it_ignores_what_we_said_before_the_question() -> None:
    assert find(ASKED, [said(1, "bob", minutes=-5, ours=True)], complete=True).state == "unanswered"


def test_it_ignores_a_deleted_reply() -> None:
    assert find(ASKED, [said(1, "bob", ours=True, deleted=True)], complete=True).state == "unanswered"


def test_it_does_not_count_a_stranger() -> None:
    assert find(ASKED, [said(1, "charlie")], complete=True).state == "unanswered"


def test_it_says_unverified_for_a_thread_read_in_part() -> None:
    assert find(ASKED, [said(1, "charlie")], complete=False).state == "unverified"


def test_it_is_answered_even_in_a_thread_read_in_part_once_our_reply_is_seen() -> None:
    assert find(ASKED, [said(1, "bob", ours=True)], complete=False).state == "answered_by_us"


def test_it_ends_on_a_cycle_of_parents() -> None:
    ring = [said(1, "charlie", "r2"), said(2, "charlie", "r1"), said(3, "bob", "q", ours=True)]
    assert find(ASKED, ring, complete=True).evidence_id == 3
