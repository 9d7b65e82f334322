"""What every test of replies needs: keys that open credentials, and the network that replies go to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.engagement.replies.rows import KEY, LATER, SUMMONS
from tests.listening.connectors.xnet import Played, played


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    with override_settings(CREDENTIAL_KEYS=[KEY]):
        yield


@pytest.fixture
def net() -> Iterator[Played]:
    found = played(SUMMONS)
    found.moment = LATER
    found.simulator.x.takes_twins = True
    yield found
    found.simulator.stop()
