"""The words of questions to experts, by code. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERBS: Mapping[str, Promise] = {
    "ask_expert": _("asking an expert"),
    "expert_answered": _("an expert’s answer"),
    "expert_declined": _("an expert’s no"),
    "expert_expired": _("an expert’s silence"),
    "expert_withdrawn": _("taking back a question to an expert"),
}
"""Steps as refusals name them."""

STATES: Mapping[str, tuple[str, str, Promise]] = {
    "open": ("hourglass", "", _("asked")),
    "answered": ("circle-check", "good", _("answered")),
    "declined": ("x", "muted", _("declined")),
    "withdrawn": ("x", "muted", _("taken back")),
    "expired": ("x", "muted", _("did not answer in time")),
    "closed": ("x", "muted", _("the case ended first")),
}
"""Icon, tone and words of what became of a request."""

PHRASES: Mapping[str, Promise] = {
    "expert_asked": _("Asked %(name)s by mail, until %(until)s"),
    "expert_withdrawn": _("Took back the question to %(name)s; the link is dead"),
    "expert_answered": _("%(name)s answered; the text waits for approval"),
    "expert_declined": _("%(name)s declined"),
    "expert_expired": _("%(name)s did not answer in time; the link is dead"),
    "expert_closed": _("The question to %(name)s ended with the case"),
    "expert_not_reached": _("The mail to %(name)s could not be delivered"),
    "expert_used": _("Put the answer of %(name)s into the draft; it needs approval"),
    # Refusals
    "expert_name_missing": _("Give a name."),
    "expert_name_too_long": _("A name has at most %(limit)s characters."),
    "expert_knows_too_long": _("At most %(limit)s characters."),
    "expert_language_unknown": _("There is no such language."),
    "expert_no_address": _("“%(value)s” is no e-mail address."),
    "expert_address_taken": _("Somebody with this address is on the list already."),
    "experts_too_many": _("There can be at most %(limit)s experts."),
    "unknown_expert": _("This expert is not on the list any more."),
    "unknown_request": _("This question is not there any more."),
    "expert_question_missing": _("Write what you want to know."),
    "expert_question_too_long": _("A question has at most %(limit)s characters."),
    "expert_until": _("Give between %(minutes)s minutes and %(days)s days."),
    "expert_mail_off": _("Mail is off, and an expert is asked by mail. Switch it on first."),
    "expert_asked_already": _("%(name)s has been asked about this case and has not answered yet."),
    "expert_over": _("This question is over already."),
    "expert_answer_missing": _("Write an answer, or say below that you cannot."),
    "expert_answer_too_long": _("An answer has at most %(limit)s characters."),
    "expert_reason_missing": _("Say in a few words why."),
    "expert_reason_too_long": _("A reason has at most %(limit)s characters."),
    "expert_gone": _("This link does not work any more."),
}
