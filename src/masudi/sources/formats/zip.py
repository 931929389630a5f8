"""ZIP archives of files in any format, archives among them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from masudi.domain.retrieval import Attachment
from masudi.sources.formats import known_name
from masudi.sources.formats.archive import Packed, members
from masudi.sources.formats.format import Context, Format, Found, Member, Unread, versions

# What macOS puts beside every file.
_ASIDE = "__MACOSX"


def _read(data: bytes, context: Context) -> Iterator[Found]:
    for one in members(data, context, wanted=_wanted):
        if not isinstance(one, Packed):
            yield one
        elif known_name(one.name):
            yield Member(name=one.name, data=one.data)
        else:
            digest = hashlib.sha256(one.data).hexdigest()
            yield Unread(attachment=Attachment(name=one.name, size=len(one.data), sha256=digest))


def _wanted(name: str) -> bool:
    """Not what is hidden, as in folders."""
    return not any(part.startswith(".") or part == _ASIDE for part in name.split("/") if part != "..")


FORMAT = Format(
    name="zip",
    label="a ZIP archive",
    module=__name__,
    read=_read,
    version=versions(),
    media_types=("application/zip", "application/x-zip-compressed"),
    suffixes=(".zip",),
    magic=lambda head: head.startswith((b"PK\x03\x04", b"PK\x05\x06")),
)
