"""Claims made by hand, about an invented country, for the tests of corroboration."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Sequence

from masudi.domain import Claim, Mention, Party, Place, Relation, Source, Span, Status, Time, Toll, TollScope, claim_id

PLACES = {
    "Kelmar": (35.44, 36.65, 2.0),
    "Osmerfeld": (35.52, 36.70, 2.0),
    "Lestrin": (36.60, 38.10, 2.0),
    "Torvesh province": (35.50, 36.70, 60.0),
}


def make_claim(
    kind: str,
    *,
    report: str = "a",
    at: int = 0,
    place: str | None = "Kelmar",
    day: str | None = "2024-03-04",
    to: str | None = None,
    published: str | None = "2024-03-05",
    publisher: str | None = None,
    status: Status = Status.ASSERTED,
    actor: str | None = None,
    target: str | None = None,
    source: str | None = None,
    source_entity: str | None = None,
    tolls: Sequence[Toll] = (),
    sentence: str | None = None,
    relations: Sequence[Relation] = (),
) -> Claim:
    """A claim whose report is known by its name; what is None the report does not say."""
    text = sentence or f"Sentence {at} of report {report} about {kind} with nothing else in it."
    sha = hashlib.sha256(report.encode()).hexdigest()
    mention = Mention(start=at, end=at + len(kind), text=kind, sentence=Span(start=at, end=at + len(text), text=text))
    return Claim(
        id=claim_id(sha, kind, mention),
        report=report,
        path=None,
        sha256_bytes=sha,
        sha256_text=sha,
        publisher=publisher or f"Paper {report}",
        published=datetime.date.fromisoformat(published) if published else None,
        kind=kind,
        status=status,
        mentions=(mention,),
        actor=_party(actor),
        target=_party(target),
        place=_place(place),
        source=(Source(start=0, end=1, text=source, entity=source_entity),) if source else (),
        time=_time(day, to),
        casualties=tuple(tolls),
        relations=tuple(relations),
    )


def toll(
    low: int | None, high: int | None = None, *, harm: str = "killed", who: str = "people", **more: object
) -> Toll:
    """A toll of one incident: of exactly `low`, or from `low` to `high`."""
    given = {"scope": TollScope.INCIDENT, **more}
    high = low if high is None and "open" not in given else high
    given.pop("open", None)
    return Toll(start=0, end=1, text="n", harm=harm, who=who, low=low, high=high, **given)  # type: ignore[arg-type]


def _party(entity: str | None) -> tuple[Party, ...]:
    return (Party(start=0, end=1, text=entity, entity=entity),) if entity else ()


def _place(name: str | None) -> tuple[Place, ...]:
    if name is None:
        return ()
    lat, lon, radius = PLACES.get(name, (None, None, None))
    kind = "province" if name.endswith("province") else None
    return (Place(start=0, end=1, text=name, name=name, lat=lat, lon=lon, radius_km=radius, kind=kind),)


def _time(day: str | None, to: str | None) -> Time | None:
    if day is None:
        return None
    first, last = datetime.date.fromisoformat(day), datetime.date.fromisoformat(to or day)
    return Time(start=0, end=1, text=day, from_=first, to=last)
