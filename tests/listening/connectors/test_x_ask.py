"""X beyond polling: threads, look-ups, previews, replies, budgets, error bodies, and that no token is ever seen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from listening.connectors.contract import Answerable, ReplyWay
from listening.connectors.registry import connector
from listening.connectors.x.fetch import X
from listening.connectors.x.ids import earlier, id_at, id_of, moment_of, newest
from listening.connectors.x.query import asked_for, searches, unsayable
from listening.connectors.x.reply import account_of, can_reply, post_reply, price_of
from listening.errors import AuthError, BudgetExhausted, ListeningError, Permanent, Transient
from listening.money import about, dollars
from listening.records import Page, PostKey
from listening.simulator.x import snowflake
from tests.listening.connectors.xnet import NOW, OUR_ID, OURS, SECRET, Played, played, tweet, tweets

NEXT_MONTH = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def net(request: pytest.FixtureRequest) -> Iterator[Played]:
    found = played(*getattr(request, "param", ()))
    yield found
    found.simulator.stop()


def with_posts(*items: Any) -> Any:
    return pytest.mark.parametrize("net", [items], indirect=True)


def thread(net: Played, root: str, **plan: Any) -> Page:
    return X().thread(net.session(), PostKey("x", "", root), now=net.now, base_url=net.base, plan=net.plan(**plan))


ROOT = tweet(1, "relay is slow?", minutes=60)
ANSWER = tweet(2, "Fixed now.", minutes=30, author=OURS, parent=ROOT.id, root=ROOT.id, kind="reply")
DEEP = tweet(3, "Thanks", minutes=20, parent=ANSWER.id, root=ROOT.id, kind="reply")
OLD = tweet(4, "relay?", minutes=9 * 1440)
LATE = tweet(5, "still?", minutes=5, parent=OLD.id, root=OLD.id, kind="reply")


@with_posts(ROOT, ANSWER, DEEP, tweet(9))
def test_it_reads_a_conversation_from_its_root_on(net: Played) -> None:
    page = thread(net, ROOT.id)
    assert [post.external_id for post in page.posts] == [ROOT.id, ANSWER.id, DEEP.id]
    assert [post.in_reply_to_id for post in page.posts] == ["", ROOT.id, ANSWER.id]
    assert (page.done, page.cost_micros) == (True, 15_000)


@with_posts(OLD, LATE)
def test_it_says_that_a_conversation_older_than_the_window_is_not_whole(net: Played) -> None:
    page = thread(net, OLD.id)
    assert {post.external_id for post in page.posts} == {OLD.id, LATE.id}
    assert not page.done


@with_posts(replace(ROOT, deleted_at=NOW), DEEP)
def test_it_buries_a_root_that_is_gone(net: Played) -> None:
    page = thread(net, ROOT.id)
    assert ROOT.id in {one.external_id for one in page.tombstones}
    assert not page.done


@with_posts(ROOT)
def test_it_reads_no_thread_without_money(net: Played) -> None:
    for allowance, code in ((None, "no_cap"), (10_000, "cap_reached")):
        with pytest.raises(BudgetExhausted, match=code):
            thread(net, ROOT.id, allowance_micros=allowance)
    assert not net.asked()


EDITED = tweet(1, minutes=9, edited_at=NOW - timedelta(minutes=1), edited_text="as it is now")
DELETED = tweet(2, deleted_at=NOW)


@with_posts(EDITED, DELETED)
def test_it_knows_which_stored_posts_live_changed_or_are_gone(net: Played) -> None:
    edited, gone = EDITED.id, DELETED.id
    page = X().check(net.session(), [edited, gone], net.plan(), now=net.now, base_url=net.base)
    assert [(post.external_id, post.text) for post in page.posts] == [(edited, "as it is now")]
    assert [one.external_id for one in page.tombstones] == [gone]
    assert not page.bad


@with_posts(EDITED)
def test_it_passes_no_cap_to_read_a_newer_version(net: Played) -> None:
    for allowance, found in ((5_000, []), (10_000, ["as it is now"])):
        page = X().check(
            net.session(), [EDITED.id], net.plan(allowance_micros=allowance), now=net.now, base_url=net.base
        )
        assert ([post.text for post in page.posts], page.tombstones) == (found, ())
        assert page.cost_micros <= allowance


@with_posts(tweet(1, author="locked"))
def test_it_buries_what_is_protected(net: Played) -> None:
    net.simulator.x.protected.add("locked")
    item = net.simulator.world.items[0].id
    page = X().check(net.session(), [item], net.plan(), now=net.now, base_url=net.base)
    assert [one.external_id for one in page.tombstones] == [item]


@with_posts(tweet(1))
def test_it_calls_nothing_gone_that_it_could_not_ask_for(net: Played) -> None:
    net.simulator.script({"match": "/x", "fault": "503_json"})
    with pytest.raises(Transient):
        X().check(net.session(), [net.simulator.world.items[0].id], net.plan(), now=net.now, base_url=net.base)


@with_posts(*tweets(50))
def test_it_previews_what_a_search_would_cost(net: Played) -> None:
    found = X().preview(net.session(), net.plan(allowance_micros=None), now=net.now, base_url=net.base)
    assert (dollars(found.cost_micros), found.posts_a_month, about(found.month_micros)) == ("$0.005", 214, "$1.10")
    assert net.simulator.x.billed == 5_000


@with_posts(*tweets(200))
def test_it_stops_hard_before_the_cap_is_passed(net: Played) -> None:
    net.allowance = 130 * 5_000
    with pytest.raises(BudgetExhausted) as caught:
        net.sweep()
    assert (caught.value.code, caught.value.resume_at) == ("cap_reached", NEXT_MONTH)
    assert net.simulator.x.billed == 130 * 5_000
    assert [line["query"]["max_results"] for line in net.asked()] == ["100", "30"]


@pytest.mark.parametrize("allowance", [None, 0, 4_999])
def test_it_asks_nothing_without_a_cap_or_with_nothing_left(net: Played, allowance: int | None) -> None:
    net.allowance = allowance
    with pytest.raises(BudgetExhausted):
        net.sweep()
    assert not net.asked()


@with_posts(tweet(1))
def test_it_is_told_that_the_wallet_is_empty(net: Played) -> None:
    net.simulator.x.credits = 0
    with pytest.raises(BudgetExhausted, match="credits_depleted") as caught:
        net.sweep()
    assert "1243608864848629761" not in str(caught.value)


def test_it_has_no_key_without_a_key(net: Played) -> None:
    with pytest.raises(AuthError, match="no_key"):
        list(X().poll(net.session(), net.plan(secret={}), now=net.now, base_url=net.base))


def way(account: str = OUR_ID, **post: Any) -> ReplyWay:
    return can_reply(Answerable(external_id="7", url="https://x.com/i/status/7", **post), account_id=account)


def test_it_replies_by_program_only_where_it_was_summoned() -> None:
    for summons in ({"addressed": ("1", OUR_ID)}, {"quoted_author": OUR_ID}):
        assert way(**summons).mode == "api"
    for other in ({"addressed": ("1",)}, {"quoted_author": "1"}, {}):
        assert (way(**other).mode, way(**other).reason) == ("open_native", "reply.not_summoned")
        assert way(**other).url == "https://x.com/intent/post?in_reply_to=7"


def test_it_replies_by_program_only_as_an_account() -> None:
    assert (way("", addressed=(OUR_ID,)).mode, way("", addressed=(OUR_ID,)).reason) == (
        "open_native",
        "reply.no_account_key",
    )
    assert way("", quoted_author="").mode == "open_native"  # nobody's account was not quoted by nobody


def test_it_says_what_a_reply_by_program_costs_with_and_without_a_link() -> None:
    asked = way(addressed=(OUR_ID,))
    assert (asked.price_micros, asked.link_price_micros) == (price_of("Fixed."), price_of("See https://a.example"))


def test_it_knows_whose_key_it_is_by_the_access_token() -> None:
    assert account_of(SECRET) == OUR_ID
    for name in ("consumer_secret", "access_token"):
        assert account_of({**SECRET, name: ""}) == ""
    assert account_of({**SECRET, "access_token": "odd"}) == ""


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("Fixed.", 10_000),
        ("See https://a.example/x", 200_000),
        ("See status.northwind.io", 200_000),
        ("v1.2.3", 10_000),
    ],
)
def test_it_prices_a_reply_by_its_links(text: str, price: int) -> None:
    assert price_of(text) == price


SUMMONS = tweet(1, f"@{OURS} relay is slow")


@with_posts(SUMMONS, tweet(2, "relay is slow"))
def test_it_replies_and_the_world_sees_it(net: Played) -> None:
    sent = post_reply(net.session(), net.plan(), to=SUMMONS.id, text="Fixed.", key="k", now=net.now, base_url=net.base)
    assert sent.cost_micros == 10_000
    assert sent.external_id in {post.external_id for post in thread(net, SUMMONS.id).posts}
    for to, text, code in ((SUMMONS.id, "Fixed.", "duplicate"), (tweet(2).id, "Hello", "forbidden")):
        with pytest.raises(Permanent, match=code):
            post_reply(net.session(), net.plan(), to=to, text=text, key="k", now=net.now, base_url=net.base)
    assert len(net.simulator.x.posted) == 1


@with_posts(SUMMONS)
def test_it_replies_only_with_money_and_an_account(net: Played) -> None:
    app = {"bearer_token": SECRET["bearer_token"]}
    for changes, error in (
        ({"allowance_micros": 9_999}, BudgetExhausted),
        ({"allowance_micros": None}, BudgetExhausted),
        ({"secret": app}, AuthError),
    ):
        with pytest.raises(error):
            plan = net.plan(**changes)
            post_reply(net.session(), plan, to=SUMMONS.id, text="Fixed.", key="k", now=net.now, base_url=net.base)
    assert not net.asked()


LOGGERS = ("", "tweepy", "tweepy.client", "requests_oauthlib", "requests_oauthlib.oauth1_auth", "oauthlib",
           "oauthlib.oauth1.rfc5849", "urllib3", "urllib3.connectionpool")  # fmt: skip


@with_posts(SUMMONS, *tweets(120))
@pytest.mark.parametrize("fault", ["", "401", "402", "429", "503_html", "truncated", "reset", "redirect", "not_json"])
def test_it_shows_no_token_in_logs_errors_and_reprs(net: Played, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    for name in LOGGERS:
        caplog.set_level(1, logger=name or None)
    if fault:
        net.simulator.script({"match": "/x", "fault": fault, "times": 0})
    net.params = {"user_id": OUR_ID, "username": OURS}
    told = [repr(net.plan())]
    try:
        net.sweep()
        post_reply(net.session(), net.plan(), to=SUMMONS.id, text="Fixed.", key="k", now=net.now, base_url=net.base)
    except ListeningError as error:
        told += [str(error), repr(error), repr(error.__cause__), repr(error.__context__)]
    told += [f"{line.getMessage()} {line.__dict__}" for line in caplog.records]
    assert [one for one in told for planted in SECRET.values() if planted in one] == []
    assert net.asked()


def test_it_reads_the_error_bodies_seen_in_the_wild(data: Path) -> None:
    seen = json.loads((data / "recordings/error-bodies/errors.json").read_text())
    found = []
    for one in (one for one in seen if one["network"] == "x"):
        with pytest.raises(ListeningError) as caught:
            connector("x").parse_recorded(json.dumps(one["body"]).encode(), {}, "", status=one["status"], now=NOW)
        found.append((one["status"], caught.value.kind))
    assert found == [(402, "budget_exhausted"), (429, "rate_limited")]


def _recorded(data: Path, folder: str) -> Iterator[tuple[Page, list[Any]]]:
    """Yield the page of every recording that is no error, with its posts as they were recorded."""
    for path in sorted((data / "recordings" / folder).glob("*.json")):
        answer = json.loads(path.read_text())["response"]
        framed = not (isinstance(answer["body"], list) and folder == "x-twitter-v2-pages")
        body = answer["body"] if framed else {"data": answer["body"]}
        records = body.get("data") if isinstance(body, dict) else None
        listed = records if isinstance(records, list) else [records]
        content = json.dumps(body).encode()
        try:
            page = connector("x").parse_recorded(content, {}, "", status=answer["status"] or 200, now=NOW)
        except ListeningError:
            continue
        yield page, [one for one in listed if isinstance(one, dict) and ("text" in one or "author_id" in one)]


@pytest.mark.parametrize(("folder", "least"), [("x-twitter", 60), ("x-twitter-v2-pages", 150), ("x-twitter-v1", 0)])
def test_it_reads_the_recordings_with_ids_as_strings(data: Path, folder: str, least: int) -> None:
    posts = [post for page, _ in _recorded(data, folder) for post in page.posts]
    assert len(posts) >= least
    assert all(post.external_id.isdigit() for post in posts)
    assert all(isinstance(post.author.external_id, str) for post in posts)
    assert all(isinstance(id_, str) for post in posts for id_ in (post.in_reply_to_id, *post.mentioned_account_ids))


def test_it_reads_what_recorded_authors_say_of_themselves(data: Path) -> None:
    posts = [post for page, _ in _recorded(data, "x-twitter-v2-pages") for post in page.posts]
    assert sum(bool(post.author.bio) for post in posts) >= 20


def test_it_knows_the_author_of_every_recorded_quote(data: Path) -> None:
    quotes = [post for page, _ in _recorded(data, "x-twitter-v2-pages") for post in page.posts if post.quoted_id]
    assert len(quotes) >= 10
    assert all(post.quoted_author_id.isdigit() for post in quotes)


@pytest.mark.parametrize("folder", ["x-twitter", "x-twitter-v2-pages"])
def test_it_accounts_for_every_recorded_post(data: Path, folder: str) -> None:
    for page, records in _recorded(data, folder):
        told = {(one.get("edit_history_tweet_ids") or [one["id"]])[0] for one in records if not _is_retweet(one)}
        assert {post.external_id for post in page.posts} | {one.external_id for one in page.tombstones} >= told
        assert {bad.code for bad in page.bad} <= {"retweet", "not_an_object"}  # lists are the old API's
        assert len(page.posts) + page.withheld == len(told)


def _is_retweet(record: dict[str, Any]) -> bool:
    return any(one["type"] == "retweeted" for one in record.get("referenced_tweets", ()))


def test_it_keeps_ids_beyond_a_double_as_text() -> None:
    assert id_of(2**53 + 1) == "9007199254740993"
    assert [id_of(wrong) for wrong in (None, True, -1, "", "12a", "９", "1" * 20, 1.0, 2**64)] == [""] * 9
    assert newest("999", "1000", "") == "1000"
    assert moment_of("20") is None
    assert moment_of(snowflake(NOW)) == NOW
    assert earlier("20", timedelta(minutes=5)) == "20"
    assert id_at(NOW) == snowflake(NOW)


def test_it_cuts_queries_at_512_characters() -> None:
    terms = [f"a rather long phrase number {number}" for number in range(60)]
    asked = searches(terms, username="@northwind")
    assert [term for one in asked for term in one.terms] == terms
    assert all(len(one.text) <= 512 for one in asked)
    assert all(one.text.endswith(" -is:retweet -@northwind -from:northwind") for one in asked)
    assert len(asked) == 5


def test_it_says_which_terms_x_cannot_be_asked_for() -> None:
    assert unsayable(["acme", "🚀", "x" * 600, "webhook*"]) == ("🚀", "x" * 600)
    assert [asked_for(term) for term in ('say "hi"', "@acme", "#relay", "webhook*", "C++")] == [
        '"say hi"', "@acme", "#relay", '"webhook"', '"C++"',
    ]  # fmt: skip
    assert searches([]) == ()
    assert searches(["acme"], username="not a handle) OR (x")[0].text == '("acme") -is:retweet'
