"""What corroborate.yaml holds, ready for use."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal

import msgspec

from masudi.data import Fault, load_yaml, packaged, raise_first

# What the scorer answers for each part: the file has to give each a weight.
ANSWERS = {
    "kind": ("same", "tolls", "toll", "other_toll", "kin", "unlike", "blame"),
    "distance": ("sentence", "next", "close", "away", "elsewhere"),
    "reference": ("definite", "plain"),
    "lead": ("lead", "plain"),
    "trigger": ("same", "shared", "other"),
    "source": ("same", "unknown", "differ"),
    "relation": ("said", "none"),
    "time": (
        "same_day",
        "within",
        "next_day",
        "same_period",
        "longer",
        "periods",
        "reported",
        "unknown",
        "neither",
        "off",
    ),
    "place": ("same", "near", "inside", "same_area", "apart", "unknown", "neither", "distant", "other", "far"),
    "actor": ("same", "unknown", "differ"),
    "target": ("same", "unknown", "differ"),
    "toll": ("same", "near", "grown", "unknown", "unlike", "long", "scope"),
    "means": ("same", "unknown", "differ"),
    "words": ("many", "some", "few"),
    "status": ("alike", "denial", "unreal"),
}


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds that may be of one incident."""

    name: str
    kinds: tuple[str, ...]


class Pair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a kind is to others with which it may be of one incident."""

    what: Literal["toll", "kin", "unlike", "blame"] = msgspec.field(name="is")
    one: str
    other: tuple[str, ...]


class Apart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From when on two claims are never of one incident."""

    days: int
    km: float


