"""What tests in a real browser share: the way to a report, axe, the map's signs, selecting words."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parent / "assets" / "axe.min.js"


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


def points(page: Page) -> list[str]:
    expect(page.locator("#map[data-drawn]")).to_be_attached()
    return [one or "" for one in page.locator(".maplibregl-marker").evaluate_all("all => all.map(x => x.ariaLabel)")]


def card(page: Page, number: int) -> Any:
    return page.locator(".claims .card").nth(number)


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
