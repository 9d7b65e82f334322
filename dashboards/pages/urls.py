"""Addresses of the week."""

from __future__ import annotations

from django.urls import path

from dashboards.pages import evidence, responses, weekly

urlpatterns = [
    path("weekly/", weekly.latest, name="weekly"),
    path("weekly/<str:name>/", weekly.show, name="week"),
    path("weekly/<str:name>/<slug:number>/", evidence.show, name="week-evidence"),
    path("responses/", responses.show, name="responses"),
    path("responses/table.csv", responses.download, name="responses-table"),
    path("responses/<slug:figure>/", responses.listing, name="responses-list"),
]
