"""`manage.py restore PATH`: a backup into an empty database, compared row for row with what was saved."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.backup import engine, restoring
from config.backup.manifest import Unfit
from config.management.commands.backup import FAILURES


class Command(BaseCommand):
    """Touches nothing unless the file is whole, fits this code, and the database is empty."""

    help = "Bring a backup back into an empty database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one."""
        parser.add_argument("path", type=Path, help="a file that `manage.py backup` wrote")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, restore, compare, migrate, and say which credentials stay shut."""
        try:
            found = restoring.read(options["path"], self.say)
            with engine.quiet():
                restoring.bring_back(found, self.say)
                shut = restoring.locked_out(restoring.take_keys(found, self.say))
        except (Unfit, *FAILURES) as reason:
            raise CommandError(str(reason).strip()) from None
        made = found.manifest.made_at
        self.say(f"Restored {found.manifest.company or 'an unnamed company'} as of {made:%Y-%m-%d %H:%M} UTC.")
        for name in shut:
            self.say(f"  no key opens {name}: add its key to CREDENTIAL_KEYS, or connect it again")

    def say(self, line: str) -> None:
        """Show a line at once."""
        self.stdout.write(line)
        self.stdout.flush()
