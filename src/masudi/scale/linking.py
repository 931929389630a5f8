"""The claims of an output → incidents, in this process or on a cluster: the steps, and what stands between them.

The result is that of linking all claims at once (`masudi.corroborate.link_all`), and of a case that holds the same
reports. What is done by one process alone is putting links together to components and prints to groups, which takes
some hundred bytes a link and looks at no claim.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import msgspec

from masudi.corroborate import Print, connected, is_print
from masudi.corroborate.rules import load_rules
from masudi.scale.folder import Folder
from masudi.scale.link_files import (
    ASIDE,
    HOME,
    HOMES,
    LINKS,
    PRINTED,
    Prints,
    by,
    files_by_part,
    groups,
    parts,
    rows,
    save,
)
from masudi.scale.link_jobs import Job, bucket_of, signed_body
from masudi.scale.manifest import load_finished

# Claims that a job has in memory at a time, some kilobytes each; those that are compared are in several jobs.
CLAIMS = 20_000

Run = Callable[[Sequence[Job]], Iterator[None]]


class Linking:
    """The linking of one output: `steps` are to be worked off one after the other, all jobs of one before the next."""

    def __init__(self, where: str) -> None:
        self._out, self._rules = Folder(where), load_rules()
        made = load_finished(self._out)
        self._parts = sorted(files_by_part(self._out, "reports"))
        self._cuts = max(1, made.claims // CLAIMS)

    def run(self, run: Run, tell: Callable[[str, int, int], None]) -> int:
        """Link, saying how far it has come (step, jobs done, jobs in all); how many incidents there are."""
        for old in ("incidents", ASIDE):
            for name, _ in list(self._out.files(old)):
                self._out.delete(name)
        self._work(run, tell, "tell", self._parts)
        self._find_prints()
        self._work(run, tell, "compare", sorted(groups(self._out, "told"), key=int))
        self._find_homes()
        self._work(run, tell, "members", self._parts)
        self._work(run, tell, "group", sorted(groups(self._out, "members"), key=int))
        for name, _ in list(self._out.files(ASIDE)):
            self._out.delete(name)
        return sum(1 for _ in rows(self._out, [name for name, _ in self._out.files("incidents")], ["id"]))

    def _work(self, run: Run, tell: Callable[[str, int, int], None], step: str, names: Iterable[str]) -> None:
        jobs = [Job(step=step, name=name, cuts=self._cuts) for name in names]
        for number, _ in enumerate(run(jobs), 1):
            tell(step, number, len(jobs))

    def _find_prints(self) -> None:
        """Which reports print one text, and which print was first."""
        pairs: set[tuple[str, str]] = set()
        for bucket in groups(self._out, "bands"):
            met: dict[int, set[str]] = defaultdict(set)
            for row in rows(self._out, parts(self._out, "bands", bucket), None):
                met[row["key"]].add(row["id"])
            for ids in met.values():
                pairs.update(combinations(sorted(ids), 2))
        wanted = {id_ for pair in pairs for id_ in pair}
        signed = {
            row["id"]: row for row in rows(self._out, parts(self._out, "signed", "all"), None) if row["id"] in wanted
        }
        bodies = {id_: signed_body(row["body"]) for id_, row in signed.items()}
        alike = [(one, other) for one, other in sorted(pairs) if is_print(bodies[one], bodies[other])]
        found: Prints = {}
        for group in connected({id_ for pair in alike for id_ in pair}, alike):
            first = min((signed[id_] for id_ in group), key=_printed_at)
            for id_ in group:
                found[signed[id_]["sha256_text"]] = Print(first=first["sha256_text"], publisher=first["publisher"])
        self._out.write(PRINTED, msgspec.json.encode(found))

    def _find_homes(self) -> None:
        """The components that strong links form; the links among the members of each are filed with it."""
        names = parts(self._out, "links", "all")
        strong = self._rules.threshold.between
        pairs = [(row["one"], row["other"]) for row in rows(self._out, names, None) if row["score"] >= strong]
        homes: dict[str, str] = {}
        for group in connected({id_ for pair in pairs for id_ in pair}, pairs):
            first = min(group)
            homes.update((id_, first) for id_ in group)
        save(self._out, HOMES, [{"id": id_, "home": home} for id_, home in sorted(homes.items())], HOME)
        filed: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows(self._out, names, None):
            home = homes.get(row["one"])
            if home is not None and home == homes.get(row["other"]):
                filed[bucket_of(home, self._cuts)].append(row)
        for bucket, its in filed.items():
            save(self._out, by("homed", str(bucket), "links"), its, LINKS)


def _printed_at(row: dict[str, Any]) -> tuple[bool, datetime.date, str, str]:
    """As a case orders prints: the earliest first, those of no day last."""
    return row["published"] is None, row["published"] or datetime.date.max, row["publisher"] or "", row["id"]
