"""The kinds for people: rows, and the terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from masudi.ontology import kinds_rows, load_ontology, render_kinds


def shown(width: int, *, codes: bool = False) -> str:
    out = io.StringIO()
    render_kinds(Console(file=out, width=width), codes=codes)
    return out.getvalue()


def test_a_row_for_each_kind_with_its_codes() -> None:
    rows = {row.kind: row for row in kinds_rows()}
    assert list(rows) == [kind.name for kind in load_ontology().kinds]
    assert rows["airstrike"].codes["acled"] == ("Explosions/Remote violence: Air/drone strike",)
    assert rows["airstrike"].codes["ged"] == ("1 State-based conflict", "2 Non-state conflict")
    assert rows["aim"].codes == {"acled": (), "ged": (), "plover": (), "cameo": ()}
    assert rows["attack"].family == "violence"


@pytest.mark.parametrize("width", [40, 69, 70, 80, 200])
@pytest.mark.parametrize("codes", [False, True])
def test_every_kind_and_tag_is_shown_and_nothing_runs_over(width: int, codes: bool) -> None:
    text = shown(width, codes=codes)
    words = text.split()
    for name in [
        *(kind.name for kind in load_ontology().kinds),
        *(tag.name for tag in load_ontology().violations.tags),
    ]:
        assert name in words
    longest_url = max(len(book.url) for book in load_ontology().crosswalk.codebooks)
    assert max(len(line) for line in text.splitlines()) <= max(width, longest_url if codes else 0)
    assert "no legal finding" in " ".join(words)


def test_codes_are_shown_when_asked_for() -> None:
    assert "ACLED" not in shown(100)
    text = " ".join(shown(100, codes=True).split())
    assert "ACLED Explosions/Remote violence: Shelling/artillery/missile attack" in text
    assert "UCDP GED not codable" in text
    for book in load_ontology().crosswalk.codebooks:
        assert book.version in text
