"""What leaves a case, as one value: its reports, claims, incidents, control and pockets, and what was left out.

Exports, briefs and pages are written from a `CaseView` and from nothing else. One that has been through
`masudi.publish` holds only what the policy lets go.
"""

from __future__ import annotations

import datetime

import msgspec

from masudi.domain.case import CaseClaim, Settings, Synthetic
from masudi.domain.case_incident import CaseIncident
from masudi.domain.claim import Claim
from masudi.domain.control import Control, Tenure
from masudi.domain.incident import Operation
from masudi.domain.pocket import Pocket, PocketChange, SiegeSaid


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case is asked for; what is None does not matter.

    `operation` is the beginning of an operation's id, `place` a name or an id as in `masudi.domain.case.Sought`.
    `from_` and `to` bound the days of claims; a claim without a day is not between any.
    """

    operation: str | None = None
    place: str | None = None
    from_: datetime.date | None = msgspec.field(default=None, name="from")
    to: datetime.date | None = None

    @property
    def everything(self) -> bool:
        """Whether the whole case is asked for."""
        return self == Scope()


class ViewReport(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it may be cited: no text, no path of anybody's disk, nobody who collected it.

    `claims` counts those of the view. What the policy withholds is None; its id is then no id of the case.
    """

    id: str
    name: str | None = None
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    synthetic: bool = False
    sha256_bytes: str | None = None
    sha256_text: str | None = None
    claims: int = 0


class PlaceHeld(msgspec.Struct, frozen=True, kw_only=True):
    """Who is said to hold a place: now (on the view's day), and from when to when. Each change is a new tenure."""

    place: str
    name: str
    now: Control
    tenures: tuple[Tenure, ...]


class ReviewCounts(msgspec.Struct, frozen=True, kw_only=True):
    """How many of the view's claims people have looked at, and how."""

    unreviewed: int = 0
    accepted: int = 0
    corrected: int = 0

    @property
    def reviewed(self) -> int:
        """How many somebody has accepted or corrected."""
        return self.accepted + self.corrected


class LeftOut(msgspec.Struct, frozen=True, kw_only=True):
    """How many claims of the case are not in the view for one reason, in words."""

    reason: str
    claims: int


class PrivateName(msgspec.Struct, frozen=True, kw_only=True):
    """A person's name in a report, who is no public figure by what Masudi knows: a victim, a witness, anybody.

    `capital`: of ordinary words, which are a name only where each has a capital ("Hope").
    """

    words: str
    capital: bool = False


class Private(msgspec.Struct, frozen=True, kw_only=True):
    """The names of private persons in some texts.

    `public` are whole names of others, folded, in which words of private ones may stand: of people in office, and of
    places and parties. `unread` are the keys of texts in which no name can be found.
    """

    names: tuple[PrivateName, ...] = ()
    public: tuple[str, ...] = ()
    unread: frozenset[str] = frozenset()


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """What is told of a case, on `day`: the last day of which its claims or reports speak, or the end of the scope.

    `claims` are as they stand after all decisions: those of the current versions of reports that nobody rejected, and
    of which the reader was sure enough (`settings.least`) or which somebody accepted, corrected or added. Everything
    else rests on them alone: incidents, operations (by `masudi.corroborate`), control and pockets (`masudi.ground`).
    `sieges` are what reports say of sieges and cuts, `places` names of places by the ids that control and pockets use.
    `head` is the hash of the last decision: whoever has the case can tell what it was at that time (`masudi seal`).

    `private` is for the policy alone, and empty once it has been through: names of private persons, and the SHA-256 of
    texts in which names cannot be found.
    """

    case: str
    day: datetime.date | None
    scope: Scope = Scope()
    synthetic: Synthetic | None = None
    head: str
    settings: Settings
    reports: tuple[ViewReport, ...] = ()
    claims: tuple[CaseClaim, ...] = ()
    incidents: tuple[CaseIncident, ...] = ()
    operations: tuple[Operation, ...] = ()
    control: tuple[PlaceHeld, ...] = ()
    pockets: tuple[Pocket, ...] = ()
    pocket_changes: tuple[PocketChange, ...] = ()
    sieges: tuple[SiegeSaid, ...] = ()
    places: dict[str, str] = {}
    review: ReviewCounts = ReviewCounts()
    left_out: tuple[LeftOut, ...] = ()
    private: Private = Private()

    @property
    def by_id(self) -> dict[str, Claim]:
        """The claims by their ids."""
        return {one.claim.id: one.claim for one in self.claims}


class Withheld(msgspec.Struct, frozen=True, kw_only=True):
    """How much was withheld for one reason, in words: `count` things of the sort that `what` says.

    Never what it was.
    """

    what: str
    reason: str
    count: int


class Published(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case may leave it, and what was withheld, by what policy (the SHA-256 of it).

    Results of the kinds that are held back are told when they are `hold_days` days old: nothing of them after `until`
    (None where nothing is held back). `until` depends on the day on which this was made; an output says the days.
    """

    view: CaseView
    withheld: tuple[Withheld, ...] = ()
    until: datetime.date | None = None
    hold_days: int = 0
    policy: str
