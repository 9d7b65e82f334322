"""What a person says of a flag: it is right, it is wrong, or leave it to scoring again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from listening.actions.refusals import Refused
from listening.records import FLAGS
from listening.storage import context, corrections, labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """What a correction did. ``before`` is what people had said of the flag, None if nobody had; ``on`` what holds."""

    mention_id: int
    brand_id: int
    head: str
    value: bool | None
    before: bool | None
    on: bool

    @property
    def changed(self) -> bool:
        """Whether this was news: saying again what is said already writes nothing."""
        return self.value != self.before


def correct(
    mention_id: int,
    *,
    brand_id: int,
    head: str,
    value: bool | None,
    actor: User | None,
    now: datetime,
    chosen: str = "",
) -> Corrected:
    """Say of a stored mention that a flag holds for a brand, does not, or (None) take back what was said.

    One transaction: the label with what scoring had said, the judgement, the counters, the question and the word to
    engagement. What a person decided stands above every later scoring and survives an edit of the post. Saying it
    twice writes once. ``chosen`` says how the post was drawn, "" if the person came upon it himself
    (``listening.models.Label``). Raises ``Refused``: ``flag_unknown``, ``post_unknown``.
    """
    if head not in FLAGS:
        raise Refused("flag_unknown", "There is no such flag.", field="head")
    with transaction.atomic():
        it = corrections.lock(mention_id, brand_id=brand_id, flag=head)
        if it is None:
            raise Refused("post_unknown", "This post is not kept any more.")
        before = it.said
        if value != before:
            labels.add(
                it.key,
                brand_id=brand_id,
                head=head,
                value=value,
                user_id=actor.pk if actor is not None else None,
                now=now,
                scored=it.scored,
                chosen=chosen,
            )
            corrections.settle(it, value, context.load(), now)
    return Corrected(mention_id=mention_id, brand_id=brand_id, head=head, value=value, before=before, on=it.on)
