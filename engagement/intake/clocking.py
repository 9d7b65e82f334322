"""Keeps the clocks of a case in step with what is learned of it and with what people do. Reads and writes no table.

Whatever ended a clock, if it turns out not to hold (the answer was deleted, a colleague brought the case back), the
clock goes on as if it had never stopped. Only when the asker speaks again does another one begin.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from engagement import sla
from engagement.intake.clockrows import Policies
from engagement.intake.do_not_engage import Hold, hold_of
from engagement.intake.groups import Group
from engagement.models import Case, Clock
from engagement.owed import Owed, owed
from engagement.routing import TO_US, Facts, sort_key
from listening.answers.records import OPEN_STATES
from listening.models import Mention

Before = Mapping[str, object] | None
"""The fields of a case as they were, None of a case that is only now opened."""

RESPONSES = frozenset({"answered", "answered_privately"})
"""Outcomes by which a colleague says that the asker got his answer."""

_BY_US = frozenset({"answered_by_us", "resolved_by_asker"})
"""States of a question that our answer may have brought about; whose answer it was says the question."""

_BY_A_COLLEAGUE = frozenset({Clock.Ended.CLOSED, Clock.Ended.CLOSED_ANSWERED})
_ANSWERED = frozenset({Clock.Ended.ANSWERED, Clock.Ended.CLOSED_ANSWERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What the clocks go by. ``owed`` leaves our own answer out of account; ``answered_at`` is that answer's, if one
    stands; ``settled_at`` is when others settled it, or now. ``since`` is from when on a first clock counts,
    ``came_back_at`` when we saw that the asker spoke again, ``waits`` that we asked back and he has not told us yet."""

    owed: Owed | None
    key_account: bool
    since: datetime
    exempt: sla.Exempt | None
    answered_at: datetime | None
    settled_at: datetime
    came_back_at: datetime | None
    waits: bool
    only_rescored: bool


def follow(group: Group, facts: Facts, policies: Policies, before: Before, now: datetime) -> Hold | None:
    """Bring the clocks of a case up to what a batch says of it; those to be written are in ``group.touched``.

    Returns the hold if *do not engage* has just paused the running clock, or let it go on.
    """
    clocks = CaseClocks(case=group.case, rows=group.clocks, policies=policies)
    heard = _heard(group, facts, policies, before, now)
    clocks.learn(heard, now)
    hold = hold_of(group.listed, now)
    clocks.settle(now, hold, waits=heard.waits)
    group.touched = clocks.touched
    if clocks.touched:
        clocks.copy(facts.published_at)
        group.dirty = True
    return hold if clocks.turned else None


def _heard(group: Group, facts: Facts, policies: Policies, before: Before, now: datetime) -> Heard:
    case, ours = group.case, [each for each in group.questions if each.state in _BY_US and each.answered_side == "ours"]
    times = [each.answered_at for each in ours if each.answered_at and facts.answer in _BY_US]
    answered = bool(times) and facts.audience in TO_US
    running = next((row for row in group.clocks if row.stopped_at is None), None)
    since_then = [at for at in times if running and at >= running.opened_at]
    came_back_at = _came_back(group, facts, before, now)
    # Opened by a version that kept no clocks: none of ours has seen its post before.
    unclocked = bool(before and policies.began and not group.clocks and case.created_at < policies.began)
    lead = next(each for each in group.mentions if each.id == (min(group.joined) if group.joined else case.lead_id))
    again = (each.evidence for each in group.questions if each.state == "reopened" and each.evidence)
    word = next((_exempt(each, each.seen_at) for each in again), None)  # he came back long before we saw that he did
    return Heard(
        owed=owed(replace(facts, answer="unverified") if answered else facts, work=case.work),
        key_account=facts.key_account,
        since=now if before else lead.seen_at,
        exempt=_exempt(lead, now if unclocked else lead.seen_at) if group.joined or came_back_at is None else word,
        answered_at=min(since_then or times) if answered else None,
        settled_at=max((each.settled_at for each in group.questions if each.settled_at), default=now),
        came_back_at=came_back_at,
        waits=any(each.waits_for_asker and each.state in OPEN_STATES for each in group.questions),
        only_rescored=group.is_old_news,
    )


