"""The workbench in a real browser: map and timeline, reports, adding, and the whole loop of a review."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import HOSTILE, MILL, Visit

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parent / "assets" / "axe.min.js"
PAGES = [
    "/overview",
    "/reports",
    "/places",
    "/actors",
    "/place?id=user:sarw:Tell Sarw",
    "/actor?id=name:harran brigades",
]
PAGES += ["/search?words=mill", "/review", "/add", "report"]


def report_of(page: Page, title: str) -> None:
    """From anywhere to the page of a report."""
    page.goto(re.sub(r"^(http://[^/]+).*", r"\1/reports", page.url))
    page.get_by_role("link", name=title).click()
    page.locator(".claims .acts").first.wait_for(state="attached")


def faults_of(page: Page) -> list[str]:
    """What axe finds that is serious, each with where it is."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(
        "() => axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1024, "dark"), (390, "light"), (390, "dark")])
def test_a_page_is_sound_at_every_size(visit: Visit, path: str, width: int, scheme: str) -> None:
    page = visit("/overview" if path == "report" else path, width=width, height=800, color_scheme=scheme)
    if path == "report":
        report_of(page, "Mill at Tell Sarw stormed")
        page.keyboard.press("j")
    assert faults_of(page) == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= width


def points(page: Page) -> list[str]:
    expect(page.locator("#map[data-drawn]")).to_be_attached()
    return [one or "" for one in page.locator(".maplibregl-marker").evaluate_all("all => all.map(x => x.ariaLabel)")]


def test_the_map_shows_places_and_areas_apart(visit: Visit) -> None:
    page = visit("/overview")
    assert sorted(points(page)) == [
        "Sarw province, an area: 1 attempted, intended, possible or denied",
        "Tell Sarw: 3 asserted",
    ]
    assert page.locator(".maplibregl-marker.area.none").count() == 1


def test_a_place_chosen_on_the_map_narrows_the_rest(visit: Visit) -> None:
    page = visit("/overview")
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
    page = visit("/overview")
    page.evaluate("() => { window.same = true; }")
    page.get_by_role("checkbox", name="Possible").check()
    expect(page.locator("#claims-head")).to_have_text("1 claim, latest first")
    expect(page.locator("#counts")).to_contain_text("0 claims asserted")
    assert page.evaluate("() => window.same")
    page.go_back()
    expect(page.locator("#claims-head")).to_have_text("8 claims, latest first")


def test_a_bar_of_the_timeline_sets_the_period(visit: Visit) -> None:
    page = visit("/overview")
    page.locator('#time g[data-first="2031-03-04"] .hit').click(force=True)
    expect(page.locator("#claims-head")).to_have_text("1 claim, latest first")
    expect(page.locator("#from")).to_have_value("2031-03-04")


def test_the_part_of_the_map_in_view_narrows_too(visit: Visit) -> None:
    page = visit("/overview")
    points(page)
    page.get_by_label("Only what is in view").check()
    expect(page.locator("#claims-head")).to_have_text("4 claims, latest first")
    assert "box=" in page.url


def test_without_scripts_the_form_does_it(visit: Visit) -> None:
    page = visit("/overview", java_script_enabled=False)
    page.get_by_role("checkbox", name="Denied").check()
    page.get_by_role("button", name="Apply").click()
    assert "1 claim, latest first" in page.locator("#claims-head").inner_text()


def test_a_hostile_report_is_only_text(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "<script>alert")
    shown = page.locator(".text").inner_text()
    assert "<script>document.title" in shown
    assert "{{ 7 * 7 }}" in shown
    assert page.title().startswith("<script>alert")
    assert page.locator(".text p").first.get_attribute("dir") == "auto"


def test_arabic_runs_from_right_to_left(visit: Visit) -> None:
    page = visit("/add")
    page.get_by_label("Paste a report").fill("قصفت القوات الحكومية قرية تل سرو يوم الثلاثاء.")
    assert page.evaluate("() => getComputedStyle(document.getElementById('text')).direction") == "rtl"


# ---- Reviewing


def card(page: Page, number: int) -> Any:
    return page.locator(".claims .card").nth(number)


def test_a_review_by_keyboard_alone(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "Mill at Tell Sarw stormed")
    page.locator("#order").select_option("text")
    page.locator("#order").blur()
    page.keyboard.press("j")
    page.keyboard.press("a")
    expect(card(page, 0).locator(".stage")).to_have_text("accepted")
    expect(card(page, 1)).to_have_class(re.compile("chosen"))
    page.keyboard.press("r")
    expect(card(page, 1).locator(".stage")).to_have_text("rejected by you, 1 of 2")
    expect(card(page, 2)).to_have_class(re.compile("chosen"))
    page.keyboard.press("u")
    expect(card(page, 1)).to_have_class(re.compile("chosen"))
    expect(card(page, 1).locator(".stage")).to_have_count(0)
    expect(page.locator("#progress-here")).to_have_text("1 of 5 reviewed here")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#help")).not_to_be_visible()


