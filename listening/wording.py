"""What a person reads for listening's codes: why a source is not well, and what can be done. Codes in, words out."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta, tzinfo
from string import Formatter

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from listening.connectors.contract import ReplyWay
from listening.metrics import CheckRow, MoneyRow
from listening.money import about, dollars
from listening.records import Say
from listening.storage.rescoring import Progress

TOLD_FOR = timedelta(days=1)
"""How long it is told that all stored posts were read again."""

REASONS: Mapping[str, Promise] = {
    "rate_limited": gettext_lazy("It asks us to wait. Nothing is lost: the next poll goes on where this one stopped."),
    "budget_exhausted": gettext_lazy("The quota is used up. Polls wait, none is dropped."),
    "no_cap": gettext_lazy("It costs money and has no monthly cap. Set one, and it begins."),
    "cap_reached": gettext_lazy("This month's cap is reached. It goes on with the next month, or with a higher cap."),
    "check_share_spent": gettext_lazy("Today's share of the cap is spent. It goes on tomorrow, UTC."),
    "credits_depleted": gettext_lazy("Your credits there are used up. Buy some, and it goes on by itself."),
    "usage_cap": gettext_lazy("The plan's own limit of posts is reached. Polls wait, none is dropped."),
    "no_key": gettext_lazy("It needs a key. Give it one."),
    "no_bearer_token": gettext_lazy("A preview needs the app's bearer token."),
    "credential_unreadable": gettext_lazy("Its key cannot be opened. Enter it again, or restore CREDENTIAL_KEYS."),
    "not_enrolled": gettext_lazy("The key's app is not enrolled. Attach it to a project in the developer console."),
    "access_level": gettext_lazy("The key does not allow this. Give the app the rights it needs and make a new key."),
    "wrong_kind_of_key": gettext_lazy("This needs another kind of key."),
    "same_cursor": gettext_lazy("It leads in a circle from page to page. It is tried again later."),
    "library_moved": gettext_lazy("The library asks another address than it used to. Nothing was sent."),
    "unauthorized": gettext_lazy("It no longer accepts our sign-in. Give it a new key."),
    "forbidden": gettext_lazy("It refuses our reader (403). Ask its owner, or retire the source."),
    "not_found": gettext_lazy("There is nothing at this address any more (404). Look for the new one on its page."),
    "gone": gettext_lazy("It says that it is gone for good (410). Its history stays readable."),
    "parked": gettext_lazy("Three polls ended without a result. Press “Poll now” to try again."),
    "previewed": gettext_lazy("Previewed and not switched on. Nothing is read until it is added."),
    "paused_by_a_person": gettext_lazy("Retired by hand. Its history stays readable."),
    "not_a_feed": gettext_lazy("What stands at this address is not a feed."),
    "feed_declares_entities": gettext_lazy(
        "The feed defines entities of its own, which can hide a bomb. It is not read."
    ),
    "feed_too_costly": gettext_lazy("The feed takes more time or memory to read than any feed should."),
    "feed_reader_died": gettext_lazy("The feed made its reader stop. The rest goes on; it is tried again later."),
    "too_large": gettext_lazy("The answer is larger than we read from any source."),
    "timeout": gettext_lazy("It did not answer in time."),
    "truncated": gettext_lazy("Its answer broke off in the middle. Nothing of it was kept."),
    "connection_broken": gettext_lazy("The connection broke off."),
    "connection_refused": gettext_lazy("Nothing answers at this address."),
    "name_not_found": gettext_lazy("The name of the server cannot be found."),
    "tls_failed": gettext_lazy("The server's certificate is not valid."),
    "bad_encoding": gettext_lazy("Its answer is damaged."),
    "empty_body": gettext_lazy("Its answer was empty."),
    "not_json": gettext_lazy("Its answer was not what its interface promises."),
    "no_hits": gettext_lazy("Its search answered without a list of hits."),
    "no_maxitem": gettext_lazy("It did not say what its newest post is."),
    "bad_redirect": gettext_lazy("It sends us to an address that makes no sense."),
    "too_many_redirects": gettext_lazy("It sends us in circles."),
    "redirect_with_body": gettext_lazy("It sends us elsewhere where it must not."),
    "address_private": gettext_lazy("This address lies inside your own network. It is never asked."),
    "address_scheme": gettext_lazy("Only http and https addresses can be read."),
    "address_host": gettext_lazy("This address names no server."),
    "address_port": gettext_lazy("This port is not asked."),
    "address_userinfo": gettext_lazy("An address with a name or password inside is not asked."),
    "address_malformed": gettext_lazy("This is not an address."),
    "address_backslash": gettext_lazy("An address holds no backslash."),
    "address_control_character": gettext_lazy("The address holds a character that cannot be seen."),
}
REPLIES: Mapping[str, Promise] = {
    "reply.summoned": gettext_lazy("{network} allows a reply by API, {price}; with a link {link_price}."),
    "reply.not_summoned": gettext_lazy(
        "Answer on {network}: this post neither mentions nor quotes your account, so its API takes no reply."
    ),
    "reply.no_account_key": gettext_lazy("Answer on {network}: no key of an account of yours is stored for its API."),
    "reply.by_hand": gettext_lazy("Answer on {network}: replies are not sent from here."),
    "reply.no_address": gettext_lazy("No way to answer: this post came without an address."),
    "reply.not_allowed": gettext_lazy("No way to answer: {network} allows none."),
    "reply.deleted": gettext_lazy("Nothing to answer any more: it was deleted at its source."),
}
HTTP = gettext_lazy("It answered with the status {status}.")

PROBLEMS: Mapping[str, Promise] = {
    "missing": gettext_lazy("This is missing."),
    "empty": gettext_lazy("This is empty."),
    "too_long": gettext_lazy("This is too long."),
    "not_text": gettext_lazy("This should be text."),
    "not_a_whole_number": gettext_lazy("This should be a whole number."),
    "not_a_list_of_text": gettext_lazy("This should be a list of words."),
    "not_true_or_false": gettext_lazy("This should be true or false."),
    "not_a_name": gettext_lazy("A network is written in small letters."),
    "unknown_value": gettext_lazy("This value is not known."),
    "not_a_date": gettext_lazy("This is not a date we can read. Write it as 2026-11-21T09:00+01:00."),
    "not_an_http_address": gettext_lazy("This is not a web address."),
    "too_few_cells": gettext_lazy("This row has fewer cells than the first line."),
    "too_many_cells": gettext_lazy("This row has more cells than the first line."),
}
TABLES: Mapping[str, Promise] = {
    "too_large": gettext_lazy("The file is larger than 10 MB. Split it."),
    "not_gzip": gettext_lazy("The file calls itself compressed and is not."),
    "not_text": gettext_lazy("The file is not text. Save it as CSV in UTF-8."),
    "empty": gettext_lazy("The file is empty."),
    "too_many_columns": gettext_lazy("The file has more than 200 columns."),
    "duplicate_column": gettext_lazy("Two columns have the same name or meaning."),
    "no_text_column": gettext_lazy("No column is called text or title."),
    "broken_quotes": gettext_lazy("A quotation mark is opened and never closed."),
    "cell_too_large": gettext_lazy("A cell is larger than any post."),
    "too_many_rows": gettext_lazy("The file has more than 50,000 rows. Split it."),
}


RECIPE_GROUPS: Mapping[str, Promise] = {
    "alerts": gettext_lazy("Alerts and news"),
    "forums": gettext_lazy("Forums"),
    "tags": gettext_lazy("Tags"),
    "releases": gettext_lazy("Releases"),
    "own": gettext_lazy("Blogs"),
    "media": gettext_lazy("Videos and podcasts"),
}
CAUTIONS: Mapping[str, Promise] = {
    "alerts_by_hand": gettext_lazy("Make the alert there, choose “Deliver to: RSS feed”, and paste its address here."),
    "personal_terms": gettext_lazy("Its terms allow personal, not commercial use. Read them first."),
    "reddit_often_refuses": gettext_lazy("Best effort: Reddit refuses most readers without a key, servers above all."),
}
SLOTS: Mapping[str, Promise] = {
    "words": gettext_lazy("Words"),
    "tag": gettext_lazy("Tag"),
    "site": gettext_lazy("Site"),
    "name": gettext_lazy("Name"),
    "path": gettext_lazy("Owner and repository"),
    "address": gettext_lazy("Address"),
}
SHAPES: Mapping[str, Promise] = {
    "missing": gettext_lazy("Fill this in."),
    "too_long": gettext_lazy("This is too long."),
    "shape": gettext_lazy("This does not look like the example."),
}
"""What is wrong with the value of a recipe (``listening.connectors.feeds.recipes.BadValue``)."""


def problem(field: str, code: str) -> str:
    """Return what is wrong with one field of a post that was handed in."""
    return str(PROBLEMS.get(code) or _("%(field)s: %(code)s") % {"field": field, "code": code.replace("_", " ")})


def table(code: str, *, line: int) -> str:
    """Return why a CSV file was refused as a whole, with its line if there is one."""
    why = str(TABLES.get(code, code))
    return _("Line %(line)d: %(why)s Nothing was taken in.") % {"line": line, "why": why} if line else why


def words(say: Say, *, now: datetime, zone: tzinfo) -> str:
    """Return the sentence for a reason. A code that has none is shown as it is: never silence, never a guess."""
    if say.code.startswith("http_"):
        return str(HTTP).format(status=say.code.removeprefix("http_"))
    sentence = REASONS.get(say.code)
    if sentence is None:
        return _("Reason: %(code)s") % {"code": say.code.replace("_", " ")}
    known = {name for _text, name, _spec, _conversion in Formatter().parse(str(sentence)) if name}
    return str(sentence).format(**{name: say.params.get(name, "?") for name in known}) if known else str(sentence)


def reply(way: ReplyWay, network: str) -> str:
    """Return how a mention can be answered on ``network`` (its name in words), and what a reply by program costs."""
    return str(REPLIES[way.reason]).format(
        network=network, price=dollars(way.price_micros), link_price=dollars(way.link_price_micros)
    )


def preview(say: Say) -> str:
    """Return what a preview cost and promises, from the ``Say`` of ``listening.money.Preview``."""
    given = say.params
    return _("This preview costs {cost}, about {posts} posts a month, about {month}.").format(
        cost=dollars(given["cost"]), posts=f"{given['posts']:,}", month=about(given["month"])
    )


def checks(row: CheckRow) -> str:
    """Return how far stored posts are asked after, and what that costs a month."""
    told = row.coverage
    if not told.stored:
        return _("Deletions: they are told only to who asks, {price} a post. Nothing is stored yet.").format(
            price=dollars(row.price)
        )
    if not told.a_month:
        return _("Deletions: the cap pays for no look-up, so they are not noticed. Raise it, or retire the source.")
    if told.is_daily:
        return _("Deletions: all {stored} stored posts are looked up daily, {month} a month.").format(
            stored=f"{told.stored:,}", month=dollars(told.month_micros)
        )
    return _(
        # xgettext:no-python-format
        "Deletions: a quarter of the cap, {month} a month, looks up {share} % of {stored} stored posts daily, "
        "what is open at the desk first, each within {days} days."
    ).format(
        month=dollars(told.month_micros), share=told.share, stored=f"{told.stored:,}", days=f"{told.round_days or 0:,}"
    )


def rescoring(found: Progress, *, now: datetime) -> str:
    """Return how far stored posts have been read again with another scoring; "" where there is nothing to tell."""
    told = {"done": f"{found.done:,}", "total": f"{found.total:,}", "changed": f"{found.changed:,}"}
    if found.finished_at is None:
        line = _("Re-reading {done} of {total} stored posts with the new scoring").format(**told)
        return f"{line}; {_left(found.left)}." if found.left is not None else f"{line}."
    if not found.total or now - found.finished_at > TOLD_FOR:
        return ""
    return _("All {total} stored posts were read again with the new scoring; {changed} changed their flags.").format(
        **told
    )


def _left(left: timedelta) -> str:
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return _("less than a minute left")
    if minutes < 90:
        return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("about %(n)d hour left", "about %(n)d hours left", hours) % {"n": hours}


def money(row: MoneyRow) -> str:
    """Return what a paid source has spent this month and may still spend, and what each kept mention cost."""
    if row.cap is None or row.left is None:
        return _("No monthly cap is set, so it is not read.")
    spent = _("{spent} of {cap} spent this month, {left} left.").format(
        spent=dollars(row.spent), cap=dollars(row.cap), left=dollars(row.left)
    )
    each = _("Each kept mention cost about {each}.").format(each=about(row.each)) if row.each is not None else ""
    return f"{spent} {each}".strip()
