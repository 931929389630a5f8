"""Who holds what by the claims of a case: those that count → the ledger → control and pockets."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from masudi.domain import Action, Claim, Status
from masudi.domain.control import Control, Tenure
from masudi.domain.pocket import Pocket, PocketChange, SiegeSaid
from masudi.errors import UsageError
from masudi.ground import (
    SHUT_IN,
    Controls,
    Ledger,
    LedgerReader,
    areas_of,
    kinds_told,
    load_control_rules,
    nameless,
    pocket_changes,
    pockets_on,
    with_named,
)
from masudi.resolve.links import Links, load_links, read_links
from masudi.resolve.place_layers import load_local_layer
from masudi.resolve.sites import Site
from masudi.resolve.spelling import folded
from masudi.resolve.user_places import load_user_sites

if TYPE_CHECKING:
    from masudi.casefile import Case


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """A place that a name may mean: `told` where claims that count say something of it."""

    id: str
    name: str
    within: str | None = None
    told: bool


class Ground:
    """What the claims of a case say about ground; made by `ground_of`, and not changed by what the case is told later.

    `ledger` has the words, and the claims that are not used with the reason; `least` is the confidence from which on
    claims count, `stale_after` the days after which a holder is stale, `rejected` how many claims people rejected.
    """

    def __init__(self, controls: Controls, *, least: float, rejected: int, made_up: bool) -> None:
        self.ledger, self.controls = controls.ledger, controls
        self.least, self.rejected, self.made_up = least, rejected, made_up

    @property
    def stale_after(self) -> int:
        """The number of days without a word after which a holder is stale."""
        return self.controls.stale_after

    def on(self, day: datetime.date) -> tuple[Control, ...]:
        """Who holds each place of which a claim says something by that day; by name."""
        return self.controls.on(day)

    def at(self, place: str, day: datetime.date) -> Control:
        """Who holds a place (by its id) on a day."""
        return self.controls.at(place, day)

    def history(self, place: str) -> tuple[Tenure, ...]:
        """Who holds a place (by its id) from when to when; empty where nobody says anything of it."""
        return self.controls.over(place)

    def pockets(self, day: datetime.date, links: Links, *, area: str | None = None) -> tuple[Pocket, ...]:
        """The pockets of every side in each area of the links, or in one, by its id."""
        return pockets_on(self.controls, links, day, area=area)

    def changes(
        self, first: datetime.date, last: datetime.date, links: Links, *, area: str | None = None
    ) -> tuple[PocketChange, ...]:
        """What happened to pockets on the days from `first` to `last`, with the claims that did it."""
        return pocket_changes(self.controls, links, first, last, area=area)

    def reported(
        self, first: datetime.date, last: datetime.date, links: Links, *, area: str | None = None
    ) -> tuple[SiegeSaid, ...]:
        """What reports say of sieges, of their end and of cuts in those days in the areas of the links, or in one."""
        areas = [one for one in links.areas if area is None or one == area]
        inside = self.ledger.nesting.inside
        return tuple(
            one
            for one in self.ledger.sieges
            if one.first <= last and one.last >= first and any(inside(one.place, each) for each in areas)
        )

    def named(self, name: str) -> tuple[Named, ...]:
        """The places that a name or an id means: of those that claims tell of, else of the gazetteers at hand."""
        said = self.ledger
        told = {*said.words, *(one.place for one in said.sieges), *(one.place for one in said.people)}
        sites = self.ledger.nesting.sites
        if name in told or name in sites:
            return (self._named(name, name in told),)
        wanted = folded(name)
        mine = [place for place in told if wanted in self._names(place)]
        if not mine:
            # What holds a told place, or lies in one, is told of too.
            mine = [place for place in sites if wanted in self._names(place)]
        return tuple(
            self._named(place, place in told) for place in sorted(mine, key=lambda one: (self._name(one), one))
        )

    def place(self, name: str) -> Named:
        """The one place that a name or an id means; UsageError, listing them, where there are several, or none."""
        found = self.named(name)
        if not found:
            raise UsageError(f"no claim that counts tells of {name!r}, and no gazetteer at hand has it: check the name")
        if len(found) > 1:
            listed = "; ".join(f"{one.id} ({one.name}{f', {one.within}' if one.within else ''})" for one in found)
            raise UsageError(f"{name!r} may be any of several places: give the id of one: {listed}")
        return found[0]

    def _name(self, place: str) -> str:
        return self.ledger.name(place)

    def _names(self, place: str) -> set[str]:
        site = self.ledger.nesting.sites.get(place)
        return {folded(one) for one in (self._name(place), *((site.name, *site.names) if site else ()))}

    def _named(self, place: str, told: bool) -> Named:
        holder = next(self.ledger.nesting.holders(place), None)
        return Named(id=place, name=self._name(place), within=holder and self._name(holder), told=told)


def ground_of(case: Case, *, least: float | None = None, stale_after: int | None = None) -> Ground:
    """What the claims of `case` that count say about ground.

    Those count that are asserted, of the current version of their report, that nobody rejected, and of which the reader
    was at least so sure as `least` (the case's setting, if None) or which somebody accepted, corrected or added.
    `stale_after` is in days (None: the case's setting). KnowledgeError where a gazetteer of the user's is damaged.
    """
    return _Kept(case, least).ground(case, stale_after)


# What of the log changes no claim, and what changes one that is its subject.
_NO_CLAIM = (Action.SPLIT, Action.MERGE, Action.PIN, Action.GRADE, Action.SAME_PERSON, Action.ENROL)
_ONE_CLAIM = (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD)


class _Kept:
    """The claims of a case that count, at one moment, and what was worked out from them."""

    def __init__(self, case: Case, least: float | None) -> None:
        self._kinds = kinds_told(load_control_rules())
        self._given = least
        self._controls: Controls | None = None
        self._reader = LedgerReader(known_sites())
        self._seen = ("", "", 0)
        self._least = 0.0
        self._claims: dict[str, Claim] = {}
        self._load(case)

    def ground(self, case: Case, stale_after: int | None) -> Ground:
        """What the claims say, those on which people have decided since it was asked last as they are now."""
        seen = case.since()
        if seen[0] != self._seen[0]:
            ids = self._decided(case, seen)
            if ids is None:
                self._load(case)
            else:
                self._update(case, ids)
                self._seen = seen
        if (sites := known_sites()) != self._reader.sites:
            self._reader, self._controls = LedgerReader(sites), None
        stale_after = case.settings().stale_days if stale_after is None else stale_after
        claims = list(self._claims.values())
        ledger = _ledger(self._reader, case, claims)
        self._controls = Controls(ledger, stale_after=stale_after, before=self._controls)
        return Ground(
            self._controls,
            least=self._least,
            rejected=case.rejected(self._kinds, SHUT_IN),
            made_up=any(claim.synthetic for claim in claims),
        )

    def _load(self, case: Case) -> None:
        # Before the claims: what changes while they are read is looked at again.
        self._seen = case.since()
        self._least = case.settings().least if self._given is None else self._given
        found = case.counting(self._kinds, SHUT_IN, self._least)
        self._claims = {id_: claim for id_, claim in found if claim is not None}

    def _update(self, case: Case, ids: Iterable[str]) -> None:
        for id_, claim in case.counting(self._kinds, SHUT_IN, self._least, decided=ids):
            if claim is None:
                self._claims.pop(id_, None)
            else:
                self._claims[id_] = claim

    def _decided(self, case: Case, seen: tuple[str, str, int]) -> list[str] | None:
        """The claims on which people have decided since; None where more than some claims may have changed."""
        if seen[1] != self._seen[1]:
            return None
        found: dict[str, None] = {}
        for entry in case.decisions(after=self._seen[2]):
            cause = entry
            while cause.action == Action.UNDO and cause.payload is not None:
                cause = case.decision(cause.payload["sequence"])
            if cause.action in _ONE_CLAIM:
                found[cause.subject] = None
            elif cause.action not in _NO_CLAIM:
                return None
        return list(found)


def ground_from(case: Case, claims: Iterable[Claim]) -> Ground:
    """What some claims of `case` say about ground, all of which count; by the case's settings."""
    settings = case.settings()
    kinds = kinds_told(load_control_rules())
    told = [
        one
        for one in claims
        if one.status is Status.ASSERTED and (one.kind in kinds or any(toll.harm == SHUT_IN for toll in one.casualties))
    ]
    return Ground(
        Controls(_ledger(LedgerReader(known_sites()), case, told), stale_after=settings.stale_days),
        least=settings.least,
        rejected=0,
        made_up=any(claim.synthetic for claim in told),
    )


def _ledger(reader: LedgerReader, case: Case, claims: Sequence[Claim]) -> Ledger:
    """What claims of `case` say, places that no gazetteer has among theirs where a name is safely one place."""
    return reader.read(with_named(claims, areas_of(case.areas(nameless(claims)))))


class Grounds:
    """Keeps what was made of a case until the case changes, and goes by what people decided since; safe for threads.

    For programs that ask again and again.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[float | None, _Kept] = {}
        self._made: dict[tuple[float | None, int | None], tuple[str, Ground]] = {}

    def of(self, case: Case, *, least: float | None = None, stale_after: int | None = None) -> Ground:
        """As `ground_of`, made anew only where the case has changed, and only what has changed in it."""
        with self._lock:
            mark = case.mark()
            known = self._made.get((least, stale_after))
            if known is None or known[0] != mark:
                kept = self._kept.get(least)
                if kept is None:
                    kept = self._kept[least] = _Kept(case, least)
                known = mark, kept.ground(case, stale_after)
                self._made[least, stale_after] = known
            return known[1]


def known_sites() -> dict[str, Site]:
    """The places of the packaged local gazetteers and of the user's own, by id."""
    return {site.id: site for site in (*load_local_layer().sites, *load_user_sites())}


def known_links(folder: Path | None = None) -> Links:
    """The packaged links, or those in `folder` (links.csv and link_areas.csv) between places of `known_sites`.

    UsageError where the folder lacks one of the files, KnowledgeError, with file and line, where a row is at fault.
    """
    if folder is None:
        return load_links()
    paths = folder / "links.csv", folder / "link_areas.csv"
    for path in paths:
        if not path.is_file():
            raise UsageError(f"{folder} has no {path.name}: docs/gazetteers.md says what stands in it")
    return read_links(*paths, known_sites())
