"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import include, path

from config.health import healthz, readyz
from config.mail import pages as mail
from config.setup.pages import setup, start

handler404 = "config.errors.not_found"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/password/reset/", mail.ask_reset, name="account_reset_password"),  # before allauth's own
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("config.api", namespace="api")),
    path("setup/", setup, name="setup"),
    path("settings/mail/", mail.show, name="mail"),
    path("settings/mail/test/", mail.test, name="mail-test"),
    path("start/", start, name="start"),
    path("", include("engagement.pages.urls")),
    path("", include("listening.pages.urls")),
    path("", include("dashboards.pages.urls")),
]
