"""Which words tell a reader something when they are shown to him by themselves. Data, and one table of it. Pure.

Scoring weighs every word, "since" and "is it" too, and is right to. Shown alone they explain nothing: a reason is
made of words of content, and others only stand between these.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from listening.scoring.prepared import HANDLE, OURS, THEIRS

STOPS, NOTHING, NUMBER, LITTLE, UNIT, CONTENT = range(6)
"""What a word tells: it ends what is said; nothing; how many; something beside another; a unit; something."""

_NOTHING: Final = """
a about after again all also am an and any anybody anyone are as at be because been before being both but by can could
did do does doing done down else even ever every for from get gets getting got had has have having he he'd he's her here
here's hers him his how how's i i'd i'll i'm i've if im in into is it it'd it'll it's its itself ive just let's like lot
lots many may maybe me might mine more most much must my myself now of off oh ok okay on once one one's ones only onto
or other others our ours out over own per perhaps quite rather really same she she's should since so some somebody
someone such than that
each either himself herself everyone everybody
that'd that'll that's thats the their theirs them themselves then there there's these they they'd
they'll they're they've this those though through to together too toward towards under until up upon ur us very via was
way we we'd we'll we're we've well were what what's whats when where where's whether which while who who's whoever whole
whom whose why will with within would yeah yes yet you you'd you'll you're you've your yours yourself u b c d e f g h j
k l m n o p q r s t v w x y z _ __ '
wäre wären hätte hätten würde würden
aber alle allem allen aller alles als also am an auch auf aus bei beim bereits bin bis bist da dabei dafür damit dann
das dass dazu dem den denn der des dessen die dies diese diesem diesen dieser dieses doch dort du durch eben ein eine
einem einen einer eines einige er es etwa etwas euch euer eure für ganz gar gegen gerade gern gewesen gibt gibt's hab
habe haben hallo hat hatte hatten hier hin hinter ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja
jede jedem jeden jeder jedes jemand jetzt kann kannst können könnte könnten machen man mal mehr mein meine meinem meinen
meiner mich mir mit muss müssen nach noch nun nur ob oben oder ohne per schon sehr sei seid sein seine seinem seinen
seiner seit sich sie sind so sogar soll sollen sollte sonst um und uns unser unsere unserem unseren unserer unter vom
von vor wann war waren warum was weil weiter welche welchem welchen welcher welches wenn wer werde werden wie wieder
wieso will wir wird wirklich wo wollen wurde wurden während zu zum zur zwar zwischen über
"""
_LITTLE: Final = """
no not never none nobody nothing nowhere neither nor without cannot dont doesnt didnt isnt wasnt wont cant couldnt
wouldnt hasnt havent ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't needn't
shouldn't wasn't weren't won't wouldn't
today
yesterday tomorrow tonight now morning afternoon evening night lunchtime weekend monday tuesday wednesday thursday
friday saturday sunday january february march april june july august september october november december quarter
time times am pm ago am pm date moment recently lately soon later still already always usually often sometimes
first second third last next previous new old different another full half several few couple two three four five six
seven eight nine ten twelve twenty hundred thousand million
thing things something anything everything someone's people person guy guys man men women folks team someone anyone's
eleven thirteen fourteen fifteen sixteen eighteen thirty forty fifty sixty eighty ninety twice once double
example elsewhere mostly idea ideas version versions between
part kind sort bit number piece place point side end page line list site case area world set
say says said saying tell tells told telling show shows showed shown see sees saw seen look looks looked looking make
makes made making take takes took taken taking put puts give gives gave given go goes went gone going come comes came
coming use uses used using know knows knew known think thinks thought mean means meant want wants wanted feel feels felt
try tries tried trying let lets keep keeps kept find finds found call calls called ask asks asked happen happens
happened run runs ran running turn turns turned seem seems seemed read reads wrote write written guess hope
actually probably generally finally basically literally simply almost enough especially exactly completely absolutely
definitely totally possibly apparently otherwise instead anyway however although despite during between across above
below around away back ahead along behind inside outside least less little big small own right left high low
hi hey hello dear thx lol haha wow tho btw please afternoon mr mrs sir
nicht kein keine keinem keinen keiner nie niemals niemand nichts weder
heute
gestern morgen montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober
dezember uhr mal zeit erst erste ersten erster letzte letzten nächste nächsten neue neuen neuer neues alte alten andere
anderen zwei drei vier fünf sechs sieben acht neun zehn paar viel viele vielen wenig einfach eigentlich vielleicht
leider endlich immer wieder oft nie fast etwa rund ding dinge sache leute kollegen team seite teil sagt sagen gesagt
macht gemacht geht gehen ging kommt kommen kam gekommen hält steht stehen lässt lassen bekommt bekommen nutzen nutzt
sieht sehen gesehen finde findet weiß wissen gibt's bitte moin guten
"""
_UNITS: Final = """
second seconds sec secs minute minutes min mins hour hours hr hrs day days week weeks month months year years yr yrs
sekunde sekunden minute minuten stunde stunden tag tage tagen woche wochen monat monate monaten jahr jahre jahren
"""
_MARKS: Final = frozenset((HANDLE, OURS, THEIRS))
_STOPS: Final = frozenset("?!")
_NOTHINGS: Final = frozenset(_NOTHING.split()) | _MARKS
_UNITS_OF_TIME: Final = frozenset(_UNITS.split())
_LITTLES: Final = frozenset(_LITTLE.split()) - _NOTHINGS - _UNITS_OF_TIME
_LETTERS_OF_A_UNIT: Final = 2
"""Letters beside the digits of a number at most: "30 s", "5pm", "4th"."""


def told_by(words: Iterable[str]) -> list[int]:
    """Return what each of ``words``, as the model knows them, tells by itself."""
    return list(map(_told_by, words))


def _told_by(word: str) -> int:
    if word in _STOPS:
        return STOPS
    if word in _NOTHINGS:
        return NOTHING
    if "0" in word:  # a model knows every digit as 0
        return NUMBER if len(word.replace("0", "")) <= _LETTERS_OF_A_UNIT else CONTENT
    if word in _UNITS_OF_TIME:
        return UNIT
    return LITTLE if word in _LITTLES else CONTENT


def is_dull(word: str) -> bool:
    """Say whether a reader would not take ``word`` alone for a reason."""
    plain = word.lower().replace("’", "'")
    return plain in _NOTHINGS or plain in _LITTLES or plain in _UNITS_OF_TIME
