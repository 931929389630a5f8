"""Packed web archives (WACZ): ZIP archives in which WARC files lie."""

from __future__ import annotations

from collections.abc import Iterator

from masudi.errors import ReportError
from masudi.sources.formats.archive import Packed, first_name, members
from masudi.sources.formats.format import Context, Format, Found, Member, versions

_ENDS = (".warc", ".warc.gz")


def _read(data: bytes, context: Context) -> Iterator[Found]:
    anything = False
    for one in members(data, context, wanted=lambda name: name.startswith("archive/") and name.endswith(_ENDS)):
        anything = True
        yield Member(name=one.name, data=one.data) if isinstance(one, Packed) else one
    if not anything:
        raise ReportError(context.where, "is a WACZ file without a web archive in its folder archive/")


FORMAT = Format(
    name="wacz",
    label="a packed web archive",
    module=__name__,
    read=_read,
    version=versions(),
    media_types=("application/wacz", "application/x-wacz"),
    suffixes=(".wacz",),
    magic=lambda head: first_name(head).startswith((b"archive/", b"datapackage")),
)
