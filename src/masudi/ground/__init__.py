"""Who holds what, and who is cut off. In: claims, places of the gazetteer and links; out: frozen values, no I/O.

`read_ledger` turns claims into words about control; `Controls` answers from them who holds a place from when to when;
`pockets_on` and `pocket_changes` say which places a side holds together, whether a way leads out, and what a change
did. `masudi.ground.telling` makes text and records of them.
Nothing here decides what may leave a case: `masudi.publish` does.
"""

from masudi.ground.changes import pocket_changes
from masudi.ground.controls import Controls
from masudi.ground.history import STALE_AFTER
from masudi.ground.ledger import Ledger, read_ledger
from masudi.ground.pockets import people_range, pockets_on

__all__ = ["STALE_AFTER", "Controls", "Ledger", "people_range", "pocket_changes", "pockets_on", "read_ledger"]
