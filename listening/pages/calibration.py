"""The Calibration page: how often each flag is right, how much is missed, and the posts behind every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from listening.actions import scoring
from listening.actions.refusals import Refused
from listening.pages import asking, learnt
from listening.pages.curves import curve_of
from listening.pages.labels import who
from listening.records import FLAGS
from listening.scoring.accuracy import ENOUGH, STEPS, Checked, Found, Place, Share, Sizes, curve, precision, recall
from listening.storage import accuracy

PAGE = 200  # rows
WITH, WITHOUT, STEP, CORRECTED, UNSCORED = "flagged", "unflagged", "step", "corrected", "unscored"


@require_safe
def show(request: HttpRequest) -> HttpResponse:
    """Show the figures of every flag, in words first."""
    now = timezone.now()
    versions = accuracy.versions(now)
    version = request.GET.get("version", "")
    if version and version not in versions:
        raise Http404(_("Nothing was checked with the version “%(version)s”.") % {"version": version[:40]})
    rows, stock, corrected = accuracy.checked(now, version=version), accuracy.stock(now), accuracy.corrections(now)
    place = place_of(request.GET, rows)
    if place:
        rows, corrected = [row for row in rows if row.place == place], {}
    named = named_of(place) | {"version": version}
    flags = [figures(flag, [row for row in rows if row.flag == flag], stock.sizes, named) for flag in FLAGS]
    context = {
        "flags": [each | {"corrected": corrected.get(each["flag"], 0)} for each in flags],
        "place": place and {"network": place[0], "language": asking.language(place[1])},
        "checked": len(rows),
        "enough": ENOUGH,
        "version": version,
        "versions": versions,
        "unscored": [
            {"language": asking.language(code), "n": n, "url": behind(UNSCORED, language=code)}
            for code, n in sorted(stock.unscored.items(), key=lambda pair: -pair[1])
        ],
        "learnt": learnt.told(),
        "closed": sorted(stock.closed.items(), key=lambda pair: -pair[1]),
    }
    return render(request, "listening/calibration.html", context)


@require_POST
def go_back(request: HttpRequest) -> HttpResponse:
    """Score a language as shipped again."""
    try:
        scoring.go_back(request.POST.get("language", ""), actor=who(request), now=timezone.now())
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("/calibration/#learnt")


@require_POST
def learn_again(request: HttpRequest) -> HttpResponse:
    """Let hold again what was learnt of a language."""
    try:
        scoring.learn_again(request.POST.get("language", ""))
    except Refused as refused:
        messages.error(request, refused.message)
    return redirect("/calibration/#learnt")


def place_of(sent: Mapping[str, str], rows: Sequence[Checked]) -> Place | None:
    """Return the one network and language that an address asks for, None for all. Raises ``Http404`` with words."""
    if not (sent.get("network") or sent.get("language")):
        return None
    place = (sent.get("network", ""), sent.get("language", ""))
    if all(row.place != place for row in rows):
        raise Http404(_("Nothing was checked there."))
    return place


def named_of(place: Place | None) -> dict[str, str]:
    """Return a place as addresses name it."""
    return {"network": place[0], "language": place[1]} if place else {}


def figures(flag: str, rows: Sequence[Checked], sizes: Sizes, named: Mapping[str, str]) -> dict[str, Any]:
    """Return what is told of one flag: how often it is right, how much it finds, by place, and its curve."""
    steps = curve(rows, sizes)
    named = {"flag": flag, **named}
    known = sum(step.true.n for step in steps)
    return {
        "flag": flag,
        "words": asking.WORDS[flag],
        "right": share_words(precision(rows, sizes)),
        "found": found_words(recall(rows, sizes)),
        "without": sum(not row.was for row in rows),
        "url": behind(WITH, **named),
        "url_without": behind(WITHOUT, **named),
        "url_corrected": behind(CORRECTED, flag=flag),
        "places": []
        if "network" in named
        else [place_words(place, rows, sizes, named) for place in sorted({row.place for row in rows})],
        "curve": curve_of(steps) if known >= ENOUGH else None,
        "steps": [
            {
                "low": asking.of_hundred(step.low),
                "high": asking.of_hundred(step.high),
                "said": asking.of_hundred(step.said),
                "true": share_words(step.true),
                "url": behind(STEP, step=str(int(step.low * STEPS + 0.5)), **named),
            }
            for step in steps
        ],
    }


def place_words(place: Place, rows: Sequence[Checked], sizes: Sizes, named: Mapping[str, str]) -> dict[str, Any]:
    """Return the figures of a flag on one network in one language."""
    here = [row for row in rows if row.place == place]
    network, language = place
    named = {**named, **named_of(place)}
    return {
        "network": network,
        "language": asking.language(language),
        "right": share_words(precision(here, sizes)),
        "found": found_words(recall(here, sizes)),
        "without": sum(not row.was for row in here),
        "url": behind(WITH, **named),
        "url_without": behind(WITHOUT, **named),
        "alone": "?" + urlencode({**named_of(place), "version": named["version"]}) + "#" + named["flag"],
    }


def share_words(share: Share | None) -> dict[str, Any]:
    """Return a share as so many of 100, with its interval in whole numbers."""
    if share is None:
        return {"n": 0, "enough": False}
    hundred = asking.of_hundred
    numbers = {"share": hundred(share.share), "low": hundred(share.low), "high": hundred(share.high)}
    return {"n": share.n, "yes": share.yes, "enough": share.enough, **numbers}


def found_words(found: Found | None) -> dict[str, Any]:
    """Return how much is found as so many of 100, with its interval in whole numbers."""
    if found is None:
        return {"n": 0, "enough": False}
    hundred = asking.of_hundred
    numbers = {"share": hundred(found.share), "low": hundred(found.low), "high": hundred(found.high)}
    return {"n": found.n, "missed": found.missed, "enough": found.enough, **numbers}


def behind(of: str, **named: str) -> str:
    """Return the address of the posts behind a figure."""
    return "/calibration/posts/?" + urlencode({"of": of} | {name: value for name, value in named.items() if value})


@require_safe
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts behind a figure, those where scoring was wrong first."""
    of, page, sent = request.GET.get("of", ""), page_of(request.GET.get("page", "1")), request.GET
    listing = listed(of, sent.dict(), timezone.now(), start=(page - 1) * PAGE)
    if page > 1 and not listing.posts:
        raise Http404(_("This list has fewer pages."))
    flag = sent.get("flag", "")
    context = {
        "of": of,
        "flag": flag,
        "title": title(of, flag, sent.get("language", "")),
        "where": where(sent.dict()) if of in {WITH, WITHOUT, STEP} else "",
        "stretch": stretch(int(sent["step"])) if of == STEP else "",
        "n": listing.n,
        "right": listing.right,
        "rows": [row(post, flag) for post in listing.posts],
        "page": page,
        "pages": max(1, -(-listing.n // PAGE)),
        "same": urlencode({name: value for name, value in sent.items() if name != "page"}),
    }
    return render(request, "listening/calibration_posts.html", context)


def listed(of: str, sent: Mapping[str, str], now: datetime, *, start: int) -> accuracy.Listing:
    """Return the posts that an address names. Raises ``Http404`` with words for one that names none."""
    flag, step, version = sent.get("flag", ""), sent.get("step", ""), sent.get("version", "")
    if of == UNSCORED:
        return accuracy.unscored_posts(now, language=sent.get("language", ""), start=start, limit=PAGE)
    if flag not in FLAGS or of not in {WITH, WITHOUT, STEP, CORRECTED}:
        raise Http404(_("No figure has this address."))
    if of == CORRECTED:
        return accuracy.corrected_posts(now, flag=flag, start=start, limit=PAGE)
    place = (sent["network"], sent.get("language", "")) if sent.get("network") else None
    if of == STEP:
        if step not in {str(number) for number in range(STEPS)}:
            raise Http404(_("No figure has this address."))
        return accuracy.judged_posts(
            now, flag=flag, step=int(step), place=place, version=version, start=start, limit=PAGE
        )
    return accuracy.judged_posts(now, flag=flag, was=of == WITH, place=place, version=version, start=start, limit=PAGE)


def title(of: str, flag: str, language: str) -> str:
    """Return what a list holds."""
    if of == UNSCORED:
        return _("Not scored: %(language)s") % {"language": asking.language(language)}
    things = {"flags": asking.WORDS[flag].flags, "things": asking.WORDS[flag].things}
    titles = {
        WITH: _("Checked %(flags)s"),
        WITHOUT: _("Checked posts without %(flags)s"),
        STEP: _("Checked posts, %(flags)s"),
        CORRECTED: _("Corrected on your own, %(flags)s"),
    }
    return titles[of] % things


def where(sent: Mapping[str, str]) -> str:
    """Return the network of a list, "" for all; the template adds its language."""
    return asking.language(sent.get("language", "")) if sent.get("network") else ""


def stretch(step: int) -> str:
    """Return a stretch of probability in words."""
    return _("scoring said %(low)d to %(high)d %%") % {"low": step * 100 // STEPS, "high": (step + 1) * 100 // STEPS}


def row(post: accuracy.JudgedPost, flag: str) -> dict[str, Any]:
    """Return a judged post with both answers in words."""
    return {
        "post": post,
        "said": asking.answer(flag, post.value) if post.value is not None else "",
        "scored": asking.answer(flag, post.was) if post.was is not None else "",
        "sure": asking.sure(post.was, post.chance),
    }


def page_of(text: str) -> int:
    """Return the page that an address names. Raises ``Http404`` with words."""
    if not text.isascii() or not text.isdigit() or not 0 < int(text[:9]) < 100_000:
        raise Http404(_("“%(page)s” is no page.") % {"page": text[:40]})
    return int(text[:9])
