"""Makers of companies and people for tests."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from engagement.actions import companies
from engagement.companies.records import Draft
from engagement.intake import take_in
from engagement.models import Case, Company, Person
from listening.models import Mention
from tests.factories import NOW, make_change, make_mention, make_user

BEFORE = NOW - timedelta(days=90)


def make_company(name: str = "Acme", **said: Any) -> Company:
    """Return a company that a colleague added."""
    return companies.add(Draft(name=name, **said), actor=make_user(), now=NOW)


def make_person(author: str = "charlie", **more: Any) -> Person:
    """Return somebody known by his account on Hacker News."""
    values = {"network": "hackernews", "handle": author, "created_at": BEFORE, **more}
    if values.get("watched"):
        values.setdefault("watched_at", BEFORE)
    return Person.objects.create(external_id=author, **values)


def taken(mention: Mention, *, now: datetime = NOW) -> Case:
    """Take the mention in and return its case."""
    make_change(mention, at=now)
    take_in(now=now)
    return Case.objects.distinct().get(items__mention=mention)


def heard(text: str = "Reading about Northwind Relay", **more: Any) -> Case:
    """Return the case of a post by Charlie, taken in; by default one that is only heard."""
    return taken(make_mention(text, **more))
