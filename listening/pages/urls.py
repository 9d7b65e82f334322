"""Addresses of listening's pages."""

from __future__ import annotations

from django.urls import path

from listening.pages import byhand, calibration, labels, queries, sources, trying

urlpatterns = [
    path("sources/", sources.show, name="sources"),
    path("sources/add/", sources.add, name="source-add"),
    path("sources/<int:source_id>/<slug:verb>/", sources.act, name="source-verb"),
    path("queries/", queries.show, name="queries"),
    path("queries/add/", queries.edit, name="query-add"),
    path("queries/preview/", trying.preview, name="query-preview"),
    path("queries/<int:query_id>/", queries.edit, name="query"),
    path("queries/<int:query_id>/switch/", queries.switch, name="query-switch"),
    path("queries/<int:query_id>/judge/", trying.judge, name="query-judge"),
    path("queries/<int:query_id>/apply/", trying.apply, name="query-apply"),
    path("queries/<int:query_id>/restore/<int:version>/", trying.restore, name="query-restore"),
    path("labels/", labels.show, name="labels"),
    path("labels/more/", labels.more, name="labels-more"),
    path("labels/<int:ask_id>/answer/", labels.answer, name="label-answer"),
    path("labels/<int:ask_id>/undo/", labels.undo, name="label-undo"),
    path("calibration/", calibration.show, name="calibration"),
    path("calibration/posts/", calibration.posts, name="calibration-posts"),
    path("calibration/shipped/", calibration.go_back, name="scoring-shipped"),
    path("calibration/learn/", calibration.learn_again, name="scoring-learn"),
    path("capture/", byhand.capture, name="capture"),
    path("import/", byhand.import_csv, name="import"),
]
