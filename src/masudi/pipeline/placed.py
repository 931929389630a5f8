"""What a person pins words to: an entry of a gazetteer, or a point, as the fields of a claim's place."""

from __future__ import annotations

from typing import Any

from masudi.errors import DecisionError
from masudi.resolve import load_atlas
from masudi.resolve.locating import located_at
from masudi.resolve.place_kinds import load_place_kinds

# Half of the earth's circumference, in kilometres.
_HALF_ROUND = 20_000


def entry_of_gazetteer(ident: str) -> dict[str, Any]:
    """The fields of the place with this id; DecisionError where no gazetteer has it."""
    atlas = load_atlas()
    row = atlas.row_of(ident)
    row = atlas.world.row_of(ident) if row is None else row
    if row is None:
        raise DecisionError(f"no gazetteer has the entry {ident!r}: `masudi places` shows ids, such as geonames:170794")
    found = located_at(row, atlas)
    return {
        "name": found.name,
        "within": found.within,
        "lat": found.lat,
        "lon": found.lon,
        "gazetteer_id": found.id,
        "kind": found.kind,
        "precision": found.precision,
        "radius_km": found.radius_km,
    }


def point_on_earth(point: tuple[float, float], radius_km: float | None = None) -> dict[str, Any]:
    """The fields of a place at a point (latitude, longitude in WGS 84 degrees); DecisionError where it is none.

    `radius_km` is how far from there the place may be; an exact point unless given.
    """
    lat, lon = point
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise DecisionError(f"{lat}, {lon} is no point: latitude comes first, in degrees")
    classes = load_place_kinds().precisions
    radius = classes["exact"].radius_km if radius_km is None else radius_km
    if not 0 < radius < _HALF_ROUND:
        raise DecisionError(f"a radius of {radius} km cannot be")
    precision = next((one for one in ("exact", "near") if radius <= classes[one].radius_km), "area")
    return {"lat": lat, "lon": lon, "radius_km": radius, "precision": precision}
