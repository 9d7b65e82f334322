"""What people type as a list, one brand a line: its name, then other spellings after commas. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from listening.actions import Wanted
from listening.records import Say

MOST_LINES = 20
MOST_TERMS = 10  # spellings of one brand
LONGEST = 80  # characters of a spelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A list as it was understood; ``problems`` name the line by its number from 1."""

    wanted: tuple[Wanted, ...]
    problems: tuple[Say, ...]


def read(text: str, *, taken: Iterable[str] = ()) -> Read:
    """Return the brands of a list. ``taken`` are names that belong to other brands already."""
    known = {name.casefold(): 0 for name in taken}
    wanted: list[Wanted] = []
    problems: list[Say] = []
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip(" ,\t")]
    if len(lines) > MOST_LINES:
        problems.append(Say(code="too_many_lines", params={"most": MOST_LINES, "n": len(lines)}))
    for number, line in lines[:MOST_LINES]:
        terms = _terms(line)
        problem = _problem(terms, known)
        if problem is not None:
            problems.append(Say(code=problem.code, params={**problem.params, "line": number}))
            continue
        known |= {term.casefold(): number for term in terms}
        wanted.append(Wanted(name=terms[0], terms=terms))
    return Read(wanted=tuple(wanted), problems=tuple(problems))


def written(brands: Iterable[tuple[str, Sequence[str]]]) -> str:
    """Return brands (name, spellings) as the list that ``read`` understands as them."""
    return "\n".join(", ".join(_terms(", ".join((name, *terms)))) for name, terms in brands)


def domain_of(text: str) -> str:
    """Return the bare host of what was typed as a domain: no scheme, no www, no path; "" for what is none."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().lower())
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].rstrip(".").removeprefix("www.")
    label = r"[^\W_]([\w-]*[^\W_])?"
    return host if re.fullmatch(rf"({label}\.)+{label}", host) and not re.fullmatch(r"[\d.]+", host) else ""


def _terms(line: str) -> tuple[str, ...]:
    cells = (" ".join(cell.split()) for cell in line.split(","))
    found: dict[str, str] = {}
    for cell in filter(None, cells):
        found.setdefault(cell.casefold(), cell)
    return tuple(found.values())


def _problem(terms: Sequence[str], known: dict[str, int]) -> Say | None:
    if len(terms) > MOST_TERMS:
        return Say(code="too_many_spellings", params={"most": MOST_TERMS})
    for term in terms:
        if len(term) > LONGEST:
            return Say(code="too_long", params={"word": f"{term[:30]}…", "most": LONGEST})
        if '"' in term:
            return Say(code="quotes")
        if not re.search(r"[^\W_]", term):
            return Say(code="no_word", params={"word": term})
        if re.fullmatch(r"[\x00-\u02ff]", term):  # one sign of Chinese may be a name, one Latin letter is everywhere
            return Say(code="one_letter", params={"word": term})
        if term.casefold() in known:
            twin = known[term.casefold()]
            return Say(code="twice" if twin else "taken", params={"word": term, "twin": twin})
    return None
