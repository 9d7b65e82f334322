"""The one table of who may do what: route and method → roles, and for the API the token scope.

The middleware enforces it for pages, ``ByTable`` for the API. A route without a row is closed, and fails a test.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from engagement.actions import members
from engagement.models import ApiToken, Member

if TYPE_CHECKING:  # the framework loads this module while it loads its views
    from rest_framework.views import APIView

OWNER, MANAGER, MARKETER, EXPERT = "owner", "manager", "marketer", "expert"
SALES, EXECUTIVE, AGENCY, AUDITOR = "sales", "executive", "agency", "auditor"

EVERYBODY = frozenset(Member.Role.values)
DESK = frozenset({OWNER, MANAGER, MARKETER, AGENCY})
"""Those who triage."""

SETTERS = frozenset({OWNER, MANAGER})
"""Those who decide what is listened to."""

OWNERS = frozenset({OWNER})
"""Those who decide who may do what."""

READERS = EVERYBODY
"""Everybody who signs in may read; an expert who is only asked by mail needs no account."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Who may use a route. ``public`` needs no sign-in. ``scope`` is what a token must carry; None: no token may."""

    roles: frozenset[str] = frozenset()
    scope: str | None = None
    public: bool = False


PUBLIC = Rule(public=True)
SIGNED_IN = Rule(EVERYBODY)
CLOSED = Rule()


def _page(roles: frozenset[str]) -> dict[str, Rule]:
    return {"GET": Rule(roles)}


def _verb(roles: frozenset[str]) -> dict[str, Rule]:
    return {"POST": Rule(roles)}


def _form(roles: frozenset[str]) -> dict[str, Rule]:
    return {"GET": Rule(roles), "POST": Rule(roles)}


ENTRANCE = (
    "account_login",
    "account_logout",
    "account_inactive",
    "account_confirm_login_code",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_email_verification_sent",
    "account_confirm_email",
    "mfa_authenticate",
    "mfa_login_webauthn",
)
"""allauth's pages for those who are not in yet. Named one by one: what a newer version brings stays closed."""

ACCOUNT = (
    "account_reauthenticate",
    "account_email",
    "account_change_password",
    "account_set_password",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_edit_webauthn",
)
"""allauth's pages for those who are in; it asks for the password again by itself."""

