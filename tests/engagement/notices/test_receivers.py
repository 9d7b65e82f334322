"""The verbs on receivers: what is refused beside which field, and what is kept of an address."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from engagement import wording
from engagement.actions import receivers
from engagement.errors import BadField, Unknown
from engagement.models import Notice, Receiver
from engagement.notices import wording as told
from listening.errors import Permanent
from listening.models import Credential
from listening.records import Say
from listening.storage.credentials import open_credential
from tests.engagement.notices.chat import KEY, chat
from tests.engagement.notices.rows import allow, make_receiver
from tests.factories import NOW, make_installation

pytestmark = pytest.mark.django_db
GOOD = {"name": "#social", "kind": "slack", "wants": ["work"], "address": f"https://93.184.216.34/hooks/{KEY}"}


@pytest.fixture(autouse=True)
def installation() -> None:
    make_installation()


def add(**more: Any) -> Receiver:
    return receivers.add(**{**GOOD, **more}, now=NOW)


def test_it_seals_the_address_and_keeps_a_hint() -> None:
    row = add()
    assert row.hint == f"93.184.216.34 …{KEY[-4:]}"
    assert open_credential(row.address_id) == {"url": GOOD["address"]}
    assert KEY.encode() not in bytes(Credential.objects.get().sealed)


@pytest.mark.parametrize(
    ("wrong", "field", "code"),
    [
        ({"name": " "}, "name", "receiver_name_missing"),
        ({"name": "x" * 101}, "name", "receiver_name_too_long"),
        ({"kind": "pigeon"}, "kind", "receiver_kind_unknown"),
        ({"wants": []}, "wants", "receiver_wants_nothing"),
        ({"wants": ["weather"]}, "wants", "receiver_wants_nothing"),
        ({"address": "#social"}, "address", "address_scheme"),
        ({"address": "ftp://93.184.216.34/hooks/aaaaaaaaaaaaa"}, "address", "address_scheme"),
        ({"address": "https://93.184.216.34/"}, "address", "receiver_address_short"),
        ({"address": "https://10.0.0.7/hooks/aaaaaaaaaaaaa"}, "address", "address_private"),
        ({"address": "http://127.0.0.1/hooks/aaaaaaaaaaaaa"}, "address", "address_private"),
        ({"address": "http://[::1]/hooks/aaaaaaaaaaaaa"}, "address", "address_private"),
        ({"address": "https://93.184.216.34:8065/hooks/aaaaaaa"}, "address", "address_port"),
        ({"address": "https://u:p@93.184.216.34/hooks/aaaaa"}, "address", "address_userinfo"),
        ({"kind": "mail", "address": "ann@example.com"}, "kind", "receiver_mail_off"),
    ],
)
def test_it_refuses_what_is_wrong_beside_its_field(wrong: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(BadField) as caught:
        add(**wrong)
    assert (caught.value.field, caught.value.code) == (field, code)
    assert (Receiver.objects.count(), Credential.objects.count()) == (0, 0)
    say = Say(code=code, params=caught.value.params)
    words = (wording.words if code in wording.CODES else told.trouble)(say, now=NOW, zone=None)  # type: ignore[arg-type]
    assert words != code
    assert "Reason:" not in words


def test_it_refuses_a_second_of_the_same_name_and_keeps_no_address_of_it() -> None:
    add()
    with pytest.raises(BadField, match="receiver_name_taken"):
        add(name=" #social ")
    assert Credential.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "kept", "hint"),
    [
        ("ann@example.com", "ann@example.com", "a…@example.com"),
        ("ann@example.com; bob@b.example,ann@example.com", "ann@example.com bob@b.example", "a…@example.com +1"),
    ],
)
def test_it_takes_mailboxes_where_mail_is_on(settings: Settings, given: str, kept: str, hint: str) -> None:
    settings.EMAIL_HOST = "mail.example"
    row = add(kind="mail", address=given)
    assert (open_credential(row.address_id), row.hint) == ({"addresses": kept}, hint)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("", "receiver_mailboxes"),
        ("ann", "receiver_no_mailbox"),
        ("a@b.example " * 3 + "\r\nBcc:x", "receiver_no_mailbox"),
    ],
)
def test_it_refuses_what_is_no_mailbox(settings: Settings, given: str, code: str) -> None:
    settings.EMAIL_HOST = "mail.example"
    with pytest.raises(BadField, match=code):
        add(kind="mail", address=given)


def test_it_tells_what_the_other_side_answered_to_a_test(settings: Settings) -> None:
    with chat() as there:
        allow(settings, there)
        row, answer = receivers.try_now(make_receiver(there).pk, now=NOW)
    assert there.texts() == ["A test from Wellheard: alerts can be told here"]
    assert told.answered(row.kind, answer) == "127.0.0.1 answered “ok”. Look into the channel."
    assert Receiver.objects.get().last_ok_at == NOW


def test_it_remembers_why_a_test_failed_and_forgets_it_when_one_works(settings: Settings) -> None:
    with chat((404, "no_service", {}), (200, "ok", {})) as there:
        allow(settings, there)
        row = make_receiver(there)
        with pytest.raises(Permanent):
            receivers.try_now(row.pk, now=NOW)
        row.refresh_from_db()
        assert (row.trouble, row.failures) == ({"code": "not_found", "params": {"said": "no_service"}}, 1)
        receivers.try_now(row.pk, now=NOW)
    row.refresh_from_db()
    assert (row.trouble, row.failures, row.last_ok_at) == (None, 0, NOW)


def test_it_takes_no_host_for_what_the_other_side_said() -> None:
    assert receivers.why_of(Permanent("redirected", "chat.example.com")).params == {}


def test_it_gives_up_what_waits_when_it_is_switched_off() -> None:
    row = add()
    Notice.objects.create(receiver=row, kind="work", subject="work", slot="1", say={}, due_at=NOW, created_at=NOW)
    receivers.switch(row.pk, active=False, now=NOW)
    notice = Notice.objects.get()
    assert (notice.state, notice.why) == ("failed", {"code": "switched_off", "params": {}})
    receivers.switch(row.pk, active=True, now=NOW + timedelta(days=1))
    row.refresh_from_db()
    assert (row.active, row.since) == (True, NOW + timedelta(days=1))


def test_it_removes_a_receiver_with_its_address() -> None:
    receivers.remove(add().pk)
    assert (Receiver.objects.count(), Credential.objects.count()) == (0, 0)


def test_it_says_that_a_receiver_is_gone() -> None:
    for verb in (receivers.remove, partial(receivers.try_now, now=NOW)):
        with pytest.raises(Unknown):
            verb(7)
