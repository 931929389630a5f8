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
        same_dates=lambda gold, guess: gold["time"]["from"] == (guess.get("time") or {}).get("from"),
    )


def claim(day: str | None = None, *, counted: bool = False) -> dict[str, Any]:
    return {"time": {"from": day, "to": day} if day else None, "casualties": [TOLL] if counted else []}


def test_what_is_right_and_what_is_invented() -> None:
    golds = [claim("2017-04-10", counted=True), claim("2017-04-11"), claim(), claim(counted=True)]
    guesses = [claim("2017-04-10", counted=True), claim("2017-04-12", counted=True), claim("2017-04-12")]
    hits = measure(cast(Any, scorer()), iter([(golds, guesses)]))
    assert hits["date"] == [True, False]
    assert hits["invented date"] == [True]
    assert hits["invented toll"] == [True, False]
    assert hits["tolls"] == [True, False]
    assert len(hits["guessed tolls"]) == 2


def test_annotated_claims_get_the_words_of_their_spans() -> None:
    text = "Rebels shelled Harran."
    claims = [{"mentions": [[7, 14]], "actor": [{"span": [0, 6], "entity": "opposition"}], "place": None}]
    packed = Packed("one", text, "", "", claims)
    (gold,) = gold_claims(packed)
    assert gold["mentions"] == [(7, 14)]
    assert [(one["text"], one["start"], one["entity"]) for one in gold["actor"]] == [("Rebels", 0, "opposition")]
    assert gold["place"] == gold["target"] == []
