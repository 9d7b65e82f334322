"""A post that is probably not about us: in Monitor with its own sign, a filter, and no work."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from engagement import filters, queue
from engagement.actions import corrections
from engagement.intake import take_in
from engagement.models import Case, FeedItem
from listening.models import Judgement
from listening.records import mask_of
from tests.factories import NOW, make_change, make_mention, make_user

pytestmark = pytest.mark.django_db
COMPLAINT = mask_of(["complaint"])


def heard(*, relevance: float, text: str = "I hate relay races") -> Case:
    mention = make_mention(text, flags=["complaint"], relevance=relevance, author=f"a{relevance}")
    make_change(mention)
    take_in(now=NOW)
    return Case.objects.get(lead=mention)


def listed(**params: str) -> list[int]:
    chosen = filters.parse({name: [value] for name, value in params.items()}, zone=ZoneInfo("UTC"))
    return [row.id for row in queue.listing(chosen, viewer=make_user(), now=NOW).rows]


def doubtful() -> int:
    return queue.board(viewer=make_user(), now=NOW, unsure=True).unsure


def test_it_waits_in_monitor_with_its_own_sign() -> None:
    case = heard(relevance=0.2)
    row = queue.detail(case.pk, viewer=make_user(), now=NOW).row
    assert (case.lane, case.work, row.sentence[0].code) == ("monitor", False, "maybe_not_about_us")


def test_none_of_its_flags_is_sure_for_readers_and_clients() -> None:
    case, item = heard(relevance=0.2), FeedItem.objects.get()
    assert (case.flags_mask, case.unsure_mask) == (0, COMPLAINT)
    assert (item.on_mask, item.unsure_mask, item.ever_mask) == (0, COMPLAINT, 0)


def test_a_filter_lists_them_and_the_number_counts_the_list() -> None:
    unsure = heard(relevance=0.2)
    heard(relevance=0.9, text="Northwind Relay lost a webhook")
    assert listed(about="unsure") == [unsure.pk]
    assert doubtful() == 1


def test_one_word_of_a_person_makes_work_of_it() -> None:
    case = heard(relevance=0.2)
    corrections.correct(case.pk, head="relevant", value=True, actor=make_user(), now=NOW)
    case.refresh_from_db()
    assert (case.lane, case.work, case.flags_mask, doubtful()) == ("engage", True, COMPLAINT, 0)
    assert Judgement.objects.get().counted_day is not None


def test_monitor_asks_for_a_judgement_and_the_pane_has_the_keys(client: Client) -> None:
    case = heard(relevance=0.2)
    client.force_login(make_user())
    page = client.get("/", {"lane": "monitor", "case": str(case.pk)}).content.decode()
    assert "1 post is unsure:" in page
    assert 'href="/?about=unsure"' in page
    assert page.count('data-key="u"') == page.count('data-key="x"') == 1
