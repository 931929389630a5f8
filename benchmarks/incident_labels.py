"""Claims of violence and casualties that people assigned to incidents: read, checked, shown for proofreading.

    python -m benchmarks.incident_labels check                check every bundle, print how much there is
    python -m benchmarks.incident_labels check --show FILE    also print that bundle's claims with their sentences

The bundles (benchmarks/data/incidents/*.json) hold offsets into texts that are not part of this repository; those are
looked for in ../shared/corpora. `load_bundles` is what benchmarks import: it needs no text. What was labelled, and how,
stands in benchmarks/data/incidents/README.md.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain.claim import DatePrecision, HedgeLevel, Position, Status, TollScope
from masudi.errors import KnowledgeError
from masudi.language import outline
from masudi.ontology import load_ontology
from masudi.ontology.model import Labels

ROOT = Path(__file__).resolve().parents[1]
BUNDLES = ROOT / "benchmarks" / "data" / "incidents"
CORPORA = ROOT.parent / "shared" / "corpora"
VIOLENCE = "violence"
OTHER = "other:"

# The record of a corpus report by its corpus and id.
Texts: TypeAlias = Mapping[tuple[str, str], str]


class Words(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where words stand: code points of the corpus record's `text`; both None where context alone gives it."""

    start: int | None = None
    end: int | None = None


