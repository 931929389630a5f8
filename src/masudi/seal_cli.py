"""The commands for keys, and those that seal and check a case: parses, calls, prints; decides nothing."""

from __future__ import annotations

import datetime
import os

import click

from masudi.case_cli import CASE, UPGRADE, opened, person_here
from masudi.cli_run import OUTPUT, console_on, output_to, plain
from masudi.decide_cli import PASSPHRASE, PERSON, by
from masudi.errors import KeyFileError


@click.group(short_help="Make or show the key that signs your decisions.")
def key() -> None:
    """Keys sign decisions. They are kept outside the case: in $MASUDI_KEYS, else in ~/.config/masudi/keys.

    \b
    Examples:
      masudi key new --person "R. Haddad"
    """


@key.command("new")
@click.option("--passphrase", is_flag=True, help="Ask for a passphrase, with which the file is encrypted.")
@PERSON
def new_key(person: str | None, passphrase: bool) -> None:
    """Make a key. From your first decision with it, a case takes no unsigned decision under your name.

    With $MASUDIPASSPHRASE, or --passphrase, the file is encrypted. Keep a copy of it in a safe place.
    """
    from masudi.review import key_path, make_key

    name = (person or person_here()).strip()
    secret = os.environ.get(PASSPHRASE) or None
    if passphrase:
        secret = click.prompt("Passphrase", hide_input=True, confirmation_prompt=True, err=True)
    signer = make_key(key_path(name), secret)
    click.echo(plain(f"{name}: {signer.public_key}"))
    click.echo(plain(f"the key is in {key_path(name)}"))


@key.command("show")
@PERSON
def show_key(person: str | None) -> None:
    """Show the public part of your key, by which others know your signature."""
    from masudi.review import key_path

    found = by(person)
    if found.signer is None:
        raise KeyFileError(str(key_path(found.name)), "is not there: `masudi key new` makes it")
    click.echo(plain(f"{found.name}: {found.signer.public_key}"))


@click.command(short_help="Print the seal of a case, to be kept elsewhere.")
@CASE
@OUTPUT
@UPGRADE
def seal(where: str | None, output: str | None, upgrade: bool) -> None:
    """Print the head of the log of decisions, with which all of it up to now can be checked later.

    Put it down where nobody who can write to the case can change it: printed, with a notary, in a mail to somebody
    else. `masudi verify --head` checks a case against it.

    \b
    Examples:
      masudi seal --case mine.masudi
    """
    from masudi import export

    with opened(where, upgrade=upgrade) as case:
        summary = case.summary()
    now = datetime.datetime.now(datetime.UTC)
    with output_to(output, ()) as out:
        export.write_seal(summary, f"{now:%Y-%m-%d %H:%M:%S} UTC", console_on(out))


@click.command(short_help="Check that nothing in a case was altered.")
@CASE
@click.option("--head", metavar="HASH", help="The head of the log as a seal has it.")
@UPGRADE
def verify(where: str | None, head: str | None, upgrade: bool) -> None:
    """Check bytes and texts against their hashes, every claim against the text and the log, and the log itself.

    What was altered is named, and the command then ends with 1. It also says what cannot be seen this way.

    \b
    Examples:
      masudi verify --case mine.masudi
      masudi verify --head 3f0c… --case mine.masudi
    """
    from masudi.pipeline.verify import BLIND
    from masudi.pipeline.verify import verify as check

    faults = 0
    unread: list[str] = []
    with opened(where, upgrade=upgrade) as case:
        summary = case.summary()
        for one in check(case, head=head.strip().lower() if head else None, unread=unread):
            faults += 1
            click.echo(plain(f"{one.what}: {one.problem}"))
    told = f"{summary.reports + summary.older_versions:,} reports, {summary.decisions:,} entries of the log"
    click.echo(f"{told}: {'nothing was altered' if not faults else f'{faults:,} faults'}, as far as this can tell")
    if unread:
        many = "1 report was" if len(unread) == 1 else f"{len(unread):,} reports were"
        said = f"{many} extracted by another version of a program"
        click.echo(f"{said}: there the text was checked by its hash alone.")
    if head is None:
        click.echo("Checked without a head that was kept elsewhere (masudi seal).")
    click.echo("What this cannot see:")
    for words in BLIND:
        click.echo(f"- {words}")
    if faults:
        raise click.exceptions.Exit(1)


COMMANDS = (key, seal, verify)
