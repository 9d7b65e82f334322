"""Whether a post seeks an answer, by what it says. Pure: it knows nothing of the replies."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple

from listening.answers.calling import COMPLAINS, addresses_others, addresses_us, addresses_us_first, complains_to
from listening.answers.encoder.reading import in_sight, read, telling
from listening.answers.encoder.seen import NOTHING, Said, in_words
from listening.answers.reading import Reading, Sentence, read_asking
from listening.answers.records import Sign
from listening.scoring.language import UNDETERMINED, identify
from listening.scoring.reading import ENGLISH

SURE: Final = 0.5
"""The probability from which on scoring may speak for a question that no rule saw, and from which on what opens a
thread of a tracker, and asks by its words, is one: forms full of other words lead the network astray."""
ALWAYS_ASK: Final = frozenset({"stackexchange", "stackoverflow"})
TRACKERS: Final = frozenset({"github", "gitlab"})
"""Where a thread is opened to get something done."""
FORUMS: Final = frozenset({"discourse", "forum"})
"""Where a wish is put to whoever runs the place."""

_ONE_ROOM: Final = ALWAYS_ASK | TRACKERS | FORUMS
"""Where whoever is called by his handle is asked in front of all who are there to help."""
SURELY_SEEKS: Final = 0.7
"""How probable it must be that a post seeks an answer that is put to nobody of ours, where people talk among one
another. Of 69 such posts that taught the network nothing and that it held for a question by less, 52 asked nothing."""
SURELY_OPENS_TO_ASK: Final = 0.9
"""How probable it must be that what opens a thread of a forum seeks an answer, unless it is put to us, or scoring is
sure that it is a question: many open one with a guide, a story or an essay. Of 13 such posts
that taught the network nothing and that it held for a question by less, 12 asked nothing."""

HARDLY: Final = 0.1
"""The probability of a question below which scoring sees none."""
_SAYS: Final = frozenset({"statement", "headline", "announcement", "praise", "poll", "rhetorical"})
"""What the rules call a post that asks nothing by its words. Put to nobody, and to scoring neither a question nor a
complaint, it asks nothing: of 833 recorded posts of X, nearly all of which ask nothing, the network alone held 49 for
questions, as it learnt from talk about products and "sky rn" is none. 29 of these were of this kind, none rightly."""
HARMLESS: Final = 0.2
"""The probability of a complaint below which scoring sees none."""
SURELY_WANTS: Final = 0.9
"""How probable it must be that a post of that kind wants something of us to whom it is put ("safe back in Dallas!").
Of 900 real posts to airlines and 700 to companies and people, of which it was not shown what they reply to, 30 were
such and held for less, none of them rightly; of the retold and written ones two, both rightly."""
_UNDER_A_VIDEO: Final = frozenset({"youtube"})
"""Where whatever is said is said to who published something, be he in the thread or not."""
_DIARIES: Final = frozenset({"x", "mastodon", "bluesky", "threads"})
"""Where people also open threads to say what happens; elsewhere whoever opens one has a matter mostly."""

_ONLY_PRAISE: Final = 280
"""Characters of a post in another language than English, as long as a tweet, in which the rules see praise and nothing
asked or complained of: they have the last word then. The network learnt little of those languages, and says of nearly
all that is put to us in them that it asks."""

_GONE: Final = re.compile(
    r"\W*(?:(?:deleted|removed)(?: by (?:user|moderator|author|its author|the author))?|"
    r"(?:this )?(?:topic|post|comment|message|question|tweet) (?:was |has been )?(?:withdrawn|deleted|removed)"
    r"(?: by (?:its |the )?(?:author|user|owner|moderators?))?(?:,? will be automatically deleted[^\n]{0,80})?)\W*",
    re.IGNORECASE,
)
_REPOST: Final = re.compile(r"\s*RT @\w+:")
"""What somebody else said, passed on by hand."""
_PERSON: Final = re.compile(
    r"\b(?:i|i'm|i've|i'd|we|we're|we've|my|our|me|us|mine|you|your|anyone|anybody|someone|somebody|folks|please)\b"
)
_BUT: Final = re.compile(r"\b(?:but|however|unfortunately|except|sadly|yet|until|although|though)\b")
_HIMSELF: Final = re.compile(r"\b(?:i|i'm|we|my|our|me|us|anyone|anybody|someone|somebody|does|can you|could you)\b")
_OPENED: Final = re.compile(r"\A\W*(ask|tell|show|launch) hn\b", re.IGNORECASE)
_WHAT_DO_YOU_THINK: Final = re.compile(
    r"\b(?:what (?:do|would) (?:you|y'all)|what's your|whats your|thoughts|agree|how (?:do|does|about) you|"
    r"your take|who's in|"
    r"what about you|ready to|want to|did you know|have you heard|will you be|who is (?:joining|coming)|"
    r"see you there)\b"
)
_BEGINS: Final = 2
"""Letters before which a sentence has only begun."""
_LEADS_ON: Final = 3
"""A question of so few words in the middle of a text leads on to what the writer says himself ("The result?")."""


class Seeking(NamedTuple):
    """Does a post seek an answer, by which rule, and the words that told."""

    seeks: bool
    rule: str
    signs: tuple[Sign, ...] = ()


def is_gone(text: str) -> bool:
    """Is ``text`` what networks put in the place of a deleted post?"""
    return bool(_GONE.fullmatch(text[:300])) if text.strip() else False


def seeks_answer(
    text: str,
    *,
    network: str = "",
    root: bool = False,
    us: Collection[str] = (),
    names: Collection[str] = (),
    mentions: Collection[str] = (),
    replies_to: str = "",
    about_us: bool = True,
    chance: float | None = None,
    complaint: float | None = None,
    as_it_stands: bool = True,
    said: Said = NOTHING,
) -> Seeking:
    """Say whether a post seeks an answer of us.

    ``root`` says that it opens its thread. ``us`` are our accounts, ``names`` what texts call us, ``mentions`` the
    accounts that the network says are mentioned, ``replies_to`` the account that the post replies to, whose handle some
    networks write in front. ``about_us`` says that it speaks of us: a report of a defect then seeks an answer.
    ``chance`` and ``complaint`` are the probabilities of a question and of a complaint that scoring gave, None where it
    gave none. ``as_it_stands`` is False for the wording before an edit, which scoring was not asked of: on that, and on
    an English post that was not scored, the rules have the last word, as the network saw no such post in training.
    ``said`` is what stands above the post, and what was said to it.
    """
    english = is_english(text, chance=chance)
    reading = read_asking(text, english=english)
    if not reading.words:
        return Seeking(False, "empty")
    if _REPOST.match(text):
        return Seeking(False, "repost")
    to_us = said.then_by == "vendor" or addresses_us(reading, us, names, mentions)
    if not to_us and network not in _ONE_ROOM and addresses_others(reading, replies_to):
        return Seeking(False, "addressed_elsewhere")
    opens = root and not addresses_us_first(reading, us)
    ruled = by_rules(reading, network=network, root=opens, about_us=about_us, chance=chance, complaint=complaint)
    agreed = opens and network in TRACKERS and ruled.rule == "asks" and (chance or 0.0) >= SURE
    if ruled.seeks and (agreed or complains_to(us, text, mentions=mentions, complaint=complaint)):
        return ruled
    if chance is None and (english or not as_it_stands):
        return ruled
    scored, amid_helpers = chance is not None, to_us or network in _ONE_ROOM
    if not english and _speak_abroad(ruled, reading, scored=scored, amid_helpers=amid_helpers):
        return ruled
    to_us = to_us or said.by == "vendor"
    if not to_us and _is_amid_talk(network, opens=opens) and _sees_nothing(ruled, chance, complaint):
        return ruled
    told = as_ruled(ruled, opens=opens, chance=chance, complaint=complaint)
    seen = said._replace(network=network).seen("question", told, "", with_its_question(text, reading))
    does = read(seen)
    harmless = scored and _sees_nothing(ruled, chance, complaint, least=HARMLESS)
    sure = does.share >= _how_sure(network, to_us=to_us, harmless=harmless, opens=opens, chance=chance)
    seeks = does.what == "seeks" and sure
    if seeks == ruled.seeks:
        return ruled
    return Seeking(seeks, "weighed", telling(seen, does, "weighed") if seeks else ())


def _sees_nothing(ruled: Seeking, chance: float | None, complaint: float | None, *, least: float = COMPLAINS) -> bool:
    """See neither the rules nor scoring that a post wants anything, which surely complains from ``least`` on?"""
    return ruled.rule in _SAYS and (chance or 0.0) < HARDLY and (complaint or 0.0) < least


def _is_amid_talk(network: str, *, opens: bool) -> bool:
    """Is a post said where people talk among one another, and put to nobody by its place?"""
    if network in _ONE_ROOM or network in _UNDER_A_VIDEO:
        return False
    return network in _DIARIES or not opens


def _speak_abroad(ruled: Seeking, reading: Reading, *, scored: bool, amid_helpers: bool) -> bool:
    """Have the rules the last word on a post in another language than English?

    That something is broken is asked of somebody only where it is put to us, or where all are there to help.
    """
    if ruled.rule == "praise":
        return len(reading.prose) <= _ONLY_PRAISE and not reading.signs("defect", "tempers")
    return not scored and (ruled.rule == "asks" or (ruled.rule == "defect" and amid_helpers))


def is_english(text: str, *, chance: float | None) -> bool:
    """Is a post in English? So are those in no language that can be told, if scoring judged them."""
    language = identify(text)
    return language == ENGLISH or (language == UNDETERMINED and chance is not None)


def _how_sure(network: str, *, to_us: bool, harmless: bool, opens: bool, chance: float | None) -> float:
    """Return how probable it must be that a post asks to be held for a question."""
    if to_us:
        return SURELY_WANTS if harmless and network not in _ONE_ROOM else 0.0
    if network in FORUMS and opens and (chance or 0.0) < _SURE_QUESTION:
        return SURELY_OPENS_TO_ASK
    return 0.0 if network in _ONE_ROOM else SURELY_SEEKS


def with_its_question(text: str, reading: Reading) -> str:
    """Return a post such that the network, which sees the two ends of a long one, sees what it asks."""
    return in_sight(text, [(each.start, each.end) for each in reading.sentences if _asks(each, reading)])


def as_ruled(ruled: Seeking, *, opens: bool, chance: float | None, complaint: float | None) -> str:
    """Return in words what the rules and scoring say of a post, as the network is shown it."""
    place = "opens" if opens else "replies"
    verdict = "seeks" if ruled.seeks else "not"
    return in_words(verdict, ruled.rule, place, f"question {_grade(chance)}", f"complaint {_grade(complaint)}")


def _grade(chance: float | None) -> str:
    if chance is None:
        return "unknown"
    return next(name for least, name in _GRADES if chance >= least)


_SURE_QUESTION: Final = 0.8
_GRADES: Final = ((_SURE_QUESTION, "sure"), (0.5, "likely"), (0.2, "maybe"), (0.05, "hardly"), (0.0, "no"))


def by_rules(
    reading: Reading, *, network: str, root: bool, about_us: bool, chance: float | None, complaint: float | None
) -> Seeking:
    """Say whether a post seeks an answer, by the rules alone."""
    if root and network not in ALWAYS_ASK | TRACKERS and (found := _headline(reading, network)):
        return found
    if root and network in TRACKERS:
        return _on_a_tracker(reading)
    asking = [each for each in reading.sentences if _asks(each, reading)]
    if root and network in ALWAYS_ASK:
        told = asking[0].signs if asking else reading.signs("defect")
        return Seeking(True, "asks" if asking else "defect" if told else "asked_where_all_ask", told)
    if root and network in FORUMS and reading.signs("defect") and _happened_to_him(reading):
        return Seeking(True, "defect", reading.signs("defect"))
    poll = reading.signs("poll")
    if poll and (root or reading.asks) and not reading.signs("defect"):
        return Seeking(False, "poll", poll)
    told = reading.signs("announcement")
    if told and all(_is_bait(reading.prose[each.start : each.end].lower()) for each in asking):
        return Seeking(False, "announcement", told)
    in_words_only = not any(map(_in_form, asking))
    if asking:
        doubted = _doubted(chance, complaint, in_words_only=in_words_only)
        return Seeking(not doubted, "scored" if doubted else "asks", asking[0].signs)
    if root and network in FORUMS and not told and not _SHOWS.search(reading.prose.lower()):
        if wish := reading.signs("wish"):
            return Seeking(True, "wish", wish)
        if reading.words <= _SHORT_MATTER and not reading.signs("praise", "rhetorical"):
            return Seeking(True, "opened_in_a_forum")
    found = _without_asking(reading, about_us=about_us, chance=chance)
    if found.rule == "defect" and _doubted(chance, complaint, in_words_only=in_words_only):
        return Seeking(False, "scored", found.signs)
    if found.rule == "rhetorical" and min(chance or 0.0, complaint or 0.0) >= HALF:
        return Seeking(True, "scored", found.signs)
    return found


_SHOWS: Final = re.compile(
    r"\b(?:i|we|i've|we've|i'd) (?:just |finally |have )?(?:built|made|wrote|written|created|published|released|"
    r"put together|wanted to share|want to share)\b|"
    r"\b(?:sharing|introduc\w+|welcome|my (?:setup|experience|thoughts|review|notes)|"
    r"how (?:to|i)|guide|tutorial|announc\w+|released|thoughts (?:on|after)|thank you|appreciat\w+)\b"
)
"""What opens a thread of a forum in which something is shown or told."""
_SHORT_MATTER: Final = 90
"""Words up to which what opens a thread of a forum is a matter to be dealt with; an essay is longer."""


def _in_form(each: Sentence) -> bool:
    """Has a sentence the form of a question: its mark, or the words of one where it begins?"""
    return each.asks or any(sign.meaning == "asks" and sign.start - each.start <= _BEGINS for sign in each.signs)


def _doubted(chance: float | None, complaint: float | None, *, in_words_only: bool) -> bool:
    """Does scoring hold what has the form of a question, or its words alone, to be neither that nor a complaint?"""
    if chance is None:
        return False
    if in_words_only:
        return max(chance, complaint or 0.0) < LIKELY
    return chance < DOUBTED and (complaint or 0.0) < _NO_COMPLAINT


def _on_a_tracker(reading: Reading) -> Seeking:
    """Decide what opens a thread of a tracker: a report, a wish or a question seeks, a change that is handed in not."""
    found, defect = reading.signs("change"), reading.signs("defect")
    told_later = bool(found) and bool(defect) and found[0].start >= reading.sentences[0].end
    if found and not reading.sentences[0].asks and not told_later:
        return Seeking(False, "announcement", found)
    asking = [each for each in reading.sentences if _asks(each, reading)]
    if asking:
        return Seeking(True, "asks", asking[0].signs)
    for meaning in ("defect", "wish"):
        if found := reading.signs(meaning):
            return Seeking(True, meaning if meaning == "defect" else "opened_on_a_tracker", found)
    for meaning in ("announcement", "praise"):
        found = reading.signs(meaning)
        if found and (reading.words <= _ONLY_THAT or found[0].start < reading.sentences[0].end):
            return Seeking(False, meaning, found)
    return Seeking(True, "opened_on_a_tracker")


_ONLY_THAT: Final = 12
"""Words of a report beside whose praise there is nothing else; in a longer one it is courtesy."""


def _asks(each: Sentence, reading: Reading) -> bool:
    """Does a sentence ask for an answer? Not if it leads on, or wants none."""
    if each.means("rhetorical"):
        return False
    if each.asks:
        return each.words > _LEADS_ON or each is reading.sentences[-1] or each.means("asks", "defect")
    return each.means("asks")


def _is_bait(sentence: str) -> bool:
    """Does a question beside an announcement only ask for attention: what you think, or nothing for the writer?"""
    return bool(_WHAT_DO_YOU_THINK.search(sentence)) or not _HIMSELF.search(sentence)


def _without_asking(reading: Reading, *, about_us: bool, chance: float | None) -> Seeking:
    """Decide a post that asks nothing in so many words."""
    praise, told = reading.signs("praise"), reading.signs("announcement")
    defect = reading.signs("defect")
    scorned = bool(reading.signs("rhetorical")) and not _happened_to_him(reading)
    if defect and about_us and not told and not scorned and _outweighs(reading):
        return Seeking(True, "defect", defect)
    if chance is not None and chance >= SURE and not praise and not told:
        return Seeking(True, "scored")
    for meaning in ("rhetorical", "announcement", "praise"):
        if found := reading.signs(meaning):
            return Seeking(False, meaning, found)
    return Seeking(False, "statement")


def _happened_to_him(reading: Reading) -> bool:
    """Is a defect told as the writer's own, and not only mocked?"""
    lower = reading.prose.lower()
    return any(
        each.means("defect") and not each.means("rhetorical") and _PERSON.search(lower, each.start, each.end)
        for each in reading.sentences
    )


