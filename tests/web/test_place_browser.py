"""The page of a place in a real browser: it is pinned by keyboard, and by mouse."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import Visit

pytestmark = pytest.mark.browser


def test_a_place_is_pinned_by_keyboard(visit: Visit) -> None:
    page = visit("/unresolved")
    page.get_by_role("link", name="quarry").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/place"))
    page.wait_for_load_state()
    page.get_by_role("radio", name="a point").focus()
    page.keyboard.press("Space")
    for words in ("35.31", "40.12"):
        page.keyboard.press("Tab")
        page.keyboard.type(words)
    page.get_by_role("textbox", name="Why").focus()
    page.keyboard.type("seen on a photo")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="To the place").click()
    expect(page.locator(".about .note").first).to_contain_text("35.3100, 40.1200")
    expect(page.locator("#map[data-drawn='1']")).to_be_attached()
    page.get_by_role("button", name="Take back").click()
    page.get_by_role("link", name="To the place").click()
    expect(page.locator(".notice")).to_contain_text("No gazetteer that Masudi knows has this place")


def test_the_pin_is_dragged_and_the_map_is_clicked(visit: Visit) -> None:
    page = visit("/place?id=user:sarw:Tell Sarw")
    expect(page.locator("#map[data-drawn]")).to_be_attached()
    pin = page.locator(".pin-here")
    lat = page.locator("#lat")
    before = float(lat.input_value())
    box = pin.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 30, y + 60, steps=5)
    page.mouse.up()
    expect(page.get_by_role("radio", name="a point")).to_be_checked()
    dragged = float(lat.input_value())
    assert dragged < before
    page.locator("#map canvas").click(position={"x": 100, "y": 60})
    assert float(lat.input_value()) > dragged
    page.locator("#lat").fill("35.5")
    page.locator("#lon").fill("40.5")
    assert pin.bounding_box() != box
