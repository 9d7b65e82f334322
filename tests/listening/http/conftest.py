"""Loopback has more addresses than one, and these tests need to see that none of them is reached."""

import threading
from collections.abc import Iterator, Sequence

import pytest
from pytest_socket import enable_socket, socket_allow_hosts

from listening.http.addresses import Resolver


@pytest.fixture(autouse=True)
def all_of_loopback(only_loopback: object) -> Iterator[None]:
    """Open 127.0.0.0/8, ::1 and the unspecified addresses, which Linux takes for loopback."""
    socket_allow_hosts(["127.0.0.0/8", "0.0.0.0/32", "::1", "::", "::ffff:0:0/96", "localhost"], allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def slow_resolver() -> Iterator[Resolver]:
    """Give a resolver that answers only after the test is over."""
    over = threading.Event()

    def resolver(host: str, port: int) -> Sequence[str]:
        over.wait(10)
        return ["93.184.216.34"]

    yield resolver
    over.set()
