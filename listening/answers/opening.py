"""What a question is at an instant by itself, before any reply is read: as it was, edited, deleted, or none. Pure."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from listening.answers.asking import TRACKERS, Seeking, is_gone, seeks_answer
from listening.answers.following import Exchange, said_above
from listening.answers.records import Case, Decision, Sign, Spoken, account, accounts


def as_it_stands(question: Spoken, case: Case) -> tuple[Spoken, datetime, Decision | None]:
    """Return the question as of now, since when it is asked, and what became of it by itself."""
    edited = question.was is not None and (question.edited_at is None or question.edited_at <= case.now)
    if question.was is not None and not edited:
        question = replace(question, text=question.was, was=None)
    asked_at = question.at

    def ended(state: str, rule: str, evidence: str = "", signs: tuple[Sign, ...] = ()) -> Decision:
        at = question.edited_at or question.at
        return Decision(state=state, rule=rule, evidence=evidence, signs=signs, asked_at=question.at, asker_spoke_at=at)

    if question.at > case.now:
        return question, asked_at, ended("unverified", "not_asked_yet")
    if question.deleted or is_gone(question.text):
        return question, asked_at, ended("withdrawn", "deleted", question.id)
    if case.a_question is False and case.wants == "answer":
        return question, asked_at, ended("not_a_question", "person")
    if account(question.author) in accounts(case.us):
        return question, asked_at, ended("not_a_question", "our_own_post")
    if case.wants == "reply":
        gone = edited and not case.complains
        out = ended("withdrawn", "edited_out", question.id) if gone else None
        return question, max(asked_at, case.since or asked_at), out
    now_seeks = _seeks(question, question.text, case)
    was_seeking = edited and _seeks(question, question.was or "", case).seeks
    if now_seeks.seeks or case.a_question:
        by_place = now_seeks.rule in ("asked_where_all_ask", "opened_on_a_tracker", "opened_in_a_forum")
        if edited and was_seeking and by_place and case.a_question is None:
            return question, asked_at, ended("withdrawn", "edited_out", question.id)
        if edited and not was_seeking and question.edited_at is not None and not case.a_question:
            asked_at = max(asked_at, question.edited_at)
        return question, asked_at, None
    if edited and was_seeking:
        if now_seeks.rule == "solved":
            return question, asked_at, ended("resolved_by_asker", "solved_in_edit", question.id, now_seeks.signs)
        return question, asked_at, ended("withdrawn", "edited_out", question.id)
    return question, asked_at, ended("not_a_question", now_seeks.rule, "", now_seeks.signs)


_A_CHANGE: Final = re.compile(r"/(?:pull|merge_requests)/\d")
"""What the address of a change that is handed in holds, where that is its id."""


def _seeks(question: Spoken, text: str, case: Case) -> Seeking:
    if case.network in TRACKERS and not question.parent and _A_CHANGE.search(question.id):
        return Seeking(False, "announcement")
    above, us = said_above(question, case.posts, case.network), accounts(case.us)
    first = question.edited_at if question.was is not None and text == question.text else None
    since = (post for post in case.posts if (first or question.at) <= post.at <= case.now)
    return seeks_answer(
        text,
        network=case.network,
        root=not question.parent and above is None,
        us=case.us,
        names=case.names,
        mentions=question.mentions,
        replies_to=above.author if above and question.parent else "",
        about_us=case.about_us,
        chance=case.chance if text == question.text else None,  # what scoring said is of the words as they stand
        complaint=case.complaint,
        as_it_stands=text == question.text,
        said=Exchange(question, since, us, case.network).around_question(above),
    )
