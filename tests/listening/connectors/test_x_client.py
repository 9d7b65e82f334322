"""The traps of the library that asks X, each closed by name: no timeout, sleeping, another host, fields left out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest

from listening.connectors.x.client import HOST, Pointed
from listening.errors import Permanent, RateLimited, Transient
from listening.http import Limits
from tests.listening.connectors.xnet import OUR_ID, OURS, Played, played, tweet

FIELDS = {
    "tweet.fields": (
        "created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,lang,public_metrics,entities,"
        "edit_history_tweet_ids,note_tweet,withheld,possibly_sensitive,reply_settings"
    ),
    "expansions": "author_id,referenced_tweets.id,referenced_tweets.id.author_id",
    "user.fields": "username,name,description,public_metrics,verified_type,withheld",
}
"""What X has to be asked for (API reference of v2, checked 2026-11): what is left out is not in the answer."""


@pytest.fixture
def net() -> Iterator[Played]:
    found = played(tweet(1))
    yield found
    found.simulator.stop()


def test_it_waits_for_no_answer_longer_than_the_door_allows(net: Played) -> None:
    net.limits = Limits(idle=0.3, deadline=1.0)
    net.simulator.script({"match": "/x", "fault": "slow_first_byte"})
    began = time.monotonic()
    with pytest.raises(Transient, match="timeout"):
        net.sweep()
    assert time.monotonic() - began < 5


def test_it_never_sleeps_until_a_limit_ends(net: Played, monkeypatch: pytest.MonkeyPatch) -> None:
    def slept(seconds: float) -> None:
        raise AssertionError(f"slept {seconds} s")

    monkeypatch.setattr("tweepy.client.time.sleep", slept)
    net.simulator.script({"match": "/x", "fault": "429", "retry_after": 600})
    with pytest.raises(RateLimited) as caught:
        net.sweep()
    assert caught.value.reset_at == net.now + timedelta(minutes=10)


def test_it_sends_no_key_to_a_host_that_the_library_has_moved_to(net: Played) -> None:
    pointed = Pointed(net.session(), net.base, net.now)
    for url in (
        "https://api.elsewhere.example/2/tweets",
        HOST.replace("https", "http") + "/2/tweets",
        f"{HOST}.example/",
    ):
        with pytest.raises(Permanent, match="library_moved"):
            pointed.request("GET", url)
    assert not net.asked()


def test_it_asks_for_every_field_that_it_reads(net: Played) -> None:
    net.params = {"user_id": OUR_ID, "username": OURS}
    net.sweep()
    asked = [line["query"] for line in net.asked()]
    assert len(asked) == 2
    for query in asked:
        assert {name: set(query[name].split(",")) for name in FIELDS} == {
            name: set(wanted.split(",")) for name, wanted in FIELDS.items()
        }


def test_it_leaves_retweets_out_of_every_search(net: Played) -> None:
    net.sweep()
    assert all("-is:retweet" in line["query"]["query"] for line in net.asked("search/recent"))
