"""What mail programs hang on to a reply: the line or block that names an earlier message, and that message. Pure.

Trackers and forums take replies by mail, with all that the program of whoever writes adds in his language. Of the
libraries for this mail-parser-reply needs 40 s for a hostile post of 40 kB, and quotequail knows neither Chinese nor
Italian and cuts a text up where we need its places; here every step is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_NAMED: Final = re.compile(
    r"^[ \t]*(?:"
    r"(?:On|Am|Le|El|Em|Il|Op|Den|W dniu|Dnia|Dne|Вт|Ср|Чт|Пт|Сб|Вс|Пн|\d{1,4}[ .:/-]) ?[^\n]{4,160}(?:\n[^\n]{0,100})?"
    r"(?:\bwrote|\bschrieb|\ba écrit|\bescribió|\bescreveu|\bha scritto|\bschreef|\bskrev|\bnapisał(?:\(a\)|a)?|"
    r"\bnapsal(?:\(a\)|a)?|\bнаписала?|\bпишет)\b[^\n:]{0,100}"
    r"|[^\n]{1,120}(?:\n[^\n]{0,60})?[于於在][^\n]{4,80}(?:写道|寫道)"
    r")[ \t]?[:\uff1a][ \t]*$",
    re.MULTILINE,
)
"""The line that says who wrote when; a long one is broken in two."""
_FIELDS: Final = re.compile(
    r"^[ \t*]*(?:From|Von|De|Da|Van|Från|Fra|Od|От|发件人|發件人|差出人)[ *]*[:\uff1a][^\n]{1,200}\n"
    r"(?:[^\n:\uff1a]{0,100}\n)?"
    r"(?:[ \t*]*(?:Sent|Date|To|Cc|Subject|Gesendet|Datum|An|Betreff|Envoyé|À|Objet|Enviado|Fecha|Data|Para|"
    r"Asunto|Assunto|Inviato|A|Oggetto|Verzonden|Aan|Onderwerp|Skickat|Till|Ämne|Sendt|Til|Emne|Wysłano|Do|Temat|"
    r"Отправлено|Дата|Кому|Тема|"
    r"发送时间|收件人|抄送|主题|日期|寄件日期|收件者|主旨|送信日時|宛先|件名)[ *]*[:\uff1a][^\n]{0,300}(?:\n|\Z)){1,6}",
    re.MULTILINE,
)
"""The block of fields with which others open it."""
_DATED: Final = re.compile(r"\d|[@<]|\b(?:mon|tues?|wed|thu|fri|sat|sun)", re.IGNORECASE)
"""What a line that names a message has, and one that names what is shown next ("on that page I wrote:") has not."""
_TITLED: Final = re.compile(
    r"[@<]|\b(?:Subject|Sent|Gesendet|Betreff|Envoyé|Objet|Enviado|Asunto|Assunto|Inviato|Oggetto|Verzonden|Onderwerp|"
    r"Skickat|Ämne|Sendt|Emne|Wysłano|Temat|Отправлено|Тема|发送时间|主题|主旨|送信日時|件名)[ *]*[:\uff1a]"
)
"""What such a block has, and "From: Oslo, To: Bergen" of a journey has not."""
_MARKED: Final = re.compile(r"\s*>")
_SAYS: Final = re.compile(r"\w")
_COLONS: Final = (":", "\uff1a")


def without_mailed(text: str) -> str:
    """Return a text with blanks in the place of what a mail program hung on to it; every place stays where it was.

    Whoever writes above what he answers has said all before it. Where that is marked with ">", what stands between the
    marks may be his too, and where nothing stands before it he writes below: then only the line or block goes.
    """
    if not any(colon in text for colon in _COLONS):
        return text
    kept: list[str] = []
    at, said = 0, False
    for start, end, surely in sorted(_found(text)):
        if start < at:
            continue
        kept.append(text[at:start])
        said = said or bool(_SAYS.search(kept[-1]))
        if said and surely and not _MARKED.match(text, end):
            end = len(text)
        kept.append(" " * (end - start))
        at = end
    return "".join([*kept, text[at:]])


def _found(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where such lines and blocks stand, and whether they surely name a message; of blocks only those."""
    for found in _NAMED.finditer(text):
        yield found.start(), found.end(), bool(_DATED.search(text, *found.span()))
    for found in _FIELDS.finditer(text):
        if _TITLED.search(text, *found.span()):
            yield found.start(), found.end(), True
