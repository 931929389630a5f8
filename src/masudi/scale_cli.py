"""Reading whole datasets: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import click

from masudi.cli_run import opening_of, processors
from masudi.domain.text import visible
from masudi.errors import UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.pipeline import Added, Adding
    from masudi.scale.marks import Done

F = TypeVar("F", bound=Callable[..., Any])


class Dataset(NamedTuple):
    """How a dataset is to be read."""

    engine: str
    address: str | None
    workers: int | None
    part: int


ADDRESS = click.option("--address", metavar="ADDRESS", help="A running Ray cluster.  [default: one of this machine]")
WORKERS = click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="How many workers.  [default: one a processor]"
)


def asks_for_dataset(command: F) -> F:
    """What `masudi read` takes for datasets; `dataset_of` takes it out of the other options."""
    for decorate in (
        click.option(
            "--part",
            type=click.IntRange(min=1),
            default=500,
            show_default=True,
            metavar="N",
            help="How many reports of a dataset are read, written and marked as done together.",
        ),
        WORKERS,
        ADDRESS,
        click.option(
            "--engine",
            type=click.Choice(["local", "ray"]),
            help="Read a whole dataset (Parquet, JSON lines, CSV, a folder of text reports) into the folder --output: "
            "see docs/scale.md.",
        ),
    ):
        command = decorate(command)
    return command


def dataset_of(options: dict[str, Any]) -> Dataset | None:
    """How a dataset is to be read, by the options of `asks_for_dataset`; None where no engine is named."""
    given = {name: options.pop(name) for name in Dataset._fields}
    if given["engine"] is not None:
        return Dataset(**given)
    if given["address"] or given["workers"]:
        raise UsageError("--address and --workers are for datasets: name an --engine")
    return None


def read_dataset(dataset: Dataset, paths: tuple[str, ...], output: str | None, reading: dict[str, Any]) -> None:
    """Read a dataset, showing how far it has come; ends with 1 where something of it could not be read."""
    from masudi.pipeline.add import reader_hash
    from masudi.scale import Asked, engine
    from masudi.scale import Dataset as Input

    if len(paths) != 1 or paths[0] == "-":
        raise UsageError("--engine reads one dataset: a file or a folder")
    if output is None or output == "-":
        raise UsageError("--engine writes a folder: name it with --output")
    if reading["min_confidence"] is not None:
        raise UsageError("--min-confidence is not for --engine: the output has each claim's confidence to choose by")
    asked = Asked(
        source=paths[0],
        output=output,
        opening=opening_of(reading),
        part=dataset.part,
        threads=(reading["threads"] or processors()) if dataset.engine == "local" else reading["threads"] or 1,
    )
    job = Input(asked, reader_hash())
    if job.left:
        with engine(dataset.engine, dataset.address, dataset.workers) as by:
            _watch(by.read(job.task, job.left), len(job.left), job.fragments)
    made = job.finish()
    click.echo(
        visible(
            f"{output}: {made.claims:,} claims of {made.reports:,} reports"
            + (f"; {made.failures:,} could not be read, see failures/" if made.failures else "")
        )
    )
    if made.failures:
        raise click.exceptions.Exit(1)


def _watch(coming: Iterable[Done], left: int, all_: int) -> None:
    """Take what comes, and say on standard error how many reports were read, how fast, and what remains."""
    from rich.console import Console

    console, start, shown = Console(stderr=True), time.monotonic(), 0.0
    if left < all_:
        console.print(f"{all_ - left} of {all_} parts are done already", highlight=False)
    reports = 0
    for number, one in enumerate(coming, 1):
        reports += 0 if one.known else one.reports + one.failures
        now = time.monotonic()
        # A line every ten seconds is enough for a log, and no more than a terminal bears.
        if now - shown >= (1 if console.is_terminal else 10) or number == left:
            rate = reports / (now - start)
            remains = (now - start) / number * (left - number)
            words = f"{number}/{left} parts, {reports:,} reports, {rate:.1f} a second, {_span(remains)} left"
            console.print(words, end="\r" if console.is_terminal and number < left else "\n", highlight=False)
            shown = now


def _span(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min {rest:02} s"


def brought(output: str, conditions: Iterable[str], case: Case, how: Adding) -> Iterator[Added]:
    """Add to a case the reports of an output that meet the conditions, and say what became of each."""
    from masudi.pipeline.bring import bring as store
    from masudi.scale import bring, condition, reader_of

    asked = [condition(one) for one in conditions]
    found = ((one.reading, one.data, one.extractor) for one in bring(output, asked))
    yield from store(found, case, how, reader=reader_of(output))


@click.command(short_help="Link the claims of a read dataset into incidents.")
@click.argument("output", metavar="FOLDER")
@click.option("--engine", type=click.Choice(["local", "ray"]), default="local", show_default=True, help="Who does it.")
@ADDRESS
@WORKERS
def link(output: str, engine: str, address: str | None, workers: int | None) -> None:
    """Link the claims that `masudi read --engine` wrote to FOLDER into incidents, which become a table beside them.

    The incidents are those that a case with the same reports has, before people have decided on any. Linking again
    makes all of them anew.

    \b
    Examples:
      masudi link claims/
      masudi link claims/ --engine ray
    """
    from rich.console import Console

    from masudi.scale import Linking
    from masudi.scale import engine as engines

    console = Console(stderr=True)

    def tell(step: str, done: int, all_: int) -> None:
        if console.is_terminal or done == all_:
            end = "\r" if console.is_terminal and done < all_ else "\n"
            console.print(f"{step}: {done}/{all_}", end=end, highlight=False)

    linking = Linking(output)
    with engines(engine, address, workers) as by:
        found = linking.run(lambda jobs: by.link(output, jobs), tell)
    click.echo(visible(f"{output}: {found:,} incidents"))
