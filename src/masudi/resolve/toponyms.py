"""Places in a text: towns, provinces, bases, streets and countries, by name or as a definite noun.

Goes in: a text, what is known (`Knowledge`) and the parties already found in it. Comes out: mentions in the order of
the text, not overlapping. Where a place lies is the gazetteer's matter; here it gets its name, its kind, and for a
noun like "the city" the place named last that it can mean.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from masudi.domain import Span, span_of
from masudi.resolve.knowledge import Knowledge
from masudi.resolve.parties import PartyMention
from masudi.resolve.place_lexicon import PlaceLexicon
from masudi.resolve.place_names import NameReader
from masudi.resolve.place_phrases import PlacePhrase, PlaceReader
from masudi.resolve.place_words import KnownPlace, PlaceNoun
from masudi.resolve.words import Words, words_of


class PlaceMention(Span, frozen=True, kw_only=True):
    """The shortest phrase that identifies a place, without an article.

    `name` is the place in words: the common English name where it is known, the last place named for "the city", None
    where the phrase names none ("the market"). `anchor` is the known name inside a longer description ("Raqqa" for
    "west of Raqqa"), `kind` the kind of place noun or of the known place, "area" for a part of one ("west of Raqqa",
    "northern Syria"). `core` is what a gazetteer is asked for: the name, with a noun that tells what it is ("city of
    Homs", "Noor neighbourhood"), and `bare` the name alone; None where the phrase has no name. `country_like`: a
    country or larger. `holder` is the place pointed back to that it lies in ("Hama" for "eastern parts of the city").
    """

    name: str | None
    kind: str | None
    core: Span | None = None
    bare: Span | None = None
    anchor: str | None = None
    country_like: bool = False
    holder: str | None = None


def find_places(text: str, *, knowledge: Knowledge, parties: Iterable[PartyMention] = ()) -> tuple[PlaceMention, ...]:
    """The places of `text`, sorted, without overlaps. Words inside `parties` name no place, except a bare country."""
    words = words_of(text)
    phrases = PlaceReader(words, knowledge.places, _taken(words, parties, knowledge.places)).phrases()
    memory = _Memory()
    return tuple(_mention(words, phrase, memory, knowledge.places) for phrase in phrases)


def find_named(
    text: str, stretches: Iterable[Span], known: Sequence[PlaceMention], *, knowledge: Knowledge
) -> tuple[PlaceMention, ...]:
    """`known`, and the names in some stretches of a text that are places for other reasons than their words.

    A name is as `find_places` reads it; where a known place stands in a stretch, only what is before it is looked at.
    """
    words, lexicon = words_of(text), knowledge.places
    reader = NameReader(words, lexicon, frozenset())
    found = {(one.start, one.end): one for one in known}
    for stretch in stretches:
        end = min([stretch.end, *(one.start for one in known if one.start < stretch.end and stretch.start < one.end)])
        at = bisect_left(words.starts, stretch.start)
        while at < len(words) and words.starts[at] < end:
            behind = reader.end(at) if words.capital(at) or reader.arabic(at) else at
            # "Mill Street" is one name and no list of two.
            while at < behind < len(words) and words.capital(behind) and _is_noun(words, behind, lexicon):
                behind += 1
            if behind > at and words.ends[behind - 1] <= end:
                name = span_of(text, words.starts[at], words.ends[behind - 1])
                one = PlaceMention(
                    start=name.start, end=name.end, text=name.text, name=name.text, kind=None, core=name, bare=name
                )
                found.setdefault((one.start, one.end), one)
            at = max(behind, at + 1)
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _is_noun(words: Words, at: int, lexicon: PlaceLexicon) -> bool:
    sense = lexicon.single(words.folds[at])
    return sense is not None and sense.noun is not None


class _Memory:
    """The places named so far, for nouns that point back to one: the one named most, the last one where two are equal.

    Reports come back to the town that they are about after naming others on the way.
    """

    def __init__(self) -> None:
        self._named: dict[str, dict[str, int]] = {}

    def remember(self, kind: str | None, name: str, known: KnownPlace | None, noun: PlaceNoun | None) -> None:
        """Count a mention of a place: a known one and the province that it lies in, or another by its kind.

        A site that bears a town's name ("Hawl camp") is counted by its own kind, too.
        """
        if kind is not None and (known is None or (noun is not None and noun.own)):
            self._count(kind, name)
        if known is None:
            return
        self._count("province" if kind == "province" else known.kind, known.name)
        if known.kind not in ("country", "region", "province") and known.within and kind != "province":
            self._count("province", known.within)

    def _count(self, kind: str, name: str) -> None:
        counts = self._named.setdefault(kind, {})
        # Put last again: the dictionary keeps the order of the last mentions.
        counts[name] = counts.pop(name, 0) + 1

    def recall(self, noun: PlaceNoun) -> str | None:
        """The place that `noun` can mean; None where none was named."""
        counts = [item for kind in noun.means for item in self._named.get(kind, {}).items()]
        best = max((count for _, count in counts), default=0)
        return next((name for name, count in reversed(counts) if count == best), None)


def _taken(words: Words, parties: Iterable[PartyMention], lexicon: PlaceLexicon) -> frozenset[int]:
    """The words that belong to parties. People may be told by a place ("hospital", "residential neighborhoods")."""
    spans = [
        (p.start, p.end) for p in parties if p.form != "pronoun" and not (p.form == "people" and _housed(p, lexicon))
    ]
    taken: set[int] = set()
    at = 0
    for start, end in sorted(spans):
        while at < len(words) and words.starts[at] < start:
            at += 1
        while at < len(words) and words.starts[at] < end:
            taken.add(at)
            at += 1
    return frozenset(taken)


def _housed(people: PartyMention, lexicon: PlaceLexicon) -> bool:
    senses = map(lexicon.single, Words(people.text).folds)
    return any(sense is not None and sense.noun is not None for sense in senses)


def _mention(words: Words, phrase: PlacePhrase, memory: _Memory, lexicon: PlaceLexicon) -> PlaceMention:
    start, end = words.starts[phrase.start], words.ends[phrase.end - 1]
    text = words.text[start:end]
    known = phrase.known
    kind = _kind(phrase)
    name = _name(words, phrase, text)
    holder = None
    if name is not None:
        memory.remember(kind, name, known, phrase.noun)
    elif phrase.noun is not None and phrase.end - phrase.start == 1 and not text.endswith("s"):
        name = memory.recall(phrase.noun)
    elif phrase.core is None:
        holder = _holder(words, phrase, memory, lexicon)
    return PlaceMention(
        start=start,
        end=end,
        text=text,
        name=name,
        kind=kind,
        anchor=known.name if known else None,
        holder=holder,
        core=_core(words, phrase),
        bare=_span(words, phrase.core),
        country_like=known is not None and phrase.plain and known.within is None and kind in ("country", "region"),
    )


def _holder(words: Words, phrase: PlacePhrase, memory: _Memory, lexicon: PlaceLexicon) -> str | None:
    """What "parts of the city" and "the towns mosque" (which has lost its apostrophe) point back to."""
    last, first = phrase.end - 1, phrase.start
    whose = []
    if last > first and words.folds[last - 1] == "the":
        whose.append(words.folds[last])
    if last == first + 1 and words.folds[first].endswith("s"):
        whose.append(words.folds[first].removesuffix("s"))
    senses = filter(None, map(lexicon.single, whose))
    return next((memory.recall(sense.noun) for sense in senses if sense.noun is not None), None)


def _core(words: Words, phrase: PlacePhrase) -> Span | None:
    if phrase.core is None:
        return None
    whole = phrase.plain or phrase.start == phrase.core[0]
    return _span(words, (phrase.start, phrase.end) if whole else phrase.core)


def _span(words: Words, numbers: tuple[int, int] | None) -> Span | None:
    if numbers is None:
        return None
    return span_of(words.text, words.starts[numbers[0]], words.ends[numbers[1] - 1])


def _kind(phrase: PlacePhrase) -> str | None:
    if phrase.known is not None and phrase.plain:
        return phrase.known.kind
    if phrase.noun is not None:
        return phrase.noun.kind
    return "area" if phrase.known is not None else None


def _name(words: Words, phrase: PlacePhrase, text: str) -> str | None:
    if phrase.core is None:
        return None
    known = phrase.known.name if phrase.known else None
    start, end = words.starts[phrase.core[0]], words.ends[phrase.core[1] - 1]
    if phrase.plain:
        return known or words.text[start:end]
    if known is None:
        return text
    offset = words.starts[phrase.start]
    return text[: start - offset] + known + text[end - offset :]
