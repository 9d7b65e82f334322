"""Who is listened for besides ourselves: rivals and topics, chosen as whole lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from listening import query
from listening.actions.brands import add_brand, any_of, archive_brand
from listening.actions.queries import edit_query
from listening.actions.refusals import Refused
from listening.models import Brand, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One brand of a list: its name, and every spelling that finds it, the name among them."""

    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUp:
    """What choosing a list did: names in the order in which they were handled."""

    added: tuple[str, ...]
    changed: tuple[str, ...]
    archived: tuple[str, ...]


def choose_brands(kind: str, wanted: Sequence[Wanted], *, now: datetime, user_id: int | None = None) -> LineUp:
    """Make the brands of ``kind`` (competitor or topic) exactly these: add, bring back, change spellings, archive.

    Nothing is deleted, and a query that somebody wrote by hand is left as it is. Runs in one transaction. Raises
    ``Refused`` with the field "brands" for a name that belongs to a brand of another kind, or that no post could hold.
    """
    if kind not in (Brand.Kind.COMPETITOR, Brand.Kind.TOPIC):
        raise Refused("kind_unknown", "Only rivals and topics are chosen as lists.", field="brands")
    done: dict[str, list[str]] = {"added": [], "changed": [], "archived": []}
    with transaction.atomic():
        here = {row.name.casefold(): row for row in Brand.objects.select_for_update().filter(archived_at=None)}
        for each in wanted:
            row = here.get(each.name.casefold())
            if row is None:
                _bring(kind, each, now=now, user_id=user_id)
                done["added"].append(each.name)
            elif row.kind != kind:
                raise Refused("brand_exists", f"There is already a brand named {row.name}.", field="brands")
            elif _folded(row.name, *row.terms) != _folded(*each.terms):
                _spell(row, each.terms, now=now, user_id=user_id)
                done["changed"].append(row.name)
        names = {each.name.casefold() for each in wanted}
        for name, row in here.items():
            if row.kind == kind and name not in names:
                archive_brand(row.id, now=now)
                done["archived"].append(row.name)
    return LineUp(**{what: tuple(names) for what, names in done.items()})


def _bring(kind: str, each: Wanted, *, now: datetime, user_id: int | None) -> None:
    """Add a brand with its query, or bring the archived one of this name back with its mentions."""
    former = Brand.objects.filter(name__iexact=each.name, kind=kind).order_by("-archived_at").first()
    if former is None:
        row = add_brand(name=each.name, kind=kind, terms=each.terms, now=now)
        _ask(None, row, each.terms, now=now, user_id=user_id)
        return
    Brand.objects.filter(id=former.id).update(archived_at=None, name=each.name)
    Query.objects.filter(brand=former).update(changed_at=now)
    if tuple(former.terms) != each.terms:
        _spell(former, each.terms, now=now, user_id=user_id)


def _spell(row: Brand, terms: tuple[str, ...], *, now: datetime, user_id: int | None) -> None:
    written = Query.objects.filter(brand=row, expression=any_of(row.terms)).first()
    Brand.objects.filter(id=row.id).update(terms=list(terms))
    # The time of its queries is what tells every process that matching and masking have changed.
    Query.objects.filter(brand=row).update(changed_at=now)
    if written is not None:
        _ask(written, row, terms, now=now, user_id=user_id)


def _ask(old: Query | None, row: Brand, terms: Sequence[str], *, now: datetime, user_id: int | None) -> None:
    try:
        edit_query(
            old.id if old else None,
            brand_id=row.id,
            name=old.name if old else row.name,
            expression=any_of(terms),
            now=now,
            user_id=user_id,
        )
    except query.QueryError as error:
        why = f"“{row.name}” cannot be searched for: {query.refusal(error)}"
        raise Refused("brand_unsearchable", why, field="brands") from None


def _folded(*terms: str) -> set[str]:
    # Matching ignores case: another case of the same word is no change, and no new version of a query.
    return {term.casefold() for term in terms}
