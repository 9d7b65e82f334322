"""What the documents tell people to copy fits the program: no engine, systemd or proxy runs here, so they are read."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from config.misdirected import HEALTH
from config.supervisor.house import STOP_WITHIN
from listening.pages.byhand import LARGEST

PROJECT = Path(__file__).resolve().parents[2]
DOCS = {path.name: path.read_text() for path in (PROJECT / "docs").glob("*.md")} | {
    "README.md": (PROJECT / "README.md").read_text()
}
UNIT = (PROJECT / "docs" / "wellheard.service").read_text()
SERVICES: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())["services"]


class Plain(yaml.SafeLoader):
    """Reads compose files with the tags that only compose knows."""


def untagged(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> Any:
    return loader.construct_sequence(node, deep=True) if isinstance(node, yaml.SequenceNode) else None


Plain.add_multi_constructor("!", untagged)


def settings_of(unit: str) -> dict[str, str]:
    lines = [line for line in unit.splitlines() if "=" in line and not line.startswith("#")]
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", DOCS["reverse-proxy.md"], re.S)
    assert found
    return found[1]


def test_its_unit_starts_what_is_installed_and_lets_it_stop_in_order() -> None:
    unit = settings_of(UNIT)
    python, script, command = unit["ExecStart"].removeprefix(unit["WorkingDirectory"] + "/").split()
    assert python == ".venv/bin/python"
    assert f"VENV := {python.partition('/')[0]}\n" in (PROJECT / "Makefile").read_text()
    assert (PROJECT / script).exists()
    assert command in get_commands()
    assert unit["KillMode"] == "mixed"
    assert int(unit["TimeoutStopSec"]) > STOP_WITHIN + 10


def test_its_unit_may_write_where_the_document_puts_the_data() -> None:
    unit, told = settings_of(UNIT), DOCS["install.md"]
    assert unit["ProtectSystem"] == "strict"
    assert f"DATA_DIR=/var/lib/{unit['StateDirectory']}\\n" in told
    assert f"git clone <this repository> {unit['WorkingDirectory']}\n" in told
    assert re.search(rf"useradd --system .*{unit['User']}\n", told)
    assert "MemoryDenyWriteExecute" not in unit  # nobody has tried it
    assert {"AF_UNIX", "AF_INET", "AF_INET6"} <= set(unit["RestrictAddressFamilies"].split())


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_its_unit_is_understood_by_systemd(tmp_path: Path) -> None:
    here = UNIT.replace("/opt/wellheard/.venv/bin/python", "/bin/sh").replace("/opt/wellheard", "/")
    here = here.replace("=wellheard\n", "=daemon\n")  # an account that every machine has
    (tmp_path / "wellheard.service").write_text(here)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "wellheard.service")], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_its_nginx_passes_on_what_is_believed() -> None:
    told = block("nginx")
    assert "proxy_pass http://127.0.0.1:8000;" in told
    assert "proxy_set_header Host $http_host;" in told
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in told
    assert "proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;" in told
    (megabytes,) = re.findall(r"client_max_body_size (\d+)m;", told)
    assert int(megabytes) * 1024 * 1024 > LARGEST
    assert told.count("{") == told.count("}")


def test_its_apache_passes_on_what_is_believed() -> None:
    told = block("apache")
    assert "ProxyPreserveHost On" in told
    assert 'RequestHeader set X-Forwarded-Proto "https"' in told
    assert "ProxyPass / http://127.0.0.1:8000/" in told
    assert told.count("<VirtualHost") == told.count("</VirtualHost>") == 2


def test_its_caddy_goes_to_the_port() -> None:
    assert "reverse_proxy 127.0.0.1:8000" in block("caddy")


def test_its_compose_overrides_name_services_that_exist() -> None:
    told = re.findall(r"\n\n((?:    services:\n)(?:    .*\n)+)", DOCS["install.md"])
    overrides = [yaml.load(each, Plain)["services"] for each in told]
    assert [set(each) - set(SERVICES) for each in overrides] == [set(), set()]
    assert overrides[0]["web"]["ports"] == ["8000:8000"]
    waiting = {name for name, service in SERVICES.items() if "depends_on" in service}
    assert {name for name, service in overrides[1].items() if service and "depends_on" in service} == waiting


@pytest.mark.parametrize("name", DOCS)
def test_it_names_only_commands_that_exist(name: str) -> None:
    named = set(re.findall(r"manage\.py (\w+)", DOCS[name]))
    assert named <= set(get_commands())


@pytest.mark.parametrize("name", DOCS)
def test_its_links_lead_somewhere(name: str) -> None:
    home = PROJECT if name == "README.md" else PROJECT / "docs"
    for target, anchor in re.findall(r"\]\((?!https?:)([^)#]*)#?([^)]*)\)", DOCS[name]):
        page = home / target if target else home / name
        assert page.exists(), target
        heads = re.findall(r"^#+ (.*)$", page.read_text(), re.M) if anchor else []
        assert not anchor or anchor in [re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads]


def test_it_documents_both_health_addresses() -> None:
    assert all(f"`{path}`" in DOCS["install.md"] for path in HEALTH)
