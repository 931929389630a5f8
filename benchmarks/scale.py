"""How reading and linking of datasets grow.

    python -m benchmarks.scale reading      Ray with two workers beside the local engine with two threads
    python -m benchmarks.scale memory       the peak memory of a worker at 50,000 short reports beside that at 5,000
    python -m benchmarks.scale linking      seconds to link 10^4, 10^5 and 10^6 claims, of one, ten and a hundred wars
    python -m benchmarks.scale linking --dense      all of one war: so many more reports of the same days and places

Reports and claims are made by seeded generators (benchmarks/speed.py, benchmarks/making.py). Runs are interleaved, and
medians printed; `--count`, `--sizes` and `--runs` make it shorter.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.making import readings
from benchmarks.speed import report as long_report
from masudi.scale.folder import Folder
from masudi.scale.manifest import Manifest, write
from masudi.scale.mapping import Mapped
from masudi.scale.marks import Done
from masudi.scale.output import Part
from masudi.scale.reader import known

# Of 300 words as for benchmarks/speed.py, and of two sentences, of which a worker reads many in short time.
_SEED = 7
_PART = 500
# So many claims a war: more of them are of more wars, as the news of the world are.
_WAR = 10_000


def reports(path: Path, count: int, make: Callable[[random.Random], str]) -> None:
    """A dataset of generated reports, over the days of two years."""
    rng = random.Random(_SEED)
    texts = [make(rng) for _ in range(count)]
    days = [f"20{21 + at % 2}-{1 + at % 12:02}-{1 + at % 28:02}" for at in range(count)]
    urls = [f"https://made.example/{at}" for at in range(count)]
    pq.write_table(pa.table({"text": texts, "published": days, "url": urls}), path, row_group_size=_PART)


def short_report(rng: random.Random) -> str:
    """A report of two sentences."""
    return " ".join(long_report(rng).split(". ")[:2])[:300] + "."


class Took(NamedTuple):
    """Seconds by the clock, and of processors: other work on the machine lengthens the first alone."""

    clock: float
    processor: float


def timed(*args: object) -> Took:
    """What a command of Masudi takes in a process of its own; processors' time is without that of a cluster."""
    start, before = time.perf_counter(), os.times()
    subprocess.run([sys.executable, "-m", "masudi", *map(str, args)], check=True, capture_output=True)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Took(time.perf_counter() - start, used)


def reading(folder: Path, count: int, runs: int) -> None:
    """Print how long Ray takes beside the local engine, and with how much of it its start costs."""
    reports(folder / "in.parquet", count, long_report)
    reports(folder / "few.parquet", 1, long_report)
    taken: dict[str, list[float]] = {"local": [], "ray": [], "start": []}
    for run in range(runs):
        engines: dict[str, tuple[object, ...]] = {
            "local": ("in", "--engine", "local", "--threads", 2),
            "ray": ("in", "--engine", "ray", "--workers", 2),
            "start": ("few", "--engine", "ray", "--workers", 2),
        }
        for name, (file, *how) in engines.items():
            out = folder / f"{name}{run}"
            taken[name].append(timed("read", folder / f"{file}.parquet", *how, "--part", 100, "--output", out).clock)
            print(f"run {run + 1}, {name}: {taken[name][-1]:.1f} s", flush=True)
    local, ray, start = (statistics.median(taken[name]) for name in ("local", "ray", "start"))
    print(f"{count:,} reports: local, two threads {local:.1f} s; Ray, two workers {ray:.1f} s, ratio {ray / local:.2f}")
    print(
        f"of which starting Ray and loading the model takes {start:.1f} s; ratio without it {(ray - start) / local:.2f}"
    )


def memory(folder: Path, sizes: list[int]) -> None:
    """Print the peak memory of a worker after each number of reports."""
    for size in sizes:
        reports(folder / f"{size}.parquet", size, short_report)
        out = folder / f"out{size}"
        seconds = timed("read", folder / f"{size}.parquet", "--engine", "ray", "--workers", 2, "--output", out).clock
        marks = [msgspec.json.decode(path.read_bytes(), type=Done) for path in (out / "_masudi" / "done").iterdir()]
        peak = max(one.peak for one in marks) / 2**20
        print(f"{size:,} reports of two sentences: {seconds:.0f} s, peak of a worker {peak:.0f} MiB", flush=True)


def claims(out: Path, count: int, wars: int) -> int:
    """An output with at least so many generated claims of so many wars, as if it had been read; how many they are."""
    folder, knowledge, made = Folder(str(out)), known(), 0
    coming = readings(count, _SEED, wars=wars)
    for number in itertools.count():
        part = Part(f"{number:016x}", knowledge)
        for one in itertools.islice(coming, min(_PART, count // 100)):
            part.add(one, one.report.text.encode(), "text")
        made += part.counts["claims"]
        part.write(folder)
        if made >= count or not part.counts["reports"]:
            break
    manifest = Manifest(
        masudi="generated", reader="generated", source="generated", mapped=Mapped(), claims=made, finished=True
    )
    write(folder, manifest)
    return made


def linking(folder: Path, sizes: list[int], runs: int, *, dense: bool) -> None:
    """Print how long linking takes for each number of claims, and how that grows."""
    before: Took | None = None
    for size in sizes:
        out = folder / f"claims{size}"
        made = claims(out, size, 1 if dense else max(1, size // _WAR))
        taken = [timed("link", out) for _ in range(runs if size < 1_000_000 else 1)]
        took = Took(*map(statistics.median, zip(*taken, strict=True)))
        print(
            f"{made:,} claims: {took.clock:.1f} s, of a processor {took.processor:.1f} s, "
            f"{1000 * took.processor / made:.2f} ms a claim",
            flush=True,
        )
        if before:
            grown = [now / then for now, then in zip(took, before, strict=True)]
            print(f"  {grown[0]:.1f} times the size before by the clock, {grown[1]:.1f} by the processor", flush=True)
        before = took


def main() -> None:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["reading", "memory", "linking"])
    parser.add_argument("--count", type=int, default=1_000, help="reports, for reading")
    parser.add_argument("--sizes", type=json.loads, help="numbers of reports or claims, as [10000, 100000]")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--dense", action="store_true", help="for linking: all claims are of one war")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="masudi-scale-") as name:
        folder = Path(name)
        if asked.what == "reading":
            reading(folder, asked.count, asked.runs)
        elif asked.what == "memory":
            memory(folder, asked.sizes or [5_000, 50_000])
        else:
            linking(folder, asked.sizes or [10_000, 100_000, 1_000_000], asked.runs, dense=asked.dense)


if __name__ == "__main__":
    main()
