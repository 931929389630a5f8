"""Phrases of a text that can be parties, before it is known whom the nominal ones mean.

One pass over the words: units of the lexicon that stand side by side are read as one phrase ("Syrian government
troops", "Assad’s forces", "12 displaced families"), cut where a second name begins, and classified by its names and
its last noun.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from masudi.resolve.actors import Actor
from masudi.resolve.party_lexicon import Naming, Sense
from masudi.resolve.party_words import NominalClass, People
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.words import Words


class Unit(NamedTuple):
    """A phrase of the lexicon at words `start` to `end`; `owner` where a possessive, kept or lost, ends it."""

    start: int
    end: int
    sense: Sense
    naming: Naming | None
    owner: bool


class Phrase(NamedTuple):
    """Words `start` to `end`, read as a party.

    `form` as in PartyMention, or "capital"; `acts` whether a country or capital is marked as an agent; `actor` who is
    named, `nominal` the class that needs resolving (of the state `actor`, if both are there), `people` the noun for
    people.
    """

    start: int
    end: int
    form: str
    actor: Actor | None = None
    nominal: NominalClass | None = None
    people: People | None = None
    pronoun: Sense | None = None
    acts: bool = False


class PhraseReader:
    """Reads the phrases of one text."""

    def __init__(self, words: Words, lexicon: ReportLexicon) -> None:
        self.words = words
        self.lexicon = lexicon
        self._memo: dict[int, Unit | None] = {}
        self._placed = -1

    def phrases(self) -> list[Phrase]:
        """All phrases, in order; they do not overlap."""
        found: list[Phrase] = []
        at, count = 0, len(self.words)
        while at < count:
            unit = self.unit(at)
            if unit is None:
                at += 1
                continue
            phrase, at = self._read(unit)
            if phrase is not None:
                found.append(phrase)
        return found

    def unit(self, at: int) -> Unit | None:
        """The longest phrase of the lexicon at word `at` that means something there."""
        if at in self._memo:
            return self._memo[at]
        unit = None
        for match in reversed(self.lexicon.matches(at)):
            end, sense, lost = match
            naming = self.lexicon.naming(at, match)
            if naming is not None or (sense.common and not lost) or (lost and sense.nominal):
                unit = Unit(at, end, sense, naming, lost or self.words.owns[end - 1])
                break
        self._memo[at] = unit
        return unit

    def _read(self, first: Unit) -> tuple[Phrase | None, int]:
        """The phrase that begins with `first`, if it is one, and the word at which reading goes on."""
        if first.sense.pronoun and not first.naming:
            return Phrase(first.start, first.end, "pronoun", pronoun=first.sense), first.end
        if first.naming is not None and self._void(first.end):
            return None, first.end
        units = self._units(first)
        while units and not _can_end(units[-1]):
            units.pop()
        if not units:
            return None, first.end
        return self._classified(units), units[-1].end

    def _units(self, first: Unit) -> list[Unit]:
        units, noun_seen = [first], _is_noun(first)
        if (
            first.naming is not None
            and self.words.joined[first.start]
            and self._sense_before(first.start, "void_before")
        ):
            return units
        while True:
            last = units[-1]
            if last.end >= len(self.words) or not self.words.joined[last.end]:
                return units
            if last.naming and (last.naming.actor.kind in _SAYING or self._sense_at(last.end, "parted")):
                return units
            unit = self.unit(last.end)
            if unit is None or not self._fits(last, unit, noun_seen):
                return units
            noun_seen = noun_seen or _is_noun(unit)
            units.append(unit)

    def _fits(self, last: Unit, unit: Unit, noun_seen: bool) -> bool:
        """Whether `unit` goes on with the phrase that `last` ends so far."""
        if last.sense.people and not last.naming and not last.sense.before:
            return False
        if last.sense.nominal and unit.sense.nominal and last.sense.plural and unit.sense.plural:
            return False
        if unit.sense.pronoun or (unit.sense.count and not unit.sense.inner):
            return False
        if unit.naming is not None:
            adjective = last.naming is None or last.naming.form == "demonym"
            return adjective and not noun_seen and not self._void(unit.end)
        return True

    def _classified(self, units: list[Unit]) -> Phrase | None:
        last = units[-1]
        named = [unit for unit in units if unit.naming is not None]
        noun = last.sense.people if last.naming is None else None
        if noun is not None and noun.serves and any(unit.sense.nominal == "state" for unit in units):
            return Phrase(
                units[0].start,
                last.end,
                "nominal",
                actor=named[0].naming.actor if named and named[0].naming else None,
                nominal="state",
            )
        if noun is not None:
            return self._people(units, noun)
        if named:
            return self._named(units, named)
        classes = [unit.sense.nominal for unit in units if unit.sense.nominal and (unit is last or not unit.sense.last)]
        if not classes or (last.sense.last and self._goes_on(last.end)):
            return None
        if last.sense.alone and not (len(units) == 1 and self._stands_alone(last.start, last.end)):
            return None
        while not _is_party_word(units[0]):
            units = units[1:]
        if self._is_in_name(units[0].start, last.end):
            return None
        nominal = self.lexicon.packaged.first(classes)
        if nominal == "opposition" and not _ARMED.isdisjoint(classes):
            nominal = "rebels"
        if self._is_street(last.end):
            return None
        if nominal in _DEFINITE and len(units) == 1 and not self._determined(units[0].start):
            return None
        return Phrase(units[0].start, last.end, "nominal", nominal=nominal)

    def _void(self, at: int) -> bool:
        """Whether the word joined to a name at `at` makes no party of it ("Britain-based")."""
        return at < len(self.words) and self.words.hyphened(at) and self._sense_at(at, "void_after")

    def _goes_on(self, at: int) -> bool:
        """Whether a noun follows, as far as the lexicon can tell: the word is no verb, preposition or conjunction."""
        if at >= len(self.words) or not self.words.joined[at]:
            return False
        sense = self.lexicon.single(self.words.folds[at])
        return sense is None or not (sense.acting or sense.inside or sense.toward or sense.joiner or sense.agent_after)

    def _is_in_name(self, start: int, end: int) -> bool:
        """Whether capitals at words `start` to `end` end a name that the lexicon does not know ("Salvation Army")."""
        words, before = self.words, start - 1
        if start == 0 or not words.joined[start] or not words.capital(start) or not words.capital(before):
            return False
        if words.first(before) or words.owns[before] or self.lexicon.single(words.folds[before]) is not None:
            return False
        # In a headline capitals go on.
        return end >= len(words) or not (words.joined[end] and words.capital(end))

    def _is_street(self, at: int) -> bool:
        """Whether what ends before word `at` only gives a place its name ("Free Army Street")."""
        words = self.words
        return self._sense_at(at, "place_after") and words.capital(at) and words.capital(at - 1)

    def _stands_alone(self, start: int, end: int) -> bool:
        """Whether words `start` to `end` are all there is of a phrase, for all that the lexicon knows."""
        words = self.words
        if end < len(words) and words.joined[end] and not self.lexicon.is_verb(end):
            return False
        return start == 0 or not words.joined[start] or self.lexicon.is_link(start - 1) or self._determined(start)

    def _people(self, units: list[Unit], noun: People) -> Phrase | None:
        last = units[-1]
        # "Dozens of civilian casualties" counts casualties: civilian is an adjective, and alone says whose they are.
        harmed = not last.sense.plural and self._sense_at(last.end, "harm")
        start = self._counted(units[0].start)
        if harmed:
            start = next(unit.start for unit in units if not unit.sense.count)
        if self.words.owns[last.end - 1]:
            return None
        counted = not harmed and (start < units[0].start or units[0].sense.count)
        if noun.counted_only and not counted:
            return None
        # A bare singular is an adjective or part of a compound, except in "civilian casualties".
        bare = not (last.sense.plural or counted or self._determined(units[0].start))
        if bare and noun.entity == "civilians" and noun.name != noun.entity.removesuffix("s"):
            return None
        return Phrase(start, last.end, "people", people=noun)

    def _named(self, units: list[Unit], named: list[Unit]) -> Phrase | None:
        base = next((u for u in reversed(named) if u.naming and u.naming.form != "demonym"), named[0])
        naming = base.naming
        assert naming is not None
        start, end = named[0].start, units[-1].end
        rest = [unit for unit in units if unit.naming is None and unit.start > base.start]
        if not rest:
            return self._bare(naming, base, start, end)
        if naming.actor.kind == "state":
            classes = [unit.sense.nominal for unit in rest if unit.sense.nominal]
            nominal = self.lexicon.packaged.first(classes)
            if nominal in _IRREGULAR:
                return Phrase(start, end, "nominal", actor=naming.actor, nominal=nominal)
        return Phrase(start, end, "demonym" if naming.form == "demonym" else "name", actor=naming.actor)

    def _bare(self, naming: Naming, unit: Unit, start: int, end: int) -> Phrase | None:
        """A name with no noun after it."""
        if naming.form == "demonym":
            doing = self._sense_at(end, "deed") or self._sense_at(end, "parted") or self._coordinated(end)
            return Phrase(start, end, "demonym", actor=naming.actor) if doing else None
        if naming.form == "country" and self._sense_at(end, "deed"):
            return Phrase(start, end, "demonym", actor=naming.actor)
        if naming.form in ("country", "capital"):
            if self._is_place(start) or (unit.owner and self._owns_place(end)):
                self._placed = end
                return None
            acts = self._sense_at(end, "acting") and not self._sense_before(start, "toward")
            acts = acts or self._sense_before(start, "agent_after")
            return Phrase(start, end, naming.form, actor=naming.actor, acts=acts)
        return Phrase(start, end, "name", actor=naming.actor)

    def _owns_place(self, at: int) -> bool:
        """Whether what a state owns at word `at` makes a place of it ("Syria’s Idlib", "Syria’s north")."""
        if at >= len(self.words) or not self.words.joined[at]:
            return True
        return (self.words.capital(at) and not self._sense_at(at, "deed")) or self._sense_at(at, "apart_from")

    def _is_place(self, start: int) -> bool:
        """Whether a country before which this stands is where, not who; also the second of two ("Syria and Iraq")."""
        if self._sense_before(start, "inside"):
            return True
        if self._placed < 0 or start - self._placed > 1 or self.words.first(start):
            return False
        return start == self._placed or self._is_and(start - 1)

    def _coordinated(self, end: int) -> bool:
        """Whether a demonym shares the noun of the next one ("Syrian and Russian warplanes")."""
        words = self.words
        at = end + 1 if end < len(words) and self._is_and(end) else end
        if at >= len(words) or words.first(at) or (at == end and words.joined[at] and not words.hyphened(at)):
            return False
        unit = self.unit(at)
        if unit is None or (unit.naming is not None and unit.naming.form != "demonym"):
            return False
        units = self._units(unit)
        last = units[-1].sense
        if len(units) > 1 and (last.head or last.nominal is not None):
            return True
        return unit.naming is not None and (self._sense_at(unit.end, "deed") or self._coordinated(unit.end))

    def _determined(self, start: int) -> bool:
        sense = self.lexicon.single(self.words.folds[start - 1]) if start > 0 else None
        return sense is not None and sense.determiner

    def _counted(self, start: int) -> int:
        """The word at which the number before `start` begins, `start` itself where there is none."""
        at = start
        while at > 0 and self.words.joined[at]:
            fold = self.words.folds[at - 1]
            if fold[0].isdigit():
                return start if _YEAR.match(fold) else at - 1
            sense = self.lexicon.single(fold)
            if sense is not None and sense.count:
                start = at = at - 1
            elif fold == "of" and at == start:
                at -= 1
                before = self.lexicon.single(self.words.folds[at - 1])
                if before is None or not before.count:
                    return start
            else:
                return start
        return start

    def _sense_at(self, at: int, attribute: str) -> bool:
        if at >= len(self.words) or not self.words.joined[at]:
            return False
        return any(getattr(sense, attribute) for _, sense, lost in self.lexicon.matches(at) if not lost)

    def _sense_before(self, start: int, attribute: str) -> bool:
        if start == 0 or not self.words.joined[start]:
            return False
        at = start - 1
        if self.words.folds[at] == "the" and at > 0:
            at -= 1
        sense = self.lexicon.single(self.words.folds[at])
        return sense is not None and bool(getattr(sense, attribute))

    def _is_and(self, at: int) -> bool:
        sense = self.lexicon.single(self.words.folds[at])
        return sense is not None and sense.joiner


# What a state's name or demonym makes no soldiers of ("Syrian rebels").
_IRREGULAR = frozenset(("rebels", "opposition", "jihadists", "militants", "terrorists", "fighters", "group"))
# What makes rebels of an opposition ("opposition fighters"); without it, it may sit in parliament.
_ARMED = frozenset(("jihadists", "militants", "terrorists", "fighters", "forces", "state"))
# What is a party only with an article ("the group").
_DEFINITE = frozenset(("group", "gang", "enemy"))
# Whoever only tells: no soldiers go with their names.
_SAYING = frozenset(("media", "monitor"))

# A number that dates a headline ("March 28 2016 Civilians flee") and counts nobody.
_YEAR = re.compile(r"(?:19[89]|20[012])\d\Z")


def _is_party_word(unit: Unit) -> bool:
    return bool(unit.sense.nominal) or unit.sense.head or unit.sense.inner


def _can_end(unit: Unit) -> bool:
    sense = unit.sense
    return unit.naming is not None or sense.head or sense.nominal is not None or sense.people is not None


def _is_noun(unit: Unit) -> bool:
    """Whether a phrase could stop here with a noun, so that a name after it is another party."""
    if unit.naming is not None:
        return unit.naming.form != "demonym"
    return (unit.sense.head or unit.sense.people is not None) and not unit.sense.inner
