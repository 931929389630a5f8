"""Names in a text of whom Masudi knows nothing public: victims, witnesses, whoever is no known actor or place.

What leaves a case must not name them. A name too many does no harm here and one too few may, so every name counts that
nothing explains: no place, no party, no publisher, no day or month, no noun that only has a capital.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from functools import cache

import msgspec

from masudi.domain import Span
from masudi.resolve.knowledge import Knowledge
from masudi.resolve.parties import find_parties
from masudi.resolve.party_words import CueName
from masudi.resolve.proper_names import Name, ProperNames
from masudi.resolve.time_words import load_times
from masudi.resolve.toponyms import find_places
from masudi.resolve.words import PhraseIndex, Words, fold, folded_words, words_of

# Forms of parties whose words are their name.
_NAMED = ("name", "country", "demonym", "nominal")
# Nouns that make a group, an office or a title of a name, and are none by themselves: "Brigade 142", "Dr".
_NOUNS: tuple[CueName, ...] = ("head", "weak_head", "title", "state_body", "state_role", "members", "fighters")
# Shorter words ("al", "bin") are in many names.
_SHORTEST = 4


class NamesIn(msgspec.Struct, frozen=True, kw_only=True):
    """The names of a text: those that nothing in it explains, and those of places and parties, folded."""

    private: tuple[str, ...]
    explained: frozenset[str]


def names_in(text: str, *, knowledge: Knowledge, known: PhraseIndex[bool] | None = None) -> NamesIn | None:
    """The names in `text`; None where names cannot be told from other words.

    That is so in a text without capitals, as those have that a machine has put in small letters. `known` are names that
    are nobody's secret, such as publishers'.
    """
    words = words_of(text)
    if words.lowered:
        return None
    names = ProperNames(words, knowledge.parties.cues, knowledge.places)
    parties = find_parties(text, knowledge=knowledge)
    spans = [one for one in parties if one.form in _NAMED]
    found = [*spans, *find_places(text, knowledge=knowledge, parties=parties)]
    explained = {*_words_in(words, found), *(_known(words, known) if known is not None else ())}
    private = (names.text(name) for name in names.found if _unexplained(name, names, words, knowledge, explained))
    public = (names.folds(name) for name in names.found if set(range(name.start, name.end)) <= explained)
    return NamesIn(private=tuple(dict.fromkeys(private)), explained=frozenset(map(" ".join, public)))


def private_names(
    texts: Iterable[tuple[str, str]], *, knowledge: Knowledge, known: Collection[str] = (), victims: Iterable[str] = ()
) -> tuple[tuple[str, ...], frozenset[str]]:
    """The names that nothing explains in texts of one case, sorted; and the keys of the texts in which none is found.

    `texts` are pairs of a key and a text. What is a place or a party in one text is nobody's name in another. `victims`
    are names that are private whatever else they are.
    """
    private: dict[str, None] = {}
    explained: set[str] = set()
    unread: set[str] = set()
    index: PhraseIndex[bool] = PhraseIndex((folded_words(one), True) for one in known)
    for key, text in texts:
        found = names_in(text, knowledge=knowledge, known=index)
        if found is None:
            unread.add(key)
            continue
        private.update(dict.fromkeys(found.private))
        explained |= found.explained
    left = [*victims, *(one for one in private if " ".join(folded_words(one)) not in explained)]
    parts = (part for one in left for part in _parts(one, explained, knowledge))
    return tuple(sorted({*left, *parts})), frozenset(unread)


def _parts(name: str, explained: Collection[str], knowledge: Knowledge) -> Iterator[str]:
    """The words of a name that tell of its bearer by themselves: "Karam", of "Ahmad Karam"."""
    words = words_of(name)
    names = ProperNames(words, knowledge.parties.cues, knowledge.places)
    for at in range(len(words)) if len(words) > 1 else ():
        fold = words.folds[at]
        if len(fold) >= _SHORTEST and fold not in explained and not _is_noun(at, names, words, knowledge):
            yield words.text[words.starts[at] : words.ends[at]]


def _words_in(words: Words, spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        at = bisect_left(words.starts, span.start)
        while at < len(words) and words.ends[at] <= span.end:
            yield at
            at += 1


def _known(words: Words, known: PhraseIndex[bool]) -> Iterator[int]:
    for at in range(len(words)):
        for end, _, _ in known.matches(words, at):
            yield from range(at, end)


def _unexplained(name: Name, names: ProperNames, words: Words, knowledge: Knowledge, explained: set[int]) -> bool:
    left = [at for at in range(name.start, name.end) if at not in explained]
    return any(not _is_noun(at, names, words, knowledge) for at in left)


def _is_noun(at: int, names: ProperNames, words: Words, knowledge: Knowledge) -> bool:
    """Whether a word with a capital is a day, a month, an office, a noun for a place or for a group."""
    cues = knowledge.parties.cues
    return (
        words.folds[at] in _calendar()
        or names.is_place_noun(at)
        or names.is_direction(at)
        or any(cues.here(words, at, cue) > at for cue in _NOUNS)
    )


@cache
def _calendar() -> frozenset[str]:
    times = load_times()
    days = (form for one in times.weekdays for form in (one.name, *one.forms, *one.short))
    return frozenset(map(fold, (*days, *(form for one in times.months for form in (one.name, *one.forms)))))
