"""What comes into a saved view is told to the channel that it names: once, in batches, as its owner sees it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from pytest_django.fixtures import Settings

from engagement import actions
from engagement.actions import views
from engagement.errors import BadField
from engagement.models import Receiver, SavedView
from tests.engagement.notices.chat import Chat, chat
from tests.engagement.notices.rows import LATER, allow, make_receiver, make_work
from tests.factories import NOW, make_installation, make_user

pytestmark = pytest.mark.django_db
BEFORE = NOW - timedelta(minutes=1)


@pytest.fixture
def there(settings: Settings) -> Any:
    make_installation()
    with chat() as found:
        allow(settings, found)
        yield found


@pytest.fixture
def owner(there: Chat) -> User:
    return make_user("marketer", name="Tara")


def sent_to(receiver: Receiver, owner: User, query: str = "network=hackernews") -> SavedView:
    view = views.save_view(name="Ours", query=query, shared=False, owner=owner, now=BEFORE)
    told: dict[str, Any] = {"receiver_id": receiver.pk, "actor": owner, "now": BEFORE}
    return views.change_view(view.pk, name="Ours", shared=False, **told)


def run(now: Any) -> int:
    actions.notice(now)
    return actions.tell(lambda: now)


def test_it_tells_what_comes_into_a_view_once(there: Chat, owner: User) -> None:
    sent_to(make_receiver(there, wants=("views",)), owner)
    case = make_work()
    assert [run(NOW), run(LATER), run(LATER + timedelta(hours=1))] == [0, 1, 0]
    assert there.texts() == ["1 new in “Ours”"]
    assert f"/cases/{case.pk}/|" in there.heard[0]["blocks"][1]["text"]["text"]


def test_it_tells_nothing_of_other_lists(there: Chat, owner: User) -> None:
    sent_to(make_receiver(there, wants=("views",)), owner, "network=mastodon")
    make_work()
    assert run(LATER) == 0


def test_it_tells_nothing_that_came_before_the_view_was_sent_there(there: Chat, owner: User) -> None:
    make_work(at=BEFORE - timedelta(minutes=9))
    receiver = make_receiver(there, wants=("views",))
    Receiver.objects.update(since=NOW - timedelta(hours=1))
    sent_to(receiver, owner)
    assert run(LATER) == 0


def test_it_tells_nothing_for_an_owner_who_may_no_longer_sign_in(there: Chat, owner: User) -> None:
    sent_to(make_receiver(there, wants=("views",)), owner)
    User.objects.filter(pk=owner.pk).update(is_active=False)
    make_work()
    assert run(LATER) == 0


def test_it_sends_plain_json_to_any_other_webhook(there: Chat, owner: User) -> None:
    sent_to(make_receiver(there, kind="webhook", wants=("views",)), owner)
    case = make_work("<!here> deliveries of Northwind Relay run late")
    assert run(LATER) == 1
    [line] = there.heard[0]["lines"]
    assert line["text"] == "<\u200b!here> deliveries of Northwind Relay run late"
    assert line["url"].endswith(f"/cases/{case.pk}/")


def test_it_refuses_a_channel_that_takes_no_views(there: Chat, owner: User) -> None:
    with pytest.raises(BadField) as refused:
        sent_to(make_receiver(there, wants=("work",)), owner)
    assert (refused.value.field, refused.value.code) == ("receiver", "view_receiver_gone")
