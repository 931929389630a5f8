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
PAGES += ["/search?words=mill", "/review", "/add", "report", "/place?id=name:quarry&find=Homs", "/unresolved"]
PAGES += ["/publishers", "/publisher?id=Upper Sarw Post", "/origins", "/origin?id=sarw monitor", "/orphans"]
# The smallest picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


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
    page = visit("/overview?of=claims")
    assert sorted(points(page)) == [
        "Sarw province, an area: 1 attempted, intended, possible or denied",
        "Tell Sarw: 3 asserted",
    ]
    assert page.locator(".maplibregl-marker.area.none").count() == 1


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


def test_what_was_decided_on_a_claim_is_shown_and_taken_back(visit: Visit) -> None:
    page = visit("/overview")
    report_of(page, "Mill at Tell Sarw stormed")
    page.keyboard.press("j")
    card = page.locator(".claims .card.chosen")
    name = card.get_attribute("id")
    card.get_by_role("textbox", name="Why").fill("read twice")
    card.get_by_role("button", name="Accept").click()
    expect(page.locator(f"#{name} .pill.stage")).to_have_text("accepted")
    page.goto(f"{page.url.partition('#')[0]}#{name}")
    page.reload()
    page.keyboard.press("h")
    history = page.locator(f"#{name} .history")
    expect(history).to_contain_text("Amal accepted it")
    expect(history.locator("q")).to_have_text("read twice")
    expect(history).to_be_focused()
    assert faults_of(page) == []
    page.keyboard.press("Tab")
    with page.expect_event("load"):
        page.keyboard.press("Enter")
    expect(page.locator(f"#{name} .acts")).to_be_visible()
    expect(page.locator(f"#{name} .pill.stage")).to_have_count(0)
    page.keyboard.press("h")
    expect(page.locator(f"#{name} .history .undone")).to_have_count(1)


def test_a_reader_finds_nothing_to_change(browser: Any, open_web_case: Any) -> None:
    from masudi.domain.user import Role
    from masudi.web import Visitors
    from tests.web.conftest import Served

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


def test_tiles_of_somebody_else_are_asked_for_where_they_are_wanted(browser: Any, open_web_case: Any) -> None:
    from masudi.web import Person, Visitors, tiles_at
    from tests.web.conftest import Served

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
