"""``python -m listening.query EXPR``: a filter for JSON lines. See docs/query-language.md."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from typing import Any

from listening.query.document import Document
from listening.query.errors import QueryError
from listening.query.grammar import parse
from listening.query.matcher import CompiledQuery, Matcher
from listening.query.wording import refusal

_USAGE = "usage: python -m listening.query EXPR < posts.jsonl"
_FIELDS = ("author", "source", "lang", "type")


def document_of(record: dict[str, Any]) -> Document:
    """Return a record of the filter as a document. Raises ``ValueError`` that names the member of a wrong type."""
    title, text = _string(record, "title"), _string(record, "text")
    links = record.get("link") or []
    if isinstance(links, str):
        links = [links]
    if not isinstance(links, list) or not all(isinstance(link, str) for link in links):
        raise ValueError("link is neither a string nor a list of strings")
    fields = {name: _string(record, name) for name in _FIELDS}
    whole = f"{title}\n\n{text}" if title else text
    return Document(text=whole, title_length=len(title), links=tuple(links), **fields)


def _string(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if value is not None and not isinstance(value, str):
        raise ValueError(f"{name} is not a string")
    return value or ""


def _record(line: bytes) -> dict[str, Any]:
    record = json.loads(line)
    if not isinstance(record, dict):
        raise ValueError("not a JSON object")
    return record


def _reason(error: ValueError | RecursionError) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    return "not JSON" if isinstance(error, (json.JSONDecodeError, UnicodeDecodeError)) else str(error)


def answers(matcher: Matcher, lines: Iterator[bytes]) -> Iterator[dict[str, Any]]:
    """Yield what to print: each record that matches with its spans, and each line that could not be read."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            record = _record(line)
            document = document_of(record)
        except (ValueError, RecursionError) as error:
            yield {"error": _reason(error), "line": number}
            continue
        for hit in matcher.match(document):
            yield {"id": record.get("id"), "spans": [[span.start, span.end] for span in hit.spans]}


def main(arguments: list[str]) -> int:
    """Filter standard input by one expression. Returns the exit status: 2 for a bad expression or usage."""
    if len(arguments) != 1:
        print(_USAGE, file=sys.stderr)
        return 2
    try:
        tree = parse(arguments[0])
    except QueryError as error:
        print(f"position {error.position}: {refusal(error)}", file=sys.stderr)
        return 2
    matcher = Matcher([CompiledQuery(query_id=1, brand_id=1, version=1, tree=tree)])
    try:
        for answer in answers(matcher, iter(sys.stdin.buffer)):
            print(json.dumps(answer), flush=True)
    except BrokenPipeError:  # the reader, such as head, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
