"""Work on a Ray cluster: Ray Data hands fragments or jobs to a pool of workers, each of which loads the model once.

What a worker gives is written by itself; only counts come back. A worker or node that is lost is replaced by Ray, and
what it was at is begun again, by whoever comes next.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import msgspec

from masudi.errors import UsageError
from masudi.scale.link_jobs import Job, Linker
from masudi.scale.marks import Done
from masudi.scale.plan import Fragment
from masudi.scale.reader import Reader, Task

# Seconds in which a cluster that is there answers many times over, Ray's own start included.
_PATIENCE = 25


class Worker:
    """A member of the pool. The task comes with each job, so that Ray can start a worker anew from nothing."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, bytes], Callable[[bytes], bytes]] = {}

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[bytes]]:
        """Do a batch of jobs (one, as it is asked for here)."""
        all_ = zip(batch["what"], batch["task"], batch["job"], strict=True)
        return {"done": [self._do(str(what), bytes(task), bytes(job)) for what, task, job in all_]}

    def _do(self, what: str, task: bytes, job: bytes) -> bytes:
        if (what, task) not in self._made:
            self._made = {(what, task): _WORK[what](task)}
        return self._made[what, task](job)


def _reading(task: bytes) -> Callable[[bytes], bytes]:
    reader = Reader(msgspec.json.decode(task, type=Task))
    return lambda job: msgspec.json.encode(reader.read(msgspec.json.decode(job, type=Fragment)))


def _linking(task: bytes) -> Callable[[bytes], bytes]:
    linker = Linker(task.decode())

    def link(job: bytes) -> bytes:
        linker.run(msgspec.json.decode(job, type=Job))
        return b""

    return link


_WORK = {"read": _reading, "link": _linking}


@contextmanager
def cluster(address: str | None) -> Iterator[int]:
    """A cluster: the one at `address`, or one of this machine alone, which ends with the context. Gives its processors.

    UsageError where no cluster answers, or its nodes have another Masudi.
    """
    ray = _ray()
    if address and not _answers(address):
        raise UsageError(f"no Ray cluster answers at {address}: check the address, and that `ray start` has run there")
    try:
        if address:
            ray.init(address=address, logging_level="ERROR", log_to_driver=False)
        else:
            ray.init(include_dashboard=False, logging_level="ERROR", log_to_driver=False, _node_ip_address="127.0.0.1")
    except (ConnectionError, RuntimeError, ValueError) as fault:
        raise UsageError(f"no Ray cluster answers at {address}: {str(fault).splitlines()[0]}") from None
    try:
        _same_everywhere(ray)
        yield max(1, int(ray.cluster_resources().get("CPU", 1)))
    finally:
        ray.shutdown()


def read(task: Task, fragments: Sequence[Fragment], workers: int) -> Iterator[Done]:
    """Read the fragments with a pool of workers, and say of each what it came to, as they are done."""
    for done in _pooled("read", msgspec.json.encode(task), map(msgspec.json.encode, fragments), workers):
        yield msgspec.json.decode(done, type=Done)


def link(output: str, jobs: Sequence[Job], workers: int) -> Iterator[None]:
    """Do jobs of linking with a pool of workers, and tell of each when it is done."""
    for _ in _pooled("link", output.encode(), map(msgspec.json.encode, jobs), workers):
        yield None


def _pooled(what: str, task: bytes, jobs: Iterable[bytes], workers: int) -> Iterator[bytes]:
    import ray.data

    logging.getLogger("ray.data").setLevel(logging.ERROR)
    ray.data.DataContext.get_current().enable_progress_bars = False
    # A block each, put there by the driver itself: a task that cut them would wait for a processor that the pool has.
    items = [{"what": what, "task": task, "job": one} for one in jobs]
    if not items:
        return
    rows = ray.data.from_items(items, override_num_blocks=len(items))
    # Whatever ends a worker is tried again, as Ray Data does by itself: `masudi.scale.marks` sees to it that no report
    # does so for ever.
    pool = ray.data.ActorPoolStrategy(size=min(workers, len(items)), max_tasks_in_flight_per_actor=2)
    for row in rows.map_batches(Worker, batch_size=1, num_cpus=1, compute=pool).iter_rows():
        yield row["done"]


def _answers(address: str) -> bool:
    """Whether a cluster answers: Ray itself would try for minutes, and write about it meanwhile."""
    asked = [sys.executable, "-m", "ray.scripts.scripts", "health-check", "--address", address]
    try:
        return subprocess.run(asked, capture_output=True, timeout=_PATIENCE, check=False).returncode == 0
    except subprocess.TimeoutExpired:
        return False


def _ray() -> Any:
    # Ray counts its users over the network unless told not to; Masudi sends nothing anywhere.
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # What its processes write beside what Python raises is about themselves.
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")
    try:
        import ray
    except ImportError:
        raise UsageError("reading on Ray needs the extra: pip install 'masudi[cluster]'") from None
    return ray


def _same_everywhere(ray: Any) -> None:
    """UsageError where a node of the cluster would read otherwise than this one."""
    from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

    mine = _who()
    nodes = [node["NodeID"] for node in ray.nodes() if node["Alive"]]
    ask = ray.remote(num_cpus=0)(_who)
    theirs = ray.get(
        [ask.options(scheduling_strategy=NodeAffinitySchedulingStrategy(one, False)).remote() for one in nodes]
    )
    for node, other in zip(nodes, theirs, strict=True):
        if other != mine:
            raise UsageError(
                f"node {node[:8]} has {' '.join(other)}, this machine {' '.join(mine)}: make them the same"
            )


def _who() -> tuple[str, str]:
    """Masudi's version here, and the hash of what reads."""
    from importlib.metadata import version

    from masudi.pipeline.add import reader_hash

    return f"Masudi {version('masudi')}", f"reader {reader_hash()[:12]}"
