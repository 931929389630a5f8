"""Phrases of a text that are places, by construction: known names, names beside place nouns or after prepositions.

One pass over the words. A place is a core (a known name, or capitalised words that something marks as a place) with
the directions, modifiers and place nouns that belong to it ("northern countryside of Homs", "Jafra village"), or a
place noun that its article makes definite ("the cemetery area").
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from masudi.resolve.place_lexicon import PlaceLexicon, PlaceSense
from masudi.resolve.place_names import NameReader
from masudi.resolve.place_words import KnownPlace, PlaceNoun
from masudi.resolve.words import Words


class PlacePhrase(NamedTuple):
    """Words `start` to `end`, read as a place.

    `core` are the words of its name, None where it has none; `noun` the place noun; `plain` whether the noun, if any,
    only tells what the name is ("city of Homs"), so that the name alone says which place it is.
    """

    start: int
    end: int
    core: tuple[int, int] | None
    known: KnownPlace | None
    noun: PlaceNoun | None
    plain: bool


class _Unit(NamedTuple):
    start: int
    end: int
    sense: PlaceSense
    lost: bool


class _Lead(NamedTuple):
    """What stands before a name: directions and modifiers up to word `end`, and the place noun among them."""

    end: int
    noun: _Unit | None
    direction: int | None
    """The word at which the last direction begins."""
    described: bool
    held: bool


class PlaceReader:
    """Reads the places of one text; `taken` are words that belong to parties."""

    def __init__(self, words: Words, lexicon: PlaceLexicon, taken: frozenset[int]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.taken = taken
        self.names = NameReader(words, lexicon, taken)
        self._memo: dict[int, _Unit | None] = {}
        self._last_end = -9
        self._listing = False

    def phrases(self) -> list[PlacePhrase]:
        """All places, in order; they do not overlap."""
        found = []
        at, count = 0, len(self.words)
        while at < count:
            phrase = self._read(at)
            if phrase is None:
                at += 1
                continue
            at = self._last_end = phrase.end
            self._listing = self._begins_list(phrase) or (self._listing and phrase.noun is None)
            if not self._only_owns(phrase):
                found.append(phrase)
        return found

    def _begins_list(self, phrase: PlacePhrase) -> bool:
        """Whether a plural promises several names ("villages of …"), of which the commas may be lost."""
        noun = phrase.noun
        return noun is not None and noun.of and self.words.folds[phrase.start].endswith("s")

    def _only_owns(self, phrase: PlacePhrase) -> bool:
        """Whether a country is only named as that in which the next place lies ("Syria’s Idlib")."""
        end = phrase.end
        if (
            phrase.known is None
            or phrase.known.kind != "country"
            or end >= len(self.words)
            or not self.words.joined[end]
        ):
            return False
        if not (self.words.owns[end - 1] or self.words.folds[end - 1].endswith("s")):
            return False
        after = self._unit(end)
        return after is not None and (self._is_core(after) or after.sense.noun is not None or after.sense.describes)

    def _unit(self, at: int) -> _Unit | None:
        if at not in self._memo:
            self._memo[at] = self._longest(at)
        return self._memo[at]

    def _longest(self, at: int) -> _Unit | None:
        for end, sense, lost in reversed(self.lexicon.index.matches(self.words, at)):
            if not lost or sense.known is not None:
                return _Unit(at, end, sense, lost)
        return None

    def _next(self, at: int) -> _Unit | None:
        """The unit that goes on at word `at`, where nothing parts it from the word before."""
        if at >= len(self.words) or not self.words.joined[at] or self.words.owns[at - 1]:
            return None
        return self._unit(at)

    def _read(self, start: int, *, after_of: bool = False) -> PlacePhrase | None:
        """The place that begins at word `start`, if one does; `after_of` something has already marked it as one."""
        if self._unit(start) is None and not self.words.capital(start):
            return None
        lead = self._lead(start)
        at = lead.end
        parted = at >= len(self.words) or (at > start and not self.words.joined[at])
        if lead.noun is not None and not parted:
            named = self._after_noun(lead)
            if named is not None:
                return named
        if lead.noun is not None:
            return self._common(start, lead, marked=after_of)
        if parted:
            return None
        if lead.direction is not None and self.words.folds[at] == "of":
            return self._with_of(lead.direction, at, None)
        marked = after_of or lead.direction is not None
        core = self._core(at, marked=lambda: marked or self._after(start, "strong") or self._in_list(start))
        if core is None:
            return None
        begin = lead.direction if lead.direction is not None and at > start else at
        return self._with_core(begin, core)

    def _lead(self, start: int) -> _Lead:
        at, noun, direction = start, None, None
        described = held = False
        while True:
            unit = self._unit(at) if at == start else self._next(at)
            if unit is None or self._is_core(unit):
                break
            if unit.sense.noun is not None and unit.start not in self.taken:
                noun = unit
            elif not unit.sense.describes or noun is not None:
                break
            if unit.sense.direction and noun is None:
                direction = unit.start if direction is None else direction
            described = described or unit.sense.describes
            held = held or unit.sense.holder
            at = unit.end
        return _Lead(at, noun, direction, described, held)

    def _after_noun(self, lead: _Lead) -> PlacePhrase | None:
        """A place noun with a name after it: "city of X", "Camp X", "Brigade 137"."""
        unit, at = lead.noun, lead.end
        assert unit is not None
        noun = unit.sense.noun
        assert noun is not None
        # Where a town lies does not tell which it is; a direction of the countryside does.
        begin = lead.direction if lead.direction is not None and not noun.whole else unit.start
        if self.words.folds[at] == "of":
            return self._with_of(begin, at, noun)
        if noun.number and self.words.folds[at].isdigit():
            return PlacePhrase(unit.start, at + 1, (unit.start, at + 1), None, noun, False)
        core = self._core(at, marked=lambda: noun.lead)
        if core is None or not (noun.lead or core[1] is not None):
            return None
        name, known = core
        if known is not None and not noun.tells and not noun.lead:
            return None
        return PlacePhrase(begin, name.end, (name.start, name.end), known, noun, noun.tells)

    def _with_of(self, start: int, of: int, noun: PlaceNoun | None) -> PlacePhrase | None:
        """What stands after "of": another place, with or without an article; `noun` stands before it."""
        at = of + 1
        while at < len(self.words) and self._is(at, "article"):
            at += 1
        if at >= len(self.words) or not self.words.joined[at]:
            return None
        inner = self._read(at, after_of=noun is None or noun.of)
        if inner is None or (inner.core is None and noun is not None and not noun.of):
            return None
        plain = inner.plain and noun is not None and noun.tells
        return PlacePhrase(start, inner.end, inner.core, inner.known, noun or inner.noun, plain)

    def _common(self, start: int, lead: _Lead, *, marked: bool) -> PlacePhrase | None:
        """A place noun by itself, where an article, a preposition or its holder makes it a place."""
        unit = lead.noun
        assert unit is not None
        noun = unit.sense.noun
        if noun is None or not noun.bare:
            return None
        definite = start > 0 and self.words.joined[start] and self._is(start - 1, "determiner")
        if not (
            definite or marked or lead.held or (lead.described and self._after(start, "weak")) or self._placed(start)
        ):
            return None
        return PlacePhrase(start, unit.end, None, None, noun, False)

    def _placed(self, start: int) -> bool:
        """Whether an article after a preposition stands before: "in a hospital"."""
        return start > 1 and self._is(start - 1, "article") and self._after(start, "weak")

    def _core(self, at: int, *, marked: Callable[[], bool]) -> tuple[_Unit, KnownPlace | None] | None:
        """The name at word `at`: a known one, or capitalised words that are `marked()` or before a place noun."""
        if at >= len(self.words) or at in self.taken:
            return None
        unit = self._unit(at)
        if unit is not None and self._is_core(unit):
            return unit, unit.sense.known
        end = self.names.end(at)
        if end == at or (unit is not None and unit.sense.known is not None):
            return None
        name = _Unit(at, end, _NOTHING, False)
        if marked() and not self.names.in_headline(at):
            return name, None
        after = self._next(end)
        if after is None or after.sense.noun is None or not after.sense.noun.named or after.start in self.taken:
            return None
        return name, None

    def _with_core(self, start: int, core: tuple[_Unit, KnownPlace | None]) -> PlacePhrase:
        """The phrase around a name: place nouns that follow it belong to it."""
        name, known = core
        end, noun, at = name.end, None, name.end
        while not name.lost:
            unit = self._next(at)
            if unit is None or self._is_core(unit) or unit.start in self.taken:
                break
            if unit.sense.noun is not None and unit.sense.noun.trails:
                noun, end = unit.sense.noun, unit.end
            elif not unit.sense.describes:
                break
            at = unit.end
        plain = start == name.start and (noun is None or noun.tells)
        return PlacePhrase(start, end, (name.start, name.end), known, noun, plain)

    def _is_core(self, unit: _Unit) -> bool:
        """Whether a unit is a known name here: written with a capital, or in a text without any."""
        if unit.sense.known is None or unit.start in self.taken:
            return False
        words = self.words
        if unit.end < len(words) and words.hyphened(unit.end) and self._is(unit.end, "void"):
            return False
        short = len(words.folds[unit.start]) <= 2 and unit.end - unit.start == 1
        if words.lowered:
            return unit.sense.noun is None and not short
        if short:
            return words.raw(unit.start).isupper()
        return any(words.capital(i) for i in range(unit.start, unit.end))

    def _is(self, at: int, attribute: str) -> bool:
        sense = self.lexicon.single(self.words.folds[at])
        return sense is not None and bool(getattr(sense, attribute))

    def _after(self, start: int, attribute: str) -> bool:
        """Whether a preposition of that strength stands before word `start`, articles aside."""
        at = start - 1
        while at >= 0 and self.words.joined[at + 1] and self._is(at, "article"):
            at -= 1
        if at < 0 or not self.words.joined[at + 1]:
            return False
        if self._is(at, attribute):
            return True
        pair = self.lexicon.index.exact((self.words.folds[at - 1], self.words.folds[at])) if at else None
        return pair is not None and bool(getattr(pair, attribute))

    def _in_list(self, start: int) -> bool:
        """Whether a place stands just before, with a comma, a lost comma or "and" between."""
        words = self.words
        if start == self._last_end:
            gap = words.text[words.ends[start - 1] : words.starts[start]]
            return gap == ", " or (gap == " " and (self._listing or self.names.arabic(start)))
        return start == self._last_end + 1 and words.folds[start - 1] in ("and", "or")


_NOTHING = PlaceSense()
