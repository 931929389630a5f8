"""A whole case as records, one a line, for another team: it is the case itself, with all that it names."""

from __future__ import annotations

import datetime
from typing import Annotated, Any

import msgspec

from masudi.domain.case import Settings
from masudi.domain.claim import Claim
from masudi.domain.decision import ReviewState
from masudi.domain.feeds import ItemState
from masudi.domain.incident import Incident
from masudi.domain.report import Way
from masudi.domain.retrieval import Attachment, Container

VERSION = 1
NOTICE = (
    "THE WHOLE CASE: texts, names of victims and witnesses, and everything that the publishing policy withholds. "
    "For a team that may have the case, by a safe way; never to be published."
)

# An id of ours, and a SHA-256.
Id = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
Hash = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
# An address that a case fetches from.
Address = Annotated[str, msgspec.Meta(pattern="^https?://", max_length=8000)]
Count = Annotated[int, msgspec.Meta(ge=0, le=1_000_000)]


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="record"):
    """One line of a bundle."""


class BundleHead(_Record, frozen=True, kw_only=True, tag="case"):
    """The first line: which case, with how many records of each sort, and the hash of its last decision."""

    notice: str = NOTICE
    version: int
    case: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{1,64}$")]
    made: datetime.datetime
    settings: Settings
    head: Hash
    reports: Annotated[int, msgspec.Meta(ge=0)]
    claims: Annotated[int, msgspec.Meta(ge=0)]
    decisions: Annotated[int, msgspec.Meta(ge=0)]


class BundleDecision(_Record, frozen=True, kw_only=True, tag="decision"):
    """An entry of the log, as `masudi.domain.case.Decision`."""

    sequence: int
    at: datetime.datetime
    person: str
    action: Annotated[str, msgspec.Meta(max_length=64)]
    subject: Annotated[str, msgspec.Meta(max_length=200)]
    payload: dict[str, Any] | None
    why: str | None
    salt: Annotated[str, msgspec.Meta(max_length=32)] | None
    content_sha256: Hash
    previous: Hash
    hash: Hash
    public_key: str | None = None
    signature: str | None = None


class BundleReport(_Record, frozen=True, kw_only=True, tag="report"):
    """A report with its text and its bytes (`data`, in base 64); `previous` is the version before it, which is earlier
    in the bundle. `path` says where the file once lay, and is never opened."""

    id: Id
    previous: Id | None = None
    current: bool
    added: datetime.datetime
    published: datetime.date | None = None
    synthetic: bool = False
    name: str
    path: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    unread: bool = False
    encoding: str
    warnings: tuple[str, ...] = ()
    sha256_bytes: Hash
    sha256_text: Hash
    collector: str | None = None
    retrieved: datetime.date | None = None
    extractor: str
    extractor_version: str
    retrieved_at: datetime.datetime | None = None
    media_type: str | None = None
    headers: tuple[tuple[str, str], ...] = ()
    within: tuple[Container, ...] = ()
    part: str | None = None
    columns: tuple[tuple[str, str], ...] = ()
    attachments: tuple[Attachment, ...] = ()
    ways: tuple[Way, ...] = ()
    reader: Annotated[str, msgspec.Meta(max_length=64)]
    text: str
    data: bytes | None = None


class BundleClaim(_Record, frozen=True, kw_only=True, tag="claim"):
    """A claim of the report with the id `report`: as it was read, and as it stands where that differs."""

    report: Id
    read: Claim
    stands: Claim | None = None
    retired: datetime.datetime | None = None
    by_person: bool = False
    state: ReviewState = ReviewState.UNREVIEWED
    people: tuple[str, ...] = ()
    agreed: Annotated[int, msgspec.Meta(ge=0)] = 0
    inherits: tuple[Id, ...] | None = None
    orphan: bool = False


class BundleVictim(_Record, frozen=True, kw_only=True, tag="victim"):
    """A victim who is named in a claim (its id). Who is the same person as whom is made anew from the decisions."""

    claim: Id
    name: str
    start: int
    end: int
    sensitive: bool = True


class BundleFailure(_Record, frozen=True, kw_only=True, tag="failure"):
    """A report that could not be read."""

    path: str
    problem: str
    line: int | None = None
    at: datetime.datetime


class BundleIncident(_Record, frozen=True, kw_only=True, tag="incident"):
    """An incident: its id lasts, and all else of it is made anew from the claims."""

    incident: Incident


class BundleFeed(_Record, frozen=True, kw_only=True, tag="feed"):
    """A feed that the case follows, as `masudi.domain.feeds.WatchedFeed`."""

    url: Address
    title: str | None = None
    etag: str | None = None
    modified: str | None = None
    checked: datetime.datetime | None = None
    problem: str | None = None
    faults: Count = 0
    due: datetime.datetime | None = None


class BundleItem(_Record, frozen=True, kw_only=True, tag="item"):
    """What a feed listed: `key` is the SHA-256 of its URL, and all that is kept of what is done.

    `feed` is the URL of the feed, which is earlier in the bundle; None where it is followed no more.
    """

    key: Hash
    feed: Address | None = None
    state: ItemState
    url: Address | None = None
    published: datetime.date | None = None
    seen: datetime.datetime
    faults: Count = 0
    due: datetime.datetime | None = None


class BundleArrival(_Record, frozen=True, kw_only=True, tag="arrival"):
    """What was fetched of an item (its key) and is not read yet, with its bytes in base 64."""

    item: Hash
    final: Address
    headers: tuple[tuple[str, str], ...] = ()
    at: datetime.datetime
    data: bytes


Record = (
    BundleHead
    | BundleDecision
    | BundleReport
    | BundleClaim
    | BundleVictim
    | BundleFailure
    | BundleFeed
    | BundleItem
    | BundleArrival
    | BundleIncident
)
