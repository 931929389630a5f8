"""The rules by which claims say who holds a place (data/control.yaml)."""

from __future__ import annotations

import re
from functools import cache, cached_property
from pathlib import Path

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import HedgeLevel
from masudi.domain.control import Effect
from masudi.errors import KnowledgeError

# How many characters may stand between the verb and what is cut ("split the government's pocket in the city in two").
_CUT_REACH = 80
# Words about a part stand right before the place: of what is before it, no more than these characters is looked at.
_AHEAD = 60


class KindRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What claims of a kind say about control; `lasts` is set where they tell of a state rather than an event."""

    name: str
    effect: Effect
    lasts: bool
    means: str


class Side(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Parties that hold ground together; the first of them stands for all."""

    parties: tuple[str, ...]
    source: str


class SiegeDefinition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What sources of an entity mean by "besieged"."""

    entity: str
    says: str
    source: str


class ControlRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """data/control.yaml; the head of that file says what each field is for."""

    kinds: tuple[KindRule, ...]
    weak: frozenset[HedgeLevel]
    cutting: tuple[str, ...]
    cut_what: tuple[str, ...]
    partial: tuple[str, ...]
    directions: tuple[str, ...]
    anywhere: frozenset[str]
    elsewhere: frozenset[str]
    covering: frozenset[str]
    wide: frozenset[str]
    ways: frozenset[str]
    crossed: frozenset[str]
    sides: tuple[Side, ...]
    nameless: frozenset[str]
    holdless: frozenset[str]
    neutral: frozenset[str]
    definitions: tuple[SiegeDefinition, ...]

    @cached_property
    def by_kind(self) -> dict[str, KindRule]:
        """The rules by the kind of claim."""
        return {rule.name: rule for rule in self.kinds}

    @cached_property
    def broad(self) -> frozenset[str]:
        """Labels that many different actors and sources share."""
        return self.nameless | self.holdless

    @cached_property
    def leads(self) -> dict[str, str]:
        """For each party of a side, the one that stands for it."""
        return {party: side.parties[0] for side in self.sides for party in side.parties}

    @cached_property
    def _part(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        quantities = "|".join(map(re.escape, sorted(self.partial, key=len, reverse=True)))
        sides = "|".join(map(re.escape, sorted(self.directions, key=len, reverse=True)))
        within = rf"(?<!\w)(?:{quantities})(?!\w)|^(?:the\s+)?(?:{sides})\s+(?-i:(?=\W*[A-Z]))"
        before = rf"(?<!\w)(?:{quantities})(?!\w)(?:\s+the)?\s*$|(?<!\w)(?:{sides})\s+$"
        return re.compile(within, re.IGNORECASE), re.compile(before, re.IGNORECASE)

    def makes_part(self, place: str, before: str) -> bool:
        """Whether the words of a place, or those right before it in its sentence, mean a part of what they name."""
        within, ahead = self._part
        return bool(within.search(place) or (place[:1] != place[:1].lower() and ahead.search(before[-_AHEAD:])))

    @cached_property
    def _cut(self) -> re.Pattern[str]:
        verbs, whats = ("|".join(map(re.escape, words)) for words in (self.cutting, self.cut_what))
        return re.compile(
            rf"(?<!\w)(?:{verbs})(?!\w).{{0,{_CUT_REACH}}}(?<!\w)(?:{whats})(?!\w)", re.IGNORECASE | re.DOTALL
        )

    def tells_cut(self, sentence: str) -> bool:
        """Whether a sentence says that ground was cut in two, or a way cut."""
        # Hardly any sentence has such a verb, and looking for words is much faster than looking for a pattern.
        lowered = sentence.lower()
        return any(verb in lowered for verb in self.cutting) and bool(self._cut.search(sentence))

    def side(self, party: str) -> str:
        """The party that stands for the side of `party`: itself where it has none."""
        return self.leads.get(party, party)

    def definition(self, entity: str | None) -> str | None:
        """What a source of an entity means by "besieged"; None where we know of no definition."""
        return next((one.says for one in self.definitions if one.entity == entity), None)


@cache
def load_control_rules() -> ControlRules:
    """The packaged rules; KnowledgeError, with file and line, where they are at fault."""
    return read_control_rules(packaged("control.yaml"))


def read_control_rules(path: Path) -> ControlRules:
    """The rules in `path`; KnowledgeError where a kind or a party stands twice."""
    rules = load_yaml(path, ControlRules)
    for what, names in (
        ("kind", [rule.name for rule in rules.kinds]),
        ("party of a side", [party for side in rules.sides for party in side.parties]),
    ):
        if double := next((name for at, name in enumerate(names) if name in names[:at]), None):
            raise KnowledgeError(str(path), f"{what} {double!r} stands twice")
    return rules
