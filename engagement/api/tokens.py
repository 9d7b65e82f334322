"""Signs REST clients in by ``Authorization: Bearer wh_…``."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from engagement.actions import tokens
from engagement.models import ApiToken


class BearerToken(BaseAuthentication):
    """A token in the ``Authorization`` header; never in the address, where logs would keep it."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != b"bearer":
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("Send the header as: Authorization: Bearer <token>.")
        token = tokens.token_for(parts[1].decode("latin-1"), now=timezone.now())
        if token is None:
            raise AuthenticationFailed("This token is unknown, expired or revoked. Make a new one under Settings.")
        return token.member.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="wellheard"'
