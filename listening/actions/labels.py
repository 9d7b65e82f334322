"""What a person says of a post: about the brand, or not."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from listening.actions.refusals import Refused
from listening.models import Brand, Judgement, Match, Mention
from listening.records import PostKey
from listening.storage import context, labels, rejects, relevance, rematching
from listening.storage.history import Held


def judge_post(
    key: PostKey, *, brand_id: int, us: bool | None, user_id: int | None, now: datetime, stood: bool = False
) -> int | None:
    """Say that a post is about the brand (*us*), is not, or take back what was said. Felt at once.

    *Not us* takes the post out of counts and cases; *us* brings a rejected post in. Without anybody's word the queries
    decide: what none of them matches is left out, unless it ``stood`` before by itself, as what was brought by hand.
    Returns the mention's id, ``None`` for a rejected post that stays one. Raises ``Refused`` for a post or brand that
    is not here.
    """
    if not Brand.objects.filter(id=brand_id, archived_at=None).exists():
        raise Refused("brand_unknown", "Choose a brand.", field="brand")
    with transaction.atomic():
        mention = Mention.objects.filter(
            network=key.network, instance=key.instance, external_id=key.external_id, deleted_at=None
        ).first()
        kept = rejects.of_key(key) if mention is None else None
        if mention is None and kept is None:
            raise Refused("post_unknown", "This post is not kept any more.")
        labels.add(key, brand_id=brand_id, head=labels.RELEVANT, value=us, user_id=user_id, now=now)
        known = context.load()
        if mention is not None and mention.role == Mention.Role.MENTION:
            _settle(mention, brand_id, us, known, now, stood=stood)
        elif kept is not None and us:
            held = Held(post=rejects.post_of(kept.post), seen_at=kept.seen_at, source_id=kept.source_id)
            rematching.take_in_rejected([held], kept.source_id, known, now, chosen_brand=brand_id)
            mention = Mention.objects.filter(
                network=key.network, instance=key.instance, external_id=key.external_id
            ).first()
    return mention.id if mention is not None else None


def _settle(
    mention: Mention, brand_id: int, us: bool | None, known: context.Context, now: datetime, *, stood: bool
) -> None:
    about = Judgement.objects.filter(mention=mention, brand=brand_id).exists()
    if us and not about:
        rematching.attach(brand_id, [mention.id], known, now)
    elif us is not None:
        said = relevance.US if us else relevance.NOT_US
        relevance.settle({(mention.id, brand_id): said}, known, now)
    elif stood or Match.objects.filter(mention=mention, brand=brand_id).exists():
        rematching.attach(brand_id, [mention.id], known, now)
    else:
        relevance.settle({(mention.id, brand_id): relevance.NOT_US}, known, now)
