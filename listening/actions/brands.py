"""The verbs on brands and on the accounts that speak for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from listening.actions.refusals import Refused
from listening.models import Brand, BrandAccount
from listening.models.brands import pending_id
from listening.storage import accounts, answering, handles


def add_brand(*, name: str, kind: str, terms: Sequence[str], now: datetime) -> Brand:
    """Add a brand. ``terms`` are its spellings, which scoring masks."""
    if kind not in Brand.Kind.values:
        raise Refused("kind_unknown", f"A brand is one of {', '.join(Brand.Kind.values)}.", field="kind")
    if Brand.objects.filter(name=name, archived_at=None).exists():
        raise Refused("brand_exists", f"There is already a brand named {name}.", field="name")
    return Brand.objects.create(name=name, kind=kind, terms=list(terms), created_at=now)


def add_account(
    *,
    brand_id: int,
    network: str,
    external_id: str,
    handle: str,
    now: datetime,
    instance: str = "",
    kind: str = "brand",
    speaks: bool = True,
    user_id: int | None = None,
) -> BrandAccount:
    """Add an account that belongs to a brand, by the network's id. Posts of own accounts are never mentions.

    Stored threads in which it speaks are decided again.
    """
    with transaction.atomic():
        account = list_account(
            brand_id=brand_id,
            network=network,
            external_id=external_id,
            handle=handle,
            now=now,
            instance=instance,
            kind=kind,
            speaks=speaks,
            user_id=user_id,
        )
    answering.catch_up(now)
    return account


def list_account(
    *,
    brand_id: int,
    network: str,
    external_id: str,
    handle: str,
    now: datetime,
    instance: str = "",
    kind: str = "brand",
    speaks: bool = True,
    user_id: int | None = None,
) -> BrandAccount:
    """List an account, in the caller's transaction; what it wrote follows, its threads wait to be decided again.

    With "" for an id the account is known by its handle alone: it is matched once a post shows whose id that is, and
    those who are known to have borne the handle are suggested. Raises ``Refused``: ``account_exists``,
    ``kind_unknown``, ``account_unknown`` (neither id nor handle).
    """
    if not (external_id or handle):
        raise Refused("account_unknown", "Say which account.", field="external_id")
    by_handle = not external_id
    external_id = external_id or pending_id(handle)
    if kind not in BrandAccount.Kind.values:
        raise Refused("kind_unknown", f"An account is one of {', '.join(BrandAccount.Kind.values)}.", field="kind")
    # One that is listed for the whole network is listed for each instance: it speaks for one brand alone.
    listed = BrandAccount.objects.filter(network=network, external_id=external_id)
    if (listed.filter(instance__in=("", instance)) if instance else listed).exists():
        raise Refused("account_exists", "This account is already listed.", field="external_id")
    account = BrandAccount(
        brand_id=brand_id,
        network=network,
        instance=instance,
        external_id=external_id,
        handle=handle,
        kind=kind,
        speaks=speaks,
        user_id=user_id,
        created_at=now,
    )
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError:  # a colleague has listed it in this very moment
        raise Refused("account_exists", "This account is already listed.", field="external_id") from None
    if by_handle:
        handles.suggest_bearers(account, now)
        return account
    handles.settle(account)
    accounts.follow(account, now, listed=True)
    return account


def remove_account(account_id: int, *, now: datetime) -> int:
    """Forget that an account belongs to a brand. Returns how many questions stand otherwise without it."""
    with transaction.atomic():
        account = BrandAccount.objects.select_related("brand").filter(id=account_id).first()
        if account is None:
            return 0
        forget_account(account, now)
    return answering.catch_up(now)


def forget_account(account: BrandAccount, now: datetime) -> None:
    """Forget an account, in the caller's transaction; its threads wait to be decided again."""
    BrandAccount.objects.filter(id=account.pk).delete()
    if not account.by_handle:
        accounts.follow(account, now, listed=False)


def archive_brand(brand_id: int, *, now: datetime) -> None:
    """Listen for a brand no more. Its mentions stay, and it comes back with them if it is added again."""
    Brand.objects.filter(id=brand_id, archived_at=None).update(archived_at=now)


def any_of(terms: Sequence[str]) -> str:
    """Return the expression that finds any of these spellings, each as it stands."""
    return " OR ".join('"' + term.replace('"', " ") + '"' for term in terms)
