"""What names of persons cost and what they miss: which sentences of reports are withheld, and whose names.

    python -m benchmarks.withheld                 the reports by which nothing was mended
    python -m benchmarks.withheld --half mending  the others, of which no name is annotated
    python -m benchmarks.withheld --list          also every name that is withheld, and every private person missed

The training reports are halved by the hash of their names. What the program takes for names was looked at in one half
(`mending`), and it is judged on the other (`judging`), of which `data/withheld.csv` holds where persons are named and
whether they are private, or public by an office or the lists of actors: offsets alone, found by reading (in part of
lists of capitals and not of whole texts). Reporters and photographers count as private, and so do fighters. Each report
is taken by itself, and all of a half as one case, where a name of one report is withheld in all. Reports in small
letters, in which no name can be found, are left out.

A quote is the sentence of an annotated claim. A name is missed where the sentence in which it stands would be quoted.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from benchmarks.claims import SHARED
from masudi.data import load_csv
from masudi.domain import Report
from masudi.domain.view import PrivateName
from masudi.language import outline
from masudi.publish.spelling import Terms, folded, name_terms
from masudi.resolve import load_knowledge
from masudi.resolve.private_names import private_names
from masudi.sources import report_from_text

PERSONS = Path(__file__).resolve().parent / "data" / "withheld.csv"
HALVES = ("mending", "judging")


class Person(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A row of data/withheld.csv: characters `start` to `end` of a report name somebody; `who`: private or public."""

    report: str
    start: int
    end: int
    who: str


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A report with what is annotated of it: the quotes of its claims, and the persons that it names."""

    report: Report
    quotes: tuple[str, ...]
    persons: tuple[Person, ...]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A case: its reports, the names that are withheld, and of which texts none can be found."""

    reports: tuple[Named, ...]
    names: tuple[PrivateName, ...]
    terms: Terms


def half_of(name: str) -> str:
    """The half of a report."""
    return HALVES[int(hashlib.sha256(name.encode()).hexdigest(), 16) % 2]


def read_named(train: Path, half: str) -> Iterator[Named]:
    """The reports of one half, with their quotes and persons."""
    persons = [row.value for row in load_csv(PERSONS, Person)]
    for path in sorted((train / "reports").glob("*.txt")):
        if half_of(path.stem) == half:
            report = report_from_text(path.read_text(encoding="utf-8"), name=path.stem)
            gold = json.loads((train / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
            words = dict.fromkeys(mention["quote"] for claim in gold for mention in claim["mentions"])
            found = outline(report.text)
            at = (report.text.find(one) for one in words)
            quotes = dict.fromkeys(found.sentence_at(one).text for one in at if one >= 0)
            mine = tuple(one for one in persons if one.report == path.stem)
            yield Named(report=report, quotes=tuple(quotes), persons=mine)


def case_of(reports: Iterable[Named]) -> Found:
    """Some reports as one case, those left out in which no name can be found."""
    reports = tuple(reports)
    texts = ((one.report.name, one.report.text) for one in reports)
    known = {one.report.source for one in reports if one.report.source}
    private = private_names(texts, knowledge=load_knowledge(), known=known)
    read = tuple(one for one in reports if one.report.name not in private.unread)
    return Found(reports=read, names=private.names, terms=name_terms(private))


def share(part: int, whole: int) -> str:
    """A share in words."""
    return f"{100 * part / max(1, whole):5.1f} % of {whole}"


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """What is withheld of one case: a truth for each sentence, quote, name (of a private person?), and person."""

    sentences: list[bool]
    quotes: list[bool]
    names: list[bool]
    private: list[bool]
    public: list[bool]
    missed: list[str]


def count(case: Found) -> Counted:
    """Ask for everything in a case whether it is withheld."""
    found = Counted(sentences=[], quotes=[], names=[], private=[], public=[], missed=[])
    of_persons: set[str] = set()
    for one in case.reports:
        text = one.report.text
        lines = outline(text)
        found.sentences.extend(case.terms.stand_in(each.text) for each in lines.sentences)
        found.quotes.extend(case.terms.stand_in(each) for each in one.quotes)
        for each in one.persons:
            gone = case.terms.stand_in(lines.sentence_at(each.start).text)
            (found.private if each.who == "private" else found.public).append(gone)
            if each.who == "private" and not gone:
                found.missed.append(f"{one.report.name}: {text[each.start : each.end]}")
            of_persons.update(_words(one, each))
    found.names.extend(bool(set(folded(one.words)) & of_persons) for one in case.names)
    return found


def show(cases: Sequence[Found], title: str, *, listed: bool) -> None:
    """Print what is withheld in some cases."""
    counted = [count(case) for case in cases]

    def shares(field: str) -> str:
        every = [one for each in counted for one in getattr(each, field)]
        return share(sum(every), len(every))

    reports = sum(len(case.reports) for case in cases)
    names = sum(len(case.names) for case in cases)
    print(f"{title}: {reports} reports")
    print(f"  sentences withheld        {shares('sentences')}")
    print(f"  quotes withheld           {shares('quotes')}")
    print(f"  names and words of names  {names}, {names / max(1, reports):.1f} a report")
    missed = [one for each in counted for one in each.missed]
    if private := sum(len(one.private) for one in counted):
        print(f"  of private persons        {shares('names')}")
        print(f"  private persons missed    {share(len(missed), private)} mentions")
        print(f"  people in office withheld {shares('public')} mentions")
    if listed:
        print("  " + "; ".join(sorted(one.words for case in cases for one in case.names)))
        print("  missed: " + "; ".join(missed))


def _words(named: Named, person: Person) -> tuple[str, ...]:
    if person.who != "private":
        return ()
    return tuple(word for word in folded(named.report.text[person.start : person.end]) if len(word) > 2)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=Path, default=SHARED / "train")
    parser.add_argument("--half", choices=HALVES, default="judging")
    parser.add_argument("--list", action="store_true", help="print the names")
    args = parser.parse_args()
    reports = list(read_named(args.train, args.half))
    show([case_of([one]) for one in reports], "each report by itself", listed=False)
    show([case_of(reports)], "all as one case", listed=args.list)


if __name__ == "__main__":
    main()
