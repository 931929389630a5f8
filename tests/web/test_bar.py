"""The bar on top of each page: it holds all pages and whoever is signed in, at every width and with every name."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from masudi.web import Person, Visitors
from tests.web.conftest import Visit

pytestmark = pytest.mark.browser

LONG = "Alexandra-Konstantina Papadimitriou of the Documentation Team"


@pytest.fixture
def visitors() -> Visitors:
    return Visitors([Person(name=LONG)])


@pytest.mark.parametrize("width", [1440, 1366, 1280, 1210, 1024, 810, 390, 320])
def test_everything_in_the_bar_is_in_sight(visit: Visit, width: int) -> None:
    page = visit("/control", person=LONG, width=width)
    if width < 800:
        expect(page.get_by_role("link", name="Publishers")).to_have_count(0)
        page.locator(".pages-menu > summary").focus()
        page.keyboard.press("Enter")
    links = page.get_by_role("navigation", name="Pages").get_by_role("link")
    expect(links).to_have_count(11)
    expect(page.locator("nav[aria-label=Pages] a[aria-current=page]:visible")).to_have_text("Control")
    for one in [*links.all(), page.get_by_role("searchbox"), page.locator(".me > summary")]:
        box = one.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] < 60
    if width < 800:
        page.keyboard.press("Escape")
        expect(links).to_have_count(0)
        expect(page.locator(".pages-menu > summary")).to_be_focused()