class Near(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How far apart, in km, two places may lie and be the same, or near each other."""

    same_km: float
    near_km: float


class Blocks(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How wide the blocks are within which claims are compared."""

    cell_degrees: float
    margin_km: float
    days: int
    coarse_km: float
    month_days: int
    year_days: int
    undated_days: int


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a comparison may come out: what that adds to the log-odds, within a report and between reports; its words."""

    name: str
    within: float
    between: float
    says: str


class Compared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One comparison and its answers."""

    name: str
    answers: tuple[Answer, ...]


class Interest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a camp would rather not have said; `harmed` empty: whoever is harmed."""

    own: Literal["actor", "target"]
    kinds: tuple[str, ...]
    harmed: tuple[str, ...] = ()


class Base(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One number for claims of one report, another for what two reports tell."""

    within: float
    between: float


class TollRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which counts never share a range, which count some people only, and when two contradict each other."""

    fighters: tuple[str, ...]
    some_of: tuple[str, ...]
    apart: float


class Attacker(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which role claims of these kinds name who attacks."""

    role: Literal["actor", "target"]
    kinds: tuple[str, ...]


class OperationRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which incidents make an operation, and the kinds of its analysis."""

    attacker: tuple[Attacker, ...]
    gains: tuple[str, ...]
    days: int
    km: float
    aims: tuple[str, ...]
    tactics: tuple[str, ...]
    reasons: tuple[str, ...]
    assessments: tuple[str, ...]


class Rules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """What corroborate.yaml holds."""

    groups: tuple[Group, ...]
    pairs: tuple[Pair, ...]
    apart: Apart
    near: Near
    blocks: Blocks
    threshold: Base
    floor: float
    base: Base
    parts: tuple[Compared, ...]
    broad: tuple[str, ...]
    no_camp: tuple[str, ...]
    against_interest: tuple[Interest, ...]
    tolls: TollRules
    operations: OperationRules
    areas: tuple[str, ...]
    countries: tuple[str, ...]
    definite: tuple[str, ...]
    by_actor: tuple[str, ...]
    sides: dict[str, tuple[str, ...]]
    skip: tuple[str, ...]
    common: tuple[str, ...]

    @cached_property
    def groups_of(self) -> dict[str, tuple[str, ...]]:
        """For each kind the groups that it is in."""
        found: dict[str, tuple[str, ...]] = {}
        for group in self.groups:
            for kind in group.kinds:
                found[kind] = (*found.get(kind, ()), group.name)
        return found

    @cached_property
    def kinship(self) -> dict[tuple[str, str], str]:
        """For two kinds, either way round, what they are to each other."""
        found: dict[tuple[str, str], str] = {}
        for pair in self.pairs:
            for other in pair.other:
                found[pair.one, other] = found[other, pair.one] = pair.what
        return found

    @cached_property
    def kin(self) -> dict[str, frozenset[str]]:
        """For each kind those that may tell of the same thing: itself, and what it has a kinship with."""
        near: dict[str, set[str]] = {kind: {kind} for kind in self.groups_of}
        for one, other in self.kinship:
            near.setdefault(one, {one}).add(other)
        return {kind: frozenset(kinds) for kind, kinds in near.items()}

    @cached_property
    def blame_kinds(self) -> frozenset[str]:
        """Kinds in which somebody is blamed for a deed; their actor is who blames, or who denies the blame."""
        return frozenset(pair.one for pair in self.pairs if pair.what == "blame")

    @cached_property
    def toll_kinds(self) -> frozenset[str]:
        """Kinds that count the victims of a deed."""
        return frozenset(pair.one for pair in self.pairs if pair.what == "toll")

    @cached_property
    def answers(self) -> dict[str, dict[str, Answer]]:
        """The answers of each part by name."""
        return {part.name: {answer.name: answer for answer in part.answers} for part in self.parts}

    @cached_property
    def within(self) -> dict[tuple[str, str], float]:
        """The weight of each answer of each part for two claims of one report."""
        return {(part.name, answer.name): answer.within for part in self.parts for answer in part.answers}

    @cached_property
    def between(self) -> dict[tuple[str, str], float]:
        """The weight of each answer of each part for claims of two reports."""
        return {(part.name, answer.name): answer.between for part in self.parts for answer in part.answers}

    @cached_property
    def broad_entities(self) -> frozenset[str]:
        """Entities that are no one party."""
        return frozenset(self.broad)

    @cached_property
    def attacker_in(self) -> dict[str, Literal["actor", "target"]]:
        """For each kind of fighting over ground, the role in which it names who attacks."""
        return {kind: one.role for one in self.operations.attacker for kind in one.kinds}

    @cached_property
    def _side_words(self) -> dict[str, str]:
        return {word: side for side, words in self.sides.items() for word in words}

    def sides_of(self, name: str) -> frozenset[str]:
        """Of which sides of a place a name (folded) speaks: "eastern aleppo"."""
        return frozenset(self._side_words[word] for word in name.split() if word in self._side_words)

    @cached_property
    def by_actor_kinds(self) -> frozenset[str]:
        """Kinds of which two are never one incident where different parties do them."""
        return frozenset(self.by_actor)

    @cached_property
    def country_words(self) -> frozenset[str]:
        """Countries, within which a place without a point is an area."""
        return frozenset(self.countries)

    @cached_property
    def skipped(self) -> frozenset[str]:
        """Words of places that tell no two places apart."""
        return frozenset(self.skip)

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words of sentences that tell no two events apart."""
        return frozenset(self.common)


def read_rules(path: Path) -> Rules:
    """The rules of a file; KnowledgeError, with the line, where it lacks or does not know something."""
    rules = load_yaml(path, Rules)
    raise_first(path, _faults(rules))
    return rules


@lru_cache(maxsize=1)
def load_rules() -> Rules:
    """The rules that the package carries."""
    return read_rules(packaged("corroborate.yaml"))


def _faults(rules: Rules) -> Iterator[Fault]:
    grouped = {group.name: frozenset(group.kinds) for group in rules.groups}
    for at, pair in enumerate(rules.pairs):
        for other in pair.other:
            if not any({pair.one, other} <= kinds for kinds in grouped.values()):
                yield f"$.pairs[{at}]", f"{pair.one} and {other} are in no group together, so they are never compared"
    given = {part.name: [answer.name for answer in part.answers] for part in rules.parts}
    for name, answers in given.items():
        at = list(given).index(name)
        if name not in ANSWERS:
            yield f"$.parts[{at}]", f"part {name!r} is not known; there are: {', '.join(ANSWERS)}"
        elif sorted(answers) != sorted(ANSWERS[name]):
            yield f"$.parts[{at}]", f"part {name!r} needs each of these answers once: {', '.join(ANSWERS[name])}"
    missing = [name for name in ANSWERS if name not in given]
    if missing:
        yield "$.parts", f"missing parts: {', '.join(missing)}"
    if not 0 < rules.floor <= min(rules.threshold.within, rules.threshold.between) < 1:
        yield "$.threshold", "floor and thresholds are chances: 0 < floor <= threshold < 1"
