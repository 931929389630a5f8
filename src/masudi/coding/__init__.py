"""From a report to its claims. In: a Report; out: Claims with their spans, in the order in which the report makes them.

This is the plain coder: a lexicon learnt from annotated reports and corrected by hand, and heuristics over clauses, all
of it data in data/coder. A trained reader is to take its place.
"""

from masudi.coding.coder import code

__all__ = ["code"]
