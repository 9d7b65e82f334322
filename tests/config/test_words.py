"""Every word a person reads goes through gettext, and the German catalogue says it whole."""

from __future__ import annotations

import gettext
import re
import sys
from pathlib import Path

import pytest
from django.utils.translation import gettext as spoken
from django.utils.translation import override
from pytest_django.fixtures import Settings

from config.look import flag_word
from engagement.models import Member
from tests.config.words import ROOT, Entry, bare_words, read_po, said, templates

GERMAN = ROOT / "config" / "locale" / "de" / "LC_MESSAGES" / "django.po"
SPECIMENS = {"styleguide.html"}
"""Shows every part with made-up words, to those who build the product."""

TYPED = {"AND OR NOT “…” NEAR/n author: source: lang: link:", "https://", "§ · Wellheard"}
"""What stands as it is in every language."""

ENOUGH = 0.95
"""The least share that German must hold while words are still being added; what is missing is said in English."""

PLACE = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}|</?\w+[^>]*>")


def entries() -> list[Entry]:
    return read_po(GERMAN)


def test_it_says_no_word_past_gettext_in_a_template() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {words}"
        for path in templates()
        if path.name not in SPECIMENS
        for words in bare_words(path.read_text())
        if words not in TYPED
    }
    assert not found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Save it</p>", ["Save it"]),
        ('<input placeholder="Your name">', ["Your name"]),
        ("<p>{% translate 'Save' %} now</p>", ["§ now"]),
        ("<p>{% blocktranslate %}Save{% endblocktranslate %} {{ name }}</p>", []),
        ('<code>make up</code><kbd>j</kbd><a class="button small" href="/about/">{% translate "Go" %}</a>', []),
        ("{% comment %}Words for us{% endcomment %}<p>{{ n }} · 5</p>", []),
    ],
)
def test_it_sees_a_bare_word(source: str, found: list[str]) -> None:
    assert bare_words(source) == found


def test_it_says_nearly_everything_in_german(capsys: pytest.CaptureFixture[str]) -> None:
    known = {each.id for each in entries() if all(each.said.values()) and not each.fuzzy}
    missing = {text: path for text, path in said().items() if text.strip() and text not in known}
    share = 1 - len(missing) / len(said())
    with capsys.disabled():
        sys.stdout.write(f"\nGerman: {share:.1%} of {len(said())} texts\n")
    assert share >= ENOUGH, sorted(f"{path}: {text}" for text, path in missing.items())


def test_it_keeps_every_placeholder_and_tag() -> None:
    wrong = []
    for each in entries():
        for number, text in ((number, text) for number, text in each.said.items() if text):
            theirs = sorted(found[0] for found in PLACE.finditer(text))
            ours = [sorted(found[0] for found in PLACE.finditer(one)) for one in (each.id, each.plural) if one]
            if theirs not in ours[number:] + ours[:1] * (number == 0 or not each.plural):
                wrong.append((each.id, text))
    assert not wrong


def spoken_by(compiled: gettext.GNUTranslations, each: Entry) -> list[str]:
    """Return what a compiled catalogue says for one, and for several where there is a word for several."""
    if each.plural:
        return [compiled.ngettext(each.id, each.plural, n) for n in (1, 2)]
    return [compiled.pgettext(each.context, each.id) if each.context else compiled.gettext(each.id)]


def test_it_speaks_the_catalogue_that_is_written() -> None:
    with GERMAN.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    stale = [
        each.id
        for each in entries()
        if not each.fuzzy and all(each.said.values())
        if spoken_by(compiled, each) != list(each.said.values())
    ]
    assert not stale, "`make words` compiles it"


def test_it_says_codes_and_choices_in_german() -> None:
    with override("de"):
        heard = [spoken("Engage"), flag_word("complaint"), str(Member.Role.OWNER.label)]
    assert heard == ["Annehmen", "Beschwerde", "Eigentümer"]


def test_it_finds_no_language_without_a_catalogue(settings: Settings) -> None:
    folders = {each.name for each in Path(GERMAN).parents[2].iterdir() if each.is_dir()}
    assert {code for code, _name in settings.LANGUAGES} == {"en", *folders}
