"""What an API view is that has not said who may use it: closed."""

from __future__ import annotations

from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView


class Nobody(BasePermission):
    """The default permission: lets nobody in."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Return False, always."""
        return False
