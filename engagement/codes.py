"""The phrases of the queue, by code. A data table; ``wording`` fills in the parameters.

``%(at)s`` and the like are times as the reader's clock shows them, ``%(ago)s`` and ``%(span)s`` spans to now.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PHRASES: Mapping[str, str | Promise] = {
    # Colleagues
    "owners_only": _("Only an owner may do this."),
    "last_owner": _("This is the only owner. Make somebody else an owner first."),
    "role_unknown": _("There is no such role."),
    "oneself": _("You cannot shut yourself out. Another owner or manager can."),
    "left": _("This colleague may not sign in. Let them in again first."),
    "invitation_gone": _("This invitation was used, ended or withdrawn. Ask for another link."),
    "no_such_owner": _("No owner has this address."),
    # State sentence
    "nobody_answered": _("Nobody answered"),
    "no_reply_from_us": _("No reply from us"),
    "answered_by_us": _("Answered by us"),
    "deleted_at_source": _("Deleted at its source"),
    "ended": _("Done: %(disposition)s, %(ago)s"),
    "snoozed_until": _("Snoozed until %(until)s"),
    "waits_for_the_asker": _("Waiting for the asker"),
    "heard": _("Heard"),
    "visible_for": _("visible %(span)s"),
    "posted": _("%(ago)s"),
    "stale": _("stale, last read %(ago)s"),
    "due_in": _("due in %(span)s"),
    "late_by": _("late by %(span)s"),
    # Why it is in this lane
    "owed_an_answer": _("%(flag)s: somebody is owed an answer"),
    "worth_caring_for": _("%(flag)s: worth caring for"),
    "opportunity": _("%(flag)s to others: an opportunity"),
    "not_sure": _("%(flag)s, not sure: please look"),
    "about_a_competitor": _("About a competitor"),
    "maybe_not_about_us": _("Perhaps not about us"),
    "looks_like_spam": _("Looks like spam"),
    "not_scored": _("Not scored: language not known to the model"),
    "only_heard": _("Heard, nothing asked of us"),
    # What the product did
    "wrote_again": _("The author wrote again"),
    "we_answered": _("Answered by us %(at)s"),
    "we_answered_before_we_saw_it": _("Already answered by us %(at)s"),
    "no_answer_any_more": _("Came back: the answer no longer stands"),
    "became_work": _("Came back: it needs an answer now"),
    "our_own_post": _("Our own post"),
    "no_longer_about_us": _("Not about us, as a colleague or the query says"),
    "about_us_after_all": _("Came back: about us after all"),
    "snooze_ended": _("Snooze ended"),
    "heard_long_enough": _("Heard, no action needed after %(days)s days"),
    # What people did
    "claimed": _("Took the case"),
    "assigned": _("Assigned to %(name)s"),
    "unassigned": _("Assigned to nobody"),
    "snoozed": _("Snoozed until %(until)s"),
    "done": _("Done: %(disposition)s"),
    "noted": _("Note"),
    "reopened": _("Reopened"),
    "moved": _("Moved from %(from)s to %(to)s"),
    "engaged": _("Took the case to answer it"),
    "undone": _("Undid %(verb)s"),
    # Evidence and thread
    "evidence_no_reply_from_us": _("No reply from us. The thread was read to its end."),
    "evidence_unverified": _("Replies could not be read, so nothing is claimed."),
    "counts_as_answer": _("our answer"),
    "before_the_question": _("before the question"),
    "ours_but_not_to_the_asker": _("ours, but not to the asker"),
    "a_rival_wrote": _("%(name)s staff, does not count"),
    "not_from_us": _("not from us, does not count"),
    "matched_query": _("query “%(query)s”"),
    # Refusals
    "changed_meanwhile": _("Not done: the case changed meanwhile."),
    "already_claimed": _("%(name)s has this case already. Assign it to yourself to take it over."),
    "already_done": _("This case is done already: %(disposition)s."),
    "already_open": _("This case is open already."),
    "already_waiting": _("This case waits for the asker already."),
    "already_in_lane": _("This case is in %(lane)s already."),
    "already_undone": _("This was undone already."),
    "cannot_be_undone": _("This cannot be undone: %(verb)s."),
    "snooze_in_the_past": _("Snooze needs a time in the future; %(until)s is past."),
    "snooze_too_long": _("Snooze for at most %(days)s days."),
    "unknown_disposition": _("There is no outcome called “%(disposition)s”."),
    "unknown_reason": _("There is no reason called “%(reason)s”."),
    "unknown_lane": _("There is no lane called “%(lane)s”."),
    "empty_note": _("The note is empty."),
    "note_too_long": _("A note has at most %(limit)s characters."),
    "search_too_slow": _("This search took longer than %(seconds)s seconds. Add a word or a time span."),
    "unknown_case": _("There is no case %(id)s."),
    "unknown_event": _("There is no step %(id)s."),
    "unknown_person": _("There is no colleague %(id)s."),
    # Addresses
    "unknown_parameter": _("The list has no filter called “%(parameter)s”."),
    "unknown_value": _("“%(value)s” is no value of %(parameter)s."),
    "said_twice": _("%(parameter)s can be said only once."),
    "not_a_number": _("%(parameter)s takes a number; “%(value)s” is none."),
    "not_a_date": _("%(parameter)s takes a date such as 2026-11-21; “%(value)s” is none."),
    "without_a_zone": _("%(parameter)s needs its offset from UTC, such as 2026-11-21T09:00+01:00."),
    "too_many": _("%(parameter)s takes at most 1,000 values."),
    "too_long": _("%(parameter)s takes at most 200 characters."),
    "ends_before_it_starts": _("until must be later than since."),
    "nobody_is_signed_in": _("“me” needs somebody who is signed in."),
}
