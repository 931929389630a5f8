#!/usr/bin/env python3
"""Makes the pictures of the tour (docs/tour/*.png) from the made-up samples, and the page that shows them.

    .venv/bin/python scripts/tour.py
    .venv/bin/python scripts/tour.py --only place

To show one more page, add a `Shot`. A page that the workbench does not have is left out, with a note.
"""

from __future__ import annotations

import argparse
import io
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

DOCS = Path(__file__).resolve().parents[1] / "docs"
# Bytes of a picture, and the colours with which one begins that has to become smaller.
MOST, COLOURS = 150_000, 128

DESK, PHONE = (1280, 860), (390, 780)


class Shot(NamedTuple):
    """A picture: its file's name, what stands below it, how to get there, and the size and scheme of the screen."""

    name: str
    says: str
    path: str
    then: Callable[[Page], None] = lambda _: None
    size: tuple[int, int] = DESK
    dark: bool = False


def first(page: Page, selector: str) -> None:
    """To where the first link of a list leads."""
    page.locator(selector).first.click()
    page.wait_for_load_state("networkidle")


def open_report(page: Page) -> None:
    """To a report, with one of its claims chosen."""
    page.get_by_role("link", name="The night after the truce").click()
    page.locator(".claims .acts").first.wait_for(state="attached")
    page.keyboard.press("j")
    page.keyboard.press("j")


def decide(page: Page) -> None:
    """Accept a claim of a report, with a reason, and show what was decided on it."""
    open_report(page)
    card = page.locator(".claims .card.chosen")
    name = card.get_attribute("id")
    card.get_by_role("textbox", name="Why").fill("the same in the hospital's list")
    card.get_by_role("button", name="Accept").click()
    page.locator(f"#{name} .pill.stage").wait_for()
    page.locator(f"#{name} .choose").click()
    page.keyboard.press("h")
    page.locator(".history").wait_for()


def to_form(page: Page) -> None:
    """Down to where a place is pinned."""
    page.get_by_role("link", name="Upper Gardens", exact=True).click()
    page.locator("#find-place").fill("Halven")
    page.get_by_role("button", name="Look up").click()
    page.wait_for_load_state("networkidle")
    page.locator("#pin-form input[name=to]").first.check()


SHOTS = [
    Shot("overview", "The overview: map, timeline and list narrow each other.", "/overview"),
    Shot("report", "A report with its claims; every field points at the words that say it.", "/reports", open_report),
    Shot("decision", "A decision, with who took it, when and why; it can be taken back.", "/reports", decide),
    Shot("phone", "The same report on a phone, in the dark.", "/reports", open_report, PHONE, True),
    Shot("incidents", "Incidents: what several reports tell of is one.", "/incidents"),
    Shot("incident", "An incident, with every origin's account side by side.", "/incidents?origins=3",
         lambda page: first(page, "main a[href^='/incident/']")),
    Shot("control", "Who is said to hold what on a day.", "/control"),
    Shot("pockets", "Pockets, and whether a way leads out.", "/pockets"),
    Shot("operation", "An operation: who attributes which tactics and reasons to whom, and what happened in order.",
         "/operations", lambda page: first(page, "main a[href^='/operation/']")),
    Shot("brief", "The brief on the case; each sentence leads to the words that it rests on.", "/brief"),
    Shot("place", "A place: what happened there, and who held it when.", "/places",
         lambda page: first(page, "main a:has-text('Tesk Hill')")),
    Shot("pin", "A place that no gazetteer has: one pin resolves every claim that names it.", "/unresolved", to_form),
    Shot("origins", "Whose accounts the reports carry.", "/origins"),
    Shot("actor", "An actor: what it is said to have done and to have suffered, by status.", "/actors",
         lambda page: first(page, "main .ranked a")),
    Shot("review", "How far the reviewers are, by kind and by person.", "/review"),
]  # fmt: skip


@contextmanager
def served() -> Iterator[str]:
    """The workbench on the samples, as `masudi serve --demo` starts it; the address with its key."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "masudi", "serve", "--demo", "--port", "0", "--no-browser"]
        # No key of whoever runs this signs what is shown.
        where = {**os.environ, "MASUDI_KEYS": folder}
        process = subprocess.Popen(
            [*command, "--person", "R. Haddad"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=where
        )
        try:
            assert process.stdout
            yield process.stdout.readline().strip()
        finally:
            process.terminate()
            process.wait()


def small(png: bytes) -> bytes:
    """The picture with so few colours that it stays small."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    colours = COLOURS
    while True:
        out = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if len(out.getvalue()) <= MOST or colours <= 8:
            return out.getvalue()
        colours //= 2


def taken(wanted: list[Shot]) -> Iterator[Shot]:
    """Take the pictures; those of pages that are there."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    arguments = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for one in wanted:
            width, height = one.size
            page = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme="dark" if one.dark else "light",
                reduced_motion="reduce",
            ).new_page()
            page.goto(address)
            answer = page.goto(address.partition("/enter")[0] + one.path)
            if answer is None or answer.status == 404:
                sys.stderr.write(f"{one.name}: left out, there is no page {one.path}\n")
                continue
            one.then(page)
            page.wait_for_load_state("networkidle")
            # The map draws itself in its own time.
            if page.locator("#map").count():
                page.locator("#map[data-idle]").wait_for(state="attached", timeout=120_000)
            (DOCS / "tour" / f"{one.name}.png").write_bytes(small(page.screenshot()))
            page.context.close()
            yield one
        browser.close()


def written(shots: list[Shot]) -> str:
    """The page of the tour."""
    parts = ["# A tour in pictures", ""]
    parts += [
        "Made by `scripts/tour.py` from the made-up samples (`masudi serve --demo`): nothing in them happened.",
        "",
    ]
    for one in shots:
        parts += [f"## {one.name.capitalize()}", "", one.says, "", f"![{one.says}](tour/{one.name}.png)", ""]
    return "\n".join(parts)


def main() -> None:
    """Take the pictures and write the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=[one.name for one in SHOTS])
    only = parser.parse_args().only
    (DOCS / "tour").mkdir(exist_ok=True)
    for one in taken([shot for shot in SHOTS if not only or shot.name in only]):
        sys.stdout.write(f"{one.name}.png\n")
    there = [one for one in SHOTS if (DOCS / "tour" / f"{one.name}.png").exists()]
    (DOCS / "tour.md").write_text(written(there), encoding="utf-8")


if __name__ == "__main__":
    main()
