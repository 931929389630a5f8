"""The same reading over millions of reports. In: a dataset of reports; out: a Parquet dataset of claims.

A dataset is cut into fragments (`plan`), each of which a worker reads whole (`reader`) and writes under its own name
(`output`), and whose claims are then linked into incidents (`linking`): in this process or on a Ray cluster
(`engines`), with the same result. What is done is marked (`marks`), so that a run that was cut short goes on where it
stopped; parts of it come into a case (`bringing`). Needs the extra `masudi[cluster]`.
"""

from masudi.scale.bringing import bring, condition
from masudi.scale.dataset import Asked, Dataset
from masudi.scale.engines import engine
from masudi.scale.linking import Linking
from masudi.scale.manifest import reader_of

__all__ = ["Asked", "Dataset", "Linking", "bring", "condition", "engine", "reader_of"]