TABLE: dict[str, dict[str, Rule]] = {
    # Machines
    "healthz": {"GET": PUBLIC},
    "readyz": {"GET": PUBLIC},
    # Sign-in
    **{route: {"GET": PUBLIC, "POST": PUBLIC} for route in ENTRANCE},
    **{route: _form(EVERYBODY) for route in ACCOUNT},
    "account_signup": {"GET": CLOSED, "POST": CLOSED},
    # First run: the one-time token guards it
    "setup": {"GET": PUBLIC, "POST": PUBLIC},
    "setup-brands": _form(SETTERS),
    "setup-places": _form(SETTERS),
    "setup-address": _page(SETTERS),
    "setup-judge": _form(SETTERS),
    "setup-progress": _page(SETTERS),
    "setup-alerts": _form(SETTERS),
    "setup-first-look": _page(SETTERS),
    "setup-first-look-posts": _page(SETTERS),
    "setup-finish": _verb(SETTERS),
    "setup-skip": _verb(SETTERS),
    "start": _page(EVERYBODY),
    # Colleagues: the invitation's own token guards the way in, the verbs what only owners may
    "join-link": {"GET": PUBLIC},
    "join": {"GET": PUBLIC, "POST": PUBLIC},
    "people": _form(SETTERS),
    "person-role": _verb(OWNERS),
    "person-leave": _verb(SETTERS),
    "person-return": _verb(SETTERS),
    "person-reset": _verb(OWNERS),
    "invitation-revoke": _verb(SETTERS),
    "mail": _page(SETTERS),
    "mail-test": _verb(SETTERS),
    "alerts": _form(SETTERS),
    "clocks": _form(SETTERS),
    "routing": _page(SETTERS),
    "routing-rule-add": _form(SETTERS),
    "routing-rule": _form(SETTERS),
    "routing-rule-verb": _verb(SETTERS),
    "routing-team-add": _form(SETTERS),
    "routing-team": _form(SETTERS),
    "routing-team-verb": _verb(SETTERS),
    "routing-person": _form(SETTERS),
    "voices": _form(SETTERS),
    "voice-remove": _verb(SETTERS),
    "voice-suggestion": _verb(SETTERS),
    "clocks-recompute": _verb(SETTERS),
    "alert-verb": _verb(SETTERS),
    "alert-quiet": _form(SETTERS),
    "do-not-engage": {"GET": Rule(READERS), "POST": Rule(DESK)},
    "do-not-engage-end": _verb(DESK),
    "mutes": _page(READERS),
    "mute-preview": _page(DESK),
    "mute-end": _verb(DESK),
    "mute-restore": _verb(DESK),
    "exclude": _page(SETTERS),
    "do-not-engage-restore": _verb(DESK),
    # Queue
    "queue": _page(READERS),
    "queue-newer": _page(READERS),
    "case": _page(READERS),
    "presence": _verb(READERS),
    "case-hold": _verb(DESK),
    "case-verb": _verb(DESK),
    "together": _verb(DESK),
    "together-undo": _verb(DESK),
    # Experts without an account and the hand-off to support: a link of its own, or a signature, guards what is public
    "experts": _form(SETTERS),
    "expert-verb": _verb(SETTERS),
    "ask-expert": _form(DESK),
    "ask-expert-verb": _verb(DESK),
    "expert-answer": {"GET": PUBLIC, "POST": PUBLIC},
    "support": _form(SETTERS),
    "support-verb": _verb(SETTERS),
    "hand-over": _form(DESK),
    "hand-over-back": _verb(DESK),
    # Replies: an expert writes drafts, the verbs let only colleagues of the house send
    "composer": {"GET": Rule(DESK | {EXPERT}), "POST": Rule(DESK)},
    "composer-step": _verb(DESK | {EXPERT}),
    "replies": _page(READERS),
    "reply-house": _page(READERS),
    "reply-accept": _verb(DESK | {EXPERT}),
    "reply-policy": _verb(SETTERS),
    "reply-snippet": _verb(DESK),
    "reply-snippet-remove": _verb(DESK),
    "reply-freeze": _verb(SETTERS),
    "reply-thaw": _verb(SETTERS),
    "undo": _verb(DESK),
    "undo-last": _verb(DESK),
    # Companies: everybody may know whose customer speaks
    "companies": _page(READERS),
    "company-add": _form(DESK),
    "company": {"GET": Rule(READERS), "POST": Rule(DESK)},
    "company-remove": _verb(DESK),
    "company-restore": _verb(DESK),
    "companies-import": _form(SETTERS),
    "companies-imported": _verb(SETTERS),
    "person-unwatch": _verb(DESK),
    "team": _page(READERS),
    "tasks": _page(READERS),
    "contact": _form(DESK),
    "settings-profile": _form(EVERYBODY),
    "settings-sessions": _verb(EVERYBODY),
    "settings": _form(EVERYBODY),
    "settings-density": _verb(EVERYBODY),
    "settings-morning": _verb(EVERYBODY),
    # Saved views: everybody keeps his own; the key of a feed guards it
    "settings-views": _form(EVERYBODY),
    "settings-view": _verb(EVERYBODY),
    "view-feed": {"GET": PUBLIC},
    "settings-notifications": _form(EVERYBODY),
    "tokens": _form(EVERYBODY),
    "token-revoke": _verb(EVERYBODY),
    "styleguide": _page(SETTERS),
    # Sources and queries
    "sources": _page(READERS),
    "source-add": _form(SETTERS),
    "source-verb": _verb(SETTERS),
    "queries": _page(READERS),
    "query-add": _form(SETTERS),
    "query": _form(SETTERS),
    "query-switch": _verb(SETTERS),
    "query-preview": _verb(SETTERS),
    "query-judge": _verb(DESK),
    "query-apply": _verb(SETTERS),
    "query-restore": _verb(SETTERS),
    # How well scoring does: the desk judges, everybody may see
    "labels": _page(DESK),
    "labels-more": _verb(DESK),
    "label-answer": _verb(DESK),
    "label-undo": _verb(DESK),
    "calibration": _page(READERS),
    "calibration-posts": _page(READERS),
    "scoring-shipped": _verb(SETTERS),
    "scoring-learn": _verb(SETTERS),
    "capture": _form(DESK),
    "import": _form(SETTERS),
    # Week
    "weekly": _page(READERS),
    "week": _page(READERS),
    "week-evidence": _page(READERS),
    "responses": _page(READERS),
    "responses-list": _page(READERS),
    "responses-table": _page(READERS),
    # API
    "api:mentions": {"GET": Rule(READERS, "read:mentions")},
    "api:mention": {"GET": Rule(READERS, "read:mentions")},
    "api:me": {"GET": Rule(EVERYBODY, "")},
    "api:me-bare": {"GET": Rule(EVERYBODY, "")},
    "api:responses": {"GET": Rule(READERS, "read:mentions")},
    "api:ingest": {"POST": Rule(DESK, "ingest")},
    "api:support-status": {"POST": PUBLIC},
    "api:schema": {"GET": PUBLIC},
    "api:reference": {"GET": PUBLIC},
}


def rule_for(route: str, method: str) -> Rule | None:
    """Return the rule of a route and method, or None if the table does not know them. HEAD and OPTIONS follow GET."""
    return TABLE.get(route, {}).get("GET" if method in {"HEAD", "OPTIONS"} else method)


def role_of(user: Any) -> str:
    """Return the role of a user, or "" for strangers and users without a member row."""
    member = members.member_of(user)
    return member.role if member is not None else ""


class PermissionMiddleware:
    """Enforces the table for everything but views that carry ``ByTable``, which asks it after the API's own sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        match = request.resolver_match
        route = match.view_name if match is not None else ""
        if ByTable in getattr(getattr(view, "cls", None), "permission_classes", ()):
            return None
        rules = TABLE.get(route)
        rule = rule_for(route, request.method or "GET")
        if rule is None:
            if rules is not None:
                return HttpResponse(status=405, headers={"Allow": ", ".join(sorted(rules))})
            raise PermissionDenied(_("This page has no rule yet."))
        if rule.public:
            return None
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
        if role_of(request.user) not in rule.roles:
            raise PermissionDenied(_("Your role does not open this page. An owner or manager can change your role."))
        return None


class ByTable(BasePermission):
    """Enforces the table for the API: the role of the person behind the call, and the scope of the token."""

    message = "Your role or this token's scopes do not allow this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        match = request.resolver_match
        rule = rule_for(match.view_name if match is not None else "", request.method or "GET")
        if rule is None:
            # A method that a view does not have answers 405 by itself; a route without a row is closed.
            return match is not None and match.view_name in TABLE and not hasattr(view, str(request.method).lower())
        if rule.public:
            return True
        if role_of(request.user) not in rule.roles:
            return False
        if isinstance(request.auth, ApiToken):
            return rule.scope is not None and (rule.scope == "" or rule.scope in request.auth.scopes)
        return True