def _outweighs(reading: Reading) -> bool:
    """Is a defect told beside the praise: in a sentence of its own, or after a "but"?"""
    for each in reading.sentences:
        if not each.means("defect"):
            continue
        if not each.means("praise"):
            return True
        turn = _BUT.search(reading.prose.lower(), each.start, each.end)
        if turn and any(sign.meaning == "defect" and sign.end > turn.start() for sign in each.signs):
            return True
    return False


LIKELY: Final = 0.4
"""Below this probability of a question and of a complaint, words without a question mark do not ask."""
DOUBTED: Final = 0.02
"""Below this probability of a question a post that asks in its form, and complains of nothing, is rhetoric."""
_NO_COMPLAINT: Final = 0.3
HALF: Final = 0.5
"""Probability of a question and of a complaint from which on a jab beside them does not make it rhetoric."""

_SEEKING_TITLE: Final = re.compile(
    r"(?:does|do|can|could|how (?:do|does|can|could|should|would|to)|where (?:do|does|can|is)|anyone|has anyone|"
    r"does anyone|which|is there (?:a|an|any))\b[^?]*\?\Z"
)
"""A title in the form in which people ask; "Is …", "Why …" and "Will …" are mostly the titles of articles."""


_OF_AN_ARTICLE: Final = re.compile(r"\W*(?:why|how|what|what's|will|should) (?!to\b|do\b|does\b|can\b)[^?]*\?[^?]*\Z")
"""Such a question, above a link and without a word of its writer, is the title of what it links to."""


def _headline(reading: Reading, network: str) -> Seeking | None:
    """Tell titles and launches from questions: on Hacker News by their form, elsewhere by link and voice."""
    lower = reading.prose.lower()
    if network == "hackernews":
        opened = _OPENED.match(reading.prose)
        if opened is None:
            title = reading.prose.strip()
            is_title = len(title) <= 100 and "\n" not in title and not _SEEKING_TITLE.match(lower.strip())
            return Seeking(False, "headline") if is_title else None
        return Seeking(False, "announcement") if opened[1].lower() in ("show", "launch") else None
    of_itself = not _PERSON.search(lower) and not reading.signs("defect")
    titled = not reading.signs("asks") or bool(_OF_AN_ARTICLE.match(lower))
    return Seeking(False, "headline") if reading.link and reading.words <= 30 and of_itself and titled else None
