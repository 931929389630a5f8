"""How fast Masudi reads, beside the bare encoder over the same windows.

    python -m benchmarks.speed              500 reports of about 300 words, five interleaved runs of each
    python -m benchmarks.speed --growth     also the time per report at 4,000 reports against that at 400

The reports are made by a seeded generator that varies length, paragraphs, sentences, names and numbers. Every run is a
process of its own: `masudi read --format jsonl`, and this module with --bare, which splits the same texts and runs the
encoder alone.
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
from pathlib import Path
from typing import NamedTuple

PLACES = [
    a + b for a in ("Har", "Kel", "Tor", "Bas", "Mir", "Qal", "Zan", "Dur") for b in ("ran", "mara", "vesh", "oun")
]
PARTIES = [
    "the army",
    "rebels",
    "the Northern Front",
    "government forces",
    "militiamen",
    "the Second Brigade",
    "tribal fighters",
]
WEAPONS = ["mortars", "rockets", "barrel bombs", "artillery", "a car bomb", "drones", "tank fire", "heavy machine guns"]
SPEAKERS = [
    "activists",
    "the governor",
    "a military source",
    "a doctor at the hospital",
    "residents",
    "the Relief Office",
]
THINGS = [
    "the market",
    "the water station",
    "a school",
    "the bridge",
    "the eastern gate",
    "the grain silos",
    "a clinic",
]
DAYS = [
    "on Monday",
    "on Tuesday",
    "overnight",
    "early on Friday",
    "last week",
    "on 3 March",
    "in April",
    "for two days",
]
PATTERNS = [
    "{party} shelled {thing} in {place} with {weapon} {day}, {speaker} said.",
    "At least {n} people were killed and {m} wounded when {weapon} hit {thing}, according to {speaker}.",
    "{party} captured {place} {day} after {party2} withdrew towards {place2}.",
    "“We fear that they will storm {place},” said {speaker}, adding that {n} families had fled.",
    "{party} want to cut the road between {place} and {place2} before winter.",
    "No aid has reached {place} since the siege began, and {m} thousand civilians are trapped there.",
    "An attack by {party} on {thing} failed; {n} fighters were detained {day}.",
    "Talks between {party} and {party2} in {place} ended without a deal.",
    "{speaker} denied that {party} had used {weapon} against {thing}.",
    "The front has been quiet {day}, but both sides are bringing reinforcements to {place}.",
    "It was unclear who fired on {thing}, and {party} blamed {party2}.",
    "Prices of bread in {place} have doubled, {speaker} said, because the mills stand idle.",
    "The town, which {party} hold, lies {n} kilometres from {place2}.",
]  # fmt: skip


def report(rng: random.Random) -> str:
    """A made-up report of 200 to 400 words."""
    words, paragraphs = 0, [[]]  # type: tuple[int, list[list[str]]]
    wanted = rng.randint(200, 400)
    while words < wanted:
        sentence = rng.choice(PATTERNS).format(
            party=rng.choice(PARTIES),
            party2=rng.choice(PARTIES),
            place=rng.choice(PLACES),
            place2=rng.choice(PLACES),
            thing=rng.choice(THINGS),
            weapon=rng.choice(WEAPONS),
            speaker=rng.choice(SPEAKERS),
            day=rng.choice(DAYS),
            n=rng.randint(2, 60),
            m=rng.randint(2, 300),
        )
        paragraphs[-1].append(sentence[0].upper() + sentence[1:])
        words += len(sentence.split())
        if rng.random() < 0.3:
            paragraphs.append([])
    body = "\n".join(" ".join(paragraph) for paragraph in paragraphs if paragraph)
    day = f"2031-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return f"title: Report from {rng.choice(PLACES)}\nsource: Made Up\npublished: {day}\nsynthetic: yes\n\n{body}\n"


def generate(folder: Path, count: int) -> None:
    """Write `count` reports; the same ones every time."""
    rng = random.Random(count)
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        (folder / f"made{number:05}.txt").write_text(report(rng), encoding="utf-8")


def bare(folder: Path, threads: int) -> None:
    """Split the texts and run the encoder over their windows: what no reading can do without."""
    from masudi.language import outline
    from masudi.language.network import load_network
    from masudi.sources import read_report

    network = load_network(threads)
    texts = [network.split(outline(read_report(path).text)) for path in sorted(folder.glob("*.txt"))]
    for at in range(0, len(texts), 16):
        network.encode(texts[at : at + 16])


class Timed(NamedTuple):
    """Seconds that a command took, seconds until its first line, its peak memory in MB."""

    seconds: float
    first: float
    memory: float


def timed(command: list[str]) -> Timed:
    """Run a command."""
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        first = time.perf_counter() - began
        for _ in process.stdout:
            pass
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
    return Timed(time.perf_counter() - began, first, used.ru_maxrss / 1024)


def masudi(folder: Path, threads: int) -> list[str]:
    """The command that reads a folder."""
    return [sys.executable, "-m", "masudi", "read", str(folder), "--format", "jsonl", "--threads", str(threads)]


def compare(folder: Path, count: int, threads: int, runs: int) -> None:
    """Masudi and the bare encoder, in turns."""
    ours: list[Timed] = []
    theirs: list[Timed] = []
    alone = [sys.executable, "-m", "benchmarks.speed", "--bare", str(folder), "--threads", str(threads)]
    for _ in range(runs):
        ours.append(timed(masudi(folder, threads)))
        theirs.append(timed(alone))
    ratio = statistics.median(one.seconds / other.seconds for one, other in zip(ours, theirs, strict=True))
    for name, runs_of in (("masudi read", ours), ("bare encoder", theirs)):
        seconds = statistics.median(one.seconds for one in runs_of)
        print(f"{name}: {count / seconds:.1f} reports a second ({seconds:.1f} s)")
    print(f"ratio: {ratio:.2f} (median of {runs})")
    print(f"first claim after {statistics.median(one.first for one in ours):.2f} s")
    print(f"peak memory {max(one.memory for one in ours):.0f} MB")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=500)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.bare:
        bare(args.bare, args.threads)
        return
    with tempfile.TemporaryDirectory() as folder:
        generate(Path(folder) / "some", args.reports)
        compare(Path(folder) / "some", args.reports, args.threads, args.runs)
        if args.growth:
            each = {}
            for count in (400, 4000):
                generate(Path(folder) / str(count), count)
                each[count] = timed(masudi(Path(folder) / str(count), args.threads)).seconds / count
            print(f"time per report at 4,000 against 400 reports: {each[4000] / each[400]:.2f}")


if __name__ == "__main__":
    main()
