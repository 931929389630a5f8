"""Incidents, control, pockets and operations in a real browser: by mouse, by keyboard alone, at every size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from masudi.resolve.links import Links
from tests.web.browsing import faults_of
from tests.web.conftest import Visit
from tests.web.told import told_case, told_links

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PAGES = ["/overview", "/incidents", "incident", "/control?on=2024-03-09", "/pockets?on=2024-03-05"]
PAGES += ["/operations", "operation"]


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """A decision is followed by linking, which takes its time on a busy machine."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[Path]:
    with told_case(tmp_path) as path:
        yield path


@pytest.fixture
def links(case_file: Path) -> Links:
    return told_links(case_file.parent)


def opened(visit: Visit, name: str = "incident", **how: object) -> Page:
    """The incident of which most tell, or the one operation, as a user gets there."""
    if name == "incident":
        page = visit("/incidents?origins=3", **how)
        page.get_by_role("link", name="Shelling, casualties").click()
    else:
        page = visit("/operations", **how)
        page.get_by_role("link", name="Opposition against Syrian government").click()
    page.locator("h1").wait_for()
    return page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "dark"), (390, "light")])
def test_a_page_is_sound_at_every_size(visit: Visit, path: str, width: int, scheme: str) -> None:
    how = {"width": width, "height": 800, "color_scheme": scheme}
    page = visit(path, **how) if path.startswith("/") else opened(visit, path, **how)
    for fold in page.locator("main details").all()[:3]:
        fold.evaluate("one => { one.open = true; }")
    assert faults_of(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def test_a_hostile_account_is_only_text(visit: Visit) -> None:
    page = opened(visit)
    account = page.locator(".account", has_text="Hostile").first
    expect(account.locator("h3").first).to_contain_text("<b>Hostile</b>")
    expect(account).to_contain_text("<script>document.title = 'run'</script> {{ 7 * 7 }}")
    assert page.title().startswith("Shelling, casualties")
    assert page.locator("main b", has_text="Hostile").count() == 0


def test_accounts_can_be_told_apart_without_colour(visit: Visit) -> None:
    page = opened(visit)
    row = page.get_by_role("row", name=re.compile("Whether it happened"))
    expect(row.locator("td.agreed")).to_have_text(re.compile("≠\\s*contradicted"))
    marks = row.locator("td:not(.agreed) b").all_inner_texts()
    assert set(marks) == {"≠"}
    assert page.locator(".tolls .now circle").count() == 2


def test_an_incident_is_split_and_taken_back_by_keyboard_alone(visit: Visit) -> None:
    page = opened(visit)
    account = page.locator(".account", has_text="Valley Monitor")
    for box in account.get_by_role("checkbox").all():
        box.focus()
        page.keyboard.press("Space")
    expect(page.locator("#chosen-count")).to_have_text("2 chosen.")
    page.locator("#why-split").focus()
    page.keyboard.type("another market")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("You split off 2 claims")
    expect(page.locator(".account", has_text="Valley Monitor")).to_have_count(0)
    expect(page.locator(".log")).to_contain_text("another market")
    page.locator(".done").get_by_role("button", name="Take back").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".done")).to_contain_text("took back")
    expect(page.locator(".account", has_text="Valley Monitor")).to_have_count(1)


def test_the_second_of_two_people_is_shown_what_the_first_did(visit: Visit) -> None:
    amal, bram = opened(visit), opened(visit, person="Bram")
    amal.locator("#airwars-grade").select_option("fair")
    amal.get_by_role("form", name="Airwars").get_by_role("button", name="Grade").click()
    expect(amal.locator(".done")).to_contain_text("You graded it fair")
    bram.get_by_role("button", name="Pin", exact=True).click()
    expect(bram.get_by_role("alert")).to_contain_text("Amal has decided on this since you looked (grade")
    expect(bram.locator(".log .fresh")).to_contain_text("graded it fair")
    bram.get_by_role("button", name="Pin", exact=True).click()
    expect(bram.locator(".done")).to_contain_text("You pinned its")


