"""What travels between reading, detecting and telling a surge. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

WINDOW = timedelta(hours=2)
"""Posts and voices are counted over this long, and compared with the same stretch of other weeks."""

FEWEST_VOICES = 5
"""Two loud people are no surge, nor are four (BEHAVIOUR 5 asks as much of an escalating case)."""

LONGEST = timedelta(hours=24)
"""What lasts longer is no surge any more but the new usual."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One post that counts. ``voice`` names its author on its network; ``text`` is its opening, enough to know a copy.

    ``reach`` is the largest of followers, views and points, None where unknown. ``harm`` is higher for worse posts.
    ``case_id`` is None until intake has taken the post in; ``lead`` says that it may stand for the others: its case was
    not ended as spam, a duplicate or not relevant.
    """

    mention_id: int
    voice: str
    text: str
    at: datetime
    reach: int | None = None
    harm: float = 0.0
    case_id: int | None = None
    lead: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Hour:
    """What was said in the ``WINDOW`` that ends with the hour that begins at ``at``. Hours without a post are left out.

    ``story_voices`` are the voices of the story that most people spoke of.
    """

    at: datetime
    posts: int
    voices: int
    story_voices: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What is usual at an hour. ``low`` to ``high`` are the posts of four windows in five; ``mean`` is of voices.

    ``needed`` is how many voices make a surge. ``pool`` names what was compared: ``weekday`` (the same weekday and hour
    of up to eight weeks), ``sort`` (working days, or days off, at this hour) or ``hours`` (the busiest quarter of the
    few hours there are); ``n`` is how many days it stands on.
    """

    low: int
    high: int
    mean: float
    needed: int
    pool: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A surge that was begun and has not ended, as its row says."""

    began_at: datetime
    peak: int
    told_voices: int
    grown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A surge that begins: the folded posts since ``began_at``, and what the whole window holds."""

    began_at: datetime
    posts: tuple[Heard, ...]
    reposts: int
    voices: int
    window_posts: int
    window_voices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How a running surge stands: totals since it began; ``end`` is "" while it goes on, else ``faded`` or ``lasted``.

    ``grew`` says that it doubled since it was told, which is told once.
    """

    posts: tuple[Heard, ...] = field(default=())
    reposts: int = 0
    voices: int = 0
    peak: int = 0
    last_seen_at: datetime
    grew: bool = False
    end: str = ""
