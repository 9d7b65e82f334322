"""The practice company, its rivals, its people, and the places where its buyers talk. A data table."""

from __future__ import annotations

from listening.simulator.world import pool
from listening.simulator.world.model import Account, Brand, Company, Feed, Person, SourcePlan
from listening.simulator.xids import user_id

COMPANY = Company(name="Northwind Relay", domain="northwindrelay.example", zone="Europe/Berlin")


def _rival(key: str, name: str) -> Brand:
    return Brand(
        key=key,
        name=name,
        kind="competitor",
        terms=(name, f"{key}.example"),
        expression=f"{key} OR {key}.example",
    )


BRANDS: tuple[Brand, ...] = (
    Brand(
        key="northwind",
        name="Northwind Relay",
        kind="own",
        terms=("Northwind Relay", "northwindrelay", "northwind-relay", "northwindrelay.example"),
        expression=(
            '("northwind relay" OR northwindrelay OR northwindrelay.example'
            " OR (northwind (webhook* OR hookyard OR pipewright OR tidegate)))"
            ' NOT "northwind traders" NOT "sample database"'
        ),
    ),
    _rival("hookyard", "Hookyard"),
    _rival("pipewright", "Pipewright"),
    _rival("tidegate", "Tidegate"),
    _rival("quillmesh", "Quillmesh"),
    _rival("latchpost", "Latchpost"),
    Brand(
        key="topic",
        name="Webhook reliability",
        kind="topic",
        terms=("webhook reliability", "webhook retries", "webhook gateway"),
        expression=(
            "(webhook* NEAR/6 retr*) OR (webhook* NEAR/6 reliab*) OR (webhook* NEAR/6 lost)"
            ' OR "webhook gateway" OR "webhook relay" OR "webhook ingestion"'
        ),
    ),
)

PEOPLE: tuple[Person, ...] = (
    Person(name="Maya Rehn", email="maya@northwindrelay.example", role="manager", zone="Europe/Berlin"),
    Person(name="Leo Koh", email="leo@northwindrelay.example", role="marketer", zone="Europe/Berlin"),
    Person(name="Ana Petrov", email="ana@northwindrelay.example", role="marketer", zone="Europe/Lisbon"),
    Person(name="Ingrid Solheim", email="ingrid@northwindrelay.example", role="executive", zone="Europe/Oslo"),
)

HANDLES: dict[str, dict[str, str]] = {
    "hackernews": {
        "maya": "northwind_maya",
        "leo": "northwind_leo",
        "ana": "northwind_ana",
        "tom": "tkarlsson_dev",
        "hookyard": "hookyard_jo",
        "pipewright": "pipewright_sam",
        "tidegate": "tidegate_ruth",
        "quillmesh": "quillmesh_ida",
        "latchpost": "latchpost_ben",
    },
    "feeds": {
        "maya": "maya_northwind",
        "leo": "leo_northwind",
        "ana": "ana_northwind",
        "tom": "tkarlsson",
        "hookyard": "jo_at_hookyard",
        "pipewright": "sam_pipewright",
        "tidegate": "ruth_tidegate",
        "quillmesh": "ida_quillmesh",
        "latchpost": "ben_latchpost",
    },
}
"""Who answers as whom: the colleague's or rival's key to the handle on each network."""

ON_X: dict[str, str] = {"us": "northwindrelay", "hookyard": "hookyard"}
"""The brands' own accounts on X, where nobody speaks under a name of their own."""

OWN_SPEAKERS = ("maya", "leo", "ana")


def _accounts() -> tuple[Account, ...]:
    found = []
    for network, handles in HANDLES.items():
        # Forum accounts belong to the one community that the practice company takes part in.
        instance = "guild" if network == "feeds" else ""
        for key, handle in handles.items():
            own = key in (*OWN_SPEAKERS, "tom")
            found.append(
                Account(
                    network=network,
                    instance=instance,
                    external_id=handle,
                    handle=handle,
                    brand="northwind" if own else key,
                    # Tom codes at the company and talks on his own account: kept, never counted as its answer.
                    speaks=key != "tom",
                    person=f"{key}@{COMPANY.domain}" if key in OWN_SPEAKERS else "",
                )
            )
    for key, handle in ON_X.items():
        brand = "northwind" if key == "us" else key
        found.append(Account(network="x", external_id=user_id(handle), handle=handle, brand=brand, kind="brand"))
    for (brand, feed), author in BLOGS.items():
        found.append(
            Account(
                network="feeds", instance=feed, external_id=author.lower(), handle=author, brand=brand, kind="brand"
            )
        )
    return tuple(found)


