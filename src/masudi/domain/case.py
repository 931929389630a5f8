"""What a case file holds, as values: reports with where they came from, their claims, decisions, what a search finds.

Ids are 16 hexadecimal digits. Those of claims are the case's own: two reports of one text (a wire's, printed by two
papers) make the same claims, and are still two.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from enum import StrEnum
from typing import Annotated, Any

import msgspec

from masudi.domain.claim import Claim, Status, claim_id
from masudi.domain.control import STALE_AFTER
from masudi.domain.decision import ReviewState
from masudi.domain.known import KnownNames
from masudi.domain.report import Report
from masudi.domain.retrieval import Retrieval as Retrieval

# What is more likely right than wrong, as in a brief.
LEAST = 0.5


class Synthetic(StrEnum):
    """Whether the reports of a case are real, made up, or (where somebody has said so) both."""

    REAL = "real"
    MADE_UP = "made_up"
    MIXED = "mixed"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What is set for a whole case; changed by decisions alone, but for `synthetic`, which the first report sets.

    Control that nobody has confirmed for `stale_days` days is stale. A claim of which the reader was less sure than
    `least` (0 to 1), and which nobody has accepted or corrected, counts for nothing that is computed. A report is to be
    erased `retention_days` days after it was retrieved (or added, where that day is not known), and sooner or later
    where its collector has a number of days of their own; None: it is kept.
    """

    synthetic: Synthetic | None = None
    stale_days: Annotated[int, msgspec.Meta(ge=0)] = STALE_AFTER
    least: Annotated[float, msgspec.Meta(ge=0, le=1)] = LEAST
    retention_days: int | None = None
    retention_by_collector: dict[str, int | None] = {}


