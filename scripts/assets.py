"""Fetch what the workbench's map is made of and write it into src/masudi, with its licences.

    .venv/bin/python scripts/assets.py [--sources ../shared/corpora/gazetteer]

Needs npm and a network once; what it writes is committed, so that the workbench needs neither. MapLibre GL and axe-core
(which only tests use) come as they are. Land and borders are Natural Earth's at 1:10 million by way of the package
world-atlas, rivers Natural Earth's own table, the names of countries and towns those of the packaged gazetteer.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import math
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from pathlib import Path
from typing import Any

import numpy as np

from masudi.draw import thinned
from masudi.resolve.gazetteer import load_gazetteer
from masudi.resolve.sites import Site

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "src" / "masudi" / "web" / "static"
DATA = ROOT / "src" / "masudi" / "data"
TESTS = ROOT / "tests" / "web" / "assets"

# Package, version, and what the archive's SHA-256 has to be; after a change of version the message says the new one.
PACKAGES = {
    "maplibre-gl": ("6.17.0", "587807d8d6c99349022e027fa310c16cfaa55392131f6263df080306db6809b0"),
    "world-atlas": ("2.0.2", "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"),
    "axe-core": ("4.14.1", "e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745"),
}

# Degrees by which a simplified line may lie off: two pixels at zoom 8, where one looks at a province.
OFF = 0.008
# Islands smaller than this many square degrees (some 35 square kilometres) are left out.
SMALLEST = 0.003
# Rivers of Natural Earth's ranks up to this one: those that a map of a country shows.
RIVERS = 6
# Towns with fewer people are left out; and from how many people on a town is named at which zoom.
FEWEST = 50_000
ZOOMS = ((5_000_000, 3), (1_000_000, 4), (300_000, 5), (100_000, 6), (FEWEST, 7))

# From how many kilometres on that a country reaches its name is shown at which zoom.
REACHES = ((1_000, 1), (500, 2), (200, 3), (0, 4))

Line = list[tuple[float, float]]


def main() -> None:
    """Fetch, convert, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sources", type=Path, default=ROOT.parent / "shared" / "corpora" / "gazetteer")
    sources: Path = parser.parse_args().sources
    with tempfile.TemporaryDirectory() as folder:
        packages = {name: fetched(name, Path(folder)) for name in PACKAGES}
        maplibre, axe = packages["maplibre-gl"], packages["axe-core"]
        take(maplibre / "dist", STATIC / "maplibre", "maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")
        take(maplibre, STATIC / "maplibre", "LICENSE.txt")
        take(axe, TESTS, "axe.min.js", "LICENSE")
        atlas = Topology(json.loads((packages["world-atlas"] / "countries-10m.json").read_bytes()))
    write("land", [feature("MultiPolygon", atlas.land())])
    write("borders", [feature("MultiLineString", atlas.borders())])
    write("rivers", list(rivers(sources)))
    write("countries", list(countries()))
    write("towns", list(towns()))


