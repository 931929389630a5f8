"""What can be claimed: kinds, labels, violation tags, and the codes of other codebooks.

In: the data files kinds.yaml, labels.yaml, crosswalk.yaml and violations.yaml. Out: one `Ontology`, read when first
asked for, which knows the kinds, reads the facts of a claim that codebooks ask for, codes them, and finds violation
tags. `load_ontology` and `render_kinds` are the names for others; `Facts`, `Code` and `Kind` are the values.
"""

from masudi.ontology.crosswalk import Code, Facts
from masudi.ontology.model import Family, Kind, Labels
from masudi.ontology.ontology import Ontology, load_ontology
from masudi.ontology.table import KindRow, kinds_rows, render_kinds

__all__ = [
    "Code",
    "Facts",
    "Family",
    "Kind",
    "KindRow",
    "Labels",
    "Ontology",
    "kinds_rows",
    "load_ontology",
    "render_kinds",
]
