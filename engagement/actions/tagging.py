"""The verbs on tags of cases: put one on, take one off. A tag is a word of the team's own; nothing acts on it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.contrib.auth.models import User

from engagement.actions.many import Outcome, each_its_own
from engagement.actions.steps import Step, act
from engagement.errors import Refused
from engagement.models import Case, Tag
from engagement.records import Done
from listening.records import Say

NAME_LIMIT = 40  # characters
AT_MOST = 20  # on one case
_APART = re.compile(r"[\s,#]+")


def named(given: str) -> str:
    """Return a tag as it is kept: lower case, no ``#``, ``-`` for spaces. Refused as ``tag_…``."""
    name = "-".join(part for part in _APART.split(given.replace("\x00", "").lower()) if part)
    if not name:
        raise Refused("tag_missing")
    if len(name) > NAME_LIMIT:
        raise Refused("tag_too_long", {"limit": NAME_LIMIT})
    return name


def tag(case_id: int, *, name: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Put a tag on a case. ``version`` is not checked: a tag contradicts nobody.

    Refused as ``tag_there``, ``tags_too_many`` or as ``named`` says.
    """
    word = named(name)
    return act(case_id, actor=actor, now=now, version=None, decide=lambda case: _put_on(case, word))


def untag(case_id: int, *, name: str, actor: User, now: datetime, version: int | None = None) -> Done:
    """Take a tag off a case, whatever its ``version``. Refused as ``tag_not_there``."""

    def decide(case: Case) -> Step:
        if name not in case.tags:
            raise Refused("tag_not_there", {"tag": name})
        left = [each for each in case.tags if each != name]
        return Step(verb="untag", say=Say(code="untagged", params={"tag": name}), sets={"tags": left})

    return act(case_id, actor=actor, now=now, version=None, decide=decide)


def tag_many(
    case_ids: Sequence[int], *, name: str, actor: User, now: datetime, versions: Mapping[int, int] | None = None
) -> Outcome:
    """Put a tag on the cases that are still as the actor saw them. One that has it keeps it once."""
    word = named(name)
    return each_its_own(case_ids, lambda case: _put_on(case, word, again=True), actor=actor, now=now, versions=versions)


def _put_on(case: Case, word: str, *, again: bool = False) -> Step:
    if word in case.tags and not again:
        raise Refused("tag_there", {"tag": word})
    if len(case.tags) >= AT_MOST and word not in case.tags:
        raise Refused("tags_too_many", {"limit": AT_MOST})
    Tag.objects.bulk_create([Tag(name=word)], ignore_conflicts=True)
    tags = sorted({*case.tags, word})
    return Step(verb="tag", say=Say(code="tagged", params={"tag": word}), sets={"tags": tags})
