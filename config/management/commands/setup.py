"""`manage.py setup`: makes the secrets of an installation once, and the link by which its first person signs in."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.setup import token
from config.storage import anybody_there
from config.supervisor import keyring
from config.supervisor.layout import prepare


class Command(BaseCommand):
    """Writes DATA_DIR/secrets.env (0600) unless it is there. Never overwrites."""

    help = "Make this installation's secrets. Changes nothing if they exist."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two ways to use the command beside the plain one."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument(
            "--print", action="store_true", help="print fresh secrets for an .env file and write nothing"
        )
        choice.add_argument(
            "--link", action="store_true", help="print a new first-run link, if nobody has an account yet"
        )

        choice.add_argument(
            "--new-key", action="store_true", help="put a fresh key before CREDENTIAL_KEYS; the old ones stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do the one thing that was asked for."""
        if options["print"]:
            self.stdout.write(keyring.dumped(keyring.fresh()), ending="")
        elif options["link"]:
            self._link()
        elif options["new_key"]:
            self._new_key()
        else:
            self._secrets()

    def _secrets(self) -> None:
        prepare(settings.PLACE)
        try:
            keyring.write(settings.PLACE.secrets, keyring.fresh())
        except FileExistsError:
            self.stdout.write(f"{settings.PLACE.secrets} exists: left as it is.")
            return
        self.stdout.write(f"Wrote {settings.PLACE.secrets} (only you may read it). Next: manage.py up")

    def _new_key(self) -> None:
        file = settings.PLACE.secrets
        kept = keyring.read(file).get("CREDENTIAL_KEYS", "")
        if kept.split(",") != settings.CREDENTIAL_KEYS:
            raise CommandError(
                "CREDENTIAL_KEYS comes from the environment: put a key of `manage.py setup --print` before it there"
            )
        try:
            keys = keyring.with_keys(file, first=[keyring.fresh()["CREDENTIAL_KEYS"]])
        except keyring.KeyringError as reason:
            raise CommandError(str(reason)) from None
        self.stdout.write(
            f"{file} holds {len(keys)} keys now, the newest first. Next: restart Wellheard, then manage.py rotate_keys"
        )

    def _link(self) -> None:
        if anybody_there():
            self.stderr.write("Somebody has an account already: no link was made.")
            return
        secret = token.issue(token.place(settings.DATA_DIR), now=time.time())
        self.stdout.write(token.link(settings.BASE_URL, secret))
