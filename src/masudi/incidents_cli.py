"""The commands on incidents and operations of a case: parses, calls, prints; decides nothing."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import click

from masudi.case_cli import CASE, UPGRADE, Bar, looks, opened
from masudi.cli_run import console_on, day, output_to
from masudi.decide_cli import by, decide, decides, told
from masudi.errors import UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.domain.case_incident import SoughtIncidents


@click.command(short_help="List the incidents of a case.")
@click.option("--kind", metavar="KIND", help="Incidents of this kind alone; `masudi kinds` lists them.")
@click.option(
    "--status",
    type=click.Choice(["asserted", "attempted", "intended", "possible", "denied"]),
    help="Incidents of this status alone; only asserted ones are said to have happened.",
)
@click.option("--actor", metavar="NAME", help="Incidents in which NAME acts or is acted on.")
@click.option("--place", metavar="NAME", help="Incidents at or in NAME.")
@click.option("--from", "from_", callback=day, metavar="YYYY-MM-DD", help="Nothing that was over before this day.")
@click.option("--to", callback=day, metavar="YYYY-MM-DD", help="Nothing that began after this day.")
@click.option("--contradicted", is_flag=True, help="Incidents of which accounts cannot all be right.")
@click.option(
    "--min-origins", "origins", type=click.IntRange(min=1), metavar="N", help="Asserted by N origins or more."
)
@click.option("--graded", is_flag=True, help="Incidents that somebody has graded.")
@click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, metavar="N", help="Show N at most.")
@looks
def incidents(
    where: str | None,
    format_: str,
    output: str | None,
    upgrade: bool,
    limit: int,
    contradicted: bool,
    graded: bool,
    **sought: Any,
) -> None:
    """List what claims of one or several reports are about, by day. docs/incidents.md says how they are put together.

    What is only feared, planned, attempted or denied has its status in capitals. Tolls are ranges over origins and are
    never added. An exclamation mark says that accounts contradict each other.

    \b
    Examples:
      masudi incidents --case mine.masudi
      masudi incidents --kind airstrike --from 2024-03-01 --to 2024-03-31 --case mine.masudi
      masudi incidents --contradicted --min-origins 2 --case mine.masudi
    """
    from masudi import export

    asked = _sought(contradicted=contradicted or None, graded=graded or None, **sought)
    with opened(where, upgrade=upgrade) as case:
        found = case.incidents(asked, limit=limit)
        waiting = case.waiting()
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(found, out)
        else:
            export.write_incidents(found, limit, waiting, console_on(out))


def _sought(kind: str | None, status: str | None, **sought: Any) -> SoughtIncidents:
    from masudi.domain import Status
    from masudi.domain.case_incident import SoughtIncidents
    from masudi.ontology import load_ontology

    if kind is not None and kind not in {known.name for known in load_ontology().kinds}:
        raise UsageError(f"there is no kind {kind!r}: `masudi kinds` lists them")
    return SoughtIncidents(kind=kind, status=Status(status) if status else None, **sought)


@click.command(short_help="Show an incident: who says what of it.")
@click.argument("id_", metavar="ID")
@click.option("--why", is_flag=True, help="Also why its claims are taken to be of one incident.")
@looks
def incident(id_: str, where: str | None, format_: str, output: str | None, upgrade: bool, why: bool) -> None:
    """Show the incident whose id begins with ID: each origin's account, what is agreed, tolls, contradictions.

    \b
    Examples:
      masudi incident 1b0c6f2a --why --case mine.masudi
    """
    from masudi import export
    from masudi.pipeline.incidents import incident

    with opened(where, upgrade=upgrade) as case:
        found = incident(case, id_)
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values([found], out)
        else:
            export.write_incident(found, why, console_on(out))


@click.command(short_help="List the operations of a case.")
@looks
def operations(where: str | None, format_: str, output: str | None, upgrade: bool) -> None:
    """List the offensives: incidents of one attacker near each other in time and place, and what is said about them.

    \b
    Examples:
      masudi operations --case mine.masudi
    """
    from masudi import export
    from masudi.pipeline.incidents import operations

    with opened(where, upgrade=upgrade) as case:
        found = operations(case)
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(found, out)
        else:
            export.write_operations(found, console_on(out))


@click.command(short_help="Show an operation: aims, tactics, gains, reasons, cost.")
@click.argument("id_", metavar="ID")
@looks
def operation(id_: str, where: str | None, format_: str, output: str | None, upgrade: bool) -> None:
    """Show the operation whose id begins with ID: its incidents, and who attributes which aims and tactics to whom.

    \b
    Examples:
      masudi operation 77a0 --case mine.masudi
    """
    from masudi import export
    from masudi.pipeline.incidents import operation

    with opened(where, upgrade=upgrade) as case:
        found = operation(case, id_)
        its = {one: case.find_incident(one).incident for one in _incidents_of(found)}
        told_of = (one.claim for name in ("aims", "tactics", "reasons", "assessments") for one in getattr(found, name))
        claims = {one: case.claim(one) for one in told_of}
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values([found], out)
        else:
            export.write_operation(found, its, claims, console_on(out))


def _incidents_of(found: Any) -> set[str]:
    feints = (end for feint in found.feints for end in (feint.feint, feint.covered) if end)
    return {*found.incidents, *feints}


@click.command(short_help="Link what waits, or all reports of a case anew.")
@click.option("--all", "everything", is_flag=True, help="Link all reports anew, as after an update of Masudi.")
@CASE
@UPGRADE
def relink(where: str | None, upgrade: bool, everything: bool) -> None:
    """Put claims together as incidents, for reports that `masudi add` could not link because it was stopped.

    The command may be stopped and given again. What people split, merged, pinned and graded stays.

    \b
    Examples:
      masudi relink --case mine.masudi
      masudi relink --all --case mine.masudi
    """
    with opened(where, upgrade=upgrade) as case:
        done = link(case, everything=everything)
        incidents = case.count_incidents()
    click.echo(f"{done:,} reports linked; {incidents:,} incidents")


def link(case: Case, *, everything: bool = False) -> int:
    """Link what waits, with a bar where somebody sees it; how many reports that was."""
    from rich.console import Console

    from masudi.pipeline.relink import relink

    if everything:
        case.let_all_wait()
    console = Console(stderr=True)
    waiting = case.waiting()
    done = 0
    steps = Bar(console, list(range(waiting)), "Linking") if console.is_terminal else nullcontext(iter(range(waiting)))
    with steps as passing:
        for number in relink(case):
            done += number
            for _ in range(number):
                next(passing, None)
    return done


@decide.command("split")
@click.argument("id_", metavar="INCIDENT")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@decides
def split_(
    id_: str, claims: tuple[str, ...], where: str | None, upgrade: bool, person: str | None, why: str | None
) -> None:
    """These claims of INCIDENT are not of one incident with the others of it.

    \b
    Examples:
      masudi decide split 1b0c6f2a 18c3bff4cf --why "another market" --case mine.masudi
    """
    from masudi.pipeline.decide_incidents import split

    with opened(where, upgrade=upgrade) as case:
        told(split(case, id_, claims, by(person), why=why))


@decide.command("merge")
@click.argument("id_", metavar="INCIDENT")
@click.argument("other")
@decides
def merge_(id_: str, other: str, where: str | None, upgrade: bool, person: str | None, why: str | None) -> None:
    """INCIDENT and OTHER are one incident.

    \b
    Examples:
      masudi decide merge 1b0c6f2a 93d1 --why "both name the clinic" --case mine.masudi
    """
    from masudi.pipeline.decide_incidents import merge

    with opened(where, upgrade=upgrade) as case:
        told(merge(case, id_, other, by(person), why=why))


@decide.command("pin")
@click.argument("id_", metavar="INCIDENT")
@click.argument("claims", nargs=-1, metavar="CLAIM...")
@decides
def pin_(
    id_: str, claims: tuple[str, ...], where: str | None, upgrade: bool, person: str | None, why: str | None
) -> None:
    """The claims of INCIDENT stay in it, and these come to it, wherever they stand now.

    \b
    Examples:
      masudi decide pin 1b0c6f2a 18c3bff4cf --case mine.masudi
    """
    from masudi.pipeline.decide_incidents import pin

    with opened(where, upgrade=upgrade) as case:
        whole = [_claim_id(case, one) for one in claims]
        told(pin(case, id_, whole, by(person), why=why))


def _claim_id(case: Case, prefix: str) -> str:
    from masudi.domain.case import CaseClaim

    found = case.find(prefix)
    if not isinstance(found, CaseClaim):
        raise UsageError(f"{found.id} is a report: this takes the ids of claims")
    return found.claim.id


@decide.command("grade")
@click.argument("id_", metavar="INCIDENT")
@click.argument("marks", nargs=-1, required=True, metavar="MARK...")
@click.option("--scale", required=True, metavar="NAME", help="admiralty (two marks, such as B 2) or airwars (one).")
@decides
def grade_(
    id_: str,
    marks: tuple[str, ...],
    scale: str,
    where: str | None,
    upgrade: bool,
    person: str | None,
    why: str | None,
) -> None:
    """INCIDENT has these marks on a scale of data/grades.yaml. Masudi itself grades nothing.

    \b
    Examples:
      masudi decide grade 1b0c6f2a B 2 --scale admiralty --case mine.masudi
      masudi decide grade 1b0c6f2a contested --scale airwars --case mine.masudi
    """
    from masudi.pipeline.decide_incidents import grade

    with opened(where, upgrade=upgrade) as case:
        told(grade(case, id_, scale, marks, by(person), why=why))


COMMANDS = (incidents, incident, operations, operation, relink)
