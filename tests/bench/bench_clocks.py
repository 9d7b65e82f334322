"""What the sweep over clocks costs with 100,000 of them open, and a million that have stopped."""

from __future__ import annotations

from importlib import import_module

from tests.bench.database import database


def main() -> None:
    """Fill a database of our own and print a line a subject; raise ``SystemExit`` where a limit is missed."""
    with database():
        import_module("tests.bench.many_clocks").measure()  # imports models, which need Django set up


if __name__ == "__main__":
    main()
