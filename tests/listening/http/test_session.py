"""What a session sends, forgets and leaves behind."""

from __future__ import annotations

import datetime
import logging
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from listening.errors import Forbidden, Permanent, Transient
from listening.http import Door, configure, door, session
from tests.listening.http.stub import PUBLIC, Names, Stub, door_for, reply, saying

SECRETS = {"Authorization": "Bearer planted", "X-Api-Key": "planted", "PRIVATE-TOKEN": "planted", "Cookie": "a=planted"}


def test_it_leaves_keys_behind_when_a_redirect_leads_to_another_host() -> None:
    with Stub(host=PUBLIC) as first, Stub(host=PUBLIC) as other:
        first._answer = saying(reply(302, Location=f"http://other.test:{other.port}/"))
        door = door_for(first, other, resolver=Names(other_test=[[PUBLIC]]))
        with door.session() as asking:
            asking.get(f"http://{PUBLIC}:{first.port}/", headers=SECRETS)
        assert "planted" in first.hits[0].headers["x-api-key"]
        assert not [value for value in other.hits[0].headers.values() if "planted" in value]


def test_it_leaves_keys_behind_when_a_redirect_leads_to_another_port() -> None:
    with Stub(host=PUBLIC) as first, Stub(host=PUBLIC) as other:
        first._answer = saying(reply(302, Location=f"http://{PUBLIC}:{other.port}/"))
        with door_for(first, other).session() as asking:
            asking.get(f"http://{PUBLIC}:{first.port}/", headers=SECRETS)
        assert "authorization" not in other.hits[0].headers


def test_it_keeps_its_key_on_the_same_host() -> None:
    with Stub(saying(reply(302, Location="/b"), reply()), host=PUBLIC) as stub, door_for(stub).session() as asking:
        asking.get(f"http://{PUBLIC}:{stub.port}/", headers={"Authorization": "Bearer a"})
        assert stub.hits[1].headers["authorization"] == "Bearer a"


def test_it_takes_no_body_to_another_host() -> None:
    with Stub(host=PUBLIC) as first, Stub(host=PUBLIC) as other:
        first._answer = saying(reply(307, Location=f"http://{PUBLIC}:{other.port}/"))
        with door_for(first, other).session() as asking, pytest.raises(Forbidden, match="redirect_with_body"):
            asking.post(f"http://{PUBLIC}:{first.port}/", data={"client_secret": "planted"})
        assert other.hits == []


def test_it_keeps_no_cookies() -> None:
    answers = saying(reply(302, Set_Cookie="a=1", Location="/b"), reply(200, Set_Cookie="b=2"))
    with Stub(answers, host=PUBLIC) as stub, door_for(stub).session() as asking:
        asking.get(f"http://{PUBLIC}:{stub.port}/")
        asking.get(f"http://{PUBLIC}:{stub.port}/")
        assert not [heard for heard in stub.hits if "cookie" in heard.headers]


def test_it_always_says_who_asks() -> None:
    with Stub(host=PUBLIC) as stub:
        with door_for(stub, user_agent="Wellheard/1 (+https://c.test)").session() as asking:
            asking.get(f"http://{PUBLIC}:{stub.port}/", headers={"User-Agent": "Mozilla"})
        assert stub.hits[0].headers["user-agent"] == "Wellheard/1 (+https://c.test)"


def test_it_does_not_heed_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with Stub(host=PUBLIC) as stub, Stub() as proxy, door_for(stub).session() as asking:
        monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{proxy.port}")
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        asking.get(f"http://{PUBLIC}:{stub.port}/")
        assert (len(stub.hits), len(proxy.hits)) == (1, 0)


