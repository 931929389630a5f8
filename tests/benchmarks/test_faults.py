"""What keeps a claim from being whole is named by field, as the benchmark's scorer decides it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from benchmarks.faults import Fault, count, faults, show, unusable

TOLL = {"harm": "killed"}
MILL = {"entity": "other:Mill Guard"}
PLAIN: dict[str, Any] = {
    "status": "asserted",
    "actor": [MILL],
    "target": [],
    "place": [{"text": "Osk", "lat": 36.0}],
    "casualties": [TOLL],
    "time": {"from": "2024-03-01"},
}


def scorer() -> Any:
    return cast(
        Any,
        SimpleNamespace(
            entities=lambda fillers: {one["entity"] for one in fillers if one["entity"]},
            same_filler=lambda one, other: one["text"] == other["text"],
            tolls=lambda claim: {one["harm"] for one in claim["casualties"]},
            near_enough=lambda gold, guess: gold["place"] == guess["place"],
            same_dates=lambda gold, guess: gold["time"] == guess["time"],
        ),
    )


@pytest.mark.parametrize(
    ("gold", "guess", "expected"),
    [
        ({}, {}, []),
        ({}, {"status": "possible"}, [Fault("status", "asserted told as possible")]),
        ({}, {"actor": []}, [Fault("actor", "missing")]),
        ({}, {"actor": [{"entity": None}]}, [Fault("actor", "unlabelled")]),
        ({}, {"actor": [{"entity": "russia"}]}, [Fault("actor", "wrong")]),
        ({}, {"actor": [MILL, {"entity": "a"}, {"entity": "b"}]}, [Fault("actor", "one too many")]),
        ({"actor": []}, {}, [Fault("actor", "invented")]),
        ({"target": []}, {"target": [MILL]}, []),
        ({}, {"place": []}, [Fault("place", "missing")]),
        ({}, {"place": [{"text": "Dalgo"}]}, [Fault("place", "wrong")]),
        ({}, {"casualties": []}, [Fault("tolls", "missing")]),
        ({"casualties": []}, {}, [Fault("tolls", "invented")]),
        ({}, {"casualties": [{"harm": "injured"}]}, [Fault("tolls", "wrong")]),
    ],
)
def test_the_field_at_fault(gold: dict[str, Any], guess: dict[str, Any], expected: list[Fault]) -> None:
    assert faults(scorer(), {**PLAIN, **gold}, {**PLAIN, **guess}) == expected


def test_a_whole_claim_is_unusable_by_its_point_or_its_days() -> None:
    elsewhere = {**PLAIN, "place": [{"text": "Osk", "lat": None}], "time": None}
    assert unusable(scorer(), PLAIN, elsewhere) == [Fault("point", "missing"), Fault("days", "missing")]
    assert unusable(scorer(), PLAIN, PLAIN) == []


def test_faults_are_counted_with_and_without_others_beside(capsys: pytest.CaptureFixture[str]) -> None:
    nobody, undated = {**PLAIN, "actor": []}, {**PLAIN, "time": None}
    pairs = [(PLAIN, PLAIN), (PLAIN, undated), (PLAIN, nobody), (PLAIN, {**nobody, "place": []})]
    counted = count(scorer(), iter(pairs))
    assert (counted.claims, counted.whole) == (4, 2)
    assert counted.all == {Fault("days", "missing"): 1, Fault("actor", "missing"): 2, Fault("place", "missing"): 1}
    assert counted.alone == {Fault("days", "missing"): 1, Fault("actor", "missing"): 1}
    show(counted)
    assert "actor       2 (1)" in capsys.readouterr().out
