"""Blocks of a file (paragraphs, pages) joined to the text that is read, with the ways back to each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

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


class Block(NamedTuple):
    """A block of text and the way back to it; one that `runs_on` goes on where the block before it stopped."""

    way: Way
    text: str
    runs_on: bool = False


def joined(blocks: Iterable[Block]) -> tuple[str, tuple[Way, ...]]:
    """One text of all blocks, a blank line between them, and their ways (whose `start` is set here).

    Blocks without a word are left out; the others are `cleaned`.
    """
    parts: list[str] = []
    ways: list[Way] = []
    at = 0
    for block in blocks:
        text = cleaned(block.text)
        if not text:
            continue
        apart = "" if not parts else " " if block.runs_on else _APART
        at += len(apart)
        ways.append(msgspec.structs.replace(block.way, start=at))
        parts += [apart, text]
        at += len(text)
    return "".join(parts), tuple(ways)
