"""What is kept beside a dataset's output of how far reading it has come: which fragments were begun, which are done.

A fragment that is begun a second time was cut short: its worker was killed, or its node lost. It is then read report by
report, and each is noted before it is read: one that ends its worker again and again is known by that, and left.
"""

from __future__ import annotations

import msgspec

from masudi.errors import UsageError
from masudi.scale.folder import Folder

# How often a report may end its worker before it is given up. Twice, for a node that is lost ends some as well.
DEADLY = 2


class Begun(msgspec.Struct, frozen=True, kw_only=True):
    """How often a fragment was begun, which report (by its place in it) is under way, and which ones ended a worker."""

    times: int = 1
    at: int | None = None
    deaths: dict[int, int] = {}

    def again(self) -> Begun:
        """The same fragment begun once more: what was under way has ended a worker."""
        deaths = dict(self.deaths)
        if self.at is not None:
            deaths[self.at] = deaths.get(self.at, 0) + 1
        return Begun(times=self.times + 1, deaths=deaths)

    def deadly(self, at: int) -> bool:
        """Whether a report is not to be tried again."""
        return self.deaths.get(at, 0) >= DEADLY


class Done(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a fragment came to: counts, the seconds that it took, and the peak memory of its worker so far in
    bytes (0 where that is not known).
    """

    key: str
    reports: int
    claims: int
    failures: int
    seconds: float
    peak: int = 0
    known: bool = False


class Marks:
    """The marks of one output."""

    def __init__(self, out: Folder) -> None:
        self._out = out

    def begin(self, key: str) -> Begun:
        """Note that a fragment is begun; `times` says whether for the first time."""
        data = self._out.read(f"_masudi/begun/{key}.json")
        begun = Begun() if data is None else _begun(data).again()
        self.note(key, begun)
        return begun

    def note(self, key: str, begun: Begun) -> None:
        """Keep how far a fragment has come."""
        self._out.write(f"_masudi/begun/{key}.json", msgspec.json.encode(begun))

    def done(self, key: str) -> Done | None:
        """What the fragment came to, if it is done."""
        name = f"_masudi/done/{key}.json"
        data = self._out.read(name)
        if data is None:
            return None
        try:
            return msgspec.structs.replace(msgspec.json.decode(data, type=Done), known=True)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            what = f"{self._out.where}: {name} is damaged ({fault})"
            raise UsageError(f"{what}: delete it, and its part is read again") from None

    def finish(self, done: Done) -> None:
        """Note that all that a fragment gave is written."""
        self._out.write(f"_masudi/done/{done.key}.json", msgspec.json.encode(done))
        self._out.delete(f"_masudi/begun/{done.key}.json")

    def finished(self) -> set[str]:
        """The keys of all fragments that are done."""
        return {name.rpartition("/")[2].removesuffix(".json") for name, _ in self._out.files("_masudi/done")}


def _begun(data: bytes) -> Begun:
    """A note as it was kept; one that is damaged says at least that its fragment was begun."""
    try:
        return msgspec.json.decode(data, type=Begun)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Begun()
