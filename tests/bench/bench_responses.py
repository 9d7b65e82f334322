"""What the response report costs where there are years of questions, against counting it row by row."""

from __future__ import annotations

from importlib import import_module

from tests.bench.database import database


def main() -> None:
    """Fill a database of our own and print the ratio; raise ``SystemExit`` where a limit is missed."""
    with database():
        import_module("tests.bench.many_responses").measure()  # imports models, which need Django set up


if __name__ == "__main__":
    main()
