"""The kinds in the order of the network's outputs, and the statuses that are no choice."""

from __future__ import annotations

from masudi.ontology import load_ontology

# The status of these kinds is no choice (guidelines of the benchmark): only the others teach the status head.
FIXED = {"aim": "intended", "reason": "asserted", "tactic": "asserted", "threat": "asserted"}


def kinds() -> tuple[list[str], list[str]]:
    """The kinds of events and of analysis, in the ontology's order."""
    families = {kind.name: kind.family for kind in load_ontology().kinds}
    events = [name for name, family in families.items() if family != "analysis"]
    return events, [name for name, family in families.items() if family == "analysis"]
