"""The user's own gazetteers, as they are stored: read when places are resolved, where they win over packaged ones."""

from __future__ import annotations

from pathlib import Path

import msgspec

from masudi.data import own_folder
from masudi.errors import KnowledgeError
from masudi.resolve.local_places import LocalPlaces
from masudi.resolve.sites import Site

_VERSION = 1


class UserGazetteer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A gazetteer that the user has added: its name, the file that it came from, and its sites, checked when added.

    `common` are, by the id of a site, its spellings that count only where the report is about its surroundings.
    """

    version: int = _VERSION
    name: str
    file: str
    sites: tuple[Site, ...]
    common: dict[str, tuple[str, ...]] = {}


def load_user_gazetteers(folder: Path | None = None) -> tuple[UserGazetteer, ...]:
    """The user's gazetteers in the order of their names; none where nothing was added.

    Raises KnowledgeError where a stored file is damaged.
    """
    folder = own_folder("gazetteers") if folder is None else folder
    return tuple(_read(path) for path in sorted(folder.glob("*.json")))


def load_user_places(folder: Path | None = None) -> LocalPlaces:
    """What all of the user's gazetteers hold, each id once: where two have one id, the later gazetteer's counts."""
    sites: dict[str, Site] = {}
    common: dict[str, frozenset[str]] = {}
    for gazetteer in load_user_gazetteers(folder):
        for site in gazetteer.sites:
            sites[site.id] = site
            common[site.id] = frozenset(gazetteer.common.get(site.id, ()))
    return LocalPlaces(sites=sites, common={ident: names for ident, names in common.items() if names})


def load_user_sites(folder: Path | None = None) -> tuple[Site, ...]:
    """The sites of all of the user's gazetteers, each id once."""
    return tuple(load_user_places(folder).sites.values())


def _read(path: Path) -> UserGazetteer:
    repair = f"take it out with `masudi gazetteer remove {path.stem}` and add it again"
    try:
        gazetteer = msgspec.json.decode(path.read_bytes(), type=UserGazetteer)
    except OSError as fault:
        raise KnowledgeError(str(path), f"cannot be read: {fault.strerror}") from None
    except (msgspec.DecodeError, UnicodeDecodeError) as fault:
        raise KnowledgeError(str(path), f"is damaged ({fault}): {repair}") from None
    if gazetteer.version != _VERSION:
        raise KnowledgeError(str(path), f"was written by another version of Masudi: {repair}")
    return gazetteer
