"""The composer and the settings of replies, by plain forms: nothing typed is lost, nothing goes out unseen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from engagement.actions.replies import house
from engagement.models import Event, PolicyAcceptance, Reply, ReplyCrisis, ReplyPolicy, ReplySnippet
from listening.errors import Transient
from tests.engagement.replies.rows import KEY, NOW, TEXT, make_case, open_house
from tests.factories import make_user

pytestmark = pytest.mark.django_db
Case = Any


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A key that opens, and no network: where a thread would be read, the reading fails."""

    def fails(*args: object, **options: object) -> None:
        raise Transient("timeout")

    monkeypatch.setattr("listening.posting.read_now", fails)
    with override_settings(CREDENTIAL_KEYS=[KEY]):
        yield


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def post(client: Client, case: Case, step: str, **sent: Any) -> Any:
    values = {"version": 0, "opened": NOW.isoformat(), "writes": "1", "text": TEXT, "way": "by_hand", **sent}
    return client.post(f"/cases/{case.pk}/reply/step/{step}/", values)


def test_it_shows_the_composer_with_policy_price_and_checks() -> None:
    maya = open_house()
    case = make_case()
    post(as_(maya), case, "save")
    page = as_(maya).get(f"/cases/{case.pk}/reply/").content.decode()
    for words in (
        "Policy, version 1",
        "$0.01, with a link $0.20",
        f"{len(TEXT)} of 280 characters",
        "Says who we are",
        TEXT,
    ):
        assert words in page


def test_it_shares_a_draft_and_keeps_it_when_one_leaves() -> None:
    maya, ana = open_house(), make_user(name="Ana Park")
    case = make_case()
    client = as_(maya)
    post(client, case, "save")
    client.logout()
    assert TEXT in as_(ana).get(f"/cases/{case.pk}/reply/").content.decode()


def test_it_answers_an_autosave_with_checks_and_version() -> None:
    maya = open_house()
    case = make_case()
    values = {"version": 0, "writes": "1", "text": "Obviously your fault"}
    client = as_(maya)
    answer = client.post(f"/cases/{case.pk}/reply/step/save/", values, headers={"X-Autosave": "1"})
    assert (answer.status_code, answer["X-Version"]) == (200, "1")
    assert "May sound sharp" in answer.content.decode()
    again = client.post(f"/cases/{case.pk}/reply/step/save/", values, headers={"X-Autosave": "1"})
    assert (again.status_code, again["X-Version"]) == (200, "1")


def test_it_shows_both_texts_where_a_colleague_was_quicker() -> None:
    maya, ana = open_house(), make_user(name="Ana Park")
    case = make_case()
    post(as_(maya), case, "save")
    post(as_(ana), case, "save", version=1, text="Ana was here")
    answer = post(as_(maya), case, "save", version=1, text="Maya too")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("Ana was here", "Maya too", "Keep mine as note", "Put mine in its place"))
    assert Reply.objects.get().text == "Ana was here"
    post(as_(maya), case, "note", version=2, text="Maya too")
    assert Event.objects.get(verb="note").params["note"] == "Maya too"


def test_it_stops_where_the_thread_cannot_be_read_and_lets_a_person_decide() -> None:
    maya = open_house()
    case = make_case()
    stopped = post(as_(maya), case, "send")
    assert (stopped.status_code, Reply.objects.get().state) == (409, "draft")
    assert "Reply anyway, logged" in stopped.content.decode()
    post(as_(maya), case, "send", version=1, known=["unread"])
    assert Reply.objects.get().state == "approved"
    assert Event.objects.filter(verb="reply_anyway", actor=maya).count() == 1


def test_it_walks_a_reply_by_hand_to_its_link() -> None:
    maya = open_house()
    case, client = make_case(), as_(maya)
    post(client, case, "send", known=["unread"])
    assert "I have posted it" in client.get(f"/cases/{case.pk}/reply/").content.decode()
    post(client, case, "replied", version=2)
    post(client, case, "there", version=3, url="https://x.com/northwind/status/9")
    assert (Reply.objects.get().state, Reply.objects.get().url) == ("sent", "https://x.com/northwind/status/9")
    assert "See it there" in client.get(f"/cases/{case.pk}/reply/").content.decode()


