"""Candidates come from tags, and of what names one entity the best string is kept; all texts are invented."""

from __future__ import annotations

import re

import numpy as np
import pytest

from benchmarks.fillers import (
    ROLES,
    TAGS,
    Candidate,
    Floats,
    Settings,
    candidate_at,
    candidates,
    choose,
    is_acronym,
    likeness,
    merged,
    occurrences,
    same_anyway,
    tag_score,
)
from masudi.language.pieces import Pieces

TEXT = "rebels of the osmer liberation army (ola) shelled the mill . the ola denied it . rebels fled the windmill"
WEAPON = ROLES.index("Weapon")


def pieces(text: str) -> Pieces:
    """A text with one piece for every word."""
    spans = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    count = np.arange(len(spans))
    return Pieces(
        text=text,
        ids=count,
        first=count,
        spans=np.array(spans),
        sentence=0 * count,
        case=0 * count,
        rarity=np.zeros(len(spans), np.float32),
        low=tuple(text[start:end] for start, end in spans),
    )


def tags_of(text: Pieces, **inside: dict[str, float]) -> Floats:
    """Tags in which the first occurrences of some words are inside a role's fillers, so likely."""
    tags = np.zeros((len(text.first), len(ROLES), len(TAGS)), np.float32)
    for role, found in inside.items():
        for phrase, likely in found.items():
            first, behind = occurrences(text, phrase)[0]
            tags[first:behind, ROLES.index(role), 0] = likely
    return tags


def settings(*, thresholds: tuple[float, ...] = (0.5,) * 5, apart: float = 1.0) -> Settings:
    return Settings(thresholds=thresholds, tags=0.5, apart=apart)


def test_occurrences_are_whole_words() -> None:
    text = pieces(TEXT)
    assert occurrences(text, "mill") == ((11, 12),)
    assert occurrences(text, "ola") == ((7, 8), (14, 15))
    assert occurrences(text, "mi") == ()
    assert candidate_at(text, (14, 15)) == Candidate("ola", ((7, 8), (14, 15)))


def test_a_loose_stretch_is_also_cut_short() -> None:
    text = pieces(TEXT)
    tags = tags_of(text, PerpOrg={"osmer liberation army (ola": 0.4, "of": 0.4, "the": 0.4, "osmer": 0.9})
    assert [one.text for one in candidates(text, tags)] == ["osmer", "osmer liberation army (ola"]


def test_stretches_are_cut_where_a_filler_opens_or_closes() -> None:
    text = pieces("mortars rifles and grenades")
    tags = tags_of(text, Weapon={"mortars rifles": 0.9})
    tags[1, WEAPON, 1] = 0.9
    assert {one.text for one in candidates(text, tags)} == {"mortars", "rifles", "mortars rifles"}
    tags[1, WEAPON, 1], tags[0, WEAPON, 2] = 0, 0.9
    assert {one.text for one in candidates(text, tags)} == {"mortars", "mortars rifles"}


def test_nothing_likely_makes_no_candidate() -> None:
    text = pieces(TEXT)
    assert candidates(text, tags_of(text)) == []
    assert candidates(text, tags_of(text, Weapon={"the": 0.9})) == []


def test_the_tags_of_the_likeliest_occurrence_count() -> None:
    text = pieces(TEXT)
    tags = tags_of(text, PerpOrg={"ola": 0.2})
    tags[14, ROLES.index("PerpOrg"), 0] = 0.8
    found = tag_score(candidate_at(text, (7, 8)), tags)
    assert found == pytest.approx([0.8 if role == "PerpOrg" else 0 for role in ROLES])


@pytest.mark.parametrize(
    ("short", "name", "is_one"),
    [
        ("ola", "osmer liberation army", True),
        ("ola", "army of the osmer", False),
        ("aoto", "army of the osmer", False),
        ("frdn", "front for rural defence", False),
        ("frdf", "front for rural defence forces", True),
        ("frdf", "front for rural defence forces north", True),
        ("ol", "osmer liberation", False),
        ("o l a", "osmer liberation army", False),
    ],
)
def test_acronyms(short: str, name: str, is_one: bool) -> None:
    assert is_acronym(short, name) is is_one


def test_likeness_is_of_words_and_letters() -> None:
    assert likeness("the OLA", "osmer liberation army") == [0, 0, 0, 0, 1, 0]
    assert likeness("osmer army", "the osmer army") == [1, 1, 1, 1, 0, 1]
    assert likeness("mayor of dalgo", "the mayor") == [1 / 2, 1, 0, 1, 0, 0]


def test_nested_equal_and_shortened_strings_are_one() -> None:
    text = pieces(TEXT)
    whole, part = candidate_at(text, (3, 6)), candidate_at(text, (5, 6))
    acronym, rebels = candidate_at(text, (7, 8)), candidate_at(text, (0, 1))
    assert same_anyway(whole, part)
    assert same_anyway(part, whole)
    assert same_anyway(whole, acronym)
    assert not same_anyway(whole, rebels)
    assert not same_anyway(part, acronym)


def scored(*likely: float) -> Floats:
    """Scores of candidates for one role."""
    scores = np.zeros((len(likely), len(ROLES)), np.float32)
    scores[:, WEAPON] = likely
    return scores


def test_the_best_string_of_an_entity_is_kept() -> None:
    found = [Candidate("gun", ((0, 1),)), Candidate("rifle", ((2, 3),)), Candidate("mortar", ((4, 5),))]
    same = np.eye(3, dtype=np.float32)
    same[0, 1] = same[1, 0] = 0.6
    chosen = choose(found, scored(0.8, 0.9, 0.6), same, settings())
    assert chosen == {"PerpInd": [], "PerpOrg": [], "Target": [], "Victim": [], "Weapon": [["rifle"], ["mortar"]]}
    chosen = choose(found, scored(0.8, 0.9, 0.6), same, settings(apart=0))
    assert chosen["Weapon"] == [["rifle"], ["gun"], ["mortar"]]


def test_each_role_has_its_threshold() -> None:
    found = [Candidate("rifle", ((2, 3),))]
    same = np.eye(1, dtype=np.float32)
    assert choose(found, scored(0.4), same, settings())["Weapon"] == []
    assert choose(found, scored(0.4), same, settings(thresholds=(0.5,) * 4 + (0.3,)))["Weapon"] == [["rifle"]]


def test_an_entity_that_is_part_of_another_is_left_out() -> None:
    empty: dict[str, list[object]] = {role: [] for role in ROLES}
    first = {**empty, "Weapon": [[["gun", 0], ["rifle", 9]], [["mortar", 20]]]}
    second = {**empty, "Weapon": [[["rifle", 9]], [["bomb", 30]]], "Target": [[["mill", 40]]]}
    assert merged([first, second]) == {
        "PerpInd": [],
        "PerpOrg": [],
        "Target": [["mill"]],
        "Victim": [],
        "Weapon": [["gun", "rifle"], ["mortar"], ["bomb"]],
    }
