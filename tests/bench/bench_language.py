"""The step before the language model: how many posts it settles, where it says otherwise, what it mistakes."""

from __future__ import annotations

from collections import Counter

from listening.scoring import corpus, language
from listening.scoring.language import identify, is_plainly_english, is_plainly_german
from listening.scoring.prepared import prepare
from tests.listening.scoring.translations import locales, translations

TOO_MANY = 10_000
"""More than any text's common words weigh: with this the model is asked about each."""


IS_PLAIN = {"en": is_plainly_english, "de": is_plainly_german}


def pieces(prose: str) -> list[str]:
    return prose.lower().split()


def settled_and_asked(texts: list[str]) -> tuple[list[str], list[str]]:
    """Return the language of each text with the step, and as the model alone says."""
    with_step = list(map(identify, texts))
    were = language.ENOUGH_ENGLISH, language.ENOUGH_GERMAN
    language.ENOUGH_ENGLISH = language.ENOUGH_GERMAN = TOO_MANY  # type: ignore[misc]
    try:
        return with_step, list(map(identify, texts))
    finally:
        language.ENOUGH_ENGLISH, language.ENOUGH_GERMAN = were  # type: ignore[misc]


def of_corpus(code: str) -> str:
    """Return what the step does to the posts of a language of the corpus."""
    texts = [prepare(post.text).prose for post in corpus.posts(code)]
    settled = sum(IS_PLAIN[code](pieces(text)) for text in texts)
    with_step, alone = settled_and_asked(texts)
    differing = Counter(
        "mended" if one == code else "broken" if other == code else "other"
        for one, other in zip(with_step, alone, strict=True)
        if one != other
    )
    return (
        f"language: {code}, {len(texts):,} posts, {settled / len(texts):.0%} not shown to the model;"
        f" right with the step {sum(one == code for one in with_step) / len(texts):.2%},"
        f" by the model alone {sum(one == code for one in alone) / len(texts):.2%};"
        f" {differing['mended']} mended, {differing['broken']} broken, {differing['other']} otherwise"
    )


def of_translations(code: str) -> str:
    """Return how many of Django's words in other languages are taken for this one."""
    others = [name for name in locales() if not name.startswith(code)]
    said = list(translations(others.__contains__))
    wrong = sum(IS_PLAIN[code](pieces(text)) for text in said)
    return f"language: {wrong} of {len(said):,} messages of Django in {len(others)} other locales taken for {code}"


def main() -> None:
    for code in corpus.languages():
        print(of_corpus(code))
    for code in corpus.languages():
        print(of_translations(code))


if __name__ == "__main__":
    main()
