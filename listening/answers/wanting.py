"""What a question asks for, as far as that tells which short replies answer it. Pure."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from listening.answers.reading import read_asking

_ASKS_WHEN: Final = r"when(?:'s\b| (?:will|is|are|do|does|did|can|could|would|should|was|were|has|have)\b|\W*\?)"
"""Not "it fails when I save"."""
_NAMES: Final = re.compile(
    r"\b(?:alternatives?|recommend\w*|suggest\w*|favou?rite|looking for (?:an?|some|something)|experiences?|"
    r"what(?:'s| is| are)? (?:a |the |some )?(?:good|best)|better than|instead of|vs\.?|versus|compared to|"
    r"which (?:\w+ ){0,2}(?:one|tool|app|service|provider|product|vendor|plan|library|framework|ci|crm)|"
    r"what (?:do|are|does|did) (?:you|people|folks|everyone|everybody|y'all) (?:all )?"
    r"(?:us|run|recommend|do|switch|mov)\w*|"
    r"what (?:\w+ ){0,2}(?:tool|app|service|software|library|provider|crm)s?|who (?:do|are) you us\w*|"
    r"any(?:one|body)(?: here)? (?:us|tried|have experience|with experience|run)\w*)\b"
)
_WAY: Final = re.compile(
    r"\b(?:how (?:do|can|to|should|would|did)|where|fix|solve|workaround|way to|fail|error|crash|won't|doesn't|can't|"
    r"cannot|not work|broken|stuck|stops?|figure out|help)"
)
_NUMBER: Final = re.compile(
    rf"\b(?:how (?:many|much|long|often|big|large|fast|old|soon)|{_ASKS_WHEN}|"
    r"(?:what|which) (?:version|time|date|price|size|number|port|minute|year|point|is the limit)|timestamp|"
    r"at (?:which|what) (?:point|minute|time|second)|limit|price|cost|number|eta)"
)
_YES_NO: Final = re.compile(
    r"\b(?<!how )(?<!what )(?<!why )(?<!when )(?<!where )(?<!who )(?<!which )(?<!long )(?<!many )(?<!much )(?<!often )"
    r"(?:do|does|did|is|are|was|can|could|will|would|has|have|should|isn't|aren't|doesn't|don't|can't)\b"
    r"[^.!?\n]{2,300}(?:\?|\Z)|\bany(?:one|body)\b[^.!?\n]{2,300}\?"
)
_IN_A_WORD: Final = re.compile(r"(?:\A|[.!\n])\s*(?!(?:what|why|how|when|where|who|which|any)\b)[^.!?\n]{2,40}\?")
"""A short sentence with a mark wants a yes or no: "DATEV support?"."""
_DOWN: Final = re.compile(r"\b(?:down|offline|outage|unreachable|working|slow|up)\b")
_OTHERS: Final = re.compile(r"\b(?:any(?:one|body) else|just me|only me|is it me|everyone else|others? (?:see|hav))")


_WHEN: Final = re.compile(
    rf"\b(?:{_ASKS_WHEN}|eta\b|how (?:soon|long)|(?:release|launch) date|timeline|time ?frame|what date|"
    r"which (?:day|date|month))"
)


_CONTACT: Final = re.compile(
    r"\b(?:who|whom|where|how) (?:\w+ ){0,4}(?:contact|reach|call|e-?mail|write to|get in touch|speak|talk|complain)\b|"
    r"\b(?:phone|contact|telephone|support) (?:number|address|details)\b"
)


_OPINION: Final = re.compile(
    r"\b(?:what do (?:you|people|folks|others|y'all)(?: \w+){0,2} think|"
    r"(?:your|any|some) (?:thoughts|opinions?|take|views?)\b|"
    r"thoughts (?:on|about)|opinions? (?:on|of|about)|curious what)"
)


class Wanted(NamedTuple):
    """What a question asks for, as far as that tells which short replies answer it, and its words."""

    topics: frozenset[str]
    names: bool
    number: bool
    when: bool
    contact: bool
    opinion: bool
    yes_no: bool
    others: bool
    way: bool
    text: str = ""


def wanted(text: str) -> Wanted:
    """Return what the question in ``text`` asks for."""
    reading = read_asking(text)
    lower = reading.prose.lower()
    return Wanted(
        topics=reading.topics,
        names=bool(_NAMES.search(lower)),
        number=bool(_NUMBER.search(lower)),
        when=bool(_WHEN.search(lower)),
        opinion=bool(_OPINION.search(lower)),
        contact=bool(_CONTACT.search(lower)),
        yes_no=bool(_YES_NO.search(lower) or _IN_A_WORD.search(lower)),
        others=bool(_OTHERS.search(lower) and _DOWN.search(lower)),
        way=bool(_WAY.search(lower)),
        text=text,
    )
