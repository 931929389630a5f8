"""The workbench on a large case: how long pages take, its start, the first view of the overview, twenty people at once.

    python -m benchmarks.web
    python -m benchmarks.web --claims 20000 --parts pages reviewing

pages      server time of every page that the workbench has (95th percentile of some requests each, at most 150 ms);
           pages are found by its OpenAPI description, what they are of by its lists
starting   what pages take in the first twenty seconds after the server listens, while it still works things out
overview   the first view of the overview in Chromium (at most 2 s): counts, list, timeline, and the map with land and
           all its signs, painted; besides, until the map can be moved, and until its last line and name are drawn
reviewing  twenty people who each read and decide at once, on this machine alone: no decision is lost, and 95 % of
           their requests take at most 400 ms; each thinks for `--pause` seconds before a decision (0: who clicks
           blindly, which measures how many requests the server does and not how long people wait)

Beside what was waited for stands the time of the processor that the server took for a request: that of a machine on
which others work can be compared, the other cannot.
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
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import httpx

from benchmarks.casefile import fill, percentile
from masudi.casefile import open_case
from masudi.domain import Action
from masudi.pipeline.relink import settle

PEOPLE = 20
# Requests for each page, and the decisions of each of the people.
ASKED, DECISIONS = 20, 10
# For how long an answer is waited for, in seconds.
PATIENCE = 60
# How long the start is watched, and how long somebody looks at a page there, in seconds.
START, LOOK = 20, 0.15
PARTS = ("starting", "pages", "overview", "reviewing")
# For which path which list has the ids, and the name of the list and of the id in it.
LISTS = {
    "/place": ("/places.json", "entries", "key"),
    "/actor": ("/actors.json", "entries", "key"),
    "/publisher": ("/publishers.json", "publishers", "name"),
    "/origin": ("/origins.json", "origins", "origin.key"),
    "/report": ("/reports.json", "reports", "id"),
    "/incident": ("/incidents.json", "incidents.lines", "id"),
    "/operation": ("/operations.json", "operations", "id"),
}


class Way(NamedTuple):
    """How one person comes in: the server's address, the address with their key, and the server's process."""

    base: str
    enter: str
    process: int

    def used(self) -> float:
        """Milliseconds that the server has kept processors busy, in all its threads."""
        fields = Path(f"/proc/{self.process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(where: str) -> Iterator[list[Way]]:
    """The workbench as a user starts it, with an address for each of twenty people."""
    people = [part for number in range(PEOPLE) for part in ("--person", f"Person {number}")]
    command = [sys.executable, "-m", "masudi", "serve", "--case", where, "--port", "0", "--no-browser", *people]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        assert process.stdout
        addresses = [process.stdout.readline().split()[0] for _ in range(PEOPLE)]
        yield [Way(one.partition("/enter")[0], one, process.pid) for one in addresses]
    finally:
        process.terminate()
        process.wait()


@contextmanager
def visitor(way: Way) -> Iterator[httpx.Client]:
    """A program that has come in as one of the people, with the token that changes carry."""
    with httpx.Client(base_url=way.base, timeout=PATIENCE) as client:
        client.get(way.enter)
        page = client.get("/review").text
        client.headers["x-csrf"] = page.partition('data-csrf="')[2].partition('"')[0]
        yield client


# ---- Pages


def pages(way: Way) -> None:
    """Print what each page takes."""
    with visitor(way) as client:
        described: dict[str, dict[str, Any]] = client.get("/openapi.json").json()["paths"]
        # The brief last: what takes too long goes on in the workbench, and would be in the way of the others.
        for path, methods in sorted(described.items(), key=lambda both: (both[0].startswith("/brief"), both[0])):
            if "get" not in methods or path == "/next":
                continue
            urls = addresses(client, path, methods["get"].get("parameters", []))
            if not urls:
                print(f"  {path}: not measured, for nothing says what it is of")
                continue
            try:
                first = [elapsed(client, urls[at % len(urls)]) for at in range(2)]
                before = way.used()
                took = [elapsed(client, urls[at % len(urls)]) for at in range(ASKED)]
            except httpx.TimeoutException:
                print(f"  {path}: no answer in {PATIENCE} s (slow)")
                continue
            used = (way.used() - before) / ASKED
            slow = " (slow)" if percentile(took) > 150 else ""
            print(f"  {path}: {statistics.median(took):.0f} ms, 95 % at most {percentile(took):.0f} ms{slow};", end=" ")
            print(f"processor {used:.0f} ms; the first {first[0]:.0f} ms")


def addresses(client: httpx.Client, path: str, parameters: list[dict[str, Any]]) -> list[str]:
    """Addresses of a page; several, where it is of something: of what lists name first, middle and last."""
    needed = [one["name"] for one in parameters if one.get("required")]
    if not needed:
        return _plain(path, {"get": {}})
    plain = path.removesuffix(".json")
    known = next((one for one in LISTS if plain == one or plain == f"{one}/{{id_}}"), None)
    if known is None:
        return _of_claims(client, path) if "{claim}" in path else []
    ids = listed(client, *LISTS[known])
    return [path.replace("{id_}", one) if "{id_}" in path else f"{path}?id={quote(one)}" for one in ids]


def listed(client: httpx.Client, path: str, name: str, key: str) -> list[str]:
    """Some ids of a list."""
    answer = client.get(path)
    found: list[Any] = within(answer.json(), name) if answer.status_code == 200 else []
    return [str(within(one, key)) for one in found[:3] + found[len(found) // 2 :][:1] + found[-1:]]


def within(value: Any, name: str) -> Any:
    """What a value has under a name of several parts."""
    for part in name.split("."):
        value = value[part]
    return value


def _of_claims(client: httpx.Client, path: str) -> list[str]:
    (report, *_) = listed(client, *LISTS["/report"])
    claims = client.get(f"/report/{report}.json").json()["claims"]
    return [path.replace("{report}", report).replace("{claim}", one["id"]) for one in claims[:3]]


def elapsed(client: httpx.Client, url: str) -> float:
    """Milliseconds until the answer to a request is there, which has to be one."""
    began = time.perf_counter()
    answer = client.get(url)
    took = (time.perf_counter() - began) * 1000
    answer.raise_for_status()
    return took


# ---- The start


def starting(way: Way) -> None:
    """Print what pages take that are looked at as soon as there are any."""
    before, began = way.used(), time.perf_counter()
    took: list[float] = []
    with visitor(way) as client:
        described: dict[str, dict[str, Any]] = client.get("/openapi.json").json()["paths"]
        paths = [path for path in described if path != "/next" and not path.startswith("/brief")]
        urls = [one for path in paths for one in _plain(path, described[path])]
        while time.perf_counter() - began < START:
            took.append(elapsed(client, urls[len(took) % len(urls)]))
            time.sleep(LOOK)
    print(f"  the server listens after {before / 1000:.1f} s of the processor; in the {START} s after that", end=" ")
    print(f"{len(took)} pages take {statistics.median(took):.0f} ms, 95 % at most {percentile(took):.0f} ms,", end=" ")
    print(f"and the server {(way.used() - before) / 1000:.1f} s of the processor with all that goes on beside")


def _plain(path: str, methods: dict[str, Any]) -> list[str]:
    """The address of a page that needs to be told nothing."""
    parameters = methods.get("get", {}).get("parameters", [])
    if "get" not in methods or any(one.get("required") for one in parameters):
        return []
    return [f"{path}?words=market" if path.startswith("/search") else path]


# ---- The overview in a browser


def overview(way: Way) -> None:
    """Print how long a browser takes that has never been here."""
    from playwright.sync_api import sync_playwright

    took: dict[str, list[float]] = {"seen": [], "drawn": [], "idle": []}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader"]
        )
        for _ in range(5):
            page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
            began = time.perf_counter()
            page.goto(way.enter)
            for state, seconds in took.items():
                page.locator(f"#map[data-{state}]").wait_for(state="attached", timeout=60_000)
                seconds.append(time.perf_counter() - began)
            page.context.close()
        browser.close()
    seen, moves, whole = (statistics.median(seconds) for seconds in took.values())
    print(f"  the first view of the overview takes {seen:.1f} s in Chromium (at most 2);", end=" ")
    print(f"its map can be moved after {moves:.1f} s, and is there to the last name after {whole:.1f} s")


# ---- Twenty people at once


def reviewing(ways: list[Way], where: str, pause: float) -> None:
    """Let all review at once; print what requests take, and whether every decision is in the log."""
    with open_case(where) as case:
        before = max((one.sequence for one in case.decisions()), default=0)
        reports = [one.id for one in case.reports()][:PEOPLE]
    began, used = time.perf_counter(), ways[0].used()
    with ThreadPoolExecutor(len(ways)) as pool:
        done = list(pool.map(_reviews, ways, reports, [pause] * len(ways)))
    used = ways[0].used() - used
    took = [one for times, *_ in done for one in times]
    sent, refused = sum(one for _, one, _ in done), sum(one for *_, one in done)
    with open_case(where) as case:
        kept = sum(one.action == Action.ACCEPT for one in case.decisions(after=before))
    seconds = time.perf_counter() - began
    print(
        f"  {len(ways)} people, {len(took):,} requests in {seconds:.0f} s: {statistics.median(took):.0f} ms,", end=" "
    )
    print(f"95 % at most {percentile(took):.0f} ms (400); {sent} decisions, {kept} in the log, {refused} refused;")
    print(f"  {used / len(took):.0f} ms of the processor a request; each thought for {pause:g} s before a decision")
    if kept != sent:
        raise SystemExit("a decision was lost")


def _reviews(way: Way, report: str, pause: float) -> tuple[list[float], int, int]:
    """One person reads a report and accepts claims of it: what each request took, decisions taken, and refused."""
    took, sent, refused = [], 0, 0
    chance = random.Random(way.enter)
    # Who works at once does not come in within the same hundredth of a second.
    time.sleep(chance.uniform(0, 2) * pause)
    with visitor(way) as client:
        took.append(elapsed(client, f"/report/{report}"))
        claims = client.get(f"/report/{report}.json").json()["claims"][:DECISIONS]
        for one in claims:
            time.sleep(chance.uniform(0.5, 1.5) * pause)
            began = time.perf_counter()
            answer = client.post(f"/report/{report}/claim/{one['id']}", json={"action": "accept", "seen": one["last"]})
            took.append((time.perf_counter() - began) * 1000)
            # What the case had no time for is said to whoever decided, and is no loss.
            if answer.status_code == 503:
                refused += 1
                continue
            answer.raise_for_status()
            sent += 1
            took.append(elapsed(client, f"/report/{report}"))
    return took, sent, refused


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--pause", type=float, default=2.0, help="Seconds that somebody thinks before a decision.")
    parser.add_argument("--wait", type=float, default=0.0, help="Seconds from the server's start to the first person.")
    parser.add_argument("--case", type=Path, help="A case that is there already, instead of a made one.")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        where = str(args.case or Path(name) / "web.masudi")
        if args.case is None:
            fill(where, args.claims)
            with open_case(where) as case:
                settle(case)
        with open_case(where) as case:
            print(f"{case.summary().claims:,} claims, {PEOPLE} people")
        if "starting" in args.parts:
            with served(where) as ways:
                starting(ways[0])
        if set(args.parts) == {"starting"}:
            return
        with served(where) as ways:
            time.sleep(args.wait)
            if "overview" in args.parts:
                overview(ways[0])
            if "reviewing" in args.parts:
                reviewing(ways, where, args.pause)
            if "pages" in args.parts:
                pages(ways[0])


if __name__ == "__main__":
    main()
