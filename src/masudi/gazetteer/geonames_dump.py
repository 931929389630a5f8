"""Reading a GeoNames dump, such as SY.txt; https://download.geonames.org/export/dump/readme.txt says the columns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from masudi.gazetteer.drafts import Draft, Fault, Imports, spellings

_COLUMNS = 19
# Below this many people a place is a village; GeoNames does not tell towns and villages apart.
_TOWN, _CITY = 5_000, 100_000
_CODE = 4


class _Record(NamedTuple):
    ident: str
    name: str
    plain: str
    others: str
    lat: str
    lon: str
    feature: str
    code: str
    country: str
    first: str
    second: str
    people: str


def read_geonames(text: str, imports: Imports) -> Iterator[Draft | Fault]:
    """The places of a dump; each lies in the division that its codes name, where the dump holds that too."""
    records: list[tuple[int, _Record]] = []
    for line, row in enumerate(text.split("\n"), 1):
        cells = row.rstrip("\r").split("\t")
        if len(cells) == _COLUMNS:
            records.append((line, _Record._make([*cells[:9], *cells[10:12], cells[14]])))
        elif row.strip():
            yield Fault(line, f"has {len(cells)} columns; a GeoNames dump has {_COLUMNS}, with tabs between")
    divisions = {
        (record.country, record.first, record.second if record.code == "ADM2" else ""): record.ident
        for _, record in records
        if record.code in ("ADM1", "ADM2")
    }
    for line, record in records:
        if record.code not in imports.geonames.leave:
            yield _draft(line, record, divisions, imports)


def _draft(line: int, record: _Record, divisions: dict[tuple[str, str, str], str], imports: Imports) -> Draft | Fault:
    if not record.ident.isdigit():
        return Fault(line, "the first column is no geonameid")
    try:
        lat, lon, people = float(record.lat), float(record.lon), int(record.people or 0)
    except ValueError:
        return Fault(line, "latitude, longitude or population is no number")
    within = None
    # The country's own record, and a division's, lie in nothing that the dump holds.
    if record.code not in ("PCLI", "ADM1"):
        second = divisions.get((record.country, record.first, record.second)) if record.second else None
        within = second if second != record.ident else None
        within = within or divisions.get((record.country, record.first, ""))
    return Draft(
        id=f"geonames:{record.ident}",
        name=record.name,
        names=spellings((record.plain, *filter(_readable, record.others.split(","))), record.name),
        kind=_kind(record, people, imports),
        country=record.country or None,
        within=f"geonames:{within}" if within else None,
        lat=lat,
        lon=lon,
        population=people,
        source=f"geonames:{record.ident}",
        line=line,
    )


def _readable(name: str) -> bool:
    """Whether an alternate name is one, and no code of an airport and no Arabic letter by letter ("dyr alzwr")."""
    return not name[:1].islower() and not (name.isupper() and len(name) <= _CODE)


def _kind(record: _Record, people: int, imports: Imports) -> str:
    kind = imports.geonames.codes.get(record.code) or imports.geonames.classes.get(record.feature, "place")
    if kind == "village" and people >= _TOWN:
        return "city" if people >= _CITY else "town"
    return kind
