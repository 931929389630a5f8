"""Opening a user's gazetteer: the text of a file or of the one table in a ZIP archive, and which format it is."""

from __future__ import annotations

import csv
import re
import zipfile
from pathlib import Path
from typing import Literal

from masudi.errors import KnowledgeError

Format = Literal["geonames", "geojson", "ocha", "csv"]

# A dump of the largest country is below this; what unpacks to more is no gazetteer.
_MAX_BYTES = 500_000_000
_SUFFIXES = frozenset({".txt", ".tsv", ".csv", ".json", ".geojson"})
_GEONAMES_COLUMNS = 19
PCODE = re.compile(r"adm(?:in)?_?(\d)_?pcode", re.IGNORECASE)


def open_gazetteer(path: Path) -> tuple[Format, str]:
    """The format and the text of the gazetteer in `path`; KnowledgeError where it cannot be read."""
    try:
        zipped = zipfile.is_zipfile(path)
        if not zipped and path.stat().st_size > _MAX_BYTES:
            raise KnowledgeError(str(path), f"is larger than {_MAX_BYTES // 1_000_000} MB: cut it down to one country")
        data = _unzipped(path) if zipped else path.read_bytes()
    except OSError as fault:
        raise KnowledgeError(str(path), f"cannot be read: {fault.strerror}") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise KnowledgeError(str(path), f"is no UTF-8 text (byte {fault.start}): save it as UTF-8") from None
    return _format(path, text), text


def _unzipped(path: Path) -> bytes:
    """The table in an archive. Nothing is written to disk, and no more is unpacked than a gazetteer may hold."""
    try:
        with zipfile.ZipFile(path) as archive:
            tables = [
                member
                for member in archive.infolist()
                if Path(member.filename).suffix.lower() in _SUFFIXES and "readme" not in member.filename.lower()
            ]
            if len(tables) != 1:
                raise KnowledgeError(str(path), f"holds {len(tables)} tables, not one: unpack it and name the file")
            with archive.open(tables[0]) as member:
                data = member.read(_MAX_BYTES + 1)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as fault:
        raise KnowledgeError(str(path), f"cannot be unpacked: {fault}") from None
    if len(data) > _MAX_BYTES:
        raise KnowledgeError(str(path), f"unpacks to more than {_MAX_BYTES // 1_000_000} MB")
    return data


def _format(path: Path, text: str) -> Format:
    start = text.lstrip()[:1]
    if start in ("{", "["):
        return "geojson"
    first = text.lstrip("\n\r").partition("\n")[0]
    cells = first.split("\t")
    if len(cells) == _GEONAMES_COLUMNS and cells[0].isdigit():
        return "geonames"
    try:
        columns = next(csv.reader([first.rstrip("\r")]), [])
    except csv.Error:
        columns = []
    if any(PCODE.fullmatch(column.strip()) for column in columns):
        return "ocha"
    if len(columns) > 1:
        return "csv"
    known = "a GeoNames dump, a table with columns (CSV), GeoJSON, or a COD-AB table of OCHA"
    raise KnowledgeError(str(path), f"is no gazetteer that Masudi reads, which are: {known}")
