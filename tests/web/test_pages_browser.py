"""Every page at every size, and what all of them share: nothing that a report says acts, readers change nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.browsing import faults_of, report_of
from tests.web.conftest import Served, Visit

pytestmark = pytest.mark.browser

PAGES = [
    "/overview",
    "/reports",
    "/places",
    "/actors",
    "/place?id=user:sarw:Tell Sarw",
    "/actor?id=name:harran brigades",
]
PAGES += ["/search?words=mill", "/review", "/add", "report", "/place?id=name:quarry&find=Homs", "/unresolved"]
PAGES += ["/publishers", "/publisher?id=Upper Sarw Post", "/origins", "/origin?id=sarw monitor", "/orphans"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "dark"), (390, "light"), (390, "dark")])
def test_a_page_is_sound_at_every_size(visit: Visit, path: str, width: int, scheme: str) -> None:
    page = visit("/overview" if path == "report" else path, width=width, height=800, color_scheme=scheme)
    if path == "report":
        report_of(page, "Mill at Tell Sarw stormed")
        page.keyboard.press("j")
    assert faults_of(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_hostile_report_is_only_text(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "<script>alert")
    shown = page.locator(".text").inner_text()
    assert "<script>document.title" in shown
    assert "{{ 7 * 7 }}" in shown
    assert page.title().startswith("<script>alert")
    assert page.locator(".text p").first.get_attribute("dir") == "auto"


def test_a_reader_finds_nothing_to_change(browser: Any, open_web_case: Any) -> None:
    from masudi.domain.user import Role
    from masudi.web import Visitors

    token = open_web_case.add_user("Rana", Role.READER)
    served = Served(open_web_case, Visitors((), open_web_case.user_with))
    served.thread.start()
    page = browser.new_page()
    page.goto(f"{served.address}/overview")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Come in").click()
    report_of(page, "Mill at Tell Sarw stormed")
    page.keyboard.press("j")
    expect(page.locator(".claims .card.chosen")).to_be_visible()
    expect(page.get_by_role("button", name="Accept")).to_have_count(0)
    page.keyboard.press("a")
    page.goto(f"{served.address}/place?id=name:quarry")
    expect(page.get_by_role("button", name="Pin it")).to_have_count(0)
    assert [one.action for one in open_web_case.decisions()] == ["create"]
    page.close()
    served.server.should_exit = True
    served.thread.join(10)
