"""The commands that erase from a case: parses, calls, prints; decides nothing."""

from __future__ import annotations

import datetime
import sys

import click

from masudi.case_cli import CASE, UPGRADE, note, opened
from masudi.decide_cli import PERSON, WHY, by
from masudi.domain.text import visible
from masudi.errors import UsageError
from masudi.incidents_cli import link

_RETENTION = "its time in the case is over"


@click.command(short_help="Erase a report, a claim or a name.")
@click.argument("id_", metavar="ID", required=False)
@click.option("--name", metavar="NAME", help="A person's name, wherever the case has it.")
@click.option("--due", is_flag=True, help="The reports whose time is over (masudi retention).")
@click.option("--finish", is_flag=True, help="Finish an erasure that was stopped.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@WHY
@PERSON
@CASE
@UPGRADE
def redact(
    id_: str | None,
    where: str | None,
    upgrade: bool,
    person: str | None,
    why: str | None,
    name: str | None,
    due: bool,
    finish: bool,
    yes: bool,
) -> None:
    """Erase the report or the claim with ID, or the name of a victim (victim:NUMBER), for good.

    It goes from tables, indexes, free pages, and from the backups that Masudi made beside the file, which are removed.
    In the log stay hashes, the reason and who erased it: do not repeat in the reason what is to be forgotten. Copies
    that you made yourself, and what a server or a disk keeps, are yours to erase.

    \b
    Examples:
      masudi redact ba9586f419 --why "the publisher asked for it" --case mine.masudi
      masudi redact --name "Hadi Tareq" --why "the family asked for it" --case mine.masudi
      masudi redact --due --case mine.masudi
    """
    if sum((id_ is not None, name is not None, due, finish)) != 1:
        raise UsageError("what is to be erased? Give an ID, --name, --due or --finish, and one of them alone")
    if not (why or due or finish):
        raise UsageError("why? Give the reason with --why; it stays in the log")
    with opened(where, upgrade=upgrade) as case:
        who = by(person)
        if id_ is not None:
            found = id_ if id_.startswith("victim:") else _whole_id(case.find(id_))
            _ask(f"Erase {found} for good?", yes)
            done = [case.redact(found, who.name, why or "", signer=who.signer)]
        elif name is not None:
            _ask("Erase this name for good, wherever the case has it?", yes)
            done = [case.redact_name(name, who.name, why or "", signer=who.signer)]
        elif due:
            coming = [one.id for one in case.due(datetime.date.today())]
            if coming:
                _ask(f"Erase {len(coming):,} reports for good?", yes)
            done = [case.redact(one, who.name, why or _RETENTION, signer=who.signer) for one in coming]
        else:
            done = []
        if done or case.erasing():
            for path in case.purge():
                note(f"note: removed the backup {path}")
            link(case)
    for entry in done:
        click.echo(visible(f"{entry.sequence}  erased {entry.subject}  by {entry.person}"))
    if not done:
        click.echo("the erasure is finished" if finish else "nothing is due")


def _whole_id(found: object) -> str:
    from masudi.domain.case import CaseClaim, StoredReport

    if isinstance(found, CaseClaim):
        return found.claim.id
    assert isinstance(found, StoredReport)
    return found.id


def _ask(question: str, yes: bool) -> None:
    if yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(f"{question} Nobody is there to be asked: add --yes")
    click.confirm(visible(question), abort=True, err=True)


@click.command(short_help="Set how long reports stay in a case.")
@click.argument("days", required=False)
@click.option("--collector", metavar="NAME", help="For reports that NAME collected alone.")
@CASE
@WHY
@PERSON
@UPGRADE
def retention(
    days: str | None, collector: str | None, where: str | None, why: str | None, person: str | None, upgrade: bool
) -> None:
    """Set after how many DAYS reports are to be erased ("never": they stay), or show what is set.

    Days count from the day of retrieval, else from that of adding. `masudi redact --due` then erases what is due.

    \b
    Examples:
      masudi retention 730 --case mine.masudi
      masudi retention never --collector "R. Haddad" --case mine.masudi
    """
    with opened(where, upgrade=upgrade) as case:
        settings = case.settings()
        if days is not None:
            if days != "never" and not (days.isdecimal() and 0 < int(days) < 100_000):
                raise UsageError(f"{days!r} is no number of days: give one, or never")
            number = None if days == "never" else int(days)
            who = by(person)
            own = settings.retention_by_collector | ({collector: number} if collector else {})
            changes = {"retention_by_collector": own} if collector else {"retention_days": number}
            settings = case.set(who.name, why=why, signer=who.signer, **changes)
    for name, number in (("all", settings.retention_days), *settings.retention_by_collector.items()):
        click.echo(visible(f"{name}: {'never erased' if number is None else f'erased after {number:,} days'}"))


COMMANDS = (redact, retention)
