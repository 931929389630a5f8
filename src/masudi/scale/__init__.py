"""The same reading over millions of reports. In: a dataset of reports; out: a Parquet dataset of claims.

A dataset is cut into fragments (`plan`), each of which a worker reads whole (`reader`) and writes under its own name
(`output`): in this process (`local`) or on a Ray cluster (`cluster`), with the same result. What is done is marked
(`marks`), so that a run that was cut short goes on where it stopped. Needs the extra `masudi[cluster]`.
"""

from masudi.scale.bringing import bring, condition
from masudi.scale.manifest import reader_of
from masudi.scale.run import Asked, Job, engine

__all__ = ["Asked", "Job", "bring", "condition", "engine", "reader_of"]
