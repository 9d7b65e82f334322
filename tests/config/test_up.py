"""One real installation: started, looked at, hurt, and stopped."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest

from tests.installation import Installation, running, until

pytestmark = pytest.mark.timeout(240)  # an installation is given three minutes to start, while other tests run


@pytest.fixture(scope="module")
def installation() -> Iterator[Installation]:
    with running() as made:
        yield made


def exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_it_serves_and_is_ready(installation: Installation) -> None:
    until(lambda: installation.serves("/readyz"), 20, installation)
    assert installation.serves("/healthz")


def test_it_refuses_a_second_one_on_the_same_data(installation: Installation) -> None:
    output = installation.data.with_suffix(".second")
    assert installation.up(output).wait(timeout=30) == 1
    assert "in use by another" in output.read_text()
    until(installation.serves, 15, installation)


def test_it_brings_a_killed_broker_back(installation: Installation) -> None:
    [broker] = [pid for pid, argv in installation.descendants().items() if "valkey-server" in argv]
    os.kill(broker, signal.SIGKILL)
    until(lambda: installation.says("valkey is back"), 15, installation)
    until(lambda: installation.serves("/readyz"), 15, installation)


def test_it_keeps_its_secrets_private_and_writes_none_into_logs(installation: Installation) -> None:
    secrets = installation.data / "secrets.env"
    assert secrets.stat().st_mode & 0o777 == 0o600
    values = [line.partition("=")[2] for line in secrets.read_text().splitlines() if not line.startswith("#")]
    written = installation.output.read_text() + "".join(file.read_text() for file in installation.data.glob("logs/*"))
    assert len(values) == 5
    assert [value for value in values if value in written] == []


def test_it_stops_everything_within_ten_seconds_and_leaves_no_orphan(installation: Installation) -> None:
    family = installation.descendants()
    for part in ("postgres", "valkey-server", "granian", "worker", "beat"):
        assert part in " ".join(family.values())
    began = time.monotonic()
    installation.process.send_signal(signal.SIGINT)
    assert installation.process.wait(timeout=15) == 0
    assert time.monotonic() - began < 10
    assert [argv for pid, argv in family.items() if exists(pid)] == []
    installation.start_again()  # the tests after it look at the same one
