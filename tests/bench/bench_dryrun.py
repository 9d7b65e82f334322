"""What trying a query on the newest stored and rejected posts costs, against a regular expression per term."""

from __future__ import annotations

from importlib import import_module

from tests.bench.database import database


def main() -> None:
    """Fill a database of our own, print seconds and ratio; raise ``SystemExit`` where the limit is missed."""
    with database():
        import_module("tests.bench.month_of_posts").measure()  # imports models, which need Django set up


if __name__ == "__main__":
    main()
