"""Settings follow from the environment, each tried in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]


def settings(expression: str, **environment: str) -> subprocess.CompletedProcess[str]:
    code = f"from config import settings as s; print({expression})"
    return subprocess.run(
        [sys.executable, "-c", code], env=os.environ | environment, cwd=PROJECT, capture_output=True, text=True
    )


def test_it_refuses_to_start_without_a_secret_key_and_says_what_to_do(tmp_path: Path) -> None:
    refused = settings("1", SECRET_KEY="", DATA_DIR=str(tmp_path))
    assert refused.returncode == 1
    assert "ImproperlyConfigured" in refused.stderr
    assert "manage.py setup" in refused.stderr


def test_it_takes_the_secrets_that_setup_wrote(short_dir: Path) -> None:
    environment = os.environ | {"SECRET_KEY": "", "CREDENTIAL_KEYS": "", "DATA_DIR": str(short_dir / "data")}
    made = subprocess.run([sys.executable, "manage.py", "setup"], env=environment, cwd=PROJECT, capture_output=True)
    assert made.returncode == 0, made.stderr
    found = settings("len(s.SECRET_KEY) > 40 and len(s.CREDENTIAL_KEYS[0]) > 40", **environment)
    assert found.stdout.strip() == "True", found.stderr


def test_it_finds_the_embedded_engines_by_the_data_directory_alone(tmp_path: Path) -> None:
    unset = {"DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": str(tmp_path)}
    found = settings("(s.DATABASES['default']['HOST'], s.REDIS_URL)", **unset)
    host, url = eval(found.stdout)
    assert host.endswith("/pg")
    assert url.startswith("unix://")


@pytest.mark.parametrize(
    ("base_url", "proxies", "expected"),
    [
        ("http://localhost:8000", "0", (False, False, 0, False, ["localhost", "127.0.0.1", "[::1]"])),
        ("https://w.example", "0", (True, True, 31536000, False, ["w.example"])),
        ("https://w.example", "1", (True, True, 31536000, True, ["w.example"])),
    ],
)
def test_it_lets_hosts_cookies_and_hsts_follow_from_base_url(
    base_url: str, proxies: str, expected: tuple[object, ...]
) -> None:
    found = settings(
        "(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS,"
        "getattr(s, 'SECURE_SSL_REDIRECT', False), s.ALLOWED_HOSTS)",
        BASE_URL=base_url,
        TRUSTED_PROXIES=proxies,
    )
    assert eval(found.stdout) == expected


def test_it_believes_no_forwarded_header_unless_a_proxy_is_trusted() -> None:
    assert settings("hasattr(s, 'SECURE_PROXY_SSL_HEADER')", BASE_URL="https://w.example").stdout.strip() == "False"


def test_it_gives_a_task_less_time_than_its_message() -> None:
    found = settings("s.CELERY_TASK_TIME_LIMIT < s.CELERY_BROKER_TRANSPORT_OPTIONS['visibility_timeout']")
    assert found.stdout.strip() == "True"
