"""To whom a question is put, and by which rule."""

from __future__ import annotations

import pytest

from listening.answers.audience import Setting, audience_of

US, THEM = frozenset({"acme", "acme_bob"}), frozenset({"globex"})


@pytest.mark.parametrize(
    ("given", "audience", "rule"),
    [
        ({"mentions": ("@Acme",)}, "direct", "addressed_to_us"),
        ({"mentions": ("acme", "globex")}, "direct", "addressed_to_us"),
        ({"mentions": ("globex", "acme")}, "about_us", "us_in_copy"),
        ({"mentions": ("dave", "acme")}, "about_us", "us_in_copy"),
        ({"replies_to": "acme_bob"}, "direct", "replies_to_us"),
        ({"place": "ACME"}, "direct", "on_our_page"),
        ({"names": frozenset({"own", "competitor"})}, "about_us", "names_us"),
        ({"names": frozenset({"topic"})}, "category", "names_nobody"),
        ({"names": frozenset({"competitor", "topic"})}, "competitor", "names_them"),
        ({"mentions": ("globex",)}, "competitor", "addressed_to_them"),
        ({"mentions": ("globex",), "names": frozenset({"own"})}, "about_us", "names_us"),
        ({"place": "globex"}, "competitor", "on_their_page"),
        ({"mentions": ("[deleted]", "")}, "category", "names_nobody"),
    ],
)
def test_it_tells_to_whom_a_question_is_put(given: dict[str, object], audience: str, rule: str) -> None:
    found = audience_of(Setting(ours=US, theirs=THEM, **given))  # type: ignore[arg-type]
    assert (found.audience, found.rule) == (audience, rule)


def test_it_counts_only_what_is_put_to_us_or_about_us() -> None:
    assert audience_of(Setting(names=frozenset({"own"}))).counts
    assert not audience_of(Setting(names=frozenset({"topic"}))).counts
