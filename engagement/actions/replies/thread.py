"""Looks into the thread at the moment somebody sends: what came since, and later whether our post is there."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from engagement import history
from engagement.errors import Refused
from engagement.models import Case, Reply
from engagement.queue.replies import Answered
from engagement.replies import outbox
from engagement.replies.records import Overtaken, Overtook
from listening import posting
from listening.connectors import registry
from listening.errors import ListeningError
from listening.models import Mention
from listening.pipeline import Clock, Way
from listening.records import Post, PostKey
from listening.replying import SKEW, ours_among, same_words
from listening.storage import threads
from listening.storage.context import Context, load

_LOCK = 7343  # of clicks that answer the same post; any number that no other lock uses
UNREAD = "unread"
"""What stands among the known ids once a person was told that the thread could not be read."""


def stop_if_overtaken(
    found: Answered, *, text: str, opened: datetime, known: Collection[str], clock: Clock, way: Way
) -> None:
    """Read the thread now. Raises ``Overtaken`` if we or the asker wrote something since the composer was opened that
    the person has not been shown, or if it could not be read."""
    lead = found.case.lead
    key = _thread(lead)
    if key is None:
        return
    try:
        page = posting.read_now(key, clock=clock, way=way)
    except ListeningError as error:
        if UNREAD in known:
            return
        raise Overtaken((), unread=error.code, text=text) from error
    came = _since(page.posts, lead, opened=opened, known=known, context=load())
    if came:
        threads.ask_for_reading([lead.thread_id] if lead.thread_id else [], clock())
        raise Overtaken(came, unread="", text=text)


def stop_if_answered(reply: Reply, lead: Mention, *, opened: datetime, known: Collection[str]) -> None:
    """Ask our own outbox, which knows before any index does: two cases may hold the same post.

    Raises ``Refused("reply_elsewhere")`` while another reply to it is on its way or uncertain, and ``Overtaken`` for
    one that went out since the composer was opened. Runs in the transaction of the click; of two one goes first.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, f"{lead.pk}"])
    same = Reply.objects.filter(network=lead.network, answers=lead.external_id, case__lead__instance=lead.instance)
    others = same.exclude(pk=reply.pk)
    if others.filter(state__in=outbox.UNDER_WAY).exists():
        raise Refused("reply_elsewhere")
    sent = others.filter(state=outbox.SENT, sent_at__gt=opened).select_related("clicked_by").order_by("sent_at")
    came = [
        Overtook(
            external_id=each.external_id or each.url,
            author=history.who(each.clicked_by).name if each.clicked_by else "",
            side="ours",
            text=each.text,
            at=each.sent_at,
            url=each.url,
        )
        for each in sent
        if each.sent_at is not None and (each.external_id or each.url) not in known
    ]
    if came:
        raise Overtaken(tuple(came), unread="", text=reply.text)


def ours(reply: Reply, *, clock: Clock, way: Way) -> Post | None:
    """Return our post if the thread holds it and no other reply of ours is it. Raises ``ListeningError``."""
    case = Case.objects.select_related("lead__thread").get(pk=reply.case_id)
    key = _thread(case.lead)
    if key is None:
        return None
    page = posting.read_now(key, clock=clock, way=way)
    context = load()
    accounts = frozenset(
        post.author.external_id for post in page.posts if context.is_own(post.key, post.author.external_id)
    ) | _writes_as(reply.network)
    since = reply.clicked_at or reply.created_at
    there = ours_among(page.posts, accounts=accounts, to=reply.answers, text=reply.text, since=since)
    taken = set(
        Reply.objects.filter(network=reply.network, external_id__in=[each.external_id for each in there])
        .exclude(pk=reply.pk)
        .values_list("external_id", flat=True)
    )
    return next((post for post in there if post.external_id not in taken), None)


def stored_reply(reply: Reply) -> Mention | None:
    """Return the post of ours that was read in the thread since somebody said that he replies there by hand.

    He may have changed its words, or answered another post of the asker in our words: either is taken for it, but not
    what colleagues tell others in the same thread.
    """
    thread = Case.objects.filter(pk=reply.case_id).values_list("lead__thread_id", flat=True).first()
    if thread is None or reply.clicked_at is None:
        return None
    mine = Mention.objects.filter(
        thread_id=thread, role="own", deleted_at=None, published_at__gte=reply.clicked_at - SKEW
    )
    taken = Reply.objects.filter(network=reply.network).exclude(external_id="").values("external_id")
    free = mine.exclude(external_id__in=taken).order_by("published_at", "id")
    here = ("", reply.answers)
    return next((each for each in free if each.in_reply_to in here or same_words(reply.text, each.text)), None)


def _writes_as(network: str) -> frozenset[str]:
    account = posting.account_of(network)
    return frozenset({account} if account else ())


def _thread(lead: Mention) -> PostKey | None:
    """Return the key of the thread that the network lets us read, None where there is none."""
    facts = registry.FACTS.get(lead.network)
    if lead.thread is None or facts is None or not facts.threads or lead.network not in registry.CONNECTORS:
        return None
    return PostKey(lead.network, lead.instance, lead.thread.external_id)


def _since(
    posts: Collection[Post], lead: Mention, *, opened: datetime, known: Collection[str], context: Context
) -> tuple[Overtook, ...]:
    """Return what we and the asker wrote that was not stored when the composer was opened."""
    ids = [post.external_id for post in posts]
    seen = set(
        Mention.objects.filter(
            network=lead.network, instance=lead.instance, external_id__in=ids, seen_at__lte=opened
        ).values_list("external_id", flat=True)
    )
    sent = Reply.objects.filter(network=lead.network, external_id__in=ids, sent_at__lte=opened)
    seen |= set(sent.values_list("external_id", flat=True))
    came = []
    for post in posts:
        if post.external_id in seen or post.external_id in known or post.external_id == lead.external_id:
            continue
        own = context.is_own(post.key, post.author.external_id)
        if not own and not (lead.author_key and post.author.external_id == lead.author_key):
            continue
        came.append(
            Overtook(
                external_id=post.external_id,
                author=post.author.handle or post.author.name,
                side="ours" if own else "asker",
                text=post.text,
                at=post.created_at,
                url=post.url,
            )
        )
    return tuple(sorted(came, key=lambda each: each.at))
