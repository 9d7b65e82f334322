"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import include, path

from config.health import healthz, readyz
from config.mail import pages as mail
from config.profile import pages as profile
from config.setup import alerts, brands, firstlook, judge, places
from config.setup.pages import finish, setup, skip, start

handler404 = "config.errors.not_found"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/password/reset/", mail.ask_reset, name="account_reset_password"),  # before allauth's own
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("config.api", namespace="api")),
    path("setup/", setup, name="setup"),
    path("setup/brands/", brands.show, name="setup-brands"),
    path("setup/places/", places.show, name="setup-places"),
    path("setup/places/address/", places.address, name="setup-address"),
    path("setup/judge/", judge.show, name="setup-judge"),
    path("setup/judge/progress/", judge.progress, name="setup-progress"),
    path("setup/alerts/", alerts.show, name="setup-alerts"),
    path("setup/first-look/", firstlook.show, name="setup-first-look"),
    path("setup/first-look/posts/", firstlook.posts, name="setup-first-look-posts"),
    path("setup/finish/", finish, name="setup-finish"),
    path("setup/<slug:step>/skip/", skip, name="setup-skip"),
    path("settings/mail/", mail.show, name="mail"),
    path("settings/mail/test/", mail.test, name="mail-test"),
    path("settings/profile/", profile.show, name="settings-profile"),
    path("settings/profile/sessions/", profile.sign_out_others, name="settings-sessions"),
    path("start/", start, name="start"),
    path("", include("engagement.pages.urls")),
    path("", include("listening.pages.urls")),
    path("", include("dashboards.pages.urls")),
]
