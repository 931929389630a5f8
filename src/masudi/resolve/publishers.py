"""Who publishes reports (data/publishers.yaml): owners, and on whose side each stands, with a citation.

It says who speaks, and nothing about whether what is said is true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from masudi.data import Fault, load_csv, load_yaml, packaged, raise_first, show
from masudi.resolve.actor_files import load_packaged_actors
from masudi.resolve.actors import load_actor_codes
from masudi.resolve.place_rules import Country
from masudi.resolve.words import folded_words

_ID = re.compile(r"[a-z][a-z0-9_]*")
_DOMAIN = re.compile(r"(?!www\.)[a-z0-9-]+(\.[a-z0-9-]+)+")


class Publisher(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An outlet: its names as headers of reports spell it, its sites, who owns it, and the citation for that.

    `alignment` is the id of the actor on whose side it stands by ownership or its own word, or one of the words of
    data/actorcodes.yaml ("independent", "unknown"). `country` is where it is based (ISO 3166-1, two letters).
    """

    name: str
    label: str
    names: tuple[str, ...]
    domains: tuple[str, ...] = ()
    owner: str
    alignment: str
    country: str | None = None
    source: str


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    publishers: tuple[Publisher, ...]


class Publishers:
    """The publishers by id, found by the `source` line of a report's header or by its address."""

    def __init__(self, publishers: Iterable[Publisher]) -> None:
        self.by_id: Mapping[str, Publisher] = {one.name: one for one in publishers}
        self._names = {folded_words(name): one for one in self.by_id.values() for name in (one.label, *one.names)}
        self._domains = {domain: one for one in self.by_id.values() for domain in one.domains}

    def named(self, source: str) -> Publisher | None:
        """The publisher with that name; capitals, accents and hyphens make no difference."""
        return self._names.get(folded_words(source))

    def at(self, url: str) -> Publisher | None:
        """The publisher of an address: that of its host, or of the next larger domain that is known."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return None
        parts = host.split(".")
        tails = (".".join(parts[at:]) for at in range(len(parts) - 1))
        return next((self._domains[tail] for tail in tails if tail in self._domains), None)


@cache
def load_publishers() -> Publishers:
    """The packaged publishers, read once; KnowledgeError, with file and line, where an entry is at fault."""
    return read_publishers(packaged("publishers.yaml"), frozenset(actor.name for actor in load_packaged_actors()))


def read_publishers(path: Path, actors: frozenset[str]) -> Publishers:
    """The publishers in `path`, aligned with some of `actors`; KnowledgeError, with the line, at the first fault."""
    publishers = load_yaml(path, _File).publishers
    raise_first(path, _faults(publishers, actors))
    return Publishers(publishers)


def _faults(publishers: Iterable[Publisher], actors: frozenset[str]) -> Iterator[Fault]:
    countries = frozenset(row.value.code for row in load_csv(packaged("places/countries.csv"), Country))
    words = [alignment.name for alignment in load_actor_codes().alignments]
    ids: set[str] = set()
    owners: dict[object, str] = {}
    for at, one in enumerate(publishers):
        here = f"$.publishers[{at}]"
        if not _ID.fullmatch(one.name):
            yield f"{here}.name", f"{show(one.name)} is no id: use small letters, digits and _, a letter first"
        if one.name in ids:
            yield f"{here}.name", f"{show(one.name)} stands twice"
        ids.add(one.name)
        for field in ("label", "owner", "source"):
            if not getattr(one, field).strip():
                yield f"{here}.{field}", f"{field} is empty"
        if one.alignment not in actors and one.alignment not in words:
            yield f"{here}.alignment", f"{show(one.alignment)} is neither an actor nor one of {', '.join(words)}"
        if one.country is not None and one.country not in countries:
            yield f"{here}.country", f"{show(one.country)} is no code of ISO 3166-1 (two capital letters, such as SY)"
        keys = [(f"{here}.names[{i}]", name, folded_words(name)) for i, name in enumerate(one.names)]
        keys.append((f"{here}.label", one.label, folded_words(one.label)))
        for where, name, key in keys:
            if owners.setdefault(key, one.name) != one.name:
                yield where, f"{show(name)} already names {show(owners[key])}"
        for i, domain in enumerate(one.domains):
            if not _DOMAIN.fullmatch(domain):
                yield f"{here}.domains[{i}]", f"{show(domain)} is no domain: write it in small letters, without www"
            if owners.setdefault(domain, one.name) != one.name:
                yield f"{here}.domains[{i}]", f"{show(domain)} already belongs to {show(owners[domain])}"
