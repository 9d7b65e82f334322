"""Gives each draft its place, author and thread, and numbers everything the way its network would. Pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from listening.simulator.world import pool
from listening.simulator.world.cast import BRANDS, FEEDS, HANDLES, PEERS, REVIEWERS
from listening.simulator.world.model import Item, Truth
from listening.simulator.world.pool import Draft, Reply, first_words
from listening.simulator.world.truths import reply_truth, truth_of

PLACES = {
    "devops": "r-devops",
    "sysadmin": "r-sysadmin",
    "guild": "guild",
    "review": "stackscore",
    "notes": "integration-notes",
    "weekly": "webhook-weekly",
    "news": "the-integrator",
    "podcast": "onqueue",
    "blog": "northwind-blog",
    "hookyard-log": "hookyard-changelog",
    "pipewright-log": "pipewright-releases",
    "tidegate-blog": "tidegate-blog",
    "courier": "boreal-coast",
}
BYLINES = {
    "integration-notes": ("Hedda Maas",),
    "webhook-weekly": ("Webhook Weekly",),
    "the-integrator": ("Joris Blom", "Carla Reuter", "Nils Aaberg"),
    "onqueue": ("On Queue",),
    "northwind-blog": ("Northwind Relay",),
    "hookyard-changelog": ("Hookyard",),
    "pipewright-releases": ("pipewright",),
    "tidegate-blog": ("Ruth Aldana",),
    "boreal-coast": ("Courier staff",),
    "stackscore": REVIEWERS,
}
NAMES = {brand.key: brand.name for brand in BRANDS}
KINDS = {feed.name: feed.kind for feed in FEEDS}
STORY_LIFE = timedelta(hours=40)
FIRST_HN_ID = 47_210_331
OLD_SHAPE_SHARE = 0.4


@dataclass(slots=True, kw_only=True, eq=False)
class Node:
    """An item while the world is being built; ``parent`` is a node, and there is no number yet."""

    network: str
    place: str
    kind: str
    author: str
    text: str
    at: datetime
    visible_at: datetime
    truth: Truth
    title: str = ""
    url: str = ""
    parent: Node | None = None
    edited_at: datetime | None = None
    edited_text: str = ""
    deleted_at: datetime | None = None
    has_replies: bool = False
    id: str = ""

    @property
    def root(self) -> Node:
        return self if self.parent is None else self.parent.root


class Town:
    """Settles drafts in order of time."""

    def __init__(self, rng: Random) -> None:
        self.nodes: list[Node] = []
        self._rng = rng
        self._headlines = list(pool.stories())
        self._rng.shuffle(self._headlines)
        self._story: Node | None = None
        self._events: dict[str, Node] = {}
        self._recent: list[str] = []
        self._banter: dict[str, list[str]] = {}

    def settle(self, at: datetime, draft: Draft) -> None:
        """Place one draft with its replies. Call in order of ``at``."""
        node = self._on_hacker_news(at, draft) if draft.channel.startswith("hn") else self._in_feed(at, draft)
        self.nodes.append(node)
        talks = node.network == "hackernews" or node.place == "guild"
        if talks:
            self._answer(node, draft.replies)
            if draft.handmade is False or draft.flags:
                self._chime_in(node, draft)

    def items(self) -> tuple[Item, ...]:
        """Number the nodes in the order of their creation and freeze them, in the order of their appearance."""
        _number(self.nodes)
        frozen = [self._freeze(node) for node in self.nodes]
        return tuple(sorted(frozen, key=lambda item: (item.visible_at, item.network, item.place, item.id)))

    def _person(self, *, avoid: str = "") -> str:
        """Return a handle that has not spoken lately."""
        while True:
            name = self._rng.choice(PEERS)
            if name != avoid and name not in self._recent:
                self._recent = [*self._recent[-40:], name]
                return name

    def _on_hacker_news(self, at: datetime, draft: Draft) -> Node:
        parent = None
        if draft.channel == "hn":
            parent = self._events.get(draft.event) or self._open_story(at)
        node = Node(
            network="hackernews",
            place="",
            kind="story" if parent is None else "comment",
            author=self._person(),
            title=draft.title if parent is None else "",
            text=draft.text,
            at=at,
            visible_at=at,
            parent=parent,
            truth=truth_of(draft),
        )
        if parent is not None:
            parent.has_replies = True
        elif draft.event:
            self._events[draft.event] = node
        return node

    def _open_story(self, at: datetime) -> Node:
        """Return a story that is still being discussed, or begin the next one shortly before ``at``."""
        stale = self._story is None or at - self._story.at > STORY_LIFE
        if stale and self._headlines:
            title = self._headlines.pop()
            began = at - timedelta(seconds=self._rng.randint(1200, 14000))
            asked = title.startswith(("Ask HN", "Show HN"))
            self._story = Node(
                network="hackernews",
                place="",
                kind="story",
                author=self._person(),
                title=title,
                text="",
                url="" if asked and title.startswith("Ask") else f"https://{_slug(title)[:24].strip('-')}.example/",
                at=began,
                visible_at=began,
                has_replies=True,
                truth=Truth(),
            )
            self.nodes.append(self._story)
        if self._story is None:
            raise ValueError("the pool has no headlines")
        return self._story

    def _in_feed(self, at: datetime, draft: Draft) -> Node:
        place = PLACES[draft.channel]
        bylines = BYLINES.get(place)
        return Node(
            network="feeds",
            place=place,
            kind=KINDS[place],
            author=self._rng.choice(bylines) if bylines else self._person(),
            title=self._title(place, draft),
            text=draft.text,
            at=at,
            visible_at=at,
            truth=truth_of(draft, speaker="us" if place == "northwind-blog" else "public"),
        )

    def _title(self, place: str, draft: Draft) -> str:
        """Return a title in the manner of the place: reviews name the product, the forum its corner for a product."""
        title = draft.title or first_words(draft.text)
        name = NAMES.get(draft.brands[0], "") if draft.brands else ""
        if place == "stackscore":
            stars = {1: (4, 5), 0: (3, 4), -1: (2, 3)}[draft.sentiment]
            return f"{name}, {self._rng.choice(stars)} of 5: {title}"
        if place == "guild" and name.casefold() not in f"{title} {draft.text}".casefold():
            return f"[{name}] {title}"
        return title

    def _reply(self, parent: Node, *, author: str, text: str, at: datetime, truth: Truth) -> Node:
        parent.has_replies = True
        hacker_news = parent.network == "hackernews"
        node = Node(
            network=parent.network,
            place=parent.place,
            kind="comment" if hacker_news else "reply",
            author=author,
            title="" if hacker_news else f"Re: {parent.root.title}",
            text=text,
            at=at,
            visible_at=at,
            parent=parent,
            truth=truth,
        )
        self.nodes.append(node)
        return node

    def _answer(self, node: Node, replies: tuple[Reply, ...]) -> None:
        """Add the scripted replies; an asker answers the last one, everybody else the question."""
        last = node
        for reply in replies:
            at = node.at + reply.delay * self._rng.uniform(0.85, 1.15)
            # Later lines of a script must stay later, whatever the jitter did.
            at = max(at, last.at + timedelta(minutes=2)).replace(microsecond=0)
            parent = last if reply.who == "asker" else node
            last = self._reply(
                parent, author=self._speaker(node, reply), text=reply.text, at=at, truth=reply_truth(node.truth, reply)
            )

    def _speaker(self, node: Node, reply: Reply) -> str:
        if reply.who == "asker":
            return node.author
        if reply.who in ("us", "rival"):
            return HANDLES[node.network][reply.name]
        return self._person(avoid=node.author)

    def _chime_in(self, node: Node, draft: Draft) -> None:
        """Let a bystander or two say something that answers nothing."""
        kind = _banter_kind(draft)
        if self._rng.random() > (0.6 if kind == "complaint" else 0.35):
            return
        for _ in range(self._rng.choice((1, 1, 2)) if kind == "complaint" else 1):
            self._reply(
                node,
                author=self._person(avoid=node.author),
                text=self._remark(kind),
                at=node.at + timedelta(seconds=self._rng.randint(400, 30000)),
                truth=Truth(speaker="peer", substantive=False),
            )

    def _remark(self, kind: str) -> str:
        cards = self._banter.setdefault(kind, [])
        if not cards:
            cards.extend(pool.lines("banter")[kind])
            self._rng.shuffle(cards)
        return cards.pop()

    def _freeze(self, node: Node) -> Item:
        rng = self._rng
        story = node.kind == "story"
        return Item(
            id=node.id,
            network=node.network,
            kind=node.kind,
            author=node.author,
            text=node.text,
            created_at=node.at,
            visible_at=node.visible_at,
            place=node.place,
            title=node.title,
            url=node.url,
            parent=node.parent.id if node.parent else "",
            root=node.root.id,
            edited_at=node.edited_at,
            edited_text=node.edited_text,
            deleted_at=node.deleted_at,
            points=rng.randint(2, 340) if story else None,
            nulls=rng.random() < OLD_SHAPE_SHARE,
            truth=node.truth,
        )


def _number(nodes: list[Node]) -> None:
    """Give Hacker News one rising number for everything, with gaps, and each feed a count of its own."""
    nodes.sort(key=lambda node: (node.at, node.network, node.place, node.author, node.text))
    gaps = Random("gaps")
    number = FIRST_HN_ID
    counts: dict[str, int] = defaultdict(int)
    for node in nodes:
        if node.network == "hackernews":
            number += gaps.randint(3, 900)
            node.id = str(number)
        else:
            counts[node.place] += 1
            serial = 1000 + counts[node.place]
            node.id = f"tag:{node.place}.example,2026:{serial}"
            # A reply's page is of its own: two posts with one address would be taken for one post.
            node.url = (
                f"{node.parent.root.url}/{serial}"
                if node.parent
                else f"https://{node.place}.example/{node.at:%Y/%m}/{_slug(node.title)}-{serial}"
            )


def _banter_kind(draft: Draft) -> str:
    for flag, kind in (("complaint", "complaint"), ("buying_intent", "intent"), ("question", "question")):
        if flag in draft.flags:
            return kind
    return "praise" if "praise" in draft.flags else "any"


def _slug(title: str) -> str:
    kept = "".join(letter if letter.isalnum() and letter.isascii() else " " for letter in title.casefold())
    return "-".join(kept.split())[:60] or "post"
