"""`masudi watch` killed at any moment and begun again: nothing is lost, and nothing is there twice."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from masudi.casefile import open_case
from masudi.pipeline import Adding
from masudi.pipeline.watch import watch
from masudi.sources.fetching import Fetcher, Limits, Polite
from tests.pipeline.test_watch import article, coder, feed
from tests.webserver import Site, Watch, here, site

ITEMS = 10
# A process that is killed at the first of its chances, the second …: so many runs it takes at most.
MOST = 60


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        running.answers |= {f"/{n}": article(n) for n in range(ITEMS)}
        running.answers["/feed"] = feed(running, *range(ITEMS))
        yield running


def run(where: str, port: int) -> None:
    """One run of the watch, as in a process of its own; the case is where it was left."""
    fetcher = Fetcher(limits=Limits(step=3.0, total=6.0), resolver=here, allowed=[("127.0.0.1", port)])
    with open_case(Path(where), person="tests") as case:
        for _ in watch(case, Polite(fetcher, clock=Watch()), Adding(), coder=coder):
            pass


def killed(where: Path, server: Site, after: int, delay: float) -> bool:
    """Kill a run `delay` seconds after the server has been asked `after` more times; False where it ended before."""
    asked = len(server.asked)
    process = multiprocessing.get_context("spawn").Process(target=run, args=(str(where), server.port))
    process.start()
    assert process.pid is not None
    while process.is_alive():
        if len(server.asked) - asked >= after:
            # What was fetched is kept and read meanwhile.
            time.sleep(delay)
            os.kill(process.pid, signal.SIGKILL)
            process.join()
            return True
        time.sleep(0.001)
    process.join()
    assert process.exitcode == 0
    return False


def test_a_watch_that_is_killed_again_and_again_ends_as_one_that_was_not(server: Site, tmp_path: Path) -> None:
    where = tmp_path / "killed.masudi"
    with open_case(where, create=True, person="tests") as case:
        case.follow(server.url("/feed"))
    kills = 0
    # Each run gets a little further: the first dies over the feed, later ones while items are kept and read.
    while killed(where, server, after=2 + kills // 2, delay=0.05 * (kills % 4)) and kills < MOST:
        kills += 1
    assert 3 <= kills < MOST
    with open_case(where, person="tests") as case:
        stored = Counter(case.report(one.id).report.url for one in case.reports())
        assert stored == Counter({server.url(f"/{n}"): 1 for n in range(ITEMS)})
        assert Counter(one.report_id for one in case.claims()) == Counter(one.id for one in case.reports())
        assert (case.waiting_items(), case.arrivals(), case.failures()) == ([], [], [])
        (told,) = case.feeds()
        assert (told.done, told.waiting, told.failed) == (ITEMS, 0, 0)
    # What had come and was kept was not asked for again: at most one item of each killed run was.
    items = Counter(path for path in server.paths() if path not in ("/feed", "/robots.txt"))
    assert sum(items.values()) <= ITEMS + kills
