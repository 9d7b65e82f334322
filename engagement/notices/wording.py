"""Turns notices into messages, and what a receiver answered into words for the alerts page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from engagement import wording
from engagement.history import say_of
from engagement.notices.records import Answer, Line, Message, Title
from engagement.places import LABELS
from listening import wording as of_sources
from listening.connectors import registry
from listening.models import Source
from listening.records import Say

SHOWN = 3
"""How many titles one message shows."""

TROUBLES: Mapping[str, Promise] = {
    "not_found": lazy("There is no webhook at this address (404). Make a new one and add it."),
    "gone": lazy("The webhook or its channel is gone (410). Make a new one and add it."),
    "forbidden": lazy("It does not let this webhook write there (403)."),
    "unauthorized": lazy("It does not accept this webhook's key (401). Make a new one and add it."),
    "budget_exhausted": lazy("It asks for payment (402)."),
    "http_400": lazy("It refused the message (400). The webhook may be gone, or be of another kind."),
    "rate_limited": lazy("It asks us to wait (429)."),
    "redirected": lazy("The address leads elsewhere. Copy the webhook's own address."),
    "answered_otherwise": lazy("Something answered there, but not a webhook of this kind."),
    "credential_unreadable": lazy("Its address cannot be opened. Add it again, or restore CREDENTIAL_KEYS."),
    "mail_off": lazy("Mail is off: EMAIL_URL is not set."),
    "mail_refused": lazy("The mail server refused."),
    "mail_address": lazy("An address is none that a mail can go to."),
    "mail_failed": lazy("The mail server did not take it. Try it on the Mail page."),
    "address_private": lazy("This address lies inside your own network. Allow it in OUTBOUND_ALLOW to use it."),
    "address_port": lazy("This port is not asked. Allow it in OUTBOUND_ALLOW to use it."),
    "too_large": lazy("Something answered there, but not a webhook: far too much."),
}


def trouble(say: Say, *, now: datetime, zone: ZoneInfo) -> str:
    """Return why a receiver did not take a message, with its own word for it in brackets if it gave one."""
    known = TROUBLES.get(say.code)
    text = str(known) if known else of_sources.words(say, now=now, zone=zone)
    said = str(say.params.get("said", ""))
    return _("%(text)s It says: %(said)s.") % {"text": text, "said": said} if said else text


def answered(kind: str, answer: Answer) -> str:
    """Return what it means that a receiver took a test."""
    if kind == "mail":
        return _("%(host)s took the mail. Look into the inbox, and into the spam folder.") % {"host": answer.host}
    if kind == "teams":
        return _("%(host)s took it (%(status)d) and posts it by itself. Look into the channel.") % {
            "host": answer.host,
            "status": answer.status,
        }
    if kind == "webhook":
        return _("%(host)s took it (%(status)d).") % {"host": answer.host, "status": answer.status}
    return _("%(host)s answered “ok”. Look into the channel.") % {"host": answer.host}


def message(say: Say, titles: Sequence[Title], *, base_url: str, now: datetime, zone: ZoneInfo) -> Message:
    """Return the words of a notice. ``titles`` are those of its cases; ``base_url`` is where its links lead."""
    if say.code in ("new_to_engage", "watched_people_spoke"):
        lines = tuple(_case(each, base_url) for each in titles[:SHOWN])
        head = wording.words(say, now=now, zone=zone)
        return Message(headline=head, lines=lines, url=f"{base_url}/", action=_("Open the queue"))
    if say.code == "view_news":
        lines = tuple(_case(each, base_url) for each in titles)
        head, url = wording.words(say, now=now, zone=zone), f"{base_url}/?{say.params['query']}"
        return Message(headline=head, lines=lines, url=url, action=_("Open the view"))
    if say.code == "surges":
        return _surges(say, titles, base_url, now, zone)
    if say.code in ("source_needs_a_look", "source_is_well"):
        return _source(say, base_url, now, zone)
    head = wording.words(say, now=now, zone=zone)
    return Message(headline=head, url=f"{base_url}/settings/alerts/", action=_("Open the alerts"))


def named(title: Title) -> str:
    """Return the first words of a case, or its network where its words stay inside."""
    return title.words or _("A post on %(network)s") % {"network": network(title.network)}


def together(parts: Sequence[Message], *, base_url: str) -> Message:
    """Return one message of several, each under its headline."""
    lines: list[Line] = []
    for part in parts:
        lines += [Line(text=part.headline, url=part.url), *part.lines]
    head = "; ".join(part.headline for part in parts)
    return Message(headline=head, lines=tuple(lines), url=f"{base_url}/", action=_("Open Wellheard"))


def _case(title: Title, base_url: str) -> Line:
    return Line(text=named(title), url=f"{base_url}/cases/{title.case_id}/" if title.case_id else "")


def _surges(say: Say, titles: Sequence[Title], base_url: str, now: datetime, zone: ZoneInfo) -> Message:
    """One surge is the headline with its three posts below; several are lines, each with its posts."""
    by_post = {each.mention_id: each for each in titles}
    told = [wording.words(one, now=now, zone=zone) for stored in say.params["surges"] if (one := say_of(stored))]
    posts = [[_case(by_post[each], base_url) for each in shown if each in by_post] for shown in say.params["posts"]]
    addresses = [f"{base_url}/cases/{case}/" if case else "" for case in say.params["about"]]
    if len(told) == 1:
        url = addresses[0] or f"{base_url}/?lane=monitor"
        action = _("Open the case") if addresses[0] else _("Open Monitor")
        return Message(headline=told[0], lines=tuple(posts[0]), url=url, action=action)
    lines: list[Line] = []
    for words, url, below in list(zip(told, addresses, posts, strict=True))[:SHOWN]:
        lines += [Line(text=words, url=url), *below]
    head = wording.words(say, now=now, zone=zone)
    return Message(headline=head, lines=tuple(lines), url=f"{base_url}/?lane=monitor", action=_("Open Monitor"))


def network(code: str) -> str:
    """Return the name of a network."""
    if code in registry.CONNECTORS:
        return registry.connector(code).facts.label
    return LABELS.get(code, code.capitalize())


def _source(say: Say, base_url: str, now: datetime, zone: ZoneInfo) -> Message:
    state = Source.State(str(say.params["state"])).label
    told = Say(code=say.code, params={**say.params, "state": state})
    reason = say_of(say.params.get("reason"))
    lines = (Line(text=of_sources.words(reason, now=now, zone=zone)),) if reason else ()
    head = wording.words(told, now=now, zone=zone)
    return Message(headline=head, lines=lines, url=f"{base_url}/sources/", action=_("Open the sources"))
