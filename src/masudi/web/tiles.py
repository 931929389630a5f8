"""A map of somebody else's behind our own: tiles by their addresses, or a style of MapLibre."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import msgspec

from masudi.errors import UsageError

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:[0-9]{1,5})?")
_TILE = ("{z}", "{x}", "{y}")


class Tiles(msgspec.Struct, frozen=True, kw_only=True):
    """Where a map comes from: `url` of its tiles ({z}, {x} and {y} in it) or of a style, and `origin` of all of it."""

    url: str
    origin: str
    style: bool


def tiles_at(url: str) -> Tiles:
    """The map at an address; UsageError where it is none. What the address names has to come from its own origin."""
    try:
        parts = urlsplit(url)
        host, _ = parts.netloc.lower(), parts.port
    except ValueError:
        raise UsageError(f"{url!r} is no address of a map") from None
    # The origin goes into a header, and the address into a page: neither may hold anything else.
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host) or re.search(r"[\s\\'\"<>]", url):
        raise UsageError(f"{url!r} is no address of a map: it has to begin with https:// (or http://) and a host")
    there = [one for one in _TILE if one in parts.path or one in parts.query]
    if there and len(there) < len(_TILE):
        raise UsageError(f"{url!r} is no address of tiles: {{z}}, {{x}} and {{y}} have to stand in it")
    return Tiles(url=url, origin=f"{parts.scheme}://{host}", style=not there)
