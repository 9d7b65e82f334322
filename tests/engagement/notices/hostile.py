"""Words that networks could send to make an alert ping, link or lie."""

from __future__ import annotations

from engagement.notices.records import Line, Message

HOSTILE = (
    "<!channel> wake up",
    "<!here|here>",
    "<@U024BE7LH> look",
    "@all @channel @here @alice",
    "[click](https://evil.example/login)",
    "![x](https://evil.example/pixel.png)",
    "<https://evil.example|our sign-in page>",
    "https://evil.example/login and www.evil.example",
    "<script>alert(1)</script>",
    "a & b < c > d",
    "*bold* _it_ ~no~ `code` ```",
    "](https://evil.example) [",
    "> quote\n# heading\n- item",
    "line one\r\nline two\u2028line three",
    "\u202egnp.exe\u202c \u200b@channel",
    "<at>Alice</at> {{DATE(2017-02-14T06:00:00Z)}}",
    "Subject: x\r\nBcc: eve@evil.example",
    "x" * 5_000,
    "\x00\x1b[31mred",
    "$$\\frac{1}{0}$$ :smile: #tag ~town-square",
)


def message(text: str) -> Message:
    """Return a message that shows ``text`` wherever foreign words may stand."""
    lines = (Line(text=text, url="https://wh.example/cases/7/"), Line(text=text))
    return Message(headline=text, lines=lines, url="https://wh.example/", action="Open the queue")
