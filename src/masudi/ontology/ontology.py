"""The ontology as one value, and loading it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from masudi.data import load_yaml, packaged, raise_first
from masudi.domain import Claim, Mention, Span, Violation
from masudi.ontology.check import crosswalk_faults, kinds_faults, labels_faults, violations_faults
from masudi.ontology.crosswalk import Code, Coder, Crosswalk, Facts
from masudi.ontology.facts import FactReader
from masudi.ontology.model import Family, Kind, KindsFile, Labels
from masudi.ontology.tagging import Tagger
from masudi.ontology.violations import ViolationsFile


@dataclass(frozen=True)
class Ontology:
    """Kinds, labels, codes and violation tags.

    `kinds` and `families` are in the order in which they are shown. `labels`, `crosswalk` and `violations` are what
    the files hold; `facts`, `codes` and `tag` apply them.
    """

    families: tuple[Family, ...]
    kinds: tuple[Kind, ...]
    labels: Labels
    crosswalk: Crosswalk
    violations: ViolationsFile

    def kind(self, name: str) -> Kind:
        """The kind of that name; KeyError where there is none."""
        return self._by_name[name]

    def facts(self, claim: Claim, others: Iterable[Claim] = ()) -> Facts:
        """What the crosswalk looks at, of `claim`; `others` are the claims of the same report.

        The outcome "deaths" comes from the claim's own toll or from one among `others` that it caused.
        """
        return self._facts.facts(claim, others)

    def codes(self, facts: Facts) -> tuple[Code, ...]:
        """One answer for each codebook, in the order of crosswalk.yaml: a code, or the reason why there is none."""
        return self._coder.codes(facts)

    def tag(self, kind: str, mentions: Sequence[Mention], targets: Iterable[Span] = ()) -> tuple[Violation, ...]:
        """The violation tags of a claim of `kind` with these mentions and targets, with the words they rest on.

        What is reported, no legal finding. Negation is not looked at: a denied claim keeps its tags beside its status.
        """
        return self._tagger.tag(kind, mentions, targets)

    @cached_property
    def _by_name(self) -> dict[str, Kind]:
        return {kind.name: kind for kind in self.kinds}

    @cached_property
    def _facts(self) -> FactReader:
        return FactReader(self.labels, self.crosswalk)

    @cached_property
    def _coder(self) -> Coder:
        return Coder(self.crosswalk, {kind.name: kind.family for kind in self.kinds})

    @cached_property
    def _tagger(self) -> Tagger:
        return Tagger(self.violations)


def load_ontology(folder: Path | None = None) -> Ontology:
    """The ontology from the four files in `folder`, or the packaged one, which is read once.

    The files are kinds.yaml, labels.yaml, crosswalk.yaml and violations.yaml. Raises KnowledgeError, naming file and
    line, where one of them does not have its shape, or uses a name that none of them defines.
    """
    return _packaged() if folder is None else _load(folder)


@cache
def _packaged() -> Ontology:
    return _load(packaged("kinds.yaml").parent)


def _load(folder: Path) -> Ontology:
    paths = {name: folder / f"{name}.yaml" for name in ("kinds", "labels", "crosswalk", "violations")}
    kinds = load_yaml(paths["kinds"], KindsFile)
    raise_first(paths["kinds"], kinds_faults(kinds))
    labels = load_yaml(paths["labels"], Labels)
    raise_first(paths["labels"], labels_faults(labels))
    violations = load_yaml(paths["violations"], ViolationsFile)
    raise_first(paths["violations"], violations_faults(violations, kinds))
    crosswalk = load_yaml(paths["crosswalk"], Crosswalk)
    raise_first(paths["crosswalk"], crosswalk_faults(crosswalk, kinds, labels, violations))
    return Ontology(
        families=kinds.families, kinds=kinds.kinds, labels=labels, crosswalk=crosswalk, violations=violations
    )