def _exempt(lead: Mention, seen_at: datetime) -> sla.Exempt | None:
    """``found_late`` of a post says that it is older than its source or its query, or than three days when seen."""
    exempt = sla.exemption(published_at=lead.published_at, seen_at=seen_at, first_poll_at=None, backfill=False)
    return exempt or (sla.Exempt.BEFORE_FIRST_POLL if lead.found_late else None)


def _came_back(group: Group, facts: Facts, before: Before, now: datetime) -> datetime | None:
    """Return when we saw that the asker spoke again in a case that we knew: a further post, in the thread, an edit."""
    if before is None:
        return None
    seen = [each.seen_at for each in group.mentions if each.id in group.joined]
    if facts.answer == "reopened" and before["answer"] != "reopened":
        seen += [each.changed_at for each in group.questions if each.state == "reopened"]
    if not seen and "edited" in group.kinds and group.case.flags_mask & ~int(str(before["flags_mask"])):
        seen = [now]
    return min(seen, default=None)


@dataclass(slots=True, kw_only=True)
class CaseClocks:
    """The clocks of one case: all of them, the earliest opened first, and those that were ``touched``.

    ``turned`` says that *do not engage* has just paused the running clock, or let it go on.
    """

    case: Case
    rows: list[Clock]
    policies: Policies
    touched: list[Clock] = field(default_factory=list)
    turned: bool = False

    @property
    def running(self) -> Clock | None:
        """The clock that is not stopped; there is at most one."""
        return next((row for row in self.rows if row.stopped_at is None), None)

    def learn(self, heard: Heard, now: datetime) -> None:
        """Open, stop or go on, by what is owed and by the answer that was found."""
        running = self.running
        if heard.answered_at is not None:
            self._answered(heard, heard.answered_at)
        elif heard.owed is None:
            if running:
                self._stop(running, max(running.opened_at, min(now, heard.settled_at)), Clock.Ended.NOT_OWED)
        elif heard.only_rescored:
            return
        elif running:
            self._retarget(running, heard.owed, heard.key_account, now)
        elif self.case.status != Case.Status.DONE:
            self._begin(heard, heard.owed)

    def settle(self, now: datetime, hold: Hold, *, waits: bool = False, reopened: bool = False) -> None:
        """Stop, pause or go on, by the status of the case and by *do not engage*. ``reopened``: a colleague has just
        brought it back."""
        running, done = self.running, self.case.status == Case.Status.DONE
        if done and running:
            answered = self.case.disposition in RESPONSES
            self._stop(running, now, Clock.Ended.CLOSED_ANSWERED if answered else Clock.Ended.CLOSED)
        if done:
            return
        if running is None and reopened and self.rows and self.rows[-1].ended in _BY_A_COLLEAGUE:
            running = self._restart(self.rows[-1])
            answered_at = self.case.answered_at if self.case.answer == "answered_by_us" else None
            if answered_at and answered_at >= running.opened_at:  # it came after the case had been ended
                self._stop(running, answered_at, Clock.Ended.ANSWERED)
                return
        if running:
            waits = waits or self.case.status == Case.Status.WAITING
            change = sla.paused if waits else sla.resumed
            self._take(running, change(self.policies.record(running), at=now, reason=sla.PauseReason.WAITING_ON_ASKER))
            self._hold(running, hold, now)

    def _hold(self, row: Clock, hold: Hold, now: datetime) -> None:
        """Pause since the instant that an entry names, and go on from the one at which the last ended, though it may be
        learned of much later."""
        record, reason = self.policies.record(row), sla.PauseReason.DO_NOT_ENGAGE
        if hold.entry is not None:
            held = sla.paused(record, at=hold.entry.since, reason=reason)
        else:
            held = sla.resumed(record, at=hold.ended_at or now, reason=reason)
        self.turned = held != record
        self._take(row, held)

    def copy(self, published_at: datetime) -> None:
        """Bring up to date what the case copies: when it is due, and with that its place in the list."""
        running = self.running
        self.case.due_at = running.breach_at if running else None
        self.case.sort_key = sort_key(self.case.priority, published_at, self.case.due_at)

    def _answered(self, heard: Heard, at: datetime) -> None:
        running, last = self.running, self.rows[-1] if self.rows else None
        if last is None and heard.owed and at > heard.since and not heard.only_rescored:
            running = self._open(heard, heard.owed, Clock.Response.FIRST, heard.since)
        if running and at >= running.opened_at:
            self._stop(running, at, Clock.Ended.ANSWERED)
        elif running:  # answered before we saw it, or before the asker came back: nothing was owed
            self._stop(running, running.opened_at, Clock.Ended.NOT_OWED)
        elif last and last.ended in _BY_A_COLLEAGUE and last.opened_at <= at < (last.stopped_at or at):
            self._stop(last, at, Clock.Ended.ANSWERED)

    def _begin(self, heard: Heard, what: Owed) -> None:
        last = self.rows[-1] if self.rows else None
        if last is None:
            response = Clock.Response.NEXT if self.case.first_response_at else Clock.Response.FIRST
            self._open(heard, what, response, heard.came_back_at or heard.since)
        elif heard.came_back_at is None:
            self._restart(last)
            self._retarget(last, what, heard.key_account, heard.since)
        elif last.ended in _ANSWERED:
            self._open(heard, what, Clock.Response.NEXT, heard.came_back_at)
        else:
            self._open(heard, what, last.response, heard.came_back_at)

    def _open(self, heard: Heard, what: Owed, response: str, at: datetime) -> Clock | None:
        record = sla.open_clock(
            self.policies.in_force,
            what.kind,
            self.case.network,
            key_account=heard.key_account,
            response="first" if response == Clock.Response.FIRST else "next",
            at=at,
            exempt=heard.exempt,
        )
        if record is None:
            return None
        row = Clock(case=self.case, response=response, kind=what.kind, key_account=heard.key_account)
        self.rows.append(row)
        self._take(row, record)
        return row

    def _retarget(self, row: Clock, what: Owed, key_account: bool, now: datetime) -> None:
        """Give the clock the time of another class, under the policy that it was opened with.

        A shorter time counts from now. Where the former one ends sooner all the same, the clock stays what it is.
        """
        if (row.kind, row.key_account) == (what.kind, key_account):
            return
        policy = self.policies.by_version[row.policy_id]
        response: sla.Response = "first" if row.response == Clock.Response.FIRST else "next"
        allowed = sla.target(policy, what.kind, self.case.network, key_account=key_account, response=response)
        if allowed is None:
            self._stop(row, now, Clock.Ended.NOT_OWED)
            return
        record, calendar = self.policies.record(row), sla.calendar_of(policy, what.kind)
        found = sla.tightened(record, at=now, calendar=calendar, policy_version=row.policy_id, target=allowed)
        if found is not record:
            row.kind, row.key_account = what.kind, key_account
            self._take(row, found)

    def renew(self, now: datetime) -> None:
        """Give the running clock the policy in force; stop it where that has no time for its class."""
        row, policy = self.running, self.policies.in_force
        if row is None:
            return
        response: sla.Response = "first" if row.response == Clock.Response.FIRST else "next"
        allowed = sla.target(policy, row.kind, self.case.network, key_account=row.key_account, response=response)
        if allowed is None:
            self._stop(row, now, Clock.Ended.NOT_OWED)
            return
        record, calendar = self.policies.record(row), sla.calendar_of(policy, row.kind)
        self._take(row, sla.retargeted(record, calendar=calendar, policy_version=policy.version, target=allowed))

    def _stop(self, row: Clock, at: datetime, ended: str) -> None:
        row.ended = ended
        # Not before its opening, though the machine's own clock may have been set back.
        self._take(row, sla.stopped(self.policies.record(row), at=max(at, row.opened_at)))

    def _restart(self, row: Clock) -> Clock:
        row.ended = ""
        self._take(row, sla.restarted(self.policies.record(row)))
        return row

    def _take(self, row: Clock, record: sla.Clock) -> None:
        if row.pk is None or record != self.policies.record(row):
            row.take(record)
            if not any(each is row for each in self.touched):
                self.touched.append(row)
