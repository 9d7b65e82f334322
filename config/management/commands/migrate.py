"""`manage.py migrate`, but one at a time: however many hosts start at once, one migrates and the others wait."""

from __future__ import annotations

from typing import Any

from django.core.management.commands.migrate import Command as Migrate

from config.storage import migration_lock


class Command(Migrate):
    """Django's own command under an advisory lock."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Wait for the lock, then migrate."""
        with migration_lock():
            super().handle(*args, **options)
