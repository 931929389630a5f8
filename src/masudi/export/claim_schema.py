"""The JSON Schema of a claim line."""

from __future__ import annotations

import inspect
from importlib.resources import as_file, files
from typing import Any

import msgspec

from masudi.data import load_yaml
from masudi.domain import Claim, Confidence
from masudi.ontology import Ontology, load_ontology

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_HASH = "^[0-9a-f]{64}$"
_ID = "^[0-9a-f]{16}$"


class FieldText(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What one property of one definition holds."""

    of: str
    field: str
    text: str


class FieldTexts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What claim_schema.yaml holds."""

    fields: tuple[FieldText, ...]


def claim_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a line that `write_jsonl` writes.

    The shape is that of `masudi.domain.Claim`; kinds, harms, people counted and violation tags are restricted to those
    of the ontology. Every property is required, for a line always has them all, null or empty where nothing is known;
    later versions may add properties, so a reader should not refuse what it does not know.
    """
    schema = {"$schema": DIALECT, "title": "A claim of Masudi, one line of JSON", **msgspec.json.schema(Claim)}
    definitions: dict[str, dict[str, Any]] = schema["$defs"]
    for definition in definitions.values():
        if "description" in definition:
            definition["description"] = " ".join(inspect.cleandoc(definition["description"]).split())
        if "properties" in definition:
            definition["required"] = list(definition["properties"])
            for property_ in definition["properties"].values():
                property_.pop("default", None)
    _bound(definitions)
    _close(definitions, load_ontology())
    _describe(definitions)
    return schema


def _bound(definitions: dict[str, dict[str, Any]]) -> None:
    """What the types of the record do not say: lengths, ranges, patterns."""
    claim = definitions["Claim"]["properties"]
    claim["id"]["pattern"] = _ID
    claim["sha256_bytes"]["pattern"] = claim["sha256_text"]["pattern"] = _HASH
    claim["mentions"]["minItems"] = 1
    definitions["Relation"]["properties"]["to"]["pattern"] = _ID
    for definition in definitions.values():
        if {"start", "end", "text"} <= definition.get("properties", {}).keys():
            definition["properties"]["start"]["minimum"] = 0
            definition["properties"]["end"]["minimum"] = 1
            definition["properties"]["text"]["minLength"] = 1
    for bound in ("low", "high", "part_of", "replaces"):
        _number(definitions["Toll"]["properties"][bound], minimum=0)
    place = definitions["Place"]["properties"]
    _number(place["lat"], minimum=-90, maximum=90)
    _number(place["lon"], minimum=-180, maximum=180)
    _number(place["radius_km"], minimum=0)
    confidence = definitions[Confidence.__name__]["properties"]
    _number(confidence["claim"], minimum=0, maximum=1)
    confidence["fields"]["additionalProperties"] |= {"minimum": 0, "maximum": 1}


def _number(property_: dict[str, Any], **bounds: int) -> None:
    """Bound a number that may also be null."""
    for choice in property_["anyOf"]:
        if choice["type"] in ("number", "integer"):
            choice.update(bounds)


def _close(definitions: dict[str, dict[str, Any]], ontology: Ontology) -> None:
    """Restrict names to those that the ontology has."""
    definitions["Claim"]["properties"]["kind"] = {
        "oneOf": [{"const": kind.name, "description": kind.definition} for kind in ontology.kinds]
    }
    definitions["Toll"]["properties"]["harm"]["enum"] = [term.name for term in ontology.labels.harms]
    definitions["Toll"]["properties"]["who"]["enum"] = [term.name for term in ontology.labels.counted]
    definitions["Violation"]["properties"]["tag"]["enum"] = [tag.name for tag in ontology.violations.tags]


def _describe(definitions: dict[str, dict[str, Any]]) -> None:
    with as_file(files("masudi.export") / "claim_schema.yaml") as path:
        texts = load_yaml(path, FieldTexts)
    for entry in texts.fields:
        definitions[entry.of]["properties"][entry.field]["description"] = entry.text
        # Every type that extends a span repeats its properties.
        if entry.of == "Span":
            for definition in definitions.values():
                if entry.field in definition.get("properties", {}) and "start" in definition["properties"]:
                    definition["properties"][entry.field].setdefault("description", entry.text)
