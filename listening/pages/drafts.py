"""A query while it is edited: the form and the expression side by side, where what was edited last leads. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from listening import query
from listening.query.cures import cure
from listening.query.form import Form, FormError, Nearness, expression, form_of, normal
from listening.query.proposals import Proposal, applied

CHIPS = {
    "must": "must",
    "any_of": "any_of",
    "none_of": "none_of",
    "near_words": "near.words",
    "near_others": "near.others",
    "sources": "sources",
    "langs": "langs",
    "authors": "authors",
}
"""Inputs of the page that hold chips, and the field of ``Form`` that a mistake in them names."""

NEAR_DISTANCE = "5"
"""How far apart words may be until somebody says it."""

_CHIP = re.compile(r"""(?:"[^"]*"?|“[^”]*”?|`[^`]*`?|[^,\n"“`])+""")
_CUT = 24  # characters shown on either side of what a cure changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Where an expression goes wrong: the text before, the word at fault, the text after, why, and what to write."""

    position: int  # counted from 1
    before: str
    at: str
    after: str
    words: str
    cure: str
    cure_around: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What the editor holds.

    ``inputs`` are the texts of the form's inputs. ``by_hand`` says that the form cannot show the expression.
    ``edited`` is *form*, *expression* or "" where nothing was. ``valid`` is the expression that can be tried: the
    edited one, or that of the other side while this one has a mistake; "" while there is none.
    """

    inputs: Mapping[str, str]
    expression: str
    by_hand: bool = False
    edited: str = ""
    mistake: Mistake | None = None
    form_mistake: FormError | None = None
    valid: str = ""
    written: bool = False  # the expression's text is not what the browser sent
    empty: bool = False  # nothing was said yet

    @property
    def was(self) -> str:
        """The expression as both sides agree on it: what an edit is told by. Nothing agrees with a mistake."""
        return "" if self.mistake else self.expression

    @property
    def wrong(self) -> bool:
        """Whether saving is refused."""
        return self.mistake is not None or self.form_mistake is not None or self.empty


def opened(written: str) -> Draft:
    """Return the editor as it opens for a stored expression, or empty for a new query."""
    if not written.strip():
        return Draft(inputs=inputs_of(Form()), expression="", empty=True)
    form, mistake = _read(written)
    return Draft(
        inputs=inputs_of(form or Form()),
        expression=written,
        by_hand=form is None and mistake is None,
        mistake=mistake,
        valid="" if mistake else written,
    )


def drafted(sent: Mapping[str, str], *, saved: str = "") -> Draft:
    """Return the editor after an edit. ``sent`` are the page's inputs, ``saved`` the stored expression, if any.

    Without JavaScript nobody says which side was edited: the expression, if it differs from what was shown.
    """
    text = _lines(sent.get("cure") or sent.get("expression", ""))
    has_form = "must" in sent
    edited = sent.get("edited", "")
    if edited not in ("form", "expression") or sent.get("cure"):
        edited = "expression" if not has_form or text != _lines(sent.get("expression_was", "")) else "form"
    if not has_form:
        edited = "expression"
    draft = _by_expression(sent, text, saved) if edited == "expression" else _by_form(sent, text)
    return replace(draft, written=draft.written or bool(sent.get("cure")))


def with_proposal(draft: Draft, packed: str) -> Draft:
    """Return the editor with a proposal taken in, as its button packed it. What is not a proposal changes nothing."""
    try:
        values = json.loads(packed)
    except ValueError:
        return draft
    if not isinstance(values, list) or not values or not all(isinstance(each, str) for each in values):
        return draft
    changed = taken_in(draft.valid, values[0], tuple(values[1:]))
    return replace(opened(changed), edited="both", written=True) if changed else draft


def taken_in(written: str, kind: str, words: tuple[str, ...]) -> str:
    """Return an expression with a proposal taken in, "" if this is no proposal or there is nothing to change."""
    if kind not in ("exclude", "context") or not words or not written:
        return ""
    asked: Literal["exclude", "context"] = "exclude" if kind == "exclude" else "context"
    try:
        return applied(written, Proposal(kind=asked, words=words, drops=0, of=0, keeps=0, us=0))
    except query.QueryError:
        return ""


def chips_of(text: str) -> tuple[str, ...]:
    """Return the chips of an input: parted by commas or line ends, but within quotation marks or backticks."""
    return tuple(chip.strip() for chip in _CHIP.findall(_lines(text)) if chip.strip())


def chip_line(chips: tuple[str, ...]) -> str:
    """Return chips as the text of an input, so that ``chips_of`` gives them back."""
    return ", ".join(f'"{chip}"' if "," in chip and chip[0] not in '"`' else chip for chip in chips)