def test_the_overview_leads_to_incidents(visit: Visit) -> None:
    page = visit("/overview")
    expect(page.locator("#map[data-drawn]")).to_be_attached()
    expect(page.locator("#claims-head")).to_have_text("6 incidents, latest first")
    page.get_by_role("checkbox", name="Accounts contradict each other").check()
    expect(page.locator("#claims-head")).to_have_text("1 incident, latest first")
    expect(page.locator(".maplibregl-marker")).to_have_count(1)
    page.locator(".maplibregl-marker").focus()
    page.keyboard.press("Enter")
    page.locator(".popup").get_by_role("link", name="Shelling, casualties").click()
    expect(page.locator("h1")).to_contain_text("Shelling, casualties")
    page.go_back()
    page.get_by_role("radio", name="Claims").check()
    expect(page.locator("#claims-head")).to_have_text("7 claims, latest first")
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator("#claims-head")).to_contain_text("claims, latest first")


def test_layers_show_who_holds_what(visit: Visit) -> None:
    page = visit("/overview")
    page.get_by_text("Layers: who holds what").click()
    page.locator("#on").fill("2024-03-05")
    page.get_by_role("checkbox", name="Who holds what").check()
    expect(page.locator("#map")).to_have_attribute("data-held", "3")
    expect(page.locator("#layer-key")).to_contain_text("Opposition")
    page.get_by_role("checkbox", name="What happened").uncheck()
    expect(page.locator(".maplibregl-marker").first).not_to_be_visible()
    page.get_by_role("checkbox", name="Who holds what").uncheck()
    expect(page.locator("#map")).to_have_attribute("data-held", "0")


def test_a_day_is_moved_by_keyboard_and_played(visit: Visit) -> None:
    page = visit("/control?on=2024-03-02")
    expect(page.locator("#map")).to_have_attribute("data-on", "2024-03-02")
    expect(page.locator("#held-head")).to_have_text("2 places on 2 March 2024")
    page.locator("#slider").focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(page.locator("#held-head")).to_have_text("3 places on 5 March 2024")
    expect(page.locator("#said")).to_have_text("3 places on 5 March 2024")
    assert "on=2024-03-05" in page.url
    expect(page.locator("#slider")).to_have_attribute("aria-valuetext", "5 March 2024")
    page.locator("#play").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#play")).to_have_text("Pause")
    expect(page.locator("#held-head")).to_have_text("3 places on 8 March 2024", timeout=30_000)
    expect(page.locator("#play")).to_have_text("Play")
    expect(page.locator(".holding", has_text="Kelmar").locator("h3 .pill")).to_have_text("Disputed")


def test_signs_differ_by_shape(visit: Visit) -> None:
    page = visit("/control?on=2024-03-09")
    uses = page.locator(".holding .held-sign use").evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert sorted(uses) == ["#h-disputed", "#h-held", "#h-held"]
    page = visit("/control?on=2024-06-30")
    expect(page.locator(".holding .held-sign use").first).to_have_attribute("href", "#h-stale")


def test_pockets_follow_the_day(visit: Visit) -> None:
    page = visit("/pockets?on=2024-03-05")
    expect(page.locator(".pocket.p-encircled")).to_contain_text("Osmerfeld")
    expect(page.locator(".pocket.p-open")).to_contain_text("Kelmar – Lestrin")
    page.locator("#on").fill("2024-03-08")
    page.locator("#on").press("Enter")
    expect(page.locator(".pocket.p-cannot_tell")).to_contain_text("who holds Tarn: nobody says so")
    expect(page.get_by_role("link", name="Control", exact=True).last).to_have_attribute(
        "href", "/control?on=2024-03-08"
    )


def test_without_scripts_the_pages_do_the_same(visit: Visit) -> None:
    page = visit("/control?on=2024-03-02", java_script_enabled=False)
    page.locator("#on").fill("2024-03-05")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("#held-head")).to_have_text("3 places on 5 March 2024")
    page = opened(visit, java_script_enabled=False)
    page.get_by_role("button", name="Pin", exact=True).click()
    expect(page.locator(".done")).to_contain_text("You pinned its")


def test_a_feint_stands_with_what_it_covered(visit: Visit) -> None:
    page = opened(visit, "operation")
    feint = page.locator(".feint")
    expect(feint).to_contain_text("Kelmar")
    expect(feint).to_contain_text("to cover")
    expect(feint).to_contain_text("Osmerfeld")
    feint.get_by_role("link", name="Attack").last.click()
    expect(page.locator("h1")).to_have_text(re.compile("^Attack"))
