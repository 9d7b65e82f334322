"""The rules of the house on replies: the policy and who accepted it, snippets, and the one switch of a crisis."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import connection

from engagement.errors import BadField, Refused, Unknown
from engagement.models import PolicyAcceptance, ReplyCrisis, ReplyPolicy, ReplySnippet
from engagement.queue.replies import newest_policy
from engagement.replies import policy, snippets
from engagement.storage import storing

TITLE_LIMIT = 80
SNIPPET_LIMIT = 2_000
REASON_LIMIT = 500
_LOCK = 7323  # of the verbs on the house's rules; any number that no other lock uses


def write_policy(*, text: str, banned: str, regulated: bool, version: int, actor: User, now: datetime) -> ReplyPolicy:
    """Write the next version of the policy; everybody has to accept it anew. ``version`` is the one that was seen.

    Raises ``BadField`` for ``text`` and ``Refused("policy_changed")`` if a colleague was quicker.
    """
    kept = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not kept or len(kept) > policy.TEXT_LIMIT:
        raise BadField("text", "reply_policy_text", {"limit": policy.TEXT_LIMIT})
    with storing():
        _one_at_a_time()
        last = newest_policy() or _starter(now)
        if last.version != version:
            raise Refused("reply_policy_changed")
        phrases = list(policy.phrases(banned))
        if (last.text, last.banned, last.regulated) == (kept, phrases, regulated):
            raise Refused("policy_same")
        return ReplyPolicy.objects.create(
            version=version + 1, text=kept, banned=phrases, regulated=regulated, made_by=actor, at=now
        )


def accept(version: int, *, actor: User, now: datetime) -> None:
    """Note that this person accepts the policy that holds. Raises ``Refused`` if ``version`` is not that one."""
    with storing():
        _one_at_a_time()
        row = newest_policy() or _starter(now)
    if row.version != version:
        raise Refused("reply_policy_changed")
    PolicyAcceptance.objects.get_or_create(policy=row, user=actor, defaults={"at": now})


def _starter(now: datetime) -> ReplyPolicy:
    """Write the one-page starter as the first version: it holds until the house writes its own."""
    return ReplyPolicy.objects.create(version=1, text=policy.STARTER, at=now)


def write_snippet(
    *, key: str, title: str, text: str, snippet_id: int | None, actor: User, now: datetime
) -> ReplySnippet:
    """Write a new snippet, or another text of one. Raises ``BadField`` and ``Unknown``."""
    name, words = key.strip().removeprefix("/").casefold(), text.replace("\r\n", "\n").replace("\x00", "").strip()
    heading = " ".join(title.replace("\x00", "").split())
    if not snippets.KEY.match(name):
        raise BadField("key", "snippet_key", {"value": name[:40]})
    if not heading or len(heading) > TITLE_LIMIT:
        raise BadField("title", "snippet_title", {"limit": TITLE_LIMIT})
    if not words or len(words) > SNIPPET_LIMIT:
        raise BadField("text", "snippet_text", {"limit": SNIPPET_LIMIT})
    if unknown := snippets.unknown_blanks(words):
        raise BadField("text", "snippet_blank", {"value": unknown[0]})
    with storing():
        _one_at_a_time()
        row = ReplySnippet() if snippet_id is None else ReplySnippet.objects.filter(pk=snippet_id).first()
        if row is None:
            raise Unknown("snippet", snippet_id or 0)
        if ReplySnippet.objects.filter(key=name).exclude(pk=row.pk).exists():
            raise BadField("key", "snippet_taken", {"value": name})
        row.key, row.title, row.text, row.made_by, row.changed_at = name, heading, words, actor, now
        row.save()
    return row


def remove_snippet(snippet_id: int) -> str:
    """Remove a snippet and return its key. Texts in which it stands keep its words. Raises ``Unknown``."""
    row = ReplySnippet.objects.filter(pk=snippet_id).first()
    if row is None:
        raise Unknown("snippet", snippet_id)
    row.delete()
    return row.key


def begin_crisis(*, reason: str, spokesperson_id: int | None, actor: User, now: datetime) -> ReplyCrisis:
    """Freeze replies for all but the spokesperson. Raises ``BadField`` and ``Refused("crisis_runs")``."""
    why = " ".join(reason.replace("\x00", "").split())
    if not why or len(why) > REASON_LIMIT:
        raise BadField("reason", "crisis_reason", {"limit": REASON_LIMIT})
    spokesperson = User.objects.filter(
        pk=spokesperson_id or 0, is_active=True, member__role__in=policy.APPROVERS
    ).first()
    if spokesperson is None:
        raise BadField("spokesperson", "crisis_spokesperson")
    with storing():
        _one_at_a_time()
        if ReplyCrisis.objects.filter(until=None).exists():
            raise Refused("crisis_runs")
        return ReplyCrisis.objects.create(reason=why, spokesperson=spokesperson, since=now, begun_by=actor)


def end_crisis(*, actor: User, now: datetime) -> None:
    """End the crisis that runs. Raises ``Refused("crisis_over")``."""
    if not ReplyCrisis.objects.filter(until=None).update(until=now, ended_by=actor):
        raise Refused("crisis_over")


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])
