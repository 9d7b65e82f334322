"""The query language: grammar → tree → matcher over many queries → what a network's own search is asked. Pure."""

from listening.query.document import Document
from listening.query.errors import QueryError
from listening.query.grammar import parse
from listening.query.matcher import CompiledQuery, Matcher
from listening.query.printing import print_tree
from listening.query.terms import compile_for, terms_for_search
from listening.query.tree import Node
from listening.query.wording import refusal

__all__ = [
    "CompiledQuery",
    "Document",
    "Matcher",
    "Node",
    "QueryError",
    "compile_for",
    "parse",
    "print_tree",
    "refusal",
    "terms_for_search",
]
