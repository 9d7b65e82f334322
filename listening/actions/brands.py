"""The verbs on brands and on the accounts that speak for them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from listening.actions.refusals import Refused
from listening.models import Brand, BrandAccount


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
) -> BrandAccount:
    """Add an account that belongs to a brand, by the network's id. Posts of own accounts are never mentions."""
    if BrandAccount.objects.filter(network=network, instance=instance, external_id=external_id).exists():
        raise Refused("account_exists", "This account is already listed.", field="external_id")
    return BrandAccount.objects.create(
        brand_id=brand_id,
        network=network,
        instance=instance,
        external_id=external_id,
        handle=handle,
        kind=kind,
        speaks=speaks,
        created_at=now,
    )


def remove_account(account_id: int) -> None:
    """Forget that an account belongs to a brand. What it wrote stays what it was when it was stored."""
    BrandAccount.objects.filter(id=account_id).delete()


def archive_brand(brand_id: int, *, now: datetime) -> None:
    """Listen for a brand no more. Its mentions stay, and it comes back with them if it is added again."""
    Brand.objects.filter(id=brand_id, archived_at=None).update(archived_at=now)


def any_of(terms: Sequence[str]) -> str:
    """Return the expression that finds any of these spellings, each as it stands."""
    return " OR ".join('"' + term.replace('"', " ") + '"' for term in terms)
