"""No sequence of clicks, crashes and answers makes a reply *sent* without its post, or sends it again by itself."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from engagement.replies import outbox
from engagement.replies.outbox import Standing, WrongMove, look_at, move, surely_not_taken
from listening.errors import AuthError, BudgetExhausted, Forbidden, ListeningError, Permanent, RateLimited, Transient
from tests.factories import NOW

PEOPLE = (1, 2, 3)


@pytest.mark.parametrize(
    ("event", "by", "evidence", "code"),
    [
        ("clear", None, "", "needs_a_person"),
        ("approve", 2, "", "not_now"),
        ("claim", None, "", "not_now"),
    ],
)
def test_it_refuses_what_cannot_be(event: str, by: int | None, evidence: str, code: str) -> None:
    with pytest.raises(WrongMove, match=code):
        move(Standing(), event, by=by, evidence=evidence)


@pytest.mark.parametrize("event", ["ask", "clear", "approve", "take_back", "discard", "again"])
def test_it_does_nothing_by_itself_that_is_a_persons(event: str) -> None:
    states = [state for state, each in outbox.MOVES if each == event]
    for state in states:
        with pytest.raises(WrongMove, match="needs_a_person"):
            move(Standing(state=state, approver=3), event)
    assert states


def test_it_lets_no_author_approve() -> None:
    waiting = Standing(state="waiting", authors=frozenset({1, 2}), second=True)
    for author in (1, 2):
        with pytest.raises(WrongMove, match="author_approves"):
            move(waiting, "approve", by=author)
    assert move(waiting, "approve", by=3).approver == 3


def test_it_lets_nobody_go_round_the_second_person() -> None:
    with pytest.raises(WrongMove, match="needs_a_second"):
        move(Standing(second=True), "clear", by=1)
    with pytest.raises(WrongMove, match="needs_a_second"):
        move(Standing(state="failed", second=True), "again", by=1)


def test_it_leaves_no_way_out_of_what_is_over() -> None:
    assert not [at for at, _ in outbox.MOVES if at in (outbox.SENT, outbox.DISCARDED)]


@pytest.mark.parametrize(
    ("error", "certain"),
    [
        (Transient("timeout"), False),
        (Transient("connection_broken"), False),
        (Transient("http_503"), False),
        (Transient("no_id_of_reply"), False),
        (Permanent("duplicate"), False),
        (Permanent("too_large"), False),
        (Permanent("too_many_redirects"), False),
        (Permanent("forbidden"), True),
        (Permanent("http_400"), True),
        (Forbidden("address_private"), True),
        (AuthError("unauthorized"), True),
        (RateLimited(), True),
        (BudgetExhausted(), True),
    ],
)
def test_it_believes_only_a_clear_refusal(error: ListeningError, certain: bool) -> None:
    assert surely_not_taken(error, left=True) is certain
    assert surely_not_taken(error, left=False)


def test_it_looks_a_few_times_and_then_leaves_it_to_people() -> None:
    assert [look_at(NOW, n) and (look_at(NOW, n) - NOW).seconds for n in range(4)] == [60, 180, 600, None]  # type: ignore[operator]


class Sending(RuleBasedStateMachine):
    """A reply, a network that keeps a ledger, and senders that die anywhere. The program may try any move."""

    def __init__(self) -> None:
        super().__init__()
        self.reply = Standing()
        self.ledger: list[str] = []  # what the network has
        self.armed = False  # a person clicked, and nothing was sent for that click yet

    def attempt(self, event: str, by: int | None = None, evidence: str = "") -> bool:
        try:
            self.reply = move(self.reply, event, by=by, evidence=evidence)
        except WrongMove:
            return False
        return True

    @rule(by=st.sampled_from(PEOPLE), second=st.booleans())
    def writes(self, by: int, second: bool) -> None:
        if self.reply.state in outbox.WRITABLE:
            standing = self.reply
            self.reply = Standing(
                state=standing.state, authors=standing.authors | {by}, second=second, attempts=standing.attempts
            )

    @rule(by=st.sampled_from(PEOPLE), event=st.sampled_from(("clear", "approve", "again")))
    def lets_it_out(self, by: int, event: str) -> None:
        if self.attempt(event, by=by):
            self.armed = True

    @rule(by=st.sampled_from(PEOPLE), event=st.sampled_from(("ask", "take_back")))
    def holds_it_back(self, by: int, event: str) -> None:
        if self.attempt(event, by=by):
            self.armed = False

    @precondition(lambda self: self.reply.state != "approved" or not self.armed)
    @rule(event=st.sampled_from(("again", "clear", "approve")))
    def program_tries(self, event: str) -> None:
        self.attempt(event)

    @precondition(lambda self: self.reply.state in ("sending", "uncertain"))
    @rule(event=st.sampled_from(("confirm", "find")), by=st.sampled_from((None, *PEOPLE)))
    def claims_to_know(self, event: str, by: int | None) -> None:
        self.attempt(event, by=by, evidence=self.ledger[-1] if self.ledger else "")

    @precondition(lambda self: self.reply.state in ("sent", "discarded"))
    @rule()
    def begins_another(self) -> None:
        self.reply, self.armed = Standing(), False

    @precondition(lambda self: self.reply.state == "approved")
    @rule(records=st.booleans(), answers=st.sampled_from(("confirm", "refuse", "lose", "dies")))
    def sender_runs(self, records: bool, answers: str) -> None:
        if not self.attempt("claim"):
            return
        assert self.armed, "sent without a click of its own"
        self.armed = False
        if records and answers != "refuse":
            self.ledger.append(f"post {len(self.ledger)}")
        if answers == "confirm" and records:
            self.attempt("confirm", evidence=self.ledger[-1])
        elif answers in ("refuse", "lose"):
            self.attempt(answers)

    @invariant()
    def sent_has_its_post(self) -> None:
        assert self.reply.state != outbox.SENT or self.reply.evidence in self.ledger

    @invariant()
    def no_author_approved(self) -> None:
        assert self.reply.approver is None or self.reply.approver not in self.reply.authors


Sending.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_it_never_goes_wrong = Sending.TestCase
