"""One toll that two verbs tell is one claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from masudi.coding.shared_tolls import joined
from masudi.domain import Party

Build = Callable[..., Any]
TEXT = "Shells killed 12 miners at Osk and wounded 30. In Dalgo 12 miners were wounded."


def test_the_claims_of_two_verbs_with_one_toll_are_one(make_report: Build, make_claim: Build, make_toll: Build) -> None:
    report = make_report(TEXT)
    dead, hurt = make_toll(report, "12 miners", low=12, high=12), make_toll(report, "30", harm="injured", low=30)
    miners = Party(start=14, end=23, text="12 miners", entity="civilians")
    first = make_claim(report, kind="casualties", trigger="killed", casualties=(dead, hurt))
    second = make_claim(report, kind="casualties", trigger="wounded", casualties=(hurt,), target=(miners,))
    (one,) = joined([first, second])
    assert [mention.text for mention in one.mentions] == ["killed", "wounded"]
    assert (one.id, one.casualties, one.target) == (first.id, (dead, hurt), (miners,))
    assert joined([second, first])[0].id == first.id


def test_claims_with_tolls_of_their_own_stay_apart(make_report: Build, make_claim: Build, make_toll: Build) -> None:
    report = make_report(TEXT)
    dead, hurt = make_toll(report, "12 miners", low=12, high=12), make_toll(report, "30", harm="injured", low=30)
    first = make_claim(report, kind="casualties", trigger="killed", casualties=(dead,))
    second = make_claim(report, kind="casualties", trigger="wounded", casualties=(hurt,))
    strike = make_claim(report, kind="shelling", trigger="Shells")
    assert joined([strike, first, second]) == [strike, first, second]
