"""How a mention can be answered, in words that a person can act on."""

from __future__ import annotations

import pytest

from listening import wording
from listening.connectors.contract import Answerable, ReplyWay
from listening.replying import reply_way

POST = Answerable(external_id="7", url="https://a.example/7")


@pytest.mark.parametrize("network", ["hackernews", "feeds", "ingest", "linkedin"])
def test_it_sends_nothing_where_a_network_takes_nothing(network: str) -> None:
    assert reply_way(network, POST, account_id="1", deleted=False) == ReplyWay(
        mode="open_native", reason="reply.by_hand", url=POST.url
    )


@pytest.mark.parametrize("network", ["x", "hackernews", "linkedin"])
def test_it_has_no_way_to_answer_what_is_gone(network: str) -> None:
    assert reply_way(network, POST, account_id="1", deleted=True).mode == "none"


def test_it_says_the_price_with_and_without_a_link() -> None:
    to = Answerable(external_id="7", url="", addressed=("1",))
    way = reply_way("x", to, account_id="1", deleted=False)
    assert wording.reply(way, "X") == "X allows a reply by API, $0.01; with a link $0.20."


def test_it_says_why_x_takes_no_reply() -> None:
    way = reply_way("x", POST, account_id="1", deleted=False)
    assert "neither mentions nor quotes your account" in wording.reply(way, "X")
    assert way.url == "https://x.com/intent/post?in_reply_to=7"
