"""The HTML page in a real browser: choosing claims, keyboard, filters, phone, and hostile text that must not run."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masudi.domain import Claim, Reading, Relation, RelationKind
from masudi.export import write_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Request

pytestmark = pytest.mark.browser

Build = Callable[..., Any]
Open = Callable[..., "Page"]

TEXT = """Fighters of the Harran Brigades stormed the grain mill at Tell Sarw on Monday, the Sarw Monitor said.

At least 12 civilians were killed. No car bombs were used, but residents fear an attack on the dam.

The attack on the quarry was a feint, said a nurse at the clinic."""


@pytest.fixture
def reading(make_report: Build, make_claim: Build, make_toll: Build) -> Reading:
    report = make_report(TEXT, name="mill")
    storm: Claim = make_claim(
        report, actor="Harran Brigades", target="grain mill", place="Tell Sarw", time="Monday", source="Sarw Monitor"
    )
    toll = make_toll(report, "At least 12 civilians", who="civilians", low=12)
    claims = (
        storm,
        make_claim(report, kind="casualties", trigger="killed", casualties=(toll,)),
        make_claim(report, kind="explosion", trigger="used", status="denied", status_cue="No", means="car bombs"),
        make_claim(report, trigger="attack on the dam", status="possible", status_cue="fear", place="dam"),
        make_claim(report, kind="capture", trigger="attack on the dam", status="possible"),
        make_claim(
            report,
            kind="tactic",
            trigger="feint",
            place="quarry",
            source="a nurse at the clinic",
            relations=(Relation(kind=RelationKind.FEINT_FOR, to=storm.id),),
        ),
    )
    return Reading(report=report, claims=claims)


@pytest.fixture
def open_page(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Writes readings as a page and opens it; fails at the end if the page asked for anything or threw an error."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def asked(request: Request) -> None:
        if not request.url.startswith(tmp_path.as_uri()):
            faults.append(f"asked for {request.url}")

    def opened(*readings: Reading, width: int = 1280, height: int = 800, anchor: str = "", **context: Any) -> Page:
        path = tmp_path / f"page{len(contexts)}.html"
        with path.open("w", encoding="utf-8") as out:
            write_page(readings, out)
        contexts.append(
            browser.new_context(viewport={"width": width, "height": height}, reduced_motion="reduce", **context)
        )
        page = contexts[-1].new_page()
        address = path.as_uri()
        page.on("request", asked)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda message: faults.append(message.text))
        page.on("dialog", lambda dialog: faults.append(f"dialog {dialog.message}"))
        page.goto(address + anchor)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def lit(page: Page, role: str) -> list[str]:
    """The words that are lit as a role, neighbouring pieces joined."""
    return page.locator(f".text .lit.is-{role}").all_inner_texts()


def chosen(page: Page) -> str:
    """The number and name of the chosen claim; empty where none is."""
    cards = page.locator(".claims .card.chosen .choose")
    return " ".join(cards.first.inner_text().split()) if cards.count() else ""


def mark(page: Page, words: str) -> Any:
    return page.locator(".text a.m", has_text=words).first


def press(page: Page, words: str) -> None:
    """Click the beginning of a mention, which may run over several lines."""
    mark(page, words).scroll_into_view_if_needed()
    x, y = mark(page, words).evaluate("one => { const box = one.getClientRects()[0]; return [box.x + 4, box.y + 12]; }")
    page.mouse.click(x, y)


def test_choosing_a_claim_lights_its_evidence_and_roles(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    assert lit(page, "evidence") == []
    page.locator(".card").first.locator("blockquote").click()
    assert chosen(page) == "1 Attack"
    assert lit(page, "evidence") == ["stormed"]
    assert lit(page, "actor") == ["Harran Brigades"]
    assert lit(page, "target") == ["grain mill"]
    assert lit(page, "place") == ["Tell Sarw"]
    assert lit(page, "time") == ["Monday"]
    assert lit(page, "source") == ["Sarw Monitor"]
    labels = page.locator(".text [data-label]").evaluate_all("found => found.map(one => one.dataset.label)")
    assert labels == ["actor", "attack", "target", "place", "time", "source"]
    assert "".join(page.locator(".text .in-sentence").all_inner_texts()).startswith("Fighters of the Harran")


def test_roles_look_different_from_one_another(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.keyboard.press("j")
    style = "s => [s.textDecorationStyle, s.textDecorationColor, s.backgroundColor].join()"
    looks = page.locator(".text .lit").evaluate_all(f"found => found.map(one => ({style})(getComputedStyle(one)))")
    assert len(set(looks)) == len(looks) == 6


def test_where_roles_overlap_the_shorter_is_seen_and_both_are_named(
    open_page: Open, make_report: Build, make_claim: Build, make_toll: Build
) -> None:
    report = make_report(TEXT)
    toll = make_toll(report, "At least 12 civilians", who="civilians", low=12)
    same = {"target": "car bombs", "means": "car bombs"}
    claims = (
        make_claim(report, kind="casualties", trigger="killed", target="civilians", casualties=(toll,), time="12"),
        make_claim(report, kind="explosion", trigger="used", **same),
    )
    page = open_page(Reading(report=report, claims=claims))
    page.keyboard.press("j")
    assert lit(page, "toll") == ["At least ", " "]
    assert lit(page, "time") == ["12"]
    assert lit(page, "target") == ["civilians"]
    page.keyboard.press("j")
    assert lit(page, "target") == ["car bombs"]
    assert page.locator(".text .lit.is-target").get_attribute("data-label") == "target · means"


def test_choosing_another_claim_lets_the_first_go(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.locator(".card").nth(0).click()
    page.locator(".card").nth(1).click()
    assert chosen(page) == "2 Casualties"
    assert lit(page, "evidence") == ["killed"]
    assert lit(page, "toll") == ["At least 12 civilians"]
    assert lit(page, "actor") == []
    assert page.locator(".card.chosen").count() == 1


def test_choosing_words_chooses_their_claim(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    press(page, "killed")
    assert chosen(page) == "2 Casualties"
    assert page.evaluate("location.hash") == f"#c-{reading.claims[1].id}"


def test_words_of_two_claims_choose_both_in_turn(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    press(page, "attack on the")
    assert chosen(page) == "4 Possible attack"
    assert page.locator(".card.also .name").all_inner_texts() == ["Possible capture"]
    press(page, "attack on the")
    assert chosen(page) == "5 Possible capture"
    press(page, "attack on the")
    assert chosen(page) == "4 Possible attack"


def test_the_evidence_is_brought_into_view(open_page: Open, reading: Reading, make_report: Build) -> None:
    page = open_page(reading, height=420)
    page.keyboard.press("k")
    box = page.locator(".text .lit.is-evidence").bounding_box()
    assert box
    assert 40 < box["y"] < 400
    card = page.locator(".card.chosen").bounding_box()
    assert card
    assert 0 <= card["y"] < 420


def test_the_keyboard_alone_is_enough(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert chosen(page) == "2 Casualties"
    page.keyboard.press("k")
    assert chosen(page) == "1 Attack"
    focused = "document.activeElement"
    assert page.evaluate(f"{focused}.closest('.card').dataset.name") == "Attack"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.matches('.text a.m') && {focused}.innerText") == "stormed"
    page.keyboard.press("Enter")
    assert page.evaluate(f"{focused}.closest('.card').dataset.name") == "Attack"
    page.keyboard.press("Escape")
    assert chosen(page) == ""
    assert lit(page, "evidence") == []
    assert page.evaluate("location.hash") == ""


def test_focus_is_seen(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.keyboard.press("j")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert width == "2px"


def test_keys_can_be_switched_off_and_do_not_meddle_with_the_browsers(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.keyboard.press("Control+j")
    assert chosen(page) == ""
    page.locator("#keys").uncheck()
    page.keyboard.press("j")
    assert chosen(page) == ""


def test_a_filter_hides_claims_and_their_marks(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.locator(".filters summary").click()
    page.locator("label", has_text="Denied").click()
    shown = page.locator(".card:visible .name").all_inner_texts()
    assert shown == ["Attack", "Casualties", "Possible attack", "Possible capture", "Tactic"]
    assert page.locator(".claims h2").inner_text() == "5 of 6 claims"
    assert "off" in (mark(page, "used").get_attribute("class") or "")
    assert "off" not in (mark(page, "killed").get_attribute("class") or "")
    for family in ("Violence", "Territory", "Analysis"):
        page.locator("label", has_text=family).click()
    assert page.locator(".card:visible").count() == 0
    assert page.locator(".filtered").is_visible()
    page.locator("#all").click()
    assert page.locator(".card:visible").count() == 6


def test_filtered_claims_are_stepped_over_and_let_go(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    page.keyboard.press("j")
    page.locator(".filters summary").click()
    page.locator("label", has_text="Asserted").click()
    assert chosen(page) == ""
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert chosen(page) == "3 Denied explosion"


def test_relations_lead_to_the_other_claim(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)
    press(page, "feint")
    page.locator(".card.chosen .links a").click()
    assert chosen(page) == "1 Attack"
    assert page.locator(".card.chosen .links").inner_text().startswith("masked by")


def test_what_is_denied_does_not_look_like_what_happened(open_page: Open, reading: Reading) -> None:
    page = open_page(reading)

    def look(card: int) -> str:
        style = "s => [s.borderTopStyle, s.backgroundColor].join()"
        return str(page.locator(".card").nth(card).evaluate(f"one => ({style})(getComputedStyle(one))"))

    assert look(0) == look(1)
    assert look(2) != look(0)
    tag = mark(page, "used").evaluate("one => getComputedStyle(one, '::after').content")
    assert tag == '"denied"'
    press(page, "used")
    evidence = page.locator(".text .lit.is-evidence")
    assert evidence.evaluate("one => getComputedStyle(one).outlineStyle") == "dashed"


def test_an_address_with_a_claim_opens_it(open_page: Open, reading: Reading, make_report: Build) -> None:
    other = Reading(report=make_report("Nothing here.", title="Other"), claims=())
    page = open_page(other, reading, anchor=f"#c-{reading.claims[2].id}")
    assert chosen(page) == "3 Denied explosion"
    assert page.locator(".report:visible").get_attribute("id") == "r2"


def test_reports_are_switched_between(open_page: Open, reading: Reading, make_report: Build) -> None:
    other = Reading(report=make_report("Nothing here.", title="Other report"), claims=())
    page = open_page(reading, other, width=1500)
    page.keyboard.press("j")
    page.locator(".reports a", has_text="Other report").click()
    assert page.locator("h1:visible").inner_text() == "Other report"
    assert chosen(page) == ""
    assert page.locator(".reports [aria-current]").inner_text().startswith("Other report")
    page.go_back()


def test_on_a_phone_the_chosen_claim_comes_up_from_below(open_page: Open, reading: Reading) -> None:
    page = open_page(reading, width=390, height=700, has_touch=True)
    assert page.locator("#sheet").is_hidden()
    mark(page, "feint").tap()
    sheet = page.locator("#sheet")
    assert "Tactic" in sheet.inner_text()
    assert "quarry" in sheet.inner_text()
    top = sheet.bounding_box()
    evidence = page.locator(".text .lit.is-evidence").bounding_box()
    assert top
    assert evidence
    assert 40 < evidence["y"] < top["y"]
    page.locator("#previous").tap()
    assert "Possible capture" in sheet.inner_text()
    assert page.locator("#position").inner_text() == "Claim 5 of 6"
    page.locator("#close").tap()
    assert sheet.is_hidden()


@pytest.mark.parametrize("width", [320, 390, 768, 1024, 1440])
def test_nothing_makes_the_page_scroll_sideways(open_page: Open, reading: Reading, width: int) -> None:
    page = open_page(reading, reading, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.keyboard.press("j")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_it_is_a_plain_document(open_page: Open, reading: Reading, make_report: Build) -> None:
    other = Reading(report=make_report("Nothing here.", title="Other report"), claims=())
    page = open_page(reading, other, java_script_enabled=False)
    assert page.locator(".report:visible").count() == 2
    assert page.locator(".card:visible").count() == 6
    assert page.locator(".filters").is_hidden()
    assert page.locator(".card dl").first.is_visible()
    press(page, "killed")
    page.wait_for_url(re.compile(f"#c-{reading.claims[1].id}$"))


HOSTILE = (
    "<script>window.ran=1</script> </script><script>window.ran=2</script> <img src=x onerror='window.ran=3'> "
    '{{ 7*7 }} ${window.ran=4} " onmouseover="window.ran=5 <svg/onload=window.ran=6> '
    "<link rel=stylesheet href=https://evil.example/x.css> \u202eevil\u202c"
)


def test_hostile_text_is_shown_and_nothing_runs(open_page: Open, make_report: Build, make_claim: Build) -> None:
    text = f"They stormed {HOSTILE} the mill"
    report = make_report(text, title=HOSTILE, source=HOSTILE, url="javascript:window.ran=7", warnings=(HOSTILE,))
    roles = dict.fromkeys(("actor", "target", "place", "means", "source", "time"), HOSTILE)
    claims = (make_claim(report, **roles), make_claim(report, kind="capture", trigger=HOSTILE))
    page = open_page(Reading(report=report, claims=claims), Reading(report=report, claims=()), width=1500)
    for words in ("stormed", "script"):
        press(page, words)
    for link in page.locator(".card.chosen dd a").all():
        link.click()
    page.locator(".card").first.hover()
    assert page.evaluate("typeof window.ran") == "undefined"
    assert page.locator("img, svg, link, iframe, .text script").count() == 0
    shown = page.locator("#r1 .text").evaluate("one => one.textContent")
    assert shown == text.replace("\u202e", "")
    assert page.locator("#r1 .text .ctl").first.get_attribute("data-code") == "U+202E"
    assert page.locator("a[href^='javascript']").count() == 0


def test_the_policy_stops_what_would_get_through(browser: Browser, tmp_path: Path, reading: Reading) -> None:
    """Were an escape ever missed, the browser itself would refuse to run it or to load anything."""
    with (tmp_path / "page.html").open("w", encoding="utf-8") as out:
        write_page([reading], out)
    page = browser.new_page()
    got: list[str] = []
    page.goto((tmp_path / "page.html").as_uri())
    page.on("requestfinished", lambda request: got.append(request.url))
    page.evaluate(
        "document.addEventListener('securitypolicyviolation', () => { window.refused = (window.refused ?? 0) + 1; })"
    )
    page.evaluate(
        """() => {
            const script = document.createElement('script');
            script.textContent = 'window.ran = 1';
            const image = document.createElement('img');
            image.src = 'https://evil.example/x.png';
            const holder = document.createElement('div');
            holder.innerHTML = '<b onclick="window.ran = 2">x</b>';
            document.body.append(script, image, holder);
            holder.firstChild.click();
        }"""
    )
    page.wait_for_function("window.refused >= 3")
    assert page.evaluate("typeof window.ran") == "undefined"
    assert got == []
    page.close()
