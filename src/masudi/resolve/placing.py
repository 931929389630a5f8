"""Where the toponyms of a report lie: each looked up in the gazetteer, and one of its namesakes chosen.

The choice is made for all of them together (`place_features`): what stands beside the name, what else the report
names, what is near what.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from masudi.domain import Span
from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Form
from masudi.resolve.place_candidates import Candidate, Match, candidates
from masudi.resolve.place_features import Name, Table
from masudi.resolve.place_ranking import Ranker, load_ranker
from masudi.resolve.spelling import folded
from masudi.resolve.words import words_of

# "Paris, Texas": what follows the comma, and how far behind it a longer name may end.
_COMMA = re.compile(r"\s*[,(]\s*([^\W\d_][\w.’'-]*(?: [^\W\d_][\w.’'-]*){0,2})")
_IN = re.compile(r"\s*,?\s+in\s+(?:\w+\s+){0,3}$")
# What may hold a place that its name stands beside.
_HOLDERS = frozenset(("country", "province", "governorate"))
_NATIONS = frozenset(("country",))


# Less likely than this, a toponym is no place of the gazetteer, as the probabilities are calibrated (training.placing):
# of the choices with 0.8 on the training halves and reports, eight in ten are right; of those with 0.6, six.
_LEAST = 0.5
# So many toponyms are placed together: each is compared with all that the others can be. Few reports have as many.
_STRETCH = 150


class Placed(NamedTuple):
    """The place that a toponym means: its row in the atlas, and how likely it is that one."""

    row: int
    confidence: float


class _Seen:
    """What is seen of one wording of a report while its toponyms are gone through."""

    def __init__(self, found: tuple[Candidate, ...]) -> None:
        self.candidates = found
        self.comma: set[int] = set()
        self.inside: set[int] = set()
        self.beside: set[int] = set()
        self.mentions = 0

    def name(self) -> Name:
        return Name(
            self.candidates, frozenset(self.comma), frozenset(self.inside), frozenset(self.beside), self.mentions
        )


def place(
    text: str, toponyms: Sequence[Span], atlas: Atlas, *, context: Iterable[str] = (), ranker: Ranker | None = None
) -> list[Placed | None]:
    """Where each of some toponyms of a text (sorted by start) lies; None where no gazetteer has the place.

    `context` are other words of the text that may tell its countries ("Syrian", of an army). Long texts are looked at
    in stretches, so that time and memory grow in step with their length.
    """
    ranker, words = ranker or load_ranker(), tuple(context)
    stretches = (toponyms[at : at + _STRETCH] for at in range(0, len(toponyms), _STRETCH))
    return [one for stretch in stretches for one in _place(text, stretch, atlas, words, ranker)]


def _place(
    text: str, toponyms: Sequence[Span], atlas: Atlas, context: Sequence[str], ranker: Ranker
) -> list[Placed | None]:
    names, wordings = names_of(text, toponyms, atlas, context)
    table = Table(names, atlas)
    if not len(table.rows):
        return [None] * len(toponyms)
    chosen = ranker.choose(table)
    placed = [
        Placed(int(table.rows[one.candidate]), round(one.probability, 4)) if one and one.probability >= _LEAST else None
        for one in chosen
    ]
    return [placed[number] for number in wordings]


def names_of(
    text: str, toponyms: Sequence[Span], atlas: Atlas, context: Iterable[str] = ()
) -> tuple[list[Name], list[int]]:
    """The wordings of toponyms (sorted by start), those of the context, and the number of each toponym's wording."""
    numbers: dict[str, int] = {}
    seen: list[_Seen] = []
    wordings: list[int] = []
    cased = not words_of(text).lowered
    around: list[tuple[str, frozenset[str]]] = []
    for at, one in enumerate(toponyms):
        number = numbers.setdefault(folded(one.text), len(numbers))
        wordings.append(number)
        if number == len(seen):
            found = remembered(one.text, atlas)
            if cased and not names_something(one.text):
                found = tuple(other for other in found if other.form is Form.COMMON)
            seen.append(_Seen(found))
        seen[number].mentions += 1
        held_by = _after_comma(text, one.end, atlas)
        if held_by:
            seen[number].comma.update(_holders(held_by, atlas))
            around.append((folded(held_by), _HOLDERS))
        if at:
            before = seen[wordings[at - 1]]
            if wordings[at - 1] != number:
                seen[number].beside.add(wordings[at - 1])
                before.beside.add(number)
            if says_in(text[toponyms[at - 1].end : one.start]):
                before.inside.update(_holders(one.text, atlas))
    for (word, kinds), count in Counter([*((folded(one), _NATIONS) for one in context), *around]).items():
        wide = _wide(word, kinds, atlas)
        if wide and word not in numbers:
            numbers[word] = len(seen)
            seen.append(_Seen(wide))
            seen[-1].mentions = count
    return [one.name() for one in seen], wordings


def says_in(gap: str) -> bool:
    """Whether the words between two names say that the first lies in the second."""
    return _IN.match(gap) is not None


def context_of(parties: Iterable[Span]) -> tuple[str, ...]:
    """The words of parties that may tell a country: "Syrian" of "Syrian army", "Russia"."""
    return tuple(word for party in parties for word in party.text.split() if word[:1].isupper())


def names_something(words: str) -> bool:
    """Whether words can be a name in a text that has capitals: with one, or in a script that has none."""
    return words != words.lower() or not words.isascii()


@lru_cache(maxsize=8192)
def remembered(toponym: str, atlas: Atlas) -> tuple[Candidate, ...]:
    """`candidates`, kept: the reports of one war name the same places."""
    return tuple(candidates(toponym, atlas))


def nations(word: str, atlas: Atlas) -> tuple[int, ...]:
    """The rows of the countries that a word names, or whose people it names."""
    return tuple(one.row for one in _wide(word, _NATIONS, atlas))


@lru_cache(maxsize=2048)
def _wide(word: str, kinds: frozenset[str], atlas: Atlas) -> tuple[Candidate, ...]:
    """The countries, or divisions as well, that a word of the context can be."""
    return tuple(one for one in candidates(word, atlas) if one.match is Match.SAME and atlas.kind(one.row) in kinds)


def _after_comma(text: str, end: int, atlas: Atlas) -> str | None:
    """The words after a comma that name a country or a division, as many as do."""
    match = _COMMA.match(text, end)
    if match is None:
        return None
    words = match.group(1).split()
    tried = (" ".join(words[:count]) for count in range(len(words), 0, -1))
    return next((words for words in tried if _holders(words, atlas)), None)


@lru_cache(maxsize=2048)
def _holders(words: str, atlas: Atlas) -> frozenset[int]:
    if not names_something(words):
        return frozenset()
    hits = (hit for hit in atlas.named(words) if hit.form is not Form.DEMONYM)
    return frozenset(hit.row for hit in hits if atlas.kind(hit.row) in _HOLDERS)
