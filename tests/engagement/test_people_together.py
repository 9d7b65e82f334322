"""Two at once: one link lets one person in, and two owners cannot leave the place without one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engagement.actions import invitations, members, people
from engagement.errors import Refused
from engagement.models import Member
from tests.engagement.test_intake_together import together
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def outcome(verb: Callable[[], object]) -> Callable[[], int]:
    """Return the verb as 1 if it was done and 0 if it was refused."""

    def run() -> int:
        try:
            verb()
        except Refused:
            return 0
        return 1

    return run


def test_it_lets_in_one_of_two_who_come_by_one_link() -> None:
    owner = Member.objects.get(user=make_user("owner"))
    key = invitations.digest(invitations.invite("sales", by=owner, now=NOW)[1])

    def come(name: str) -> Callable[[], int]:
        sent = {"email": f"{name}@northwind.example", "password": "correct horse battery", "name": name}
        return outcome(lambda: invitations.accept(key, now=NOW, **sent))

    assert sorted(together(*map(come, ("bob", "carol", "dora", "eve")))) == [0, 0, 0, 1]
    assert Member.objects.filter(role="sales").count() == 1


def test_it_keeps_one_of_two_owners_who_shut_each_other_out(monkeypatch: pytest.MonkeyPatch) -> None:
    alice, bob = (Member.objects.get(user=make_user("owner")) for _ in range(2))
    first = outcome(lambda: people.deactivate(bob.pk, by=alice, now=NOW))
    second = outcome(lambda: people.change_role(alice.pk, "sales", by=bob, now=NOW))
    assert sorted(together(first, second)) == [0, 1]
    assert Member.objects.filter(role="owner", user__is_active=True).count() == 1
    assert members.colleagues()
