"""Every text colour of the page stands out from its ground by 4.5 to 1, in light and dark (WCAG 2, level AA)."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

CSS = (files("masudi.export") / "templates" / "page.css").read_text(encoding="utf-8")
SCHEMES = {
    "light": re.search(r"^:root \{(.*?)^\}", CSS, re.MULTILINE | re.DOTALL),
    "dark": re.search(r"prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}", CSS, re.DOTALL),
}
FAMILIES = ["violence", "territory", "forces", "people", "politics", "analysis", "other"]
ROLES = ["actor", "target", "place", "time", "means", "toll", "source", "cue", "hedge", "tag"]

Colour = tuple[float, float, float]


def colours(scheme: str) -> dict[str, Colour]:
    block = SCHEMES[scheme]
    assert block
    return {
        name: (int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16))
        for name, code in re.findall(r"--([a-z-]+): #([0-9a-f]{6})\b", block[1])
    }


def luminance(colour: Colour) -> float:
    red, green, blue = (c / 12.92 if (c := v / 255) <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for v in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(colour: Colour, percent: int, ground: Colour) -> Colour:
    red, green, blue = (c * percent / 100 + g * (1 - percent / 100) for c, g in zip(colour, ground, strict=True))
    return red, green, blue


def test_the_measure_is_that_of_the_guidelines() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("ink", ["ink", "soft", "link", *FAMILIES, *ROLES])
def test_text_on_every_plain_ground(scheme: str, ink: str) -> None:
    known = colours(scheme)
    for ground in ("ground", "paper", "card", "raised", "lamp"):
        assert contrast(known[ink], known[ground]) >= 4.5, ground


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("tint", [*FAMILIES, *ROLES])
def test_text_on_a_marked_ground(scheme: str, tint: str) -> None:
    known = colours(scheme)
    assert contrast(known["ink"], mix(known[tint], 24, known["paper"])) >= 4.5
    assert contrast(known["ink"], mix(known[tint], 11, known["lamp"])) >= 4.5
    # The label above a role overlaps the top of its own tint.
    assert contrast(known[tint], mix(known[tint], 15, known["paper"])) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("family", FAMILIES)
def test_evidence_is_written_in_the_papers_colour(scheme: str, family: str) -> None:
    known = colours(scheme)
    assert contrast(known["paper"], known[family]) >= 4.5


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_made_up_banner_and_the_focus(scheme: str) -> None:
    known = colours(scheme)
    assert contrast(known["banner-ink"], known["banner"]) >= 4.5
    for ground in ("ground", "paper", "card", "raised"):
        assert contrast(known["focus"], known[ground]) >= 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_two_families_look_alike(scheme: str) -> None:
    known = colours(scheme)
    for at, one in enumerate(FAMILIES):
        for other in FAMILIES[at + 1 :]:
            assert sum(abs(a - b) for a, b in zip(known[one], known[other], strict=True)) > 60, (one, other)
