"""Deir ez-Zor, January 2017: on the 16th and 17th the government's pocket was cut in two, the city from the airport.

    python -m benchmarks.pockets                       what Masudi says of it, and exactly what it lacks
    python -m benchmarks.pockets --published 2017-01-18  with a date for dev00, which has none in its header
    python -m benchmarks.pockets --reports PATH        with further reports (a file or folder)

The reports are those of the corpora that name Deir ez-Zor and were published from July 2016 to December 2017, and dev00
of the benchmark, which measures only. They are read by Masudi, and control and pockets are computed with the packaged
gazetteer and links. No area of those links is marked complete, so that the answer cannot be more than "as far as is
known"; the last part says what it would be if the city's links were all listed. "The program says so" means: some
change from 14 to 18 January splits the government's pocket with the airport on one side and a part of the city on the
other.
"""

from __future__ import annotations

import argparse
import datetime
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from masudi.domain import Claim, Report
from masudi.domain.control import Standing
from masudi.domain.pocket import PocketChange, PocketEvent
from masudi.ground import Controls, pocket_changes, pockets_on, read_ledger
from masudi.ground.telling import change_line, control_lines, pocket_lines, siege_line
from masudi.pipeline import read_many, read_one
from masudi.resolve.links import Links, load_links
from masudi.resolve.local_places import load_local_places
from masudi.sources import Opening, parse_date, read_report, report_from_text

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CORPORA = ("syria-news", "guardian-syria", "re3d")
NAMED = re.compile(r"\b(?:deir|dayr|der)[\s-]*(?:e?z|al|el|az)?[\s-]*(?:e?zz?o|zour|zor|zawr)", re.IGNORECASE)
SINCE, UNTIL = datetime.date(2016, 7, 1), datetime.date(2017, 12, 31)
PROVINCE, CITY, AIRPORT = "geonames:170792", "geonames:170794", "local:deir_ez_zor_airport"
SIDE = "syrian_government"
# Claims are used from this confidence on: what is more likely right than wrong, as in the brief.
LEAST = 0.5
FIRST, CUT, LAST = datetime.date(2017, 1, 14), datetime.date(2017, 1, 17), datetime.date(2017, 1, 18)
# The places that decide it, by what reports of those days say about them.
DECIDING = (
    AIRPORT,
    *("local:deir_ez_zor_" + name for name in ("city_cemetery", "brigade_137_base", "city_joura", "city_qusour")),
    *("local:deir_ez_zor_" + name for name in ("city_harabish", "al_jafra", "panorama_roundabout", "city_ummal")),
    *("local:deir_ez_zor_" + name for name in ("al_shulah", "left_bank", "al_mariiyah")),
    CITY,
)


def corpus(folder: Path) -> Iterator[Report]:
    """The reports of the corpora that name Deir ez-Zor and were published in those months."""
    for name in CORPORA:
        path = folder / f"{name}.jsonl.gz"
        if not path.is_file():
            print(f"{path.name} is left out: it is not in {folder}")
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                published = _day(row.get("published"))
                if published and SINCE <= published <= UNTIL and NAMED.search(row["text"]):
                    yield report_from_text(
                        row["text"], name=f"{name}-{row['id']}", published=published, source=row["source"]
                    )


