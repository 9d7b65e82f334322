"""The report that parameters ask for, with what surrounds it, and the names of its groups."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dashboards import storage
from dashboards.metrics import responding
from dashboards.responses import asking, wording
from dashboards.responses.records import Counted
from engagement.labels import CLASSES
from engagement.pages import words
from engagement.queue import pull


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The report that is asked for, and what surrounds it."""

    asked: asking.Asked
    zone: ZoneInfo
    now: datetime
    brands: list[tuple[int, str]]

    def counted(self) -> Counted:
        """Count it. Two queries."""
        return responding.report(self.asked.scope, by=self.asked.by, brands=self.brand_ids, now=self.now)

    @property
    def brand_ids(self) -> list[int]:
        return [id_ for id_, _name in self.brands]

    def url(self, number: str = "", **changes: str) -> str:
        """Return the address of this report, or of the list behind a number of it."""
        query = self.asked.query(**({"by": ""} if number else {}) | changes)
        path = f"/responses/{number}/" if number else "/responses/"
        return f"{path}?{query}" if query else path


def place_of(params: Mapping[str, str], *, now: datetime, more: Collection[str] = ()) -> Place:
    """Return what parameters ask for. Raises ``asking.Refused``; ``more`` are parameters that others read."""
    zone, brands = storage.company_zone() or ZoneInfo("UTC"), responding.our_brands()
    networks = pull.known_networks() if params.get("network") else ()
    known = asking.Known(networks=networks, brands=brands)
    asked = asking.read(params, known=known, zone=zone, now=now, more=more)
    return Place(asked=asked, zone=zone, now=now, brands=brands)


def group_names(counted: Counted, place: Place) -> dict[str, str]:
    """Return the name of every group by its key. One query at most."""
    keys, by = list(counted.groups), place.asked.by
    if by == "network":
        names = {key: words.network(key) for key in keys}
    elif by == "class":
        names = {key: str(CLASSES.get(key, key)) for key in keys}
    elif by == "brand":
        names = {str(id_): name for id_, name in place.brands}
    elif by == "person":
        names = responding.person_names(keys)
    else:
        names = responding.account_names([key for key in keys if key])
    return {key: names.get(key) or str(wording.WITHOUT.get(by, key)) for key in keys}
