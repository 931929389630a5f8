"""How fast control is answered from a case of 100,000 claims, on SQLite and PostgreSQL side by side.

    python -m benchmarks.ground

The claims are made by a seeded generator (benchmarks.making). Measured are: control of all places on a date, and the
history of one place, in a process that has the case open (95th percentile of a hundred questions; medians of runs);
the first question of a process, the first after a decision on a claim, and the first after other changes, when all is
worked out anew; and the whole command `masudi control`, with its start.
"""

from __future__ import annotations

import argparse
import datetime
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import speed
from benchmarks.casefile import RUNS, databases, fill, percentile
from masudi.casefile import Case, open_case
from masudi.pipeline.ground import Ground, Grounds
from masudi.pipeline.ground_kept import kept_ground_of

# The days that the generator's reports are about.
_FIRST, _DAYS = datetime.date(2031, 1, 1), 1500
_ASKED, _DECIDED = 100, 20


def milliseconds(ask: Callable[[], object]) -> float:
    """How long a question takes."""
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def some_day(rng: random.Random) -> datetime.date:
    """A day of which the reports speak."""
    return _FIRST + datetime.timedelta(days=rng.randrange(_DAYS))


def questions(case: Case, grounds: Grounds, rng: random.Random) -> tuple[list[float], list[float]]:
    """What control on a date, and the history of a place, take; each asks whether the case has changed."""

    def ground() -> Ground:
        return grounds.of(case)

    places = sorted(ground().ledger.words)
    days = [some_day(rng) for _ in range(_ASKED)]
    asked = [rng.choice(places) for _ in range(_ASKED)]
    on = [milliseconds(lambda day=day: ground().on(day)) for day in days]  # type: ignore[misc]
    history = [milliseconds(lambda place=place: ground().history(place)) for place in asked]  # type: ignore[misc]
    return on, history


def measured(where: str, seed: int) -> dict[str, float]:
    """One run: milliseconds by what was asked."""
    rng, grounds = random.Random(seed), Grounds()
    with open_case(where) as case:
        first = milliseconds(lambda: grounds.of(case).on(some_day(rng)))
        kept_ground_of(case)
        kept = [milliseconds(lambda: kept_ground_of(case).on(some_day(rng))) for _ in range(_DECIDED)]
        on, history = questions(case, grounds, rng)
        case.set("benchmark", stale_days=60)
        changed = milliseconds(lambda: grounds.of(case).on(some_day(rng)))
        said = [word.claim for words in grounds.of(case).ledger.words.values() for word in words]
        after = []
        for claim in rng.sample(sorted(set(said)), _DECIDED):
            case.decide("benchmark", "reject", claim)
            after.append(milliseconds(lambda: grounds.of(case).on(some_day(rng))))
    command = [sys.executable, "-m", "masudi", "control", "--on", str(some_day(rng)), "--case", where]
    whole = speed.timed(command).seconds * 1000
    return {
        "control on a date, 95th percentile": percentile(on),
        "history of a place, 95th percentile": percentile(history),
        "first question of a process": first,
        "the same where somebody has asked since the last change, 95th percentile": percentile(kept),
        "first question after a decision on a claim, 95th percentile": percentile(after),
        "first question after any other change": changed,
        "masudi control --on, whole": whole,
    }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=RUNS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, databases(Path(name)) as kinds:
        cases = {kind: new() for kind, new in kinds.items()}
        for where in cases.values():
            fill(where, args.claims)
        runs: dict[str, list[dict[str, float]]] = {kind: [] for kind in cases}
        for run in range(args.runs):
            for kind, where in cases.items():
                runs[kind].append(measured(where, seed=run))
    for kind, found in runs.items():
        for what in found[0]:
            print(f"{kind}: {what}: {statistics.median(one[what] for one in found):.0f} ms")


if __name__ == "__main__":
    main()