def test_correcting_by_keyboard(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "Mill at Tell Sarw stormed")
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.get_by_label("Kind", exact=True).select_option("capture")
    page.get_by_label("Target").fill("nobody of that name")
    page.get_by_label("Target").press("Tab")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator("#editor .problem")).to_contain_text("does not stand in the report")
    page.get_by_label("Target").fill("Tell  Sarw")
    page.get_by_role("button", name="Save").press("Enter")
    expect(card(page, 0).locator(".stage")).to_have_text("corrected")
    expect(card(page, 0).locator(".choose")).to_contain_text("Capture")
    expect(page.locator(".text .lit.is-target")).to_have_text("Tell Sarw")


def select(page: Page, words: str) -> None:
    """Select words of the text, wherever marks cut them."""
    page.evaluate(
        """words => {
            const walker = document.createTreeWalker(document.querySelector('.text'), NodeFilter.SHOW_TEXT);
            const all = [];
            while (walker.nextNode()) all.push(walker.currentNode);
            const whole = all.map(one => one.data).join('');
            const at = whole.indexOf(words);
            const range = document.createRange();
            let before = 0;
            for (const one of all) {
                const [first, last] = [before, before + one.length];
                if (first <= at && at < last) range.setStart(one, at - first);
                const end = at + words.length;
                if (first < end && end <= last) range.setEnd(one, end - first);
                before = last;
            }
            getSelection().removeAllRanges();
            getSelection().addRange(range);
        }""",
        words,
    )


def test_selected_words_become_a_role(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "Mill at Tell Sarw stormed")
    page.keyboard.press("j")
    select(page, "Sarw Monitor said")
    page.get_by_role("toolbar").get_by_role("button", name="Actor").click()
    expect(card(page, 0).locator(".stage")).to_have_text("corrected")
    assert "".join(page.locator(".text .lit.is-actor, .text .lit.is-source").all_inner_texts()) == "Sarw Monitor said"


def test_words_behind_hidden_characters_are_counted_right(visit: Visit, served: Any) -> None:
    page = visit("/overview")
    report_of(page, "<script>alert")
    select(page, "عاصفة")
    page.get_by_role("toolbar").get_by_role("button", name="New claim").click()
    page.get_by_label("Kind", exact=True).select_option("attack")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".claims .card")).to_have_count(2)
    report = re.search(r"/report/([0-9a-f]+)", page.url)
    assert report
    claims = page.request.get(f"{served.address}/report/{report[1]}.json").json()["claims"]
    mention = next(one["claim"]["mentions"][0] for one in claims if one["claim"]["kind"] == "attack")
    assert mention["start"] == HOSTILE.index("عاصفة")


def test_a_missed_claim_is_added_by_keyboard(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "Mill at Tell Sarw stormed")
    page.keyboard.press("m")
    page.get_by_label("Words that say it").fill("the attack on the quarry")
    page.get_by_label("Kind", exact=True).select_option("attack")
    page.get_by_role("button", name="Save").press("Enter")
    expect(page.locator(".claims .card")).to_have_count(6)
    expect(page.locator(".claims .card.chosen .stage")).to_have_text("accepted")


def test_two_people_at_once(visit: Visit) -> None:
    amal, bram = visit("/overview"), visit("/overview", person="Bram")
    for page in (amal, bram):
        report_of(page, "Mill at Tell Sarw stormed")
        page.keyboard.press("j")
    amal.keyboard.press("r")
    expect(card(amal, 0).locator(".stage")).to_have_text("rejected")
    bram.keyboard.press("a")
    expect(card(bram, 0).get_by_role("alert")).to_contain_text("Amal has decided on this")
    bram.get_by_role("button", name="Load again").click()
    expect(card(bram, 0).locator(".stage")).to_have_text("rejected")


def test_violence_is_blurred_where_one_asks_for_it(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "Mill at Tell Sarw stormed")
    page.get_by_label("Blur violence").check()
    page.locator("h1").hover()
    assert "blur" in page.locator(".text .graphic").first.evaluate("one => getComputedStyle(one).filter")
    page.reload()
    expect(page.get_by_label("Blur violence")).to_be_checked()


def test_reviewing_on_a_phone(visit: Visit) -> None:
    page = visit("/overview", width=390, height=800)
    report_of(page, "Mill at Tell Sarw stormed")
    page.locator(".text a.m").first.click()
    sheet = page.locator("#sheet")
    expect(sheet).to_be_visible()
    sheet.get_by_role("button", name="Accept").click()
    expect(card(page, 0).locator(".stage")).to_have_text("accepted")


# ---- Adding


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
