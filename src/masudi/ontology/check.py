"""Checks across the ontology's files that their schemas cannot make: every name used is a name defined."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum

from masudi.data.load import Fault
from masudi.domain import DatePrecision, HedgeLevel, Position, RelationKind, Status, TollScope
from masudi.ontology.crosswalk import Codebook, Crosswalk, Rule
from masudi.ontology.model import KindsFile, Labels
from masudi.ontology.violations import ViolationsFile

_ENUMS: dict[str, type[StrEnum]] = {
    "statuses": Status,
    "hedges": HedgeLevel,
    "positions": Position,
    "precisions": DatePrecision,
    "relations": RelationKind,
    "scopes": TollScope,
}


def kinds_faults(file: KindsFile) -> Iterator[Fault]:
    """What is wrong between the entries of kinds.yaml."""
    yield from _twice("$.families", (family.name for family in file.families))
    yield from _twice("$.kinds", (kind.name for kind in file.kinds))
    families = {family.name for family in file.families}
    for at, kind in enumerate(file.kinds):
        yield from _unknown(f"$.kinds[{at}].family", "family", kind.family, families)


def labels_faults(labels: Labels) -> Iterator[Fault]:
    """What is wrong between the entries of labels.yaml, or between them and the values that code decides on."""
    for name, terms in labels.lists():
        yield from _twice(f"$.{name}", (term.name for term in terms))
    yield from _twice("$.entities", (entity.name for entity in labels.entities))
    for name, values in _ENUMS.items():
        known = {str(value) for value in values}
        terms = getattr(labels, name)
        for at, term in enumerate(terms):
            yield from _unknown(f"$.{name}[{at}].name", name, term.name, known)
        for missing in sorted(known - {term.name for term in terms}):
            yield f"$.{name}", f"{missing!r} is missing from {name}"
    classes = {term.name for term in labels.actor_classes}
    for at, entity in enumerate(labels.entities):
        yield from _unknown(f"$.entities[{at}].class", "actor class", entity.actor_class, classes)
    yield from _unknown("$.other.class", "actor class", labels.other.actor_class, classes)
    for at, one in enumerate(labels.other.known):
        yield from _unknown(f"$.other.known[{at}].class", "actor class", one.actor_class, classes)


def violations_faults(file: ViolationsFile, kinds: KindsFile) -> Iterator[Fault]:
    """What is wrong in violations.yaml."""
    names = {kind.name for kind in kinds.kinds}
    acts = {act.name for act in file.acts}
    yield from _twice("$.acts", (act.name for act in file.acts))
    yield from _twice("$.tags", (tag.name for tag in file.tags))
    for at, name in enumerate(file.target_kinds):
        yield from _unknown(f"$.target_kinds[{at}]", "kind", name, names)
    for at, act in enumerate(file.acts):
        for field in ("verbs", "participles", "nouns"):
            yield from _phrases(f"$.acts[{at}].{field}", getattr(act, field))
    for at, tag in enumerate(file.tags):
        here = f"$.tags[{at}]"
        for i, name in enumerate(tag.kinds):
            yield from _unknown(f"{here}.kinds[{i}]", "kind", name, names)
        yield from _phrases(f"{here}.cues", tag.cues)
        for i, harmed in enumerate(tag.harmed):
            yield from _unknown(f"{here}.harmed[{i}].act", "act", harmed.act, acts)
            yield from _phrases(f"{here}.harmed[{i}].things", harmed.things)
        if not tag.cues and not tag.harmed:
            yield here, f"tag {tag.name!r} has no words to be found by: give cues or harmed"


def crosswalk_faults(file: Crosswalk, kinds: KindsFile, labels: Labels, violations: ViolationsFile) -> Iterator[Fault]:
    """What is wrong in crosswalk.yaml."""
    names = {kind.name for kind in kinds.kinds}
    for field in ("outcomes", "cues", "groups", "codebooks"):
        yield from _twice(f"$.{field}", (one.name for one in getattr(file, field)))
    for at, outcome in enumerate(file.outcomes):
        for i, name in enumerate(outcome.kinds):
            yield from _unknown(f"$.outcomes[{at}].kinds[{i}]", "kind", name, names)
    for at, cue in enumerate(file.cues):
        yield from _phrases(f"$.cues[{at}].phrases", cue.phrases)
    known = _vocabularies(file, kinds, labels, violations)
    yield from _group_faults(file, known)
    for at, book in enumerate(file.codebooks):
        yield from _book_faults(f"$.codebooks[{at}]", book, file, known)


def _vocabularies(file: Crosswalk, kinds: KindsFile, labels: Labels, violations: ViolationsFile) -> dict[str, set[str]]:
    """The values that each condition of a rule may have."""
    classes = {term.name for term in labels.actor_classes}
    return {
        "family": {family.name for family in kinds.families},
        "kind": {kind.name for kind in kinds.kinds},
        "status": {term.name for term in labels.statuses},
        "actor": classes,
        "target": classes,
        "outcome": {outcome.name for outcome in file.outcomes},
        "cue": {cue.name for cue in file.cues},
        "tag": {tag.name for tag in violations.tags},
    }


_GROUPED = {"actor_class": "actor", "kind": "kind", "status": "status"}


def _group_faults(file: Crosswalk, known: dict[str, set[str]]) -> Iterator[Fault]:
    for at, group in enumerate(file.groups):
        here = f"$.groups[{at}]"
        yield from _unknown(f"{here}.of", "list", group.of, set(_GROUPED))
        if group.of in _GROUPED:
            values = known[_GROUPED[group.of]]
            for i, value in enumerate(group.values):
                yield from _unknown(f"{here}.values[{i}]", group.of, value, values)
            if group.name in values:
                yield f"{here}.name", f"group {group.name!r} has the name of one of the values that it groups"


def _book_faults(here: str, book: Codebook, file: Crosswalk, known: dict[str, set[str]]) -> Iterator[Fault]:
    yield from _twice(f"{here}.vocabulary", (entry.code for entry in book.vocabulary), field="code")
    for at, rule in enumerate(book.rules):
        yield from _rule_faults(f"{here}.rules[{at}]", rule, file, known)
        yield from _code_faults(f"{here}.rules[{at}]", rule, book)
        last = at == len(book.rules) - 1
        if not last and not list(rule.when.conditions()):
            yield f"{here}.rules[{at}]", "a rule without conditions hides every rule below it: move it to the end"
    if not book.rules or list(book.rules[-1].when.conditions()):
        where = f"{here}.rules[{len(book.rules) - 1}]" if book.rules else here
        yield where, f"the last rule of {book.name} must fit everything: end with `when: {{}}`"


def _rule_faults(here: str, rule: Rule, file: Crosswalk, known: dict[str, set[str]]) -> Iterator[Fault]:
    grouped = {group.name: _GROUPED.get(group.of, "") for group in file.groups}
    for condition, values in rule.when.conditions():
        own = "actor" if condition == "target" else condition
        allowed = known[condition] | {name for name, of in grouped.items() if of == own}
        for i, value in enumerate(values):
            yield from _unknown(f"{here}.when.{condition}[{i}]", condition, value, allowed)


def _code_faults(here: str, rule: Rule, book: Codebook) -> Iterator[Fault]:
    if (rule.code is None) == (rule.not_codable is None):
        yield here, "a rule gives either a code or, as not_codable, the reason why there is none"
    entry = next((one for one in book.vocabulary if one.code == rule.code), None)
    if rule.code is not None and entry is None:
        yield f"{here}.code", f"{rule.code!r} is no code of {book.name}"
    for field, value, allowed in (
        ("sub", rule.sub, entry.subs if entry else ()),
        ("mode", rule.mode, entry.modes if entry else ()),
    ):
        if value is not None and value not in allowed:
            yield f"{here}.{field}", f"{value!r} is no {field} of {rule.code} in {book.name}"


def _twice(here: str, names: Iterable[str], *, field: str = "name") -> Iterator[Fault]:
    seen: set[str] = set()
    for at, name in enumerate(names):
        if name in seen:
            yield f"{here}[{at}].{field}", f"{name!r} stands twice"
        seen.add(name)


def _unknown(where: str, what: str, name: str, known: set[str]) -> Iterator[Fault]:
    if name not in known:
        yield where, f"unknown {what} {name!r}: known are {', '.join(sorted(known))}"


def _phrases(here: str, phrases: Iterable[str]) -> Iterator[Fault]:
    for at, phrase in enumerate(phrases):
        if phrase != " ".join(phrase.split()).lower() or not phrase:
            yield f"{here}[{at}]", f"phrase {phrase!r} must be in lower case, with single spaces, and not empty"
    seen: set[str] = set()
    for at, phrase in enumerate(phrases):
        if phrase in seen:
            yield f"{here}[{at}]", f"phrase {phrase!r} stands twice"
        seen.add(phrase)
