"""Founds the practice company, once, and writes how to get in (DATA_DIR/welcome.json, mode 0600)."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.practice import replay, storage
from listening.simulator.world import demo_world


class Command(BaseCommand):
    help = "Replay the practice company's thirteen weeks into an empty demo database."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--epoch", required=True, help="ISO 8601 instant with a zone at which the weeks end")

    def handle(self, *args: Any, **options: Any) -> None:
        welcome_file = Path(settings.DATA_DIR) / "welcome.json"
        if welcome_file.exists() and storage.is_complete():
            return
        try:
            epoch = datetime.fromisoformat(options["epoch"])
        except ValueError:
            raise CommandError("--epoch takes an ISO 8601 instant, such as 2026-11-16T09:00:00+00:00") from None
        if epoch.tzinfo is None:
            raise CommandError("--epoch needs a zone, such as +00:00")
        try:
            if storage.clear_half_done():
                self.stdout.write("    an earlier start broke off; beginning again")
        except ValueError as error:
            raise CommandError(str(error)) from None
        welcome = replay.replay(demo_world(epoch), say=self.stdout.write)
        storage.mark_complete(epoch)
        # Last, so that a start that breaks off anywhere before is begun again.
        _write(welcome_file, {"email": welcome.email, "password": welcome.password, "token": welcome.token})


def _write(path: Path, content: dict[str, str]) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file)
