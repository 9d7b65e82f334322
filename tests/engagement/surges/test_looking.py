"""Early warning on stored posts: what counts, one surge at a time, its case, and queries that do not grow."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from engagement import actions, queue
from engagement.actions import surges
from engagement.history import say_of
from engagement.intake import take_in
from engagement.models import Case, CaseItem, Event, ReachSeen, Surge, UsualHour
from listening.models import Mention, Story, Thread
from listening.records import Say
from tests.engagement.surges.voices import DAY, HOUR, MINUTE, make_usual, people, say
from tests.factories import (
    NOW,
    make_brand,
    make_change,
    make_installation,
    make_query,
    make_source,
    make_thread,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet_weeks() -> None:
    make_installation()
    make_usual()


def said(case: Case) -> Say:
    """Return why the case came back."""
    found = say_of(case.returned)
    assert found is not None
    return found


def test_it_notices_a_crowd_and_brings_its_first_post_up() -> None:
    posts = say(people(12))
    assert surges.look(NOW) == 1
    surge = Surge.objects.get()
    assert (surge.voices, surge.posts, surge.peak) == (12, 12, 12)
    assert surge.lead_id == posts[0].pk
    case = Case.objects.get(lead=posts[0])
    assert (case.lane, case.work, case.status, said(case).code) == ("monitor", True, "open", "surge")
    assert (case.pk, case.version) == (surge.case_id, 2)


def test_it_begins_only_once() -> None:
    say(people(12))
    assert [surges.look(NOW), surges.look(NOW + MINUTE), surges.look(NOW + 5 * MINUTE)] == [1, 0, 0]


def test_it_does_not_notice_two_loud_people() -> None:
    say(["loud", "louder"] * 20)
    assert surges.look(NOW) == 0


@pytest.mark.parametrize(
    "more",
    [
        {"found_late": True},
        {"relevance": 0.4},
        {"flags": ["spam"]},
        {"role": "own", "judged": False},
        {"role": "context"},
        {"author_is_bot": True},
        {"published_quality": "claimed", "seen_at": NOW + 3 * HOUR},
        {"published_quality": "crawl"},
        {"text": "The same press release, word by word, on ten sites of one publisher"},
    ],
    ids=str,
)
def test_it_does_not_count(more: dict[str, Any]) -> None:
    say(people(12), taken_in=False, **more)
    assert surges.look(NOW) == 0


def test_it_counts_a_claimed_date_if_the_post_was_seen_soon() -> None:
    say(people(12), published_quality="claimed")
    assert surges.look(NOW) == 1


def test_it_does_not_take_a_new_source_or_a_new_query_for_a_crowd() -> None:
    say(people(12), source=make_source(created_at=NOW - HOUR))
    other = make_brand("Globex")
    make_query(brand=other, created_at=NOW - HOUR)
    say(people(12, name="other"), brand=other)
    assert surges.look(NOW) == 0


def test_it_takes_posts_without_an_author_as_one_voice_of_their_source() -> None:
    say([""] * 12, source=make_source(created_at=NOW - 30 * DAY))
    assert surges.look(NOW) == 0


def test_it_tells_a_story_apart_from_its_brand() -> None:
    story = Story.objects.create(key="url:x", title="Relay is down", first_seen_at=NOW)
    say(people(14), story=story)
    assert surges.look(NOW) == 1
    surge = Surge.objects.get()
    assert (surge.story_id, surge.say["params"]["story"]) == (story.pk, "Relay is down")


def test_it_brings_back_the_case_of_a_story() -> None:
    story = Story.objects.create(key="url:x", title="Relay is down", first_seen_at=NOW)
    (first,) = say(["early"], until=NOW - 5 * HOUR, story=story)
    case = Case.objects.get(lead=first)
    actions.done(case.pk, disposition="no_reply_needed", actor=make_user(), now=NOW - 4 * HOUR)
    say(people(14), story=story)
    surges.look(NOW)
    case.refresh_from_db()
    assert (case.status, case.work, Surge.objects.get().case_id) == ("open", True, case.pk)
    assert Event.objects.filter(case=case, verb="returned", params__code="surge").count() == 1


def test_it_keeps_the_case_up_when_the_first_post_is_judged_again() -> None:
    posts = say(people(12))
    surges.look(NOW)
    make_change(posts[0])
    take_in(now=NOW + MINUTE)
    case = Case.objects.get(lead=posts[0])
    assert (case.lane, case.work) == ("monitor", True)


def test_it_waits_for_intake_to_open_the_case() -> None:
    posts = say(people(12), taken_in=False)
    surges.look(NOW)
    assert Surge.objects.get().case_id is None
    make_change(posts[0])
    take_in(now=NOW)
    surges.look(NOW + MINUTE)
    assert Surge.objects.get().case_id == CaseItem.objects.get().case_id


def test_it_doubles_once_and_ends_by_itself() -> None:
    say(people(12))
    surges.look(NOW)
    say(people(14, name="more"), until=NOW + 20 * MINUTE)
    surges.look(NOW + 20 * MINUTE)
    surge = Surge.objects.get()
    assert (surge.grown_at, surge.voices, surge.ended_at) == (NOW + 20 * MINUTE, 26, None)
    assert surges.look(NOW + 3 * HOUR) == 0
    surge.refresh_from_db()
    assert (surge.ended, surge.voices, surge.ended_at) == ("faded", 26, NOW + 3 * HOUR)
    assert queue.surges() == ()


def test_it_says_on_the_desk_what_runs() -> None:
    say(people(12))
    surges.look(NOW)
    (line,) = queue.surges()
    assert (line.case_id, line.say.params["voices"]) == (Surge.objects.get().case_id, 12)


def test_it_shows_above_monitor_what_runs(client: Client) -> None:
    client.force_login(make_user())
    say(people(12))
    surges.look(NOW)
    words = "Surge: 12 posts by 12 voices about Northwind Relay since"
    assert words in client.get("/?lane=monitor").content.decode()
    assert words not in client.get("/?lane=engage").content.decode()


def test_it_asks_as_few_queries_of_many_posts() -> None:
    asked = []
    for n in (12, 60):
        say(people(n, name=f"crowd of {n} "), taken_in=False, until=NOW)
        Surge.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            surges.look(NOW)
        asked.append(len(captured))
    assert asked[0] == asked[1] <= 16


def test_it_walks_the_index_of_recent_posts() -> None:
    _many_old_posts()
    with CaptureQueriesContext(connection) as captured:
        surges.look(NOW)
    (sql,) = [each["sql"] for each in captured if "FROM listening_mention m" in each["sql"]]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "mention_recent" in plan
    assert "Seq Scan on listening_mention" not in plan


def _many_old_posts() -> None:
    (one,) = say(["old"], until=NOW - 20 * DAY, taken_in=False)
    kept = [field.attname for field in Mention._meta.concrete_fields if field.attname not in ("id", "tsv")]
    values = Mention.objects.values(*kept).get(pk=one.pk)
    ages = [10 * DAY + n * MINUTE for n in range(3_000)]
    Mention.objects.bulk_create(
        Mention(**{**values, "external_id": f"old {age}", "published_at": NOW - age}) for age in ages
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE listening_mention")


def test_it_counts_the_hours_that_are_over() -> None:
    UsualHour.objects.all().delete()
    surges.count_hours(NOW)
    story = Story.objects.create(key="url:x", title="x", first_seen_at=NOW)
    say(["a", "a", "b"], until=NOW + 10 * MINUTE, story=story)
    assert [surges.count_hours(NOW + minutes * MINUTE) for minutes in (30, 61, 62)] == [False, True, False]
    counted = UsualHour.objects.values_list("hour", "posts", "voices", "story_voices").order_by("hour")
    assert list(counted) == [(NOW, 3, 2, 2)]
    surges.count_hours(NOW + 2 * HOUR)
    assert counted.all().count() == 2  # the window that ends an hour later holds them too


def test_it_leaves_out_of_the_usual_hours_what_was_muted() -> None:
    UsualHour.objects.all().delete()
    surges.count_hours(NOW)
    _kept, muted = say(["a", "b"], until=NOW + 10 * MINUTE)
    Case.objects.filter(lead=muted).update(status="done", disposition="muted", closed_at=NOW)
    surges.count_hours(NOW + 61 * MINUTE)
    assert UsualHour.objects.get().posts == 1


def test_it_counts_all_again_when_a_query_has_brought_its_past() -> None:
    surges.count_hours(NOW)
    UsualHour.objects.all().delete()
    say(["a"], until=NOW - 9 * DAY, found_late=True)
    make_query(changed_at=NOW + MINUTE)
    assert [surges.count_hours(NOW + minutes * MINUTE) for minutes in (5, 17, 30)] == [False, True, False]
    assert UsualHour.objects.count() == 2


def _talk(n: int, *, days: float = 6) -> Case:
    thread = make_thread(read_at=NOW - MINUTE, next_read_at=NOW + HOUR)
    say(["asker"], until=NOW - timedelta(days=days), flags=["complaint"], thread=thread)
    case = Case.objects.get()
    actions.done(case.pk, disposition="no_reply_needed", actor=make_user(), now=NOW - 2 * DAY)
    say(people(n), every=10 * MINUTE, role="context", judged=False, taken_in=False, thread=thread)
    return case


def test_it_brings_back_a_case_that_escalates_once() -> None:
    case = _talk(7)
    assert [surges.escalate(NOW), surges.escalate(NOW + MINUTE)] == [1, 0]
    case.refresh_from_db()
    assert (case.status, case.lane, said(case).code) == ("open", "engage", "escalating")
    assert said(case).params["voices"] == 7


def test_it_does_not_bring_back_what_few_say_or_what_was_not_relevant() -> None:
    case = _talk(4)
    assert surges.escalate(NOW) == 0
    Case.objects.filter(pk=case.pk).update(disposition="spam")
    assert surges.escalate(NOW) == 0


def _seen(case: Case, views: int, at: datetime) -> None:
    """Let the thread of the case be read at an instant, its first post with so many views."""
    Mention.objects.filter(pk=case.lead_id).update(reach={"views": views, "likes": 3})
    Thread.objects.update(read_at=at - MINUTE)
    surges.escalate(at)


def test_it_brings_back_a_case_whose_reach_grows_by_what_was_seen_at_each_read() -> None:
    case = _talk(5)
    past: dict[str, Any] = {"role": "context", "judged": False, "taken_in": False, "thread": case.lead.thread}
    say(["a", "b"] * 30, until=NOW - 3 * DAY, every=MINUTE, **past)  # so its replies do not grow threefold
    for hours, views in ((48, 8_000), (24, 10_000), (7.5, 11_000)):
        _seen(case, views, NOW - hours * HOUR)
    assert not Event.objects.filter(params__code="escalating").exists()
    _seen(case, 14_000, NOW)
    case.refresh_from_db()
    expected = {"measure": "views", "grown": 3_000, "voices": 5, "hours": 7, "before": 11_000, "days": 6}
    assert (case.status, said(case).params) == ("open", expected)


def test_it_keeps_one_row_an_hour_and_forgets_what_is_never_compared() -> None:
    case = _talk(2)
    _seen(case, 50, NOW - 9 * DAY)
    for minutes, views in ((0, 100), (1, 100), (2, 120)):
        _seen(case, views, NOW + minutes * MINUTE)
    assert list(ReachSeen.objects.values_list("measure", "seen")) == [("views", 120)]


def test_it_asks_little_while_no_thread_is_read() -> None:
    with CaptureQueriesContext(connection) as quiet:
        surges.escalate(NOW)
    _talk(4)
    with CaptureQueriesContext(connection) as looking:
        surges.escalate(NOW)
    assert (count(quiet), count(looking)) == (3, 6)


def count(captured: CaptureQueriesContext) -> int:
    """Return how many statements were asked, those of the transaction itself left out."""
    return sum(not each["sql"].startswith(("SAVEPOINT", "RELEASE")) for each in captured)