BLOGS = {
    ("northwind", "northwind-blog"): "Northwind Relay",
    ("hookyard", "hookyard-changelog"): "Hookyard",
    ("pipewright", "pipewright-releases"): "pipewright",
    ("tidegate", "tidegate-blog"): "Ruth Aldana",
}
"""Feeds that a brand writes itself, and the name that stands under their posts."""

ACCOUNTS = _accounts()

FEEDS: tuple[Feed, ...] = (
    Feed(name="r-devops", format="atom", title="r/devops: newest posts", window=25, picky=True),
    Feed(name="r-sysadmin", format="atom", title="r/sysadmin: newest posts", window=25, picky=True),
    Feed(
        name="guild",
        format="rss",
        title="Integration Guild: latest posts",
        about="The forum for people who connect systems for a living",
        window=50,
        replies=True,
    ),
    Feed(
        name="stackscore",
        format="rdf",
        title="Stackscore: integration platform reviews",
        window=20,
        kind="review",
    ),
    Feed(
        name="integration-notes",
        format="json",
        title="Integration Notes",
        about="A consultant's notebook on queues, contracts and the people between them",
        window=15,
        kind="article",
    ),
    Feed(name="webhook-weekly", format="rss", title="Webhook Weekly", window=15, ttl=60, kind="article"),
    Feed(name="the-integrator", format="rss", title="The Integrator", window=20, ttl=30, kind="article"),
    Feed(
        name="onqueue",
        format="podcast",
        title="On Queue",
        about="Conversations about the plumbing of business software",
        window=30,
        kind="episode",
    ),
    Feed(name="northwind-blog", format="atom", title="Northwind Relay blog", window=15, kind="article"),
    Feed(name="hookyard-changelog", format="atom", title="Hookyard changelog", window=15, kind="release"),
    Feed(name="pipewright-releases", format="atom", title="pipewright releases", window=10, kind="release"),
    Feed(name="tidegate-blog", format="rss", title="Tidegate engineering", window=10, kind="article"),
    Feed(name="boreal-coast", format="rss", title="Boreal Coast Courier", window=20, ttl=30, kind="article"),
    Feed(name="tidegate-engineering", format="moved", title="Tidegate engineering", target="tidegate-blog"),
    Feed(name="relaywatch", format="gone", title="Relaywatch"),
)

SOURCES: tuple[SourcePlan, ...] = (
    SourcePlan(network="hackernews", kind="search", name="Hacker News", params={"path": "/hn"}, interval=15),
    SourcePlan(network="x", kind="search", name="X", params={"path": "/x", "username": ON_X["us"]}, interval=60),
    *(
        SourcePlan(
            network="feeds",
            kind="feed",
            name=feed.title,
            params={"path": f"/feeds/{feed.name}"},
            instance=feed.name,
            interval=15 if feed.kind == "entry" else 60,
        )
        for feed in FEEDS
        if feed.name not in ("tidegate-blog", "boreal-coast")
    ),
)
"""Polled far more often than a real network would like: the simulator is ours, and a newcomer should see it live."""

PEERS = pool.handles()
"""Everybody else, by fictional handle."""

REVIEWERS: tuple[str, ...] = (
    "Verified user, logistics",
    "Integration lead, retail",
    "IT manager, insurance",
    "Platform engineer, fintech",
    "Head of operations, e-commerce",
    "Verified user, manufacturing",
    "CTO, SaaS, 50 people",
    "Solutions architect, consultancy",
    "Backend developer, travel",
    "Verified user, healthcare IT",
    "Enterprise architect, energy",
    "DevOps engineer, media",
)
