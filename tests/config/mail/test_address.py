"""One address says how mail goes out; what it does not say plainly is refused without a word of the password."""

from __future__ import annotations

import pytest

from config.addresses import BadAddress
from config.mail.address import OFF, SMTP, mail_settings

NAMES = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_SSL", "EMAIL_USE_TLS")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://ann:p%40ss@mail.example", ("mail.example", 587, "ann", "p@ss", False, True)),
        ("smtp://mail.example:2525", ("mail.example", 2525, "", "", False, True)),
        ("smtps://ann%40x.example:s@mail.example", ("mail.example", 465, "ann@x.example", "s", True, False)),
        ("smtp://127.0.0.1:25?tls=off", ("127.0.0.1", 25, "", "", False, False)),
    ],
)
def test_it_reads_the_address(url: str, expected: tuple[object, ...]) -> None:
    found = mail_settings(url)
    assert tuple(found[name] for name in NAMES) == expected
    assert (found["EMAIL_BACKEND"], found["EMAIL_TIMEOUT"]) == (SMTP, 10)


def test_it_is_off_without_an_address() -> None:
    found = mail_settings("")
    assert (found["EMAIL_BACKEND"], found["EMAIL_HOST"], set(NAMES) <= set(found)) == (OFF, "", True)


@pytest.mark.parametrize(
    "url",
    [
        "imap://ann:hunter2@mail.example",
        "smtp://",
        "mail.example:25",
        "smtp://ann:hunter2@mail.example:port",
        "smtp://ann:hunter2@mail.example?tls=maybe",
        "smtp://ann:hunter2@mail.example?verify=no",
        "smtps://ann:hunter2@mail.example?tls=off",
    ],
)
def test_it_refuses_what_it_cannot_read_and_tells_no_password(url: str) -> None:
    with pytest.raises(BadAddress, match="EMAIL_URL") as refused:
        mail_settings(url)
    assert "hunter2" not in str(refused.value)
