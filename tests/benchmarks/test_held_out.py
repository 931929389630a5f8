"""Dates and tolls are counted as the benchmark's scorer counts them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from benchmarks.held_out import gold_claims, measure
from training.annotations import Packed

TOLL = {"harm": "killed", "who": "people", "low": 12, "high": 12}


def scorer() -> Any:
    """Matches claims by place; dates and tolls as score.py has them."""

    def tolls(claim: dict[str, Any]) -> set[tuple[Any, ...]]:
        return {(one["harm"], one["who"], one["low"], one["high"]) for one in claim["casualties"]}

    return SimpleNamespace(
        match=lambda golds, guesses: [(at, at) for at in range(min(len(golds), len(guesses)))],
        tolls=tolls,
        same_dates=lambda gold, guess: (gold["time"] or {}).get("from") == (guess["time"] or {}).get("from"),
        whole=lambda gold, guess: gold["casualties"] == guess["casualties"],
        near_enough=lambda gold, guess: gold["place"] == guess["place"],
        same_filler=lambda one, other: one["text"] == other["text"],
    )


def claim(day: str | None = None, *, counted: bool = False, lat: float | None = None) -> dict[str, Any]:
    return {
        "time": {"from": day, "to": day} if day else None,
        "casualties": [TOLL] if counted else [],
        "actor": [],
        "place": [{"text": "Harran", "lat": lat}] if lat is not None else [],
    }


def test_what_is_right_and_what_is_invented() -> None:
    golds = [claim("2017-04-10", counted=True), claim("2017-04-11"), claim(), claim(counted=True)]
    guesses = [claim("2017-04-10", counted=True), claim("2017-04-12", counted=True), claim("2017-04-12")]
    hits = measure(cast(Any, scorer()), iter([(golds, guesses)]))
    assert hits["date"] == [True, False]
    assert hits["invented date"] == [True]
    assert hits["invented toll"] == [True, False]
    assert hits["tolls"] == [True, False]
    assert len(hits["guessed tolls"]) == 2
    # The last annotated claim was not found: it is neither whole nor usable.
    assert hits["whole"] == [True, False, True, False]
    assert hits["usable"] == [True, False, False, False]


def test_places_that_are_found_are_right_where_they_are_near() -> None:
    golds = [claim(lat=36.0), claim(lat=36.0), claim()]
    guesses = [claim(lat=36.0), claim(lat=41.0), claim(lat=36.0)]
    hits = measure(cast(Any, scorer()), iter([(golds, guesses)]))
    assert hits["within 25 km"] == [True, False]
    assert hits["invented place"] == [True]
    assert hits["invented actor"] == [False, False, False]


def test_annotated_claims_get_the_words_of_their_spans() -> None:
    text = "Rebels shelled Harran."
    claims = [{"mentions": [[7, 14]], "actor": [{"span": [0, 6], "entity": "opposition"}], "place": None}]
    packed = Packed("one", text, "", "", claims)
    (gold,) = gold_claims(packed)
    assert gold["mentions"] == [(7, 14)]
    assert [(one["text"], one["start"], one["entity"]) for one in gold["actor"]] == [("Rebels", 0, "opposition")]
    assert gold["place"] == gold["target"] == []
