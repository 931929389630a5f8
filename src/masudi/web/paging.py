"""Lists in pages: which part of a list a page shows, and which entries some words narrow it to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import Query

T = TypeVar("T")

PageNumber = Annotated[int, Query(ge=1, le=1_000_000)]


def paged(found: Sequence[T], page: int, rows: int) -> tuple[tuple[T, ...], int, int]:
    """What of a list stands on a page of so many rows, the number of that page (at most the last), and of all."""
    pages = max(1, -(-len(found) // rows))
    page = min(page, pages)
    return tuple(found[(page - 1) * rows : page * rows]), page, pages


def has(wanted: list[str], *names: str | None) -> bool:
    """Whether all the words that are wanted (in small letters) stand in some names."""
    text = " ".join(name for name in names if name).casefold()
    return all(word in text for word in wanted)
