"""Addresses of the queue's pages."""

from __future__ import annotations

from django.urls import path

from engagement.pages import (
    alerts,
    clocksettings,
    companies,
    desk,
    hands_off,
    join,
    people,
    preferences,
    styleguide,
    tokens,
    verbs,
    voices,
)

urlpatterns = [
    path("", desk.show, name="queue"),
    path("cases/newer/", desk.newer, name="queue-newer"),
    path("cases/<int:case_id>/", desk.case, name="case"),
    path("cases/<int:case_id>/<slug:verb>/", verbs.act, name="case-verb"),
    path("events/<int:event_id>/undo/", verbs.undo, name="undo"),
    path("settings/", preferences.preferences, name="settings"),
    path("settings/density/", preferences.density, name="settings-density"),
    path("settings/tokens/", tokens.show, name="tokens"),
    path("settings/tokens/<int:token_id>/revoke/", tokens.revoke, name="token-revoke"),
    path("settings/people/", people.show, name="people"),
    path("settings/people/<int:member_id>/role/", people.role, name="person-role"),
    path("settings/people/<int:member_id>/leave/", people.leave, name="person-leave"),
    path("settings/people/<int:member_id>/return/", people.come_back, name="person-return"),
    path("settings/people/<int:member_id>/reset/", people.reset, name="person-reset"),
    path("settings/invitations/<int:invitation_id>/revoke/", people.revoke, name="invitation-revoke"),
    path("settings/alerts/", alerts.show, name="alerts"),
    path("settings/alerts/<int:receiver_id>/<slug:verb>/", alerts.act, name="alert-verb"),
    path("companies/", companies.show, name="companies"),
    path("companies/add/", companies.add, name="company-add"),
    path("companies/import/", companies.import_csv, name="companies-import"),
    path("companies/imported/", companies.imported, name="companies-imported"),
    path("companies/<int:company_id>/", companies.one, name="company"),
    path("companies/<int:company_id>/remove/", companies.remove, name="company-remove"),
    path("companies/<int:company_id>/restore/", companies.restore, name="company-restore"),
    path("companies/watched/<int:person_id>/end/", companies.unwatch, name="person-unwatch"),
    path("settings/do-not-engage/", hands_off.show, name="do-not-engage"),
    path("settings/do-not-engage/<int:entry_id>/end/", hands_off.end, name="do-not-engage-end"),
    path("settings/do-not-engage/<int:entry_id>/restore/", hands_off.restore, name="do-not-engage-restore"),
    path("settings/clocks/", clocksettings.show, name="clocks"),
    path("settings/voices/", voices.show, name="voices"),
    path("settings/voices/<int:account_id>/remove/", voices.remove, name="voice-remove"),
    path("settings/voices/suggestions/<int:suggestion_id>/<slug:verb>/", voices.settle, name="voice-suggestion"),
    path("settings/clocks/recompute/", clocksettings.recompute, name="clocks-recompute"),
    path("join/", join.join, name="join"),
    path("join/<str:token>/", join.arrive, name="join-link"),
    path("styleguide/", styleguide.show, name="styleguide"),
]
