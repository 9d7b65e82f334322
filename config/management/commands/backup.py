"""`manage.py backup [PATH]`: the whole installation in one file, while it runs."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error as DatabaseError
from django.utils import timezone

from config.backup import engine, taking
from config.backup.archive import Damaged
from config.backup.tools import ToolFailed
from config.supervisor import keyring, postgres
from config.supervisor.layout import LayoutError
from config.supervisor.lock import Locked
from config.supervisor.process import StartFailed

FAILURES = (
    *(taking.Refused, Damaged, ToolFailed, DatabaseError, OSError),
    *(Locked, LayoutError, StartFailed, postgres.NoPostgres, keyring.KeyringError),
)


class Command(BaseCommand):
    """Reads one snapshot, so that what is written belongs together whatever happens meanwhile."""

    help = "Write everything into one new file, while the installation runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and whether the keys go along."""
        parser.add_argument(
            "path", nargs="?", type=Path, help="a new file, or a directory for the usual name (DATA_DIR/backups)"
        )
        parser.add_argument(
            "--with-secrets",
            action="store_true",
            help="put SECRET_KEY and CREDENTIAL_KEYS in: guard the file like them",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it and say where it is."""
        try:
            with engine.running():
                made = taking.take(
                    options["path"], with_secrets=options["with_secrets"], now=timezone.now(), say=self.say
                )
        except FAILURES as reason:
            raise CommandError(str(reason).strip()) from None
        self.say(f"{made} ({made.stat().st_size:,} bytes)")
        if not options["with_secrets"]:
            self.say("CREDENTIAL_KEYS is not in it: keep a copy, or stored credentials stay shut after a restore.")

    def say(self, line: str) -> None:
        """Show a line at once."""
        self.stdout.write(line)
        self.stdout.flush()