class ReportSummary(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the case without its text.

    `unread`: the reader does not read its language. `claims` counts those that stand. `previous` is the id of the
    version that this one follows, and `current` is
    False where a later one follows.
    """

    id: str
    name: str
    path: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    synthetic: bool = False
    language: str | None = None
    unread: bool = False
    claims: int = 0
    added: datetime.datetime
    previous: str | None = None
    current: bool = True


class StoredReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report of the case with its text; its bytes are kept beside it (`Case.original`).

    `reader` is a hash of the model and the rules that read it; `next` is the id of the version that follows. `names`
    are those that we know in a report that the reader cannot read, where they were looked for.
    """

    id: str
    report: Report
    retrieval: Retrieval
    reader: str
    added: datetime.datetime
    previous: str | None = None
    next: str | None = None
    claims: tuple[Claim, ...] = ()
    names: KnownNames | None = None


class CaseClaim(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of the case and the report that makes it.

    `claim.id`, and the ids in its relations, are the case's own (`case_claim_id`). `claim` is what it is after the
    decisions of `people`, of whom `agreed` stand behind what it is now. `current` is False where the report has a later
    version, `retired` is when a later reading of the same report replaced the claim; it is an `orphan` where that
    reading has none in its place, and people had decided on it and have not said what is to become of it.
    """

    claim: Claim
    report_id: str
    title: str | None = None
    url: str | None = None
    current: bool = True
    retired: datetime.datetime | None = None
    state: ReviewState = ReviewState.UNREVIEWED
    people: tuple[str, ...] = ()
    agreed: int = 0
    by_person: bool = False
    orphan: bool = False


class Stored(msgspec.Struct, frozen=True, kw_only=True):
    """What storing a report came to: its id, whether it was there already, and the version that it follows."""

    id: str
    known: bool = False
    previous: str | None = None


class Reread(msgspec.Struct, frozen=True, kw_only=True):
    """What reading a report anew came to: how many claims it makes now, and how many of them are new or changed.

    `carried` counts the claims whose decisions went over to a claim of the new reading, `orphans` those without one.
    """

    id: str
    claims: int
    new: int
    carried: int
    orphans: int


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A report that could not be read, why, and when that was tried last; it is tried again when added again."""

    path: str
    problem: str
    line: int | None = None
    at: datetime.datetime


class Sought(msgspec.Struct, frozen=True, kw_only=True):
    """Which claims are asked for; what is None does not matter.

    `actor` (who acts, or is acted on) and `place` are names or ids, of which the words have to stand together, in any
    case and with any accents. `from_` and `to` bound the days of the claim; one without a day is not between any.
    `report` is the id of the report that makes them. What people rejected is found where `state` asks for it, alone.
    """

    kind: str | None = None
    status: Status | None = None
    actor: str | None = None
    place: str | None = None
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None
    report: str | None = None
    state: ReviewState | None = None

    @property
    def of_claims_alone(self) -> bool:
        """Whether it asks for what a report as a whole does not have."""
        asked = (self.kind, self.status, self.actor, self.place, self.report, self.state)
        return any(one is not None for one in asked)

    @property
    def anything(self) -> bool:
        """Whether it asks for nothing in particular."""
        return self == Sought()


class SearchHit(msgspec.Struct, frozen=True, kw_only=True):
    """A claim or a report that a search found, and the words that answer it: of a claim the evidence sentence."""

    excerpt: str
    claim: CaseClaim | None = None
    report: ReportSummary | None = None


class CaseSummary(msgspec.Struct, frozen=True, kw_only=True):
    """What a case holds, counted; `head` is the hash of its last decision."""

    id: str
    made: datetime.datetime
    settings: Settings
    reports: int
    older_versions: int
    claims: int
    failures: int
    decisions: int
    head: str


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the log of decisions, which only ever grows.

    `subject` is the id of what is decided on. `payload` and `why` may be erased; `content_sha256` (of them and of a
    random `salt`, which is erased with them, so that nobody finds a name by trying) then still stands in `hash`, which
    covers every other field and the hash of the entry before.
    """

    sequence: int
    at: datetime.datetime
    person: str
    action: str
    subject: str
    payload: dict[str, Any] | None
    why: str | None
    salt: str | None
    content_sha256: str
    previous: str
    hash: str
    public_key: str | None = None
    signature: str | None = None

    @property
    def content(self) -> str:
        """What `content_sha256` has to be, from payload, reason and salt."""
        return content_hash(self.payload, self.why, self.salt)

    @property
    def digest(self) -> str:
        """What `hash` has to be, from all other fields."""
        return entry_hash(
            sequence=self.sequence,
            at=self.at,
            person=self.person,
            action=self.action,
            subject=self.subject,
            content_sha256=self.content_sha256,
            previous=self.previous,
            public_key=self.public_key,
        )


def report_id(report: Report) -> str:
    """The id of a report in any case: of its bytes, publisher, URL and day.

    The same file found elsewhere is the same report; the same words under another publisher's name or URL are another.
    """
    day = report.published.isoformat() if report.published else None
    return canonical_hash([report.sha256_bytes, report.source, report.url, day])[:16]


def case_claim_id(report: str, claim: Claim) -> str:
    """The id in a case of a claim that the report with the id `report` makes."""
    return _case_claim_id(report, claim_id(claim.sha256_text, claim.kind, claim.mentions[0]))


def _case_claim_id(report: str, read_id: str) -> str:
    return canonical_hash([report, read_id])[:16]


def of_case(report: str, claim: Claim) -> Claim:
    """A claim as it was read, with the ids, its own and those in its relations, that it has in a case."""
    relations = tuple(msgspec.structs.replace(one, to=_case_claim_id(report, one.to)) for one in claim.relations)
    return msgspec.structs.replace(claim, id=_case_claim_id(report, claim.id), relations=relations)


def canonical(value: object) -> bytes:
    """JSON of one form only: keys sorted, no blanks, UTF-8. What is hashed and signed is written so."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def canonical_hash(value: object) -> str:
    """The SHA-256 of `canonical(value)` in hexadecimal digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def content_hash(payload: dict[str, Any] | None, why: str | None, salt: str | None) -> str:
    """The hash of what a decision says; see `Decision`."""
    return canonical_hash({"payload": payload, "why": why, "salt": salt})


def entry_hash(*, at: datetime.datetime, **fields: str | int | None) -> str:
    """The hash of an entry of the log: of its fields but what `content_sha256` stands for, and the signature.

    The key is among them: a signature that is taken away leaves a trace.
    """
    return canonical_hash(fields | {"at": at.astimezone(datetime.UTC).isoformat(timespec="microseconds")})
