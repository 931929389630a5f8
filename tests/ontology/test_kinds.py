"""Kinds and labels: what is in them, and that they agree with the values that code decides on."""

from __future__ import annotations

import re
from enum import StrEnum

import msgspec
import pytest

from masudi.domain import Claim, DatePrecision, HedgeLevel, Position, RelationKind, Status, Toll, TollScope
from masudi.ontology import load_ontology
from masudi.ontology.model import Term

FAMILIES = {
    "violence": "attack shelling airstrike explosion chemical_attack execution casualties detention release",
    "territory": "capture advance withdrawal repulsion siege relief control",
    "forces": "movement support seizure destruction",
    "people": "displacement aid obstruction",
    "politics": "agreement diplomacy accusation threat",
    "analysis": "aim reason tactic assessment",
}


def test_the_thirty_one_kinds_stand_in_their_families() -> None:
    ontology = load_ontology()
    assert len(ontology.kinds) == 31
    found = {family.name: [k.name for k in ontology.kinds if k.family == family.name] for family in ontology.families}
    assert found == {family: kinds.split() for family, kinds in FAMILIES.items()}


def test_kinds_of_a_family_stand_together() -> None:
    order = [kind.family for kind in load_ontology().kinds]
    assert order == sorted(order, key=list(FAMILIES).index)


def test_every_kind_says_what_it_is_and_is_not() -> None:
    for kind in load_ontology().kinds:
        assert kind.label[0].isupper()
        for words in (kind.definition, kind.apart):
            assert words.endswith("."), kind.name
            assert len(words.split()) > 3, kind.name


def test_a_kind_is_found_by_name() -> None:
    assert load_ontology().kind("siege").label == "Siege"
    with pytest.raises(KeyError):
        load_ontology().kind("sieges")


def test_the_ontology_is_read_once() -> None:
    assert load_ontology() is load_ontology()


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("statuses", Status),
        ("hedges", HedgeLevel),
        ("positions", Position),
        ("precisions", DatePrecision),
        ("relations", RelationKind),
        ("scopes", TollScope),
    ],
)
def test_labels_are_those_that_code_decides_on(name: str, values: type[StrEnum]) -> None:
    assert [term.name for term in getattr(load_ontology().labels, name)] == [value.value for value in values]


def test_the_fields_explained_are_fields_of_a_claim() -> None:
    labels = load_ontology().labels
    assert {term.name for term in labels.fields} < {field.encode_name for field in msgspec.structs.fields(Claim)}
    own = {field.name for field in msgspec.structs.fields(Toll)} - {"start", "end", "text"}
    assert {term.name for term in labels.toll_fields} == own


def names(terms: tuple[Term, ...]) -> str:
    return " ".join(term.name for term in terms)


def test_toll_labels_are_those_of_the_claims_task() -> None:
    labels = load_ontology().labels
    assert names(labels.harms) == "killed injured detained displaced missing besieged"
    assert names(labels.counted) == "civilians children women combatants aid_workers journalists people"


def test_unknown_is_never_told_as_combatant() -> None:
    civil = next(term for term in load_ontology().labels.toll_fields if term.name == "civil_status")
    assert re.search(r"unknown, never .combatant", civil.meaning)


@pytest.mark.parametrize(
    ("entity", "actor_class"),
    [
        ("syrian_government", "state"),
        ("turkey", "foreign_state"),
        ("iran", "semi_state"),
        ("islamic_state", "non_state"),
        ("united_nations", "international"),
        ("aid_workers", "civilians"),
        ("other:al-Qaeda", "non_state"),
        ("other: Al-qaeda", "non_state"),
        ("other:unidentified armed group", "unidentified"),
        ("other:Harran Brigades", "other"),
        ("harran_brigades", "unknown"),
        (None, "unknown"),
    ],
)
def test_the_class_of_a_party(entity: str | None, actor_class: str) -> None:
    assert load_ontology().labels.actor_class(entity) == actor_class
