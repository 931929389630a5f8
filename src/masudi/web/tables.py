"""Claims counted by two things at once: kinds and origins, each by status."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from masudi.domain import Status
from masudi.web.board import STATUSES, Board, Mask, Numbers
from masudi.web.counting import Entry, in_order, pairs

ASSERTED = STATUSES.index(Status.ASSERTED)


class KindRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind and how many claims of it have each status, in the order of STATUSES."""

    kind: str
    name: str
    statuses: tuple[int, ...]


def by_origin(board: Board, mask: Mask, most: int | None = None) -> list[Entry]:
    """The origins of the claims, those of the most first."""
    voices = board.voices
    counts = pairs(board, mask, voices.origin_rows, voices.origin_ids, len(voices.origins))
    found = (
        Entry(key=one.key, name=one.name, count=count, note="quoted" if one.quoted else "the publisher itself")
        for one, count in zip(voices.origins, counts, strict=True)
        if count.all
    )
    return in_order(found)[:most]


def by_pairs(board: Board, mask: Mask, rows: Numbers, ids: Numbers, length: int) -> list[list[int]]:
    """For each of so many things how many claims that have it are of each status; `rows` and `ids` pair them."""
    inside = mask[rows]
    table = np.zeros((length, len(STATUSES)), dtype=np.int64)
    np.add.at(table, (ids[inside], board.status[rows[inside]]), 1)
    found: list[list[int]] = table.tolist()
    return found


def kinds_by_status(board: Board, mask: Mask, name: Callable[[str], str]) -> list[KindRow]:
    """The claims of each kind that has any, by status; those asserted most first. `name` says a kind in words."""
    table = np.zeros((len(board.kinds) + 1, len(STATUSES)), dtype=np.int64)
    np.add.at(table, (board.kind[mask], board.status[mask]), 1)
    rows = [
        KindRow(kind=kind, name=name(kind), statuses=tuple(counts))
        for kind, counts in zip(board.kinds, table.tolist(), strict=False)
        if any(counts)
    ]
    return sorted(rows, key=lambda one: (-one.statuses[ASSERTED], -sum(one.statuses), one.name))
