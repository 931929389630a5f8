"""The tables of the output, column by column, and how reports and claims become rows of them.

docs/scale.md documents each column; a test compares the two. Columns for filtering are flat; `spans` has the characters
that every field rests on, and `claim` the whole claim as JSON (docs/formats.md), from which it comes back unchanged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import pyarrow as pa

from masudi.domain import Claim, Report
from masudi.domain.case import of_case, report_id
from masudi.domain.claim import Party, Toll
from masudi.domain.origins import origins_of
from masudi.domain.spans import Span

_WORDS = pa.list_(pa.string())
_SPAN = pa.struct([("role", pa.string()), ("start", pa.int32()), ("end", pa.int32()), ("text", pa.string())])
_TOLL = pa.struct(
    [
        ("harm", pa.string()),
        ("who", pa.string()),
        ("low", pa.int64()),
        ("high", pa.int64()),
        ("sex", pa.string()),
        ("age_group", pa.string()),
        ("civil_status", pa.string()),
        ("scope", pa.string()),
        ("part_of", pa.int32()),
        ("replaces", pa.int32()),
    ]
)
_TOLL_FIELDS = tuple(field.name for field in _TOLL)
_RELATION = pa.struct([("kind", pa.string()), ("to", pa.string())])

CLAIMS = pa.schema(
    [
        ("id", pa.string()),
        ("report", pa.string()),
        ("publisher", pa.string()),
        ("url", pa.string()),
        ("published", pa.date32()),
        ("synthetic", pa.bool_()),
        ("kind", pa.string()),
        ("family", pa.string()),
        ("status", pa.string()),
        ("hedge", pa.string()),
        ("confidence", pa.float32()),
        ("actors", _WORDS),
        ("actor_ids", _WORDS),
        ("actor_entities", _WORDS),
        ("targets", _WORDS),
        ("target_ids", _WORDS),
        ("target_entities", _WORDS),
        ("places", _WORDS),
        ("place_ids", _WORDS),
        ("within", pa.string()),
        ("lat", pa.float64()),
        ("lon", pa.float64()),
        ("place_precision", pa.string()),
        ("radius_km", pa.float64()),
        ("date_from", pa.date32()),
        ("date_to", pa.date32()),
        ("date_precision", pa.string()),
        ("means", _WORDS),
        ("sources", _WORDS),
        ("source_positions", _WORDS),
        ("origins", _WORDS),
        ("tolls", pa.list_(_TOLL)),
        ("violations", _WORDS),
        ("relations", pa.list_(_RELATION)),
        ("sentence", pa.string()),
        ("spans", pa.list_(_SPAN)),
        ("claim", pa.string()),
    ]
)

REPORTS = pa.schema(
    [
        ("id", pa.string()),
        ("name", pa.string()),
        ("path", pa.string()),
        ("title", pa.string()),
        ("publisher", pa.string()),
        ("url", pa.string()),
        ("published", pa.date32()),
        ("language", pa.string()),
        ("synthetic", pa.bool_()),
        ("unread", pa.bool_()),
        ("encoding", pa.string()),
        ("extractor", pa.string()),
        ("warnings", _WORDS),
        ("sha256_bytes", pa.string()),
        ("sha256_text", pa.string()),
        ("claims", pa.int32()),
        ("text", pa.string()),
        ("bytes", pa.binary()),
    ]
)

FAILURES = pa.schema([("path", pa.string()), ("line", pa.int64()), ("problem", pa.string()), ("fragment", pa.string())])


class Known(NamedTuple):
    """What rows take from knowledge: the family of each kind, and the entities that are one of many ("monitors")."""

    families: Mapping[str, str]
    broad: Collection[str]


def claim_rows(report: Report, claims: Iterable[Claim], known: Known) -> list[dict[str, Any]]:
    """The claims of a report as rows of `CLAIMS`; ids are those that they have in any case."""
    id_ = report_id(report)
    return [_claim_row(id_, report, one, known) for one in claims]


def _claim_row(id_: str, report: Report, read: Claim, known: Known) -> dict[str, Any]:
    claim = of_case(id_, read)
    place = claim.place[0] if claim.place else None
    time = claim.time
    return {
        "id": claim.id,
        "report": id_,
        "publisher": claim.publisher,
        "url": report.url,
        "published": claim.published,
        "synthetic": claim.synthetic,
        "kind": claim.kind,
        "family": known.families[claim.kind],
        "status": claim.status,
        "hedge": claim.hedge.level,
        "confidence": claim.confidence.claim,
        **_party_columns("actor", claim.actor),
        **_party_columns("target", claim.target),
        "places": [one.name or one.text for one in claim.place],
        "place_ids": [one.gazetteer_id for one in claim.place],
        "within": place and place.within,
        "lat": place and place.lat,
        "lon": place and place.lon,
        "place_precision": place and place.precision,
        "radius_km": place and place.radius_km,
        "date_from": time and time.from_,
        "date_to": time and time.to,
        "date_precision": time and time.precision,
        "means": [one.text for one in claim.means],
        "sources": [one.text for one in claim.source],
        "source_positions": [one.position for one in claim.source],
        "origins": list(origins_of(claim, known.broad)),
        "tolls": [_toll(one) for one in claim.casualties],
        "violations": [one.tag for one in claim.violations],
        "relations": [{"kind": one.kind, "to": one.to} for one in claim.relations],
        "sentence": claim.mentions[0].sentence.text,
        "spans": list(_spans(claim)),
        "claim": msgspec.json.encode(read).decode(),
    }


def report_row(report: Report, data: bytes, extractor: str, claims: int) -> dict[str, Any]:
    """A report as a row of `REPORTS`; `bytes` are left out where they are those of the text.

    `extractor` is the format that the bytes have: of a row of a table a line of JSON (`masudi.scale.mapping`).
    """
    return {
        "id": report_id(report),
        "name": report.name,
        "path": report.path,
        "title": report.title,
        "publisher": report.source,
        "url": report.url,
        "published": report.published,
        "language": report.language,
        "synthetic": report.synthetic,
        "unread": report.unread,
        "encoding": report.encoding,
        "extractor": extractor,
        "warnings": list(report.warnings),
        "sha256_bytes": report.sha256_bytes,
        "sha256_text": report.sha256_text,
        "claims": claims,
        "text": report.text,
        "bytes": None if data == report.text.encode() else data,
    }


def failure_row(path: str, line: int | None, problem: str, fragment: str) -> dict[str, Any]:
    """What could not be read, as a row of `FAILURES`."""
    return {"path": path, "line": line, "problem": problem, "fragment": fragment}


def _party_columns(role: str, parties: Sequence[Party]) -> dict[str, list[str | None]]:
    return {
        f"{role}s": [one.name or one.text for one in parties],
        f"{role}_ids": [one.actor_id for one in parties],
        f"{role}_entities": [one.entity for one in parties],
    }


def _toll(toll: Toll) -> dict[str, Any]:
    return {name: getattr(toll, name) for name in _TOLL_FIELDS}


def _spans(claim: Claim) -> Iterable[dict[str, Any]]:
    """Every stretch of the report that the claim rests on, by what it is for the claim."""
    time = () if claim.time is None else (claim.time,)
    hedge = () if claim.hedge.span is None else (claim.hedge.span,)
    found: tuple[tuple[str, Sequence[Span]], ...] = (
        ("mention", claim.mentions),
        ("sentence", [one.sentence for one in claim.mentions]),
        ("status_cue", claim.status_cue),
        ("hedge", hedge),
        ("actor", claim.actor),
        ("target", claim.target),
        ("place", claim.place),
        ("means", claim.means),
        ("source", claim.source),
        ("time", time),
        ("toll", claim.casualties),
        ("violation", [one.span for one in claim.violations]),
    )
    for role, spans in found:
        for one in spans:
            yield {"role": role, "start": one.start, "end": one.end, "text": one.text}
