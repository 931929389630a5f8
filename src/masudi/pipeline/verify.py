"""A case checked: whether it is what was retrieved, read and decided, as far as that can be told from itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from masudi.domain import Action
from masudi.domain.case import case_claim_id, report_id
from masudi.errors import DecisionError, ReportError
from masudi.review import check_claim, verify_chain
from masudi.sources import Columns, Opening, reopen, version_of

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.casefile.checking import Kept, KeptClaim

# Whatever its version, it reads a text file as it is.
_TEXT = "text"
_ON_CLAIMS = (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD)
# No report is longer, whatever the limit was when it was added.
_ANY_LENGTH = 1 << 40

BLIND = (
    "entries that were cut off the end of the log after the newest head that somebody kept elsewhere",
    "a whole case made anew, with new keys, where nobody kept a head elsewhere",
    "who somebody is: a name in the log is what they called themselves, a key says only that one person had it",
    "a claim as it was read that was changed so that its words, kind and first mention still fit: reading the report "
    "again (`masudi reread`) shows it",
    "whether bytes are what the publisher had published, and whether header lines, collector and days are true",
    "whether a text was in the bytes, where another version of a program had extracted it: its hash alone is checked",
    "reports that were taken out with all their claims and decisions, unless a decision on them is in the log",
    "incidents, and what is kept of control and operations, which follow from the claims: `masudi relink --all` makes "
    "them anew",
)
"""What `verify` cannot see."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was altered, such as "report ID", "claim ID", "decision 7" or "the log", and what is wrong."""

    what: str
    problem: str


def verify(case: Case, *, head: str | None = None, unread: list[str] | None = None) -> Iterator[Finding]:
    """What does not hold in a case, as it is found; nothing where all holds, as far as can be told (`BLIND`).

    `head` is the head of the log as it was put down elsewhere (`masudi seal`). `unread` takes the ids of the reports
    whose text was checked against its hash alone, because another version of what extracts it had extracted it.
    """
    entries = list(case.decisions())
    for fault in verify_chain(entries, head=head):
        what = "the log" if fault.sequence is None else f"decision {fault.sequence}"
        yield Finding(what=what, problem=fault.problem)
    if case.erasing():
        problem = "an erasure was begun and not finished: run `masudi redact --finish`"
        yield Finding(what="the case", problem=problem)
    blanked: dict[str, dict[str, str]] = {}
    for entry in entries:
        if entry.action == Action.REDACT and entry.payload:
            blanked.update(entry.payload.get("reports", {}))
    seen: set[str] = set()
    for kept in case.kept():
        seen.update((kept.id, *(one.id for one in kept.claims)))
        again = _extracts(kept)
        if not again and kept.data and unread is not None:
            unread.append(kept.id)
        yield from _of_report(kept, blanked.get(kept.id), again)
        for claim in kept.claims:
            yield from _of_claim(kept, claim)
    for entry in entries:
        if entry.action in _ON_CLAIMS and entry.payload is not None and entry.subject not in seen:
            problem = f"decision {entry.sequence} is on it, and it is gone"
            yield Finding(what=f"claim {entry.subject}", problem=problem)


def _extracts(kept: Kept) -> bool:
    """Whether the text can be extracted again by what extracted it."""
    extractor, version = kept.retrieval.extractor, kept.retrieval.extractor_version
    return bool(kept.data) and (extractor == _TEXT or version == version_of(extractor))


def _of_report(kept: Kept, blanked: dict[str, str] | None, extracts: bool) -> Iterator[Finding]:
    report, what = kept.report, f"report {kept.id}"
    expected = blanked or {"sha256_bytes": report.sha256_bytes, "sha256_text": report.sha256_text}
    if hashlib.sha256(kept.data).hexdigest() != expected["sha256_bytes"]:
        yield Finding(what=what, problem="its bytes are not those of their SHA-256")
    if hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest() != expected["sha256_text"]:
        yield Finding(what=what, problem="its text is not that of its SHA-256")
    if report_id(report) != kept.id and blanked is None:
        yield Finding(what=what, problem="its id is not that of its bytes, publisher, URL and day")
    if extracts:
        yield from _read_again(kept)


def _read_again(kept: Kept) -> Iterator[Finding]:
    report, what = kept.report, f"report {kept.id}"
    opening = Opening(max_body=_ANY_LENGTH, columns=Columns(**dict(kept.retrieval.columns)))
    try:
        again = reopen(kept.data, kept.retrieval.extractor, name=report.name, opening=opening)
    except ReportError as fault:
        yield Finding(what=what, problem=f"its bytes cannot be read again: {fault.problem}")
        return
    if again.text != report.text:
        yield Finding(what=what, problem="its text is not what is read from its bytes")
    # What came with a media type came from an address, which holds whatever the file says of its own.
    elsewhere = {"url"} if kept.retrieval.media_type else set()
    # Not the language: another version of what detects it may tell another one.
    for name in ("title", "source", "url", "published", "synthetic"):
        if name in elsewhere:
            continue
        said, given = getattr(again, name), getattr(report, name)
        if said is not None and said != given:
            yield Finding(what=what, problem=f"its {name} is not what its file says")


def _of_claim(kept: Kept, claim: KeptClaim) -> Iterator[Finding]:
    what = f"claim {claim.id}"
    yield from (Finding(what=what, problem=problem) for problem in claim.problems)
    if case_claim_id(kept.id, claim.read) != claim.id:
        yield Finding(what=what, problem="its id is not that of its report, kind and first mention")
    for one in (claim.read, *((claim.shown,) if claim.shown != claim.read else ())):
        try:
            # A kind that this version does not know any more was one when the report was read.
            check_claim(one, text=kept.report.text, kinds=(one.kind,))
        except DecisionError as fault:
            yield Finding(what=what, problem=str(fault))
    if claim.read.sha256_text != kept.report.sha256_text or claim.read.sha256_bytes != kept.report.sha256_bytes:
        yield Finding(what=what, problem="it says that it is of another text than its report's")
