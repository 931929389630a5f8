"""The commands on victims of a case: parses, calls, prints; decides nothing."""

from __future__ import annotations

import click

from masudi.case_cli import looks, note, opened
from masudi.cli_run import console_on, output_to
from masudi.decide_cli import by, decide, decides, told
from masudi.domain.text import counted


@click.command(short_help="List the persons whom reports name as harmed.")
@looks
def victims(where: str | None, format_: str, output: str | None, upgrade: bool) -> None:
    """List the persons whom the claims of a case name as harmed, each with the claims that do.

    Namings are of one person only where somebody has said so (`masudi decide same-person`): a name is no proof. This
    list is for work on the case. Nothing that leaves the case has these names unless its owner says so.

    \b
    Examples:
      masudi victims --case mine.masudi
      masudi victims --case mine.masudi -f jsonl
    """
    from masudi import export

    with opened(where, upgrade=upgrade) as case:
        found = case.victims()
        if waiting := case.waiting():
            note(f"note: {counted(waiting, 'report')} still to be looked through: `masudi relink` does it")
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(found, out)
        else:
            export.write_victims(found, console_on(out))


@decide.command("same-person")
@click.argument("ids", nargs=-1, required=True, metavar="VICTIM VICTIM...")
@decides
def same_person(ids: tuple[str, ...], where: str | None, upgrade: bool, person: str | None, why: str | None) -> None:
    """These victims, by their ids, are one person; `masudi decide undo` takes it back.

    \b
    Examples:
      masudi decide same-person victim:3 victim:7 --why "same age, same street" --case mine.masudi
    """
    from masudi.pipeline.decide_victims import same_person

    with opened(where, upgrade=upgrade) as case:
        told(same_person(case, ids, by(person), why=why))


COMMANDS = (victims,)
