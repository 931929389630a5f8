"""Hand-checked claims of bundles as Masudi's own, and Masudi's claims of the same reports matched to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from benchmarks.incident_labels import Bundle, LabelledClaim, LabelledReport, Place, Words
from masudi import domain
from masudi.domain import Claim, Mention, Span, Time
from masudi.language import Outline, outline
from masudi.sources import report_from_text

# A place that an annotator gave no coordinates is an area as a rule (bench/guidelines.md: countries, provinces and
# deserts have none); where nothing says what it lies within, it is a country.
_COUNTRY_KM = 200.0


class Checked(NamedTuple):
    """The claims of one bundle, and for each id the incident that people assigned it to."""

    name: str
    claims: tuple[Claim, ...]
    incidents: dict[str, str]


def checked(bundle: Bundle, texts: Mapping[tuple[str, str], str]) -> Checked:
    """The hand-checked claims of a bundle as claims; the texts give the sentences."""
    reports = {report.id: report for report in bundle.reports}
    outlines = {ident: outline(texts[report.corpus, ident]) for ident, report in reports.items()}
    claims, incidents = [], {}
    for at, labelled in enumerate(bundle.claims):
        claim = _claim(f"{bundle.bundle}-{at:04}", labelled, reports[labelled.report], outlines[labelled.report])
        claims.append(claim)
        incidents[claim.id] = labelled.incident
    return Checked(bundle.bundle, tuple(claims), incidents)


def found(
    bundle: Bundle,
    texts: Mapping[tuple[str, str], str],
    read: Callable[[domain.Report], Iterable[Claim]],
) -> Checked:
    """All claims that Masudi finds in a bundle's reports; those that match a hand-checked one have its incident."""
    claims: list[Claim] = []
    incidents: dict[str, str] = {}
    for report in bundle.reports:
        text = texts[report.corpus, report.id]
        # The text as it stands, without a header looked for: an empty line in front.
        own = report_from_text(
            "\n" + text, name=report.id, path=report.id, published=report.published, source=report.publisher
        )
        shift = text.find(own.text)
        its = list(read(own))
        gold = [one for one in bundle.claims if one.report == report.id]
        incidents.update(_matches(its, gold, shift))
        claims.extend(its)
    return Checked(bundle.bundle, tuple(claims), incidents)


def _matches(claims: Sequence[Claim], gold: Sequence[LabelledClaim], shift: int) -> dict[str, str]:
    """For claims whose trigger overlaps that of a hand-checked one of the same kind: its incident, each used once."""
    matched: dict[str, str] = {}
    used: set[int] = set()
    for claim in claims:
        spans = [(mention.start + shift, mention.end + shift) for mention in claim.mentions]
        for at, one in enumerate(gold):
            overlap = any(start < one.end and one.start < end for start, end in spans)
            if at not in used and one.kind == claim.kind and overlap:
                matched[claim.id] = one.incident
                used.add(at)
                break
    return matched


def _claim(ident: str, one: LabelledClaim, report: LabelledReport, text: Outline) -> Claim:
    sentence = text.sentence_at(one.start)
    trigger = text.text[one.start : one.end]
    return Claim(
        id=ident,
        report=report.id,
        path=None,
        sha256_bytes=report.sha256_text,
        sha256_text=report.sha256_text,
        publisher=report.publisher,
        published=report.published,
        kind=one.kind,
        status=one.status,
        mentions=(Mention(start=one.start, end=one.end, text=trigger, sentence=sentence),),
        actor=tuple(domain.Party(**_span(party, text), entity=party.entity) for party in one.actor),
        target=tuple(domain.Party(**_span(party, text), entity=party.entity) for party in one.target),
        place=tuple(_place(place, text) for place in one.place),
        means=tuple(Span(**_span(span, text)) for span in one.means),
        source=tuple(
            domain.Source(**_span(source, text), entity=source.entity, position=source.position)
            for source in one.source
        ),
        time=_time(one),
        casualties=tuple(
            domain.Toll(
                **_span(toll, text),
                harm=toll.harm,
                who=toll.who or "people",
                low=toll.low,
                high=toll.high,
                scope=toll.scope,
                part_of=toll.part_of,
            )
            for toll in one.casualties
        ),
    )


def _span(words: Words, text: Outline) -> dict[str, Any]:
    """Where words stand; those that only the context gives stand nowhere."""
    if words.start is None or words.end is None:
        return {"start": 0, "end": 0, "text": getattr(words, "entity", None) or ""}
    return {"start": words.start, "end": words.end, "text": text.text[words.start : words.end]}


def _place(place: Place, text: Outline) -> domain.Place:
    country = place.lat is None and place.within is None
    return domain.Place(
        **_span(place, text),
        name=place.name,
        within=place.within,
        lat=place.lat,
        lon=place.lon,
        radius_km=_COUNTRY_KM if country else None,
    )


def _time(one: LabelledClaim) -> Time | None:
    if one.from_ is None and one.to is None:
        return None
    return Time(start=0, end=0, text="", from_=one.from_, to=one.to, precision=one.precision)
