"""Meets whoever comes by another address than BASE_URL: says which one was asked for, and what to set.

Nothing is told but BASE_URL. What the browser sent is repeated escaped and cut, and believed for these words alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from django.middleware.security import SecurityMiddleware
from django.shortcuts import render
from django.utils.translation import gettext as _

from config.addresses import USUAL_PORTS, BadAddress, host_of, is_local, origin, port_of
from listening.api import problems

HEALTH = ("/healthz", "/readyz")
"""Asked by machines, which come past the proxy and leave ports out."""

LONGEST = 200
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One thing to do. ``setting`` is a line to write into .env, or into a proxy, if there is one."""

    words: str
    setting: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What does not fit, in a sentence, and the ways out of it. ``asked`` is what was asked for, cut."""

    asked: str
    says: str
    ways: tuple[Way, ...]

    @property
    def ours(self) -> str:
        """The address to open instead."""
        return str(settings.BASE_URL)


class AddressMiddleware:
    """Answers 400 with an explanation where Django would say "Bad Request", redirect for ever, or lose the cookies.

    It stands before Django's SecurityMiddleware, whose redirect asks for the host, and borrows its headers.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.security = SecurityMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer ``request`` if its address is wrong; let every other one pass, and the style of this very page."""
        wrong = None if request.path.startswith(settings.STATIC_URL) else wrong_address(request)
        if wrong is None:
            return self.get_response(request)
        log.warning("asked by another address", asked=wrong.asked, base_url=settings.BASE_URL)
        answer = explained(request, wrong)
        answer["X-Frame-Options"] = settings.X_FRAME_OPTIONS
        answer["Cache-Control"] = "no-store"
        return self.security.process_response(request, answer)


def explained(request: HttpRequest, wrong: Wrong) -> HttpResponse:
    """Return the page that explains ``wrong``; programs get a problem document."""
    if not request.path.startswith("/api/"):
        return render(request, "misdirected.html", {"wrong": wrong}, status=400)
    detail = " ".join([wrong.says, *(f"{way.words} {way.setting}".strip() for way in wrong.ways)])
    content = {"type": "about:blank", "title": problems.TITLES[400], "status": 400, "detail": detail}
    return JsonResponse(content, status=400, content_type=problems.MEDIA_TYPE)


def wrong_address(request: HttpRequest) -> Wrong | None:
    """Return what does not fit between the address asked for and BASE_URL, None if nothing."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return elsewhere(request)
    if request.path in HEALTH or is_local(settings.BASE_URL) or not is_ours(host):
        return None
    if other_port(host):
        return elsewhere(request)
    if settings.HTTPS and settings.TRUSTED_PROXIES and "X-Forwarded-Proto" not in request.headers:
        return unsaid(asked(request))
    if settings.HTTPS and not settings.TRUSTED_PROXIES and port_of(settings.BASE_URL) == settings.PORT:
        return plain(asked(request))
    return None


def is_ours(host: str) -> bool:
    """Return whether ``host`` (with or without port) is the one of BASE_URL; tests' servers have other names too."""
    return split_domain_port(host)[0] == host_of(settings.BASE_URL)


def other_port(host: str) -> bool:
    """Return whether ``host`` names another port than BASE_URL. A counted proxy may leave it out."""
    ours, port = port_of(settings.BASE_URL), split_domain_port(host)[1]
    if port:
        return port != str(ours)
    return not settings.TRUSTED_PROXIES and ours not in USUAL_PORTS.values()


def asked(request: HttpRequest) -> str:
    """Return the address asked for, cut. The scheme is the proxy's word even if it is not counted: these are words."""
    said = request.headers.get("X-Forwarded-Proto", "")
    scheme = said if said in ("http", "https") else request.scheme or "http"
    none = _("(no host)")
    return f"{scheme}://{request.headers.get('Host') or none}"[:LONGEST]


def elsewhere(request: HttpRequest) -> Wrong:
    """Say that another host or port was asked for."""
    found = asked(request)
    says = _("This installation answers at %(ours)s; you asked for %(asked)s.")
    pass_on = Way(
        words=_("If your browser shows the first one already, the proxy before it must pass it on. nginx:"),
        setting="proxy_set_header Host $http_host;",
    )
    return Wrong(
        asked=found,
        says=says % {"ours": settings.BASE_URL, "asked": found},
        ways=(*moving_to(found), pass_on),
    )


def moving_to(address: str) -> tuple[Way, ...]:
    """Return the way of making ``address`` ours, or none if it could not be a BASE_URL."""
    try:
        line = f"BASE_URL={origin(address)}"
    except BadAddress:
        return ()
    return (Way(words=_("To answer at the second one instead, set this in .env and restart:"), setting=line),)


def unsaid(found: str) -> Wrong:
    """Say that a counted proxy does not tell how the browser came. Redirected to https it would come back for ever."""
    says = _("The proxy before %(ours)s does not say whether your browser came by https.") % {"ours": settings.BASE_URL}
    ways = (
        Way(words=_("It must set X-Forwarded-Proto. nginx:"), setting="proxy_set_header X-Forwarded-Proto $scheme;"),
        Way(words=_("If there is no proxy, do not count one:"), setting="TRUSTED_PROXIES=0"),
    )
    return Wrong(asked=found, says=says, ways=ways)


def plain(found: str) -> Wrong:
    """Say that nothing speaks TLS here. The cookies are for https alone, so that nobody could sign in."""
    says = _("BASE_URL is %(ours)s, but the web server itself speaks plain http, and no proxy with TLS is counted.")
    ways = (
        Way(
            words=_("Without TLS, set this in .env and restart:"), setting=f"BASE_URL={in_the_clear(settings.BASE_URL)}"
        ),
        Way(words=_("With a proxy that speaks TLS, count it:"), setting="TRUSTED_PROXIES=1"),
    )
    return Wrong(asked=found, says=says % {"ours": settings.BASE_URL}, ways=ways)


def wrong_origin(request: HttpRequest) -> Wrong | None:
    """Return what does not fit between BASE_URL and the origin that a refused form names, None if nothing."""
    said = request.headers.get("Origin", "")[:LONGEST]
    if said in ("", settings.BASE_URL) or both_local(said):
        return None
    if said == "null":
        return hidden()
    says = _("This installation answers at %(ours)s and takes forms of its own pages only; this one is of %(asked)s.")
    if said == in_the_clear(settings.BASE_URL):
        says = _("This installation answers at %(ours)s; you came by %(asked)s, where browsers keep no cookie of it.")
    return Wrong(asked=said, says=says % {"ours": settings.BASE_URL, "asked": said}, ways=moving_to(said))


def both_local(said: str) -> bool:
    """Return whether BASE_URL and ``said`` are names of this machine: any of them will do, through a tunnel too."""
    try:
        return is_local(settings.BASE_URL) and is_local(said)
    except BadAddress:
        return False


def hidden() -> Wrong:
    """Say that the browser told no origin."""
    says = _("Your browser hid where the form came from, and %(ours)s takes forms of its own pages only.")
    way = Way(
        words=_("A proxy or an extension that adds this header makes it hide; ours says same-origin:"),
        setting="Referrer-Policy: no-referrer",
    )
    return Wrong(asked="null", says=says % {"ours": settings.BASE_URL}, ways=(way,))


def in_the_clear(address: str) -> str:
    """Return ``address`` without TLS."""
    return address.replace("https://", "http://", 1)
