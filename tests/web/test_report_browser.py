"""The page of a report in a real browser: the whole loop of a review, by mouse and by keyboard."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.browsing import card, faults_of, report_of, select
from tests.web.conftest import HOSTILE, Visit

pytestmark = pytest.mark.browser


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