def inputs_of(form: Form) -> dict[str, str]:
    """Return the texts of the form's inputs."""
    near = form.near
    return {
        "must": chip_line(form.must),
        "any_of": chip_line(form.any_of),
        "none_of": chip_line(form.none_of),
        "near_words": chip_line(near.words) if near else "",
        "near_distance": str(near.distance) if near else NEAR_DISTANCE,
        "near_others": chip_line(near.others) if near else "",
        "sources": chip_line(form.sources),
        "langs": chip_line(form.langs),
        "authors": chip_line(form.authors),
    }


def form_from(inputs: Mapping[str, str]) -> Form:
    """Return the form that the inputs hold. A distance that is no number is 0, which the form refuses."""
    words, others = chips_of(inputs["near_words"]), chips_of(inputs["near_others"])
    distance = inputs["near_distance"].strip()
    number = int(distance) if distance.isascii() and distance.isdigit() and len(distance) < 6 else 0
    return Form(
        must=chips_of(inputs["must"]),
        any_of=chips_of(inputs["any_of"]),
        none_of=chips_of(inputs["none_of"]),
        near=Nearness(words=words, distance=number, others=others) if words or others else None,
        sources=chips_of(inputs["sources"]),
        langs=chips_of(inputs["langs"]),
        authors=chips_of(inputs["authors"]),
    )


def mistake_in(written: str, error: query.QueryError) -> Mistake:
    """Return what to show of a mistake in an expression."""
    at = min(error.position, len(written))
    end = at
    while end < len(written) and not written[end].isspace():
        end += 1
    mended = cure(written, error)
    return Mistake(
        position=at + 1,
        before=written[:at],
        at=written[at:end] or "␣",
        after=written[end:],
        words=query.refusal(error),
        cure=mended,
        cure_around=_around(mended, written),
    )


def _read(text: str) -> tuple[Form | None, Mistake | None]:
    try:
        tree = query.parse(text)
    except query.QueryError as error:
        return None, mistake_in(text, error)
    return form_of(tree), None


def _by_expression(sent: Mapping[str, str], text: str, saved: str) -> Draft:
    if not text.strip() and "must" not in sent:
        return Draft(inputs=inputs_of(Form()), expression=text, edited="expression", empty=True)
    form, mistake = _read(text)
    if mistake is None:
        shown = inputs_of(form or Form())
        return Draft(inputs=shown, expression=text, by_hand=form is None, edited="expression", valid=text)
    inputs = _sent(sent)
    try:
        other = expression(form_from(inputs))
    except FormError:
        other = saved
    by_hand = "must" not in sent
    return Draft(
        inputs=inputs, expression=text, by_hand=by_hand, edited="expression", mistake=mistake, valid=other or saved
    )


def _by_form(sent: Mapping[str, str], text: str) -> Draft:
    inputs = _sent(sent)
    form = form_from(inputs)
    try:
        written = expression(form)
    except FormError as error:
        mistake = _read(text)[1] if text.strip() else None
        valid = text if text.strip() and mistake is None else ""
        if error.code == "empty":
            return Draft(inputs=inputs, expression="", edited="form", empty=True, written=bool(text))
        return Draft(inputs=inputs, expression=text, edited="form", form_mistake=error, valid=valid)
    shown, mistake = _read(text) if text.strip() else (None, None)
    same = mistake is None and shown is not None and shown == normal(form)
    kept = text if same else written
    return Draft(inputs=inputs, expression=kept, edited="form", valid=kept, written=kept != text)


def _sent(sent: Mapping[str, str]) -> dict[str, str]:
    return {name: _lines(sent.get(name, default)) for name, default in inputs_of(Form()).items()}


def _lines(text: str) -> str:
    # Browsers send CR LF, which would shift every position.
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _around(mended: str, written: str) -> str:
    """Return the part of a cure around what it changes: all of a short one."""
    if len(mended) <= 2 * _CUT:
        return mended
    same = next((at for at, (a, b) in enumerate(zip(mended, written, strict=False)) if a != b), len(mended))
    start, end = max(0, same - _CUT), min(len(mended), same + _CUT)
    return ("… " if start else "") + mended[start:end] + (" …" if end < len(mended) else "")


def form_mistake(draft: Draft) -> dict[str, Any]:
    """Return the words of a mistake in the form: which input, which chip, why."""
    error = draft.form_mistake
    if error is None:
        return {}
    name = next((name for name, where in CHIPS.items() if where == error.field), "")
    chips = chips_of(draft.inputs.get(name, "")) if name else ()
    chip = chips[error.index] if error.index is not None and error.index < len(chips) else ""
    return {"input": name or error.field, "chip": chip, "words": query.refusal(error)}
