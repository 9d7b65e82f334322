"""`manage.py rotate_keys`: seals every stored secret anew with the newest of CREDENTIAL_KEYS."""

from __future__ import annotations

import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from config.factors import storage as factors
from listening.storage import credentials


class Command(BaseCommand):
    """May run while everything else does, and any number of times."""

    help = "Seal every stored secret anew with the newest of CREDENTIAL_KEYS."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it and say N of N; exit 1 if one could not be opened."""
        keys = [key for key in settings.CREDENTIAL_KEYS if key]
        if not keys:
            raise CommandError("CREDENTIAL_KEYS is empty: run `manage.py setup` or set it")
        counts = {"credentials": credentials.rotate(keys, timezone.now()), "second factors": factors.rotate(keys)}
        for name, (done, found) in counts.items():
            self.stdout.write(f"  {name:<15} {done} of {found} sealed with the newest key")
        lost = [*credentials.unreadable(keys), *factors.unreadable(keys)]
        for name in lost:
            self.stderr.write(f"  no key opens {name}: connect it again, or put its key back into CREDENTIAL_KEYS")
        if lost:
            sys.exit(1)
