"""Every address of the product, room by room."""

from __future__ import annotations

from django.urls import include, path

from config.health import healthz, readyz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("api/v1/", include("config.api", namespace="api")),
]
