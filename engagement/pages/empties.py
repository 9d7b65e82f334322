"""What an empty list says: why it is empty, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from urllib.parse import parse_qs, urlencode, urlsplit
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from engagement import filters, wording
from engagement.queue.clear import cleared, matching
from engagement.queue.pasted import is_address
from engagement.storage import company_zone
from listening import metrics
from listening.actions import asks


def empty_words(
    narrowing: Sequence[Mapping[str, str]], lane: str, searched: str, *, viewer: User, now: datetime, zone: ZoneInfo
) -> dict[str, str]:
    """Return title, text, address and action: a pasted address is not known, nothing is listened to yet, nothing
    matches these filters, or nothing is owed."""
    if is_address(searched):
        text = _("No case holds the post at this address. Paste its words, and it goes the way of every other post.")
        url = f"/capture/?{urlencode({'url': searched})}"
        return {"title": _("Not heard yet"), "text": text, "url": url, "action": _("Take this post in")}
    _well, sources = metrics.source_health()
    if not sources:
        text = _("Choose where your buyers talk. It takes two minutes.")
        return {"title": _("No sources yet"), "text": text, "url": "/sources/add/", "action": _("Add a source")}
    if narrowing:
        return _no_match(narrowing, viewer=viewer)
    if lane == "engage":
        words = {"title": _("Queue clear"), "text": _clear(now, zone)}
        judge = "" if asks.all_judged(now=now) else _("Judge 25 posts, a minute")
        return words | {"url": "/?lane=monitor", "action": _("Look at Monitor"), "judge": judge}
    text = _("What is heard and belongs here shows up by itself.")
    return {"title": _("Nothing here"), "text": text, "url": "/sources/", "action": _("Look at sources")}


def _no_match(narrowing: Sequence[Mapping[str, str]], *, viewer: User) -> dict[str, str]:
    last = narrowing[-1]
    wider = filters.parse(parse_qs(urlsplit(last["without"]).query), zone=company_zone())
    n = matching(wider, viewer=viewer)
    text = ngettext("One filter is set.", "%(n)d filters are set.", len(narrowing)) % {"n": len(narrowing)}
    if n is not None:
        said = ngettext("%(n)d matches without %(label)s %(value)s.", "%(n)d match without %(label)s %(value)s.", n)
        text = said % {"n": n, "label": last["label"], "value": last["value"]}
    action = _("Remove %(label)s %(value)s") % {"label": last["label"], "value": last["value"]}
    return {"title": _("No match"), "text": text, "url": last["without"], "action": action}


def _clear(now: datetime, zone: ZoneInfo) -> str:
    """Say what was done today and what returns next; each is left out where there is none."""
    found = cleared(since=datetime.combine(now.astimezone(zone).date(), time(), zone))
    said = [_("Nobody is owed an answer right now.")]
    if found.done:
        said.append(ngettext("%(n)d done today.", "%(n)d done today.", found.done) % {"n": found.done})
    if found.returns:
        at = wording.moment(found.returns, now=now, zone=zone)
        said.append(_("The next snoozed one returns %(at)s.") % {"at": at})
    return " ".join(said)
