"""Reports that print one text, incidents of many reports, whose accounts these are, and what contradicts what.

In: claims (and texts, for reprints), people's rulings, and whose side publishers are on. Out: links that explain
themselves, groups of claims with ids that last, `Incident` and `Operation` values. Pure functions: no database, no file
but the rules in data/corroborate.yaml. `incidents` and `operations` do a whole case at once; `blocks_of`, `partners`
and `relink` do what new claims touch, with the same result.
"""

from masudi.corroborate.blocks import blocks_of, partners
from masudi.corroborate.clustering import cluster, components, name_groups
from masudi.corroborate.gists import Gist
from masudi.corroborate.incidents import Linked, Surroundings, incidents, link_all, regroup, relink
from masudi.corroborate.linking import explain_pair, link, scored
from masudi.corroborate.operations import operations
from masudi.corroborate.origins import Alignments, Print
from masudi.corroborate.reprints import Index, Signature, bands, is_print, reprints, signature
from masudi.corroborate.rulings import connected
from masudi.corroborate.showing import show
from masudi.corroborate.things import gists_of

__all__ = [
    "Alignments",
    "Gist",
    "Index",
    "Linked",
    "Print",
    "Signature",
    "Surroundings",
    "bands",
    "blocks_of",
    "cluster",
    "components",
    "connected",
    "explain_pair",
    "gists_of",
    "incidents",
    "is_print",
    "link",
    "link_all",
    "name_groups",
    "operations",
    "partners",
    "regroup",
    "relink",
    "reprints",
    "scored",
    "show",
    "signature",
]
