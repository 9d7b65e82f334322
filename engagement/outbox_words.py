"""The words of replies, by code: refusals, steps of the history, the checklist, why something failed. A data table."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

STATES: Mapping[str, Promise] = {
    "draft": _("Draft"),
    "waiting": _("Waiting for approval"),
    "approved": _("Approved"),
    "sending": _("Sending"),
    "sent": _("Sent"),
    "failed": _("Not sent"),
    "uncertain": _("Uncertain"),
    "discarded": _("Discarded"),
}

CHECKS: Mapping[str, tuple[Promise, Promise]] = {
    "affiliation": (_("Says who we are"), _("Say who you are: your name and company")),
    "answers": (_("Speaks of what was asked"), _("Shares no word with the post: does it answer?")),
    "pitch": (_("No pitch to a complainer"), _("Sounds like selling to who complains")),
    "claims": (_("Nothing we cannot prove"), _("A promise: say what we know, or who confirmed it")),
    "links": (_("One link at most"), _("More than one link: keep the one that answers")),
    "length": (_("Fits the network"), _("Too long: the network would not take it")),
    "community": (_("Keeps the place's own rule"), _("Say below the text that it keeps the place's own rule")),
    "tone": (_("Calm in tone"), _("May sound sharp: read it aloud")),
    "blanks": (_("No blank is left open"), _("Fill the blanks in braces")),
}
"""What each line of the checklist says if it passes, and what to do if it does not."""

RISKS: Mapping[str, Promise] = {
    "law": _("law"),
    "security": _("security"),
    "price": _("price"),
    "liability": _("liability"),
    "competitors": _("competitors"),
    "personal_data": _("personal data"),
}

SECOND: Mapping[str, Promise] = {
    "second.role": _("Drafts of experts and agencies are always read by a colleague of the house first."),
    "second.risky": _(
        "Words about law, security, price, liability, competitors or personal data need a second person."
    ),
}

RULES: Mapping[str, Promise] = {
    "community.hackernews": _("Hacker News: no promotion. Answer as a person, and say that you work there."),
    "community.reddit": _("Reddit: read the rules of this subreddit on self-promotion first. Many forbid it."),
    "community.stackexchange": _("Stack Exchange: disclose your affiliation in the post itself, and answer in full."),
    "community.forum": _("Read the rules of this place on speaking for a company first."),
}

REFUSALS: Mapping[str, Promise] = {
    "rate_limited": _("the network asks us to wait"),
    "unauthorized": _("the network no longer accepts our key"),
    "no_account_key": _("no key of ours may write there"),
    "credential_unreadable": _("the stored key cannot be opened"),
    "access_level": _("our key may not write"),
    "not_enrolled": _("our key may not write"),
    "no_cap": _("nobody set a monthly cap"),
    "cap_reached": _("the monthly cap is reached"),
    "credits_depleted": _("the account has no credits left"),
    "usage_cap": _("the account's own cap is reached"),
    "forbidden": _("the network does not let us reply here"),
    "not_found": _("the post is gone"),
    "http_400": _("the network did not accept the text"),
    "timeout": _("no answer in time"),
    "woke_too_late": _("the machine slept too long in between"),
    "connection_broken": _("the connection broke"),
    "http_503": _("the network has trouble"),
}

PHRASES: Mapping[str, Promise] = {
    # Steps of the history
    "reply_asked": _("Asked for approval of a reply"),
    "reply_approved": _("Approved the reply"),
    "reply_to_send": _("Sent a reply on its way to %(network)s"),
    "reply_again": _("Sent the reply on its way again"),
    "reply_by_hand": _("Began to reply on %(network)s by hand"),
    "reply_anyway": _("Replied although the thread had gone on: %(n)s seen"),
    "reply_sent": _("The reply is on %(network)s"),
    "reply_late": _("An earlier attempt got through after all. It stands at %(url)s. Look whether there are two now."),
    "reply_got_through": _("Not sent again: an earlier attempt got through after all. It stands at %(url)s."),
    "reply_there": _("Found the reply on %(network)s"),
    "reply_not_there": _("Looked: the reply is not there"),
    "reply_discarded": _("Threw the draft away"),
    "reply_taken_back": _("Took the reply back to write at it"),
    # Why it failed or is uncertain
    "reply_refused": _("It was not sent: %(refusal)s."),
    "reply_waited_too_long": _("It was not sent: it waited too long. Read the thread again, then send."),
    "reply_no_word": _("%(network)s did not say whether it took the reply. We found none in the thread so far."),
    "reply_sender_died": _("Sending was cut off. We found no reply in the thread so far."),
    "reply_not_found": _("We read the thread three times and did not find your reply."),
    # Refusals
    "reply_changed": _("A colleague changed this reply meanwhile. Nothing of yours was sent."),
    "reply_overtaken": _("The thread went on while you were writing. Nothing was sent."),
    "reply_elsewhere": _("Another case is answering the same post this moment. See what becomes of that first."),
    "reply_gone": _("This draft was thrown away meanwhile."),
    "reply_too_long": _("A draft has at most %(limit)s characters."),
    "reply_empty": _("There is nothing to send yet."),
    "reply_policy_unread": _("Accept version %(version)s of the policy first."),
    "reply_role": _("Your role writes drafts. A colleague sends them: ask for approval."),
    "reply_frozen": _("Replies are frozen: %(why)s. Only %(name)s replies."),
    "reply_hands_off": _("Do not engage %(name)s: %(why)s"),
    "reply_no_way": _("This post cannot be answered."),
    "reply_way_unknown": _("Choose how to reply."),
    "reply_not_by_api": _("The network does not take this reply by program. Reply there by hand."),
    "reply_stopped": _("Not sent yet: %(check)s"),
    "reply_not_now": _("This can no longer be done with the reply."),
    "reply_needs_a_person": _("Only a person may do this."),
    "reply_needs_a_second": _("A second person has to approve this reply first."),
    "reply_author_approves": _("Whoever wrote at a text cannot approve it. Ask a colleague."),
    "reply_needs_evidence": _("Give the reply's own address."),
    "reply_link": _("Give the reply's own address, beginning with https://"),
    "reply_policy_text": _("A policy has between 1 and %(limit)s characters."),
    "reply_policy_changed": _("Another version of the policy holds now. Read it, then go on."),
    "snippet_key": _("“%(value)s” is no key. Use small letters, digits and dashes, such as status-page."),
    "snippet_title": _("A title has between 1 and %(limit)s characters."),
    "snippet_text": _("A snippet has between 1 and %(limit)s characters."),
    "snippet_blank": _("Nothing fills {%(value)s}. There are name, product, link, me and company."),
    "snippet_taken": _("There is a snippet /%(value)s already."),
    "unknown_snippet": _("This snippet is gone."),
    "crisis_reason": _("Say why, in at most %(limit)s characters."),
    "crisis_spokesperson": _("Choose who speaks meanwhile."),
    "crisis_runs": _("Replies are frozen already."),
    "crisis_over": _("Replies are not frozen."),
}
