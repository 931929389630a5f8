"""How fast a case file is: on SQLite and PostgreSQL side by side, medians of five interleaved runs.

    python -m benchmarks.casefile adding     `masudi add` beside `masudi read` on the same 300 reports
    python -m benchmarks.casefile growth     storing a report in a case of 10,000 beside one of 1,000
    python -m benchmarks.casefile search     full-text search in a case of 100,000 claims
    python -m benchmarks.casefile deciding   accepting, correcting and undoing in a case of 100,000 claims
    python -m benchmarks.casefile incidents  one more report linked in a case of 100,000 claims; lists, one incident
    python -m benchmarks.casefile kills      a hundred SIGKILLs during `masudi add`: nothing lost, nothing twice

The reports are made by a seeded generator that varies places, actors, dates and numbers (benchmarks.making). PostgreSQL
is a server of its own in a temporary folder, with the settings that Debian gives it.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import making, speed
from masudi.casefile import Case, open_case
from masudi.domain import Reading
from masudi.domain.case import Retrieval, Sought
from masudi.domain.case_incident import SoughtIncidents
from masudi.pipeline import decide
from masudi.pipeline.incidents import incident
from masudi.pipeline.relink import settle
from tests.postgresql import Server, running

RUNS = 5
BY = decide.Person(name="Ada")
THREADS = len(os.sched_getaffinity(0))

New = Callable[[], str]
"""Gives the address of a case that is not there yet."""


@contextmanager
def databases(folder: Path) -> Iterator[dict[str, New]]:
    """SQLite, and PostgreSQL where it is installed."""
    number = iter(range(1_000_000))

    def file() -> str:
        return str(folder / f"{next(number)}.masudi")

    with running(hasty=False) as server:
        found: dict[str, New] = {"SQLite": file}
        if isinstance(server, Server):
            found["PostgreSQL"] = server.database
        yield found


def store(case: Case, reading: Reading) -> None:
    """Store a made reading."""
    case.store(reading, reading.report.text.encode(), Retrieval(), reader="made")


def adding(folder: Path, count: int, runs: int) -> None:
    """What adding costs above reading."""
    speed.generate(folder / "in", count)
    reading = speed.masudi(folder / "in", THREADS)
    with databases(folder) as kinds:
        took: dict[str, list[float]] = {"reading": [], **{name: [] for name in kinds}}
        for _ in range(runs):
            took["reading"].append(speed.timed(reading).seconds)
            for name, new in kinds.items():
                command = [sys.executable, "-m", "masudi", "add", str(folder / "in"), "--threads", str(THREADS)]
                took[name].append(speed.timed([*command, "--case", new()]).seconds)
    for name in kinds:
        ratio = statistics.median(one / other for one, other in zip(took[name], took["reading"], strict=True))
        seconds = statistics.median(took[name])
        print(
            f"{name}: adding {count} reports takes {seconds:.1f} s, {ratio - 1:+.0%} beside reading them (at most +25%)"
        )
    print(f"reading them takes {statistics.median(took['reading']):.1f} s")


def growth(folder: Path, runs: int) -> None:
    """Time per report of the last hundred of 10,000 beside that of the last hundred of 1,000; nothing is read."""
    with databases(folder) as kinds:
        cases = {name: new() for name, new in kinds.items()}
        at: dict[str, dict[int, float]] = {name: {} for name in kinds}
        for name, where in cases.items():
            with open_case(where, create=True) as case:
                taken: list[float] = []
                for number, reading in enumerate(making.readings(10_000, seed=1), 1):
                    began = time.perf_counter()
                    store(case, reading)
                    taken.append(time.perf_counter() - began)
                    if number in (1_000, 10_000):
                        # Means of hundreds: what happens now and then (a checkpoint, a merge of the index) counts.
                        parts = [statistics.mean(taken[-500 + 100 * part :][:100]) for part in range(runs)]
                        at[name][number] = statistics.median(parts)
    for name, times in at.items():
        small, large = times[1_000] * 1000, times[10_000] * 1000
        ratio = f"{large / small:.2f} times (at most 1.3)"
        print(f"{name}: {small:.1f} ms a report at 1,000, {large:.1f} ms at 10,000: {ratio}")


def search(folder: Path, claims: int, runs: int) -> None:
    """The 95th percentile of searches of many kinds."""
    rng = random.Random(3)
    asked = [making.question(rng) for _ in range(100)]
    with databases(folder) as kinds:
        cases = {name: new() for name, new in kinds.items()}
        for where in cases.values():
            fill(where, claims)
        slow: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(runs):
            for name, where in cases.items():
                with open_case(where) as case:
                    slow[name].append(percentile([timed(case, words, sought) for words, sought in asked]))
    for name in kinds:
        print(
            f"{name}: 95 % of searches in {claims:,} claims take {statistics.median(slow[name]):.0f} ms at most (100)"
        )


def deciding(folder: Path, claims: int, runs: int) -> None:
    """The 95th percentile of decisions on claims, each checked, stored and shown; and one pin of a common name."""
    rng = random.Random(5)
    with databases(folder) as kinds:
        cases = {name: new() for name, new in kinds.items()}
        for where in cases.values():
            fill(where, claims)
        slow: dict[str, list[float]] = {name: [] for name in kinds}
        for _ in range(runs):
            for name, where in cases.items():
                with open_case(where) as case:
                    slow[name].append(percentile(list(decided(case, rng, 50))))
        for name, where in cases.items():
            with open_case(where) as case:
                words = statistics.mode(one.claim.place[0].text for one in case.claims() if one.claim.place)
                began = time.perf_counter()
                decide.pin_place(case, words, BY, point=(35.0, 40.0))
                pin = time.perf_counter() - began
                found = len(case.search("", Sought(place=words), limit=claims))
            print(
                f"{name}: 95 % of decisions in {claims:,} claims take {statistics.median(slow[name]):.0f} ms at most "
                f"(50); a pin of a place that {found:,} claims have takes {pin:.1f} s"
            )


def decided(case: Case, rng: random.Random, count: int) -> Iterator[float]:
    """Milliseconds that each of some decisions takes."""
    ids = [one.claim.id for one in case.claims()]
    for id_ in rng.sample(ids, count):
        last = 0
        for step in range(3):
            began = time.perf_counter()
            if step == 0:
                decide.accept(case, id_, BY)
            elif step == 1:
                last = decide.correct(case, id_, "status", "possible", BY).sequence
            else:
                decide.undo(case, last, BY)
            yield (time.perf_counter() - began) * 1000


def incidents(folder: Path, claims: int, runs: int) -> None:
    """How long it takes to link one more report, to list incidents and to look at one, in a case of so many claims."""
    with databases(folder) as kinds:
        cases = {name: new() for name, new in kinds.items()}
        for name, where in cases.items():
            fill(where, claims)
            with open_case(where) as case:
                began = time.perf_counter()
                reports = settle(case)
                took = (time.perf_counter() - began) * 1000 / reports
            print(f"{name}: linking {reports:,} reports takes {took:.0f} ms each")
        measure(cases, claims, runs)


def measure(cases: dict[str, str], claims: int, runs: int) -> None:
    """Print what linking one more report, lists and one incident take in cases that are filled and linked."""
    more: dict[str, list[float]] = {name: [] for name in cases}
    lists: dict[str, list[float]] = {name: [] for name in cases}
    single: dict[str, list[float]] = {name: [] for name in cases}
    for run in range(runs):
        rng = random.Random(run)
        asked = [making.incident_question(rng) for _ in range(60)]
        first, *coming = making.readings(10, seed=1000 + run, world=making.WORLD)
        for name, where in cases.items():
            with open_case(where) as case:
                # What a process loads once is not counted.
                store(case, first)
                settle(case)
                for reading in coming:
                    store(case, reading)
                    more[name].append(elapsed(settle, case))
                lists[name].append(percentile([elapsed(_list, case, one) for one in asked]))
                found = case.incidents(SoughtIncidents(origins=2), limit=60)
                single[name].append(percentile([elapsed(incident, case, one.incident.id) for one in found]))
    for name in cases:
        print(f"{name}, {claims:,} claims: linking one more report takes {statistics.median(more[name]):.0f} ms (150)")
        print(f"{name}, {claims:,} claims: 95 % of lists take {statistics.median(lists[name]):.0f} ms at most (100)")
        print(
            f"{name}, {claims:,} claims: 95 % of incidents take {statistics.median(single[name]):.0f} ms at most (100)"
        )


def _list(case: Case, sought: SoughtIncidents) -> None:
    case.incidents(sought, limit=50)


def elapsed(work: Callable[..., object], *given: object) -> float:
    """Milliseconds that some work takes."""
    began = time.perf_counter()
    work(*given)
    return (time.perf_counter() - began) * 1000


def fill(where: str, claims: int) -> None:
    """A case of so many claims."""
    with open_case(where, create=True) as case:
        held = 0
        for reading in making.readings(claims, seed=making.WORLD):
            if held >= claims:
                break
            store(case, reading)
            held += len(reading)


def timed(case: Case, words: str, sought: Sought) -> float:
    """Milliseconds that a search takes."""
    began = time.perf_counter()
    case.search(words, sought)
    return (time.perf_counter() - began) * 1000


def percentile(values: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20)[-1]


def kills(folder: Path, count: int) -> None:
    """`masudi add` killed at random points and begun again, `count` times; then compared with an undisturbed run."""
    speed.generate(folder / "in", 4 * count)
    chance = random.Random(4)
    with databases(folder) as kinds:
        whole = new_case(folder, kinds["SQLite"]())
        for name, new in kinds.items():
            where, killed, finished = new(), 0, False
            command = [sys.executable, "-m", "masudi", "add", str(folder / "in"), "--threads", "1", "--case", where]
            while killed < count and not finished:
                process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
                try:
                    process.wait(chance.uniform(0.8, 2.2))
                    finished = True
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
                    killed += 1
            same = new_case(folder, where) == whole
            print(f"{name}: {killed} kills, then the rest: {'the same case' if same else 'NOT the same case'}")


def new_case(folder: Path, where: str) -> list[tuple[str, int, tuple[str, ...]]]:
    """What a case holds after all of `folder` has been added to it."""
    subprocess.run(
        [sys.executable, "-m", "masudi", "add", str(folder / "in"), "--case", where],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    with open_case(where) as case:
        ids = [(one.id, one.claims) for one in case.reports()]
        return [(id_, number, tuple(claim.id for claim in case.report(id_).claims)) for id_, number in ids]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", choices=["adding", "growth", "search", "deciding", "incidents", "kills"])
    parser.add_argument("--reports", type=int, default=300)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--runs", type=int, default=RUNS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if args.part == "adding":
            adding(folder, args.reports, args.runs)
        elif args.part == "growth":
            growth(folder, args.runs)
        elif args.part == "search":
            search(folder, args.claims, args.runs)
        elif args.part == "deciding":
            deciding(folder, args.claims, args.runs)
        elif args.part == "incidents":
            incidents(folder, args.claims, args.runs)
        else:
            kills(folder, args.kills)


if __name__ == "__main__":
    main()
