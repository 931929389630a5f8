"""Adding reports in a real browser: files with their progress, and pasted text."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.conftest import MILL, Visit

pytestmark = pytest.mark.browser


def test_arabic_runs_from_right_to_left(visit: Visit) -> None:
    page = visit("/add")
    page.get_by_label("Paste a report").fill("قصفت القوات الحكومية قرية تل سرو يوم الثلاثاء.")
    assert page.evaluate("() => getComputedStyle(document.getElementById('text')).direction") == "rtl"


def test_files_are_added_with_their_progress(visit: Visit, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad <b>.txt"
    good.write_text(f"title: Added by hand\npublished: 2031-03-07\nsynthetic: yes\n\n{MILL}\n\nMore.", encoding="utf-8")
    bad.write_text("title: x\npublished: yesterday\n\nWords.", encoding="utf-8")
    page = visit("/add")
    page.get_by_label("Files", exact=True).set_input_files([good, bad])
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#state")).to_have_text(": done", timeout=60_000)
    expect(page.locator("#fates li")).to_have_count(2)
    expect(page.locator("#fates .bad")).to_contain_text("no date")
    expect(page.locator("#fates .bad")).to_contain_text("bad <b>.txt")
    page.locator("#fates").get_by_role("link", name="added").click()
    expect(page.locator(".report h1")).to_have_text("Added by hand")
    expect(page.locator(".claims .card").first).to_be_visible()


def test_a_pasted_text_is_added(visit: Visit) -> None:
    page = visit("/add")
    page.get_by_label("Paste a report").fill("Shells hit the mill at Upper Sarw on Friday, killing two farmers.")
    page.get_by_label("Title").fill("Pasted")
    page.get_by_label("The pasted text is made up").check()
    page.get_by_role("button", name="Add").click()
    expect(page.locator("#state")).to_have_text(": done", timeout=60_000)
    page.goto(page.url.replace("/add", "/reports"))
    expect(page.get_by_role("link", name="Pasted")).to_be_visible()
