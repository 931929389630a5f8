"""Invented maps and claims for the tests of this room: places, links and who said what, all made up."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from masudi.domain import (
    Claim,
    DatePrecision,
    Hedge,
    HedgeLevel,
    Mention,
    Party,
    Place,
    Source,
    Status,
    Time,
    Toll,
    span_of,
)
from masudi.ground import Controls, read_ledger
from masudi.resolve.links import Link, LinkArea, LinkKind, Links, days
from masudi.resolve.sites import Site

DAY = datetime.date(2031, 3, 1)


def day(number: int) -> datetime.date:
    """The day of March 2031 with this number; above 31 it runs on."""
    return DAY + datetime.timedelta(days=number - 1)


def site(name: str, kind: str = "town", within: str | None = None) -> Site:
    return Site(id=f"local:{name}", name=name.replace("_", " ").title(), kind=kind, within=within and f"local:{within}")


def sites_of(*sites: Site) -> dict[str, Site]:
    return {one.id: one for one in sites}


def link(
    start: str | None,
    end: str,
    *,
    kind: LinkKind = "road",
    via: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> Link:
    return Link(
        kind=kind,
        start=start and f"local:{start}",
        end=f"local:{end}",
        via=via and f"local:{via}",
        since=days(since) if since else None,
        until=days(until) if until else None,
        source="made up for a test",
        note=None,
    )


def links_of(*links: Link, area: str = "valley", complete: bool = True, note: str = "all roads") -> Links:
    one = LinkArea(area=f"local:{area}", complete=complete, note=note)
    return Links(links=links, areas={one.area: one})


def says(
    kind: str,
    place: str | Iterable[str],
    party: str | None = None,
    at: int | tuple[int, int] | None = None,
    *,
    by: str = "Valley Courier",
    source: str | None = None,
    target: str | None = None,
    precision: DatePrecision | None = DatePrecision.DAY,
    published: int | None = None,
    hedge: HedgeLevel = HedgeLevel.NONE,
    status: Status = Status.ASSERTED,
    words: str | None = None,
    place_kind: str = "town",
    toll: tuple[int | None, int | None] | None = None,
) -> Claim:
    """A claim as the reader makes them: `at` is a day of March 2031, or the first and last of several."""
    places = [place] if isinstance(place, str) else list(place)
    text = words or places[0]
    first, last = (at, at) if isinstance(at, int) else at or (None, None)
    time = None
    if first is not None and last is not None:
        time = Time(start=0, end=1, text="x", from_=day(first), to=day(last), precision=precision)
    ident = f"{kind}/{'+'.join(places)}/{party}/{at}/{by}/{source}/{published}/{hedge}/{status}/{words}/{target}/{toll}"
    return Claim(
        id=ident,
        report=f"report of {by}",
        path=None,
        sha256_bytes=by,
        sha256_text=by,
        publisher=by,
        published=day(published) if published else None,
        synthetic=True,
        kind=kind,
        status=status,
        hedge=Hedge(level=hedge),
        mentions=(Mention(start=0, end=1, text="x", sentence=span_of(f"x {text}", 0, 2 + len(text))),),
        actor=(Party(start=0, end=1, text=party, entity=party),) if party else (),
        target=(Party(start=0, end=1, text=target, entity=target),) if target else (),
        place=tuple(
            Place(start=2, end=2 + len(text), text=text, name=one, gazetteer_id=f"local:{one}", kind=place_kind)
            for one in places
        ),
        source=(Source(start=0, end=1, text=source),) if source else (),
        time=time,
        casualties=(
            (Toll(start=0, end=1, text="x", harm="besieged", who="civilians", low=toll[0], high=toll[1]),)
            if toll
            else ()
        ),
    )


def controls_of(sites: Mapping[str, Site], *claims: Claim, stale_after: int = 60) -> Controls:
    return Controls(read_ledger(claims, sites), stale_after=stale_after)
