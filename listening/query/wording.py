"""What a person reads when a query is refused or cannot be said to a network. Codes in, sentences out."""

from __future__ import annotations

from listening.query.errors import QueryError
from listening.records import Say

_REFUSALS: dict[str, str] = {
    "empty": "The query is empty. Type at least one word.",
    "too_long": "The query is longer than {hint} bytes. Split it into two queries.",
    "too_deep": "Groups and NOTs are nested more than {hint} levels deep.",
    "too_many_terms": "The query has more than {hint} terms. Split it into two queries.",
    "bad_character": "The character {hint} cannot be part of a query.",
    "unclosed_quote": "This quotation mark is never closed.",
    "unclosed_backtick": "This backtick is never closed.",
    "unclosed_group": "This parenthesis is never closed.",
    "unopened_group": "This parenthesis closes nothing.",
    "empty_group": "There is nothing between these parentheses.",
    "empty_phrase": "There is nothing between these quotation marks.",
    "missing_term": "A word is missing before {hint}.",
    "missing_end": "The query stops where a word is expected.",
    "near_number": "Write NEAR with a number of words, as in NEAR/3. Put it in quotation marks to look for the word.",
    "near_range": "NEAR takes a number of words from 1 to {hint}.",
    "near_operand": "NEAR joins words, phrases or a group of them joined by OR, nothing else.",
    "near_chain": "NEAR joins two things at a time. Write a NEAR/3 b AND b NEAR/3 c.",
    "star_alone": "A * needs the beginning of a word before it, as in integrat*.",
    "star_position": "A * can only stand at the end of a word, as in integrat*.",
    "no_letters": "{hint} has no letter, digit or symbol that could be looked for.",
    "minus": "Write NOT to leave a word out. Put it in quotation marks to look for the sign itself.",
    "plus": "Words side by side are all required. Leave out the +.",
    "operator_sign": "Write AND, OR or NOT as a word instead of {hint}.",
    "single_quote": "Use double quotation marks around a phrase.",
    "unknown_field": "There is no field {hint}. The fields are author, source, lang, type, title and link. Put it in "
    "quotation marks to look for the words.",
    "empty_field": "{hint} needs a value right after the colon.",
    "field_group": "A field takes one word or phrase. Write {hint}a OR {hint}b.",
    "only_not": "NOT alone would match almost everything. Say as well what must be there.",
}

_FORM_REFUSALS: dict[str, str] = {
    "near_side": "Near takes words on both sides. Fill the other side, or empty this one.",
}

_UNSAID: dict[str, str] = {
    "query.unsaid_not": "{network} is not told what to leave out; it is left out after fetching.",
    "query.unsaid_near": "{network} knows no NEAR; the distance is checked after fetching.",
    "query.unsaid_field": "{network} is not told the fields; they are checked after fetching.",
    "query.unsaid_case": "{network} ignores case; it is checked after fetching.",
    "query.unsaid_wildcard": "{network} decides by itself which endings {term} finds; some may be missed.",
    "query.unsaid_everything": "{network} cannot be asked for this query: it names no word to search for.",
    "query.many_searches": "{network} knows no OR; this query costs {count} searches.",
}


def refusal_codes() -> frozenset[str]:
    """Return every code that the parser's ``QueryError`` may carry; a form has a few more."""
    return frozenset(_REFUSALS)


def refusal(error: QueryError) -> str:
    """Return the sentence for a refused query, without its position."""
    return (_REFUSALS | _FORM_REFUSALS)[error.code].format(hint=error.hint)


def unsaid(say: Say) -> str:
    """Return the sentence for something a network's own search cannot express."""
    return _UNSAID[say.code].format(**say.params)
