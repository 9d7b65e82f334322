"""Founds an installation from inside; run by `manage.py shell` in the environment of a running one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from engagement.actions import members, tokens
from listening import actions
from listening.models import Source

COMPANY = "Northwind Relay"


@transaction.atomic
def found(feeds: Sequence[str]) -> None:
    """Search Hacker News and follow ``feeds`` for one brand. Prints a token that may read mentions.

    Nothing is due before the test says so.
    """
    now = timezone.now()
    actions.found_installation(company=COMPANY, domain="", zone="UTC", brand_terms=[COMPANY], now=now)
    owner = members.create_member(
        email="maya@northwind.example", password="correct horse battery", name="Maya Rehn", role="owner", now=now
    )
    _row, token = tokens.create_token(owner, name="chaos", scopes=["read:mentions"], now=now)
    for address in feeds:
        actions.add_feed(address, name=address.rpartition("/")[2], now=now)
    search = actions.add_search("hackernews", name="Hacker News", now=now)
    search.look_back_most = None  # the whole past is the ground truth here
    search.save(update_fields=["look_back_most"])
    Source.objects.update(next_poll_at=now + timedelta(days=1))
    print(token)
