"""A published view of a case in, the files of a format out. Each module but the shared ones describes one format.

`FORMATS` are all of them by name, `exported` makes the files of one: the first is what was asked for; beside it stand
what is no event, and a manifest. Nothing here touches a disk, and the same view gives the same bytes.
"""

from __future__ import annotations

from masudi.domain.view import Published
from masudi.export.formats import acled, bundle, cameo, ged, geojson, hxl, kml, parquet, plover
from masudi.export.formats.manifest import manifest
from masudi.export.formats.model import Column, File, Format

FORMATS: dict[str, Format] = {
    module.FORMAT.name: module.FORMAT for module in (acled, ged, plover, cameo, geojson, kml, hxl, parquet, bundle)
}


def exported(published: Published, name: str) -> list[File]:
    """The files of a format, its manifest the last; KeyError where there is no such format."""
    format_ = FORMATS[name]
    files = list(format_.write(published))
    return [*files, manifest(published, format_, files)]


__all__ = ["FORMATS", "Column", "File", "Format", "exported"]
