"""What twelve weeks of the CMO's page cost from counters, against counting the mentions themselves."""

from __future__ import annotations

from importlib import import_module

from tests.bench.database import database


def main() -> None:
    """Fill a database of our own and print the ratio; raise ``SystemExit`` where the limit is missed."""
    with database():
        import_module("tests.bench.many_weeks").measure()  # imports models, which need Django set up


if __name__ == "__main__":
    main()