class Party(Words, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An actor or a target; `entity` is a coarse label of data/labels.yaml or `other:NAME`, None where nobody knows."""

    entity: str | None = None


class Place(Words, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where: the usual English name, the governorate (or country), WGS 84 degrees to about 0.1 or None."""

    name: str
    within: str | None = None
    lat: float | None = None
    lon: float | None = None


class Source(Words, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom the report quotes."""

    entity: str | None = None
    position: Position | None = None


class Toll(Words, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """People harmed. `part_of`: the place, from 0, in the claim's tolls of the toll whose people these are some of."""

    start: int
    end: int
    harm: str
    who: str | None = None
    low: int | None = None
    high: int | None = None
    scope: TollScope | None = None
    part_of: int | None = None


class LabelledClaim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One claim, and the incident that it is about; `start` and `end` are its trigger's."""

    report: str
    start: int
    end: int
    kind: str
    status: Status
    hedge: HedgeLevel
    actor: tuple[Party, ...] = ()
    target: tuple[Party, ...] = ()
    place: tuple[Place, ...] = ()
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    precision: DatePrecision | None = None
    means: tuple[Words, ...] = ()
    source: tuple[Source, ...] = ()
    casualties: tuple[Toll, ...] = ()
    incident: str


class LabelledReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A report of a corpus; `published` is the day that the report itself gives, where the corpus has another."""

    corpus: str
    id: str
    sha256_text: str
    published: datetime.date | None
    publisher: str | None


class Incident(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What claims are about, in the annotator's words."""

    id: str
    what: str


class Bundle(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The corpus reports on one area within some days, their claims, and which of these are about the same thing."""

    bundle: str
    area: str
    from_: datetime.date = msgspec.field(name="from")
    to: datetime.date
    part: Literal["fit", "test"]
    reports: tuple[LabelledReport, ...]
    incidents: tuple[Incident, ...]
    claims: tuple[LabelledClaim, ...]


def load_bundles(folder: Path = BUNDLES, *, part: Literal["fit", "test"] | None = None) -> tuple[Bundle, ...]:
    """The bundles of a folder in the order of their file names, or those of one part.

    Raises KnowledgeError where a file does not have the shape of a bundle.
    """
    bundles = tuple(load_bundle(path) for path in sorted(folder.glob("*.json")))
    return tuple(bundle for bundle in bundles if part is None or bundle.part == part)


def load_bundle(path: Path) -> Bundle:
    """The bundle of a file; raises KnowledgeError where it does not have the shape of one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Bundle)
    except (OSError, msgspec.DecodeError) as fault:
        raise KnowledgeError(str(path), str(fault)) from None


def corpus_texts(corpora: Path, bundles: Iterable[Bundle]) -> dict[tuple[str, str], str]:
    """The texts of the bundles' reports, as far as the corpora (gzipped JSON lines) have them."""
    wanted = {(report.corpus, report.id) for bundle in bundles for report in bundle.reports}
    texts = {}
    for corpus in sorted({corpus for corpus, _ in wanted}):
        path = corpora / f"{corpus}.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                if (corpus, record["id"]) in wanted:
                    texts[corpus, record["id"]] = record["text"]
    return texts


@cache
def _labels() -> Labels:
    return load_yaml(packaged("labels.yaml"), Labels)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(kind.name for kind in load_ontology().kinds if kind.family == VIOLENCE)


def problems(bundle: Bundle, texts: Texts) -> Iterator[str]:
    """What is wrong with a bundle, each in a line that says where; nothing where it is right."""
    by_id = {report.id: report for report in bundle.reports}
    known = Counter(incident.id for incident in bundle.incidents)
    used = {claim.incident for claim in bundle.claims}
    yield from (f"incident {name} is listed {count} times" for name, count in known.items() if count > 1)
    yield from (f"incident {name} has no claim" for name in sorted(set(known) - used))
    if len(by_id) < len(bundle.reports):
        yield "a report is listed twice"
    for report in bundle.reports:
        text = texts.get((report.corpus, report.id))
        if text is None:
            yield f"report {report.id} is not in the corpus {report.corpus}"
        elif hashlib.sha256(text.encode()).hexdigest() != report.sha256_text:
            yield f"report {report.id}: the corpus has another text than was labelled"
    seen = Counter((claim.report, claim.kind, claim.start, claim.end, claim.incident) for claim in bundle.claims)
    yield from (f"{key[1]} stands {count} times at {key[0]}:{key[2]}" for key, count in seen.items() if count > 1)
    for claim in bundle.claims:
        where = f"{claim.kind} at {claim.report}:{claim.start}"
        if claim.report not in by_id:
            yield f"{where}: the bundle has no such report"
            continue
        if claim.incident not in known:
            yield f"{where}: no incident {claim.incident}"
        text = texts.get((by_id[claim.report].corpus, claim.report))
        yield from (f"{where}: {problem}" for problem in claim_problems(claim, text))


def claim_problems(claim: LabelledClaim, text: str | None) -> Iterator[str]:
    """What is wrong with a claim by itself; offsets are checked where the report's text is there."""
    if claim.kind not in _kinds():
        yield "is no kind of violence or casualties"
    if claim.from_ and claim.to and claim.from_ > claim.to:
        yield "ends before it begins"
    if (claim.precision is None) != (claim.from_ is None and claim.to is None):
        yield "has a precision without a date, or a date without one"
    if claim.kind == "casualties" and not claim.casualties and claim.status is not Status.DENIED:
        yield "is a toll without a number"
    entities = {entity.name for entity in _labels().entities}
    parties: tuple[Party | Source, ...] = (*claim.actor, *claim.target, *claim.source)
    for name in (one.entity for one in parties):
        if name is not None and name not in entities and not name.startswith(OTHER):
            yield f"unknown entity {name}"
    yield from _toll_problems(claim.casualties)
    for words in (claim, *parties, *claim.place, *claim.means, *claim.casualties):
        if (words.start is None) != (words.end is None):
            yield "has a start without an end, or an end without a start"
        elif text is not None and not _are_words(text, words.start, words.end):
            yield f"{words.start}-{words.end} are no words of the text"


def _are_words(text: str, start: int | None, end: int | None) -> bool:
    """Whether these are whole words of the text, or nowhere; a number may stand close by a word, as "100people"."""
    if start is None or end is None:
        return start is end
    if not 0 <= start < end <= len(text) or text[start:end] != text[start:end].strip():
        return False
    seams = (text[at - 1 : at + 1] for at in (start, end) if 0 < at < len(text))
    return not any(seam.isalpha() or seam.isdigit() for seam in seams)


def _toll_problems(tolls: Sequence[Toll]) -> Iterator[str]:
    harms = {term.name for term in _labels().harms}
    groups = {term.name for term in _labels().counted}
    for at, toll in enumerate(tolls):
        if toll.harm not in harms:
            yield f"unknown harm {toll.harm}"
        if toll.who is not None and toll.who not in groups:
            yield f"unknown group of people {toll.who}"
        if toll.low is not None and toll.high is not None and toll.low > toll.high:
            yield "a toll whose low is above its high"
        if toll.part_of is not None and (toll.part_of == at or not 0 <= toll.part_of < len(tolls)):
            yield f"a toll is part of {toll.part_of}, which is none of its claim's others"


def shared_reports(bundles: Sequence[Bundle]) -> Iterator[str]:
    """Reports that stand in two bundles: they would let one part be fitted on the other."""
    places: dict[tuple[str, str], list[str]] = {}
    for bundle in bundles:
        for report in bundle.reports:
            places.setdefault((report.corpus, report.id), []).append(bundle.bundle)
            places.setdefault(("the text", report.sha256_text), []).append(bundle.bundle)
    for (corpus, name), where in places.items():
        if len(set(where)) > 1:
            yield f"{corpus} {name} is in {', '.join(sorted(set(where)))}"


def show(bundle: Bundle, texts: Texts) -> Iterator[str]:
    """The bundle's claims, incident by incident, each with its fields' words and its sentence."""
    corpora = {report.id: report.corpus for report in bundle.reports}
    for incident in bundle.incidents:
        yield f"== {incident.id}: {incident.what}"
        for claim in (claim for claim in bundle.claims if claim.incident == incident.id):
            text = texts[corpora[claim.report], claim.report]
            sentence = next((one for one in outline(text).sentences if one.start <= claim.start < one.end), None)
            around = (
                text[sentence.start : sentence.end] if sentence else text[max(0, claim.start - 80) : claim.end + 80]
            )
            yield f"  {claim.report} {claim.kind} {claim.status} {claim.hedge} [{text[claim.start : claim.end]}]"
            yield f"    {_when(claim)} | {' | '.join(_fields(claim, text))}"
            yield f"    > {around}"


def _when(claim: LabelledClaim) -> str:
    return f"{claim.from_} to {claim.to} ({claim.precision})" if claim.precision else "no date"


def _fields(claim: LabelledClaim, text: str) -> Iterator[str]:
    for role, parties in (("actor", claim.actor), ("target", claim.target)):
        yield from (f"{role} {party.entity} [{_cut(party, text)}]" for party in parties)
    yield from (
        f"place {place.name}, {place.within} {place.lat} {place.lon} [{_cut(place, text)}]" for place in claim.place
    )
    yield from (f"means [{_cut(means, text)}]" for means in claim.means)
    yield from (f"source {one.entity} {one.position} [{_cut(one, text)}]" for one in claim.source)
    for toll in claim.casualties:
        part = "" if toll.part_of is None else f" of {toll.part_of}"
        yield f"{toll.harm} {toll.who} {toll.low}-{toll.high} {toll.scope}{part} [{_cut(toll, text)}]"


def _cut(words: Words, text: str) -> str:
    return "" if words.start is None else text[words.start : words.end]


def counts(bundles: Sequence[Bundle]) -> Iterator[str]:
    """How much there is: a line a bundle, and the sums by part."""
    yield f"{'bundle':32} part  reports  claims  tolls  incidents  said twice or more"
    for bundle in bundles:
        yield _line(bundle.bundle, bundle.part, [bundle])
    for part in ("fit", "test"):
        yield _line("all", part, [bundle for bundle in bundles if bundle.part == part])


def _line(name: str, part: str, bundles: Sequence[Bundle]) -> str:
    reports = sum(len(bundle.reports) for bundle in bundles)
    claims = [(bundle.bundle, claim) for bundle in bundles for claim in bundle.claims]
    tolls = sum(claim.kind == "casualties" for _, claim in claims)
    sizes = Counter((of, claim.incident) for of, claim in claims)
    several = sum(size > 1 for size in sizes.values())
    return f"{name:32} {part:4} {reports:8} {len(claims):7} {tolls:6} {len(sizes):10} {several:19}"


def main() -> None:
    """Check, show, count; the exit status is 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["check"])
    parser.add_argument("--show", type=Path, metavar="FILE", help="a bundle's file, whose claims are printed")
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    args = parser.parse_args()
    bundles = load_bundles()
    texts = corpus_texts(args.corpora, bundles)
    if args.show:
        bundle = load_bundle(args.show)
        print("\n".join(show(bundle, {**texts, **corpus_texts(args.corpora, [bundle])})))
    wrong = [f"{bundle.bundle}: {problem}" for bundle in bundles for problem in problems(bundle, texts)]
    wrong.extend(shared_reports(bundles))
    print("\n".join(counts(bundles)))
    if wrong:
        print("\n".join(wrong), file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