def _day(words: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(words) if words else None
    except ValueError:
        return None


def claims_of(args: argparse.Namespace) -> list[Claim]:
    """The claims of all reports, those that the reader is surer of than not."""
    readings = [read_one(report) for report in corpus(args.corpora)]
    print(f"corpora: {len(readings)} reports that name Deir ez-Zor, {SINCE} to {UNTIL}")
    near = [
        one.report.name for one in readings if one.report.published and abs((one.report.published - CUT).days) <= 30
    ]
    print(f"  of these, published within 30 days of {CUT}: {len(near)}")
    dev = args.bench / "reports" / "dev00.txt"
    if dev.is_file():
        published = parse_date(args.published) if args.published else None
        report = read_report(dev, opening=Opening(published=published))
        print(f"dev00: published {report.published or 'not said in its header, and not given with --published'}")
        readings.append(read_one(report))
    if args.reports:
        more = [one for one in read_many(args.reports) if not isinstance(one, Exception)]
        print(f"{args.reports}: {len(more)} reports")
        readings += more
    return [claim for reading in readings for claim in reading.at_least(LEAST).claims]


def says_so(changes: Sequence[PocketChange]) -> list[PocketChange]:
    """The changes that cut the airport from a part of the city."""
    return [
        one
        for one in changes
        if one.side == SIDE
        and one.event is PocketEvent.SPLIT
        and any(AIRPORT in part for part in one.after)
        and any(AIRPORT not in part for part in one.after)
    ]


def show(controls: Controls, links: Links, title: str, area: str) -> None:
    """Print the government's pockets before and after, the changes, and whether the program says so."""
    ledger = controls.ledger
    print(f"\n{title}")
    for day in (FIRST - datetime.timedelta(days=1), CUT):
        mine = [one for one in pockets_on(controls, links, day, area=area) if one.side == SIDE]
        for pocket in mine:
            print("  " + "\n  ".join(pocket_lines(pocket, ledger)))
        if not mine:
            print(f"  {day}: no place in the area is surely held by the government")
    changes = pocket_changes(controls, links, FIRST, LAST, area=area)
    for change in changes:
        print(f"  change: {change_line(change, ledger)}")
    found = says_so(changes)
    certain = " for certain" if any(one.certain for one in found) else ", as far as is known"
    print(f"  cut in two, city from airport: {'YES' + certain if found else 'NO'}")


def reported(controls: Controls) -> None:
    """Print what reports say of sieges in those days, which the program shows and never computes with."""
    ledger = controls.ledger
    print(f"\nreported of sieges and supply, {FIRST} to {LAST}")
    for siege in ledger.sieges:
        if siege.first <= LAST and siege.last >= FIRST and ledger.nesting.inside(siege.place, PROVINCE):
            print(f"  {siege_line(siege, ledger)}")


def lacks(controls: Controls, links: Links) -> None:
    """Print for each deciding place what is not known of it."""
    ledger = controls.ledger
    linked = {end for link in links.links for end in (link.start, link.via, link.end)}
    print("\nwhat it lacks, place by place")
    for place in DECIDING:
        before, after = controls.at(place, FIRST - datetime.timedelta(days=1)), controls.at(place, CUT)
        gaps = [] if place in linked else ["no link of it is listed"]
        for day, control in ((FIRST - datetime.timedelta(days=1), before), (CUT, after)):
            if control.standing is not Standing.HELD:
                gaps.append(f"who held it on {day}: {control.standing.value}")
        print(f"  {ledger.name(place)}: {'; '.join(gaps) or 'nothing'}")


def main() -> None:
    """Read, compute and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=SHARED / "corpora", help="folder with the corpora")
    parser.add_argument("--bench", type=Path, default=SHARED / "bench", help="folder with reports/dev00.txt")
    parser.add_argument("--published", help="the date of publication of dev00")
    parser.add_argument("--reports", help="further reports, a file or a folder")
    parser.add_argument("--evidence", action="store_true", help="print the claims about the deciding places")
    args = parser.parse_args()
    links = load_links()
    ledger = read_ledger(claims_of(args), load_local_places().sites)
    controls = Controls(ledger)
    words = sum(map(len, ledger.words.values()))
    print(f"claims about control: {words} words about {len(ledger.words)} places; not used:")
    for reason, count in Counter(one.reason for one in ledger.unused).most_common():
        print(f"  {count:4} {reason}")
    if args.evidence:
        for place in DECIDING:
            print("\n".join(control_lines(controls.at(place, CUT))))
    show(controls, links, "the province, by the links that are packaged (not complete)", PROVINCE)
    complete = {PROVINCE: msgspec.structs.replace(links.areas[PROVINCE], complete=True)}
    supposed = msgspec.structs.replace(links, areas=complete)
    show(controls, supposed, "supposing that these were all links", PROVINCE)
    reported(controls)
    lacks(controls, links)


if __name__ == "__main__":
    main()
