"""`masudi watch`: parses, calls, prints; decides nothing. Part of the command line (masudi.cli)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING, Any

import click

from masudi.case_cli import CASE, UPGRADE, Tally, note, opened, person_here
from masudi.cli_run import BODY, THREADS, processors
from masudi.domain.text import counted, visible
from masudi.errors import FetchError, UsageError

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.domain.feeds import WatchedFeed
    from masudi.pipeline import Adding
    from masudi.pipeline.watch import Step, Trouble
    from masudi.sources.fetching import Polite

# Feeds are not looked at more often than this, whatever --every says: they do not change so fast. Minutes.
_OFTEN = 5


@click.command(short_help="Follow feeds, and add what they list.")
@click.argument("feeds", nargs=-1, metavar="[FEED]...")
@CASE
@click.option(
    "--every",
    type=click.IntRange(min=_OFTEN),
    metavar="MINUTES",
    help="Look again so many minutes later.  [default: 30]",
)
@click.option("--once", is_flag=True, help="Look once, and end.")
@click.option("--list", "listing", is_flag=True, help="List the feeds that the case follows, and fetch nothing.")
@click.option("--forget", multiple=True, metavar="FEED", help="Follow FEED no more; its reports stay.")
@click.option("--contact", metavar="ADDRESS", help="Tell servers whom they can write to: an address of yours.")
@click.option("--collector", metavar="NAME", help="Who collects the reports.  [default: you]")
@click.option("--mix", is_flag=True, help="Let real reports into a case of made-up ones from now on.")
@BODY
@THREADS
@UPGRADE
def watch(
    feeds: tuple[str, ...],
    where: str | None,
    upgrade: bool,
    every: int | None,
    once: bool,
    listing: bool,
    forget: tuple[str, ...],
    contact: str | None,
    **how: Any,
) -> None:
    """Follow RSS and Atom feeds: fetch the pages that they list, and add them to a case.

    The case remembers the feeds that are given, so that `masudi watch --case FILE` alone goes on with them. What a feed
    lists is fetched once. Sites are asked politely: as their robots.txt says, never twice within a second, later again
    where they are in trouble. Ctrl-C ends it; the same command goes on where it stopped.

    \b
    Examples:
      masudi watch https://monitor.example/feed.xml --case mine.masudi
      masudi watch --case mine.masudi --once
      masudi watch --list --case mine.masudi
      masudi watch --forget https://monitor.example/feed.xml --case mine.masudi
    """
    from masudi.sources.fetching import Fetcher, Polite

    if once and every is not None:
        raise UsageError("--once looks once, --every again and again: give one of them")
    try:
        polite = Polite(Fetcher(contact=contact))
    except FetchError as fault:
        raise UsageError(str(fault)) from None
    adding = _adding(how)
    with opened(where, upgrade=upgrade, create=not (listing or forget)) as case:
        if not _arranged(case, feeds, forget):
            return
        if listing:
            for feed in case.feeds():
                click.echo("\n".join(map(visible, _told(feed))))
            if not case.feeds():
                click.echo("the case follows no feed")
            return
        watching(case, polite, adding, None if once else 60.0 * (every or 30))


def _adding(how: dict[str, Any]) -> Adding:
    from masudi.decide_cli import by
    from masudi.pipeline import Adding
    from masudi.pipeline.decide import Person
    from masudi.sources import Opening

    opening = Opening(max_body=how.pop("max_body"))
    who = by(None) if how["mix"] else Person(name=person_here())
    how["collector"] = how["collector"] or who.name
    how["threads"] = how["threads"] or processors()
    return Adding(opening=opening, person=who.name, signer=who.signer, **how)


def _arranged(case: Case, feeds: tuple[str, ...], forget: tuple[str, ...]) -> bool:
    """Take up and let go of feeds; whether there is more to do."""
    from masudi.sources.urls import as_url

    try:
        taken, dropped = [as_url(one) for one in feeds], [as_url(one) for one in forget]
    except FetchError as fault:
        raise UsageError(str(fault)) from None
    for url in dropped:
        if not case.unfollow(url):
            raise UsageError(f"{url} is not among the feeds of the case: `masudi watch --list` shows them")
        click.echo(visible(f"no longer followed: {url}"))
    for url in taken:
        case.follow(url)
    return bool(taken) or not dropped


def _told(feed: WatchedFeed) -> Iterator[str]:
    yield f"{feed.url}  {feed.title}" if feed.title else feed.url
    checked = f"looked at {feed.checked:%Y-%m-%d %H:%M} UTC" if feed.checked else "not looked at yet"
    yield f"    {checked}; {feed.done:,} done, {feed.waiting:,} waiting, {feed.failed:,} failed"
    if feed.problem:
        again = f"; again at {feed.due:%Y-%m-%d %H:%M} UTC" if feed.due else ""
        yield f"    trouble: {feed.problem}{again}"


def watching(case: Case, polite: Polite, adding: Adding, every: float | None) -> None:
    """Go through the feeds of a case, again after `every` seconds, or once (None); say what happens, and sum up."""
    from rich.console import Console

    from masudi.incidents_cli import link
    from masudi.pipeline.watch import watch as go

    if not case.feeds():
        raise UsageError("the case follows no feed yet: give the address of one")
    teller = _Teller(Tally(Console(stderr=True)))
    while True:
        try:
            with closing(go(case, polite, adding)) as steps:
                for step in steps:
                    teller.tell(step)
            link(case)
        finally:
            click.echo(visible(teller.summed(case)))
        if every is None:
            break
        note(f"looking again in {every / 60:.0f} minutes; Ctrl-C ends")
        time.sleep(every)
    if teller.troubles:
        raise click.exceptions.Exit(1)


class _Teller:
    """Says what happens as it does, and sums up."""

    def __init__(self, tally: Tally) -> None:
        self.tally = tally
        self.troubles = self.read = self.fetched = 0

    def tell(self, step: Step) -> None:
        """One thing that happened."""
        from masudi.pipeline import Added
        from masudi.pipeline.watch import FeedRead, ItemFetched

        if isinstance(step, Added):
            self.tally.count(step)
        elif isinstance(step, FeedRead):
            self.read += 1
            none = f", {counted(step.without, 'item')} without a page" if step.without else ""
            said = "unchanged" if step.unchanged else f"{counted(step.items, 'item')}, {step.new} new{none}"
            note(f"feed {step.url}: {said}")
        elif isinstance(step, ItemFetched):
            self.fetched += 1
            note(f"fetched {step.url} ({step.size:,} bytes; {step.left:,} to go)")
        else:
            self._trouble(step)

    def _trouble(self, step: Trouble) -> None:
        self.troubles += 1
        again = f"; again at {step.again:%H:%M:%S} UTC" if step.again else ""
        self.tally.say("error", f"{'feed ' if step.feed else ''}{step.url}: {step.problem}{again}", "bold red")

    def summed(self, case: Case) -> str:
        """What it came to."""
        waiting = sum(one.waiting for one in case.feeds())
        later = f"; {counted(waiting, 'item')} for later" if waiting else ""
        return f"{counted(self.read, 'feed')} read, {counted(self.fetched, 'page')} fetched: {self.tally.told()}{later}"
