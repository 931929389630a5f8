"""What the claims of a large case say about ground, kept in the case: whoever asks next does not wait for it again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from masudi.data import fingerprint
from masudi.domain.control import ControlWord, Unused
from masudi.domain.pocket import PeopleSaid, SiegeSaid
from masudi.ground import Controls, Ledger, Nesting, Stretch, load_control_rules
from masudi.pipeline.ground import Ground, ground_of, known_sites
from masudi.pipeline.keeping import Shelf
from masudi.resolve.sites import Site

if TYPE_CHECKING:
    from masudi.casefile import Case

_NAME = "ground"
# From so many words about control on, it is kept: with fewer, working it out takes less than a tenth of a second.
_MANY = 1000


class _Made(msgspec.Struct, frozen=True, array_like=True):
    """What a `Ground` and its ledger hold, and the history of every place."""

    words: dict[str, tuple[ControlWord, ...]]
    unused: tuple[Unused, ...]
    sieges: tuple[SiegeSaid, ...]
    people: tuple[PeopleSaid, ...]
    names: dict[str, str]
    tenures: dict[str, tuple[Stretch, ...]]
    least: float
    stale_after: int
    rejected: int
    made_up: bool


def kept_ground_of(case: Case, *, least: float | None = None, stale_after: int | None = None) -> Ground:
    """As `masudi.pipeline.ground.ground_of`; by the settings of the case, as it was kept when it was asked for last.

    After a change of the case, of the gazetteers or of Masudi it is worked out anew, and kept where it is much. Whoever
    may not write to the case, or has to wait for somebody who writes, gets the same answer, which is then not kept.
    """
    if least is not None or stale_after is not None:
        return ground_of(case, least=least, stale_after=stale_after)
    sites = known_sites()
    shelf = Shelf(case, _NAME, _made_of(sites))
    if (made := shelf.find(_Made)) is not None:
        return _from(made, sites)
    found = ground_of(case)
    if sum(map(len, found.ledger.words.values())) >= _MANY:
        shelf.put(_to(found))
    return found


def _made_of(sites: Mapping[str, Site]) -> str:
    """What the answer depends on beside the case and Masudi."""
    known = hashlib.sha256(msgspec.msgpack.encode(list(sites.values()))).hexdigest()
    return f"{fingerprint('control.yaml')} {known}"


def _to(ground: Ground) -> _Made:
    ledger = ground.ledger
    return _Made(
        words=dict(ledger.words),
        unused=ledger.unused,
        sieges=ledger.sieges,
        people=ledger.people,
        names=dict(ledger.names),
        tenures=ground.controls.stretches(),
        least=ground.least,
        stale_after=ground.stale_after,
        rejected=ground.rejected,
        made_up=ground.made_up,
    )


def _from(made: _Made, sites: Mapping[str, Site]) -> Ground:
    rules = load_control_rules()
    ledger = Ledger(
        words=made.words,
        unused=made.unused,
        sieges=made.sieges,
        people=made.people,
        names=made.names,
        nesting=Nesting(sites, rules.covering),
        rules=rules,
    )
    controls = Controls(ledger, stale_after=made.stale_after, kept=made.tenures)
    return Ground(controls, least=made.least, rejected=made.rejected, made_up=made.made_up)
