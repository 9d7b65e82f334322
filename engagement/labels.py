"""The names of flags, outcomes, lanes and reasons, as people read them. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from engagement import expert_words, support_words

Labels = Mapping[str, "str | Promise"]

FLAGS: Labels = {
    "complaint": _("Complaint"),
    "question": _("Question"),
    "unanswered_question": _("Unanswered question"),
    "suggestion": _("Suggestion"),
    "praise": _("Praise"),
    "buying_intent": _("Buying intent"),
    "churn_risk": _("Churn risk"),
    "inaccuracy": _("Inaccuracy"),
    "spam": _("Spam"),
}
AFFIRMED: Labels = {"complaint": _("It is a complaint"), "question": _("It is a question")}
DENIED: Labels = {
    "complaint": _("Not a complaint"),
    "question": _("Not a question"),
    "suggestion": _("Not a suggestion"),
    "praise": _("Not praise"),
    "buying_intent": _("No buying intent"),
    "churn_risk": _("No churn risk"),
    "inaccuracy": _("Nothing inaccurate"),
    "spam": _("Not spam"),
}
"""What a person says who takes a flag away; ``AFFIRMED`` what he says who adds one of those that have a key."""

DISPOSITIONS: Labels = {
    "answered": _("Answered"),
    "acknowledged": _("Acknowledged"),
    "no_reply_needed": _("No reply needed"),
    "duplicate": _("Duplicate"),
    "spam": _("Spam"),
    "not_relevant": _("Not relevant"),
    "routed": _("Handed on"),
    "answered_privately": _("Answered privately"),
    "heard": _("Heard, no action needed"),
    "muted": _("Muted"),
}
REASONS: Labels = {
    "wrong_sense": _("Another sense of the word"),
    "job_post": _("Job post"),
    "not_about_us": _("Not about us"),
    "too_old": _("Too old"),
    "other": _("Other"),
}
LANES: Labels = {"monitor": _("Monitor"), "engage": _("Engage"), "manage": _("Manage")}
STATUSES: Labels = {"open": _("Open"), "snoozed": _("Snoozed"), "waiting": _("Waiting"), "done": _("Done")}
ANSWERS: Labels = {
    "unverified": _("Cannot see replies"),
    "unanswered": _("Unanswered"),
    "acknowledged": _("Acknowledged"),
    "answered_by_us": _("Answered by us"),
    "answered_by_peer": _("Answered by somebody else"),
    "answered_by_competitor": _("Answered by a competitor"),
    "resolved_by_asker": _("Resolved by the asker"),
    "reopened": _("Asked again"),
    "withdrawn": _("Withdrawn"),
    "expired": _("No longer watched"),
    "not_a_question": _("Not a question"),
}
NO_ANSWERS: Labels = {
    "holding": _("promises an answer, gives none"),
    "asks_back": _("asks back"),
    "pitch": _("a pitch, does not answer"),
    "approval": _("approves, does not answer"),
    "me_too": _("has the same question"),
    "joke": _("jokes, does not answer"),
    "guess": _("guesses what only we can know"),
    "house_rule": _("about the rules of the place"),
    "thanks": _("thanks, does not answer"),
    "bare_link": _("only a link"),
    "nothing": _("does not answer"),
}
"""What a reply is that answers nothing, by its meaning as ``listening.answers`` reads it."""
PARTS: Labels = {
    "severity": _("Severity"),
    "unanswered": _("Unanswered"),
    "account": _("Account"),
    "exposure": _("Exposure"),
    "intent": _("Intent"),
}
COMPLAINT_REASONS: Labels = {
    "bug": _("bug"),
    "outage": _("outage"),
    "performance": _("performance"),
    "billing": _("billing or pricing"),
    "pricing": _("billing or pricing"),
    "support": _("support"),
    "missing_feature": _("missing feature"),
    "usability": _("usability"),
    "account": _("account or login"),
    "contract": _("contract"),
    "security": _("security"),
    "other": _("other"),
}
_SIGN_IN, _BUDGET, _REFUSED = _("sign-in expired"), _("out of budget"), _("we are refused there")
_GONE, _SILENT = _("it is gone"), _("no proper answer came")
UNREADABLE: Labels = {
    "no_threads": _("this network shows no threads to tools"),
    "unknown_network": _("this network shows no threads to tools"),
    "locked": _("the thread is locked"),
    "rate_limited": _("the network asked us to wait"),
    "parked": _("reading it broke off"),
    **dict.fromkeys(("auth", "sign_in_expired", "unauthorized", "no_key", "credential_unreadable"), _SIGN_IN),
    **dict.fromkeys(("not_enrolled", "access_level", "wrong_kind_of_key", "forbidden", "refused"), _REFUSED),
    **dict.fromkeys(("budget_exhausted", "no_cap", "cap_reached", "credits_depleted", "usage_cap"), _BUDGET),
    **dict.fromkeys(("not_found", "gone"), _GONE),
    **dict.fromkeys(("timeout", "truncated", "connection_broken", "connection_refused", "name_not_found"), _SILENT),
    **dict.fromkeys(("tls_failed", "bad_encoding", "empty_body", "not_json", "same_cursor", "over_capacity"), _SILENT),
    **dict.fromkeys(("too_large", "bad_redirect", "too_many_redirects", "transient", "library_moved"), _SILENT),
}
"""Why replies cannot be seen, by the code of ``listening.errors`` or of an answer (``unreadable``)."""


def unreadable(code: str) -> str:
    """Return why replies cannot be seen, "" where no reason is known."""
    if code.startswith("http_"):
        return str(_REFUSED if code.startswith("http_4") else _SILENT)
    return str(UNREADABLE.get(code, ""))


VERBS: Labels = {
    "claim": _("taking it"),
    "assign": _("assigning"),
    "snooze": _("snoozing"),
    "wait": _("waiting for the asker"),
    "done": _("ending"),
    "not_relevant": _("not relevant"),
    "note": _("a note"),
    "reopen": _("reopening"),
    "move": _("moving"),
    "engage": _("engaging"),
    "correct": _("a correction"),
    "company": _("saying where somebody works"),
    "watch": _("watching somebody"),
    "contact": _("the contact"),
    "same_person": _("joining two accounts"),
    "not_same_person": _("parting two accounts"),
    "task": _("a task"),
    "task_done": _("a task"),
    "task_remove": _("removing a task"),
    "tag": _("a tag"),
    "untag": _("taking a tag off"),
    "reply": _("a word on a reply"),
    "colleague": _("naming a colleague"),
    "replied": _("a reply on the network"),
    "do_not_engage": _("do not engage"),
    "may_engage_again": _("may be engaged again"),
    "mute": _("a mute"),
    "muted": _("keeping it as muted"),
    "watched_spoke": _("a watched person's word"),
    "undo": _("an undo"),
    **expert_words.VERBS,
    **support_words.VERBS,
    "answered": _("closing as answered"),
    "settled": _("closing as settled"),
    "deleted": _("closing as deleted"),
    "ours": _("closing as our own post"),
    "no_longer_about_us": _("leaving it out as not about us"),
    "returned": _("the return"),
    "heard": _("ending as heard"),
    "arrived": _("the arrival"),
    "route": _("the routing"),
    "joined": _("a further post"),
    "rejudged": _("a new judgement"),
    "recompute": _("working out the time anew"),
    "warned": _("a warning of the clock"),
    "breached": _("a breach"),
    "escalated": _("an escalation"),
}

DAYS: Labels = {
    "monday": _("Monday"),
    "tuesday": _("Tuesday"),
    "wednesday": _("Wednesday"),
    "thursday": _("Thursday"),
    "friday": _("Friday"),
    "saturday": _("Saturday"),
    "sunday": _("Sunday"),
}
PAUSES: Labels = {
    "waiting_on_asker": _("waiting on the asker"),
    "do_not_engage": _("nobody is to engage"),
}
"""Why a team clock stands still."""

EXEMPTIONS: Labels = {
    "backfill": _("it came in with the history"),
    "before_first_poll": _("posted before we listened"),
    "found_late": _("found more than three days late"),
}
"""Why a team clock cannot breach."""

CLASSES: Labels = {
    "critical": _("Critical, round the clock"),
    "complaint": _("Complaint"),
    "direct_question": _("Direct question"),
    "about_us": _("Question about us"),
    "category": _("Question in our field"),
}
GROUPS: Labels = {
    "microblogs": _("X, Bluesky, Mastodon"),
    "forums": _("Hacker News, Reddit, GitHub, forums"),
    "platforms": _("LinkedIn, Facebook, Instagram, YouTube"),
    "publications": _("Blogs, reviews, Wikipedia"),
}
"""The rows and columns of the targets."""
