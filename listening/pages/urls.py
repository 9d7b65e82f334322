"""Addresses of listening's pages."""

from __future__ import annotations

from django.urls import path

from listening.pages import byhand, queries, sources

urlpatterns = [
    path("sources/", sources.show, name="sources"),
    path("sources/add/", sources.add, name="source-add"),
    path("sources/<int:source_id>/<slug:verb>/", sources.act, name="source-verb"),
    path("queries/", queries.show, name="queries"),
    path("queries/add/", queries.edit, name="query-add"),
    path("queries/<int:query_id>/", queries.edit, name="query"),
    path("queries/<int:query_id>/switch/", queries.switch, name="query-switch"),
    path("capture/", byhand.capture, name="capture"),
    path("import/", byhand.import_csv, name="import"),
]
