"""The command that serves the workbench: parses, calls, prints; decides nothing. Part of the command line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masudi.case_cli import CASE, UPGRADE, opened, person_here
from masudi.cli_run import processors
from masudi.decide_cli import by
from masudi.domain.text import visible
from masudi.errors import UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.resolve.links import Links
    from masudi.web import Person as WebPerson
    from masudi.web.pages import Shielding


@click.command(short_help="Open a case in the browser.")
@CASE
@click.option("--demo", is_flag=True, help="Open the made-up sample reports instead of a case; nothing is kept.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8500, show_default=True, help="The port; 0: any that is free."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    metavar="ADDRESS",
    help="The address to listen on. Beyond this machine, users come in by tokens (`masudi user`): put a server that "
    "speaks HTTPS in front.",
)
@click.option(
    "--person",
    "people",
    multiple=True,
    metavar="NAME",
    help="Who works with it; given again, each gets an address of their own.  [default: the name you are logged in by]",
)
@click.option(
    "--links",
    "folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="A folder with links.csv and link_areas.csv of your own, to work out pockets with instead of Masudi's.",
)
@click.option(
    "--tiles",
    "tiles_url",
    metavar="URL",
    help="A map of somebody else's behind our own: tiles ({z}, {x} and {y} stand in the address), or a style. The "
    "browser then tells that server what one looks at.  [default: none]",
)
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="A publishing policy of your own for what others than owners see on other machines.  [default: Masudi's]",
)
@click.option("--no-browser", is_flag=True, help="Do not open the browser.")
@UPGRADE
def serve(
    where: str | None,
    demo: bool,
    port: int,
    host: str,
    people: tuple[str, ...],
    folder: Path | None,
    tiles_url: str | None,
    policy: Path | None,
    no_browser: bool,
    upgrade: bool,
) -> None:
    """Open a case in the browser: map, timeline, reports with their claims, search; add reports there.

    The case is made if it is not there yet. The address that is printed has a key in it, which is made anew at every
    start; whoever has it can read and change the case. With a key of yours (`masudi key`) your decisions are signed.
    Nothing is sent elsewhere. Ctrl-C ends it.

    \b
    Examples:
      masudi serve --demo
      masudi serve --case mine.masudi
      masudi serve --case mine.masudi --person "R. Haddad" --person "L. Osei"
      masudi serve --case mine.masudi --host 192.0.2.10
    """
    if demo and where:
        raise UsageError("--demo opens a case of its own: leave out one of --demo and --case (or MASUDI_CASE)")
    from masudi import web

    outside = not web.is_loopback(host)
    if outside and (demo or people):
        given = "--demo" if demo else "--person"
        raise UsageError(f"{given} is for this machine alone: on {host} users come in by their tokens (`masudi user`)")
    team = () if outside else _people(people)
    tiles = web.tiles_at(tiles_url) if tiles_url else None
    case: AbstractContextManager[Case] = _demo() if demo else opened(where, upgrade=upgrade, create=True)

    def tell(addresses: dict[str, str]) -> None:
        for name, address in addresses.items():
            click.echo(f"{address}" + (f"  ({visible(name)})" if len(addresses) > 1 else ""))
        click.echo("Ctrl-C ends it.", err=True)
        if not no_browser and not outside:
            click.launch(next(iter(addresses.values())))

    with case as held:
        links = _links(folder, demo)
        if (claims := held.summary().claims) >= web.LARGE:
            click.echo(f"Reading {claims:,} claims …", err=True)
        web.serve(
            held,
            team,
            host=host,
            port=port,
            tell=tell,
            invented_land=demo,
            links=links,
            tiles=tiles,
            shield=_shield(held, policy) if outside else None,
            where=where,
        )


def _shield(case: Case, policy: Path | None) -> Shielding:
    """What stands between the case and others than its owners; UsageError where the policy does not hold for it."""
    from masudi.pipeline.leaving import policy_for
    from masudi.web.shielding import Shield

    policy_for(case, policy)
    return Shield(case, lambda: policy_for(case, policy))


def _links(folder: Path | None, demo: bool) -> Links | None:
    """The ways between places: those of the user, else those of the samples' land in the demo, else Masudi's own."""
    from masudi.data import packaged
    from masudi.pipeline.ground import known_links

    folder = folder or (packaged("demo/links") if demo else None)
    return None if folder is None else known_links(folder)


def _people(given: tuple[str, ...]) -> tuple[WebPerson, ...]:
    """Who works on this machine. Who works alone signs, where they have a key; among several, nobody knows who does."""
    from masudi.web import Person

    names = tuple(" ".join(name.split()) for name in given) or (person_here(),)
    if len(set(names)) < len(names) or not all(names):
        raise UsageError("every --person needs a name of their own")
    if len(names) > 1:
        return tuple(Person(name=name) for name in names)
    alone = by(names[0])
    return (Person(name=alone.name, signer=alone.signer),)


@contextmanager
def _demo() -> Iterator[Case]:
    """A case of the sample reports, in a folder that is gone afterwards."""
    import os
    from tempfile import TemporaryDirectory

    from masudi.casefile import open_case
    from masudi.data import packaged
    from masudi.gazetteer import add_gazetteer
    from masudi.pipeline import Adding, add
    from masudi.pipeline.relink import settle
    from masudi.sources import find_reports

    with TemporaryDirectory(prefix="masudi-demo-") as folder:
        # Its places, made up like all of it, must not get among the user's own.
        os.environ["MASUDI_DATA"] = folder
        add_gazetteer(packaged("demo/torvesh.csv"))
        with open_case(Path(folder) / "demo.masudi", create=True, person=person_here()) as case:
            click.echo("Reading the made-up sample reports …", err=True)
            how = Adding(threads=processors(), collector="Masudi's samples", person=person_here())
            with closing(add(find_reports([str(packaged("samples"))]), case, how)) as outcomes:
                for one in outcomes:
                    if one.fault is not None:
                        raise one.fault
            settle(case)
            yield case
