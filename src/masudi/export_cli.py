"""`masudi export`, `import` and `policy`: parses, calls, prints; decides nothing. Part of the command line."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from masudi.case_cli import CASE, UPGRADE, opened, person_here
from masudi.cli_run import day
from masudi.decide_cli import PERSON, WHY, by
from masudi.domain.text import counted, visible
from masudi.errors import UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.domain.view import Published, Scope

_FORMATS = ("acled", "ged", "plover", "cameo", "geojson", "kml", "hxl", "parquet", "bundle")
POLICY = click.option(
    "--policy",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A publishing policy of your own, in place of Masudi's; see `masudi policy`.",
)


@click.command("export", short_help="Write what may leave a case, in the field's formats.")
@click.option("-f", "--format", "format_", type=click.Choice(_FORMATS), required=True, help="See docs/exports.md.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help="Write to FILE; what is no event, and a manifest, are written beside it.",
)
@click.option("--operation", metavar="ID", help="What belongs to this operation alone; `masudi operations` lists them.")
@click.option("--place", metavar="NAME", help="What is told of this place alone, by its name or id.")
@click.option("--from", "from_", callback=day, metavar="YYYY-MM-DD", help="Nothing that was over before this day.")
@click.option("--to", callback=day, metavar="YYYY-MM-DD", help="Nothing that began after this day.")
@POLICY
@click.option(
    "--full",
    is_flag=True,
    help="With --format bundle: the whole case, with all that the policy withholds, for a team that may have it.",
)
@CASE
@UPGRADE
def export_(
    format_: str,
    output: Path,
    operation: str | None,
    place: str | None,
    from_: datetime.date | None,
    to: datetime.date | None,
    policy: Path | None,
    full: bool,
    where: str | None,
    upgrade: bool,
) -> None:
    """Write what may leave a case: events in the field's formats, or all of it in one bundle.

    The publishing policy decides what may: sensitive places and people are left out or coarsened, and recent results
    are held back. The manifest beside the output says what was withheld and why, never what it was. Only what somebody
    says happened is an event; what is feared, planned, denied or only alleged stands in a file of its own.

    \b
    Examples:
      masudi export --format acled --output events.csv --case mine.masudi
      masudi export --format geojson --output dalgo.geojson --place Dalgo --case mine.masudi
      masudi export --format bundle --full --output case.jsonl --case mine.masudi
    """
    from masudi.domain.view import Scope

    scope = Scope(operation=operation, place=place, from_=from_, to=to)
    with opened(where, upgrade=upgrade) as case:
        if where and "://" not in where and output.exists() and output.samefile(where):
            raise UsageError(f"{output} is the case itself: name another file")
        if full:
            _full(case, format_, output, scope, policy)
            return
        published = _published(case, policy, scope)
    _write(published, format_, output)
    _tell(published)


def _published(case: Case, policy: Path | None, scope: Scope) -> Published:
    from masudi.pipeline.leaving import policy_for
    from masudi.pipeline.view import published

    return published(case, policy_for(case, policy), datetime.date.today(), scope)


def _write(published: Published, format_: str, output: Path) -> None:
    from masudi.data.own import write_whole
    from masudi.export.formats import exported

    for file in exported(published, format_):
        write_whole(output.with_name(output.stem + file.ending) if file.ending else output, file.data)


def _tell(published: Published) -> None:
    view = published.view
    click.echo(
        f"{counted(len(view.claims), 'claim')}, {counted(len(view.incidents), 'incident')}; seal {view.head[:16]}…"
    )
    for one in published.withheld:
        click.echo(visible(f"withheld: {one.count:,} {one.what}: {one.reason}"))


def _full(case: Case, format_: str, output: Path, scope: Scope, policy: Path | None) -> None:
    from masudi.domain.bundle import NOTICE
    from masudi.pipeline.bundle import bundled
    from masudi.pipeline.replace import replacing_bytes

    if format_ != "bundle" or not scope.everything or policy is not None:
        raise UsageError("--full is of a whole bundle: with --format bundle, and without a policy or parts of a case")
    with replacing_bytes(output) as file:
        file.writelines(bundled(case))
    click.echo(NOTICE)


@click.command("import", short_help="Make a case of a bundle that another team wrote.")
@click.argument("bundle", type=click.Path(path_type=Path))
@CASE
def import_(bundle: Path, where: str | None) -> None:
    """Make a new case of BUNDLE, as `masudi export --format bundle --full` writes it.

    Nothing in it is believed: ids, hashes, signatures and the chain of decisions are worked out anew, and where one
    differs nothing is imported. Compare the seal that is printed with what the other team tells you.

    \b
    Examples:
      masudi import case.jsonl --case theirs.masudi
    """
    from masudi.pipeline.bundle import import_bundle

    if not where:
        raise UsageError("which case is to be made? Name it with --case FILE")
    found = import_bundle(bundle, where, person=person_here())
    said = (
        f"{counted(found.reports, 'report')}, {counted(found.claims, 'claim')}, {counted(found.decisions, 'decision')}"
    )
    click.echo(visible(f"{said}; case {found.case}"))
    click.echo(f"seal {found.head}")
    for one in found.feeds:
        click.echo(visible(f"follows {one}, from which `masudi watch` fetches"), err=True)


@click.command(short_help="Show the publishing policy, or allow a looser one for a case.")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option("--allow", is_flag=True, help="Allow FILE for the case, though it lets go what is withheld otherwise.")
@CASE
@WHY
@PERSON
@UPGRADE
def policy(
    file: Path | None, allow: bool, where: str | None, why: str | None, person: str | None, upgrade: bool
) -> None:
    """Print Masudi's publishing policy, or say what FILE, a policy of your own, lets go beyond it.

    A stricter policy may be used at once. A looser one has to be allowed for each case, with a reason, which the log
    keeps with the name of who did it.

    \b
    Examples:
      masudi policy > policy.yaml
      masudi policy policy.yaml
      masudi policy policy.yaml --allow --why "all of it is twelve years old" --case mine.masudi
    """
    from masudi.data import packaged
    from masudi.pipeline.leaving import allow_policy
    from masudi.publish import load_policy, loosened

    if file is None:
        if allow:
            raise UsageError("which policy is to be allowed? Name its file")
        click.echo(packaged("publish.yaml").read_text(encoding="utf-8"), nl=False)
        return
    looser = loosened(load_policy(file), load_policy())
    for one in looser:
        click.echo(visible(one))
    if not looser:
        click.echo("as strict as Masudi's own throughout: it may be used as it is")
    elif allow:
        with opened(where, upgrade=upgrade) as case:
            allow_policy(case, file, by(person), why=why)
        click.echo("allowed for this case, and in its log")


COMMANDS = (export_, import_, policy)