def test_it_sends_no_password_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "netrc").write_text(f"machine {PUBLIC} login a password planted\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with Stub(host=PUBLIC) as stub, door_for(stub).session() as asking:
        asking.get(f"http://{PUBLIC}:{stub.port}/")
        assert "authorization" not in stub.hits[0].headers


def test_it_does_not_heed_a_proxy_of_the_caller() -> None:
    with Stub(host=PUBLIC) as stub, Stub() as proxy, door_for(stub).session() as asking:
        asking.get(f"http://{PUBLIC}:{stub.port}/", proxies={"http": f"http://127.0.0.1:{proxy.port}"})
        assert (len(stub.hits), len(proxy.hits)) == (1, 0)


@pytest.mark.parametrize(("redirects", "hops", "ends"), [(3, 3, True), (3, 4, False), (5, 5, True), (5, 6, False)])
def test_it_follows_so_many_redirects_and_no_more(redirects: int, hops: int, ends: bool) -> None:
    answers = saying(*[reply(302, Location=f"/{n}") for n in range(hops)], reply(200, b"ok"))
    with Stub(answers, host=PUBLIC) as stub, door_for(stub).session(redirects=redirects) as asking:
        if ends:
            assert len(asking.get(f"http://{PUBLIC}:{stub.port}/").history) == hops
            return
        with pytest.raises(Permanent, match="too_many_redirects"):
            asking.get(f"http://{PUBLIC}:{stub.port}/")


def test_it_logs_no_address(caplog: pytest.LogCaptureFixture) -> None:
    with Stub(host=PUBLIC) as stub, door_for(stub).session() as asking:
        with caplog.at_level(logging.DEBUG):
            asking.get(f"http://{PUBLIC}:{stub.port}/?token=planted")
        assert "planted" not in caplog.text


def test_it_uses_the_door_that_was_configured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_build", door._build)  # put back after the test
    with Stub(host=PUBLIC) as stub:
        configure(lambda: door_for(stub, user_agent="Configured"))
        session().get(f"http://{PUBLIC}:{stub.port}/")
        assert stub.hits[0].headers["user-agent"] == "Configured"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a key and a certificate for feed.test, and nothing else, into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "feed.test")])
    start = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    built = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + datetime.timedelta(days=9))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("feed.test")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "feed.pem"
    file.write_bytes(key.private_bytes(*plain) + built.public_bytes(serialization.Encoding.PEM))
    return file


def over_tls(certificate: Path, names: list[str]) -> ssl.SSLContext:
    """Return a server's side that shakes hands as feed.test and notes the name that was asked for."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda sock, name, _: names.append(str(name))
    return context


def test_it_asks_for_the_name_and_verifies_it_at_the_pinned_address(certificate: Path) -> None:
    asked: list[str] = []
    with Stub(tls=over_tls(certificate, asked), host=PUBLIC) as stub:
        door = door_for(stub, resolver=Names(feed_test=[[PUBLIC]]), ca_bundle=str(certificate))
        with door.session() as asking:
            assert asking.get(f"https://feed.test:{stub.port}/").text == "ok"
        assert asked == ["feed.test"]


@pytest.mark.parametrize("verify", [True, False])
def test_it_never_trusts_an_unknown_certificate(certificate: Path, verify: bool) -> None:
    with Stub(tls=over_tls(certificate, []), host=PUBLIC) as stub:
        door = door_for(stub, resolver=Names(feed_test=[[PUBLIC]]))
        with door.session() as asking, pytest.raises(Transient, match="tls_failed"):
            asking.get(f"https://feed.test:{stub.port}/", verify=verify)
        assert stub.hits == []


def test_it_refuses_a_certificate_of_another_name(certificate: Path) -> None:
    with Stub(tls=over_tls(certificate, []), host=PUBLIC) as stub:
        door = door_for(stub, resolver=Names(evil_test=[[PUBLIC]]), ca_bundle=str(certificate))
        with door.session() as asking, pytest.raises(Transient, match="tls_failed"):
            asking.get(f"https://evil.test:{stub.port}/")


def test_it_opens_a_checked_socket_for_other_protocols(certificate: Path) -> None:
    with Stub(tls=over_tls(certificate, []), host=PUBLIC) as stub:
        door = door_for(resolver=Names(feed_test=[[PUBLIC]]), ca_bundle=str(certificate))
        with door.connect("feed.test", stub.port, ports=(stub.port,)) as sock:
            sock.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert sock.recv(15) == b"HTTP/1.1 200 Wh"


def test_it_opens_no_socket_to_a_private_address() -> None:
    with Stub() as forbidden, pytest.raises(Forbidden, match="address_private"):
        Door().connect("localhost", forbidden.port, tls=False, ports=(forbidden.port,))


def test_it_opens_no_socket_to_a_port_the_protocol_does_not_use() -> None:
    with pytest.raises(Forbidden, match="address_port"):
        door_for().connect(PUBLIC, 22, tls=False)


def test_it_asks_before_each_request_but_not_before_its_redirects() -> None:
    asked: list[int] = []
    with Stub(host=PUBLIC) as first, Stub(host=PUBLIC) as other:
        first._answer = saying(reply(302, Location=f"http://{PUBLIC}:{other.port}/"))
        with door_for(first, other).session(before=lambda: asked.append(len(first.hits))) as asking:
            for _ in range(2):
                asking.get(f"http://{PUBLIC}:{first.port}/")
        assert (asked, len(other.hits)) == ([0, 1], 2)


def test_it_sends_nothing_when_it_is_told_not_to() -> None:
    def refuse() -> None:
        raise PermissionError

    with Stub(host=PUBLIC) as stub:
        with door_for(stub).session(before=refuse) as asking, pytest.raises(PermissionError):
            asking.get(f"http://{PUBLIC}:{stub.port}/")
        assert stub.hits == []
