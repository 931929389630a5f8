"""Ten points that a reader takes out of an analyst's report on an offensive: which of them does Masudi bring out?

    python -m benchmarks.points          point by report, found or missing, and the shares
    python -m benchmarks.points --why    also, for each missing point, what was asked and the claims nearest to it

The feint and what it was for, twice; the weapon that was not used; the aim of cutting the pocket; the gains; the
reasons; the feared massacre; the siege; the shelling and its toll; two names that differ by one character. The reports
are dev00 of the benchmark and five invented ones (benchmarks/data/points/), each by another hand, with constructions
of its own; benchmarks/data/points.yaml says what counts as each point in each of them. Nothing is tuned on the words
of these texts: a construction that Masudi learns for their sake has to be one that other reports use as well.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

import msgspec

from masudi.brief import compose
from masudi.data import load_yaml
from masudi.domain import Claim, Reading, RelationKind, Status
from masudi.errors import KnowledgeError, MasudiError
from masudi.ontology import load_ontology
from masudi.pipeline import read_one
from masudi.sources import read_report

HERE = Path(__file__).resolve().parent
POINTS = HERE / "data" / "points.yaml"
TEXTS = HERE / "data" / "points"
BENCH = HERE.parents[1] / "shared" / "bench"
# The one report that is read from the benchmark; the others lie beside the points.
BENCH_REPORT = "dev00"
SECOND_LOOK = "doubts"
# How many claims --why shows for a need that nothing met, and how many characters of their sentence.
NEAREST, EXCERPT = 3, 110

Name = Literal[
    "feint", "second-feint", "unused", "aim", "gains", "reasons", "massacre", "siege", "shelling", "second-look"
]
NAMES: tuple[str, ...] = get_args(Name)


class Toll(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A toll with one of these harms and this lower bound."""

    harm: tuple[str, ...]
    low: int


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a claim must be to answer; the head of data/points.yaml says what each field asks. Empty asks nothing."""

    kinds: tuple[str, ...]
    status: tuple[Status, ...] = (Status.ASSERTED,)
    words: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    means: tuple[str, ...] = ()
    time: tuple[str, ...] = ()
    toll: Toll | None = None
    feint_for: Condition | None = None


class Point(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One point: every need met by one of its alternatives, no claim that `never` rules out, the pair looked at."""

    name: Name
    says: str
    needs: tuple[tuple[Condition, ...], ...] = ()
    never: tuple[Condition, ...] = ()
    pair: tuple[str, ...] = ()


