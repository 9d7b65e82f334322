"""Addresses of engagement's API."""

from django.urls import path

from engagement.api.support import SupportStatus
from engagement.api.views import BareMe, Me, Mentions, OneMention

urlpatterns = [
    path("mentions/", Mentions.as_view(), name="mentions"),
    path("mentions/<int:mention_id>/", OneMention.as_view(), name="mention"),
    path("me/", Me.as_view(), name="me"),
    path("support/<str:token>/", SupportStatus.as_view(), name="support-status"),
    path("me", BareMe.as_view(), name="me-bare"),
]
