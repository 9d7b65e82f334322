"""Where your buyers talk: one honest line for each network, searches by one click, feeds by address or by recipe."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from config.setup import steps, storage
from listening import actions, wording
from listening.connectors import elsewhere, registry
from listening.connectors.contract import Facts
from listening.connectors.feeds import recipes
from listening.errors import ListeningError
from listening.records import Say

WAYS = {"capture": "/capture/", "import": "/import/", "recipe": "#forums"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What came of one line of the page: words, the address they speak of, and the field at fault if there is one."""

    words: str
    good: bool = False
    address: str = ""
    field: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest) -> HttpResponse:
    """Show all places. Each adding is a verb of its own with its own result line; going on adds the ticked searches."""
    verb = request.POST.get("do", "") if request.method == "POST" else ""
    if verb == "feed":
        return answer(request, "feed", feed_added(request.POST.get("url", "")))
    if verb in ("recipe", "see"):
        key = request.POST.get("recipe", "")
        made = filled(key, request.POST, add=verb == "recipe")
        return answer(request, "go-on" if made is UNKNOWN else key, made)
    if verb == "go-on":
        told = go_on(request.POST.getlist("search"))
        return answer(request, "go-on", told) if told else steps.after("places")
    return answer(request, "", None) if request.method != "POST" else answer(request, "go-on", UNKNOWN)


UNKNOWN = Told(words="This form is not of this page. Reload it.")


@require_safe
def address(request: HttpRequest) -> HttpResponse:
    """Say which address a recipe makes of what is typed: a fragment of the page."""
    told = filled(request.GET.get("recipe", ""), request.GET, add=False)
    return render(request, "setup/_told.html", {"told": told if told.address else None})


def answer(request: HttpRequest, place: str, told: Told | None) -> HttpResponse:
    """Return the page, or for htmx only the result line, with what came of the line ``place``."""
    status = 422 if told and not told.good else 200
    if told and request.headers.get("HX-Request") and place != "go-on":
        # htmx swaps what is answered with 200; the line itself says whether it went well.
        return render(request, "setup/_told.html", {"told": told})
    sources = storage.readings()
    context = {
        "searches": [(each, searched(each, sources)) for each in free()],
        "x": registry.connector("x").facts,
        "x_read": any(each.network == "x" for each in sources),
        "feeds": registry.FACTS["feeds"],
        "read": [each for each in sources if each.network == "feeds"],
        "groups": [(key, wording.RECIPE_GROUPS[key], lines(rows, request)) for key, rows in recipes.groups()],
        "elsewhere": [(each, WAYS[each.instead]) for each in elsewhere.PLACES],
        "checked": elsewhere.CHECKED,
        "place": place,
        "told": told,
        "url": request.POST.get("url", ""),
    }
    return render(request, "setup/places.html", context, status=status)


def free() -> list[Facts]:
    """Return the networks that can be searched for nothing."""
    facts = [each.facts for each in registry.CONNECTORS.values()]
    return [each for each in facts if "search" in each.source_kinds and not each.priced]


def searched(facts: Facts, sources: list[storage.Reading]) -> bool:
    """Return whether a network is searched already."""
    return any(each.network == facts.network for each in sources)


def lines(rows: list[recipes.Recipe], request: HttpRequest) -> list[dict[str, Any]]:
    """Return recipes as the page shows them: with the words of their slots and what was typed."""
    sent = request.POST.get("recipe", "")
    return [
        {
            "key": each.key,
            "label": each.label,
            "caution": wording.CAUTIONS.get(each.caution, ""),
            "slots": [
                (slot, wording.SLOTS[slot.kind], request.POST.get(slot.name, "") if sent == each.key else "")
                for slot in each.slots
            ],
        }
        for each in rows
    ]


def filled(key: str, values: Any, *, add: bool) -> Told:
    """Return the address that a recipe makes of ``values``, and add its feed if that is asked."""
    try:
        found = recipes.recipe(key)
        url = recipes.build(key, {slot.name: values.get(slot.name, "") for slot in found.slots})
    except KeyError:
        return UNKNOWN
    except recipes.BadValue as wrong:
        kind = next(slot.kind for slot in found.slots if slot.name == wrong.field)
        return Told(words=f"{wording.SLOTS[kind]}: {wording.SHAPES[wrong.code]}", field=wrong.field)
    if not add:
        return Told(words=_("The address:"), address=url, good=True)
    return feed_added(url)


def feed_added(url: str) -> Told:
    """Look for the feed at an address and add it. The name is the address: the feed itself tells it when it is read."""
    typed = url.strip()
    now = timezone.now()
    if not typed:
        return Told(words=_("Give an address."), field="url")
    try:
        source = actions.add_feed(typed if "://" in typed else f"https://{typed}", name="", now=now)
    except actions.Refused as refused:
        return Told(words=_("Not added. %(why)s") % {"why": refused.message}, address=typed, field="url")
    except ListeningError as error:
        why = wording.words(Say(code=error.code), now=now, zone=timezone.get_current_timezone())
        return Told(words=_("Not added. %(why)s") % {"why": why}, address=typed, field="url")
    return Told(words=_("Added. It is read within seconds:"), address=str(source.params["url"]), good=True)


def go_on(networks: list[str]) -> Told | None:
    """Add the ticked searches and note the step as done; words if nothing would be read then."""
    read = {each.network for each in storage.readings()}
    wanted = [network for network in networks if network not in read]
    if not wanted and not read:
        return Told(words=_("Nothing would be read. Tick a place or add a feed; or skip this step."))
    try:
        for network in wanted:
            actions.add_search(network, name="", now=timezone.now())
    except actions.Refused as refused:
        return Told(words=refused.message)
    actions.note_step("places")
    return None
