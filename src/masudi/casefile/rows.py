"""From domain values to the rows that hold them, and back."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

import msgspec

from masudi.domain import Claim, Report
from masudi.domain.report import Way
from masudi.domain.retrieval import Attachment, Container, Retrieval

T = TypeVar("T")

_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Claim).decode
# Between two names in a full-text index, so that the end of one and the beginning of the next are no phrase. It is a
# word that nobody searches for, because both indexes leave out what is no word.
_APART = "\n0apart0\n"
# What a column of whole numbers holds at most. A text may speak of any number, which stays whole in the body.
_LARGEST = 2**63 - 1


def digest(words: str) -> str:
    """A key of fixed length for text of any length."""
    return hashlib.sha256(words.encode("utf-8")).hexdigest()


def lineage(report: Report) -> str:
    """What the versions of a report share: the URL; without one the bytes, of which only the day may then differ."""
    return digest(f"url {report.url}" if report.url else f"file {report.sha256_bytes} {report.source}")


def report_row(report: Report, retrieval: Retrieval, reader: str) -> dict[str, Any]:
    """The columns of a report that follow from it; those of the case (id, versions, when) are not among them."""
    return {
        "lineage": lineage(report),
        "published": report.published,
        "synthetic": report.synthetic,
        "name": report.name,
        "path": report.path,
        "title": report.title,
        "publisher": report.source,
        "url": report.url,
        "language": report.language,
        "unread": report.unread,
        "encoding": report.encoding,
        "warnings": _encode(report.warnings).decode(),
        "sha256_bytes": report.sha256_bytes,
        "sha256_text": report.sha256_text,
        "collector": retrieval.collector,
        "retrieved": retrieval.retrieved,
        "extractor": retrieval.extractor,
        "extractor_version": retrieval.extractor_version,
        "retrieved_at": retrieval.at,
        "media_type": retrieval.media_type,
        "headers": _json(retrieval.headers),
        "within": _json(retrieval.within),
        "part": retrieval.part,
        "columns": _json(retrieval.columns),
        "attachments": _json(retrieval.attachments),
        "ways": _json(report.ways),
        "reader": reader,
        "text": report.text,
    }


def report_of(row: Any) -> Report:
    """The report of a row of all columns."""
    return Report(
        name=row.name,
        path=row.path,
        text=row.text,
        sha256_bytes=row.sha256_bytes,
        sha256_text=row.sha256_text,
        title=row.title,
        source=row.publisher,
        url=row.url,
        published=row.published,
        language=row.language,
        unread=row.unread,
        synthetic=row.synthetic,
        encoding=row.encoding,
        warnings=msgspec.json.decode(row.warnings, type=tuple[str, ...]),
        ways=_several(row.ways, Way),
    )


def retrieval_of(row: Any) -> Retrieval:
    """How the report of a row came here."""
    return Retrieval(
        collector=row.collector,
        retrieved=row.retrieved,
        extractor=row.extractor,
        extractor_version=row.extractor_version,
        at=row.retrieved_at,
        media_type=row.media_type,
        headers=_several(row.headers, tuple[str, str]),
        within=_several(row.within, Container),
        part=row.part,
        columns=_several(row.columns, tuple[str, str]),
        attachments=_several(row.attachments, Attachment),
    )


def _json(several: tuple[Any, ...]) -> str | None:
    return _encode(several).decode() if several else None


def _several(text: str | None, type_: type[T]) -> tuple[T, ...]:
    return msgspec.json.decode(text, type=tuple[type_, ...]) if text else ()  # type: ignore[valid-type]


def claim_row(claim: Claim, report: int) -> dict[str, Any]:
    """The columns of a claim of the report in row `report`."""
    begins, ends = claim_days(claim)
    return {
        "id": claim.id,
        "report": report,
        "kind": claim.kind,
        "status": claim.status.value,
        "hedge": claim.hedge.level.value,
        "confidence": claim.confidence.claim,
        "begins": begins,
        "ends": ends,
    }


def text_row(claim: Claim, row: int) -> dict[str, Any]:
    """The words of the claim in row `row`, and the claim itself."""
    return {
        "claim": row,
        "sentences": _listed(mention.sentence.text for mention in claim.mentions),
        "actors": _listed(
            said for one in (*claim.actor, *claim.target) for said in (one.text, one.name, one.actor_id, one.entity)
        ),
        "places": _listed(said for one in claim.place for said in (one.text, one.name, one.within, one.gazetteer_id)),
        "body": body_of(claim),
    }


def body_of(claim: Claim) -> str:
    """The body that holds a claim."""
    return _encode(claim).decode()


def claim_of(body: str) -> Claim:
    """The claim that a body holds."""
    return _decode(body)


def claim_days(claim: Claim) -> tuple[datetime.date | None, datetime.date | None]:
    """First and last day of a claim: where only one is said, that one is taken for both."""
    if claim.time is None:
        return None, None
    return claim.time.from_ or claim.time.to, claim.time.to or claim.time.from_


def party_rows(claim: Claim, row: int) -> Iterator[dict[str, Any]]:
    """The rows of actors, targets and sources of the claim in row `row`."""
    for role, parties in (("actor", claim.actor), ("target", claim.target)):
        for number, one in enumerate(parties):
            yield _party(row, role, number, one) | {"name": one.name}
    for number, source in enumerate(claim.source):
        position = source.position.value if source.position else None
        yield _party(row, "source", number, source) | {"position": position}


def _party(row: int, role: str, number: int, one: Any) -> dict[str, Any]:
    return {
        "claim": row,
        "role": role,
        "number": number,
        "text": one.text,
        "entity": one.entity,
        "actor_id": one.actor_id,
        "name": None,
        "position": None,
    }


def place_rows(claim: Claim, row: int) -> Iterator[dict[str, Any]]:
    """The rows of the places of the claim in row `row`."""
    for number, one in enumerate(claim.place):
        yield {
            "claim": row,
            "number": number,
            "text": one.text,
            "name": one.name,
            "within": one.within,
            "gazetteer_id": one.gazetteer_id,
            "kind": one.kind,
            "precision": one.precision,
            "lat": one.lat,
            "lon": one.lon,
            "radius_km": one.radius_km,
        }


def toll_rows(claim: Claim, row: int) -> Iterator[dict[str, Any]]:
    """The rows of the tolls of the claim in row `row`."""
    for number, one in enumerate(claim.casualties):
        yield {
            "claim": row,
            "number": number,
            "harm": one.harm,
            "who": one.who,
            "low": _bounded(one.low),
            "high": _bounded(one.high),
            "sex": one.sex,
            "age_group": one.age_group,
            "civil_status": one.civil_status,
            "label": one.label.text if one.label else None,
            "labelled_by": one.labelled_by,
            "scope": one.scope.value if one.scope else None,
            "part_of": one.part_of,
            "replaces": one.replaces,
        }


def _bounded(number: int | None) -> int | None:
    return None if number is None else min(number, _LARGEST)


def _listed(words: Iterable[str | None]) -> str:
    """Each once, and apart."""
    return _APART.join(dict.fromkeys(one for one in words if one))
