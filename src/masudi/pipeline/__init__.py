"""The one room that joins rooms. In: a report, or paths; out: `Reading`s, in the order of the paths.

What fails is handed on in its place as the `ReportError` that says why: one bad report never stops the others.
"""

from masudi.pipeline.add import Added, Adding, Outcome, add
from masudi.pipeline.fetch import fetching
from masudi.pipeline.read import Coder, read_found, read_many, read_one
from masudi.pipeline.replace import replacing
from masudi.pipeline.toponyms import read_toponyms

__all__ = [
    "Added",
    "Adding",
    "Coder",
    "Outcome",
    "add",
    "fetching",
    "read_found",
    "read_many",
    "read_one",
    "read_toponyms",
    "replacing",
]
