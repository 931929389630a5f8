"""Blocks of a file (paragraphs, pages) joined to the text that is read, with the ways back to each."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from masudi.domain.report import Way

_APART = "\n\n"
# Controls but tab and line feed: extractors leave some, and no text needs them.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufeff]")


def cleaned(text: str) -> str:
    """Extracted text as characters alone: without controls and halves of surrogate pairs, line ends as LF, stripped."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def joined(blocks: Iterable[tuple[Way, str]]) -> tuple[str, tuple[Way, ...]]:
    """One text of all blocks, a blank line between them, and their ways (whose `start` is set here).

    Blocks without a word are left out; the others are `cleaned`.
    """
    parts: list[str] = []
    ways: list[Way] = []
    at = 0
    for way, block in blocks:
        text = cleaned(block)
        if not text:
            continue
        at += len(_APART) if parts else 0
        ways.append(msgspec.structs.replace(way, start=at))
        parts.append(text)
        at += len(text)
    return _APART.join(parts), tuple(ways)
