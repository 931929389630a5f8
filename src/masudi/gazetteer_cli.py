"""`masudi gazetteer`: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

from pathlib import Path

import click

from masudi.cli_run import say_faults
from masudi.domain.text import counted, visible


@click.group(short_help="Add gazetteers of your own.")
def gazetteer() -> None:
    """Add gazetteers of your own: places that Masudi does not know, or knows less well than you.

    They are checked, and kept with your user data (in $MASUDI_DATA, if you set that). Where one of yours and one of
    Masudi's are the same place, yours counts.
    """


@gazetteer.command(short_help="Add the places of a file.")
@click.option("--name", metavar="NAME", help="What to call the gazetteer.  [default: the file's name]")
@click.option("--source", metavar="TEXT", help="Where the places are known from, for rows that do not say.")
@click.option("--country", metavar="CC", help="The country (ISO 3166-1, two letters), for rows that do not say.")
@click.option("--skip-faulty", is_flag=True, help="Leave out rows that are at fault instead of refusing the file.")
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path, name: str | None, source: str | None, country: str | None, skip_faulty: bool) -> None:
    """Add the places of FILE, in place of a gazetteer of the same name.

    FILE is a GeoNames dump (.txt or .zip), a CSV table with the columns of docs/gazetteers.md, GeoJSON, or a COD-AB
    table of OCHA with P-codes. Every row is checked; if some are at fault, they are listed and nothing is added.

    \b
    Examples:
      masudi gazetteer add places.csv --source "Field notes"
      masudi gazetteer add SY.zip
    """
    from masudi.gazetteer import add_gazetteer

    added = add_gazetteer(file, name=name, source=source, country=country, skip_faulty=skip_faulty)
    say_faults(added.faults)
    if added.refused:
        why = counted(len(added.faults), "fault") if added.faults else "it has no places"
        why += "; --skip-faulty adds the rest" if added.sites else ""
        click.echo(visible(f"{file}: nothing was added ({why})"), err=True)
        raise click.exceptions.Exit(1)
    placed = sum(site.lat is not None for site in added.sites)
    words = f"{'replaced' if added.replaced else 'added'} {added.name}: {counted(len(added.sites), 'place')}"
    left = f", {counted(len(added.faults), 'fault')} left out" if added.faults else ""
    click.echo(f"{words}, {placed} with coordinates{left}")


@gazetteer.command("list", short_help="List your gazetteers.")
def list_() -> None:
    """List the gazetteers that you have added."""
    from masudi.resolve.user_places import load_user_gazetteers

    found = load_user_gazetteers()
    for one in found:
        click.echo(visible(f"{one.name}: {counted(len(one.sites), 'place')}, from {one.file}"))
    if not found:
        click.echo("no gazetteers of your own")


@gazetteer.command(short_help="Take one of your gazetteers out.")
@click.argument("name")
def remove(name: str) -> None:
    """Take the gazetteer NAME out; the file that it came from stays."""
    from masudi.gazetteer import remove_gazetteer

    remove_gazetteer(name)
    click.echo(f"removed {name}")
