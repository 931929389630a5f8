"""Nobody is the target of his own deed, in the same words or in others."""

from __future__ import annotations

import pytest

from masudi.coding.filling import Filler
from masudi.coding.two_sides import parties_apart, words_apart
from masudi.domain import Party, Span

NONE: dict[str, tuple[Filler, ...]] = {"actor": (), "target": ()}


def filler(start: int, probability: float) -> Filler:
    return Filler(Span(start=start, end=start + 4, text="army"), probability)


def party(start: int, entity: str | None = "army", name: str | None = "Harran Army") -> Party:
    return Party(start=start, end=start + 4, text="army", entity=entity, name=name)


def test_words_of_an_actor_are_no_target() -> None:
    roles = words_apart({"actor": (filler(0, 0.5),), "target": (filler(2, 0.9), filler(9, 0.9))})
    assert [one.span.start for one in roles["target"]] == [9]
    assert len(roles["actor"]) == 1


@pytest.mark.parametrize(("sure", "left"), [(0.8, (1, 1)), (0.3, (0, 2))])
def test_a_party_on_both_sides_stays_where_that_is_surer(sure: float, left: tuple[int, int]) -> None:
    roles = {"actor": (filler(0, sure),), "target": (filler(9, 0.6), filler(20, 0.6))}
    others = party(9), party(20, "rebels", "rebels")
    assert tuple(map(len, parties_apart((party(0),), others, roles))) == left


@pytest.mark.parametrize(("entity", "name"), [("civilians", "family"), (None, None), ("army", None)])
def test_people_and_unknown_parties_may_be_both(entity: str | None, name: str | None) -> None:
    sides = (party(0, entity, name),), (party(9, entity, name),)
    assert parties_apart(*sides, {"actor": (filler(0, 0.9),), "target": (filler(9, 0.5),)}) == sides


def test_a_side_without_anybody_is_left_alone() -> None:
    assert parties_apart((), (party(9),), {**NONE, "target": (filler(9, 0.5),)}) == ((), (party(9),))
