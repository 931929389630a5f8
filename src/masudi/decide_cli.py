"""The commands with which people decide on claims: parses, calls, prints; decides nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from contextlib import closing, nullcontext
from typing import TYPE_CHECKING, Any, TypeVar

import click

from masudi.case_cli import CASE, UPGRADE, Bar, looks, note, opened, person_here
from masudi.cli_run import THREADS, console_on, output_to, processors
from masudi.domain.text import counted, visible
from masudi.errors import KeyFileError, ReportError, UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.domain.case import Decision, Reread
    from masudi.pipeline.decide import Person

F = TypeVar("F", bound=Callable[..., Any])

PERSON = click.option(
    "--person",
    envvar="MASUDI_PERSON",
    metavar="NAME",
    help="Who decides, as the log is to have it.  [default: $MASUDI_PERSON, else your login]",
)
WHY = click.option("--why", metavar="TEXT", help="The reason, for the log.")
# Not among the options: a passphrase would be seen by everybody who lists what runs.
PASSPHRASE = "MASUDI_PASSPHRASE"


def by(name: str | None) -> Person:
    """Who decides, with their key where they have one."""
    from masudi.pipeline.decide import Person
    from masudi.review import key_path, load_key

    name = (name or person_here()).strip()
    path = key_path(name)
    if not path.exists():
        return Person(name=name)
    try:
        return Person(name=name, signer=load_key(path, os.environ.get(PASSPHRASE) or None))
    except KeyFileError as fault:
        if "needs its passphrase" not in fault.problem or not sys.stdin.isatty():
            raise
        asked = click.prompt(f"Passphrase of the key of {visible(name)}", hide_input=True, err=True)
        return Person(name=name, signer=load_key(path, asked))


def decides(command: F) -> F:
    """What every decision takes."""
    for decorate in (UPGRADE, WHY, PERSON, CASE):
        command = decorate(command)
    return command


def _told_of_claim(case: Case, entry: Decision) -> None:
    from masudi.pipeline.queue import needs_second

    told(entry)
    if (reason := needs_second(case.claim(entry.subject))) is not None:
        click.echo(visible(f"A second person has to look at it ({reason})."))


def told(entry: Decision) -> None:
    """Say what was entered into the log."""
    signed = "signed" if entry.signature else "not signed"
    click.echo(visible(f"{entry.sequence}  {entry.action}  {entry.subject}  by {entry.person}, {signed}"))


def _say_waiting(case: Case) -> None:
    """Say what of incidents a decision on many claims has not come to yet."""
    if waiting := case.waiting():
        note(f"note: {counted(waiting, 'report')} still to be linked anew: `masudi relink` does it")


def _claim(case: Case, prefix: str) -> str:
    from masudi.domain.case import CaseClaim

    found = case.find(prefix)
    if not isinstance(found, CaseClaim):
        raise UsageError(f"{found.id} is a report: this takes the id of a claim")
    return found.claim.id


def _report(case: Case, prefix: str) -> str:
    from masudi.domain.case import CaseClaim

    found = case.find(prefix)
    if isinstance(found, CaseClaim):
        raise UsageError(f"{found.claim.id} is a claim: this takes the id of a report")
    return found.id


def pins(command: F) -> F:
    """Which words are pinned, and where."""
    report = click.option("--report", metavar="ID", help="In this report alone.  [default: in the whole case]")
    return click.argument("words")(report(decides(command)))


def _pin(
    decision: Callable[..., Decision],
    words: str,
    where: str | None,
    person: str | None,
    report: str | None,
    *,
    upgrade: bool,
    **to: Any,
) -> None:
    with opened(where, upgrade=upgrade) as case:
        of = _report(case, report) if report else None
        told(decision(case, words, by(person), report_id=of, **to))
        _say_waiting(case)


@click.group(short_help="Decide on claims: accept, reject, correct, add, pin, undo.")
def decide() -> None:
    """Decide on the claims of a case. Every decision goes into its log and can be undone; docs/review.md says how.

    \b
    Examples:
      masudi decide accept 18c3bff4cf --case mine.masudi
      masudi decide correct 18c3bff4cf status possible --why "a threat" --case mine.masudi
    """


@decide.command()
@click.argument("id_", metavar="ID")
@decides
def accept(id_: str, where: str | None, upgrade: bool, person: str | None, why: str | None) -> None:
    """The claim is what its report says."""
    from masudi.pipeline.decide import accept

    with opened(where, upgrade=upgrade) as case:
        _told_of_claim(case, accept(case, _claim(case, id_), by(person), why=why))


@decide.command()
@click.argument("id_", metavar="ID")
@decides
def reject(id_: str, where: str | None, upgrade: bool, person: str | None, why: str | None) -> None:
    """The claim is not what its report says."""
    from masudi.pipeline.decide import reject

    with opened(where, upgrade=upgrade) as case:
        _told_of_claim(case, reject(case, _claim(case, id_), by(person), why=why))


@decide.command()
@click.argument("id_", metavar="ID")
@click.argument("field")
@click.argument("value")
@decides
def correct(
    id_: str, field: str, value: str, where: str | None, upgrade: bool, person: str | None, why: str | None
) -> None:
    """FIELD of the claim is VALUE: words of the report, @START-END for its characters, or the JSON of docs/formats.md.

    \b
    Examples:
      masudi decide correct 18c3bff4cf kind advance --case mine.masudi
      masudi decide correct 18c3bff4cf place "Tesk Hill" --case mine.masudi
      masudi decide correct 18c3bff4cf actor '["Brigade 142"]' --case mine.masudi
    """
    from masudi.pipeline.decide import correct
    from masudi.pipeline.written import parsed

    with opened(where, upgrade=upgrade) as case:
        _told_of_claim(case, correct(case, _claim(case, id_), field, parsed(value), by(person), why=why))


@decide.command("add")
@click.argument("id_", metavar="REPORT")
@click.option("--kind", required=True, metavar="KIND", help="`masudi kinds` lists them.")
@click.option("--mention", "mentions", multiple=True, required=True, metavar="WORDS", help="The words that say it.")
@click.option("--status", help="asserted (unless given), attempted, intended, possible or denied.")
@click.option("--hedge", help="reported, alleged, suspected or disputed.")
@click.option("--actor", multiple=True, metavar="WORDS")
@click.option("--target", multiple=True, metavar="WORDS")
@click.option("--place", multiple=True, metavar="WORDS")
@click.option("--means", multiple=True, metavar="WORDS")
@click.option("--source", multiple=True, metavar="WORDS")
@click.option("--time", metavar="WORDS", help="Or JSON, with days: see docs/formats.md.")
@click.option("--toll", "casualties", multiple=True, metavar="JSON", help="As docs/formats.md has it.")
@decides
def add_(id_: str, where: str | None, upgrade: bool, person: str | None, why: str | None, **fields: Any) -> None:
    """A claim of REPORT that the reader missed. Words are those of the report, or @START-END for its characters.

    \b
    Examples:
      masudi decide add ba9586f419 --kind control --mention "hold" --actor "Brigade 142" --case mine.masudi
    """
    from masudi.pipeline.decide import add_claim
    from masudi.pipeline.written import parsed

    given = {
        name: [parsed(one) for one in value] if isinstance(value, tuple) else parsed(value)
        for name, value in fields.items()
        if value
    }
    with opened(where, upgrade=upgrade) as case:
        _told_of_claim(case, add_claim(case, _report(case, id_), given, by(person), why=why))


@decide.command()
@click.option("--to", "gazetteer_id", metavar="ID", help="An entry of a gazetteer, such as geonames:170794.")
@click.option("--point", nargs=2, type=float, metavar="LAT LON", help="Or a point, in degrees (WGS 84).")
@click.option("--radius", "radius_km", type=float, metavar="KM", help="How far from the point it may be.")
@click.option("--name", metavar="NAME", help="What the place is called.")
@pins
def pin_place(words: str, where: str | None, person: str | None, report: str | None, **to: Any) -> None:
    """Wherever claims have WORDS as a place, it is this one, also in reports that are added later.

    \b
    Examples:
      masudi decide pin-place "Tesk Hill" --point 35.31 40.12 --case mine.masudi
      masudi decide pin-place Homs --to geonames:169577 --case mine.masudi
    """
    from masudi.pipeline.decide import pin_place

    _pin(pin_place, words, where, person, report, **to)


@decide.command()
@click.option("--to", "actor_id", metavar="ID", help="An actor's id; `masudi actors` lists them.")
@click.option("--name", metavar="NAME", help="Or who it is, by name.")
@pins
def pin_actor(words: str, where: str | None, person: str | None, report: str | None, **to: Any) -> None:
    """Wherever claims have WORDS as actor, target or source, it is this one, also in reports that are added later.

    \b
    Examples:
      masudi decide pin-actor "the brigade" --name "Brigade 142" --report ba9586f419 --case mine.masudi
    """
    from masudi.pipeline.decide import pin_actor

    _pin(pin_actor, words, where, person, report, **to)


@decide.command()
@click.argument("number", type=int)
@decides
def undo(number: int, where: str | None, upgrade: bool, person: str | None, why: str | None) -> None:
    """Decision NUMBER of the log no longer holds; undoing this brings it back."""
    from masudi.pipeline.decide import undo

    with opened(where, upgrade=upgrade) as case:
        told(undo(case, number, by(person), why=why))
        _say_waiting(case)


@click.command(short_help="List the claims that wait for a decision.")
@click.option("--kind", metavar="KIND", help="Claims of this kind alone; `masudi kinds` lists them.")
@click.option("--orphans", is_flag=True, help="Claims with decisions that a newer reading of their report has not.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help="Show N at most.")
@PERSON
@looks
def review(
    where: str | None,
    format_: str,
    output: str | None,
    upgrade: bool,
    person: str | None,
    kind: str | None,
    orphans: bool,
    limit: int,
) -> None:
    """List the claims that wait for a decision, the least certain first.

    Killings, detention, sexual violence and who did it need two people: such a claim waits for somebody else until two
    stand behind it.

    \b
    Examples:
      masudi review --case mine.masudi
      masudi review --kind casualties --limit 5 --case mine.masudi
      masudi review --orphans --case mine.masudi
    """
    from masudi import export
    from masudi.ontology import load_ontology
    from masudi.pipeline.queue import waiting, waiting_orphans

    if kind is not None and kind not in {known.name for known in load_ontology().kinds}:
        raise UsageError(f"there is no kind {kind!r}: `masudi kinds` lists them")
    with opened(where, upgrade=upgrade) as case:
        if orphans:
            found = waiting_orphans(case, kind=kind, limit=limit)
        else:
            found = waiting(case, kind=kind, person=person or person_here(), limit=limit)
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(found, out)
        else:
            export.write_waiting([(one.claim, one.twice) for one in found], limit, console_on(out))


@click.command(short_help="Show the decisions of a case.")
@click.option("--person", metavar="NAME", help="Decisions of NAME alone.")
@click.option("--on", "subject", metavar="ID", help="Decisions on this report or claim alone.")
@looks
def log(
    where: str | None, format_: str, output: str | None, upgrade: bool, person: str | None, subject: str | None
) -> None:
    """Show the log of decisions: who decided what, when and why.

    \b
    Examples:
      masudi log --case mine.masudi
      masudi log --person "R. Haddad" --case mine.masudi
      masudi log --on 18c3bff4cf --case mine.masudi
    """
    from masudi import export
    from masudi.domain.case import CaseClaim

    with opened(where, upgrade=upgrade) as case:
        if subject is None:
            entries = list(case.decisions())
        elif isinstance(found := case.find(subject), CaseClaim):
            entries = case.history(found.claim.id)
        else:
            entries = list(case.decisions(found.id))
    entries = [one for one in entries if person in (None, one.person)]
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(entries, out)
        else:
            export.write_decisions(entries, console_on(out))


@click.command(short_help="Read reports of a case anew, with the present model.")
@CASE
@THREADS
@PERSON
@UPGRADE
def reread(where: str | None, threads: int | None, person: str | None, upgrade: bool) -> None:
    """Read anew whatever an older model, or an older Masudi, has read; what people decided goes over.

    The command may be stopped and given again. Decisions that find no claim in the new reading wait in
    `masudi review --orphans`.

    \b
    Examples:
      masudi reread --case mine.masudi
    """
    from rich.console import Console

    from masudi.incidents_cli import link
    from masudi.pipeline.reread import outdated
    from masudi.pipeline.reread import reread as read_anew

    console = Console(stderr=True)
    done: list[Reread] = []
    failed = 0
    with opened(where, upgrade=upgrade) as case:
        ids = outdated(case)
        bar = Bar(console, ids, "Reading anew") if console.is_terminal else nullcontext(iter(ids))
        with bar as coming, closing(read_anew(case, coming, by(person), threads=threads or processors())) as outcomes:
            for one in outcomes:
                if isinstance(one, ReportError):
                    failed += 1
                    note(f"error: {one}")
                else:
                    done.append(one)
        link(case)
    carried, orphans = sum(one.carried for one in done), sum(one.orphans for one in done)
    click.echo(f"{len(done):,} read anew; {sum(one.new for one in done):,} claims new or changed")
    if carried:
        click.echo(f"{carried:,} claims handed their decisions on")
    if orphans:
        click.echo(f"{orphans:,} claims with decisions have no place now: masudi review --orphans")
    if failed:
        raise click.exceptions.Exit(1)


COMMANDS = (decide, review, log, reread)
