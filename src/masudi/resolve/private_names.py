"""Names in a text of whom Masudi knows nothing public: victims, witnesses, whoever is no known actor or place.

What leaves a case must not name them. A name too many costs a quote and one too few may harm somebody, so every name
counts that nothing explains: no place, no party, no publisher, no office, no word that only has a capital.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec

from masudi.domain import Span
from masudi.domain.view import Private, PrivateName
from masudi.resolve.capitals import Capitals, Run
from masudi.resolve.knowledge import Knowledge
from masudi.resolve.name_lexicon import load_name_lexicon
from masudi.resolve.offices import office_holders
from masudi.resolve.parties import PartyMention, find_parties
from masudi.resolve.persons import load_persons
from masudi.resolve.proper_names import Name, ProperNames
from masudi.resolve.toponyms import PlaceMention, find_places
from masudi.resolve.words import PhraseIndex, Words, fold, folded_words, words_of

# Forms of parties whose words are their name.
_NAMED = ("name", "country", "demonym", "nominal")
# Shorter words ("al", "bin") are in many names.
_SHORTEST = 4
# Where so many texts speak of somebody public, the family name alone is theirs.
_OFTEN = 5


class NamesIn(msgspec.Struct, frozen=True, kw_only=True):
    """The names of a text: those that nothing in it explains, with the words that tell of their bearers by themselves;
    folded, those of places and parties, and those of people in office or in the lists of actors. `shared` are words of
    private names by which the text, or a list, also calls somebody public.
    """

    private: tuple[PrivateName, ...]
    explained: frozenset[str]
    public: frozenset[str] = frozenset()
    shared: frozenset[str] = frozenset()


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
    places = find_places(text, knowledge=knowledge, parties=parties)
    found = [*spans, *_sure(words, names, places)]
    explained = {*_words_in(words, found), *(_known(words, known) if known is not None else ())}
    capitals = Capitals(words, names, knowledge, explained)
    runs = capitals.runs()
    public = office_holders(capitals, runs)
    private = [run for run in runs if not _is_public(run, capitals, public)]
    known_as = [names.folds(one) for one in names.found if _within(one, explained)]
    return NamesIn(
        private=tuple(dict.fromkeys(_private(capitals, private))),
        explained=frozenset(map(" ".join, known_as)),
        public=frozenset(map(" ".join, (*public, *(one for one in known_as if len(one) > 1)))),
        shared=frozenset(_shared(capitals, private, spans)),
    )


class NamesKept:
    """The names of texts that were looked at before: asking again costs only what has changed.

    For one knowledge; a text is known by its SHA-256 and by which of the `known` names may stand in it.
    """

    def __init__(self) -> None:
        self._before: dict[tuple[bytes, frozenset[tuple[str, ...]]], NamesIn | None] = {}

    def of(
        self, texts: Iterable[tuple[str, str]], *, knowledge: Knowledge, known: Collection[str]
    ) -> Iterator[tuple[str, NamesIn | None]]:
        """Of pairs of a key and a text the key, and the text's names (`names_in`).

        When all are through, nothing is kept any longer of texts that were not among them.
        """
        first: dict[str, set[tuple[str, ...]]] = {}
        for phrase in filter(None, map(folded_words, known)):
            first.setdefault(phrase[0], set()).add(phrase)
        now: dict[tuple[bytes, frozenset[tuple[str, ...]]], NamesIn | None] = {}
        for key, text in texts:
            folds = set(words_of(text).folds)
            folds |= {one[:-1] for one in folds if one.endswith("s")}  # a possessive that has lost its apostrophe
            near = frozenset(
                phrase for word in folds & first.keys() for phrase in first[word] if folds.issuperset(phrase)
            )
            it = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), near
            if it in self._before:
                now[it] = self._before[it]
            elif it not in now:
                now[it] = names_in(text, knowledge=knowledge, known=PhraseIndex((phrase, True) for phrase in near))
            yield key, now[it]
        self._before = now


def private_names(
    texts: Iterable[tuple[str, str]],
    *,
    knowledge: Knowledge,
    known: Collection[str] = (),
    victims: Iterable[str] = (),
    kept: NamesKept | None = None,
) -> Private:
    """The names that nothing explains in texts of one case, and what else is known of names there.

    `texts` are pairs of a key and a text. What is a place or a party in one text is nobody's name in another, nor is
    the whole name of who has an office. `victims` are names that are private whatever else they are. `kept` has what
    the texts gave before.
    """
    found: list[NamesIn] = []
    unread: set[str] = set()
    for key, one in (kept or NamesKept()).of(texts, knowledge=knowledge, known=known):
        if one is None:
            unread.add(key)
        else:
            found.append(one)
    private = {name for one in found for name in one.private}
    public = {name for one in found for name in one.public}
    explained = {name for one in found for name in one.explained} | _safe(public, private)
    left = {one for one in private if " ".join(folded_words(one.words)) not in explained}
    left |= {PrivateName(words=word) for word in _alone(found)}
    for name in victims:
        left |= {PrivateName(words=name), *_parts(name, explained, knowledge)}
    # What is private in any spelling need not be so with a capital beside.
    left -= {PrivateName(words=one.words, capital=True) for one in left if not one.capital}
    named = {" ".join(folded_words(one.words)) for one in left}
    return Private(
        names=tuple(sorted(left, key=lambda one: (one.words, one.capital))),
        public=tuple(sorted(public - named)),
        unread=frozenset(unread),
    )


def _alone(found: Sequence[NamesIn]) -> Iterator[str]:
    """The family names that private persons share with public ones of whom few other texts of the case speak."""
    for word in {word for one in found for word in one.shared}:
        others = (one for one in found if word not in one.shared)
        if sum(any(word in name.split() for name in (*one.explained, *one.public)) for one in others) < _OFTEN:
            yield word


def _shared(capitals: Capitals, runs: Iterable[Run], parties: Iterable[PartyMention]) -> Iterator[str]:
    """The words of private persons' names by which lists know somebody else: "NAME Assad"."""
    words = capitals.words
    known = {at for one in parties if one.form == "name" for at in _words_in(words, [one])}
    for run in runs:
        names = [at for at in range(run.start, run.end) if capitals.is_name(at)]
        last = run.end - 1
        if names and last in known and len(words.folds[last]) >= _SHORTEST and not words.shouted(last):
            yield words.folds[last]


