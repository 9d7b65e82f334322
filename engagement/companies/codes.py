"""The words of companies, of people's accounts and of who is watched, by code. A data table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.labels import FLAGS

WATCHED: Mapping[str, Promise] = {
    "analyst": _("analyst"),
    "journalist": _("journalist"),
    "customer": _("customer"),
}
"""As what a person is watched, within a sentence."""

FIELDS: Mapping[str, Promise] = {
    "name": _("name"),
    "domain": _("domain"),
    "is_key": _("key account"),
    "marketing_owner_id": _("marketing owner"),
    "sales_owner_id": _("sales owner"),
}

PHRASES: Mapping[str, Promise] = {
    # Why, and what happened
    "watched": _("Watched: %(watched)s"),
    "watched_spoke": _("Watched %(watched)s: the first word about us in %(days)s days or more"),
    "works_at": _("%(author)s works at %(name)s"),
    "works_nowhere": _("%(author)s works at no company of ours"),
    "watching": _("%(author)s is watched: %(watched)s"),
    "watching_ended": _("%(author)s is no longer watched"),
    "company_added": _("Added %(name)s"),
    "company_imported": _("Imported %(name)s"),
    "company_removed": _("Removed %(name)s"),
    "company_restored": _("Brought %(name)s back"),
    # Refusals
    "author_unknown": _("Who wrote this is not known, so nothing can be kept about them."),
    "watched_unknown": _("Nobody is watched as “%(value)s”."),
    "person_changed_since": _("This cannot be undone: it was changed elsewhere since."),
    "unknown_watched_person": _("This person is not watched."),
    "unknown_company": _("There is no company %(id)s."),
    "company_not_known": _("No company is called “%(name)s”. Add it first, or write its domain."),
    "company_ambiguous": _("More than one company is called “%(name)s”. Write its domain."),
    "company_name_missing": _("The name is missing."),
    "company_name_too_long": _("A name has at most %(limit)s characters."),
    "company_domain_malformed": _("“%(value)s” is no domain such as acme.example."),
    "company_domain_taken": _("%(name)s has this domain already."),
    "company_key_malformed": _("“%(value)s” is neither yes nor no."),
    "company_twice": _("the same company as in line %(other)s"),
    "owner_unknown": _("Nobody here signs in as “%(value)s”."),
    "too_many_cells": _("It has more cells than the first line has columns (%(n)s)."),
    # Tables that cannot be read
    "companies_too_large": _("The file is larger than 1 MB. Split it."),
    "companies_too_many": _("The file has more than 5,000 lines. Split it."),
    "no_name_column": _("No column is called “name”. The first line names the columns."),
}


def _owed(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    flag = FLAGS.get(str(params.get("flag")), "")
    if params.get("key"):
        return now_("%(flag)s of a key account: somebody is owed an answer") % {"flag": flag}
    return now_("%(flag)s: somebody is owed an answer") % {"flag": flag}


def _edited(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    names = ", ".join(str(FIELDS.get(str(each), each)) for each in params.get("changed", ()))
    return now_("Changed: %(names)s") % {"names": names}


def _spoke(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params["n"])
    return ngettext("A watched person spoke of us", "%(n)d watched people spoke of us", n) % {"n": n}


SPECIAL: Mapping[str, Callable[[Mapping[str, Any], datetime, ZoneInfo], str]] = {
    "owed_an_answer": _owed,
    "company_edited": _edited,
    "watched_people_spoke": _spoke,
}