def test_it_keeps_what_was_typed_when_it_refuses() -> None:
    maya = open_house()
    case = make_case()
    answer = post(as_(maya), case, "send", text="a" * 300, way="api")
    assert answer.status_code == 422
    assert Reply.objects.get().text == "a" * 300
    long = post(as_(maya), case, "save", version=1, text="b" * 10_001)
    assert (long.status_code, "b" * 10_001 in long.content.decode()) == (422, True)


def test_it_asks_to_accept_the_policy_before_anything_goes_out() -> None:
    open_house()
    ana, case = make_user(name="Ana Park"), make_case()
    assert "Accept the policy" in as_(ana).get(f"/cases/{case.pk}/reply/").content.decode()
    assert post(as_(ana), case, "send").status_code == 422
    post(as_(ana), case, "accept", version=1, policy="1")
    assert PolicyAcceptance.objects.filter(user=ana, policy__version=1).exists()


def test_it_lets_an_expert_write_and_not_send() -> None:
    open_house()
    expert, case = make_user("expert", name="Eva Xu"), make_case()
    house.accept(1, actor=expert, now=NOW)
    post(as_(expert), case, "send", known=["unread"])
    assert Reply.objects.get().state == "waiting"
    assert post(as_(expert), case, "send", version=2).status_code == 422
    assert Reply.objects.get().state == "waiting"


def test_it_freezes_replies_for_all_but_one() -> None:
    maya = open_house()
    boss, case = make_user("owner", name="Bo Lindt"), make_case()
    as_(boss).post("/settings/replies/freeze/", {"reason": "Outage", "spokesperson": boss.pk})
    assert post(as_(maya), case, "send", known=["unread"]).status_code == 422
    assert "Replies are frozen" in as_(maya).get(f"/cases/{case.pk}/reply/").content.decode()
    as_(boss).post("/settings/replies/thaw/")
    assert ReplyCrisis.objects.get().ended_by == boss
    post(as_(maya), case, "send", version=1, known=["unread"])
    assert Reply.objects.get().state == "approved"


def test_it_forbids_what_is_on_the_list_of_do_not_engage() -> None:
    maya = open_house()
    case, client = make_case(), as_(maya)
    client.post(f"/cases/{case.pk}/do_not_engage/", {"subject": "account", "reason": "Lawyers are on it"})
    answer = post(client, case, "send", known=["unread"])
    assert (answer.status_code, Reply.objects.get().state) == (422, "draft")
    assert "Lawyers are on it" in answer.content.decode()


def test_it_manages_the_policy_and_snippets() -> None:
    open_house()
    boss = as_(make_user("owner", name="Bo Lindt"))
    boss.post(
        "/settings/replies/policy/", {"version": "1", "text": "Be kind", "banned": "market leader", "regulated": "on"}
    )
    assert list(ReplyPolicy.objects.filter(version=2).values_list("text", "banned")) == [("Be kind", ["market leader"])]
    assert boss.post("/settings/replies/policy/", {"version": "1", "text": "Older"}).status_code == 422
    wrong = boss.post("/settings/replies/snippets/", {"key": "st", "title": "Status", "text": "Hi {surname}"})
    assert "Nothing fills {surname}" in wrong.content.decode()
    boss.post("/settings/replies/snippets/", {"key": "/St", "title": "Status", "text": "Hi {name}"})
    assert ReplySnippet.objects.get().key == "st"
    assert "/st" in boss.get("/settings/replies/").content.decode()


def test_it_inserts_a_snippet_without_scripts() -> None:
    maya = open_house()
    case = make_case()
    row = house.write_snippet(key="st", title="S", text="Hi {name}", snippet_id=None, actor=maya, now=NOW)
    post(as_(maya), case, "insert", text="Sorry.", snippet=row.pk)
    assert Reply.objects.get().text == "Sorry. Hi charlie"


def test_it_lists_what_needs_somebody() -> None:
    maya = open_house()
    post(as_(maya), make_case(), "save")
    assert TEXT in as_(maya).get("/replies/").content.decode()
