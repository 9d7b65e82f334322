"""Adding X: what it would cost is told for a price, and the price is counted; one source, one key, one cap."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from listening import actions
from listening.apps import door_from_settings
from listening.http import Door, allowed, configure
from listening.models import Mention, PollRun, Source
from listening.simulator.server import Simulator
from listening.simulator.world import world_of
from listening.storage import context
from listening.storage.credentials import open_credential
from tests.factories import make_brand, make_installation, make_mention, make_query, make_source, make_user
from tests.listening.connectors.xnet import NOW, OUR_ID, SECRET, tweets

pytestmark = pytest.mark.django_db
X = {"kind": "x", "bearer_token": "AAAA-planted-token", "username": "northwind", "monthly_cap": "10"}


@pytest.fixture
def owner() -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user("owner"))
    return client


@pytest.fixture
def net() -> Iterator[Simulator]:
    """X, with fifty posts of the last seven days that say "relay"."""
    make_query(brand=make_brand(), expression='relay OR "🚀"')
    context.forget()
    with Simulator(world_of(tweets(50), epoch=NOW), now=lambda: NOW) as simulator:
        configure(lambda: Door(allow=allowed([f"127.0.0.1:{simulator.port}"])))
        with override_settings(X_BASE_URL=f"{simulator.base}/x"):
            yield simulator
    configure(door_from_settings)


def preview(owner: Client, **more: str) -> str:
    return owner.post("/sources/add/", {**X, "do": "preview", **more}).content.decode()


def test_it_says_beforehand_what_a_preview_costs(owner: Client, net: Simulator) -> None:
    assert "Preview, costs $0.005" in owner.get("/sources/add/").content.decode()
    assert not net.log


def test_it_offers_no_preview_without_words_to_ask_for(owner: Client) -> None:
    context.forget()
    page = owner.get("/sources/add/").content.decode()
    assert "A preview needs a query first" in page
    assert 'value="preview"' not in page


def test_it_previews_and_counts_what_that_cost(owner: Client, net: Simulator) -> None:
    page = preview(owner)
    assert "This preview costs $0.005, about 214 posts a month, about $1.10." in page
    run = PollRun.objects.get()
    assert (run.purpose, run.cost_micros, net.x.billed) == ("preview", 5_000, 5_000)
    source = Source.objects.get()
    assert (source.state, source.next_poll_at, (source.reason or {})["code"]) == ("retired", None, "previewed")
    assert "planted" not in page


def test_it_names_what_x_cannot_be_asked_for(owner: Client, net: Simulator) -> None:
    assert 'X cannot be asked for: <bdi class="mono">🚀</bdi>' in " ".join(preview(owner).split())


def test_it_switches_on_what_was_previewed_with_its_key_and_its_spending(owner: Client, net: Simulator) -> None:
    preview(owner)
    assert owner.post("/sources/add/", {**X, "bearer_token": "", "do": "add"}).status_code == 302
    source = Source.objects.get()
    assert (source.state, source.params["monthly_cap_micros"]) == ("new", 10_000_000)
    assert source.credential_id is not None
    assert open_credential(source.credential_id) == {"bearer_token": "AAAA-planted-token"}
    page = owner.get("/sources/").content.decode()
    assert "$0.005 of $10.00 spent this month, $9.995 left." in page


def test_it_asks_for_a_key_where_none_is_kept(owner: Client, net: Simulator) -> None:
    assert owner.post("/sources/add/", {**X, "bearer_token": "", "do": "preview"}).status_code == 422
    assert not net.log


def test_it_previews_within_the_cap(owner: Client, net: Simulator) -> None:
    preview(owner)
    PollRun.objects.update(cost_micros=9_999_000)
    assert "This month&#x27;s cap is reached." in preview(owner)
    assert PollRun.objects.count() == 1


@pytest.mark.parametrize(
    ("fault", "said"), [("401", "no longer accepts our sign-in"), ("402", "credits there are used")]
)
def test_it_keeps_nothing_of_a_preview_that_failed(owner: Client, net: Simulator, fault: str, said: str) -> None:
    net.script({"match": "/x", "fault": fault})
    answer = owner.post("/sources/add/", {**X, "do": "preview"})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Source.objects.exists()


def test_it_refuses_a_second_x_in_clear_words(owner: Client, net: Simulator) -> None:
    owner.post("/sources/add/", X)
    for do in ("add", "preview"):
        answer = owner.post("/sources/add/", {**X, "do": do})
        assert answer.status_code == 422
        assert "X is already read by the source “X”, with one key and one cap." in answer.content.decode()
    assert Source.objects.count() == 1


def test_it_resumes_no_second_x(owner: Client) -> None:
    retired = make_source(network="x", name="Old X", state="retired")
    make_source(network="x", name="New X", state="ok")
    with pytest.raises(actions.Refused, match="by the source “New X”"):
        actions.resume(retired.pk, now=timezone.now())
    page = owner.post(f"/sources/{retired.pk}/resume/", follow=True).content.decode()
    assert "by the source “New X”" in page
    retired.refresh_from_db()
    assert retired.state == "retired"


def test_it_knows_by_the_key_who_replies_and_whose_mentions_are_cheap(owner: Client) -> None:
    assert owner.post("/sources/add/", {**X, **SECRET}).status_code == 302
    source = Source.objects.get()
    assert (source.params["speaks_for"], source.params["user_id"]) == (OUR_ID, OUR_ID)


def test_it_wants_all_keys_of_an_account_or_none(owner: Client) -> None:
    answer = owner.post("/sources/add/", {**X, "access_token": "1-a"})
    assert answer.status_code == 422
    assert "A reply needs all four of these keys." in answer.content.decode()


def checked(cap: int, *runs: tuple[str, dict[str, object]]) -> None:
    source = make_source(network="x", name="X", state="ok", params={"monthly_cap_micros": cap})
    for number in range(214):
        make_mention(f"relay {number}", network="x", judged=False, check_due_at=NOW)
    assert Mention.objects.count() == 214
    for outcome, reason in runs:
        at = timezone.now() - timedelta(hours=3)
        PollRun.objects.create(
            source=source, purpose="check", started_at=at, ended_at=at, outcome=outcome, reason=reason
        )


def test_it_says_how_far_stored_posts_are_asked_after(owner: Client) -> None:
    checked(10_000_000, ("ok", {"code": "checked", "params": {"asked": 16, "gone": 1}}))
    page = owner.get("/sources/").content.decode()
    assert "a quarter of the cap, $2.50 a month, looks up 7 % of 214 stored posts daily" in page
    assert "Last looked 3 h ago: 16 asked after, 1 gone." in page


def test_it_says_that_all_are_asked_after_daily_and_why_none_was(owner: Client) -> None:
    spent: dict[str, object] = {"code": "check_share_spent", "params": {}}
    checked(200_000_000, ("budget_exhausted", spent))
    page = owner.get("/sources/").content.decode()
    assert "all 214 stored posts are looked up daily, $32.10 a month." in page
    assert "The last try asked nothing: Today&#x27;s share of the cap is spent." in page
