"""Reading tables of OCHA's common operational data sets (COD-AB, populated places): divisions by their P-codes."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from masudi.data import show, unprintable
from masudi.gazetteer.drafts import Draft, Fault, Imports, filled, number, spellings
from masudi.gazetteer.files import PCODE
from masudi.resolve.place_rules import PlaceRules

_NAME = re.compile(r"adm(?:in)?_?(\d)_?(?:name)?_?(?:[a-z]{2}|name|ref|alt\w*)?\d?", re.IGNORECASE)


def read_ocha(text: str, imports: Imports, rules: PlaceRules) -> Iterator[Draft | Fault]:
    """The divisions of a table, and those above them that it names; coordinates belong to the lowest of each row."""
    found: dict[str | None, Draft] = {}
    for line, row in _rows(text):
        if isinstance(row, Fault):
            yield row
            continue
        for draft in _drafts(line, row, imports, rules):
            if isinstance(draft, Fault):
                yield draft
                continue
            before = found.setdefault(draft.id, draft)
            if draft.lat is not None and before is not draft:
                if before.lat is not None:
                    yield Fault(line, f"P-code {show(draft.id or '')} already has coordinates in line {before.line}")
                else:
                    found[draft.id] = draft
    yield from found.values()


def _rows(text: str) -> Iterator[tuple[int, dict[str, str] | Fault]]:
    """The rows by column (in lower case) with their lines, white space made plain."""
    table = csv.reader(io.StringIO(text, newline=""))
    columns: list[str] = []
    while True:
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as fault:
            yield table.line_num, Fault(table.line_num, f"is no CSV: {fault}")
            return
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = [cell.strip().lower() for cell in cells]
        elif len(cells) == len(columns):
            yield table.line_num, dict(zip(columns, (" ".join(cell.split()) for cell in cells), strict=True))
        else:
            problem = f"has {len(cells)} cells, the first line {len(columns)} columns"
            yield table.line_num, Fault(table.line_num, problem)


def _drafts(line: int, row: Mapping[str, str], imports: Imports, rules: PlaceRules) -> Iterator[Draft | Fault]:
    codes = sorted((int(found[1]), cell) for name, cell in row.items() if cell and (found := PCODE.fullmatch(name)))
    if not codes:
        yield Fault(line, "has no P-code")
        return
    own = filled(row, "id", imports) or codes[-1][1]
    if bad := next((cell for cell in (*row.values(), own) if unprintable(cell)), None):
        yield Fault(line, f"{show(bad)} holds a control character")
        return
    try:
        lat, lon = number(filled(row, "lat", imports)), number(filled(row, "lon", imports))
    except ValueError:
        yield Fault(line, "latitude or longitude is no number")
        return
    named = [(code, _names(row, level), _kind(level, imports)) for level, code in codes]
    if own != codes[-1][1]:
        names = [name for field in ("name", "names") if (name := filled(row, field, imports))]
        said = imports.osm.get((filled(row, "kind", imports) or "").lower())
        named.append((own, names, said or _kind(codes[-1][0] + 1, imports)))
    letters = next((code[:2] for _, code in codes if code[:2] in rules.countries), None)
    above: str | None = None
    for code, names, kind in named:
        packaged = _packaged(code, rules)
        point = (lat, lon) if code == own else (None, None)
        # What the packaged gazetteers hold with coordinates is not laid over by an entry without.
        if kind != imports.levels[0] and (packaged is None or point[0] is not None):
            yield Draft(
                id=packaged or code,
                name=names[0] if names else code,
                names=spellings(names[1:], names[0] if names else code),
                kind=kind,
                country=letters,
                within=above,
                lat=point[0],
                lon=point[1],
                source=f"OCHA P-code {code}",
                line=line,
            )
        above = (packaged or code) if kind != imports.levels[0] else None


def _packaged(code: str, rules: PlaceRules) -> str | None:
    """The packaged division that has a P-code: boxes.csv names it as its source."""
    return next((box.id for box in rules.boxes.values() if box.source == f"ocha-cod-ab:{code}"), None)


def _names(row: Mapping[str, str], level: int) -> list[str]:
    """What a level is called: the name in the first language that the table has, then the others."""
    return [
        cell
        for name, cell in row.items()
        if cell and not PCODE.fullmatch(name) and (found := _NAME.fullmatch(name)) and int(found[1]) == level
    ]


def _kind(level: int, imports: Imports) -> str:
    return imports.levels[min(level, len(imports.levels) - 1)]
