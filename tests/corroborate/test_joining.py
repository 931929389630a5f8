"""Which groups are joined, by scores between their members."""

from __future__ import annotations

import msgspec
import pytest

from masudi.corroborate import gists_of
from masudi.corroborate.comparing import place_answer
from masudi.corroborate.joining import Group, join
from masudi.corroborate.rules import load_rules
from masudi.domain import Claim, Place
from tests.corroborate.claims import make_claim


def free(_: Group, __: Group) -> bool:
    return False


def test_one_joins_the_group_of_which_it_resembles_a_member() -> None:
    scores = {("a", "b"): 0.9, ("a", "c"): 0.9, ("b", "c"): 0.9, ("c", "d"): 0.8}
    # The mean over all pairs of d with the others is 0.27; the best links are 0.8, 0.8, 0 and 0.
    assert join("abcd", scores, 0.4, free) == [("a", "b", "c", "d")]
    assert join("abcd", scores, 0.5, free) == [("a", "b", "c"), ("d",)]


def test_what_is_barred_stays_apart() -> None:
    def barred(group: Group, other: Group) -> bool:
        return {"a", "c"} <= {*group, *other}

    assert join("abc", {("a", "b"): 0.9, ("b", "c"): 0.8, ("a", "c"): 0.9}, 0.3, barred) == [("a", "b"), ("c",)]


def test_the_order_makes_no_difference() -> None:
    scores = {("a", "b"): 0.6, ("b", "c"): 0.6, ("c", "d"): 0.6}
    first = join("abcd", scores, 0.35, free)
    assert join("dcba", dict(reversed(scores.items())), 0.35, free) == first


@pytest.mark.parametrize(
    ("one", "other", "answer"),
    [
        ("Weir Street, Kelmar", "Old Mill, Kelmar", "apart"),
        ("Weir Street, Kelmar", "Kelmar", "inside"),
        ("eastern Kelmar", "western Kelmar", "apart"),
        ("eastern Kelmar", "Kelmar", "inside"),
        ("Kelmar", "Kelmar", "same"),
        ("Weir Street", "Weir Street market", "same"),
    ],
)
def test_spots_of_one_town_are_told_apart_by_their_names(one: str, other: str, answer: str) -> None:
    sites = [gists_of([_at(name)])[0].sites for name in (one, other)]
    assert place_answer(sites[0], sites[1], load_rules())[0] == answer


def _at(name: str) -> Claim:
    place = Place(start=0, end=1, text=name, name=name, within="Kelmar", lat=35.4, lon=36.6, radius_km=2)
    return msgspec.structs.replace(make_claim("airstrike"), place=(place,))
