"""Whom a question is put to: to us, about us, to whoever knows the field, or to a competitor. Pure.

The first handle addressed is the addressee; a handle in copy makes it about us (BEHAVIOUR 3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from listening.answers.records import account, accounts

AUDIENCES: Final = ("direct", "about_us", "category", "competitor")
COUNTED: Final = frozenset({"direct", "about_us"})
"""The audiences that headlines, alerts and clocks count; the others are opportunities (PRODUCT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of where a question stands.

    ``mentions`` are the accounts it mentions, in the order of the text; ``replies_to`` the account it replies to;
    ``place`` the account whose page, group, repository, app or thread it stands on, "" where it is nobody's.
    ``ours``, ``theirs`` are our accounts and the competitors'. ``names`` are the kinds of the brands that the text
    names or whose queries matched it: own, competitor, partner, topic.
    """

    mentions: tuple[str, ...] = ()
    replies_to: str = ""
    place: str = ""
    ours: frozenset[str] = frozenset()
    theirs: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Audience:
    """One of ``AUDIENCES`` and the code of the rule that decided it."""

    audience: str
    rule: str

    @property
    def counts(self) -> bool:
        """Do headlines, alerts and clocks count it?"""
        return self.audience in COUNTED


def audience_of(setting: Setting) -> Audience:
    """Return to whom a question is put, the surest sign first."""
    ours, theirs = accounts(setting.ours), accounts(setting.theirs)
    mentioned = [key for key in map(account, setting.mentions) if key]
    addressee = mentioned[0] if mentioned else ""
    if addressee in ours:
        return Audience("direct", "addressed_to_us")
    if addressee in theirs:
        return (
            Audience("about_us", "us_in_copy")
            if ours.intersection(mentioned)
            else _theirs(setting, "addressed_to_them")
        )
    if addressee and ours.intersection(mentioned):
        return Audience("about_us", "us_in_copy")
    for key, direct, competitor in (
        (account(setting.replies_to), "replies_to_us", "replies_to_them"),
        (account(setting.place), "on_our_page", "on_their_page"),
    ):
        if key and key in ours:
            return Audience("direct", direct)
        if key and key in theirs:
            return _theirs(setting, competitor)
    if "own" in setting.names:
        return Audience("about_us", "names_us")
    if "competitor" in setting.names or theirs.intersection(mentioned):
        return Audience("competitor", "names_them")
    return Audience("category", "names_nobody")


def _theirs(setting: Setting, rule: str) -> Audience:
    """A question put to a competitor that names us is about us all the same."""
    if "own" in setting.names:
        return Audience("about_us", "names_us")
    return Audience("competitor", rule)
