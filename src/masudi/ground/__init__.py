"""Who holds what, and who is cut off. In: claims, places of the gazetteer and links; out: frozen values, no I/O.

`with_named` gives places that no gazetteer has an id by their name, where that is safe.
`read_ledger` turns claims into words about control; `Controls` answers from them who holds a place from when to when;
`pockets_on` and `pocket_changes` say which places a side holds together, whether a way leads out, and what a change
did. `masudi.ground.telling` makes text and records of them.
Nothing here decides what may leave a case: `masudi.publish` does.
"""

from masudi.domain.control import STALE_AFTER
from masudi.ground.changes import pocket_changes
from masudi.ground.controls import Controls, Stretch
from masudi.ground.ledger import Ledger, LedgerReader, kinds_told, read_ledger
from masudi.ground.named import areas_of, nameless, with_named
from masudi.ground.nesting import Nesting
from masudi.ground.pockets import people_range, pockets_on
from masudi.ground.rules import load_control_rules
from masudi.ground.sieges import SHUT_IN

__all__ = [
    "SHUT_IN",
    "STALE_AFTER",
    "Controls",
    "Ledger",
    "LedgerReader",
    "Nesting",
    "Stretch",
    "areas_of",
    "kinds_told",
    "load_control_rules",
    "nameless",
    "people_range",
    "pocket_changes",
    "pockets_on",
    "read_ledger",
    "with_named",
]
