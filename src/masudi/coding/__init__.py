"""From a report to its claims. In: a Report; out: Claims with their spans, in the order in which the report makes them.

The trained reader finds mentions, status and the words that fill the roles (`reading`); what they name is resolved
(`resolved`), and the rest of a claim is worked out from the words around it.
"""

from masudi.coding.coder import Coder, Prepared, code, warm_up

__all__ = ["Coder", "Prepared", "code", "warm_up"]
