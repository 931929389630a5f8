"""`masudi actors`: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masudi.cli_run import say_faults
from masudi.domain.text import counted, visible
from masudi.errors import UsageError

if TYPE_CHECKING:
    from masudi.actors import Tie
    from masudi.resolve.actors import Actor


@click.group(short_help="Look actors up, and add your own.")
def actors() -> None:
    """Look actors up, and add your own: groups that Masudi does not know, or knows less well than you.

    Yours are checked, and kept with your user data (in $MASUDI_DATA, if you set that). Where one of yours and one of
    Masudi's have one id, yours counts.
    """


@actors.command("list", short_help="List the actors.")
@click.argument("words", nargs=-1)
def list_(words: tuple[str, ...]) -> None:
    """List the actors, or those with WORDS in one of their names: id, label, kind, country.

    \b
    Examples:
      masudi actors list
      masudi actors list ahrar
    """
    from masudi.actors import list_actors, own_names
    from masudi.resolve.actor_files import load_actors

    own = own_names()
    found = list_actors(" ".join(words), load_actors())
    for actor in sorted(found, key=lambda one: one.name):
        yours = ", your own" if actor.name in own else ""
        click.echo(visible(f"{actor.name}: {actor.label} ({_kind(actor)}{yours})"))
    if not found:
        click.echo("no such actors")


@actors.command(short_help="Show an actor with its relations.")
@click.argument("name", nargs=-1, required=True)
def show(name: tuple[str, ...]) -> None:
    """Show the actor NAME, by its id or one of its names: codes, names, relations to others with dates and sources.

    \b
    Examples:
      masudi actors show nusra_front
      masudi actors show Jaysh al-Islam
    """
    from masudi.actors import named_actors, ties_of
    from masudi.data import show as quoted
    from masudi.resolve.actor_files import load_actors

    known = load_actors()
    words = " ".join(name)
    found = named_actors(words, known)
    if not found:
        raise UsageError(f"there is no actor {quoted(words)}: `masudi actors list WORDS` looks for words in names")
    for number, actor in enumerate(found):
        if number:
            click.echo()
        for line in _card(actor, ties_of(actor, known)):
            click.echo(visible(line))


@actors.command(short_help="Add the actors of a file.")
@click.option("--name", metavar="NAME", help="What to call the file.  [default: its name]")
@click.argument("file", type=click.Path(path_type=Path))
def add(file: Path, name: str | None) -> None:
    """Add the actors of FILE, in place of a file of yours with the same name.

    FILE is YAML in the shape of docs/actors.md. Every entry is checked; if some are at fault, they are listed and
    nothing is added.

    \b
    Example:
      masudi actors add groups.yaml
    """
    from masudi.actors import add_actors

    added = add_actors(file, name=name)
    say_faults(added.faults)
    if added.faults:
        click.echo(visible(f"{file}: nothing was added ({counted(len(added.faults), 'fault')})"), err=True)
        raise click.exceptions.Exit(1)
    click.echo(f"{'replaced' if added.replaced else 'added'} {added.name}: {counted(len(added.actors), 'actor')}")


@actors.command(short_help="Take one of your files of actors out.")
@click.argument("name")
def remove(name: str) -> None:
    """Take your file of actors NAME out; the file that it came from stays."""
    from masudi.actors import remove_actors

    remove_actors(name)
    click.echo(f"removed {name}")


def _kind(actor: Actor) -> str:
    kind = actor.kind.replace("_", " ")
    return f"{kind}, {actor.iso}" if actor.iso else kind


def _card(actor: Actor, ties: Sequence[Tie]) -> Iterator[str]:
    from masudi.resolve.actors import load_actor_codes

    codes = load_actor_codes()
    yield f"{actor.label} ({actor.name})"
    yield f"  kind: {_kind(actor)}; label of claims: {actor.entity}"
    sector = next((f"{one.code} ({one.label})" for one in codes.sectors if one.code == actor.sector), "none")
    inter = next((f"{one.code} ({one.label})" for one in codes.inter if one.code == actor.inter), "none")
    yield f"  codes: PLOVER {sector}, ACLED {inter}"
    for title, words in (
        ("names", (*actor.names, *actor.exact)),
        ("people", actor.persons),
        ("seats", actor.capitals),
        ("adjectives", actor.demonyms),
        ("borne by others too", actor.generic),
    ):
        if words:
            yield f"  {title}: {', '.join(words)}"
    yield f"  source: {actor.source}"
    for tie in ties:
        alleged = "allegedly " if tie.relation.alleged else ""
        yield f"  {alleged}{tie.words}: {tie.other.label} ({tie.other.name}){_dates(tie)}"
        yield f"      {tie.relation.source}"


def _dates(tie: Tie) -> str:
    since, until = tie.relation.since, tie.relation.until
    if tie.once and not until:
        return f", {since}" if since else ""
    return (f", from {since}" if since else "") + (f", until {until}" if until else "")
