"""Which addresses count as public, how URLs are read, and what the operator's list opens."""

from ipaddress import ip_address

import pytest

from listening.errors import Forbidden, Transient
from listening.http import Door, allowed, is_public
from listening.http.addresses import Resolver, parse, resolve
from tests.listening.http.stub import Names, needs_hostile, rows

NOT_PUBLIC = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "0.0.0.0",
    "100.64.0.1",
    "192.0.0.8",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "192.0.2.1",
    "198.51.100.7",
    "203.0.113.9",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "2001:db8::1",
    "3fff::1",
    "5f00::1",
    "100::1",
    "2001::1",
    "2001:20::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "::8.8.8.8",
    "::ffff:0:127.0.0.1",
    "::ffff:0:8.8.8.8",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::7f00:1",
    "64:ff9b:1::808:808",
    "2002:7f00:1::",
    "2002:a00:1::1",
    "2001:0:7f00:1::1",
    "2001:0:808:808:0:ffff:80ff:fffe",
    "fd00:ec2::254",
]
PUBLIC = [
    "93.184.216.34",
    "8.8.8.8",
    "87.0.0.1",
    "2606:2800:220:1:248:1893:25c8:1946",
    "2a00:1450:4001::1",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_it_keeps_away_from_every_address_that_is_not_public(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_it_knows_a_public_address(address: str) -> None:
    assert is_public(ip_address(address))


@needs_hostile
@pytest.mark.parametrize("row", rows("ssrf_urls.jsonl"), ids=lambda row: row["id"])
def test_it_classifies_every_row_of_the_corpus(row: dict[str, str]) -> None:
    public = [["93.184.216.34"]]
    names = Names(example_com=public, metadata_google_internal=[["169.254.169.254"]])
    names._left["xn--bcher-kva.example"] = list(public)
    door = Door() if row["live"] else Door(resolver=names)
    url = row["url"].replace(":{PORT}", "")
    try:
        door.check(url)
        outcome = "allow"
    except Forbidden as refusal:
        outcome = "policy" if refusal.code == "address_port" else "block"
    assert outcome == row["expect"]


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://a.test\\@b.test/", "address_backslash"),
        ("http://a.te\tst/", "address_control_character"),
        ("http://a.test/\x00", "address_control_character"),
        (" http://a.test/", "address_control_character"),
        ("http://a.test/\u00a0", "address_control_character"),
        ("file:///etc/passwd", "address_scheme"),
        ("//a.test/", "address_scheme"),
        ("http://user@a.test/", "address_userinfo"),
        ("http://@a.test/", "address_userinfo"),
        ("http:///path", "address_host"),
        ("http://a b.test/", "address_host"),
        ("http://a%2eb.test/", "address_host"),
        ("http://[::1%25eth0]/", "address_host"),
        ("http://[v1.a]/", "address_malformed"),
        ("http://a.test:99999/", "address_malformed"),
        ("http://" + "a" * 300 + ".test/", "address_host"),
    ],
)
def test_it_names_what_is_wrong_with_an_address(url: str, code: str) -> None:
    with pytest.raises(Forbidden) as refusal:
        parse(url)
    assert refusal.value.code == code


def test_it_reads_international_names() -> None:
    assert parse("https://Bücher.example/feed").host == "xn--bcher-kva.example"


def test_it_keeps_an_explicit_port_zero_apart_from_the_default() -> None:
    assert parse("http://a.test:0/").port == 0


@pytest.mark.parametrize(
    ("entry", "url", "opened"),
    [
        ("127.0.0.1:8009", "http://127.0.0.1:8009/", True),
        ("127.0.0.1:8009", "http://wiki.test:8009/", False),
        ("127.0.0.1:8009", "http://127.0.0.1:8010/", False),
        ("127.0.0.1:8009", "http://127.0.0.2:8009/", False),
        ("127.0.0.1:8009", "http://127.0.0.1/", False),
        ("wiki.test:8080", "http://wiki.test:8080/", True),
        ("Wiki.TEST", "http://wiki.test/", True),
        ("wiki.test", "http://wiki.test:8080/", False),
        ("wiki.test", "http://10.1.2.3/", False),
        ("10.1.0.0/16", "http://10.1.2.3/", True),
        ("10.1.0.0/16", "https://wiki.test/", True),
        ("10.1.0.0/16", "http://10.2.0.1/", False),
        ("10.1.0.0/16", "http://10.1.2.3:8080/", False),
        ("10.1.0.0/16:8080", "http://10.1.2.3:8080/", True),
        ("[::1]:9000", "http://[::1]:9000/", True),
        ("[::1]:9000", "http://[::1]/", False),
        ("::1", "http://[::1]/", True),
    ],
)
def test_it_opens_what_the_operator_lists_and_no_more(entry: str, url: str, opened: bool) -> None:
    door = Door(allow=allowed([entry]), resolver=Names(wiki_test=[["10.1.2.3"]]))
    if opened:
        door.check(url)
        return
    with pytest.raises(Forbidden):
        door.check(url)


@pytest.mark.parametrize("entry", ["10.0.0.0/99", "a b:80", "host:70000", "http://host", "10.0.0.1/8"])
def test_it_says_which_entry_of_the_list_is_wrong(entry: str) -> None:
    with pytest.raises(ValueError, match="OUTBOUND_ALLOW"):
        allowed([entry])


def test_it_takes_a_name_that_is_not_found_for_a_passing_trouble() -> None:
    with pytest.raises(Transient, match="name_not_found"):
        Door(resolver=Names()).check("http://nowhere.test/")


def test_it_does_not_wait_for_a_dead_name_server(slow_resolver: Resolver) -> None:
    with pytest.raises(Transient, match="timeout"):
        resolve(slow_resolver, "a.test", 80, seconds=0.05)
