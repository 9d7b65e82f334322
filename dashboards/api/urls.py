"""Addresses of dashboards' API."""

from django.urls import path

from dashboards.api.views import Responses

urlpatterns = [path("responses/", Responses.as_view(), name="responses")]
