"""Persons whom a claim names as harmed: private people's names, which are sensitive wherever they stand.

A name is taken that may be none rather than one left out that is: what is found here is withheld, not published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Claim, Party, Span, span_of
from masudi.resolve.words import fold

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_GAP = re.compile(r"[^\S\n]*\n?[^\S\n]*")
_FEWEST, _MOST = 2, 5


class PersonWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/persons.yaml, as it stands."""

    kinds: frozenset[str]
    titles: frozenset[str]
    particles: frozenset[str]
    bodies: frozenset[str]


@cache
def load_persons() -> PersonWords:
    """The packaged words; KnowledgeError, with file and line, where they are at fault."""
    return load_yaml(packaged("persons.yaml"), PersonWords)


def named_victims(claim: Claim) -> tuple[Span, ...]:
    """The names of persons whom the claim says to be harmed, whatever its status, in the order of its targets.

    Those who are known as actors are no private persons. Titles are left out of the names.
    """
    words = load_persons()
    if claim.kind not in words.kinds and not claim.casualties:
        return ()
    places = {fold(place.text) for place in claim.place}
    found = (_name(party, words) for party in claim.target if party.actor_id is None and party.entity is None)
    return tuple(dict.fromkeys(one for one in found if one is not None and fold(one.text) not in places))


def _name(party: Party, words: PersonWords) -> Span | None:
    """The name that a target is; None where its words are no name of a person."""
    parts = list(_parts(party.text))
    while parts and fold(parts[0].group()) in words.titles:
        del parts[0]
    if not _FEWEST <= len(parts) <= _MOST or parts[-1].end() != len(party.text.rstrip()):
        return None
    if any(fold(part.group()) in words.bodies for part in parts):
        return None
    if not all(_is_of_name(part.group(), words, first=part is parts[0]) for part in parts):
        return None
    found = span_of(party.text, parts[0].start(), parts[-1].end())
    return Span(start=party.start + found.start, end=party.start + found.end, text=found.text)


def _is_of_name(word: str, words: PersonWords, *, first: bool) -> bool:
    """Whether a word is written as those of names are: "Besk", "al-Besk", and inside a name "bin"."""
    head, _, rest = word.partition("-")
    small = fold(head) in words.particles and (rest[:1].isupper() if rest else not first)
    return word[0].isupper() or small


def _parts(text: str) -> Iterator[re.Match[str]]:
    """The words from the beginning of a text on, as long as nothing but blanks stands between them."""
    at = 0
    for part in _WORD.finditer(text):
        if not _GAP.fullmatch(text, at, part.start()):
            return
        yield part
        at = part.end()