def _safe(public: Iterable[str], private: Iterable[PrivateName]) -> set[str]:
    """The names of people in office, and the single words of them that no private person's longer name has."""
    whole = set(public)
    longer = (folded_words(one.words) for one in private)
    taken = {word for one in longer if len(one) > 1 and " ".join(one) not in whole for word in one}
    return whole | {word for name in whole for word in name.split() if len(word) >= _SHORTEST and word not in taken}


def _is_public(run: Run, capitals: Capitals, public: Collection[Sequence[str]]) -> bool:
    """Whether a run is the name, or a word of the name, of somebody in office."""
    named = [at for at in range(run.start, run.end) if capitals.is_name(at)]
    mine = [capitals.words.folds[at] for at in named or capitals.telling(run)]
    return bool(mine) and any(set(mine) <= set(one) for one in public)


def _private(capitals: Capitals, runs: Sequence[Run]) -> Iterator[PrivateName]:
    """The names, and their words that tell of their bearers by themselves: "Karam", of "Ahmad Karam"."""
    words, particles = capitals.words, load_persons().particles
    alone = {words.folds[run.start] for run in capitals.alone()}
    for run in runs:
        text = words.text[words.starts[run.start] : words.ends[run.end - 1]]
        telling = [at for at in range(run.start, run.end) if capitals.is_name(at)]
        yield PrivateName(words=text, capital=not telling)
        for at in range(run.start, run.end) if run.end - run.start > 1 else ():
            if len(words.folds[at]) < _SHORTEST or capitals.is_explained(at) or words.folds[at] in particles:
                continue
            if at in telling:
                yield PrivateName(words=words.raw(at))
            elif telling and words.folds[at] in alone:
                yield PrivateName(words=words.raw(at), capital=True)


def _parts(name: str, explained: Collection[str], knowledge: Knowledge) -> Iterator[PrivateName]:
    """The words of a victim's name that tell of its bearer by themselves."""
    words = words_of(name)
    capitals = Capitals(words, ProperNames(words, knowledge.parties.cues, knowledge.places), knowledge, set())
    for at in range(len(words)) if len(words) > 1 else ():
        if len(words.folds[at]) >= _SHORTEST and words.folds[at] not in explained and not capitals.is_noun(at):
            yield PrivateName(words=words.raw(at), capital=not capitals.is_name(at))


def _sure(words: Words, names: ProperNames, places: Iterable[PlaceMention]) -> Iterator[PlaceMention]:
    """The places that are so by a list, a noun or a preposition, wherever they stand in the text.

    What only stands beside a place may be somebody: "a doctor in Aleppo, NAME", "near NAME", "from NAME".
    """
    places = tuple(places)
    clear = {fold(one.text) for one in places if _is_clear(words, names, one)}
    return (one for one in places if fold(one.text) in clear)


def _is_clear(words: Words, names: ProperNames, place: PlaceMention) -> bool:
    if place.bare is None or place.kind is not None or place.anchor is not None:
        return True
    start, end = bisect_left(words.starts, place.bare.start), bisect_left(words.starts, place.bare.end)
    if names.is_known_place(start, end):
        return True
    return load_name_lexicon().is_within(words, start) and not words.owns[end - 1]


def _within(name: Name, explained: Collection[int]) -> bool:
    return all(at in explained for at in range(name.start, name.end))


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
