"""The overview in a real browser: map, timeline and lists, each narrowing the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.web.browsing import points
from tests.web.conftest import Served, Visit

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

# The smallest picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


def test_the_map_shows_places_and_areas_apart(visit: Visit) -> None:
    page = visit("/overview?of=claims")
    assert sorted(points(page)) == [
        "Sarw province, an area: 1 attempted, intended, possible or denied",
        "Tell Sarw: 3 asserted",
    ]
    assert page.locator(".maplibregl-marker.area.none").count() == 1


def held_back(page: Page) -> Callable[[], None]:
    """Load the overview anew, without the map that moves; what is returned lets it through."""
    held: list[Route] = []
    holding = True

    def hold(route: Route) -> None:
        if holding:
            held.append(route)
        else:
            # The page had not asked for it yet when it was let through.
            route.continue_()

    def let_through() -> None:
        nonlocal holding
        holding = False
        for route in held:
            route.continue_()

    page.route("**/maplibre-gl.mjs", hold)
    page.reload()
    expect(page.locator("#map[data-seen]")).to_be_attached()
    return let_through


def places(page: Page) -> dict[str, tuple[float, float]]:
    """Where each sign stands on the page."""
    found = page.locator("button.pin").evaluate_all(
        "all => all.map(x => [x.ariaLabel, x.getBoundingClientRect().x, x.getBoundingClientRect().y])"
    )
    return {name: (x, y) for name, x, y in found}


@pytest.mark.parametrize("width", [1440, 390])
def test_the_first_picture_of_the_map_is_what_the_map_shows_then(visit: Visit, width: int) -> None:
    page = visit("/overview?of=claims", width=width)
    let_through = held_back(page)
    before = places(page)
    assert len(before) == 2
    assert len(page.locator(".still .land").get_attribute("d") or "") > 20
    expect(page.locator(".still")).to_be_visible()
    pin = page.get_by_role("button", name="Tell Sarw: 3 asserted")
    pin.focus()
    let_through()
    assert len(points(page)) == 2
    after = places(page)
    for name, (x, y) in before.items():
        assert abs(x - after[name][0]) < 1.5
        assert abs(y - after[name][1]) < 1.5
    expect(pin).to_be_focused()
    expect(page.locator(".still")).to_have_count(0)
    # Its ground lies under the signs until that of the map has been drawn.
    expect(page.locator(".ground-still")).to_have_count(0, timeout=30_000)


def test_what_is_done_with_the_first_picture_is_not_lost(visit: Visit) -> None:
    page = visit("/overview?of=claims")
    let_through = held_back(page)
    page.locator("input[name=status][value=asserted]").check()
    expect(page.locator(".still button.pin")).to_have_count(1)
    page.locator(".still button.pin").click()
    expect(page.get_by_role("button", name="Only this place")).to_have_count(0)
    let_through()
    expect(page.get_by_role("button", name="Only this place")).to_be_visible()
    expect(page.locator("#claims-head")).to_have_text("6 claims, latest first")


def test_a_place_chosen_on_the_map_narrows_the_rest(visit: Visit) -> None:
    page = visit("/overview?of=claims")
    points(page)
    # By keyboard, as any other button.
    page.locator(".maplibregl-marker", has_text="3").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Only this place").click()
    expect(page.locator("#claims-head")).to_have_text("3 claims, latest first")
    assert "place=user" in page.url
    expect(page.locator("#pick-place")).to_have_value("user:sarw:Tell Sarw")
    expect(page.locator(".maplibregl-marker")).to_have_count(1)
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator("#claims-head")).to_have_text("8 claims, latest first")


def test_filters_work_without_a_new_page(visit: Visit) -> None:
    page = visit("/overview?of=claims")
    page.evaluate("() => { window.same = true; }")
    page.get_by_role("checkbox", name="Possible").check()
    expect(page.locator("#claims-head")).to_have_text("1 claim, latest first")
    expect(page.locator("#counts")).to_contain_text("0 claims asserted")
    assert page.evaluate("() => window.same")
    page.go_back()
    expect(page.locator("#claims-head")).to_have_text("8 claims, latest first")


def test_a_bar_of_the_timeline_sets_the_period(visit: Visit) -> None:
    page = visit("/overview?of=claims")
    page.locator('#time g[data-first="2031-03-04"] .hit').click(force=True)
    expect(page.locator("#claims-head")).to_have_text("1 claim, latest first")
    expect(page.locator("#from")).to_have_value("2031-03-04")


def test_the_part_of_the_map_in_view_narrows_too(visit: Visit) -> None:
    page = visit("/overview?of=claims")
    points(page)
    page.get_by_label("Only what is in view").check()
    expect(page.locator("#claims-head")).to_have_text("4 claims, latest first")
    assert "box=" in page.url


def test_without_scripts_the_form_does_it(visit: Visit) -> None:
    page = visit("/overview?of=claims", java_script_enabled=False)
    page.get_by_role("checkbox", name="Denied").check()
    page.get_by_role("button", name="Apply").click()
    assert "1 claim, latest first" in page.locator("#claims-head").inner_text()


def test_tiles_of_somebody_else_are_asked_for_where_they_are_wanted(browser: Any, open_web_case: Any) -> None:
    from masudi.web import Person, Visitors, tiles_at

    visitors = Visitors([Person(name="Amal")])
    served = Served(open_web_case, visitors, tiles=tiles_at("http://tiles.example/{z}/{x}/{y}.png"))
    served.thread.start()
    page = browser.new_page()
    asked: list[str] = []

    def answer(route: Any) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png", headers={"access-control-allow-origin": "*"})

    page.route("http://tiles.example/**", answer)
    page.goto(served.way_in("Amal"))
    expect(page.locator("#map[data-drawn]")).to_be_attached()
    page.wait_for_timeout(500)
    assert asked
    assert all(re.fullmatch(r"http://tiles\.example/\d+/\d+/\d+\.png", one) for one in asked)
    page.close()
    served.server.should_exit = True
    served.thread.join(10)
