"""Names that we know, in a text of any language: places of the atlas and actors of data/actors, by their spellings.

Nothing is understood of the text. In scripts with capitals a name has one; in Arabic what is written together with the
next word ("and", "in") is taken off. What a language adds at the end of names is not, and names that we do not know are
not found.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from typing import Annotated

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Span, span_of
from masudi.domain.known import NamedActor
from masudi.resolve.actor_files import load_actors
from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Form
from masudi.resolve.locating import Located, resolve_places
from masudi.resolve.party_lexicon import Naming, namings_of
from masudi.resolve.spelling import folded
from masudi.resolve.words import Words, words_of

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]

# The longest name of a place, in words; actors tell their own.
_LONGEST = 4
# What is left of a word without its prefix is no shorter.
_SHORTEST = 3
_APOSTROPHES = "'’ʼ"
_NAMES = (Form.NAME, Form.OTHER)


class KnownNamesFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/knownnames.yaml, as it stands."""

    prefixes: tuple[str, ...]
    contracted: tuple[str, ...]
    never: frozenset[str]
    least: Share
    least_first: Share


@cache
def load_known_names() -> KnownNamesFile:
    """The file, read once."""
    return load_yaml(packaged("knownnames.yaml"), KnownNamesFile)


def known_actors(text: str) -> tuple[NamedActor, ...]:
    """The actors that a text names, in its order, by names that are theirs alone."""
    words = words_of(text)
    index, lengths = _actors()
    found: list[NamedActor] = []
    at = 0
    while at < len(words):
        # Of most words no name begins with them, which is seen by the word alone.
        longest = max((lengths.get(folded(one.text), 0) for one in _readings(words, at, at + 1)), default=0)
        one = next(_actor_at(words, at, longest, index), None)
        if one is None:
            at += 1
        else:
            found.append(one)
            at = bisect_left(words.starts, one.end)
    return tuple(found)


def _actor_at(words: Words, at: int, longest: int, index: dict[str, Naming]) -> Iterator[NamedActor]:
    for end in _ends(words, at, longest) if longest else ():
        for span in _readings(words, at, end):
            naming = index.get(folded(span.text))
            if naming is not None and naming.fits(words, at, end):
                known = naming.actor
                yield NamedActor(start=span.start, end=span.end, text=span.text, actor_id=known.name, name=known.label)


@cache
def _actors() -> tuple[dict[str, Naming], dict[str, int]]:
    """The names of actors, folded, and of the first word of each, how many words the longest of them has.

    Names of states are left out: they are those of places.
    """
    index: dict[str, Naming] = {}
    lengths: dict[str, int] = {}
    for actor in load_actors():
        for naming, phrase in namings_of(actor):
            key = folded(phrase)
            if naming.form == "name" and not naming.generic and key:
                index.setdefault(key, naming)
                first, *others = key.split()
                lengths[first] = max(lengths.get(first, 0), len(others) + 1)
    return index, lengths


def known_places(text: str, atlas: Atlas, *, taken: Iterable[Span] = ()) -> tuple[tuple[Span, Located], ...]:
    """The places of the atlas that a text names, in its order, each with where it lies; none within `taken`."""
    words, file = words_of(text), load_known_names()
    spans = list(_named(words, atlas, frozenset(_covered(words, taken))))
    begins = {start for at, start in enumerate(words.starts) if words.first(at)}
    found = []
    for span, located in zip(spans, resolve_places(text, spans, atlas), strict=True):
        first = span.start in begins and span.text[:1].isupper() and " " not in span.text
        if located is not None and located.confidence >= (file.least_first if first else file.least):
            found.append((span, located))
    return tuple(found)


def _covered(words: Words, taken: Iterable[Span]) -> Iterator[int]:
    for span in taken:
        at = bisect_left(words.ends, span.start + 1)
        while at < len(words) and words.starts[at] < span.end:
            yield at
            at += 1


def _named(words: Words, atlas: Atlas, taken: frozenset[int]) -> Iterator[Span]:
    at = 0
    while at < len(words):
        found = next(_at(words, at, atlas, taken), None)
        if found is None:
            at += 1
        else:
            span, at = found
            yield span


def _at(words: Words, at: int, atlas: Atlas, taken: frozenset[int]) -> Iterator[tuple[Span, int]]:
    """The names of places that begin at word `at`, the longest first, and the word after each."""
    never = load_known_names().never
    for end in _ends(words, at, _LONGEST):
        if taken.isdisjoint(range(at, end)):
            for span in _readings(words, at, end):
                if span.text not in never and _is_place(span.text, atlas):
                    yield span, end


@lru_cache(maxsize=16_384)
def _is_place(name: str, atlas: Atlas) -> bool:
    return any(hit.form in _NAMES for hit in atlas.named(name))


def _ends(words: Words, at: int, longest: int) -> Iterator[int]:
    """Where a name that begins at word `at` may end, the furthest first."""
    end = at + 1
    while end < len(words) and end - at < longest and words.joined[end]:
        end += 1
    yield from range(end, at, -1)


def _readings(words: Words, at: int, end: int) -> Iterator[Span]:
    """What words may be as a name: as they stand, and without what is written together with the first or the last."""
    text, start, stop = words.text, words.starts[at], words.ends[end - 1]
    for begin, finish in _cuts(text, start, stop):
        span = span_of(text, begin, finish)
        if _can_name(span.text):
            yield span


def _cuts(text: str, start: int, stop: int) -> Iterator[tuple[int, int]]:
    yield start, stop
    marks = [at for at in range(start, stop) if text[at] in _APOSTROPHES]
    # "d'Alep", "Afrin'i".
    yield from ((at + 1, stop) for at in marks[:1] if stop - at > _SHORTEST)
    yield from ((start, at) for at in marks[-1:] if at - start >= _SHORTEST)
    file = load_known_names()
    for prefix in sorted((*file.prefixes, *file.contracted), key=len, reverse=True):
        if text.startswith(prefix, start, stop) and stop - start - len(prefix) >= _SHORTEST:
            yield start + len(prefix), stop


def _can_name(words: str) -> bool:
    """Whether these words have the capitals that names have, in a script that has any, and are not too short."""
    first, last = words[:1], re.split(r"[ -]", words)[-1][:1]
    cased = first.lower() != first.upper()
    return (first.isupper() and not last.islower()) if cased else len(words) >= _SHORTEST and first.isalpha()
