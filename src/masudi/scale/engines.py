"""Who does the work: this process, or a Ray cluster."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from masudi.errors import UsageError
from masudi.scale.link_jobs import Job, Linker
from masudi.scale.marks import Done
from masudi.scale.plan import Fragment
from masudi.scale.reader import Reader, Task


class Engine(Protocol):
    """What does the work."""

    def read(self, task: Task, fragments: Sequence[Fragment]) -> Iterator[Done]:
        """Read fragments, and say of each what it came to, as they are done."""

    def link(self, output: str, jobs: Sequence[Job]) -> Iterator[None]:
        """Do jobs of linking, and tell of each when it is done."""


class Local:
    """This process, one after the other."""

    def read(self, task: Task, fragments: Sequence[Fragment]) -> Iterator[Done]:
        """As `Engine.read`."""
        reader = Reader(task)
        for fragment in fragments:
            yield reader.read(fragment)

    def link(self, output: str, jobs: Sequence[Job]) -> Iterator[None]:
        """As `Engine.link`."""
        linker = Linker(output)
        for job in jobs:
            linker.run(job)
            yield


class _Ray:
    def __init__(self, workers: int) -> None:
        self._workers = workers

    def read(self, task: Task, fragments: Sequence[Fragment]) -> Iterator[Done]:
        from masudi.scale import cluster

        return cluster.read(task, fragments, self._workers)

    def link(self, output: str, jobs: Sequence[Job]) -> Iterator[None]:
        from masudi.scale import cluster

        return cluster.link(output, jobs, self._workers)


@contextmanager
def engine(name: str, address: str | None = None, workers: int | None = None) -> Iterator[Engine]:
    """The engine "local", or "ray" on the cluster at `address` (else one of this machine alone, for as long as this).

    UsageError where no cluster answers, or its nodes have another Masudi.
    """
    if name == "local":
        if address or workers:
            raise UsageError("--address and --workers are for --engine ray")
        yield Local()
        return
    from masudi.scale.cluster import cluster

    with cluster(address) as processors:
        yield _Ray(workers or processors)
