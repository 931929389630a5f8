"""Control: who holds a place from when to when, with the claims that say so."""

from __future__ import annotations

import datetime
from enum import StrEnum

import msgspec

# After so many days without a word a holder is "stale". The United Nations reported on who besieges whom, and where
# lines run, every thirty days (Security Council resolution 2139 of 2014 and after); a place that two such rounds pass
# over is one that nobody has looked at for a while. After one round alone a place would be stale because a report came
# a day late.
STALE_AFTER = 60


class Effect(StrEnum):
    """What a claim says about a party and a place."""

    TAKES = "takes"
    HOLDS = "holds"
    LEAVES = "leaves"
    LOSES = "loses"
    ENTERS = "enters"


class Standing(StrEnum):
    """How far what is said of a place goes.

    held: every origin that has spoken lately agrees. divided: a party is said to hold it, or parts of it, and another
    to hold, or to stand in, parts. changing: it is said to change hands within some days, this day among them.
    disputed: origins differ. alleged: only hedged words say who holds it. stale: nobody has said so for a while.
    unknown: nobody says who holds it.
    """

    HELD = "held"
    DIVIDED = "divided"
    CHANGING = "changing"
    DISPUTED = "disputed"
    ALLEGED = "alleged"
    STALE = "stale"
    UNKNOWN = "unknown"


class DatedBy(StrEnum):
    """Where the days of a word come from: the words of the report, or its day of publication, where they give none."""

    WORDS = "words"
    PUBLICATION = "publication"


class ControlWord(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim says, by one origin, about who holds one place.

    `first` and `last` are the days within which it came about: the same day where the words give one, and for a state
    the first day for which it is said. `until` is the last day for which it is said. `parties` hold the place together
    (for `leaves` and `loses`: hold it no longer). `part` is set where the claim is about a part of the place alone,
    `hedged` where its words commit too little to decide anything.
    """

    claim: str
    report: str
    kind: str
    origin: str
    effect: Effect
    parties: tuple[str, ...]
    place: str
    first: datetime.date
    last: datetime.date
    until: datetime.date
    dated_by: DatedBy = DatedBy.WORDS
    part: bool = False
    hedged: bool = False


class Control(msgspec.Struct, frozen=True, kw_only=True):
    """Who holds a place on a day.

    `holders` are the parties that hold it together: none where nobody says so, where origins differ, or where only
    parts are held. `since` is the first day on which the holder may have held it, `surely_since` the first on which it
    did by what is said; both None where there is no holder. `last_said` is the last day for which somebody
    says so. `words` are those that it rests on, `against` those that differ, hedged ones included,
    and `parts` those about parts of it. `lost` are the parties that were driven out by somebody who is not named.
    """

    place: str
    name: str
    standing: Standing
    holders: tuple[str, ...] = ()
    since: datetime.date | None = None
    surely_since: datetime.date | None = None
    last_said: datetime.date | None = None
    words: tuple[ControlWord, ...] = ()
    against: tuple[ControlWord, ...] = ()
    parts: tuple[ControlWord, ...] = ()
    lost: tuple[str, ...] = ()

    @property
    def claims(self) -> tuple[str, ...]:
        """The ids of all claims behind it, each once."""
        return tuple(dict.fromkeys(word.claim for word in (*self.words, *self.against, *self.parts)))


class Tenure(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of days, both included, in which the control of a place stays as `control` says (`last` None: on)."""

    first: datetime.date
    last: datetime.date | None
    control: Control


class Unused(msgspec.Struct, frozen=True, kw_only=True):
    """A claim of a kind about control that says nothing about who holds which place, and why."""

    claim: str
    report: str
    reason: str
