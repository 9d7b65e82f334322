"""The Calibration page says figures in words, none too early, and each opens exactly the posts it was counted from."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from listening.storage import context
from tests.factories import make_installation, make_mention, make_user
from tests.listening.storage.judging import judged, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    context.forget()
    make_installation()
    client = Client()
    client.force_login(make_user("auditor", name="Dora Reed"))
    return client


def words(client: Client, address: str = "/calibration/") -> str:
    """Return what a page says, without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = answer.content.decode().split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def check(right: int, wrong: int, *, was: bool = True, **more: object) -> None:
    """Judge posts of this week: some of which scoring was right, some of which it was wrong."""
    now = timezone.now() - timedelta(hours=1)
    for number in range(right + wrong):
        judged(was=was, value=was if number < right else not was, at=now, **more)  # type: ignore[arg-type]


def test_it_says_how_often_a_flag_is_right(reader: Client) -> None:
    check(36, 4)
    shown = words(reader)
    assert "90 of 100 complaint flags were right ; you checked 40." in shown
    assert "Between 77 and 96 of 100, had you checked them all." in shown


def test_it_says_nothing_from_too_few(reader: Client) -> None:
    check(12, 0)
    shown = words(reader)
    assert "Not enough labels yet: 12 of 30" in shown
    assert "were right" not in shown


def test_it_says_how_many_are_found(reader: Client) -> None:
    check(30, 0)
    check(29, 1, was=False)
    for _ in range(60):
        make_mention("Nothing", published_at=timezone.now())
    shown = words(reader)
    assert "About 91 of 100 complaints are found , roughly" in shown  # 30 / (30 + 90 / 30)
    assert "30 posts without the flag were checked, 1 should have had it." in shown


def test_it_counts_only_what_was_drawn_at_random(reader: Client) -> None:
    check(30, 0)
    check(0, 20, chosen="uncertain")
    check(0, 20, chosen="disagreement")
    for _ in range(3):
        said(make_mention(flags=["complaint"]), False, at=timezone.now())
    shown = words(reader)
    assert "100 of 100 complaint flags were right ; you checked 30." in shown
    assert "43 more were corrected on your own" not in shown
    assert "3 more were corrected on your own" in shown


def test_it_believes_the_newest_word(reader: Client) -> None:
    check(30, 0)
    now = timezone.now()
    changed, taken_back = judged(was=True, value=True, at=now), judged(was=True, value=True, at=now)
    said(changed, False, at=now)
    said(taken_back, None, at=now)
    assert "97 of 100 complaint flags were right ; you checked 31." in words(reader)


def test_it_names_languages_that_are_not_scored_with_their_number(reader: Client) -> None:
    for _ in range(3):
        make_mention("Zu spät", language="de", scored=False, published_at=timezone.now())
    make_mention("late", network="x", published_at=timezone.now())
    shown = words(reader)
    assert "Not scored" in shown
    assert "German 3" in shown
    assert "X 1" in shown
    assert "3 posts" in words(reader, "/calibration/posts/?of=unscored&language=de")


def links(client: Client, address: str = "/calibration/") -> set[str]:
    body = client.get(address).content.decode()
    return {unescape(each) for each in re.findall(r'href="(/calibration/posts/[^"]*)"', body)}


def test_it_opens_the_posts_behind_every_figure(reader: Client) -> None:
    check(28, 5)
    check(20, 2, network="feeds", chance=0.75)
    check(30, 2, was=False)
    said(make_mention(flags=["complaint"]), False, at=timezone.now())
    make_mention("Zu spät", language="de", scored=False, published_at=timezone.now())
    found = {address: words(reader, address) for address in links(reader)}
    told = {re.search(r"(\d+) posts?\b|right on (\d+) of (\d+)", each)[0] for each in found.values()}  # type: ignore[index]
    assert {"right on 48 of 55", "right on 30 of 32", "right on 28 of 33", "right on 20 of 22", "1 post"} <= told
    for address in found:
        body = reader.get(address).content.decode()
        n = int(re.search(r"(\d+) posts?\b|right on \d+ of (\d+)", found[address])[0].split()[-1].replace("post", "1"))  # type: ignore[index]
        assert body.count('class="meta verdicts"') == n, address


def test_it_opens_the_posts_behind_the_figures_of_one_network(reader: Client) -> None:
    check(28, 5)
    check(28, 2, network="feeds", chance=0.75)
    body = reader.get("/calibration/").content.decode()
    row = next(each for each in body.split("<tr>") if "93 of 100" in each and "data-label" in each)
    (address,) = set(re.findall(r'href="([^"]*)">93 of 100', row))
    assert "right on 28 of 30" in words(reader, unescape(address))


def test_it_tells_all_of_one_network_and_language(reader: Client) -> None:
    check(28, 5)
    check(28, 2, network="feeds", chance=0.75)
    make_mention("Zu spät", language="de", scored=False, published_at=timezone.now())
    body = reader.get("/calibration/").content.decode()
    (address,) = {unescape(each) for each in re.findall(r'href="(\?network=feeds[^"]*)"', body)}
    shown = words(reader, f"/calibration/{address}")
    assert "93 of 100 complaint flags were right ; you checked 30." in shown
    assert "Does it mean its probabilities?" in shown
    assert "Not scored" not in shown  # which is of every network
    (step,) = [each for each in links(reader, f"/calibration/{address}") if "of=step" in each]
    assert "right on 28 of 30" in words(reader, step)
    assert reader.get("/calibration/?network=feeds&language=nl").status_code == 404


def test_it_shows_wrong_ones_first_with_both_answers(reader: Client) -> None:
    check(1, 1)
    shown = words(reader, "/calibration/posts/?of=flagged&flag=complaint")
    assert shown.index("Wrong. You: no complaint. Scoring: a complaint, 90 % sure") < shown.index("Right. You: a")


def test_it_tells_one_version_of_the_scoring_apart(reader: Client) -> None:
    check(30, 0, scorer="model-2")
    check(0, 30, scorer="model-1")
    assert "50 of 100 complaint flags were right ; you checked 60." in words(reader)
    assert "100 of 100 complaint flags were right ; you checked 30." in words(reader, "/calibration/?version=model-2")
    assert reader.get("/calibration/?version=model-9").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["", "?of=flagged", "?of=flagged&flag=anger", "?of=step&flag=spam&step=7", "?of=step&flag=spam&step=x", "?of=a"],
)
def test_it_knows_no_other_lists(reader: Client, address: str) -> None:
    assert reader.get(f"/calibration/posts/{address}").status_code == 404


def test_it_asks_as_little_for_many_labels_as_for_few(reader: Client) -> None:
    check(3, 0)
    reader.get("/calibration/")
    with CaptureQueriesContext(connection) as few:
        reader.get("/calibration/")
    check(40, 5, network="feeds")
    check(40, 5, flag="praise")
    with CaptureQueriesContext(connection) as many:
        reader.get("/calibration/")
    assert len(many) == len(few)
    assert sum("listening_ask" in query["sql"] or "listening_judgement" in query["sql"] for query in many) == 4
