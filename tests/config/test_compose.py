"""The compose file cannot be run here, so its promises are read from it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from config.celery import QUEUES
from config.supervisor import keyring

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (PROJECT / "docker-compose.yml").read_text()
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]
OURS = ("migrate", "web", "worker", "beat")


def test_it_has_every_part() -> None:
    assert set(SERVICES) == {"postgres", "valkey", *OURS}


@pytest.mark.parametrize("name", SERVICES)
def test_it_confines_every_service(name: str) -> None:
    service = SERVICES[name]
    assert not str(service["user"]).startswith("0")
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["init"] is True
    assert "stop_grace_period" in service
    assert service["logging"]["options"]["max-file"]


@pytest.mark.parametrize("name", set(SERVICES) - {"migrate"})
def test_it_checks_the_health_of_every_lasting_service(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"]


@pytest.mark.parametrize("name", OURS)
def test_it_runs_ours_as_the_images_own_user(name: str) -> None:
    assert SERVICES[name]["user"] == "10001:10001"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_it_waits_for_servers_and_schema(name: str) -> None:
    assert {part: wait["condition"] for part, wait in SERVICES[name]["depends_on"].items()} == {
        "postgres": "service_healthy",
        "valkey": "service_healthy",
        "migrate": "service_completed_successfully",
    }


def test_it_listens_on_this_machine_only() -> None:
    assert [port for service in SERVICES.values() for port in service.get("ports", [])] == ["127.0.0.1:8000:8000"]


def test_it_names_exact_versions() -> None:
    for name in ("postgres", "valkey"):
        assert re.search(r":\d+\.\d+(\.\d+)?$", SERVICES[name]["image"])


@pytest.mark.parametrize("name", ["SECRET_KEY", "CREDENTIAL_KEYS", "POSTGRES_PASSWORD", "VALKEY_PASSWORD"])
def test_it_holds_no_secret_and_refuses_to_start_without_one(name: str) -> None:
    assert f"${{{name}:?" in TEXT
    assert not re.search(rf"{name}(:|=) *[\"']?[A-Za-z0-9]", TEXT)


def test_it_leaves_every_secret_of_the_example_empty() -> None:
    example = (PROJECT / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in example if line and not line.startswith("#"))
    assert {given[name] for name in keyring.NAMES if name in given} == {""}


def test_it_consumes_every_queue() -> None:
    assert f"--queues={','.join(QUEUES)}" in SERVICES["worker"]["command"]


def test_it_installs_only_pinned_packages() -> None:
    container = (PROJECT / "config" / "container" / "Containerfile").read_text()
    assert all("--require-hashes" in line for line in container.splitlines() if "pip install" in line)
    assert "USER 10001:10001" in container