def fetched(name: str, folder: Path) -> Path:
    """The unpacked npm package; ends the program where its archive is not the one that we know."""
    version, known = PACKAGES[name]
    done = subprocess.run(
        ["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, capture_output=True, text=True, check=True
    )
    archive = folder / done.stdout.split()[-1]
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    if digest != known:
        raise SystemExit(f"{name} {version} has the SHA-256 {digest}, not {known}: look at it, then change PACKAGES")
    with tarfile.open(archive) as packed:
        packed.extractall(folder / name, filter="data")
    return folder / name / "package"


def take(source: Path, target: Path, *names: str) -> None:
    """Copy files, without the lines that name a source map."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        if name.endswith(".mjs"):
            lines = (source / name).read_text("utf-8").splitlines(keepends=True)
            (target / name).write_text("".join(one for one in lines if not one.startswith("//# sourceMap")), "utf-8")
        else:
            shutil.copyfile(source / name, target / name)


class Topology:
    """Polygons that share their lines (TopoJSON), so that neighbours still fit each other after simplification."""

    def __init__(self, content: dict[str, Any]) -> None:
        (x_scale, y_scale), (x, y) = content["transform"]["scale"], content["transform"]["translate"]
        self._arcs = []
        for arc in content["arcs"]:
            points = np.cumsum(np.array(arc, dtype=np.int64), axis=0)
            line = [(px * x_scale + x, py * y_scale + y) for px, py in points.tolist()]
            self._arcs.append(thinned(line, OFF))
        self._objects = content["objects"]

    def land(self) -> list[list[Line]]:
        """All land, as the coordinates of a MultiPolygon."""
        (land,) = self._objects["land"]["geometries"]
        polygons = [[self._ring(ring) for ring in polygon] for polygon in land["arcs"]]
        return [
            [ring for at, ring in enumerate(polygon) if at == 0 or area(ring) > SMALLEST]
            for polygon in polygons
            if area(polygon[0]) > SMALLEST
        ]

    def borders(self) -> list[Line]:
        """The lines that two countries share, each once."""
        used: dict[int, set[int]] = {}
        for number, country in enumerate(self._objects["countries"]["geometries"]):
            for arc in flat(country["arcs"]):
                used.setdefault(arc if arc >= 0 else ~arc, set()).add(number)
        return [rounded(self._arcs[arc]) for arc, by in used.items() if len(by) > 1]

    def _ring(self, arcs: Sequence[int]) -> Line:
        ring: Line = []
        for arc in arcs:
            line = self._arcs[arc] if arc >= 0 else self._arcs[~arc][::-1]
            ring += line if not ring else line[1:]
        return rounded(ring)


def flat(arcs: Any) -> Iterator[int]:
    """The numbers in a list of lists, however deep."""
    if isinstance(arcs, int):
        yield arcs
    else:
        for one in arcs:
            yield from flat(one)


def rounded(line: Iterable[tuple[float, float]]) -> Line:
    """To a hundred metres; points that fall together are one."""
    points = [(round(x, 3), round(y, 3)) for x, y in line]
    return points[:1] + [here for before, here in pairwise(points) if here != before]


def area(ring: Line) -> float:
    """Square degrees, shrunk towards the poles as the surface is."""
    doubled = sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(ring))
    return abs(doubled) / 2 * math.cos(math.radians(ring[0][1])) if len(ring) > 3 else 0


def rivers(sources: Path) -> Iterator[dict[str, Any]]:
    """The rivers, each rank a feature, for that is what decides from which zoom on they are drawn."""
    ranks: dict[int, list[Line]] = {}
    for one in loaded(sources, "ne_10m_rivers_lake_centerlines"):
        rank, shape = math.ceil(one["properties"]["scalerank"]), one["geometry"]
        if rank <= RIVERS and shape is not None:
            lines = shape["coordinates"] if shape["type"] == "MultiLineString" else [shape["coordinates"]]
            ranks.setdefault(rank, []).extend(
                rounded(thinned([(x, y) for x, y, *_ in line], OFF)) for line in lines if len(line) > 1
            )
    for rank, lines in sorted(ranks.items()):
        yield feature("MultiLineString", lines, rank=rank)


def countries() -> Iterator[dict[str, Any]]:
    """Where the name of each country stands, the widest first, and from which zoom on."""
    gazetteer = load_gazetteer()
    for row in sorted(gazetteer.of_kind("country"), key=gazetteer.extent, reverse=True):
        place, reach = gazetteer.site(row), gazetteer.extent(row)
        zoom = next(zoom for least, zoom in REACHES if reach >= least)
        yield feature("Point", _middle(place, 2), name=place.name, zoom=zoom)


def towns() -> Iterator[dict[str, Any]]:
    """The towns of the packaged gazetteer, the largest first, and from which zoom on they are named."""
    gazetteer = load_gazetteer()
    # Its rows are numbered from the most to the least peopled.
    for place in takewhile(lambda one: one.population >= FEWEST, map(gazetteer.site, range(len(gazetteer)))):
        if place.kind in ("town", "capital"):
            zoom = next(zoom for people, zoom in ZOOMS if place.population >= people)
            capital = {"capital": 1} if place.kind == "capital" else {}
            yield feature("Point", _middle(place, 3), name=place.name, zoom=zoom, **capital)


def _middle(place: Site, digits: int) -> tuple[float, float]:
    """Where the name of a place stands; all of the packaged towns and countries have a point."""
    assert place.lat is not None
    assert place.lon is not None
    return round(place.lon, digits), round(place.lat, digits)


def loaded(sources: Path, name: str) -> list[dict[str, Any]]:
    """The features of a table of Natural Earth."""
    with gzip.open(sources / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        features: list[dict[str, Any]] = json.load(file)["features"]
    return features


def feature(kind: str, coordinates: Any, **known: Any) -> dict[str, Any]:
    """A feature of GeoJSON."""
    return {"type": "Feature", "properties": known, "geometry": {"type": kind, "coordinates": coordinates}}


def write(name: str, features: list[dict[str, Any]]) -> None:
    """Write a layer of the map, as small as JSON gets."""
    path = DATA / "map" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    content = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
