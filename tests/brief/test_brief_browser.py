"""The HTML brief in a real browser: no network, no errors, no sideways scrolling on a phone, citations to go to."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masudi.brief import compose, render_html
from masudi.domain import Reading

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

Build = Callable[..., Any]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_stands_alone(
    browser: Browser, tmp_path: Path, make_report: Build, make_claim: Build, scheme: str, width: int
) -> None:
    long = "Raiders stormed Osk" + "k" * 300 + ". Raiders shelled Marsk."
    report = make_report(long, title="<script>document.title = 'taken'</script>" + "T" * 200, url="https://a.example/b")
    claims = (
        make_claim(report, actor="Raiders", place="Osk"),
        make_claim(report, kind="shelling", trigger="shelled", place="Marsk", status="possible"),
    )
    path = tmp_path / "brief.html"
    path.write_text(render_html(compose([Reading(report=report, claims=claims)])), encoding="utf-8")
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    asked: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(path.as_uri())
    assert page.title().startswith("<script>")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # The style sheet applies: the page has its own paper in each scheme.
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(251, 250, 247)", "dark": "rgb(23, 22, 20)"}[scheme]
    page.click("#happened .cites a")
    assert page.evaluate("document.querySelector(':target').id") == "c1"
    assert asked == [path.as_uri()]
    assert faults == []
    context.close()
