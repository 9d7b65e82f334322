"""`manage.py up`: everything that one installation needs, in the foreground, until Ctrl-C."""

from __future__ import annotations

import json
import os
import time
from argparse import ArgumentParser
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.addresses import embedded_database_url, embedded_redis_url
from config.setup import token
from config.supervisor import keyring, plan, port
from config.supervisor.house import House
from config.supervisor.layout import Layout, LayoutError, layout, prepare
from config.supervisor.lock import Locked
from config.supervisor.postgres import NoPostgres
from config.supervisor.process import StartFailed
from config.supervisor.storage import anybody_there
from config.supervisor.valkey import NoValkey

FAILURES = (StartFailed, Locked, LayoutError, NoPostgres, NoValkey, keyring.KeyringError, port.Taken)


class Command(BaseCommand):
    """Starts the embedded engines (unless DATABASE_URL / REDIS_URL name others), migrates, serves."""

    help = "Start everything in the foreground; Ctrl-C stops it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One choice: whose data."""
        parser.add_argument(
            "--demo", action="store_true", help="run the practice company, in data/demo unless DATA_DIR is set"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until stopped."""
        demo = bool(options["demo"])
        data = Path(os.environ.get("DATA_DIR", "data/demo")) if demo else settings.DATA_DIR
        try:
            place = layout(settings.BASE_DIR / data, settings.PG_USER)
            prepare(place)
            keep_kinds_apart(place.data, "demo" if demo else "live")
            chosen, secrets = planned(place, demo=demo)
            self.stdout.write(f"Wellheard, data in {place.data}")
            if place.account:
                self.stdout.write(f"  running as root: Postgres runs as {place.account.name}")
            House(chosen, secrets, say=self.say, welcome=lambda: self.welcome(chosen)).run()
        except FAILURES as reason:
            raise CommandError(str(reason)) from None

    def say(self, line: str) -> None:
        """Show a line at once."""
        self.stdout.write(line)
        self.stdout.flush()

    def welcome(self, chosen: plan.Plan) -> None:
        """Say where to go and how to get in."""
        self.say(f"\nWellheard runs at {chosen.base_url}/\n")
        if chosen.is_demo:
            self._welcome_to_the_demo(chosen)
        else:
            self._welcome_the_first(chosen)
        self.say(f"Logs are in {chosen.place.logs}. Ctrl-C stops everything.")

    def _welcome_to_the_demo(self, chosen: plan.Plan) -> None:
        told = json.loads((chosen.place.data / "welcome.json").read_text())
        self.say(f"  Sign in as   {told['email']}\n  Password     {told['password']}\n  Read token   {told['token']}\n")
        self.say(
            f'  curl -H "Authorization: Bearer {told["token"]}" '
            f'"{chosen.base_url}/api/v1/mentions/?flag=complaint&limit=3"\n'
        )

    def _welcome_the_first(self, chosen: plan.Plan) -> None:
        if anybody_there(chosen.environment["DATABASE_URL"]):
            return
        secret = token.issue(token.place(chosen.place.data), now=time.time())
        self.say(f"  First sign-in (once, within an hour):  {token.link(chosen.base_url, secret)}\n")


def keep_kinds_apart(data: Path, kind: str) -> None:
    """Mark ``data`` as demo or live data at the first start. Raises ``LayoutError`` if it is the other kind."""
    mark = data / "kind"
    if not mark.exists():
        mark.write_text(f"{kind}\n")
    found = mark.read_text().strip()
    if found != kind:
        raise LayoutError(f"{data} holds {found} data: demo and live data never share a directory")


def planned(place: Layout, *, demo: bool) -> tuple[plan.Plan, Mapping[str, str]]:
    """Return what to run in ``place``, with its secrets, which are made if there are none yet."""
    own_database = demo or settings.DATABASE_IS_EMBEDDED
    own_broker = demo or settings.BROKER_IS_EMBEDDED
    kept = keyring.read(place.secrets)
    if not kept and (own_database or own_broker or not settings.SECRET_KEY):
        kept = keyring.fresh()
        keyring.write(place.secrets, kept)
    environment = dict(os.environ) | {
        "DATA_DIR": str(place.data),
        "PORT": str(settings.PORT),
        "BASE_URL": settings.BASE_URL,
        "STATIC_ROOT": str(place.static),
        "DATABASE_URL": settings.DATABASE_URL,
        "REDIS_URL": settings.REDIS_URL,
        "PYTHONUNBUFFERED": "1",
    }
    if demo:
        environment |= plan.demo_environment(settings.PORT + 1)
        environment |= {name: kept[name] for name in ("SECRET_KEY", "CREDENTIAL_KEYS")}
    if own_database:
        environment["DATABASE_URL"] = embedded_database_url(str(place.postgres_sockets), kept["POSTGRES_PASSWORD"])
    if own_broker:
        environment["REDIS_URL"] = embedded_redis_url(str(place.valkey_socket), kept["VALKEY_PASSWORD"])
    chosen = plan.Plan(
        place=place,
        environment=environment,
        base_url=settings.BASE_URL,
        bind=plan.bind_address(settings.BASE_URL, settings.PORT, settings.BIND),
        port=settings.PORT,
        own_database=own_database,
        own_broker=own_broker,
        pg_bin=settings.PG_BIN,
        epoch=epoch(place.data, datetime.now(UTC)) if demo else "",
    )
    return chosen, kept


def epoch(data: Path, now: datetime) -> str:
    """Return the moment the demo's thirteen weeks end: its first start, kept in a file (ISO, UTC, whole seconds)."""
    file = data / "epoch"
    if not file.exists():
        file.write_text(now.replace(microsecond=0).isoformat() + "\n")
    return file.read_text().strip()
