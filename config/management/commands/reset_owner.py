"""`manage.py reset_owner`: prints a link by which an owner who is locked out sets a new password."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from engagement.actions import people
from engagement.errors import Refused


class Command(BaseCommand):
    """Whoever may run this has the database anyway; so it asks for nothing but the address."""

    help = "Print a link, good once and for an hour, by which an owner sets a new password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the address, and whether the second factor is lost too."""
        parser.add_argument("email", help="the address the owner signs in with")
        parser.add_argument(
            "--second-factor", action="store_true", help="also remove the owner's second factors and passkeys"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link."""
        try:
            path = people.rescue_owner(options["email"], second_factor=options["second_factor"])
        except Refused:
            owners = ", ".join(each.user.email for each in people.everybody() if each.role == people.OWNER)
            raise CommandError(f"no owner signs in with this address; owners are: {owners or 'none'}") from None
        self.stdout.write(settings.BASE_URL + path)
        self.stderr.write("It works once, within one hour. Whoever has it has the account.")
