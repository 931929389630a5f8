"""Codes of other codebooks for what is known of a claim: crosswalk.yaml, and reading its rules."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

CONDITIONS = ("family", "kind", "status", "actor", "target", "outcome", "cue", "tag")


class Facts(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules look at, of a claim or of an incident.

    `actor` and `target` are classes of labels.yaml (none given: "unknown"), `outcome` and `cue` names of
    crosswalk.yaml (no outcome given: "none"), `tag` tags of violations.yaml.
    """

    kind: str
    status: str = "asserted"
    actor: frozenset[str] = frozenset()
    target: frozenset[str] = frozenset()
    outcome: frozenset[str] = frozenset()
    cue: frozenset[str] = frozenset()
    tag: frozenset[str] = frozenset()


class Code(msgspec.Struct, frozen=True, kw_only=True):
    """A codebook's answer: a code, or None and the reason why the facts carry none.

    `sub` is the codebook's second level (ACLED's sub-event type), `mode` PLOVER's mode, `label` the code's name where
    the code is a number, `note` what the code leaves open.
    """

    codebook: str
    code: str | None = None
    sub: str | None = None
    mode: str | None = None
    label: str | None = None
    note: str | None = None
    reason: str | None = None

    @property
    def text(self) -> str:
        """The code in one line, such as "Battles: Armed clash" or "190 Fight with …"; "not codable" for none."""
        if self.code is None:
            return "not codable"
        detail = self.sub or self.mode
        return f"{self.code}: {detail}" if detail else f"{self.code} {self.label}" if self.label else self.code


class Outcome(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came of it; an asserted claim of one of `kinds` has it by its kind."""

    name: str
    label: str
    meaning: str
    kinds: tuple[str, ...] = ()


class Cue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a claim's own words say beyond its kind, and the phrases that say it."""

    name: str
    meaning: str
    phrases: tuple[str, ...]


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A short name for several values of one list (`of`: actor_class, kind or status)."""

    name: str
    of: str
    values: tuple[str, ...]


class When(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The conditions of a rule; each holds if one of its values does, an empty one always."""

    family: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    actor: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    cue: tuple[str, ...] = ()
    tag: tuple[str, ...] = ()

    def conditions(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The conditions that ask for something, by name."""
        for name in CONDITIONS:
            values: tuple[str, ...] = getattr(self, name)
            if values:
                yield name, values


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Conditions, and a code or the reason why there is none."""

    when: When
    code: str | None = None
    sub: str | None = None
    mode: str | None = None
    note: str | None = None
    not_codable: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A code that the codebook has."""

    code: str
    label: str | None = None
    subs: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()


class Codebook(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A codebook: where it is published, the codes that rules may give, and the rules in order."""

    name: str
    label: str
    title: str
    version: str
    url: str
    code_label: str
    sub_label: str | None = None
    mode_label: str | None = None
    note: str | None = None
    vocabulary: tuple[Entry, ...]
    rules: tuple[Rule, ...]


class Crosswalk(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What crosswalk.yaml holds."""

    outcomes: tuple[Outcome, ...]
    cues: tuple[Cue, ...]
    groups: tuple[Group, ...] = ()
    codebooks: tuple[Codebook, ...]

    def values(self, names: tuple[str, ...]) -> frozenset[str]:
        """`names` with every group replaced by its values."""
        groups = {group.name: group.values for group in self.groups}
        return frozenset(value for name in names for value in groups.get(name, (name,)))


class Coder:
    """The rules made ready to be asked: groups replaced, each kind's family known."""

    def __init__(self, crosswalk: Crosswalk, family_of: dict[str, str]) -> None:
        self._family_of = family_of
        self._codebooks = [
            (book, {entry.code: entry.label for entry in book.vocabulary}, [_ready(crosswalk, r) for r in book.rules])
            for book in crosswalk.codebooks
        ]

    def codes(self, facts: Facts) -> tuple[Code, ...]:
        """One answer for each codebook, in the file's order."""
        known = self._known(facts)
        return tuple(
            _answer(book.name, next(rule for needs, rule in rules if _fits(needs, known)), labels)
            for book, labels, rules in self._codebooks
        )

    def _known(self, facts: Facts) -> dict[str, frozenset[str]]:
        return {
            "family": frozenset({self._family_of.get(facts.kind, "")}),
            "kind": frozenset({facts.kind}),
            "status": frozenset({str(facts.status)}),
            "actor": facts.actor or frozenset({"unknown"}),
            "target": facts.target or frozenset({"unknown"}),
            "outcome": facts.outcome or frozenset({"none"}),
            "cue": facts.cue,
            "tag": facts.tag,
        }


_Needs = list[tuple[str, frozenset[str]]]


def _ready(crosswalk: Crosswalk, rule: Rule) -> tuple[_Needs, Rule]:
    return [(name, crosswalk.values(values)) for name, values in rule.when.conditions()], rule


def _fits(needs: _Needs, known: dict[str, frozenset[str]]) -> bool:
    return all(values & known[name] for name, values in needs)


def _answer(codebook: str, rule: Rule, labels: dict[str, str | None]) -> Code:
    if rule.code is None:
        return Code(codebook=codebook, reason=rule.not_codable)
    return Code(
        codebook=codebook, code=rule.code, sub=rule.sub, mode=rule.mode, label=labels.get(rule.code), note=rule.note
    )
