"""The connectors against the practice world: nothing lost, nothing doubled, whatever the network does."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from requests import Session

from listening.connectors.contract import Plan
from listening.connectors.feeds.fetch import Feeds
from listening.connectors.hackernews.fetch import HackerNews
from listening.errors import RateLimited
from listening.http.addresses import allowed
from listening.http.door import Door
from listening.records import Page, PostKey
from listening.simulator.world import World
from tests.listening.simulator.conftest import EPOCH, Net, Nets

OWN = "Northwind Relay"


def door(net: Net) -> Session:
    return Door(allow=allowed([f"127.0.0.1:{net.simulator.port}"])).session()


def poll(net: Net, **plan: object) -> list[Page]:
    wanted = Plan(kind="search", terms=(OWN,), **plan)  # type: ignore[arg-type]
    pages = HackerNews().poll(door(net), wanted, now=net.clock(), base_url=net.simulator.base + "/hn")
    return list(pages)


def keys(pages: list[Page]) -> Counter[str]:
    return Counter(post.external_id for page in pages for post in page.posts)


def named(world: World, since_days: float, net: Net) -> set[str]:
    now = net.clock()
    return {
        item.id
        for item in world.items_visible(now)
        if item.network == "hackernews"
        and item.created_at > now - timedelta(days=since_days)
        and OWN in f"{item.title} {item.text_at(now)}"
    }


def test_it_finds_every_post_of_the_history_once(nets: Nets, world: World) -> None:
    net = nets(world)
    found = keys(poll(net, since=world.start - timedelta(hours=2)))
    assert named(world, 92, net) <= set(found)
    assert max(found.values()) == 1
    assert len(found) > 150


def test_it_finds_what_is_new_and_what_came_late(nets: Nets, world: World) -> None:
    net = nets(world)
    cursor: dict = {}
    seen: set[str] = set()
    for _ in range(12):
        pages = poll(net, since=EPOCH - timedelta(days=3), cursor=cursor)
        cursor = dict(pages[-1].cursor)
        seen |= set(keys(pages))
        net.clock.turn(minutes=10)
    net.clock.turn(minutes=-10)
    assert named(world, 3, net) <= seen


def test_it_reads_a_thread_with_the_answers_in_it(nets: Nets, world: World) -> None:
    net = nets(world)
    reply = next(item for item in world.items if item.network == "hackernews" and item.truth.speaker == "us")
    root = PostKey("hackernews", "", reply.root)
    page = HackerNews().thread(door(net), root, now=net.clock(), base_url=net.simulator.base + "/hn")
    post = next(post for post in page.posts if post.external_id == reply.id)
    assert (post.author.external_id, post.in_reply_to_id) == (reply.author, reply.parent)
    assert post.text == reply.text


def test_it_is_told_to_slow_down(nets: Nets, world: World) -> None:
    net = nets(world)
    net.simulator.script({"match": "/hn", "fault": "429", "retry_after": 60, "times": 0})
    with pytest.raises(RateLimited):
        poll(net)


def test_it_reads_every_feed_of_the_world(nets: Nets, world: World) -> None:
    net = nets(world)
    for feed in world.feeds:
        if feed.format == "gone":
            continue
        plan = Plan(kind="feed", instance=feed.name, params={"url": f"{net.simulator.base}/feeds/{feed.name}"})
        (page,) = Feeds().poll(door(net), plan, now=net.clock())
        place = feed.target or feed.name
        shown = {item.id for item in world.items_visible(net.clock()) if item.place == place}
        assert {post.external_id for post in page.posts} <= shown, feed.name
        assert page.posts, feed.name
        assert not page.bad


def test_it_learns_of_a_move(nets: Nets, world: World) -> None:
    net = nets(world)
    plan = Plan(kind="feed", params={"url": f"{net.simulator.base}/feeds/tidegate-engineering"})
    (page,) = Feeds().poll(door(net), plan, now=net.clock())
    assert page.moved_to == f"{net.simulator.base}/feeds/tidegate-blog"
