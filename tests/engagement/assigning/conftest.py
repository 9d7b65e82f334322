"""What several tests of routing start from."""

from __future__ import annotations

import pytest

from listening.models import Thread
from tests.factories import make_thread


@pytest.fixture
def thread(db: None) -> Thread:
    """A thread that was read to its end."""
    return make_thread()
