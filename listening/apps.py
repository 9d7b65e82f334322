"""The Django application of this room. It tells the door what the operator allows."""

from django.apps import AppConfig
from django.conf import settings

from listening.http import Door, allowed, configure

VERSION = "0.1.0"


def door_from_settings() -> Door:
    """Return the door as `OUTBOUND_ALLOW` opens it, naming this installation. Raises ``ValueError``."""
    return Door(user_agent=f"Wellheard/{VERSION} (+{settings.BASE_URL})", allow=allowed(settings.OUTBOUND_ALLOW))


class ListeningConfig(AppConfig):
    name = "listening"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        door_from_settings()  # a wrong entry stops the start, not the first poll
        configure(door_from_settings)
