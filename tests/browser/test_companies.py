"""Companies in a browser: import them, say where an author works, watch him; with scripts and without."""

from __future__ import annotations

from pathlib import Path

import pytest

from engagement.models import Case
from tests.browser.conftest import OpenPage
from tests.browser.test_accessible import barriers

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("desk")]


@pytest.mark.parametrize("scripts", [True, False])
def test_it_imports_companies_and_says_who_works_there(open_page: OpenPage, tmp_path: Path, scripts: bool) -> None:
    file = tmp_path / "companies.csv"
    file.write_text("name;domain;key\nAcme;acme.example;yes\nGamma;gamma;\n", encoding="utf-8-sig")
    page = open_page("/companies/", java_script_enabled=scripts)
    page.get_by_role("link", name="Import CSV").click()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Show what it would do").click()
    page.get_by_role("heading", name="1 new, 1 line wrong").wait_for()
    found = barriers(page) if scripts else []
    page.get_by_role("button", name="Import 1 company").click()
    page.get_by_text("Imported: 1 new, 1 line wrong.").wait_for()
    page.goto(f"/cases/{Case.objects.filter(lane='engage', status='open').order_by('-sort_key')[0].pk}/")
    page.get_by_label("Company", exact=True).fill("acme")
    page.get_by_role("button", name="Save the company").click()
    page.get_by_text("a key account.").wait_for()
    page.get_by_label("Watched as").select_option("journalist")
    page.get_by_role("button", name="Save as what they are watched").click()
    page.get_by_text("Watched as journalist since").wait_for()
    page.goto("/companies/")
    found += barriers(page) if scripts else []
    page.get_by_role("link", name="Acme").first.click()
    page.get_by_role("heading", name="Its people").wait_for()
    assert not found + (barriers(page) if scripts else [])
