"""Every network that sends us to an address that nobody may ask: refused by the door, and nothing is asked there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from listening.simulator.faults import FORBIDDEN
from tests.listening.connectors.contract.cases import CASES, Case
from tests.listening.connectors.contract.conftest import Play
from tests.listening.connectors.contract.player import assert_whole
from tests.listening.http.stub import Stub

every = pytest.mark.parametrize("case", CASES, ids=lambda case: case.network)


@pytest.fixture
def inner() -> Iterator[Stub]:
    """A server inside the house, which nothing from outside may lead us to."""
    with Stub() as stub:
        yield stub


@every
@pytest.mark.parametrize("status", [301, 302, 307])
def test_it_follows_no_redirect_into_the_house(play: Play, case: Case, status: int, inner: Stub) -> None:
    player = play(case)
    player.script(fault="redirect", to=f"http://127.0.0.1:{inner.port}/admin", status=status, times=0)
    state, code, _ = player.poll()
    assert (state, code) == ("blocked", "address_port")
    assert inner.hits == []
    assert player.source.params == case.params
    player.simulator.plan.clear()
    player.settle()
    assert_whole(player)


@every
@pytest.mark.parametrize(
    ("to", "code"),
    [
        (FORBIDDEN, "address_private"),
        ("http://[::ffff:169.254.169.254]/", "address_private"),
        ("http://2130706433/", "address_private"),
        ("file:///etc/passwd", "address_scheme"),
        ("http://user@127.0.0.1/", "address_userinfo"),
    ],
)
def test_it_names_the_address_that_it_was_sent_to_as_forbidden(play: Play, case: Case, to: str, code: str) -> None:
    player = play(case)
    player.script(fault="redirect", to=to, times=0)
    assert player.poll()[:2] == ("blocked", code)
    assert player.run.kept == 0


@every
def test_it_is_refused_in_the_middle_of_a_sweep_too(play: Play, case: Case, inner: Stub) -> None:
    player = play(case)
    player.script(fault="redirect", to=f"http://127.0.0.1:{inner.port}/", nth=2, times=0)
    player.poll()
    player.turn(minutes=20)
    player.poll()
    assert inner.hits == []
    player.simulator.plan.clear()
    player.settle()
    assert_whole(player)
