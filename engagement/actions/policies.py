"""The policy of the clocks: edited as a whole into a new version, given to open clocks only when somebody says so."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from engagement import sla
from engagement.actions.steps import params
from engagement.errors import Refused
from engagement.intake.clocking import CaseClocks
from engagement.intake.clockrows import begin, clocks_of, policies, save_clocks
from engagement.models import Case, Clock, Event, SlaPolicy
from engagement.storage import company_zone, save_cases, save_events, storing, touch_feed
from listening.records import Say

BATCH = 500
MOST = 10  # batches of one call: some seconds


def in_force() -> sla.Policy:
    """Return the policy in force; the defaults, unwritten, before there was one."""
    row = SlaPolicy.objects.order_by("-version").first()
    return sla.parse_policy(row.policy, version=row.version) if row else sla.default_policy(str(company_zone()))


def versions(limit: int = 20) -> list[SlaPolicy]:
    """Return the latest versions, the newest first, with who made them."""
    return list(SlaPolicy.objects.select_related("made_by").order_by("-version")[:limit])


def save(data: object, *, seen: int, actor: User, now: datetime) -> sla.Policy:
    """Write a policy as the next version. Clocks that are open keep theirs.

    Raises ``BadField`` with the field's path, and ``Refused``: ``policy_changed`` if the actor did not see the version
    in force, ``policy_same`` if nothing is other than in it.
    """
    with transaction.atomic():
        before = in_force()
        policy = sla.parse_policy(data, version=before.version + 1)
        if before.version != seen:
            raise Refused("policy_changed")
        if sla.dump_policy(policy) == sla.dump_policy(before):
            raise Refused("policy_same")
        if not SlaPolicy.objects.exists():
            begin(before, now)
        row = SlaPolicy(version=policy.version, policy=sla.dump_policy(policy), made_by=actor, made_at=now)
        written = SlaPolicy.objects.bulk_create([row], ignore_conflicts=True)
        if SlaPolicy.objects.get(version=policy.version).made_by_id != actor.pk or not written:
            raise Refused("policy_changed")
    return policy


def outdated() -> int:
    """Return how many open clocks run under an older version."""
    return Clock.objects.filter(stopped_at=None, policy__lt=in_force().version).count()


def recompute(*, actor: User, now: datetime) -> int:
    """Give open clocks the policy in force, each with a step in its case's history; return how many are left.

    What was told stays told, and a shorter time may already be over: then its own instant is told at the next sweep.
    """
    for _ in range(MOST):
        if not _recompute_some(actor, now):
            break
    return outdated()


def _recompute_some(actor: User, now: datetime) -> int:
    newest = in_force().version
    old = Clock.objects.filter(stopped_at=None, policy__lt=newest).order_by("policy", "case_id")
    with storing():
        wanted = list(old.values_list("case_id", flat=True)[:BATCH])
        held = Case.objects.filter(pk__in=wanted).order_by("pk").select_for_update(skip_locked=True)
        cases = {case.pk: case for case in held}
        rows = {pk: each for pk, each in clocks_of(cases, open_only=True).items() if each[0].policy_id < newest}
        known = policies((row for each in rows.values() for row in each), now=now)
        changed = [CaseClocks(case=cases[pk], rows=each, policies=known) for pk, each in rows.items()]
        events = []
        for clocks in changed:
            before = clocks.rows[0].policy_id
            clocks.renew(now)
            clocks.copy(clocks.case.published_at)
            clocks.case.changed_at = now
            events.append(_event(clocks.case, before, newest, actor, now))
        save_clocks(row for clocks in changed for row in clocks.touched)
        save_cases([clocks.case for clocks in changed])
        save_events(events)
        touch_feed([clocks.case.pk for clocks in changed], now)
    return len(changed)


def _event(case: Case, before: int, after: int, actor: User, now: datetime) -> Event:
    said: dict[str, Any] = {"before": before, "version": after}
    return Event(
        case=case, verb="recompute", actor=actor, at=now, params=params(Say(code="clock_recomputed", params=said))
    )
