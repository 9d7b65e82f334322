"""Gives a message the shape that each receiver takes. Pure. Formats checked on 22 November 2026 against:

- Slack, "Sending messages using incoming webhooks" and "Formatting text for app surfaces": ``& < >`` are control
  characters and become entities; ``verbatim`` keeps Slack from making links and mentions out of plain words.
- Mattermost, "Incoming webhooks": Markdown in ``text``; the server also translates Slack's ``<!channel>`` and
  ``<address|words>``, and reads ``@channel``, ``@here``, ``@all`` and names as mentions.
- Microsoft Teams, "Create incoming webhooks with Workflows" and "Adaptive Cards, text features": a message with one
  card; a ``TextBlock`` reads Markdown, a ``RichTextBlock`` reads none, so foreign words only stand in the latter.

Words from a network are hostile: they may neither ping anybody, nor make a link, nor break out of their line.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from engagement.notices.records import Line, Message

WIDTH = 120  # characters of a line; Slack takes 3,000 a block, Teams 28 KB a message
SUBJECT = 150
_JOINERS = "\u200c\u200d"  # not to be seen either, but Persian, Hindi and emoji are spelt with them
_APART = "\u200b"  # a space of no width: what it parts is no mention, no address and no command any more
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$^=])")
_ADDRESS = re.compile(r":(?=//)|www(?=\.)", re.IGNORECASE)  # what clients make links of
_NAMED = re.compile(r"@(?=\S)")


def one_line(text: str, width: int = WIDTH) -> str:
    """Return ``text`` as one line of at most ``width`` characters, without characters that cannot be seen."""
    seen = "".join(" " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in text)
    seen = "".join(each for each in seen if each in _JOINERS or unicodedata.category(each) != "Cf")
    line = " ".join(seen.split())
    if len(line) <= width:
        return line
    cut = line[: width - 1]
    at_word = cut.rpartition(" ")[0]
    return (at_word if len(at_word) > width // 2 else cut).rstrip() + "…"


def slack(message: Message) -> dict[str, Any]:
    """Return the body for a Slack webhook. ``text`` is what notifications show."""
    blocks: list[dict[str, Any]] = [_section(f"*{_for_slack(message.headline, 300)}*")]
    blocks += [_section(_linked_for_slack(line)) for line in message.lines]
    blocks.append(_section(f"<{_entities(message.url)}|{_for_slack(message.action)}>"))
    return {
        "text": _for_slack(message.headline, 300),
        "mrkdwn": False,
        "unfurl_links": False,
        "unfurl_media": False,
        "blocks": blocks,
    }


def mattermost(message: Message) -> dict[str, Any]:
    """Return the body for a Mattermost webhook."""
    lines = [f"**{_for_mattermost(message.headline, 300)}**", ""]
    for line in message.lines:
        words = _for_mattermost(line.text)
        lines.append(f"- [{words}]({line.url})" if line.url else f"- {words}")
    lines += ["", f"[{_for_mattermost(message.action)}]({message.url})"]
    return {"text": "\n".join(lines)}


def teams(message: Message) -> dict[str, Any]:
    """Return the body for a Teams webhook made with Workflows. Every word stands where Markdown is not read."""
    body = [_rich(_run(message.headline, 300, weight="Bolder", size="Medium"))]
    body += [_rich(_run(line.text, WIDTH, **_opening(line.url))) for line in message.lines]
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
        "actions": [{"type": "Action.OpenUrl", "title": one_line(message.action), "url": message.url}],
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def webhook(message: Message) -> dict[str, Any]:
    """Return the body for any other program. It may hand the words on to a chat: they hold no command of one."""
    lines = [{"text": _tame(line.text), "url": line.url or None} for line in message.lines]
    return {"headline": _tame(message.headline, 300), "lines": lines, "url": message.url}


def letter(message: Message) -> tuple[str, str]:
    """Return subject and plain text of a mail. The subject is one line, whatever was in it."""
    if message.text:
        return one_line(message.headline, SUBJECT), message.text
    lines = [one_line(message.headline, 300), ""]
    for line in message.lines:
        lines += [f"- {one_line(line.text)}", *([f"  {line.url}"] if line.url else [])]
    lines += ["", f"{one_line(message.action)}: {message.url}", ""]
    return one_line(message.headline, SUBJECT), "\n".join(lines)


BODIES: Mapping[str, Callable[[Message], dict[str, Any]]] = {
    "slack": slack,
    "mattermost": mattermost,
    "teams": teams,
    "webhook": webhook,
}
"""The body of each kind of webhook."""


def _entities(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unnamed(text: str) -> str:
    return _NAMED.sub("@" + _APART, text)


def _tame(text: str, width: int = WIDTH) -> str:
    return _unnamed(one_line(text, width)).replace("<", "<" + _APART)


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _for_slack(text: str, width: int = WIDTH) -> str:
    # An open code mark would run on to the next line, a bar would end a link's address.
    plain = one_line(text, width).replace("`", "'").replace("|", "¦")
    return _entities(_unnamed(plain))


def _linked_for_slack(line: Line) -> str:
    words = _for_slack(line.text)
    return f"• <{_entities(line.url)}|{words}>" if line.url else words


def _for_mattermost(text: str, width: int = WIDTH) -> str:
    parted = _unnamed(_ADDRESS.sub(lambda found: found[0] + _APART, one_line(text, width)))
    return _entities(_MARKDOWN.sub(r"\\\1", parted))


def _run(text: str, width: int, **more: Any) -> dict[str, Any]:
    # Cards know two commands in plain words: dates in double braces, and people in <at>.
    words = one_line(text, width).replace("{{", "{" + _APART + "{").replace("<", "<" + _APART)
    return {"type": "TextRun", "text": _unnamed(words), **more}


def _rich(run: dict[str, Any]) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [run]}


def _opening(url: str) -> dict[str, Any]:
    return {"selectAction": {"type": "Action.OpenUrl", "url": url}, "underline": True} if url else {}
