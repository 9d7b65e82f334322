"""The form writes the query language and reads it back: chips in, expression out. Knows neither page nor post.

A chip holds what a person types: a word, a phrase with or without quotation marks, ``webhook*``, ``@handle``, a domain,
or an exact word in backticks. Nothing else means anything in it, so that *AND* in a chip is the word.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from listening.query.errors import QueryError
from listening.query.grammar import MAX_TERMS, parse
from listening.query.printing import print_tree
from listening.query.tokens import MAX_BYTES, MAX_NEAR, QUOTES, tokenise
from listening.query.tree import And, Field, Near, Node, Not, Or, Term, children_of, terms_in

Role = Literal["must", "any", "not", "near", "where"]

_FIELDS = {"sources": "source", "langs": "lang", "authors": "author"}
"""Chips of the form → the field of the language that they fill."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearness:
    """One of ``words`` within ``distance`` words (1 to 100) of one of ``others``, in either order."""

    words: tuple[str, ...]
    distance: int
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What the form holds: all of ``must``, one of ``any_of``, none of ``none_of``, and where to look."""

    must: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()
    none_of: tuple[str, ...] = ()
    near: Nearness | None = None
    sources: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPart:
    """A part of a query that does something by itself. ``node`` is what it looks for, under *not* what it leaves out.

    ``words`` are as many as there are chips in it, as the language writes them.
    """

    role: Role
    words: tuple[str, ...]
    node: Node


class FormError(QueryError):
    """A form that cannot be written. ``field`` is a field of ``Form`` (of near: ``near.words``, ``near.distance``,
    ``near.others``), ``index`` the chip in it counted from 0, ``position`` the place within the chip.

    ``field`` is empty and ``index`` ``None`` where the whole form is meant. ``wording.refusal`` has the words.
    """

    def __init__(self, code: str, *, field: str = "", index: int | None = None, position: int = 0, hint: str = ""):
        super().__init__(code, position, hint)
        self.field = field
        self.index = index


def expression(form: Form) -> str:
    """Return the query that the form means. Raises ``FormError``."""
    return print_tree(tree_of(form))


def tree_of(form: Form) -> Node:
    """Return the tree that the form means. Raises ``FormError`` for a bad chip, and where nothing must be there."""
    wanted, unwanted = _positives(form), _terms(form.none_of, "none_of")
    if not wanted:
        raise FormError("only_not" if unwanted else "empty", field="none_of" if unwanted else "")
    tree = _joined(And, [*wanted, Not(_joined(Or, unwanted))] if unwanted else wanted)
    _check_limits(tree)
    return tree


def form_of(tree: Node) -> Form | None:
    """Return the form that means the same as the tree, ``None`` if the form cannot show it: written by hand.

    The order of what is joined by AND does not matter, nor whether several NOTs are written as one.
    """
    held: dict[str, list[str]] = {name: [] for name in ("must", "any_of", "none_of", *_FIELDS)}
    near: Nearness | None = None
    for child in _flat(tree, And):
        if isinstance(child, Near):
            if near is not None:
                return None
            near = Nearness(words=_printed(child.left), distance=child.distance, others=_printed(child.right))
            continue
        name = _field_for(child)
        repeats = name in ("must", "none_of")
        if not name or (held[name] and not repeats):
            return None
        inner = child.child if isinstance(child, Not) else child
        held[name] += _printed(inner)
    return normal(Form(near=near, **{name: tuple(words) for name, words in held.items()}))


def normal(form: Form) -> Form:
    """Return the form as ``form_of`` reads it back: chips as the language writes them, each once. Raises ``FormError``.

    One word alone under *any of* is a word that must be there.
    """
    must, any_of = _terms(form.must, "must"), _terms(form.any_of, "any_of")
    if len(any_of) == 1:
        must, any_of = _once([*must, *any_of]), []
    return Form(
        must=_chips(must),
        any_of=_chips(any_of),
        none_of=_chips(_terms(form.none_of, "none_of")),
        near=_normal_near(form.near),
        **{name: _chips(_terms(getattr(form, name), name)) for name in _FIELDS},
    )


def parts(form: Form) -> tuple[FormPart, ...]:
    """Return what each part of the form does, in the order of the form. Raises ``FormError``."""
    found = [_part("must", [term]) for term in _terms(form.must, "must")]
    if any_of := _terms(form.any_of, "any_of"):
        found.append(_part("any", any_of))
    if near := _near(form.near):
        found.append(FormPart(role="near", words=(print_tree(near),), node=near))
    for name, field in _FIELDS.items():
        if terms := _terms(getattr(form, name), name):
            found.append(_part("where", [Field(field, term) for term in terms]))
    return (*found, *(_part("not", [term]) for term in _terms(form.none_of, "none_of")))


def parts_of(tree: Node) -> tuple[FormPart, ...]:
    """Return what each part of any tree does: of those joined by AND at its top, the NOTs last."""
    form = form_of(tree)
    if form is not None:
        return parts(form)
    children = list(_flat(tree, And))
    wanted = [FormPart(role=_role(each), words=_words(each), node=each) for each in children if _is_wanted(each)]
    unwanted = [inner for each in children if isinstance(each, Not) for inner in _flat(each.child, Or)]
    return (*wanted, *(FormPart(role="not", words=(print_tree(each),), node=each) for each in unwanted))


def positive(tree: Node) -> Node:
    """Return the tree without its NOTs: it finds what the tree finds, and what the NOTs leave out of that.

    Raises ``ValueError`` for a tree that could match without holding anything, which the parser refuses.
    """
    found = _positive(tree, wanted=True)
    if found is None:
        raise ValueError("a query of NOTs alone")
    return found


def exclusions(tree: Node) -> tuple[Node, ...]:
    """Return everything that any NOT of the tree leaves out, alternatives one by one, from left to right."""
    if isinstance(tree, Not):
        return exclusions(tree.child.child) if isinstance(tree.child, Not) else tuple(_flat(tree.child, Or))
    return tuple(found for child in children_of(tree) for found in exclusions(child))


def term_of(chip: str, *, field: str = "", index: int | None = None) -> Term:
    """Return the term that a chip means. Raises ``FormError`` with its place."""
    text = chip.strip()
    lead = len(chip) - len(chip.lstrip())
    quoted = (len(text) > 1 and (text[0], text[-1]) == ("`", "`")) or (len(text) > 1 and _in_quotes(text))
    inner, skipped = (text[1:-1], lead) if quoted else (text, lead - 1)
    exact = quoted and text[0] == "`"
    strays = "`" if exact else QUOTES if quoted else QUOTES + "`"
    stray = next((at for at, char in enumerate(inner) if char in strays), None)
    if stray is not None:
        code = "unclosed_backtick" if inner[stray] == "`" else "unclosed_quote"
        raise FormError(code, field=field, index=index, position=stray + 1 + skipped)
    mark = "`" if exact else '"'
    try:
        token = tokenise(f"{mark}{inner}{mark}")[0]
    except QueryError as error:
        position = max(lead, error.position + skipped)
        raise FormError(error.code, field=field, index=index, position=position, hint=error.hint) from None
    return Term(token.text, exact)


def _in_quotes(text: str) -> bool:
    return text[0] in QUOTES and text[-1] in QUOTES


def _terms(chips: Iterable[str], field: str) -> list[Term]:
    return _once(term_of(chip, field=field, index=index) for index, chip in enumerate(chips))


def _once(terms: Iterable[Term]) -> list[Term]:
    return list(dict.fromkeys(terms))


def _chips(terms: Iterable[Term]) -> tuple[str, ...]:
    return tuple(print_tree(term) for term in terms)


def _positives(form: Form) -> list[Node]:
    """Return what must be there, each a member of the AND."""
    found: list[Node] = list(_once([*_terms(form.must, "must")]))
    if any_of := _terms(form.any_of, "any_of"):
        group = _joined(Or, any_of)
        found += [group] if group not in found else []
    if near := _near(form.near):
        found.append(near)
    for name, field in _FIELDS.items():
        if terms := _terms(getattr(form, name), name):
            found.append(_joined(Or, [Field(field, term) for term in terms]))
    return found


def _near(near: Nearness | None) -> Near | None:
    if near is None or not (near.words or near.others):
        return None
    words, others = _terms(near.words, "near.words"), _terms(near.others, "near.others")
    if not words or not others:
        raise FormError("near_side", field="near.others" if words else "near.words")
    if not 1 <= near.distance <= MAX_NEAR:
        raise FormError("near_range", field="near.distance", hint=str(MAX_NEAR))
    return Near(_joined(Or, words), _joined(Or, others), near.distance)


def _normal_near(near: Nearness | None) -> Nearness | None:
    made = _near(near)
    if made is None:
        return None
    return Nearness(words=_printed(made.left), distance=made.distance, others=_printed(made.right))


def _joined(kind: type[And] | type[Or], nodes: Iterable[Node]) -> Node:
    members = tuple(nodes)
    return members[0] if len(members) == 1 else kind(members)


def _check_limits(tree: Node) -> None:
    if len(terms_in(tree)) > MAX_TERMS:
        raise FormError("too_many_terms", hint=str(MAX_TERMS))
    if len(print_tree(tree).encode()) > MAX_BYTES:
        raise FormError("too_long", hint=str(MAX_BYTES))


def _flat(node: Node, kind: type[And] | type[Or]) -> Iterator[Node]:
    if not isinstance(node, kind):
        yield node
        return
    for child in node.children:
        yield from _flat(child, kind)


def _field_for(node: Node) -> str:
    """Return the field of the form that shows this member of the AND, "" if none can."""
    negated = isinstance(node, Not)
    leaves = list(_flat(node.child if isinstance(node, Not) else node, Or))
    if all(isinstance(leaf, Term) for leaf in leaves):
        if negated:
            return "none_of"
        return "must" if len(leaves) == 1 else "any_of"
    names = {leaf.name if isinstance(leaf, Field) else "" for leaf in leaves}
    shown = [name for name, field in _FIELDS.items() if names == {field}]
    return shown[0] if shown and not negated else ""


def _printed(node: Node) -> tuple[str, ...]:
    """Return a term, or the terms of an OR, as chips, each once."""
    return _chips(dict.fromkeys(terms_in(node)))


def _part(role: Role, nodes: list[Term] | list[Field]) -> FormPart:
    return FormPart(role=role, words=tuple(print_tree(node) for node in nodes), node=_joined(Or, nodes))


def _is_wanted(node: Node) -> bool:
    return not isinstance(node, Not)


def _role(node: Node) -> Role:
    if isinstance(node, Near):
        return "near"
    leaves = list(_flat(node, Or))
    if all(isinstance(leaf, Field) for leaf in leaves):
        return "where"
    return "must" if len(leaves) == 1 else "any"


def _words(node: Node) -> tuple[str, ...]:
    return tuple(print_tree(leaf) for leaf in _flat(node, Or))


def _positive(node: Node, *, wanted: bool) -> Node | None:
    """Return the part that must be there; ``None`` where everything would do."""
    if isinstance(node, Not):
        return _positive(node.child, wanted=not wanted)
    if isinstance(node, (Term, Field, Near)):
        return node if wanted else None
    found = [_positive(child, wanted=wanted) for child in node.children]
    there = [each for each in found if each is not None]
    if isinstance(node, And) == wanted:
        return _joined(And, there) if there else None
    return _joined(Or, there) if len(there) == len(found) else None


def read(text: str) -> Form | None:
    """Return the form that shows this query, ``None`` if only *Advanced* can. Raises ``QueryError``."""
    return form_of(parse(text))
