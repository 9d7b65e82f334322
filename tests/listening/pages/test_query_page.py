"""The page of a query: tried before it is saved, judged, sharpened, saved, and what each may go wrong with."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client

from listening import actions
from listening.models import Label, Mention, Query, QueryVersion
from tests.factories import make_brand, make_installation, make_mention, make_source, make_user
from tests.listening.pages.test_drafts import sent

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def alice() -> User:
    make_installation()
    return make_user("owner", name="Alice Park")


@pytest.fixture
def owner(alice: User) -> Client:
    return signed_in(alice)


def signed_in(who: User) -> Client:
    client = Client()
    client.force_login(who)
    return client


def make(alice: User, expression: str = "northwind", name: str = "Ours") -> Query:
    """Return a query saved by Alice."""
    now, brand = datetime.now(UTC), make_brand()
    return actions.edit_query(
        None, brand_id=brand.pk, name=name, expression=expression, now=now, user_id=alice.pk
    ).query


def post_about(text: str) -> Mention:
    return make_mention(text, published_at=datetime.now(UTC) - timedelta(hours=3))


def filled(query: Query, **more: str) -> dict[str, str]:
    """Return what the page of a query sends."""
    said = {"query": str(query.pk), "brand": str(query.brand_id), "name": query.name}
    return {**sent(expression=query.expression, expression_was=query.expression), **said, **more}


def verdict_on(mention: Mention, us: str, **more: str) -> dict[str, str]:
    return {"network": mention.network, "instance": "", "external_id": mention.external_id, "us": us, **more}


def test_it_shows_what_a_query_keeps_and_drops(owner: Client, alice: User) -> None:
    post_about("Is northwind any good?")
    post_about("Northwind is hiring")
    page = owner.get(f"/queries/{make(alice, 'northwind NOT hiring').pk}/").content.decode()
    assert "Kept 1, dropped 1" in page
    assert "dropped by hiring" in page
    assert "version 1, <bdi" in page
    assert "Save version 2" in page


def test_it_shows_the_expression_as_a_form(owner: Client, alice: User) -> None:
    page = owner.get(f"/queries/{make(alice, 'northwind AND (a OR b) NOT c').pk}/").content.decode()
    assert re.search(r'name="any_of"[^>]*>a, b<', page)
    assert re.search(r'name="none_of"[^>]*>c<', page)


def test_it_says_that_the_form_cannot_show_what_was_written_by_hand(owner: Client, alice: User) -> None:
    page = owner.get(f"/queries/{make(alice, '(a b) OR (c d)').pk}/").content.decode()
    assert "Written by hand; the form cannot show it" in page
    assert re.search(r'name="must"[^>]* disabled', page)


def test_it_previews_an_edit_and_saves_nothing(owner: Client, alice: User) -> None:
    post_about("Northwind relay")
    query = make(alice, "northwind")
    answer = owner.post("/queries/preview/", filled(query, must="northwind, traders"), headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "1 lost" in page
    assert "northwind AND traders</textarea>" in page
    query.refresh_from_db()
    assert (query.version, query.expression) == (1, "northwind")


def test_it_follows_an_edited_expression_with_the_form(owner: Client, alice: User) -> None:
    edit = filled(make(alice), expression="northwind NOT traders", edited="expression")
    page = owner.post("/queries/preview/", edit, headers=HTMX).content.decode()
    assert re.search(r'name="none_of"[^>]*>traders<', page)
    assert 'id="expression"' not in page


def test_it_previews_with_a_whole_page_where_no_script_asks(owner: Client, alice: User) -> None:
    page = owner.post("/queries/preview/", filled(make(alice), must="relay")).content.decode()
    assert "<html" in page
    assert "relay</textarea>" in page


def test_it_previews_a_query_that_is_not_there_yet(owner: Client) -> None:
    post_about("Is northwind any good?")
    page = owner.post("/queries/preview/", sent(must="northwind"), headers=HTMX).content.decode()
    assert "Kept 1, dropped 0" in page
    assert "/judge/" not in page


def test_it_shows_a_mistake_with_its_place_its_cause_and_its_cure(owner: Client, alice: User) -> None:
    edit = filled(make(alice), must="northwind", expression="northwind AND", edited="expression")
    page = owner.post("/queries/preview/", edit, headers=HTMX).content.decode()
    assert "Position 14:" in page
    assert 'name="cure" value="northwind"' in page
    assert "Version 1 stays in use until this is mended." in page
    assert "The preview shows the form above." in page
    assert "Kept 0, dropped 0" in page


def test_it_names_the_chip_that_is_wrong(owner: Client, alice: User) -> None:
    edit = filled(make(alice), must="northwind, in*te", edited="form")
    page = owner.post("/queries/preview/", edit, headers=HTMX).content.decode()
    assert 'data-wrong="must"' in page
    assert "in*te" in page


@pytest.mark.parametrize("wrong", [{"must": "in*te"}, {"must": ""}, {"name": ""}, {"brand": "999999"}])
def test_it_saves_nothing_that_is_wrong(owner: Client, alice: User, wrong: dict[str, str]) -> None:
    query = make(alice)
    answer = owner.post(f"/queries/{query.pk}/", filled(query, **{"must": "relay", **wrong}))
    assert answer.status_code == 422
    query.refresh_from_db()
    assert query.version == 1


def test_it_saves_the_form_and_says_what_came_and_went(owner: Client, alice: User) -> None:
    post_about("Northwind relay")
    query = make(alice, "northwind")
    answer = owner.post(f"/queries/{query.pk}/", filled(query, must="northwind, traders"), follow=True)
    assert "Saved as version 2: 0 posts came in, 1 was let go." in answer.content.decode()
    version = QueryVersion.objects.get(query=query, version=2)
    assert (version.expression, version.user) == ("northwind AND traders", alice)


def test_it_says_what_the_dry_run_said(owner: Client, alice: User) -> None:
    make_mention("Northwind relay", brand=make_brand("Hookyard", kind="competitor"), published_at=datetime.now(UTC))
    query = make(alice, "traders")
    preview = owner.post("/queries/preview/", filled(query, must="northwind"), headers=HTMX).content.decode()
    assert "1 new with this edit" in preview
    saved = owner.post(f"/queries/{query.pk}/", filled(query, must="northwind"), follow=True).content.decode()
    assert "1 post came in, 0 were let go" in saved


def test_it_adds_a_query_by_the_form(owner: Client) -> None:
    given = {**sent(must="northwind"), "name": "Ours", "brand": str(make_brand().pk)}
    assert owner.post("/queries/add/", given).status_code == 302
    assert Query.objects.get().expression == "northwind"


def test_it_saves_a_copy_under_a_name_of_its_own(owner: Client, alice: User) -> None:
    query = make(alice)
    for _ in range(2):
        owner.post(f"/queries/{query.pk}/", filled(query, must="relay", do="copy"))
    assert list(Query.objects.order_by("id").values_list("name", flat=True)) == ["Ours", "Ours, copy", "Ours, copy 2"]
    query.refresh_from_db()
    assert query.version == 1


def test_it_refuses_the_name_of_another_query(owner: Client, alice: User) -> None:
    make(alice, name="Theirs")
    query = make(alice)
    answer = owner.post(f"/queries/{query.pk}/", filled(query, must="relay", name="Theirs"))
    assert answer.status_code == 422
    assert "already has a query named Theirs" in answer.content.decode()


def test_it_lists_its_versions_and_begins_again_from_one(owner: Client, alice: User) -> None:
    query = make(alice, "first")
    owner.post(f"/queries/{query.pk}/", filled(query, must="second"))
    page = owner.get(f"/queries/{query.pk}/").content.decode()
    assert "History, 2 versions" in page
    assert f'href="/queries/{query.pk}/?version=1"' in page
    again = owner.get(f"/queries/{query.pk}/?version=1").content.decode()
    assert re.search(r'name="must"[^>]*>first<', again)
    assert owner.get(f"/queries/{query.pk}/?version=9").status_code == 404


@pytest.mark.parametrize(("us", "value"), [("1", True), ("0", False), ("", None)])
def test_it_keeps_what_somebody_says_of_a_post(owner: Client, alice: User, us: str, value: bool | None) -> None:
    query, mention = make(alice), post_about("Is northwind any good?")
    answer = owner.post(f"/queries/{query.pk}/judge/", verdict_on(mention, us), headers=HTMX)
    page = answer.content.decode()
    assert 'id="judged" hx-swap-oob="true"' in page
    assert 'id="proposals" hx-swap-oob="true"' in page
    label = Label.objects.get()
    assert (label.value, label.user, label.brand_id) == (value, alice, query.brand_id)


def test_it_answers_a_verdict_with_its_buttons(owner: Client, alice: User) -> None:
    query, mention = make(alice), post_about("Is northwind any good?")
    page = owner.post(f"/queries/{query.pk}/judge/", verdict_on(mention, "1"), headers=HTMX).content.decode()
    assert re.search(r'value="" class="us" aria-pressed="true"', page)
    assert "judged 1 of 1" in page


def test_it_goes_back_to_where_a_plain_form_judged(owner: Client, alice: User) -> None:
    query, mention = make(alice), post_about("Is northwind any good?")
    answer = owner.post(f"/queries/{query.pk}/judge/", verdict_on(mention, "1", next="/setup/judge/?a=1"))
    assert answer.headers["Location"] == "/setup/judge/?a=1"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""])
def test_it_never_goes_off_the_site(owner: Client, alice: User, address: str) -> None:
    query, mention = make(alice), post_about("Is northwind any good?")
    answer = owner.post(f"/queries/{query.pk}/judge/", verdict_on(mention, "1", next=address))
    assert answer.headers["Location"] == f"/queries/{query.pk}/"


def test_it_says_that_a_post_is_gone(owner: Client, alice: User) -> None:
    query = make(alice)
    gone = {"network": "x", "instance": "", "external_id": "1", "us": "1"}
    answer = owner.post(f"/queries/{query.pk}/judge/", gone, headers=HTMX)
    assert (answer.status_code, answer.content) == (400, b"This post is not kept any more.")
    page = owner.post(f"/queries/{query.pk}/judge/", gone, follow=True).content.decode()
    assert "Not saved. This post is not kept any more." in page


def test_it_knows_no_third_verdict_and_no_other_query(owner: Client, alice: User) -> None:
    query, mention = make(alice), post_about("Is northwind any good?")
    assert owner.post(f"/queries/{query.pk}/judge/", verdict_on(mention, "2")).status_code == 404
    assert owner.post("/queries/999999/judge/", verdict_on(mention, "1")).status_code == 404
    assert not Label.objects.exists()


def test_it_applies_a_proposal_and_undoes_it(owner: Client, alice: User) -> None:
    post_about("Northwind ridge")
    query = make(alice)
    taken = {"kind": "exclude", "words": ["ridge", "relay team"], "next": "/queries/"}
    page = owner.post(f"/queries/{query.pk}/apply/", taken, follow=True).content.decode()
    query.refresh_from_db()
    assert query.expression == 'northwind AND NOT (ridge OR "relay team")'
    assert "Saved as version 2: 0 posts came in, 1 was let go." in page
    undo = f"/queries/{query.pk}/restore/1/"
    assert f'action="{undo}"' in page
    assert owner.post(undo, {"next": "/queries/"}).headers["Location"] == "/queries/"
    query.refresh_from_db()
    assert (query.version, query.expression) == (3, "northwind")


@pytest.mark.parametrize("taken", [{}, {"kind": "drop", "words": "a"}, {"kind": "exclude", "words": "*"}])
def test_it_applies_only_proposals(owner: Client, alice: User, taken: dict[str, str]) -> None:
    query = make(alice)
    assert owner.post(f"/queries/{query.pk}/apply/", taken).status_code == 404
    assert owner.post(f"/queries/{query.pk}/restore/999999999/").status_code == 404
    query.refresh_from_db()
    assert query.version == 1


def test_it_fills_the_editor_with_a_proposal_and_saves_nothing(owner: Client, alice: User) -> None:
    query = make(alice)
    edit = filled(query, must="northwind", proposal='["exclude", "ridge"]')
    page = owner.post("/queries/preview/", edit, headers=HTMX).content.decode()
    assert re.search(r'name="none_of"[^>]*>ridge<', page)
    assert "northwind AND NOT ridge</textarea>" in page
    assert QueryVersion.objects.count() == 1


@pytest.mark.parametrize(("role", "judges", "applies"), [("marketer", True, False), ("auditor", False, False)])
def test_it_lets_the_desk_judge_and_only_setters_save(alice: User, role: str, judges: bool, applies: bool) -> None:
    query, mention = make(alice), post_about("Is northwind any good?")
    client = signed_in(make_user(role))
    assert (client.post(f"/queries/{query.pk}/judge/", verdict_on(mention, "1")).status_code == 302) is judges
    for verb in ("apply", "restore/1"):
        assert (client.post(f"/queries/{query.pk}/{verb}/").status_code != 403) is applies
    assert (client.post("/queries/preview/", sent(must="a")).status_code != 403) is applies


def test_it_shows_hostile_text_as_text(owner: Client, alice: User) -> None:
    hostile = "<script>alert(1)</script> northwind \"'><img src=x onerror=alert(2)>"
    make_mention(
        hostile,
        author="<b>mallory</b>",
        url="javascript:alert(3)",
        published_at=datetime.now(UTC) - timedelta(hours=3),
        external_id='"><script>x</script>',
    )
    query = make(alice, 'northwind NOT "<i>no</i>"', name="<u>Ours</u>")
    page = owner.get(f"/queries/{query.pk}/").content.decode()
    for markup in ("<script>alert", "<script>x", "<img", "<b>mallory", "<u>Ours", "<i>no", "javascript:"):
        assert markup not in page
    assert "&lt;b&gt;mallory" in page


def test_it_takes_hostile_text_in_every_input(owner: Client, alice: User) -> None:
    hostile = '"><script>alert(1)</script>'
    query = make(alice)
    names = ["must", "any_of", "none_of", "near_words", "near_distance", "near_others", "sources", "langs", "authors"]
    for name in [*names, "expression", "edited", "proposal", "cure", "query", "brand", "name", "show"]:
        page = owner.post("/queries/preview/", {**filled(query), name: hostile}).content.decode()
        assert "<script>alert" not in page, name


def test_it_says_what_networks_are_not_told(owner: Client, alice: User) -> None:
    make_source(network="hackernews", kind="search")
    page = owner.get(f"/queries/{make(alice, 'northwind NOT hiring').pk}/").content.decode()
    assert "What networks are not told" in page
    assert "is not told what to leave out" in page
