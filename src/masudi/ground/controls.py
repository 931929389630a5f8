"""Who holds which places: asked for by place or by day, each place's history worked out once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence

import msgspec

from masudi.domain.control import STALE_AFTER, Control, Standing, Tenure
from masudi.ground.history import on_day, tenures
from masudi.ground.ledger import Ledger


class Stretch(msgspec.Struct, frozen=True, array_like=True):
    """A tenure as a store keeps it: its control is read only where somebody asks for that stretch of days."""

    first: datetime.date
    last: datetime.date | None
    control: msgspec.Raw

    def tenure(self) -> Tenure:
        """The tenure."""
        return Tenure(first=self.first, last=self.last, control=msgspec.msgpack.decode(self.control, type=Control))


class Controls:
    """The control of all places that a ledger tells of; keeps what it has worked out.

    `stale_after` is the number of days without a word after which a holder is stale. What `before` has worked out from
    the same words is taken over. `kept` are the `stretches` of controls of the same ledger and number.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        stale_after: int = STALE_AFTER,
        before: Controls | None = None,
        kept: Mapping[str, Sequence[Stretch]] | None = None,
    ) -> None:
        if stale_after < 0:
            raise ValueError(f"stale_after is {stale_after}: give a number of days, 0 or more")
        self.ledger, self.stale_after = ledger, stale_after
        self._told: dict[str, tuple[Tenure, ...]] = {}
        self._kept = kept or {}
        if before is not None and (before.stale_after, before.ledger.nesting) == (stale_after, ledger.nesting):
            changed = _changed(before.ledger, ledger)
            self._told = {place: told for place, told in before._told.items() if place not in changed}

    def over(self, place: str) -> tuple[Tenure, ...]:
        """Who holds a place from when to when; empty where nobody says anything of it."""
        if place not in self._told:
            if place in self._kept:
                self._told[place] = tuple(one.tenure() for one in self._kept[place])
            else:
                self._told[place] = tenures(self.ledger, place, stale_after=self.stale_after)
        return self._told[place]

    def stretches(self) -> dict[str, tuple[Stretch, ...]]:
        """The history of every place that the ledger tells of, to be kept."""
        encode = msgspec.msgpack.Encoder().encode
        return {
            place: tuple(Stretch(one.first, one.last, msgspec.Raw(encode(one.control))) for one in self.over(place))
            for place in self.ledger.words
        }

    def at(self, place: str, day: datetime.date) -> Control:
        """Who holds a place on a day; the standing is unknown where nobody has said anything of it by then."""
        found = on_day(self._then(place, day), day)
        return found or Control(place=place, name=self.ledger.name(place), standing=Standing.UNKNOWN)

    def on(self, day: datetime.date) -> tuple[Control, ...]:
        """Who holds each place of which a claim says something by that day; by name."""
        told = (on_day(self._then(place, day), day) for place in self.ledger.words)
        return tuple(sorted((one for one in told if one), key=lambda one: (one.name, one.place)))

    def _then(self, place: str, day: datetime.date) -> Sequence[Tenure]:
        """The history of a place, or of one that is kept as much of it as tells of a day."""
        if place in self._told or place not in self._kept:
            return self.over(place)
        at = next((one for one in reversed(self._kept[place]) if one.first <= day), None)
        return () if at is None else (at.tenure(),)


def _changed(before: Ledger, now: Ledger) -> set[str]:
    """The places of which something else is said than before, with those around them and in them."""
    places = before.words.keys() | now.words.keys()
    told = {one for one in places if before.words.get(one) is not now.words.get(one)}
    told |= {one for one in places if before.name(one) != now.name(one)}
    nesting = now.nesting
    return told | {near for one in told for near in (*nesting.above(one), *nesting.below(one))}
