"""The words that decide a status are marked, and what hedges a claim."""

from __future__ import annotations

import pytest

from masudi.coding.status import cues_of, hedge_of
from masudi.domain import HedgeLevel, Span, Status, span_of
from masudi.language import outline


def at(text: str, words: str) -> Span:
    return span_of(text, text.index(words), text.index(words) + len(words))


@pytest.mark.parametrize(
    ("text", "trigger", "status", "cue"),
    [
        ("No car bombs were used at Harran.", "bombs", Status.DENIED, "No"),
        ("Residents fear a massacre in Harran.", "massacre", Status.POSSIBLE, "fear"),
        ("The army tried to storm Harran.", "storm", Status.ATTEMPTED, "tried to"),
        ("The army plans to storm Harran.", "storm", Status.INTENDED, "to"),
        ("They fought on to take Harran and to hold it.", "to take Harran and to hold it", Status.INTENDED, "to"),
    ],
)
def test_the_nearest_cue_of_the_status_is_marked(text: str, trigger: str, status: Status, cue: str) -> None:
    (found,) = cues_of(outline(text), at(text, trigger), status)
    assert found.text == cue
    assert text[found.start : found.end] == cue
    if trigger.startswith("to take"):
        assert found.start == text.index("to take")


def test_a_plain_assertion_has_no_cue() -> None:
    text = "They fear the army, which shelled Harran."
    assert cues_of(outline(text), at(text, "shelled"), Status.ASSERTED) == ()


def test_a_cue_of_another_sentence_decides_nothing() -> None:
    text = "Nobody fears it. A massacre followed."
    assert cues_of(outline(text), at(text, "massacre"), Status.POSSIBLE) == ()


def test_a_hedge_stands_before_what_it_hedges() -> None:
    text = "The army allegedly shelled Harran. Rebels left."
    hedge = hedge_of(outline(text), at(text, "shelled"))
    assert hedge.level == HedgeLevel.ALLEGED
    assert hedge.span is not None
    assert hedge.span.text == "allegedly"
    assert hedge_of(outline(text), at(text, "left")).level == HedgeLevel.NONE
