"""The practice company's people: repeatable, and they leave a newcomer something to do."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

from config.practice.replay import AT_THE_DESK, shifts, ticks, within
from config.practice.staff import Seen, decide

NOW = datetime(2026, 11, 16, 12, tzinfo=UTC)
LONG = timedelta(days=40)


def case(number: int, *, hours: float = 40, taken: bool = True, flags: str = "complaint", answer: str = "") -> Seen:
    return Seen(
        id=number,
        lane="engage",
        flags=frozenset({flags}),
        answer=answer,
        seen_at=NOW - timedelta(hours=hours),
        taken=taken,
    )


def test_it_takes_a_case_before_it_ends_one() -> None:
    act = decide(case(10, taken=False), now=NOW, until_quiet=LONG)
    assert act is not None
    assert act.verb == "claim"


def test_it_does_the_same_for_the_same_case() -> None:
    assert decide(case(12), now=NOW, until_quiet=LONG) == decide(case(12), now=NOW, until_quiet=LONG)


def test_it_puts_spam_away() -> None:
    act = decide(case(10, flags="spam"), now=NOW, until_quiet=LONG)
    assert act is not None
    assert act.verb == "not_relevant"


def test_it_answers_most_of_what_cannot_be_read_in_time_and_not_all() -> None:
    acts = [decide(case(n, hours=2.2, answer="unverified"), now=NOW, until_quiet=LONG) for n in range(10)]
    assert [act.word if act else "" for act in acts].count("answered") == 6


def test_it_never_says_answered_where_the_thread_shows_that_nobody_did() -> None:
    acts = [
        decide(case(n, hours=h, answer="unanswered"), now=NOW, until_quiet=LONG) for n in range(10) for h in (3, 60)
    ]
    said = {(act.verb, act.word) for act in acts if act}
    assert ("done", "answered") not in said
    assert any(verb == "answered_privately" and word for verb, word in said)


def test_it_works_at_the_desk_between_two_looks_only() -> None:
    assert [at for at, _over in shifts(NOW, NOW + timedelta(hours=1))] == [NOW + timedelta(minutes=40)]


def test_it_takes_every_case_before_any_is_answered() -> None:
    (took, _over), (ended, over) = AT_THE_DESK
    answers = [within(NOW + ended, over, case_id) for case_id in range(100)]
    assert len(set(answers)) == 100
    assert NOW + took < min(answers) <= max(answers) == NOW + ended
    assert within(NOW + took, AT_THE_DESK[0][1], 99) > NOW


def test_it_leaves_the_last_day_to_the_newcomer() -> None:
    acts = [decide(case(n), now=NOW, until_quiet=timedelta(hours=20)) for n in range(30)]
    assert acts == [None] * 30


def test_it_forgets_some_questions_on_purpose() -> None:
    assert decide(case(13, answer="unanswered"), now=NOW, until_quiet=timedelta(days=5)) is None


def test_it_looks_finer_towards_the_end_and_never_past_it() -> None:
    found = list(ticks(NOW - timedelta(days=10), NOW))
    gaps = [later - earlier for earlier, later in itertools.pairwise(found)]
    assert found[-1] == NOW
    assert gaps[0] == timedelta(days=1)
    assert gaps[-1] <= timedelta(minutes=20)
    assert sorted(gaps, reverse=True) == gaps
