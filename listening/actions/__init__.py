"""The verbs on brands, queries, accounts and sources, and the ways in by hand. Pages and API call the same ones."""

from listening.actions.answers import (
    Colleague,
    Said,
    a_question_after_all,
    accept_suggestion,
    decline_suggestion,
    name_colleague,
    no_colleague,
    not_a_question,
    not_an_answer,
    not_replied,
    replied_on_network,
    say_of_reply,
    this_answers_it,
    this_is_a_colleague,
    unname_colleague,
)
from listening.actions.brands import add_account, add_brand, archive_brand, remove_account
from listening.actions.byhand import Answered, ImportReport, capture, import_csv, take_once, take_posts
from listening.actions.founding import finish_setup, found_installation, note_step, own_brand
from listening.actions.labels import judge_post
from listening.actions.lineup import LineUp, Wanted, choose_brands
from listening.actions.paid import Tried, add_paid_search, preview_search
from listening.actions.queries import Edited, edit_query, save_query, switch_query
from listening.actions.refusals import Conflict, Refused
from listening.actions.sources import add_feed, add_search, pause, poll_now, resume
from listening.actions.voices import add_voice

__all__ = [
    "Answered",
    "Colleague",
    "Conflict",
    "Edited",
    "ImportReport",
    "LineUp",
    "Refused",
    "Said",
    "Tried",
    "Wanted",
    "a_question_after_all",
    "accept_suggestion",
    "add_account",
    "add_brand",
    "add_feed",
    "add_paid_search",
    "add_search",
    "add_voice",
    "archive_brand",
    "capture",
    "choose_brands",
    "decline_suggestion",
    "edit_query",
    "finish_setup",
    "found_installation",
    "import_csv",
    "judge_post",
    "name_colleague",
    "no_colleague",
    "not_a_question",
    "not_an_answer",
    "not_replied",
    "note_step",
    "own_brand",
    "pause",
    "poll_now",
    "preview_search",
    "remove_account",
    "replied_on_network",
    "resume",
    "save_query",
    "say_of_reply",
    "switch_query",
    "take_once",
    "take_posts",
    "this_answers_it",
    "this_is_a_colleague",
    "unname_colleague",
]
