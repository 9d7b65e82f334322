"""Secrets are sealed: twenty planted ones are looked for wherever an installation leaves traces, in every coding."""

from __future__ import annotations

import base64
import io
import logging
import os
import re
import socket
import subprocess
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from config.addresses import cache_url, message_url
from config.backup import storage, taking, tools
from config.factors.adapter import SealedFactors
from config.setup import token as first_run
from engagement import actions
from engagement.actions import invitations, tokens
from engagement.models import Member, Receiver
from listening import pipeline
from listening.http import allowed
from listening.models import Credential, Source
from listening.pipeline import Way
from listening.storage import raw
from listening.storage.credentials import add_credential
from listening.tasks import look_for_due_sources
from tests.engagement.notices.chat import chat
from tests.factories import make_brand, make_installation, make_mention, make_source, make_user
from tests.listening.http.stub import Heard, Stub, door_for, reply

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.chaos]

CONTROL = "planted-on-purpose+zq7/é"
PASSWORD, WRONG = "zq-correct horse+battery", "zq-wrong horse+battery"


def codings(secret: str) -> set[bytes]:
    """Return how a secret may stand somewhere: plain, hex, url-coded, base64 wherever in a longer text it begins."""
    plain = secret.encode()
    found = {plain, plain.hex().encode(), quote(secret, safe="").encode(), quote(secret).encode()}
    found |= {"".join(f"%{byte:{form}}" for byte in plain).encode() for form in ("02x", "02X")}
    found |= {secret.encode("unicode_escape"), secret.replace(" ", "+").encode()}
    for before in range(3):
        # The first and the last characters also hold bits of the neighbours, whatever these are.
        coded = base64.b64encode(bytes(before) + plain)[(0, 2, 3)[before] :].rstrip(b"=")
        coded = coded[: len(coded) - (before + len(plain)) % 3]
        found |= {coded, coded.replace(b"+", b"-").replace(b"/", b"_"), coded.hex().encode()}
    return found


def hits(traces: dict[str, bytes], secrets: dict[str, str]) -> list[str]:
    """Return ``secret in place`` for each secret that stands in one of the traces."""
    return [
        f"{name} in {place}"
        for name, secret in secrets.items()
        for place, content in traces.items()
        if any(coding in content for coding in codings(secret))
    ]


@pytest.fixture
def heard() -> Iterator[io.StringIO]:
    """Everything that the log says at DEBUG, as the installation formats it, tracebacks included."""
    root, text = logging.getLogger(), io.StringIO()
    handler = logging.StreamHandler(text)
    formatters = [found.formatter for found in root.handlers if found.formatter]
    handler.setFormatter(formatters[0])
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield text
    root.setLevel(before)
    root.removeHandler(handler)


def sealed_credentials() -> dict[str, str]:
    """Store five credentials; return what they hold."""
    make_installation()
    found = {}
    for number in range(5):
        secret = f"zqcredential{number}-+/{os.urandom(9).hex()}"
        found[f"credential {number}"] = secret
        add_credential("x", f"Account {number}", {"bearer_token": secret}, timezone.now())
    return found


