"""The verbs on brands, queries, accounts and sources, and the ways in by hand. Pages and API call the same ones."""

from listening.actions.brands import add_account, add_brand, archive_brand, remove_account
from listening.actions.byhand import Answered, ImportReport, capture, import_csv, take_once, take_posts
from listening.actions.founding import finish_setup, found_installation, note_step, own_brand
from listening.actions.labels import judge_post
from listening.actions.lineup import LineUp, Wanted, choose_brands
from listening.actions.paid import Tried, add_paid_search, preview_search
from listening.actions.queries import Edited, edit_query, save_query, switch_query
from listening.actions.refusals import Conflict, Refused
from listening.actions.sources import add_feed, add_search, pause, poll_now, resume

__all__ = [
    "Answered",
    "Conflict",
    "Edited",
    "ImportReport",
    "LineUp",
    "Refused",
    "Tried",
    "Wanted",
    "add_account",
    "add_brand",
    "add_feed",
    "add_paid_search",
    "add_search",
    "archive_brand",
    "capture",
    "choose_brands",
    "edit_query",
    "finish_setup",
    "found_installation",
    "import_csv",
    "judge_post",
    "note_step",
    "own_brand",
    "pause",
    "poll_now",
    "preview_search",
    "remove_account",
    "resume",
    "save_query",
    "switch_query",
    "take_once",
    "take_posts",
]
