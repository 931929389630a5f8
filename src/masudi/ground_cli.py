"""`masudi control`, `masudi pockets`: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar

import click

from masudi.case_cli import looks, opened
from masudi.cli_run import console_on, day, output_to
from masudi.errors import UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.domain.case import CaseClaim
    from masudi.domain.control import Control
    from masudi.domain.pocket import Pocket, PocketChange, SiegeSaid
    from masudi.pipeline.ground import Ground, Named
    from masudi.resolve.links import Links

F = TypeVar("F", bound=Callable[..., Any])

# As much of a report's id as lists and searches show.
_SHORT_ID = 10
# Of each place of many, so much of the evidence is shown.
_SHOWN = 3


def _counts(command: F) -> F:
    """Which claims count, and for how long."""
    stale = click.option(
        "--stale-after",
        type=click.IntRange(min=0),
        metavar="DAYS",
        help="A holder whom nobody has named for so long is stale.  [default: the case's, 60 unless set]",
    )
    least = click.option(
        "--min-confidence",
        "least",
        type=click.FloatRange(0, 1),
        metavar="X",
        help="Leave out claims of which the reader is less sure, 0 to 1.  [default: the case's, 0.5 unless set]",
    )
    return looks(least(stale(command)))


@click.command(short_help="Show who is said to hold which place.")
@click.option("--on", "on_", callback=day, metavar="YYYY-MM-DD", help="On this day.")
@click.option("--place", metavar="NAME", help="This place alone, by its name or id; without --on its whole history.")
@_counts
def control(
    on_: datetime.date | None,
    place: str | None,
    where: str | None,
    format_: str,
    output: str | None,
    upgrade: bool,
    least: float | None,
    stale_after: int | None,
) -> None:
    """Show who holds each place of a case by what its reports say, with the sentences that say so.

    What is disputed, stale, only alleged or unknown is marked so; what was not used is counted with the reason.
    docs/control.md says how it is worked out.

    \b
    Examples:
      masudi control --on 2024-03-12 --case mine.masudi
      masudi control --place "Tesk Hill" --case mine.masudi
    """
    from masudi.ground.telling import control_record, tenure_record

    if on_ is None and place is None:
        raise UsageError("on which day, or of which place? Give --on YYYY-MM-DD, --place NAME, or both")
    with opened(where, upgrade=upgrade) as case:
        ground = _ground(case, least, stale_after)
        one = ground.place(place) if place is not None else None
        if on_ is not None:
            shown = [ground.at(one.id, on_)] if one else list(ground.on(on_))
            records, claims = [{"record": "control", "day": str(on_)} | control_record(each) for each in shown], shown
        else:
            assert one is not None
            told = ground.history(one.id)
            records, claims = [{"record": "tenure"} | tenure_record(each) for each in told], [t.control for t in told]
        said = _Said(case, (claim for each in claims for claim in each.claims))
        with output_to(output, ()) as out:
            if format_ == "jsonl":
                _write(records, said, ground, out)
            else:
                _print(_control_lines(ground, on_, one, said, claims), ground, out)


@click.command(short_help="Show which places a side holds together, and whether a way leads out.")
@click.option("--on", "on_", callback=day, metavar="YYYY-MM-DD", help="On this day.")
@click.option("--from", "from_", callback=day, metavar="YYYY-MM-DD", help="What changed from this day on …")
@click.option("--to", callback=day, metavar="YYYY-MM-DD", help="… to this one.")
@click.option("--area", metavar="NAME", help="In this area alone, by its name or id.")
@click.option(
    "--links",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A folder with links.csv and link_areas.csv of your own, to use instead of Masudi's.",
)
@_counts
def pockets(
    on_: datetime.date | None,
    from_: datetime.date | None,
    to: datetime.date | None,
    area: str | None,
    folder: Path | None,
    where: str | None,
    format_: str,
    output: str | None,
    upgrade: bool,
    least: float | None,
    stale_after: int | None,
) -> None:
    """Show the pockets of each side where the ways between places are listed: on a day, or what changed over some.

    For each the computed answer comes first (a way leads out, encircled, or cannot tell and why), and beside it, never
    merged with it, what reports say of a siege, of a cut, and of the people inside.

    \b
    Examples:
      masudi pockets --on 2024-03-12 --case mine.masudi
      masudi pockets --from 2024-03-01 --to 2024-03-12 --case mine.masudi
    """
    from masudi.ground.telling import change_record, pocket_record, siege_record
    from masudi.pipeline.ground import known_links

    if (on_ is None) == (from_ is None or to is None):
        raise UsageError("on which day, or between which? Give --on YYYY-MM-DD, or --from and --to")
    links = known_links(folder)
    with opened(where, upgrade=upgrade) as case:
        ground = _ground(case, least, stale_after)
        of = _area(ground, links, area) if area is not None else None
        if on_ is not None:
            held = ground.pockets(on_, links, area=of)
            records = [{"record": "pocket"} | pocket_record(one) for one in held]
            said = _Said(case, _behind(held))
            lines = _pocket_lines(ground, held, said)
        else:
            assert from_ is not None
            assert to is not None
            changes = ground.changes(from_, to, links, area=of)
            cuts = ground.reported(from_, to, links, area=of)
            records = [{"record": "change"} | change_record(one) for one in changes]
            records += [{"record": "reported"} | siege_record(one) for one in cuts]
            said = _Said(case, [*(claim for one in changes for claim in one.claims), *(one.claim for one in cuts)])
            lines = _change_lines(ground, changes, said, cuts)
        with output_to(output, ()) as out:
            if format_ == "jsonl":
                _write(records, said, ground, out)
            else:
                _print(lines, ground, out)


def _ground(case: Case, least: float | None, stale_after: int | None) -> Ground:
    from masudi.pipeline.ground_kept import kept_ground_of

    return kept_ground_of(case, least=least, stale_after=stale_after)


def _area(ground: Ground, links: Links, name: str) -> str:
    """The id of the area of the links that a name means."""
    found = [one.id for one in ground.named(name) if one.id in links.areas]
    if len(found) != 1:
        known = ", ".join(f"{ground.ledger.name(one)} ({one})" for one in sorted(links.areas))
        raise UsageError(f"{name!r} is no area of which links are listed; those are: {known or 'none'}")
    return found[0]


class _Said:
    """The claims behind what is shown, with their sentences and the reports that make them."""

    def __init__(self, case: Case, ids: Iterable[str]) -> None:
        self.claims: dict[str, CaseClaim] = {one.claim.id: one for one in case.with_ids(ids)}

    def lines(self) -> dict[str, str]:
        """By the id of a claim its sentence and its report, in one line."""
        return {id_: f"“{_sentence(one)}” ({_report(one)})" for id_, one in self.claims.items()}

    def records(self, ids: Iterable[str]) -> list[dict[str, object]]:
        """The sentences behind a record, for programs."""
        return [
            {
                "claim": id_,
                "report": one.report_id,
                "publisher": one.claim.publisher,
                "published": str(one.claim.published) if one.claim.published else None,
                "synthetic": one.claim.synthetic,
                "sentence": _sentence(one),
            }
            for id_ in ids
            if (one := self.claims.get(id_))
        ]


def _sentence(one: CaseClaim) -> str:
    return one.claim.mentions[0].sentence.text


def _report(one: CaseClaim) -> str:
    day_ = str(one.claim.published) if one.claim.published else "no date"
    return f"report {one.report_id[:_SHORT_ID]}, {one.claim.publisher or 'unknown publisher'}, {day_}"


def _behind(held: Iterable[Pocket]) -> Iterator[str]:
    for one in held:
        yield from one.claims
        yield from (siege.claim for siege in one.sieges)
        yield from (people.claim for people in one.people)


def _label(party: str) -> str:
    from masudi.export.words import words

    return words().entity(party) or party


def _control_lines(
    ground: Ground, on: datetime.date | None, one: Named | None, said: _Said, shown: Sequence[Control]
) -> Iterator[str]:
    from masudi.ground.telling import control_lines, siege_line, tenure_lines

    quotes = said.lines()
    if on is None and one is not None:
        told = ground.history(one.id)
        yield from tenure_lines(told, label=_label, said=quotes)
        if not told:
            yield f"{one.name}: nobody is said to hold it [unknown]"
    for each in shown if on is not None else ():
        yield from control_lines(each, label=_label, said=quotes, most=None if one else _SHOWN)
    if one is not None:
        for siege in ground.ledger.sieges:
            if siege.place == one.id and (on is None or siege.first <= on):
                yield f"reported, {siege.first}: {siege_line(siege, ground.ledger, label=_label)}"
    if on is not None and one is None:
        counts = Counter(each.standing.value for each in shown)
        yield f"{_count(len(shown), 'place')} of which a claim says something by {on}" + (
            ": " + ", ".join(f"{number:,} {standing}" for standing, number in counts.most_common()) if counts else ""
        )


def _pocket_lines(ground: Ground, held: Sequence[Pocket], said: _Said) -> Iterator[str]:
    from masudi.ground.telling import control_lines, pocket_lines

    quotes = said.lines()
    for one in held:
        yield from pocket_lines(one, ground.ledger, label=_label)
        for place in one.places:
            yield from (
                f"    {line}"
                for line in control_lines(ground.at(place, one.day), label=_label, said=quotes, most=_SHOWN)
            )
    if not held:
        yield "no place of an area of which links are listed is surely held by anybody"


def _change_lines(
    ground: Ground, changes: Sequence[PocketChange], said: _Said, cuts: Sequence[SiegeSaid]
) -> Iterator[str]:
    from masudi.ground.telling import change_lines, siege_line

    quotes = said.lines()
    for one in changes:
        yield from change_lines(one, ground.ledger, label=_label, said=quotes)
    if not changes:
        yield "nothing opened, closed, split or joined a pocket, as far as is known"
    for cut in cuts:
        yield f"reported, {cut.first}: {siege_line(cut, ground.ledger, label=_label)}"


def _write(records: Iterable[dict[str, object]], said: _Said, ground: Ground, out: TextIO) -> None:
    """One object a line: what was asked for, each with its sentences; then what counted and what did not."""
    from masudi.export import json_line

    for record in records:
        out.write(json_line(record | {"evidence": said.records(_claims(record))}) + "\n")
    out.write(
        json_line(
            {
                "record": "basis",
                "min_confidence": ground.least,
                "stale_after": ground.stale_after,
                "rejected": ground.rejected,
                "unused": [{"reason": reason, "claims": number} for reason, number in _unused(ground)],
            }
        )
        + "\n"
    )


def _claims(value: object) -> Iterator[str]:
    """The ids of the claims anywhere in a record, each once."""
    seen: dict[str, None] = {}
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            claims = [one.get("claim"), *(one.get("claims") or ())]
            seen.update(dict.fromkeys(claim for claim in claims if isinstance(claim, str)))
            waiting += one.values()
        elif isinstance(one, list | tuple):
            waiting += one
    return iter(seen)


def _print(lines: Iterable[str], ground: Ground, out: TextIO) -> None:
    from rich.padding import Padding
    from rich.text import Text

    console = console_on(out)
    if ground.made_up:
        console.print(Text("MADE-UP REPORTS", style="bold reverse"))
    for line in lines:
        deep = len(line) - len(line.lstrip(" "))
        style = "" if deep else "bold"
        console.print(Padding(Text(line[deep:], style=style), (0, 0, 0, deep), expand=False))
    for line in _basis(ground):
        console.print(Text(line, style="dim"))


def _basis(ground: Ground) -> Iterator[str]:
    """What counted, and what did not, and why."""
    yield (
        f"counted: asserted claims of at least {ground.least:.0%} confidence, or accepted by people; "
        f"a holder is stale after {_count(ground.stale_after, 'day')} without a word"
    )
    if ground.rejected:
        yield f"not used: {_count(ground.rejected, 'claim')} that people rejected"
    for reason, number in _unused(ground):
        yield f"not used: {_count(number, 'claim')}: {reason}"


def _unused(ground: Ground) -> list[tuple[str, int]]:
    return Counter(one.reason for one in ground.ledger.unused).most_common()


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
