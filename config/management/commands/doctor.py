"""`manage.py doctor`: a line for each part, what is wrong and what to do. Exit 1 if anything does not work."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand

from config.doctor import examine

MARKS = {"ok": "ok     ", "warning": "warning", "error": "ERROR  "}


class Command(BaseCommand):
    """Looks, says, changes nothing."""

    help = "Say in a line per part what is wrong and what to do."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings; exit 1 if one is an error."""
        failed = False
        for found in examine(time.time()):
            failed = failed or found.level == "error"
            advice = f" → {found.do}" if found.do else ""
            self.stdout.write(f"{MARKS[found.level]}  {found.part:<15} {found.says}{advice}")
            self.stdout.flush()
        if failed:
            sys.exit(1)
