"""In what place of a thread its asker speaks again: to whom, to what, and whether for the first time. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from listening.answers.reading import read_reply
from listening.answers.records import Spoken, account


def circumstances(post: Spoken, since: Sequence[Spoken], us: frozenset[str]) -> frozenset[str]:
    """Return in what place the asker speaks by ``post`` (``listening.answers.weighing.CIRCUMSTANCES``).

    ``since`` are the posts of the thread since he asked, earliest first, ``us`` our accounts as ``account`` returns
    them. He speaks to what he replies to, or to the last that somebody else said.
    """
    asker = account(post.author)
    before = [each for each in since if (each.at, each.id) < (post.at, post.id)]
    others = [each for each in before if account(each.author) != asker and not (each.bot or each.deleted)]
    found = set() if any(account(each.author) == asker for each in before) else {"first"}
    heard = next((each for each in others if each.id == post.parent), others[-1] if others else None)
    if heard is None:
        return frozenset({"to nobody", *found})
    reading = read_reply(heard.text)
    if reading.code or reading.signs("step", "fact", "done", "yes_no"):
        found.add("to what tells")
    return frozenset({"to ours" if account(heard.author) in us else "to another", *found})


def just_told(post: Spoken, question: Spoken, since: Sequence[Spoken], *, nested: bool) -> Spoken | None:
    """Return what the asker told just before ``post``, to which it replies, if it replies to him.

    Where threads are not ``nested`` a post replies to the last one of a person before it.
    """
    before = [each for each in since if (each.at, each.id) < (post.at, post.id) and not each.bot]
    if nested:
        told = next((each for each in before if each.id == post.parent), None)
    else:
        told = max(before, key=lambda each: (each.at, each.id), default=None)
    his = told is not None and told.id != question.id and account(told.author) == account(question.author) != ""
    return told if his else None
