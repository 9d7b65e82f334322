"""Addresses of the environment, as the libraries want them."""

from __future__ import annotations

import pytest

from config import addresses


def test_it_reads_a_database_url() -> None:
    made = addresses.database("postgresql://u%40x:p%2Fw@db.example:6543/name?sslmode=require", statement_timeout=10)
    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        *("u@x", "p/w", "db.example"),
        *("6543", "name"),
    )
    assert made["OPTIONS"]["sslmode"] == "require"


def test_it_reads_back_the_embedded_database_url() -> None:
    made = addresses.database(addresses.embedded_database_url("/a dir/pg", "p/w@:"), statement_timeout=10)
    assert (made["HOST"], made["PASSWORD"], made["USER"]) == ("/a dir/pg", "p/w@:", "wellheard")


def test_it_limits_statements_locks_and_idle_transactions() -> None:
    options = addresses.database("postgresql:///x", statement_timeout=60)["OPTIONS"]["options"]
    assert "-c statement_timeout=60s" in options
    assert "-c lock_timeout=2s" in options
    assert "-c idle_in_transaction_session_timeout=30s" in options


@pytest.mark.parametrize("url", ["mysql://x/y", "postgresql://u:secret@h:port/x", "sqlite:///x"])
def test_it_refuses_other_databases_without_telling_the_password(url: str) -> None:
    with pytest.raises(addresses.BadAddress) as refused:
        addresses.database(url, statement_timeout=10)
    assert "DATABASE_URL" in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("url", "broker", "cache", "messages"),
    [
        ("redis://:pw@h:6379/0", "redis://:pw@h:6379/0", "redis://:pw@h:6379/1", "redis://:pw@h:6379/0"),
        ("rediss://h/4", "rediss://h/4", "rediss://h/5", "rediss://h/4"),
        ("redis://h:6379", "redis://h:6379/0", "redis://h:6379/1", "redis://h:6379/0"),
        (
            "unix://:pw@/run/v.sock?db=2",
            "redis+socket://:pw@/run/v.sock?virtual_host=2",
            "unix://:pw@/run/v.sock?db=3",
            "unix://:pw@/run/v.sock?db=2",
        ),
    ],
)
def test_it_keeps_queue_and_cache_apart(url: str, broker: str, cache: str, messages: str) -> None:
    assert addresses.broker_url(url) == broker
    assert addresses.cache_url(url) == cache
    assert addresses.message_url(url) == messages


@pytest.mark.parametrize("url", ["http://h", "redis://h/name"])
def test_it_refuses_other_brokers(url: str) -> None:
    with pytest.raises(addresses.BadAddress, match="REDIS_URL"):
        addresses.broker_url(url)


@pytest.mark.parametrize(
    "url",
    [
        *("wellheard.example", "wellheard.lan:8000", "ftp://x", "https://x/path", "https://", "", "http://"),
        *("http://x:port", "http://x:99999", "http://a:b@x", "http://x?y", "http://x y", "http://*", "http://[::1"),
        *("http://0.0.0.0:8000", "http://[::]:8000", 'http://a"b'),
    ],
)
def test_it_refuses_a_base_url_that_is_no_host(url: str) -> None:
    with pytest.raises(addresses.BadAddress, match="BASE_URL"):
        addresses.host_of(url)


@pytest.mark.parametrize(
    ("url", "local"),
    [("http://localhost:8000", True), ("http://[::1]:8000", True), ("https://localhost.example", False)],
)
def test_it_knows_what_only_this_machine_can_reach(url: str, local: bool) -> None:
    assert addresses.is_local(url) is local


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("HTTP://WellHeard.LAN:8000/", "http://wellheard.lan:8000"),
        ("http://wellheard.lan:80", "http://wellheard.lan"),
        ("https://wellheard.lan:443/", "https://wellheard.lan"),
        ("https://wellheard.lan:80", "https://wellheard.lan:80"),
        ("http://[FD00::5]:8000", "http://[fd00::5]:8000"),
        ("http://münchen.example", "http://xn--mnchen-3ya.example"),
    ],
)
def test_it_writes_base_url_as_browsers_do(given: str, made: str) -> None:
    assert addresses.origin(given) == made


def test_it_says_what_base_url_would_be_without_its_path() -> None:
    with pytest.raises(addresses.BadAddress, match=r"set BASE_URL=https://w\.example:8443$"):
        addresses.origin("https://w.example:8443/desk")


def test_it_repeats_no_password_that_stands_in_base_url() -> None:
    for url in ("http://me:secret@w.example", "http://me:secret@w.example:port", "//me:secret@w.example"):
        with pytest.raises(addresses.BadAddress) as refused:
            addresses.origin(url)
        assert "secret" not in str(refused.value)


@pytest.mark.parametrize(("url", "port"), [("http://x", 80), ("https://x", 443), ("https://x:8443", 8443)])
def test_it_knows_at_which_port_browsers_ask(url: str, port: int) -> None:
    assert addresses.port_of(url) == port
