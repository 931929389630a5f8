"""The JSON Schema holds what is written, and refuses what is not a claim."""

from __future__ import annotations

import datetime
import io
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from masudi.domain import (
    Claim,
    Confidence,
    DatePrecision,
    Hedge,
    HedgeLevel,
    Party,
    Place,
    Position,
    Reading,
    Relation,
    RelationKind,
    Source,
    Span,
    Time,
    TollScope,
    Violation,
)
from masudi.export import claim_schema, write_jsonl
from masudi.ontology import load_ontology

Build = Callable[..., Any]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = claim_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


@pytest.fixture
def full(make_report: Build, make_claim: Build, make_toll: Build, spot: Build) -> Claim:
    """A claim that fills every field."""
    report = make_report(synthetic=True)
    text = report.text
    label = spot(text, "civilians", Span)
    day = datetime.date(2031, 3, 3)
    claim: Claim = make_claim(
        report,
        kind="casualties",
        trigger="killed",
        status="possible",
        status_cue="were",
        hedge=Hedge(level=HedgeLevel.REPORTED, span=spot(text, "said", Span)),
        actor=spot(text, "Harran Brigades", Party, entity="other:Harran Brigades", actor_id="harran", name="Harran"),
        target="civilians",
        place=spot(
            text,
            "Tell Sarw",
            Place,
            name="Tell Sarw",
            within="Harran",
            lat=36.5,
            lon=40.25,
            gazetteer_id="x:1",
            kind="village",
            precision="exact",
            radius_km=2.0,
        ),
        means="mill",
        source=spot(text, "Sarw Monitor", Source, entity="monitors", position=Position.MONITOR),
        time=spot(text, "Monday", Time, from_=day, to=day, precision=DatePrecision.DAY),
        casualties=(
            make_toll(
                report,
                "At least 12 civilians",
                who="civilians",
                low=12,
                sex="unknown",
                age_group="adults",
                civil_status="civilian",
                label=label,
                labelled_by="Sarw Monitor",
                scope=TollScope.INCIDENT,
                replaces=1,
            ),
            make_toll(report, "12 civilians", who="civilians", low=12, high=12, part_of=0),
        ),
        violations=(Violation(tag=load_ontology().violations.tags[0].name, span=label),),
        relations=(Relation(kind=RelationKind.SAME_TOLL, to="0123456789abcdef"),),
        confidence=Confidence(claim=0.5, fields={"place": 0.25}),
    )
    return claim


@pytest.fixture
def line(full: Claim, make_report: Build) -> dict[str, Any]:
    out = io.StringIO()
    write_jsonl([Reading(report=make_report(), claims=(full,))], out)
    value: dict[str, Any] = json.loads(out.getvalue())
    return value


def test_a_full_claim_validates(validator: Draft202012Validator, line: dict[str, Any]) -> None:
    validator.validate(line)


def test_every_kind_validates_and_there_are_31(
    validator: Draft202012Validator, make_report: Build, make_claim: Build
) -> None:
    report = make_report(published=None, source=None, path=None)
    kinds = [kind.name for kind in load_ontology().kinds]
    assert len(kinds) == 31
    out = io.StringIO()
    write_jsonl([Reading(report=report, claims=tuple(make_claim(report, kind=kind) for kind in kinds))], out)
    for written in out.getvalue().splitlines():
        validator.validate(json.loads(written))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("kind", "massacre"),
        ("status", "feared"),
        ("mentions", []),
        ("mentions.0.start", -1),
        ("mentions.0.text", ""),
        ("hedge.level", "maybe"),
        ("casualties.0.harm", "hurt"),
        ("casualties.0.who", "rebels"),
        ("casualties.0.low", -3),
        ("violations.0.tag", "war_crime"),
        ("relations.0.kind", "near"),
        ("relations.0.to", "claim 2"),
        ("place.0.lat", 95.0),
        ("source.0.position", "neighbour"),
        ("time.from", "March"),
        ("confidence.claim", 1.5),
        ("confidence.fields.place", -0.1),
        ("sha256_text", "abc"),
        ("id", "1"),
        ("published", "yesterday"),
    ],
)
def test_a_wrong_value_is_refused(
    validator: Draft202012Validator, line: dict[str, Any], path: str, value: object
) -> None:
    *above, last = path.split(".")
    inner: Any = line
    for step in above:
        inner = inner[int(step)] if isinstance(inner, list) else inner[step]
    assert last in inner
    inner[last] = value
    assert not validator.is_valid(line)


def test_every_field_is_always_there(validator: Draft202012Validator, line: dict[str, Any]) -> None:
    for field in list(line):
        assert not validator.is_valid({key: value for key, value in line.items() if key != field}), field


def test_what_a_later_version_adds_is_no_error(validator: Draft202012Validator, line: dict[str, Any]) -> None:
    validator.validate(line | {"incident": "x"})


def test_every_property_of_the_claim_is_described() -> None:
    properties = claim_schema()["$defs"]["Claim"]["properties"]
    silent = [name for name, value in properties.items() if "description" not in value and "$ref" not in value]
    assert silent == []


def test_descriptions_are_one_line() -> None:
    assert [text for text in _descriptions(claim_schema()) if "\n" in text or "  " in text] == []


def _descriptions(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("description"), str):
            yield value["description"]
        for inner in value.values():
            yield from _descriptions(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _descriptions(inner)
