"""Past weeks stand: a scoring that turns every flag moves neither a frozen report nor the counters behind it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from random import Random

import pytest
from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat
from pytest_django.fixtures import Settings

from dashboards import metrics, reports
from dashboards.models import FrozenWeek
from dashboards.weeks import Week, week_at
from engagement import actions
from engagement.actions import receivers
from engagement.intake import take_in
from engagement.models import Event, Notice
from listening.models import DayFlags, DayMentions, Judgement, Mention, Rescoring
from listening.records import BrandTerms, Verdict, flags_in, mask_of
from listening.storage import context, rescoring
from tests.dashboards.history import ZONE, live_through, open_cases
from tests.factories import NOW
from tests.listening.storage.flipped import ALL, Told, judge_by

pytestmark = pytest.mark.django_db
AFTER = NOW + timedelta(minutes=1)
RUNNING = week_at(NOW, ZONE)
PAST = [RUNNING.back(n) for n in range(1, 4)]


def told(week: Week) -> str:
    """Return all that is told of a week's numbers: frozen, live, a day's columns, and the posts behind each."""
    first = metrics.first_day()
    assert first is not None
    report = reports.report(week, zone=ZONE, first=first, now=NOW)
    lists = {
        number: [
            (row.mention, row.brand) for row in metrics.evidence(number, week, zone=ZONE, now=NOW, limit=10_000)[1]
        ]
        for number in ("mentions", "complaints", "questions", "no-reply", "first-response", "share-of-voice")
    }
    days = [str(day) for day in metrics.days(week, first=first) if day.day < RUNNING.monday]
    return json.dumps([report.numbers.as_json(), report.live.as_json(), days, lists], default=str)


def counted(*, past: bool) -> bytes:
    side = {"day__lt" if past else "day__gte": RUNNING.monday}
    rows = [
        list(model.objects.filter(**side).exclude(mentions=0).order_by("brand", "day", name).values_list())
        for model, name in ((DayMentions, "network"), (DayFlags, "flag"))
    ]
    return repr([[row[1:] for row in each] for each in rows]).encode()


class Turned(Told):
    """Says of each post the opposite of what holds. Posts are told apart by their words."""

    def __init__(self, *, spam: bool = True) -> None:
        super().__init__("v2")
        self.turns = ALL if spam else ALL & ~mask_of(["spam"])
        unlike = Concat(F("text"), Value(" "), Cast("id", TextField()), output_field=TextField())
        Mention.objects.update(text=unlike)
        self.holds = dict(Judgement.objects.values_list("mention__text", "on_mask"))

    def judge(self, text: str, *, network: str = "", brands: Sequence[BrandTerms] = ()) -> dict[int, Verdict]:
        self.says = flags_in(self.turns & ~self.holds[text])
        return super().judge(text, network=network, brands=brands)


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Live through four weeks, freeze those that ended, and turn every flag of every post."""
    context.forget()
    live_through(Random(7), weeks=4, until=NOW, a_day=4)
    open_cases(NOW)
    reports.freeze_due(NOW)
    judge_by(Turned(), monkeypatch)


def read_again() -> None:
    while not Rescoring.objects.filter(finished_at__isnull=False).exists():
        rescoring.work(lambda: NOW)
        while take_in(now=AFTER):
            pass


def test_no_total_of_a_past_week_moves(lived: None) -> None:
    frozen = list(FrozenWeek.objects.order_by("id").values())
    before = [told(week) for week in PAST], counted(past=True)
    flags = dict(Judgement.objects.values_list("id", "on_mask"))
    read_again()
    assert ([told(week) for week in PAST], counted(past=True)) == before
    assert list(FrozenWeek.objects.order_by("id").values()) == frozen
    assert all(mask == ALL & ~flags[id_] for id_, mask in Judgement.objects.values_list("id", "on_mask"))


def test_the_running_week_follows_and_its_lists_have_as_many_rows_as_its_numbers(lived: None) -> None:
    before = counted(past=False)
    read_again()
    assert counted(past=False) != before
    numbers = metrics.numbers(RUNNING, zone=ZONE, now=NOW)
    for name in ("mentions", "complaints", "questions"):
        assert metrics.evidence(name, RUNNING, zone=ZONE, now=NOW)[0] == getattr(numbers, name)


def test_only_work_of_the_running_week_is_told_to_anybody(
    lived: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge_by(Turned(spam=False), monkeypatch)
    settings.EMAIL_HOST = "mail.northwind.example"
    receivers.add(kind="mail", name="Desk", address="desk@northwind.example", wants=("work",), now=NOW)
    read_again()
    actions.notice(AFTER + timedelta(minutes=10))
    told_of = Notice.objects.get().say
    came = Event.objects.filter(at=AFTER, verb="rejudged", params__params__changed__contains=["lane"])
    work = came.filter(case__lane="engage", case__status="open")
    assert told_of["params"]["n"] == work.count()
    assert not work.filter(case__published_at__lt=RUNNING.starts(ZONE)).exists()