def rest_tokens(answers: list[Any], monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """Use a good token, a revoked one, one that nobody gave out, and one while the server is broken."""
    member = Member.objects.get(user=make_user("owner"))
    make_mention("Northwind Relay, is it down?", brand=make_brand())
    found = {"foreign token": "wh_zqforeign" + os.urandom(12).hex()}
    for name in ("good token", "revoked token"):
        row, found[name] = tokens.create_token(member, name=name, scopes=["read:mentions"], now=timezone.now())
    tokens.revoke_token(row.id, member=member, now=timezone.now())
    for plain in found.values():
        client = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {plain}"})
        for address in (
            "/api/v1/mentions/",
            "/api/v1/mentions/?zz=1",
            "/api/v1/nothing/",
            "/nothing/",
            "/api/v1/ingest/",
        ):
            answers += [client.get(address), client.post(address, {"a": 1}, content_type="application/json")]
    with monkeypatch.context() as broken:
        broken.setattr(tokens, "ApiToken", None)
        answers.append(client.get("/api/v1/mentions/"))
        assert answers[-1].status_code == 500
    return found


def people(answers: list[Any]) -> dict[str, str]:
    """Sign in wrongly and rightly, forget a password, set up second factors."""
    user: User = make_user("marketer")
    user.email, user.username = "mira@northwind.example", "mira@northwind.example"
    user.set_password(PASSWORD)
    user.save()
    browser = Client(raise_request_exception=False)
    for password in (WRONG, PASSWORD):
        answers.append(browser.post("/accounts/login/", {"login": user.email, "password": password}))
    assert browser.session["_auth_user_id"] == str(user.id)
    browser.get("/accounts/2fa/totp/activate/")  # shows it, as it must
    answers.append(browser.get("/"))
    stranger = Client(raise_request_exception=False)
    answers.append(stranger.post("/accounts/password/reset/", {"email": user.email}))
    user.refresh_from_db()  # signing in has changed what the link is made from
    reset = str(default_token_generator.make_token(user))  # as the mail would carry it
    answers += [
        stranger.get(f"/accounts/password/reset/key/{user_pk_to_url_str(user)}-{reset}/", follow=True),
        stranger.get("/setup/"),
    ]
    other = make_user("sales")
    totp = generate_totp_secret()
    TOTP.activate(other, totp)
    codes = RecoveryCodes.activate(other)
    return {
        "cookie of a member": browser.cookies["wellheard_session"].value,
        "cookie of a stranger": stranger.cookies["wellheard_session"].value,
        "second factor begun": browser.session["mfa.totp.secret"],
        "second factor": totp,
        "seed of codes": SealedFactors().decrypt(codes.instance.data["seed"]),
        "recovery code": codes.get_unused_codes()[0],
        "password": PASSWORD,
        "wrong password": WRONG,
        "password reset": reset,
    }


def the_installation(answers: list[Any]) -> dict[str, str]:
    """Use a first-run link; return it with the keys of the installation itself."""
    link = first_run.issue(first_run.place(django_settings.DATA_DIR), now=time.time())
    answers.append(Client(raise_request_exception=False).get(f"/setup/?token={link}"))
    broker = re.search(r":([^@]+)@", os.environ["REDIS_URL"])
    assert broker
    return {
        "first-run link": link,
        "SECRET_KEY": django_settings.SECRET_KEY,
        "CREDENTIAL_KEYS": django_settings.CREDENTIAL_KEYS[0],
        "password of Postgres": str(connection.settings_dict["PASSWORD"]),
        "password of Valkey": broker[1],
    }


def poll_x(secrets: dict[str, str]) -> None:
    """Ask an X that throws what it was sent back at us, headers and all, with one of the credentials."""

    def answer(conn: socket.socket, heard: Heard) -> None:
        conn.sendall(reply(500, repr((heard.line, heard.headers)).encode()))
        told.append(heard.headers.get("authorization", ""))

    told: list[str] = []
    key = Credential.objects.get(name="Account 0")
    params = {"user_id": "1", "username": "northwind", "monthly_cap_micros": 10_000_000}
    now = timezone.now()
    make_source(network="x", params=params, credential=key, next_poll_at=now, name=codings_of_control())
    with Stub(answer) as stub:
        door = door_for(stub, allow=allowed([f"127.0.0.1:{stub.port}"]))
        way = Way(session=door.session, base_url=lambda network: f"http://127.0.0.1:{stub.port}")
        assert pipeline.poll_next_due(timezone.now, way)
    assert any(secrets["credential 0"] in header for header in told)  # it was really used


def alert(secrets: dict[str, str], answers: list[Any], settings: Settings) -> None:
    """Add a chat webhook on its page, try it and send to it; the other side throws the address back at us."""
    key = secrets["webhook"] = "zqwebhook" + os.urandom(12).hex()
    browser = Client(raise_request_exception=False)
    browser.force_login(make_user("owner"), backend="django.contrib.auth.backends.ModelBackend")
    with chat(
        (404, f'{{"id":"{key}","path":"ECHO"}}', {}), (302, "", {"Location": f"/{key}"}), (500, "ECHO", {})
    ) as it:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{it.port}"]
        sent = {"kind": "slack", "name": "#social", "address": it.url(f"/hooks/{key}"), "wants": ["sources"]}
        answers += [browser.post("/settings/alerts/", sent | {"name": ""}), browser.post("/settings/alerts/", sent)]
        row = Receiver.objects.get()
        answers += [browser.post(f"/settings/alerts/{row.pk}/test/", follow=True) for _ in range(2)]
        make_source(state="blocked")
        actions.notice(timezone.now())
        actions.tell(timezone.now)
        answers.append(browser.get("/settings/alerts/"))
    assert len(it.heard) == 3  # it was really used


def private_feed(secrets: dict[str, str], answers: list[Any], settings: Settings) -> None:
    """Add a feed whose address holds a key, on its page, and poll it; the other side throws the key back at us."""
    key = secrets["key of a feed"] = "zqfeed" + os.urandom(16).hex()
    feed = b'<rss version="2.0"><channel><title>Private</title></channel></rss>'
    browser = Client(raise_request_exception=False)
    browser.force_login(make_user("owner"), backend="django.contrib.auth.backends.ModelBackend")

    def answer(conn: socket.socket, heard: Heard) -> None:
        told.append(heard.line)
        body = feed if len(told) < 3 else repr(heard.line).encode()
        conn.sendall(reply(200 if len(told) < 3 else 500, body, Content_Type="application/rss+xml"))

    told: list[str] = []
    with Stub(answer) as stub:
        settings.OUTBOUND_ALLOW = [f"127.0.0.1:{stub.port}"]
        sent = {"kind": "feed", "url": f"http://127.0.0.1:{stub.port}/feed?token={key}", "feed_name": ""}
        answers.append(browser.post("/sources/add/", sent))
        # Refused, as it is known: the form hands what was typed back to whoever typed it, and to nobody else.
        assert browser.post("/sources/add/", sent).status_code == 422
        for _ in range(2):
            Source.objects.filter(network="feeds").update(next_poll_at=timezone.now())
            pipeline.poll_next_due(timezone.now)
        answers.append(browser.get("/sources/"))
    assert sum(key in line for line in told) >= 3  # it was really used


def invitation(secrets: dict[str, str], answers: list[Any]) -> None:
    """Invite a colleague, open the link, and join with a password that is refused, then with a good one."""
    owner = Member.objects.get(user=make_user("owner"))
    _row, link = invitations.invite("marketer", by=owner, now=timezone.now())
    secrets["invitation"] = link
    browser = Client(raise_request_exception=False)
    answers.append(browser.get(f"/join/{link}/"))
    for password in ("short", PASSWORD):
        sent = {"name": "Mira", "email": "mira2@northwind.example", "password": password}
        answers.append(browser.post("/join/", sent))
    assert User.objects.filter(email="mira2@northwind.example").exists()  # it was really used


def codings_of_control() -> str:
    """Return the control secret in three codings, none of them plain."""
    coded = base64.b64encode(b"x" + CONTROL.encode()).decode()
    return f"{coded} {quote(CONTROL, safe='')} {CONTROL.encode().hex()}"


def run(*argv: str, **more: Any) -> bytes:
    found: bytes = subprocess.run(argv, capture_output=True, check=True, **more).stdout
    return found


def kept_by(url: str) -> bytes:
    """Return every key of a Valkey database with what it holds."""
    client = redis.Redis.from_url(url)
    parts: list[bytes] = []
    keys: list[Any] = client.keys("*")
    for key in keys:
        kind = client.type(key)
        read: dict[Any, Callable[[Any], Any]] = {
            b"string": client.get,
            b"list": lambda name: client.lrange(name, 0, -1),
            b"hash": client.hgetall,
            b"set": client.smembers,
            b"zset": lambda name: client.zrange(name, 0, -1),
        }
        content = read[kind](key)
        parts += [key, content if isinstance(content, bytes) else b"".join(flat(content))]
    return b"\n".join(parts)


def flat(content: Any) -> list[bytes]:
    """Return keys and values of whatever a collection of Valkey is."""
    return [part for pair in content.items() for part in pair] if isinstance(content, dict) else list(content)


def stored(tmp_path: Path) -> dict[str, bytes]:
    """Return the database as `pg_dump` writes it, and a backup as it lies there and unpacked."""
    server = tools.connect_with(storage.database())
    call_command("backup", str(tmp_path / "a.tar"), stdout=io.StringIO())
    with tarfile.open(tmp_path / "a.tar") as tar:
        tar.extractall(tmp_path, filter="data")
    unpacked = run(taking.tool("pg_restore"), "--file=-", str(tmp_path / "database.dump"))
    manifest = (tmp_path / "manifest.json").read_bytes()
    return {
        "database": run(taking.tool("pg_dump"), "--no-password", env=server),
        "backup": (tmp_path / "a.tar").read_bytes() + unpacked + manifest,
    }


def traces(answers: list[Any], log: io.StringIO, tmp_path: Path) -> dict[str, bytes]:
    """Return the contents of every place that is looked through; the cookie that a browser is handed is no trace."""
    home = [path for path in Path(django_settings.DATA_DIR).glob("*") if path.is_file()]
    return {
        **stored(tmp_path),
        "broker": kept_by(message_url(django_settings.REDIS_URL)),
        "cache": kept_by(cache_url(django_settings.REDIS_URL)),
        "log": log.getvalue().encode(),
        "answers": b"\n".join(repr(answer.headers).encode() + answer.content for answer in answers),
        "files": b"\n".join(path.read_bytes() for path in home if path.name != "secrets.env"),
    }


def plant_control(answers: list[Any]) -> None:
    """Say the control secret aloud everywhere (the database has it by the name of a source)."""
    logging.getLogger("wellheard").debug("%s", CONTROL)
    cache.set("control", codings_of_control())
    look_for_due_sources.apply_async(headers={"control": codings_of_control()})
    answers.append(Client().get(f"/healthz?{CONTROL}"))
    answers[-1].content += quote(CONTROL).encode()
    (Path(django_settings.DATA_DIR) / "control").write_text(CONTROL)


@pytest.fixture
def a_clean_house() -> Iterator[None]:
    """Empty broker and cache before, and what Django's flush forgets after."""
    for url in (message_url(django_settings.REDIS_URL), cache_url(django_settings.REDIS_URL)):
        redis.Redis.from_url(url).flushdb()
    raw.clear()
    yield
    for name in ("control", "setup-token"):
        (Path(django_settings.DATA_DIR) / name).unlink(missing_ok=True)
    for url in (message_url(django_settings.REDIS_URL), cache_url(django_settings.REDIS_URL)):
        redis.Redis.from_url(url).flushdb()


@pytest.mark.usefixtures("a_clean_house")
def test_it_keeps_twenty_secrets_to_itself(
    heard: io.StringIO, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    answers: list[Any] = []
    secrets = {**sealed_credentials(), **rest_tokens(answers, monkeypatch), **people(answers)}
    secrets |= the_installation(answers)
    poll_x(secrets)
    alert(secrets, answers, settings)
    private_feed(secrets, answers, settings)
    invitation(secrets, answers)
    plant_control(answers)
    places = traces(answers, heard, tmp_path)
    assert len(secrets) >= 20
    assert hits(places, secrets) == []
    assert hits(places, {"control": CONTROL}) == [f"control in {place}" for place in places]


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_it_would_find_a_secret_in_any_coding(before: str) -> None:
    text, secret = (before + CONTROL + "zz").encode(), {"it": CONTROL}
    forms = [text, base64.b64encode(text), base64.urlsafe_b64encode(text), quote(text, safe="").encode()]
    forms += [text.hex().encode(), base64.b64encode(text).hex().encode()]
    assert [hits({"there": form}, secret) for form in forms] == [["it in there"]] * len(forms)
    assert hits({"there": text.replace(b"zq7", b"zq8")}, secret) == []
