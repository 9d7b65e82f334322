"""The companies' pages as plain forms: list, search, add, edit, remove with undo, import with preview, the pane."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from engagement.models import Case, Company, Person
from tests.engagement.companies.rows import heard, make_company, make_person
from tests.factories import make_installation, make_user

pytestmark = pytest.mark.django_db
NASTY = "<script>alert(1)</script>"
CSV = b"name,domain,key\nAcme,acme.example,yes\nBeta,beta.example,no\nGamma,gamma,\n"


def browser(role: str = "marketer") -> Client:
    make_installation()
    client = Client()
    client.force_login(make_user(role))
    return client


def read(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def upload(client: Client, body: bytes = CSV) -> Any:
    return client.post("/companies/import/", {"file": SimpleUploadedFile("companies.csv", body)})


def confirm(client: Client, preview: Any) -> Any:
    sent = re.search(r'name="body" value="([^"]*)"', preview.content.decode())
    assert sent is not None
    return client.post("/companies/imported/", {"body": html.unescape(sent[1])}, follow=True)


def test_it_says_what_it_is_for_while_there_is_none() -> None:
    text = read(browser().get("/companies/"))
    assert "No companies yet" in text
    assert "Nobody is watched yet." in text


def test_it_lists_searches_and_says_when_nothing_fits() -> None:
    make_company("Acme", domain="acme.example", is_key=True)
    make_company(NASTY)
    client = browser()
    page = client.get("/companies/").content.decode()
    assert NASTY not in page
    assert "Key account" in page
    assert "acme.example" not in read(client.get("/companies/?q=alert"))
    assert "No match" in read(client.get("/companies/?q=zzz"))


def test_it_goes_on_to_the_next_page() -> None:
    for n in range(51):
        make_company(f"Company {n:02}")
    client = browser()
    assert "Company 50" not in read(client.get("/companies/"))
    assert "Company 50" in read(client.get("/companies/?page=2"))


@pytest.mark.parametrize(("address", "status"), [("?colour=red", 400), ("?page=0", 404), ("?page=x", 404), ("0/", 404)])
def test_it_names_an_address_that_it_does_not_know(address: str, status: int) -> None:
    assert browser().get(f"/companies/{address}").status_code == status


def test_it_adds_edits_removes_and_brings_back_without_scripts() -> None:
    client = browser()
    page = client.post("/companies/add/", {"name": "Acme", "domain": "www.acme.example"}, follow=True)
    company = Company.objects.get()
    assert "Added Acme." in read(page)
    here = f"/companies/{company.pk}/"
    page = client.post(here, {"name": "Acme", "domain": "acme.example", "is_key": "on"}, follow=True)
    assert "Saved Acme." in read(page)
    assert "Changed: key account" in read(page)
    page = client.post(f"{here}remove/", follow=True)
    assert f'action="{here}restore/"' in read(page)
    assert client.get(here).status_code == 404
    assert "Brought Acme back." in read(client.post(f"{here}restore/", follow=True))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "\u202e"}, "The name is missing."),
        ({"name": "A", "domain": "acme"}, "“acme” is no domain such as acme.example."),
        ({"name": "A", "domain": "taken.example"}, "First has this domain already."),
        ({"name": "A", "sales_owner_id": "0"}, "is not one of the available choices"),
    ],
)
def test_it_puts_what_is_wrong_beside_its_field(sent: dict[str, str], words: str) -> None:
    first = make_company("First", domain="taken.example")
    client = browser()
    for address in ("/companies/add/", f"/companies/{make_company('Other').pk}/"):
        answer = client.post(address, sent)
        assert answer.status_code == 422
        assert words in read(answer)
    assert set(Company.objects.values_list("name", flat=True)) == {first.name, "Other"}


def test_it_shows_what_an_import_would_do_before_it_does_it() -> None:
    client = browser("manager")
    make_company("Acme", domain="acme.example")
    preview = upload(client)
    text = read(preview)
    assert "1 new, 1 changed, 1 line wrong" in text
    assert "“gamma” is no domain such as acme.example." in text
    assert "Import 2 companies" in text
    assert Company.objects.count() == 1
    assert "Imported: 1 new, 1 changed, 1 line wrong." in read(confirm(client, preview))
    assert Company.objects.get(name="Acme").is_key
    again = read(upload(client))
    assert "2 as they were, 1 line wrong" in again
    assert "There is nothing to import" in again


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"domain\nacme.example\n", "No column is called “name”."),
        (b'name\n"Acme\n', "A quotation mark is opened and never closed."),
        (b"\xff\xfe\x00", "The file is not text."),
        (b"name\n" + b"A" * 1_100_000, "The file is larger than 1 MB."),
    ],
)
def test_it_says_why_a_file_cannot_be_read(body: bytes, words: str) -> None:
    answer = upload(browser("manager"), body)
    assert answer.status_code == 422
    assert words in read(answer)


def test_it_takes_nothing_in_that_did_not_come_back_whole() -> None:
    answer = browser("manager").post("/companies/imported/", {"body": "not base64"}, follow=True)
    assert "The file did not come back whole." in read(answer)
    assert not Company.objects.exists()


def test_it_takes_the_largest_file_through_both_steps() -> None:
    client = browser("manager")
    rows = b"".join(b"Company %04d,%s\n" % (n, b"x" * 60) for n in range(5_000))
    preview = upload(client, (b"name,notes\n" + rows.ljust(1_000_000, b"\n")))
    assert "Imported: 5000 new." in read(confirm(client, preview))


def test_it_says_in_the_pane_where_the_author_works_and_takes_it_back() -> None:
    make_company("Acme", is_key=True)
    case, client = heard(), browser()
    here = f"/cases/{case.pk}/"
    assert "Company not known." in read(client.get(here))
    page = client.post(f"{here}company/", {"company": "acme", "next": here}, follow=True)
    assert "charlie works at Acme" in read(page)
    assert "a key account" in read(page)
    undo = re.search(r"/events/\d+/undo/", read(page))
    assert undo is not None
    assert "Company not known." in read(client.post(undo[0], {"next": here}, follow=True))


def test_it_watches_the_author_from_the_pane_and_lists_him() -> None:
    case, client = heard(), browser()
    here = f"/cases/{case.pk}/"
    assert "Watched as analyst since" in read(
        client.post(f"{here}watch/", {"watched": "analyst", "next": here}, follow=True)
    )
    assert "charlie" in read(client.get("/companies/"))
    page = client.post(f"/companies/watched/{Person.objects.get().pk}/end/", follow=True)
    assert "charlie is no longer watched." in read(page)


def test_it_adds_a_company_for_the_author_of_a_case() -> None:
    case, client = heard(), browser()
    page = client.post(f"/companies/add/?case={case.pk}", {"name": "Acme", "is_key": "on"}, follow=True)
    assert page.redirect_chain[-1][0] == f"/cases/{case.pk}/"
    assert "charlie works at Acme" in read(page)
    assert Case.objects.get().priority_parts["account"] == [20, 20]


def test_it_refuses_a_company_nobody_knows_and_says_what_to_do() -> None:
    case, client = heard(), browser()
    page = client.post(f"/cases/{case.pk}/company/", {"company": "Acme"}, follow=True)
    assert "No company is called “Acme”. Add it first, or write its domain." in read(page)


def test_it_shows_readers_everything_and_lets_them_change_nothing() -> None:
    company, person = make_company(domain="acme.example"), make_person(watched="analyst")
    client = browser("sales")
    assert "Add company" not in read(client.get("/companies/"))
    assert "Remove the company" not in read(client.get(f"/companies/{company.pk}/"))
    for address in (f"{company.pk}/", f"{company.pk}/remove/", "add/", "imported/", f"watched/{person.pk}/end/"):
        assert client.post(f"/companies/{address}").status_code == 403


def test_it_names_people_and_companies_without_running_their_names() -> None:
    company = make_company(NASTY)
    make_person(NASTY, company=company, watched="customer")
    case = heard(author=NASTY)
    client = browser()
    for address in ("/companies/", f"/companies/{company.pk}/", f"/cases/{case.pk}/"):
        assert NASTY not in client.get(address).content.decode()
