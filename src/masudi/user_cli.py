"""The commands for users of a case: parses, calls, prints; decides nothing. Part of the command line."""

from __future__ import annotations

import click

from masudi.case_cli import CASE, UPGRADE, looks, opened
from masudi.cli_run import console_on, output_to
from masudi.domain.text import visible

ROLES = ("reader", "reviewer", "owner")


@click.group(short_help="Say who may use a case from other machines.")
def user() -> None:
    """Whoever opens the workbench from another machine (`masudi serve --host`) needs a token of their own.

    A reader reads. A reviewer also decides on claims. An owner also adds reports, pins places in the whole case, and
    takes back what others decided.

    \b
    Examples:
      masudi user add "R. Haddad" --role reviewer --case mine.masudi
      masudi user list --case mine.masudi
      masudi user remove "R. Haddad" --case mine.masudi
    """


@user.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True, help="What they may do.")
@CASE
@UPGRADE
def add_user(name: str, role: str, where: str | None, upgrade: bool) -> None:
    """Make a token for NAME, under which their decisions are kept. It is shown once: only its hash is stored."""
    from masudi.domain.user import Role

    with opened(where, upgrade=upgrade) as case:
        token = case.add_user(name, Role(role))
    click.echo(token)
    click.echo(visible(f"This is the token of {name} ({role}). It is not shown again: give it to them by a safe way."))


@user.command("list")
@looks
def list_users(where: str | None, format_: str, output: str | None, upgrade: bool) -> None:
    """Show who has a token, and what they may do."""
    from masudi import export

    with opened(where, upgrade=upgrade) as case:
        found = case.users()
    with output_to(output, ()) as out:
        if format_ == "jsonl":
            export.write_values(found, out)
        else:
            export.write_users(found, console_on(out))


@user.command("remove")
@click.argument("name")
@CASE
@UPGRADE
def remove_user(name: str, where: str | None, upgrade: bool) -> None:
    """Take NAME's token away: it opens nothing any more, not even a page that is open. Their decisions stay."""
    with opened(where, upgrade=upgrade) as case:
        case.remove_user(name)
    click.echo(visible(f"{name} has no token any more"))
