"""Addresses of the week."""

from __future__ import annotations

from django.urls import path

from dashboards.pages import evidence, weekly

urlpatterns = [
    path("weekly/", weekly.latest, name="weekly"),
    path("weekly/<str:name>/", weekly.show, name="week"),
    path("weekly/<str:name>/<slug:number>/", evidence.show, name="week-evidence"),
]
