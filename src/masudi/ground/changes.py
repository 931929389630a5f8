"""What changes of control and of links did to pockets: opened, closed, split in two, joined."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence

from masudi.domain.control import Tenure
from masudi.domain.pocket import Lacking, Pocket, PocketChange, PocketEvent, WayOut
from masudi.ground.controls import Controls
from masudi.ground.pockets import pockets_on
from masudi.ground.terrain import Terrain, link_name
from masudi.resolve.links import Link, Links

_ONE_DAY = datetime.timedelta(days=1)


def pocket_changes(
    controls: Controls, links: Links, first: datetime.date, last: datetime.date, *, area: str | None = None
) -> tuple[PocketChange, ...]:
    """What happened to the pockets of each side on the days from `first` to `last`, with the claims that did it.

    A pocket is split where places of it that the side still holds are no longer linked, and joined where places of
    several are. It is closed where a way out was open and none is any more, and opened the other way round. A change is
    certain only where nothing that it depends on is unknown; from or to "cannot tell" is no opening and no closing.
    """
    found: list[PocketChange] = []
    for one in sorted(links.areas):
        if area is not None and one != area:
            continue
        before = pockets_on(controls, links, first - _ONE_DAY, area=one)
        for day in _days(controls, links, one, first, last):
            after = pockets_on(controls, links, day, area=one)
            found += _compared(controls, links, one, day, before, after)
            before = after
    return tuple(found)


def _days(
    controls: Controls, links: Links, area: str, first: datetime.date, last: datetime.date
) -> list[datetime.date]:
    """The days on which a place of an area changes standing, or one of its links opens or ends."""
    terrain = Terrain(controls, links, area, first)
    days = {tenure.first for place in terrain.places for tenure in controls.over(place)}
    for link in terrain.local:
        days |= set(_turns(link))
    return sorted(day for day in days if first <= day <= last)


def _turns(link: Link) -> Iterator[datetime.date]:
    """The days on which whether a link can be used may change."""
    if link.since:
        yield from (link.since.first, link.since.last)
    if link.until:
        yield from (link.until.first + _ONE_DAY, link.until.last + _ONE_DAY)


def _compared(
    controls: Controls,
    links: Links,
    area: str,
    day: datetime.date,
    before: Sequence[Pocket],
    after: Sequence[Pocket],
) -> Iterator[PocketChange]:
    cause = _cause(controls, links, area, day)
    for side in sorted({pocket.side for pocket in (*before, *after)}):
        old = [pocket for pocket in before if pocket.side == side]
        new = [pocket for pocket in after if pocket.side == side]
        kept = {place for pocket in old for place in pocket.places} & {p for pocket in new for p in pocket.places}
        for event, was, now in (*_parted(old, new, kept, PocketEvent.SPLIT), *_shut(old, new)):
            yield _change(area, day, side, event, was, now, cause)
        for event, now, was in _parted(new, old, kept, PocketEvent.JOINED):
            yield _change(area, day, side, event, was, now, cause)


_Found = tuple[PocketEvent, list[Pocket], list[Pocket]]


def _parted(whole: Sequence[Pocket], parts: Sequence[Pocket], kept: set[str], event: PocketEvent) -> Iterator[_Found]:
    """Each group of pockets, linked or perhaps linked, of which places lie in several pockets, and less linked."""
    done: set[str] = set()
    for pocket in whole:
        if pocket.places[0] in done:
            continue
        group = [pocket, *(one for one in whole if one.places[0] in pocket.perhaps_with)]
        done |= {one.places[0] for one in group}
        mine = {place for one in group for place in one.places} & kept
        rest = [one for one in parts if mine & set(one.places)]
        sure = any(len([one for one in rest if set(one.places) & set(each.places) & kept]) > 1 for each in group)
        apart = any(not _may_be_linked(one, other) for one in rest for other in rest if one is not other)
        if len(rest) > 1 and (sure or (len(group) > 1 and apart)):
            yield event, group, rest


def _may_be_linked(one: Pocket, other: Pocket) -> bool:
    return other.places[0] in one.perhaps_with


def _shut(before: Sequence[Pocket], after: Sequence[Pocket]) -> Iterator[_Found]:
    """Each pocket that lost its way out, or got one."""
    turned = {(WayOut.OPEN, WayOut.ENCIRCLED): PocketEvent.CLOSED, (WayOut.ENCIRCLED, WayOut.OPEN): PocketEvent.OPENED}
    for new in after:
        old = [pocket for pocket in before if set(pocket.places) & set(new.places)]
        answers = {pocket.answer for pocket in old}
        event = turned.get((answers.pop(), new.answer)) if len(answers) == 1 else None
        if event:
            yield event, old, [new]


class _Cause:
    """What changed on a day: places with the claims, and links in words."""

    def __init__(self, places: Iterable[str], claims: Iterable[str], links: Iterable[str]) -> None:
        self.places, self.claims, self.links = tuple(places), tuple(dict.fromkeys(claims)), tuple(links)


def _cause(controls: Controls, links: Links, area: str, day: datetime.date) -> _Cause:
    terrain = Terrain(controls, links, area, day)
    turned = [(p, tenure) for p in terrain.places for tenure in controls.over(p) if tenure.first == day]
    claims = [claim for _, tenure in turned for claim in _new_claims(tenure)]
    name = controls.ledger.name
    moved = [link_name(link, name) for link in terrain.local if day in set(_turns(link))]
    return _Cause([place for place, _ in turned], claims, moved)


def _new_claims(tenure: Tenure) -> list[str]:
    """The claims that began a stretch: those that tell of its first day."""
    control, day = tenure.control, tenure.first
    words = (*control.words, *control.against, *control.parts)
    return [word.claim for word in words if day in (word.first, word.last)]


def _change(
    area: str,
    day: datetime.date,
    side: str,
    event: PocketEvent,
    was: Sequence[Pocket],
    now: Sequence[Pocket],
    cause: _Cause,
) -> PocketChange:
    missing = [one for pocket in (*was, *now) for one in pocket.missing]
    certain = not missing
    if event in (PocketEvent.SPLIT, PocketEvent.JOINED):
        missing = [one for one in missing if one.lacking is Lacking.AREA]
        whole, parts = (was, now) if event is PocketEvent.SPLIT else (now, was)
        loose = len(whole) > 1 or any(_may_be_linked(one, other) for one in parts for other in parts)
        missing += [one for pocket in (*was, *now) for one in pocket.perhaps_why] if loose else []
        certain = not missing and not loose
    return PocketChange(
        area=area,
        day=day,
        side=side,
        event=event,
        before=tuple(sorted(pocket.places for pocket in was)),
        after=tuple(sorted(pocket.places for pocket in now)),
        certain=certain,
        places=cause.places,
        claims=cause.claims,
        links=cause.links,
        missing=tuple(dict.fromkeys(missing)),
    )
