"""Corrections teach the scoring of this installation: from whom it may, in every process, until a person says no."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from listening.actions import scoring
from listening.actions.refusals import Refused
from listening.models import Adaptation, Judgement, Mention
from listening.scoring.artefact import shipped
from listening.scoring.thresholds import cuts_of
from listening.storage import adaptations, context, rescoring
from tests.factories import NOW, make_installation, make_mention, make_user
from tests.listening.storage.judging import said

pytestmark = pytest.mark.django_db
SHIPPED = shipped()["en"].version
WORDS = ("for the report", "with Ann", "and wrote it down", "for the plan", "this week")


@pytest.fixture(autouse=True)
def world() -> Iterator[None]:
    context.forget()
    make_installation()
    yield
    context.forget()


def correct(n: int = 60, *, start: int = 0, turned: bool = False, **more: object) -> list[Mention]:
    """Say of posts that those about a migration are complaints, the others none; turned, the other way round."""
    made = []
    for place in range(start, start + n):
        about = "our migration to" if place % 2 else "the dashboard of"
        text = f"We looked at {about} Northwind Relay, {WORDS[place // 2 % 5]}"
        mention = make_mention(text, external_id=f"post-{place}", **more)  # type: ignore[arg-type]
        said(mention, (place % 2 == 1) is not turned, chosen="uncertain")
        made.append(mention)
    return made


def newest() -> Adaptation | None:
    return Adaptation.objects.filter(language="en").order_by("-id").first()


def test_it_learns_in_every_process() -> None:
    plain = context.scorer()
    correct()
    assert adaptations.learn(NOW) >= 1
    row, judge = newest(), context.scorer()
    assert row is not None
    assert row.version.startswith(f"{SHIPPED}+a")
    assert row.version in judge.version
    assert judge.version != plain.version
    text = "Planned our migration to Northwind Relay"
    was, now = (each.judge(text)[0].probabilities["complaint"] for each in (plain, judge))
    assert now > was + 0.2
    assert context.scorer() is judge


def test_it_keeps_the_thresholds_of_each_language() -> None:
    correct()
    adaptations.learn(NOW)
    assert context.cuts() == {language: cuts_of(made) for language, made in shipped().items()}


def test_it_needs_thirty_and_then_ten_more() -> None:
    correct(29)
    assert adaptations.learn(NOW) == 0
    correct(31, start=29)
    assert adaptations.learn(NOW) > 0
    correct(9, start=60)
    assert adaptations.learn(NOW) == 0
    correct(1, start=69)
    assert adaptations.learn(NOW) > 0
    assert newest().examples == 70  # type: ignore[union-attr]


@pytest.mark.parametrize("network", ["x", "linkedin", "reddit", "youtube"])
def test_it_never_learns_from_a_network_that_forbids_it(network: str) -> None:
    correct(network=network)
    adaptations.learn(NOW)
    assert newest().examples == 0  # type: ignore[union-attr]
    assert context.scorer().version.endswith(SHIPPED)


def test_it_never_learns_from_a_deleted_post() -> None:
    gone = correct(60)[:40]
    Mention.objects.filter(id__in=[each.id for each in gone]).update(
        deleted_at=NOW, text="", author_handle="", author_name=""
    )
    assert len(adaptations.gather()[1]) == 20


def test_the_newest_word_of_a_person_counts() -> None:
    one, other, *_ = correct(4)
    said(one, True)
    said(other, None)
    truth = {each.key.split("\n")[-1]: each.truth for each in adaptations.gather()[1]}
    assert truth == {"post-0": True, "post-2": False, "post-3": True}


def test_it_leaves_a_flag_as_shipped_that_gets_worse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("listening.scoring.adaptation._clearly_less", lambda now, was: False)
    correct()
    adaptations.learn(NOW)
    row = newest()
    assert row is not None
    assert row.version == SHIPPED
    assert row.learnt["complaint"]["kept"] is False
    assert context.scorer().version.endswith(SHIPPED)


def test_a_person_goes_back_and_it_holds() -> None:
    correct()
    adaptations.learn(NOW)
    learnt, alice = context.scorer().version, make_user("owner", name="Alice Park")
    scoring.go_back("en", actor=alice, now=NOW)
    assert context.scorer().version.endswith(SHIPPED)
    correct(20, start=60)
    adaptations.learn(NOW)
    assert newest().withdrawn_by == alice  # type: ignore[union-attr]
    scoring.learn_again("en")
    assert context.scorer().version == learnt


def test_going_back_while_it_learns_holds_too(monkeypatch: pytest.MonkeyPatch) -> None:
    correct()
    adaptations.learn(NOW)
    correct(40, start=60, turned=True)
    states = adaptations.states()
    monkeypatch.setattr(adaptations, "states", lambda: states)
    scoring.go_back("en", actor=None, now=NOW)
    adaptations.learn(NOW)
    assert context.scorer().version.endswith(SHIPPED)


@pytest.mark.parametrize(("language", "code"), [("en", "nothing_learnt"), ("xx", "language_unknown")])
def test_there_must_be_something_to_go_back_from(language: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        scoring.go_back(language, actor=None, now=NOW)
    assert refused.value.code == code


def test_what_was_learnt_beside_another_version_is_left_and_learnt_anew() -> None:
    correct()
    adaptations.learn(NOW)
    Adaptation.objects.update(base="en-before", version="en-before+a00000000")
    assert context.scorer().version.endswith(SHIPPED)
    assert adaptations.learn(NOW) > 0
    assert newest().base == SHIPPED  # type: ignore[union-attr]


def test_the_same_again_keeps_its_day() -> None:
    correct()
    adaptations.learn(NOW)
    row = newest()
    correct(10, start=60, network="x")
    adaptations.learn(NOW + timedelta(days=3))
    again = newest()
    assert row is not None
    assert again is not None
    assert (again.id, again.made_at, again.version) == (row.id, NOW, row.version)
    assert again.label > row.label


def test_stored_posts_are_read_again_by_it() -> None:
    mention = make_mention("Planned our migration to Northwind Relay, with Ann", brand=None)
    correct()
    adaptations.learn(NOW)
    rescoring.work(lambda: NOW)
    assert Judgement.objects.get(mention=mention).scorer == context.scorer().version
