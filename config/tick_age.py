"""`python -m config.tick_age`: exit 0 if a worker lately ran what beat sent. The health check of the beat container."""

from __future__ import annotations

import sys
import time

import django

from config.doctor import beat


def main() -> int:
    """Return the exit code."""
    django.setup()
    return 0 if beat(time.time()).level == "ok" else 1


if __name__ == "__main__":
    sys.exit(main())
