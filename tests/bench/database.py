"""A database of its own for benchmarks that need one: the supervisor's engine, migrated, gone afterwards."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command

from tests import engines


@contextmanager
def database() -> Iterator[None]:
    """Start Postgres and Valkey as the test plugin does, set Django up on them, and stop them at the end."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    engines.set_environment()
    engines.start(durable=True)
    try:
        django.setup()
        call_command("migrate", verbosity=0)
        yield
    finally:
        engines.stop()
