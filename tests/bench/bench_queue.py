"""What the list and its badges cost with a million cases, against OFFSET and against counting the table."""

from __future__ import annotations

from importlib import import_module

from tests.bench.database import database


def main() -> None:
    """Fill a database of our own and print a line a subject; raise ``SystemExit`` where a limit is missed."""
    with database():
        import_module("tests.bench.million_cases").measure()  # imports models, which need Django set up


if __name__ == "__main__":
    main()
