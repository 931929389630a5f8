"""Lines that were broken to fit a page or a mail, put together again: a line end is no end of a sentence there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# A line at least so long, as a share of the long lines around it, goes on in the next one. Of the sample reports, set
# ragged right in columns of 45 to 95 characters, 2,049 lines go on, the shortest at 0.73 of the width. A short last
# line of a paragraph is told apart by that; a long one is joined to what follows, behind its full stop.
_FULL = 0.7
# Lines of which nine in ten are shorter than the width that is taken: single long ones (addresses) say nothing.
_SHARE = 0.9
_NARROWEST = 30
_ITEM = re.compile(r"\s*(?:[•▪◦‣·●○■*–—-]|\(?\d{1,3}[.)]|\(?[a-z][.)])\s")
_HYPHEN = re.compile(r"(\w+)-$")
_FIRST = re.compile(r"[a-z]\w*")


def unwrapped(lines: Sequence[str], *, known: str = "") -> str:
    """The lines with those joined that were one before they were broken; paragraphs are apart by line ends.

    Blank lines, short lines and the beginnings of list items stay apart. `known` is a text in which a word that was
    broken at a hyphen is looked for, with and without it.
    """
    width = _width(lines)
    parts: list[str] = []
    open_ = False
    for line in lines:
        words = line.strip()
        if open_ and words and not _ITEM.match(line):
            parts[-1] = _together(parts[-1], words, known)
        else:
            parts.append(words)
        open_ = bool(words) and len(words) >= _FULL * width
    return re.sub(r"\n{3,}", "\n\n", "\n".join(parts))


def _width(lines: Iterable[str]) -> float:
    lengths = sorted(len(line.strip()) for line in lines if line.strip())
    return max(lengths[int(_SHARE * (len(lengths) - 1))], _NARROWEST) if lengths else _NARROWEST


def _together(before: str, after: str, known: str) -> str:
    """Two parts of one line. At a hyphen, the word is written as it is elsewhere, and without it if it is nowhere."""
    if before.endswith("\u00ad"):
        return before[:-1] + after
    broken, rest = _HYPHEN.search(before), _FIRST.match(after)
    if broken is None or rest is None:
        return f"{before} {after}"
    hyphenated = f"{broken[1]}-{rest.group()}"
    keeps = hyphenated in known and broken[1] + rest.group() not in known
    return (before if keeps else before[:-1]) + after
