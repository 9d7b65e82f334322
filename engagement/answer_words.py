"""The words of answers: whose a reply is, what it was taken for, by which rule, and what people say of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from engagement.labels import ANSWERS, NO_ANSWERS, unreadable

Labels = Mapping[str, "str | Promise"]

SIDES: Labels = {
    "ours": _("us"),
    "peer": _("somebody else"),
    "competitor": _("a competitor"),
    "asker": _("the asker"),
}
TAKEN_FOR: Labels = {"substantive": _("answers"), **NO_ANSWERS}
"""What a reply was taken for."""

ASKERS_WORD: Labels = {
    "accepted_answer": _("marked as the answer"),
    "thanks": _("thanks for the answer"),
    "works_now": _("says that it works now"),
    "did_not_help": _("says that it did not help"),
    "asks_again": _("asks again"),
}
"""What the asker's own post was taken for, by the rule of the state."""

RULES: Labels = {
    "person": _("a colleague says so"),
    "accepted_answer": _("the asker marked it as the answer"),
    "gesture": _("a like, a repost or a quote is no answer"),
    "done": _("it says that the matter is done"),
    "own_answer_beside_holding": _("it answers, beside a promise or a question"),
    "own_ask_back": _("it asks something back"),
    "own_bare_link": _("it only links to where to ask"),
    "own_code": _("it shows code"),
    "own_contact": _("it says where to ask, which was the question"),
    "own_courtesy": _("it is courtesy and nothing more"),
    "own_date": _("it gives the date or number that was wanted"),
    "own_done_abroad": _("it says that the matter is done"),
    "own_empty": _("it says nothing"),
    "own_fact": _("it states a fact"),
    "own_guess": _("it guesses"),
    "own_holding_line": _("it promises, or asks to write elsewhere"),
    "own_house_rule": _("it is about the rules of the place"),
    "own_approval": _("it approves, and says no more"),
    "own_joke": _("it jokes"),
    "own_link": _("it links to a page that explains this"),
    "own_me_too": _("it says “me too”"),
    "own_pitch": _("it advertises"),
    "own_pleased": _("it is glad that it is solved"),
    "own_polite": _("it is polite and says no more"),
    "own_put_off": _("its words put the matter off, or ask for something"),
    "own_statement": _("it states something, and puts nothing off"),
    "own_step": _("it names a step to take"),
    "own_unheard": _("it closes the thread because nobody replied"),
    "own_uses": _("it says what is used"),
    "own_words": _("its words are those of an answer"),
    "own_yes_no": _("it says yes or no"),
    "their_answer": _("it reads like an answer to what was asked"),
    "their_answer_where_all_answer": _("replies are answers here, and this one is as long as one"),
    "their_approval": _("it approves, and says no more"),
    "their_asks_back": _("it asks something back"),
    "their_bare_link": _("it is only a link"),
    "their_guess": _("it guesses"),
    "their_holding": _("it promises to look"),
    "their_house_rule": _("it is about the rules of the place"),
    "their_joke": _("it jokes"),
    "their_link": _("it links to a page that explains this"),
    "their_me_too": _("it has the same question"),
    "their_name": _("it gives the name that was wanted"),
    "their_opinion": _("it tells an opinion, which was asked"),
    "their_own_state": _("it says how it is with somebody else, which was asked"),
    "their_pitch": _("it advertises"),
    "their_pleasure": _("it is glad that it is solved"),
    "their_talk": _("nothing in it answers what was asked"),
    "their_yes_no": _("it says yes or no"),
    "thanks": _("the asker’s thanks follow an answer"),
    "works_now": _("the asker’s words say so"),
    "others_are_pleased": _("a reply to it is glad that it is solved"),
    "did_not_help": _("the asker’s words say so"),
    "asks_again": _("the asker’s words say so"),
}
"""Why a reply was taken for what it is, by the rule of ``listening.answers``."""

UNVERIFIED: Labels = {
    "not_read_yet": _("its thread was not read yet"),
    "thread_read_in_part": _("its thread was read only in part"),
    "not_asked_yet": _("it is dated later than now"),
}
"""Why nothing is known of the answers to a question, by its rule."""

PHRASES: Labels = {
    "replied_there": _("Replied on the network. The thread is read in 1, 3 and 10 minutes to find the reply."),
    "replied_unseen": _("Replied on the network. This thread cannot be read: end the case as answered yourself."),
    "reply_unknown": _("This reply is not kept any more."),
    "question_unknown": _("This is no question any more."),
    "account_unknown": _("Nobody is known to have written this, or the account is not listed any more."),
    "account_exists": _("This account is listed already."),
    "suggested_named_like_us": _("Has “%(name)s” in its name."),
    "suggested_named_by_a_person": _("Somebody named it."),
    "private_reason_missing": _("Say where and what was answered privately: nobody else can see it."),
}


def _answers_for_us(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params.get("threads", 2))
    return ngettext(
        "Replied in at least %(n)d thread about you.", "Replied in at least %(n)d threads about you.", n
    ) % {"n": n}


def _bore_the_handle(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    said = _t("Wrote as %(handle)s, which is listed without a number.") % {"handle": params.get("handle", "")}
    return " ".join((said, _t("It is not the only account that did."))) if params.get("several") else said


def _claims_us(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    if not params.get("words"):
        return _t("Claimed you in its bio.")
    return _t("Claims “%(words)s” in its bio.") % {"words": params["words"]}


def taken_for(meaning: str) -> str:
    """Return what a reply was taken for."""
    return str(TAKEN_FOR.get(meaning, NO_ANSWERS["nothing"]))


def _reply_rule(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Say why; a rule without words is shown as it is, so that it is seen to be missing."""
    rule = str(params.get("rule", ""))
    return str(RULES.get(rule, rule))


def _reply_taken(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    if params.get("side") == "asker":
        return str(ASKERS_WORD.get(str(params.get("rule")), _("spoke again")))
    return taken_for(str(params.get("meaning")))


def _unverified(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    rule = str(params.get("rule", ""))
    why = UNVERIFIED.get(rule) or unreadable(rule)
    if not why:
        return _t("Cannot see replies, so nothing is claimed.")
    return _t("Cannot see replies, so nothing is claimed: %(why)s.") % {"why": why}


def _reply_said(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    """Say what a person said of a reply, and what became of the question."""
    said = {
        True: _t("Said that the reply of %(author)s answers it"),
        False: _t("Said that the reply of %(author)s is no answer"),
        None: _t("Took back what was said of the reply of %(author)s"),
    }[params.get("value")] % {"author": params.get("author") or _t("an unknown author")}
    if params.get("was") == params.get("state"):
        return said
    return f"{said}. " + _t("Now: %(state)s") % {"state": ANSWERS.get(str(params.get("state")), "")}


def _colleague_named(params: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> str:
    n = int(params.get("n", 0))
    said = _t("%(author)s is a colleague") % {"author": params.get("author") or _t("An unknown author")}
    if not n:
        return f"{said}. " + _t("No stored question changed")
    return f"{said}. " + ngettext("%(n)d stored question changed", "%(n)d stored questions changed", n) % {"n": n}


SPECIAL: Mapping[str, Callable[[Mapping[str, Any], datetime, ZoneInfo], str]] = {
    "reply_rule": _reply_rule,
    "reply_taken": _reply_taken,
    "reply_said": _reply_said,
    "colleague_named": _colleague_named,
    "evidence_unverified": _unverified,
    "suggested_answers_for_us": _answers_for_us,
    "suggested_claims_us": _claims_us,
    "suggested_bore_the_handle": _bore_the_handle,
}
