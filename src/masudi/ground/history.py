"""Who holds one place from when to when: the words about it gone through from the earliest to the latest."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from masudi.domain.control import STALE_AFTER, Control, ControlWord, Effect, Standing, Tenure
from masudi.ground.ledger import Ledger

_HOLDING = frozenset({Effect.TAKES, Effect.HOLDS})
_GONE = frozenset({Effect.LEAVES, Effect.LOSES})
_CHANGES = frozenset({Effect.TAKES, *_GONE})
_KEPT = frozenset({Standing.HELD, Standing.DIVIDED, Standing.STALE})
_ONE_DAY = datetime.timedelta(days=1)
# How near what a word is about is to the place: the place itself, what it lies in (from 1 outwards), what lies in it.
_ITSELF, _WITHIN = 0, -1


class _Said(NamedTuple):
    """A word, and how near what it is about is to the place asked for."""

    word: ControlWord
    near: int

    @property
    def part(self) -> bool:
        return self.word.part or self.near == _WITHIN


def tenures(ledger: Ledger, place: str, *, stale_after: int = STALE_AFTER) -> tuple[Tenure, ...]:
    """Who holds a place from when to when, as far as the claims say, from the earliest word on.

    A word about a town counts for its quarters as long as none about the quarter is newer, and one about a quarter
    makes the town divided, never the quarter's holder its holder; one about a province counts for nothing in it. Each
    origin's newest word stands until that origin says something newer, or until somebody says that the place changed
    hands later than that. `stale_after` is in days.
    """
    said = _about(ledger, place)
    found: list[Tenure] = []
    active: list[_Said] = []
    waiting = sorted(said, key=lambda one: one.word.last, reverse=True)
    for day in _turns(said, stale_after):
        while waiting and waiting[-1].word.last <= day:
            new = waiting.pop()
            active = [old for old in active if not (_forgotten(old, day, stale_after) or _retires(new, old))]
            active.append(new)
        coming = [one for one in waiting if one.word.first <= day]
        control = _judged(place, ledger.name(place), day, active, coming, stale_after)
        _append(found, day, control)
    return tuple(_dated(found))


def on_day(told: Sequence[Tenure], day: datetime.date) -> Control | None:
    """The control of a place on a day, by the words for that day or earlier ones; None before the first of them."""
    at = next((one for one in reversed(told) if one.first <= day), None)
    if at is None:
        return None

    def until_then(words: Iterable[ControlWord]) -> tuple[ControlWord, ...]:
        return tuple(word for word in words if word.first <= day)

    control = at.control
    words, parts = until_then(control.words), until_then(control.parts)
    last = max((min(word.until, day) for word in words), default=None)
    return msgspec.structs.replace(
        control, words=words, against=until_then(control.against), parts=parts, last_said=last
    )


def _about(ledger: Ledger, place: str) -> list[_Said]:
    """The words that say something about a place: its own, those about what it lies in, and those about its parts."""
    said = [_Said(word, _ITSELF) for word in ledger.words.get(place, ())]
    for near, outer in enumerate(ledger.nesting.above(place), start=1):
        said += [_Said(word, near) for word in ledger.words.get(outer, ()) if not word.part]
    for inner in ledger.nesting.below(place):
        said += [_Said(word, _WITHIN) for word in ledger.words.get(inner, ())]
    return said


def _turns(said: Sequence[_Said], stale_after: int) -> list[datetime.date]:
    """The days on which something can change."""
    days = set()
    for word, _ in said:
        days |= {word.first, word.last}
        if word.until < datetime.date.max - datetime.timedelta(days=stale_after + 1):
            days.add(word.until + datetime.timedelta(days=stale_after + 1))
    return sorted(days)


def _forgotten(old: _Said, day: datetime.date, stale_after: int) -> bool:
    """Whether a word can never count again: one about a part does so only while it is fresh."""
    return old.part and (day - old.word.until).days > stale_after


def _retires(new: _Said, old: _Said) -> bool:
    """Whether an older word no longer counts because of a newer one."""
    later, earlier = new.word, old.word
    if earlier.until >= later.first or (later.hedged and not earlier.hedged):
        return False
    shared = not set(later.parties).isdisjoint(earlier.parties)
    told_change = later.effect is Effect.TAKES or (later.effect in _GONE and shared)
    if later.place == earlier.place:
        if later.part:
            return earlier.part and shared and later.origin == earlier.origin
        return later.origin == earlier.origin or told_change
    if new.near > old.near or old.near == _WITHIN:
        # A newer word about something wider: only a change of the whole ends what was said of a part. What is said of
        # one part ends nothing that is said of another.
        return new.near != _WITHIN and not later.part and told_change
    # A newer word about the place itself, or something nearer to it, than what the older one is about.
    return new.near >= _ITSELF and not later.part


def _judged(
    place: str,
    name: str,
    day: datetime.date,
    active: Sequence[_Said],
    coming: Sequence[_Said],
    stale_after: int,
) -> Control:
    """The control on a day, from the words that count and from those that may have come about by then."""
    oldest = day - datetime.timedelta(days=min(stale_after, day.toordinal() - 1))
    whole = [one for one in active if not one.part and one.word.effect in _HOLDING]
    firm = [one for one in whole if not one.word.hedged]
    gone = [one.word for one in active if not one.part and one.word.effect in _GONE and not one.word.hedged]
    parts = [one.word for one in active if one.part and not one.word.hedged and one.word.until >= oldest]
    deciding, stale = _deciding(firm, oldest)
    hedged = [one.word for one in whole if one.word.hedged and one.word.until >= oldest]
    moving = [one.word for one in coming if not one.part and not one.word.hedged]
    lost = tuple(sorted({party for word in gone if word.effect is Effect.LOSES for party in word.parties}))
    if not deciding:
        nobody = Control(place=place, name=name, standing=Standing.UNKNOWN, words=tuple(gone), lost=lost)
        return _undecided(nobody, hedged, parts, moving)
    base = Control(place=place, name=name, standing=Standing.HELD)
    common = set(deciding[0].parties).intersection(*(word.parties for word in deciding[1:]))
    against = [word for word in gone if not common.isdisjoint(word.parties) and word.until >= oldest]
    if not common or against:
        return msgspec.structs.replace(
            base, standing=Standing.DISPUTED, words=tuple(deciding), against=(*against, *hedged), parts=tuple(parts)
        )
    turning = [word for word in moving if _differs(word, common)]
    others = [word for word in parts if _differs(word, common)]
    standing = (
        Standing.CHANGING if turning else Standing.STALE if stale else Standing.DIVIDED if others else Standing.HELD
    )
    return msgspec.structs.replace(
        base,
        standing=standing,
        holders=tuple(sorted(common)),
        words=tuple(deciding),
        against=(*turning, *(word for word in hedged if _differs(word, common))),
        parts=tuple(others),
    )


def _undecided(
    base: Control, hedged: Sequence[ControlWord], parts: Sequence[ControlWord], moving: Sequence[ControlWord]
) -> Control:
    """The control of a place of which no firm word says who holds it as a whole."""
    standing = (
        Standing.CHANGING if moving else Standing.ALLEGED if hedged else Standing.DIVIDED if parts else Standing.UNKNOWN
    )
    return msgspec.structs.replace(base, standing=standing, against=(*moving, *hedged), parts=tuple(parts))


def _deciding(firm: Sequence[_Said], oldest: datetime.date) -> tuple[list[ControlWord], bool]:
    """The firm words that say who holds the place, and whether they are stale: then only the newest of them."""
    fresh = [one for one in firm if one.word.until >= oldest]
    own = any(one.near == _ITSELF for one in fresh)
    # "The army holds the city" is said loosely where somebody says of a quarter who holds it; its capture is not.
    fresh = [one for one in fresh if one.near == _ITSELF or not own or one.word.effect is Effect.TAKES]
    if fresh or not firm:
        return [one.word for one in fresh], False
    newest = max(one.word.until for one in firm)
    return [one.word for one in firm if one.word.until == newest], True


def _differs(word: ControlWord, holders: set[str]) -> bool:
    """Whether a word says that somebody else holds, takes or enters it, or that its holder left."""
    shared = not holders.isdisjoint(word.parties)
    return shared if word.effect in _GONE else not shared


def _append(found: list[Tenure], day: datetime.date, control: Control) -> None:
    """Add a stretch that begins on `day`, or lengthen the last one where only more words say the same."""
    last = found[-1] if found else None
    if last is not None and _same(last.control, control):
        merged = msgspec.structs.replace(
            last.control,
            words=_union(last.control.words, control.words),
            against=_union(last.control.against, control.against),
            parts=_union(last.control.parts, control.parts),
        )
        found[-1] = msgspec.structs.replace(last, control=merged)
        return
    if last is not None:
        found[-1] = msgspec.structs.replace(last, last=day - _ONE_DAY)
    found.append(Tenure(first=day, last=None, control=control))


def _same(one: Control, other: Control) -> bool:
    if (one.standing, one.holders, one.lost) != (other.standing, other.holders, other.lost):
        return False
    return one.standing in (Standing.HELD, Standing.STALE) or _parties(one) == _parties(other)


def _parties(control: Control) -> set[tuple[str, ...]]:
    return {word.parties for word in (*control.words, *control.against, *control.parts)}


def _union(one: Sequence[ControlWord], other: Sequence[ControlWord]) -> tuple[ControlWord, ...]:
    return tuple(
        sorted(dict.fromkeys((*one, *other)), key=lambda word: (word.last, word.first, word.claim, word.origin))
    )


def _dated(found: Sequence[Tenure]) -> list[Tenure]:
    """The stretches with, in each, since when its holder has held the place: through all that it held in a row."""
    dated: list[Tenure] = []
    for one in found:
        control = one.control
        before = dated[-1] if dated else None
        since = surely = None
        if control.holders and control.standing in _KEPT:
            since = surely = one.first
            if before is not None and set(before.control.holders) & set(control.holders):
                since, surely = before.control.since or since, before.control.surely_since or surely
            elif before is not None and before.control.standing is Standing.CHANGING:
                since = before.first
        elif control.holders and before is not None:
            since, surely = before.control.since, before.control.surely_since
        dated.append(
            msgspec.structs.replace(one, control=msgspec.structs.replace(control, since=since, surely_since=surely))
        )
    return dated