class ReportPoints(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The ten points of one report."""

    name: str
    points: tuple[Point, ...]


class Points(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/points.yaml."""

    reports: tuple[ReportPoints, ...]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A point as a reading answers to it: the needs that nothing met, the claims that must not be, the pair missed."""

    point: Point
    unmet: tuple[tuple[Condition, ...], ...] = ()
    wrong: tuple[Claim, ...] = ()
    unpaired: bool = False

    @property
    def holds(self) -> bool:
        """Whether the point is there."""
        return not (self.unmet or self.wrong or self.unpaired)


def conditions(point: Point) -> Iterator[Condition]:
    """Every condition of a point, those within others as well."""
    waiting = [*(condition for need in point.needs for condition in need), *point.never]
    while waiting:
        condition = waiting.pop(0)
        yield condition
        if condition.feint_for:
            waiting.append(condition.feint_for)


def load_points(path: Path) -> Points:
    """The points, checked: ten a report in their order, of known kinds; KnowledgeError says where they are not."""
    points = load_yaml(path, Points)
    kinds = {kind.name for kind in load_ontology().kinds}
    for report in points.reports:
        if tuple(point.name for point in report.points) != NAMES:
            raise KnowledgeError(str(path), f"report {report.name!r} does not have the ten points in their order")
        for point in report.points:
            where = f"report {report.name!r}, point {point.name!r}"
            unknown = {kind for condition in conditions(point) for kind in condition.kinds} - kinds
            if unknown:
                raise KnowledgeError(str(path), f"{where}: no such kind: {', '.join(sorted(unknown))}")
            if not all(point.needs) or bool(point.needs) == bool(point.pair) or len(point.pair) not in (0, 2):
                raise KnowledgeError(str(path), f"{where}: give either needs, none of them empty, or a pair of names")
    return points


def hold(words: Iterable[str], texts: Iterable[str | None]) -> bool:
    """Whether each of the words stands in one of the texts, whatever the case of the letters."""
    lower = [text.lower() for text in texts if text]
    return all(any(word.lower() in text for text in lower) for word in words)


def failures(claim: Claim, condition: Condition, by_id: Mapping[str, Claim]) -> list[str]:
    """The names of the condition's fields that the claim does not answer to; none if it answers."""
    places = [text for place in claim.place for text in (place.text, place.name)]
    targets = [text for target in claim.target for text in (target.text, target.name)]
    feinted = [by_id[one.to] for one in claim.relations if one.kind is RelationKind.FEINT_FOR and one.to in by_id]
    toll, real = condition.toll, condition.feint_for
    answers = {
        "kinds": claim.kind in condition.kinds,
        "status": claim.status in condition.status,
        "words": any(hold(condition.words, (one.text, one.sentence.text)) for one in claim.mentions),
        "at": hold(condition.at, [*places, *targets]),
        "means": hold(condition.means, [means.text for means in claim.means]),
        "time": hold(condition.time, [claim.time.text if claim.time else None]),
        "toll": toll is None or any(one.harm in toll.harm and one.low == toll.low for one in claim.casualties),
        "feint_for": real is None or any(not failures(one, real, by_id) for one in feinted),
    }
    return [field for field, answered in answers.items() if not answered]


def judge(point: Point, reading: Reading) -> Verdict:
    """What of the point the reading, or its brief, does not bring out."""
    by_id = {claim.id: claim for claim in reading.claims}

    def answering(condition: Condition) -> list[Claim]:
        return [claim for claim in reading.claims if not failures(claim, condition, by_id)]

    unmet = tuple(need for need in point.needs if not any(answering(condition) for condition in need))
    wrong = {claim.id: claim for condition in point.never for claim in answering(condition)}
    unpaired = bool(point.pair) and not any(hold(point.pair, [line]) for line in second_looks(reading))
    return Verdict(point=point, unmet=unmet, wrong=tuple(wrong.values()), unpaired=unpaired)


def second_looks(reading: Reading) -> list[str]:
    """The lines of the brief on what deserves a second look."""
    sections = compose([reading]).sections
    return [line.text for section in sections if section.name == SECOND_LOOK for line in section.lines]


def nearest(need: Sequence[Condition], reading: Reading) -> list[tuple[Claim, list[str]]]:
    """The claims that fail a need in the fewest fields, among those about the same thing, and what they fail in."""
    by_id = {claim.id: claim for claim in reading.claims}
    found: dict[str, tuple[Claim, list[str]]] = {}
    for condition in need:
        asked = {field for field in ("words", "at", "time", "toll") if getattr(condition, field)}
        for claim in reading.claims:
            failed = failures(claim, condition, by_id)
            if asked <= set(failed):
                continue
            if claim.id not in found or len(failed) < len(found[claim.id][1]):
                found[claim.id] = claim, failed
    return sorted(found.values(), key=lambda pair: len(pair[1]))[:NEAREST]


def described(condition: Condition) -> str:
    """A condition in one line."""
    parts = [f"{'/'.join(condition.kinds)} {'/'.join(condition.status)}"]
    for field in ("words", "at", "means", "time"):
        words = getattr(condition, field)
        if words:
            parts.append(f"{field} {', '.join(words)}")
    if condition.toll:
        parts.append(f"toll {'/'.join(condition.toll.harm)} {condition.toll.low}")
    if condition.feint_for:
        parts.append(f"feint for ({described(condition.feint_for)})")
    return "; ".join(parts)


def told(claim: Claim) -> str:
    """A claim in one line: kind, status, words, where, and the sentence of its first mention."""
    first = claim.mentions[0]
    words = " | ".join(mention.text for mention in claim.mentions)
    where = ", ".join([place.text for place in claim.place] + [target.text for target in claim.target])
    sentence = " ".join(first.sentence.text.split())
    excerpt = sentence if len(sentence) <= EXCERPT else f"{sentence[:EXCERPT]}…"
    return f"{claim.kind} {claim.status} [{words}] at ({where}) in: {excerpt}"


def show_why(name: str, verdict: Verdict, reading: Reading) -> None:
    """Print what a missing point asked for, and what came nearest."""
    print(f"\n  {name}, {verdict.point.name}: {verdict.point.says}")
    for need in verdict.unmet:
        print("    asked:  " + "\n        or  ".join(map(described, need)))
        near = nearest(need, reading)
        for claim, failed in near:
            print(f"      but for {', '.join(failed)}: {told(claim)}")
        if not near:
            print("      no claim is about this")
    for claim in verdict.wrong:
        print(f"    must not be: {told(claim)}")
    if verdict.unpaired:
        print(f"    no line names both; the second look has {len(second_looks(reading))}:")
        for line in second_looks(reading):
            print(f"      {line}")


def show_table(verdicts: Mapping[str, Sequence[Verdict]]) -> None:
    """Print found or missing by point and report, and the shares."""
    print(f"  {'':13}" + "".join(f"{name:>9}" for name in verdicts) + f"{'all':>8}")
    for row, name in enumerate(NAMES):
        found = [mine[row].holds for mine in verdicts.values()]
        cells = "".join(f"{'ok' if holds else 'missing':>9}" for holds in found)
        print(f"  {name:13}{cells}{sum(found):4} of {len(found)}")
    totals = [sum(verdict.holds for verdict in mine) for mine in verdicts.values()]
    print(f"  {'of ten':13}" + "".join(f"{total:9}" for total in totals))
    invented = [total for name, total in zip(verdicts, totals, strict=True) if name != BENCH_REPORT]
    for title, some in (("all reports", totals), ("without dev00", invented)):
        if some:
            print(f"  {title}: {sum(some)} of {10 * len(some)} ({100 * sum(some) / (10 * len(some)):.0f} %)")


def read(report: ReportPoints, bench: Path, texts: Path) -> Reading | None:
    """Masudi's reading of a report; None where the benchmark's own report is not at hand."""
    if report.name == BENCH_REPORT:
        path = bench / "reports" / f"{report.name}.txt"
        return read_one(read_report(path)) if path.is_file() else None
    return read_one(read_report(texts / f"{report.name}.txt"))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bench", type=Path, default=BENCH, help="folder with reports/dev00.txt")
    parser.add_argument("--points", type=Path, default=POINTS, help="a YAML file of the shape of data/points.yaml")
    parser.add_argument("--texts", type=Path, default=TEXTS, help="folder with the invented reports")
    parser.add_argument(
        "--why", action="store_true", help="print what a missing point asked for, and what came nearest"
    )
    args = parser.parse_args()
    readings: dict[str, Reading] = {}
    verdicts: dict[str, list[Verdict]] = {}
    try:
        for report in load_points(args.points).reports:
            reading = read(report, args.bench, args.texts)
            if reading is None:
                print(f"{report.name} is left out: no {report.name}.txt in {args.bench / 'reports'}")
                continue
            readings[report.name] = reading
            verdicts[report.name] = [judge(point, reading) for point in report.points]
    except MasudiError as fault:
        raise SystemExit(str(fault)) from None
    show_table(verdicts)
    if args.why:
        for name, mine in verdicts.items():
            for verdict in mine:
                if not verdict.holds:
                    show_why(name, verdict, readings[name])


if __name__ == "__main__":
    main()
