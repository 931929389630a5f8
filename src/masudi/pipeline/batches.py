"""Reports in batches: the encoder runs over the next ones while the claims of this one are worked out."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias

from masudi.domain import Claim, Reading, Report
from masudi.errors import ReportError
from masudi.pipeline.read import tried

if TYPE_CHECKING:
    from masudi.coding import Coder, Prepared

# The first batch is one report, so that the first claims come soon; the next ones grow up to this many reports.
_MOST = 16
# Or to this many characters, whichever comes first: what the encoder says of a long report takes memory.
_CHARACTERS = 100_000

Batch: TypeAlias = "list[Report | ReportError]"
Waiting: TypeAlias = "tuple[Batch, Future[Prepared]]"


def read_in_batches(
    reports: Iterable[Report | ReportError], *, threads: int, ahead: int = 1
) -> Generator[Iterator[Reading | ReportError], None, None]:
    """A reading for each report, batch by batch and in their order; errors are handed on in their places.

    A batch is worked out as its readings are asked for, and is through before the next one is asked for. The encoder is
    up to `ahead` batches further: a caller who at times does more than read keeps it busy meanwhile.
    """
    # Loading the reader takes a second, which callers who only find or check reports need not wait for.
    from masudi.coding import Coder, warm_up

    encoding = ThreadPoolExecutor(max_workers=1, thread_name_prefix="masudi-ahead")
    # The network is loaded, and goes over the first report, while this thread loads what finishing takes.
    coder = encoding.submit(Coder, threads=threads)
    waiting: deque[Waiting] = deque()
    # Nobody waits for the second report before seeing what the first one says, nor for dozens before the next ones.
    allowed = 0
    try:
        for batch in _batches(reports):
            texts = [one for one in batch if isinstance(one, Report) and not one.unread]
            waiting.append((batch, encoding.submit(lambda texts: coder.result().prepare(texts), texts)))
            warm_up()
            if len(waiting) > allowed:
                yield _finish(coder.result(), waiting.popleft())
                allowed = min(allowed + 1, ahead)
        while waiting:
            yield _finish(coder.result(), waiting.popleft())
    finally:
        # Also where the caller stops early or interrupts: what is left of the next batches is not worked off.
        encoding.shutdown(wait=False, cancel_futures=True)
        if coder.done() and not coder.cancelled() and coder.exception() is None:
            coder.result().network.stop()


def _batches(reports: Iterable[Report | ReportError]) -> Iterator[Batch]:
    batch: Batch = []
    size, limit = 0, 1
    for report in reports:
        batch.append(report)
        size += len(report.text) if isinstance(report, Report) else 0
        if len(batch) == limit or size >= _CHARACTERS:
            yield batch
            batch, size, limit = [], 0, min(_MOST, limit * 4)
    if batch:
        yield batch


def _finish(coder: Coder, waiting: Waiting) -> Iterator[Reading | ReportError]:
    batch, prepared = waiting
    try:
        found = coder.finish(prepared.result())
    except Exception:
        # One of them broke the whole batch: each by itself tells which.
        found = None

    def code(report: Report) -> tuple[Claim, ...]:
        claims = coder.code(report) if found is None else next(found)
        if isinstance(claims, Exception):
            raise claims
        return claims

    for one in batch:
        yield one if isinstance(one, ReportError) else tried(one, code)
