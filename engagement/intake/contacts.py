"""Forgets people of whom nothing stands any more: with the last post of an account goes what was kept about it."""

from __future__ import annotations

from django.db import connection
from django.db.models import Exists, OuterRef

from engagement.models import Contact, Person
from listening.models import Mention

_LOCK = 7342  # of what touches several accounts of a person; any number that no other lock uses


def one_at_a_time() -> None:
    """Let what touches several accounts of a person go one after the other. Take it after mentions and cases."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def forget_gone() -> int:
    """Take accounts of which no post stands out of their contacts, and erase contacts that have no account left, with
    all that was ever joined to them. Returns how many were erased. Three queries where nothing is to be forgotten.

    Runs in the transaction that takes the deletion in.
    """
    one_at_a_time()
    stands = Mention.objects.filter(
        network=OuterRef("network"), instance=OuterRef("instance"), author_key=OuterRef("external_id"), deleted_at=None
    )
    Person.objects.filter(contact__isnull=False).exclude(Exists(stands)).update(contact=None)
    accounts = Person.objects.filter(contact=OuterRef("pk"))
    _rows, erased = Contact.objects.filter(joined_to=None).exclude(Exists(accounts)).delete()
    return erased.get(Contact._meta.label, 0)
