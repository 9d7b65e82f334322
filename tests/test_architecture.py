"""The laws of the house hold for the tree as it is, and each of them turns red on a planted breach."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps

from tests.laws.direction import (
    cycles,
    hidden_clocks,
    imports_downstream,
    imports_inside_functions,
    impurities,
    keys_downstream,
    other_doors,
)
from tests.laws.effects import (
    django_admin,
    early_messages,
    long_tasks,
    result_backends,
    signals,
    sql_elsewhere,
    waiting_messages,
)
from tests.laws.shape import (
    MARKS_SAFE,
    broad_excepts,
    long_files,
    long_functions,
    machine_traces,
    nameless_modules,
    undocumented_modules,
    unsafe_code,
    unsafe_templates,
)

ROOT = Path(__file__).resolve().parents[1]
Law = Callable[[Path], list[str]]

LAWS: list[Law] = [
    imports_inside_functions,
    imports_downstream,
    cycles,
    impurities,
    hidden_clocks,
    other_doors,
    sql_elsewhere,
    django_admin,
    waiting_messages,
    signals,
    result_backends,
    long_tasks,
    early_messages,
    long_functions,
    long_files,
    nameless_modules,
    broad_excepts,
    undocumented_modules,
    unsafe_code,
    unsafe_templates,
]

LONG_TASK = "@shared_task(ignore_result=True)\ndef f():\n    '''Doc.'''\n" + "    g()\n" * 7
TWO_BROAD = "try:\n    f()\nexcept Exception:\n    pass\ntry:\n    f()\nexcept (ValueError, BaseException):\n    pass\n"
SUPPRESS = "with suppress(Exception):\n    f()\nwith contextlib.suppress(BaseException):\n    f()\n"

BREACHES: list[tuple[Law, dict[str, str]]] = [
    (imports_inside_functions, {"listening/a.py": "def f():\n    import json\n"}),
    (imports_inside_functions, {"listening/a.py": "class A:\n    async def f(self):\n        from a import b\n"}),
    (imports_downstream, {"listening/a.py": "from engagement.models import Case\n"}),
    (imports_downstream, {"engagement/a.py": "import dashboards.weeks\n"}),
    (imports_downstream, {"dashboards/a.py": "from config import settings\n"}),
    (cycles, {"listening/a.py": "from listening import b\n", "listening/b.py": "from listening.a import c\n"}),
    (cycles, {"listening/p/__init__.py": "from listening.p.q import r\n", "listening/p/q.py": "import listening.p\n"}),
    (impurities, {"listening/text.py": "from django.conf import settings\n"}),
    (impurities, {"listening/query/deep/a.py": "import celery\n"}),
    (impurities, {"listening/connectors/x/parse.py": "from listening.http import session\n"}),
    (impurities, {"listening/connectors/x/parse/b.py": "import requests\n"}),
    (impurities, {"listening/connectors/x/facts.py": "today = datetime.date.today()\n"}),
    (impurities, {"engagement/sla.py": "now = datetime.now(UTC)\n"}),
    (impurities, {"engagement/routing.py": "now = django.utils.timezone.now()\n"}),
    (impurities, {"dashboards/narrative.py": "from time import time\n"}),
    (impurities, {"dashboards/narrative.py": "import time\nat = time.monotonic()\n"}),
    (impurities, {"dashboards/weeks.py": "clock = datetime.datetime.now\n"}),
    (hidden_clocks, {"listening/models/a.py": "at = DateTimeField(auto_now=True)\n"}),
    (hidden_clocks, {"listening/migrations/0001_a.py": "at = DateTimeField(auto_now_add=True)\n"}),
    (other_doors, {"engagement/replies/x.py": "import requests\n"}),
    (other_doors, {"listening/connectors/x/fetch.py": "from urllib import request\n"}),
    (other_doors, {"listening/connectors/x/fetch.py": "from requests import Session\n"}),
    (other_doors, {"listening/connectors/contract.py": "from requests import get\n"}),
    (other_doors, {"listening/https.py": "import http.client\n"}),
    (other_doors, {"config/health.py": "import socket\n"}),
    (sql_elsewhere, {"engagement/pages/a.py": "Case.objects.all()\n"}),
    (sql_elsewhere, {"engagement/pages/a.py": "Case._default_manager.get()\n"}),
    (sql_elsewhere, {"engagement/api/a.py": "from django.db import connection\n"}),
    (sql_elsewhere, {"engagement/api/a.py": "from django.db import connections\n"}),
    (sql_elsewhere, {"dashboards/a.py": "with db.cursor() as c:\n    pass\n"}),
    (django_admin, {"config/settings.py": "INSTALLED_APPS = ['django.contrib.admin']\n"}),
    (waiting_messages, {"listening/tasks.py": "poll.apply_async((1,), countdown=5)\n"}),
    (waiting_messages, {"listening/tasks.py": "poll.apply_async((1,), eta=now)\n"}),
    (signals, {"listening/a.py": "from django.dispatch import receiver\n"}),
    (signals, {"listening/a.py": "from django.db.models.signals import post_save\n"}),
    (result_backends, {"config/settings.py": "CELERY_RESULT_BACKEND = 'django-db'\n"}),
    (result_backends, {"config/celery.py": "app.conf.result_backend = url\n"}),
    (result_backends, {"config/celery.py": "app.conf.update(result_backend='redis://')\n"}),
    (result_backends, {"config/celery.py": "conf = {'result_backend': 'redis://'}\n"}),
    (result_backends, {"listening/a.py": "from celery.result import AsyncResult\n"}),
    (long_tasks, {"listening/tasks.py": LONG_TASK}),
    (long_tasks, {"listening/tasks.py": LONG_TASK.replace("shared_task(ignore_result=True)", "app.task")}),
    (early_messages, {"listening/actions.py": "poll.delay(1)\n"}),
    (early_messages, {"listening/actions.py": "def f():\n    on_commit(lambda: g())\n    poll.apply_async((1,))\n"}),
    (long_functions, {"listening/a.py": "def f():\n" + "    g()\n" * 60}),
    (long_files, {"listening/a.py": "def f(): pass\n" * 401}),
    (nameless_modules, {"listening/utils.py": ""}),
    (nameless_modules, {"listening/helpers/a.py": ""}),
    (broad_excepts, {"listening/a.py": TWO_BROAD}),
    (broad_excepts, {"listening/a.py": TWO_BROAD.replace("Exception", "builtins.Exception").replace("(", "(A, ")}),
    (broad_excepts, {"listening/a.py": "try:\n    f()\nexcept:\n    pass\n", "listening/b.py": TWO_BROAD}),
    (broad_excepts, {"listening/a.py": SUPPRESS}),
    (undocumented_modules, {"listening/a.py": "a = 1\n"}),
    (unsafe_code, {"engagement/a.py": "from django.utils.safestring import mark_safe\n"}),
    (unsafe_code, {"engagement/a.py": "text = safestring.SafeString(text)\n"}),
    (unsafe_templates, {"engagement/templates/a.html": "{{ text|safe }}"}),
    (unsafe_templates, {"engagement/templates/a.html": "{{ texts | safeseq }}"}),
    (unsafe_templates, {"engagement/templates/a.html": "{% autoescape off %}"}),
    (unsafe_templates, {"engagement/templates/b/a.html": "<p>\n<script>alert(1)</script>"}),
    (unsafe_templates, {"engagement/templates/a.html": "<style>p { color: red }</style>"}),
    (unsafe_templates, {"engagement/templates/a.html": '<p class="a"\n style="color: red">'}),
    (unsafe_templates, {"engagement/templates/a.html": '<p onclick="f()">'}),
    (unsafe_templates, {"engagement/templates/a.html": '<p hx-on:click="f()">'}),
    (unsafe_templates, {"engagement/templates/a.html": '<a href="javascript:f()">'}),
]

ALLOWED: list[tuple[Law, dict[str, str]]] = [
    (imports_downstream, {"config/urls.py": "from engagement import pages\nimport listening.models\n"}),
    (cycles, {"listening/a.py": "from listening import b\n", "listening/b.py": "import json\n"}),
    (impurities, {"listening/storage.py": "from django.db import transaction\n"}),
    (impurities, {"listening/connectors/x/fetch.py": "from listening.http import session\n"}),
    (impurities, {"listening/text.py": "from datetime import datetime\nat = now.date()\n"}),
    (impurities, {"listening/scoring/measured.py": "from time import perf_counter\n"}),
    (other_doors, {"listening/http/door.py": "import requests, socket\n"}),
    (other_doors, {"config/supervisor/ports.py": "import socket\n"}),
    (other_doors, {"listening/simulator/server.py": "import socket\n"}),
    (other_doors, {"listening/connectors/contract.py": "from requests import Session\n"}),
    (sql_elsewhere, {"listening/storage/posts.py": "Mention.objects.all()\n"}),
    (sql_elsewhere, {"engagement/queue.py": "from django.db import connection\n"}),
    (sql_elsewhere, {"listening/pages.py": "at = page.cursor\n"}),
    (result_backends, {"config/settings.py": "CELERY_RESULT_BACKEND = None\n"}),
    (long_tasks, {"listening/tasks.py": LONG_TASK.replace("    g()\n", "", 1)}),
    (early_messages, {"listening/actions.py": "on_commit(lambda: poll.delay(1))\n"}),
    (early_messages, {"listening/tasks.py": "poll.delay(1)\n"}),
    (long_functions, {"listening/a.py": "def f():\n" + "    g()\n" * 59}),
    (long_files, {"listening/a.py": "WORDS = (\n" + "    'a',\n" * 500 + ")\n"}),
    (long_files, {"listening/migrations/0001_a.py": "def f(): pass\n" * 401}),
    (broad_excepts, {"config/a.py": "try:\n    f()\nexcept Exception:\n    pass\n"}),
    (broad_excepts, {"config/a.py": TWO_BROAD.replace("pass", "raise")}),
    (undocumented_modules, {"listening/__init__.py": "", "listening/a.py": "'''Say.'''\n"}),
    (unsafe_templates, {"engagement/templates/a.html": '<script src="a.js" defer></script>{# |safe #}<p data-on="">'}),
]


def grown(root: Path, files: dict[str, str]) -> Path:
    """Write ``files`` under ``root`` and return it."""
    for name, text in files.items():
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return root


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
def test_it_keeps_the_law(law: Law) -> None:
    assert law(ROOT) == []


@pytest.mark.parametrize(("law", "files"), BREACHES, ids=lambda value: getattr(value, "__name__", ""))
def test_it_notices_a_planted_breach(law: Law, files: dict[str, str], tmp_path: Path) -> None:
    assert law(grown(tmp_path, files)), "the breach went unseen"


@pytest.mark.parametrize(("law", "files"), ALLOWED, ids=lambda value: getattr(value, "__name__", ""))
def test_it_lets_what_is_allowed_pass(law: Law, files: dict[str, str], tmp_path: Path) -> None:
    assert law(grown(tmp_path, files)) == []


def test_it_shows_every_law_a_breach() -> None:
    assert {law for law, _ in BREACHES} == set(LAWS)


def test_its_foreign_keys_point_upstream() -> None:
    keys = [
        (model._meta.app_label, f"{model.__name__}.{field.name}", field.related_model._meta.app_label)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.is_relation and field.related_model
    ]
    assert len(keys) > 10
    assert keys_downstream(keys) == []


def test_it_notices_a_foreign_key_that_points_downstream() -> None:
    assert keys_downstream([("listening", "Mention.case", "engagement")]) == [
        "listening.Mention.case points to engagement"
    ]


def test_it_lets_foreign_keys_point_upstream_and_to_accounts() -> None:
    assert keys_downstream([("engagement", "Case.brand", "listening"), ("listening", "Label.by", "auth")]) == []


def test_its_files_name_no_package_index_and_no_machine() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    if not listed:
        pytest.skip("not a git checkout")
    assert machine_traces(ROOT, listed) == []


@pytest.mark.parametrize("text", ["pip install --" + "index-url x", "https://a.test/" + "simple", "in /" + "work/main"])
def test_it_notices_a_trace_of_the_machine(text: str, tmp_path: Path) -> None:
    assert machine_traces(grown(tmp_path, {"a.txt": text}), ["a.txt"])


@pytest.mark.parametrize("path", MARKS_SAFE)
def test_it_keeps_no_exception_that_is_not_needed(path: str) -> None:
    assert "mark_safe" in (ROOT / path).read_text()


def test_its_import_contracts_hold() -> None:
    lint = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    linted = subprocess.run(lint, cwd=ROOT, capture_output=True, text=True, check=False)
    assert linted.returncode == 0, linted.stdout
