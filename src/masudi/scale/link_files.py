"""The files that stand between the steps of linking, and the table of incidents that comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from masudi.corroborate import Print
from masudi.domain.incident import Incident
from masudi.scale.folder import Folder
from masudi.scale.tables import rows_of, write_table

ASIDE = "_masudi/link"
HOMES, PRINTED = f"{ASIDE}/homes.parquet", f"{ASIDE}/prints.json"
Prints = dict[str, Print]

GISTS = pa.schema([("id", pa.string()), ("body", pa.binary())])
TOLD = pa.schema([("id", pa.string()), ("body", pa.binary()), ("keys", pa.list_(pa.string()))])
MEMBERS = pa.schema([("id", pa.string()), ("body", pa.binary()), ("claims", pa.list_(pa.binary()))])
LINKS = pa.schema([("one", pa.string()), ("other", pa.string()), ("score", pa.float64())])
HOME = pa.schema([("id", pa.string()), ("home", pa.string())])
BANDS = pa.schema([("key", pa.int64()), ("id", pa.string())])
SIGNED = pa.schema(
    [
        ("id", pa.string()),
        ("publisher", pa.string()),
        ("published", pa.date32()),
        ("sha256_text", pa.string()),
        ("body", pa.binary()),
    ]
)

_WORDS = pa.list_(pa.string())
_RANGE = pa.struct(
    [
        ("harm", pa.string()),
        ("fighters", pa.bool_()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("open", pa.bool_()),
    ]
)
INCIDENTS = pa.schema(
    [
        ("id", pa.string()),
        ("kinds", _WORDS),
        ("status", pa.string()),
        ("date_from", pa.date32()),
        ("date_to", pa.date32()),
        ("places", _WORDS),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("place_precision", pa.string()),
        ("claims", _WORDS),
        ("reports", pa.int32()),
        ("origins", _WORDS),
        ("asserting_origins", pa.int32()),
        ("camps", _WORDS),
        ("tolls", pa.list_(_RANGE)),
        ("contradictions", _WORDS),
        ("incident", pa.string()),
    ]
)


def incident_row(incident: Incident) -> dict[str, Any]:
    """An incident as a row of `INCIDENTS`; `incident` is all of it, as JSON."""
    place = incident.places[0] if incident.places else None
    return {
        "id": incident.id,
        "kinds": list(incident.kinds),
        "status": incident.status,
        "date_from": incident.from_,
        "date_to": incident.to,
        "places": [one.name or one.text for one in incident.places],
        "lat": place and place.lat,
        "lon": place and place.lon,
        "place_precision": place and place.precision,
        "claims": list(incident.claims),
        "reports": incident.corroboration.reports,
        "origins": [one.name for one in incident.origins],
        "asserting_origins": incident.corroboration.origins,
        "camps": list(incident.corroboration.camps),
        "tolls": [{field.name: getattr(one, field.name) for field in _RANGE} for one in incident.tolls],
        "contradictions": [one.about for one in incident.contradictions],
        "incident": msgspec.json.encode(incident).decode(),
    }


def by(what: str, group: str, part: str) -> str:
    """The name of the file of one part among those that are read together."""
    return f"{ASIDE}/{what}/{group}/{part}.parquet"


def parts(out: Folder, what: str, name: str) -> list[str]:
    """The files of a step that one job reads: those of a group."""
    return [file for file, _ in out.files(f"{ASIDE}/{what}/{name}")]


def files_by_part(out: Folder, table: str) -> dict[str, list[str]]:
    """The files of one of the output's tables by the part that they are of."""
    found: dict[str, list[str]] = {}
    for file, _ in out.files(table):
        found.setdefault(file.rpartition("/part-")[2].removesuffix(".parquet"), []).append(file)
    return found


def groups(out: Folder, what: str) -> dict[str, int]:
    """The groups of a step, and how many bytes their files have."""
    found: dict[str, int] = {}
    for file, size in out.files(f"{ASIDE}/{what}"):
        name = file.split("/")[-2]
        found[name] = found.get(name, 0) + size
    return found


def rows(out: Folder, names: Iterable[str], columns: Sequence[str] | None) -> Iterator[dict[str, Any]]:
    """The rows of some files, one after the other."""
    for name in names:
        yield from rows_of(out, name, columns)


def save(out: Folder, name: str, rows_: Sequence[dict[str, Any]], schema: pa.Schema) -> None:
    """Write rows as one file."""
    write_table(out, name, pa.Table.from_pylist(list(rows_), schema))
