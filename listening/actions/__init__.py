"""The verbs on brands, queries, accounts and sources, and the ways in by hand. Pages and API call the same ones."""

from listening.actions.brands import add_account, add_brand
from listening.actions.byhand import Answered, ImportReport, capture, import_csv, take_once, take_posts
from listening.actions.founding import found_installation, own_brand
from listening.actions.labels import judge_post
from listening.actions.queries import Edited, edit_query, save_query, switch_query
from listening.actions.refusals import Conflict, Refused
from listening.actions.sources import add_feed, add_paid_search, add_search, pause, poll_now, resume

__all__ = [
    "Answered",
    "Conflict",
    "Edited",
    "ImportReport",
    "Refused",
    "add_account",
    "add_brand",
    "add_feed",
    "add_paid_search",
    "add_search",
    "capture",
    "edit_query",
    "found_installation",
    "import_csv",
    "judge_post",
    "own_brand",
    "pause",
    "poll_now",
    "resume",
    "save_query",
    "switch_query",
    "take_once",
    "take_posts",
]
