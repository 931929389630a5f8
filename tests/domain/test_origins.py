"""Whose account a claim is."""

from __future__ import annotations

from typing import Any

import pytest

from masudi.domain import Claim, Source
from masudi.domain.origins import name_key, origins_of
from tests.conftest import build_claim, build_report

BROAD = {"monitors"}


def claim(*sources: tuple[str, str | None, str | None], publisher: str | None = "Sarw Courier") -> Claim:
    """A claim that quotes sources: words, entity, actor."""
    found: tuple[Any, ...] = tuple(
        Source(start=0, end=len(text), text=text, entity=entity, actor_id=actor) for text, entity, actor in sources
    )
    return build_claim(build_report("Raiders stormed the mill.", source=publisher), source=found)


@pytest.mark.parametrize(
    ("source", "origin"),
    [
        (("the Observatory", "monitors", "mill_observatory"), "mill_observatory"),
        (("The Mill’s Observatory", "monitors", None), "mill observatory"),
        (("a spokesman", "levies", None), "levies"),
        (("Sárw  COURIER", None, None), "sarw courier"),
    ],
)
def test_a_source_goes_by_its_actor_its_entity_or_its_words(
    source: tuple[str, str | None, str | None], origin: str
) -> None:
    assert origins_of(claim(source), BROAD) == (origin,)


def test_who_quotes_nobody_is_the_origin_and_the_same_as_when_others_quote_it() -> None:
    assert origins_of(claim(), BROAD) == ("sarw courier",)
    assert origins_of(claim(("the Sarw Courier", None, None), publisher="Ridge Post"), BROAD) == ("sarw courier",)
    assert origins_of(claim(), BROAD, publisher="The Wire") == ("wire",)


def test_each_origin_counts_once_and_a_report_of_nobody_is_its_own() -> None:
    both = claim(("the General Staff", "levies", None), ("a spokesman", "levies", None), ("a doctor", None, None))
    assert origins_of(both, BROAD) == ("levies", "doctor")
    (origin,) = origins_of(claim(publisher=None), BROAD)
    assert origin.startswith("report ")


def test_words_that_are_all_marks_or_an_article_stay() -> None:
    assert name_key("The") == "the"
    assert name_key(" ?? ") == "??"
