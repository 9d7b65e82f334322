"""Words and signs for what a tried query does: its posts, its parts, what could make it sharper."""

from __future__ import annotations

import hashlib
import json

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from listening.connectors import registry
from listening.pages.pieces import Piece, snippet
from listening.query.proposals import Proposal
from listening.query.wording import unsaid
from listening.records import PostKey, Say
from listening.storage import history
from listening.storage.dryrun import Part, TriedPost
from listening.text import safe_url

register = template.Library()

_MOST_WORDS = 2
"""Words of one part that are written out; more are counted."""


@register.filter
def row_id(key: PostKey) -> str:
    """Return a name for the row of a post that may stand in an id: keys hold whatever a network sends."""
    return hashlib.sha256("\0".join(key).encode()).hexdigest()[:12]


@register.filter
def line_of(post: TriedPost) -> tuple[Piece, ...]:
    """Return the post's text as one line, the matched words marked."""
    return snippet(post.text, post.spans)


@register.filter
def web_address(url: str) -> str:
    """Return an address that may become a link, "" for any other."""
    return safe_url(url)


@register.filter
def network_name(network: str) -> str:
    """Return the name of a network as people write it; one that we do not read stands as it is."""
    known = network in registry.CONNECTORS
    return registry.connector(network).facts.label if known else network.capitalize()


@register.filter
def quoted(word: str) -> str:
    """Return a word as people write it: phrases in typographic quotation marks."""
    inner = word[1:-1] if len(word) > 1 and word[0] == word[-1] == '"' else word
    return f"“{inner}”" if inner != word or " " in inner else word


@register.filter
def either(words: tuple[str, ...]) -> str:
    """Return words of which one is enough."""
    return _(" or ").join(quoted(word) for word in words)


@register.filter
def packed(proposal: Proposal) -> str:
    """Return a proposal as the value of a button; ``listening.pages.drafts`` reads it."""
    return json.dumps([proposal.kind, *proposal.words], ensure_ascii=False)


@register.filter
def effect(proposal: Proposal) -> str:
    """Say what a proposal would do: how many posts it drops, and whether it costs any of ours."""
    drops = _("drops %(n)d of %(all)d in %(days)d days")
    drops %= {"n": proposal.drops, "all": proposal.of, "days": history.WINDOW.days}
    return ", ".join([drops, *_costs(proposal)])


@register.filter
def short_effect(proposal: Proposal) -> str:
    """Say the same in fewer words, beside a preview that has the numbers."""
    drops = _("drops %(n)d") % {"n": proposal.drops}
    return ", ".join([drops, *_costs(proposal)])


def _costs(proposal: Proposal) -> list[str]:
    """Say whom it drops as far as that is known: posts that people called *us*, and those that scoring doubts."""
    told = [kept_of_us(proposal)] if proposal.us else []
    if proposal.strangers:
        told.append(_("%(n)d of them probably not about us") % {"n": proposal.strangers})
    return told


def kept_of_us(proposal: Proposal) -> str:
    """Say how many of the posts about us a proposal keeps."""
    if proposal.costs:
        return _("keeps %(n)d of %(all)d of us") % {"n": proposal.keeps, "all": proposal.us}
    return ngettext("keeps the %(n)d of us", "keeps all %(n)d of us", proposal.us) % {"n": proposal.us}


INPUTS = {
    "must": gettext_lazy("Must"),
    "any_of": gettext_lazy("Any of"),
    "none_of": gettext_lazy("Not"),
    "near_words": gettext_lazy("Near"),
    "near_others": gettext_lazy("Near, the words after it"),
    "near.distance": gettext_lazy("Near, the number of words"),
    "sources": gettext_lazy("Where, sources"),
    "langs": gettext_lazy("Where, languages"),
    "authors": gettext_lazy("Where, authors"),
}


@register.filter
def input_name(name: str) -> str:
    """Return the name of an input of the form as the page shows it."""
    return str(INPUTS.get(name, name))


@register.filter
def part_role(role: str) -> str:
    """Return the word for a part of the form."""
    words = {"must": _("Must"), "any": _("Any of"), "not": _("Not"), "near": _("Near"), "where": _("Where")}
    return words[role]


@register.filter
def part_words(part: Part) -> str:
    """Return what a part holds: its words, or how many they are."""
    if part.terms > _MOST_WORDS:
        return ngettext("%(n)d word", "%(n)d words", part.terms) % {"n": part.terms}
    return part.words if part.terms > 1 else quoted(part.words)


@register.filter
def why_dropped(post: TriedPost) -> str:
    """Say which part drops a post, "" if it is kept."""
    if not post.dropped_by:
        return ""
    says = _("dropped by %(words)s") if post.dropped_as == "not" else _("lacks %(words)s")
    return says % {"words": quoted(post.dropped_by)}


@register.filter
def part_effect(part: Part) -> str:
    """Say what a part does."""
    says = {"must": _("finds %(n)s"), "not": _("drops %(n)s")}
    return says.get(part.role, _("leaves %(n)s")) % {"n": f"{part.count:,}"}


@register.filter
def part_cost(part: Part) -> str:
    """Say how many posts that are about us a part drops, "" for a part that drops nothing by itself."""
    if part.us:
        return ngettext("%(n)d was us", "%(n)d were us", part.us) % {"n": part.us}
    return _("none of us") if part.role == "not" and part.count else ""


@register.filter
def pace(a_day: float) -> str:
    """Say how many posts a query brings, in the shortest time that has one."""
    for days, words in (
        (1, (_("About %(n)d post a day."), _("About %(n)d posts a day."))),
        (7, (_("About %(n)d post a week."), _("About %(n)d posts a week."))),
        (30, (_("About %(n)d post a month."), _("About %(n)d posts a month."))),
    ):
        many = round(a_day * days)
        if many:
            return words[many != 1] % {"n": many}
    return _("Less than a post a month.")


@register.filter
def unsaid_words(say: Say) -> str:
    """Return the sentence for something that a network's own search cannot express."""
    return unsaid(say)
