"""Signatures as Standard Webhooks has them, and what is no signature of ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from engagement.support import signing

# The example of the specification's own library: id, seconds since 1970, body, secret and signature.
ID, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SECRET, SIGNATURE = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
AT = datetime.fromtimestamp(STAMP, UTC)
GOOD = {"webhook-id": ID, "webhook-timestamp": str(STAMP), "webhook-signature": SIGNATURE}


def test_it_signs_as_the_specifications_example() -> None:
    assert signing.headers(SECRET, webhook_id=ID, at=AT, body=BODY) == GOOD


@pytest.mark.parametrize("minutes", [-5, 0, 5])
def test_it_believes_who_knows_the_secret_within_five_minutes(minutes: int) -> None:
    assert signing.verified(SECRET, GOOD, BODY, now=AT + timedelta(minutes=minutes))


def test_it_takes_one_of_several_signatures_while_a_secret_rotates() -> None:
    assert signing.verified(SECRET, GOOD | {"webhook-signature": f"v1,other v1a,x {SIGNATURE}"}, BODY, now=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"webhook-signature": ""},
        {"webhook-signature": SIGNATURE.replace("v1,", "v2,")},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1,é"},
        {"webhook-id": ""},
        {"webhook-id": "another"},
        {"webhook-timestamp": ""},
        {"webhook-timestamp": str(STAMP + 1)},
        {"webhook-timestamp": "9" * 13},
        {"webhook-timestamp": "²"},
        {"webhook-timestamp": "-1"},
    ],
)
def test_it_believes_nothing_else(wrong: dict[str, str]) -> None:
    assert not signing.verified(SECRET, GOOD | wrong, BODY, now=AT)


def test_it_believes_neither_another_body_nor_secret_nor_an_old_one() -> None:
    assert not signing.verified(SECRET, GOOD, BODY + b" ", now=AT)
    assert not signing.verified(SECRET + "A", GOOD, BODY, now=AT)
    assert not signing.verified(SECRET, GOOD, BODY, now=AT + timedelta(minutes=5, seconds=1))
    assert not signing.verified(SECRET, GOOD, BODY, now=AT - timedelta(minutes=5, seconds=1))
