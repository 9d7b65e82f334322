"""Addresses of listening's API."""

from django.urls import path

from listening.api.views import Ingest

urlpatterns = [path("ingest/", Ingest.as_view(), name="ingest")]
