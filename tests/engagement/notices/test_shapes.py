"""The three JSON shapes and the mail: right for the receiver, and hostile words stay words."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from engagement.notices import shapes
from engagement.notices.records import Line, Message
from tests.engagement.notices.hostile import HOSTILE, message

PLAIN = Message(
    headline="2 new to engage",
    lines=(
        Line(text="Is the retry window capped?", url="https://wh.example/cases/7/"),
        Line(text="Deliveries run late", url="https://wh.example/cases/8/"),
    ),
    url="https://wh.example/",
    action="Open the queue",
)
PING = re.compile(r"@[^\s\u200b]")


def texts(value: Any) -> list[str]:
    """Return every string inside a JSON value that stands under ``text`` or ``title``."""
    if isinstance(value, dict):
        own = [each for name, each in value.items() if name in ("text", "title") and isinstance(each, str)]
        return own + [text for each in value.values() for text in texts(each)]
    return [text for each in value for text in texts(each)] if isinstance(value, list) else []


def test_it_speaks_as_slack_reads() -> None:
    body = shapes.slack(PLAIN)
    assert body["text"] == "2 new to engage"
    assert [block["text"]["text"] for block in body["blocks"]] == [
        "*2 new to engage*",
        "• <https://wh.example/cases/7/|Is the retry window capped?>",
        "• <https://wh.example/cases/8/|Deliveries run late>",
        "<https://wh.example/|Open the queue>",
    ]


def test_it_speaks_as_mattermost_reads() -> None:
    assert shapes.mattermost(PLAIN) == {
        "text": "**2 new to engage**\n\n- [Is the retry window capped?](https://wh.example/cases/7/)\n"
        "- [Deliveries run late](https://wh.example/cases/8/)\n\n[Open the queue](https://wh.example/)"
    }


def test_it_speaks_as_teams_reads() -> None:
    body = shapes.teams(PLAIN)
    (attachment,) = body["attachments"]
    card = attachment["content"]
    assert (body["type"], attachment["contentType"]) == ("message", "application/vnd.microsoft.card.adaptive")
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    run = card["body"][1]["inlines"][0]
    assert run["text"] == "Is the retry window capped?"
    assert run["selectAction"] == {"type": "Action.OpenUrl", "url": "https://wh.example/cases/7/"}


def test_it_writes_a_plain_mail() -> None:
    subject, body = shapes.letter(PLAIN)
    assert subject == "2 new to engage"
    assert "- Is the retry window capped?\n  https://wh.example/cases/7/\n" in body


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", sorted(shapes.BODIES))
def test_it_pings_nobody(kind: str, text: str) -> None:
    for shown in texts(shapes.BODIES[kind](message(text))):
        assert not PING.search(shown)
        assert "<!" not in shown
        assert "<@" not in shown
        assert "<at>" not in shown


@pytest.mark.parametrize("text", HOSTILE)
def test_it_lets_no_foreign_word_command_slack(text: str) -> None:
    for block in shapes.slack(message(text))["blocks"]:
        ours = re.sub(r"<https://wh\.example/(cases/7/)?\|[^<>|]*>", "", block["text"]["text"])
        assert not re.search(r"[<>]|&(?!amp;|lt;|gt;)|`", ours)
        assert block["text"]["verbatim"] is True


@pytest.mark.parametrize("text", HOSTILE)
def test_it_lets_no_foreign_word_be_markdown_for_mattermost(text: str) -> None:
    for line in shapes.mattermost(message(text))["text"].splitlines():
        ours = re.sub(r"^\*\*|\*\*$|^- \[|^- |^\[|\]\(https://wh\.example/(cases/7/)?\)$", "", line)
        bare = re.sub(r"\\[\\`*_{}\[\]()#+\-.!|~$^=]|&(amp|lt|gt);", "", ours)
        assert not re.search(r"[\\`*_{}\[\]()#<>!|~$&]", bare)
        assert "://" not in ours
        assert not re.search(r"www\\?\.", ours)


@pytest.mark.parametrize("text", HOSTILE)
def test_it_shows_teams_foreign_words_only_where_markdown_is_not_read(text: str) -> None:
    body = shapes.teams(message(text))["attachments"][0]["content"]["body"]
    assert {block["type"] for block in body} == {"RichTextBlock"}
    runs = [run for block in body for run in block["inlines"]]
    assert {run["type"] for run in runs} == {"TextRun"}
    assert not any("{{" in run["text"] or re.search(r"<\w", run["text"]) for run in runs)
    assert {run["selectAction"]["url"] for run in runs if "selectAction" in run} == {"https://wh.example/cases/7/"}


@pytest.mark.parametrize("text", HOSTILE)
def test_it_keeps_every_foreign_word_on_its_line_and_short(text: str) -> None:
    message_ = message(text)
    assert len(shapes.mattermost(message_)["text"].splitlines()) == 6
    assert len(shapes.letter(message_)[1].splitlines()) == 7
    assert "\n" not in shapes.letter(message_)[0]
    assert all(len(json.dumps(build(message_))) < 28_000 for build in shapes.BODIES.values())


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  a\n\tb  ", "a b"),
        ("word " * 40, ("word " * 23).strip() + "…"),
        ("x" * 200, "x" * 119 + "…"),
        ("\u202eabc", "abc"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("", ""),
    ],
)
def test_it_shortens_to_one_line_at_a_word(text: str, line: str) -> None:
    assert shapes.one_line(text) == line
