"""A whole case to another team and back: out as lines of JSON, in as whatever may be hostile.

Nothing in a bundle is believed: each line is checked against its schema and its limits, the new case is put together
beside the place where it is to be, and there every id, hash, signature and claim is worked out anew and compared.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import msgspec

from masudi.domain import Action
from masudi.domain.bundle import VERSION, BundleClaim, BundleDecision, BundleHead, BundleReport, Record
from masudi.domain.case import Settings, Synthetic
from masudi.errors import CaseError, UsageError
from masudi.pipeline.relink import settle
from masudi.pipeline.verify import verify

if TYPE_CHECKING:
    from masudi.casefile import Case

# A report's bytes are the longest part of a line; they are limited when they are added, and base 64 is a third longer.
MAX_LINE = 64 * 1024 * 1024
MAX_BYTES = 8 * 1024 * 1024 * 1024
MAX_RECORDS = 20_000_000
MAX_DEPTH = 24
# So many findings are shown; more are the same over and over.
_SHOWN = 3


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import came to: the case's id, how much it holds, and the hash of its last decision.

    `feeds` are the addresses that the case follows: `masudi watch` fetches from whatever the other team put there.
    """

    case: str
    reports: int
    claims: int
    decisions: int
    head: str
    feeds: tuple[str, ...] = ()


def bundled(case: Case) -> Iterator[bytes]:
    """The whole case, line by line."""
    encode = msgspec.json.Encoder().encode
    for record in case.dump():
        try:
            yield encode(record) + b"\n"
        except UnicodeEncodeError:
            raise CaseError(case.where, "holds a text or a path that is no Unicode, and cannot be bundled") from None


def unbundled(
    file: IO[bytes], *, max_line: int = MAX_LINE, max_bytes: int = MAX_BYTES, max_records: int = MAX_RECORDS
) -> Iterator[Record]:
    """The records of a bundle; UsageError, with the line, for what is none, too long, too deep or too much."""
    decoder = msgspec.json.Decoder(Record)
    total = 0
    for number in range(1, max_records + 2):
        line = file.readline(max_line + 1)
        if not line:
            return
        total += len(line)
        if len(line) > max_line or total > max_bytes or number > max_records:
            raise UsageError(f"line {number} of the bundle is beyond what a bundle may hold")
        try:
            record: Record = decoder.decode(line)
        except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as fault:
            advice = "; only what is exported with --full can be imported" if number == 1 else ""
            raise UsageError(f"line {number} of the bundle is no record of one: {fault}{advice}") from None
        if (number == 1) != isinstance(record, BundleHead):
            raise UsageError(
                f"line {number}: a bundle has one head, in its first line; this is another file, or altered"
            )
        if isinstance(record, BundleHead) and record.version != VERSION:
            raise UsageError(f"the bundle is of version {record.version}, and this Masudi knows version {VERSION}")
        if isinstance(record, BundleDecision) and _depth(record.payload) > MAX_DEPTH:
            raise UsageError(f"line {number} of the bundle is nested too deep")
        yield record


def _depth(value: Any) -> int:
    """How deep lists and objects are nested; what is deeper than the limit is not looked at to its end."""
    level, depth = [value], 0
    while level and depth <= MAX_DEPTH:
        inner = [one for one in level if isinstance(one, dict | list)]
        if not inner:
            return depth
        level = [each for one in inner for each in (one.values() if isinstance(one, dict) else one)]
        depth += 1
    return depth


def import_bundle(path: Path, where: str, *, person: str) -> Imported:
    """Make a case at `where` (a file that is not there, or an empty database) of the bundle in `path`.

    It is there whole or not at all: CaseError where anything of it is not what its own hashes and decisions say.
    """
    from masudi.casefile import open_case

    address = "://" in where
    if not address and Path(where).exists():
        raise UsageError(f"{where} is there already: a bundle is imported into a new case")
    home = Path(where).parent if not address else path.parent
    draft = home / f".masudi-{secrets.token_hex(8)}.tmp"
    try:
        found = _make(path, draft, person)
        if address:
            with open_case(where, create=True, person=person) as case, path.open("rb") as file:
                case.take_in(unbundled(file))
                settle(case)
        else:
            draft.rename(where)
    finally:
        for ending in ("", "-wal", "-shm"):
            draft.with_name(draft.name + ending).unlink(missing_ok=True)
    return found


def _make(path: Path, draft: Path, person: str) -> Imported:
    from masudi.casefile import open_case

    try:
        file = path.open("rb")
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}") from None
    with file, open_case(draft, create=True, person=person) as case:
        tally = _Tally()
        case.take_in(tally.watched(unbundled(file)))
        problems = [*tally.problems(), *(f"{one.what}: {one.problem}" for one in verify(case, head=tally.head.head))]
        problems += _altered_settings(case)
        if problems:
            told = "; ".join(problems[:_SHOWN]) + (" …" if len(problems) > _SHOWN else "")
            raise CaseError(str(path), f"is not what it says it is, and nothing was imported: {told}")
        settle(case)
        summary = case.summary()
        return Imported(
            case=summary.id,
            reports=tally.counts["report"],
            claims=tally.counts["claim"],
            decisions=summary.decisions,
            head=summary.head,
            feeds=tuple(one.url for one in case.feeds()),
        )


class _Tally:
    """Counts the records of a bundle, and compares them with what its head says."""

    def __init__(self) -> None:
        self.head: BundleHead
        self.counts = {"report": 0, "claim": 0, "decision": 0}

    def watched(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, counted as they pass; UsageError where there is none."""
        some = False
        for one in records:
            some = True
            if isinstance(one, BundleHead):
                self.head = one
            elif isinstance(one, BundleReport):
                self.counts["report"] += 1
            elif isinstance(one, BundleClaim):
                self.counts["claim"] += 1
            elif isinstance(one, BundleDecision):
                self.counts["decision"] += 1
            yield one
        if not some:
            raise UsageError("the bundle is empty")

    def problems(self) -> Iterator[str]:
        """Where there is more or less than the head says."""
        for what in self.counts:
            said = getattr(self.head, f"{what}s")
            if said != self.counts[what]:
                yield f"it has {self.counts[what]:,} {what}s, and its head says {said:,}"


def _altered_settings(case: Case) -> Iterator[str]:
    """Where the settings are not what the log makes of them; whether reports are made up is told by them."""
    said: dict[str, Any] = {}
    entries = list(case.decisions())
    for entry in entries:
        if entry.action == Action.SET:
            said.update(entry.payload or {})
    given = msgspec.to_builtins(case.settings())
    expected = msgspec.to_builtins(msgspec.convert(said, Settings))
    if entries and entries[0].subject != case.id():
        yield "the id of the case is not the one in its log"
    for name, value in given.items():
        if name != "synthetic" and value != expected[name]:
            yield f"its setting {name} is not what the log says"
    kinds = {Synthetic.MADE_UP if one.synthetic else Synthetic.REAL for one in case.reports()}
    made = case.settings().synthetic
    if made is not Synthetic.MIXED and kinds and kinds != {made}:
        yield "its reports are not all as real, or as made up, as it says"
