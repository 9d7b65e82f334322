"""What a page of a thousand flagged mentions costs, against Django REST framework's ModelSerializer way."""

from __future__ import annotations

from importlib import import_module

from tests.bench.database import database


def main() -> None:
    """Fill a database of our own and print the ratio; raise ``SystemExit`` where it is under its limit."""
    with database():
        import_module("tests.bench.pages_of_mentions").measure()  # imports models, which need Django set up


if __name__ == "__main__":
    main()
