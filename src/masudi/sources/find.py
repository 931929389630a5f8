"""The report files that paths lead to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from masudi.errors import ReportError
from masudi.sources.formats import known_name
from masudi.sources.retrieved import printable, reason

_ENDS = "they are files whose names end in .txt, .html, .pdf, .docx … (docs/sources.md)"


def find_reports(paths: str | Path | Iterable[str | Path]) -> Iterator[str | ReportError]:
    """The paths of the reports that `paths` (files, folders, "-" for standard input) lead to, one by one.

    A folder gives the files in it and below it whose names end as those of a known format do (.txt, .pdf …), by name,
    without hidden ones and without the folder of pictures and scripts that a browser saves with a page. Links are
    followed, and what is reached twice (a link in a circle, a file named beside its folder) comes once. Two files of
    the same stem are two reports: the path tells them apart. A named file comes as it is, there or not: reading it says
    what is wrong. What cannot be listed comes as a ReportError in its place, so that the rest is still found.
    """
    seen: set[str] = set()
    for given in [paths] if isinstance(paths, str | Path) else paths:
        path = str(given)
        if path == "-" and isinstance(given, Path):
            path = "./-"
        if path != "-" and _is_folder(path):
            yield from _below(path, seen)
        elif _first_time(path, seen):
            yield path


def _below(folder: str, seen: set[str]) -> Iterator[str | ReportError]:
    waiting = [folder]
    anything = False
    while waiting:
        path = waiting.pop()
        if not _first_time(path, seen):
            anything = True
        elif _is_folder(path):
            try:
                names = _names(path)
            except OSError as fault:
                anything = True
                yield ReportError(printable(path), reason(fault, path))
            else:
                waiting += [os.path.join(path, name) for name in reversed(names)]  # noqa: PTH118 (keeps a leading ./)
        else:
            anything = True
            yield (
                path
                if _is_file_or_missing(path)
                else ReportError(
                    printable(path), "is no ordinary file (a pipe or a device): name it to read it all the same"
                )
            )
    if not anything:
        yield ReportError(printable(folder), f"is a folder without reports: {_ENDS}")


def _names(folder: str) -> list[str]:
    """The names in `folder` that are worth a look, sorted."""
    with os.scandir(folder) as entries:
        found = {
            entry.name: known_name(entry.name)
            for entry in entries
            if not entry.name.startswith(".") and (known_name(entry.name) or _is_folder(entry.path))
        }
    pages = {f"{name.rpartition('.')[0]}_files" for name in found if name.lower().endswith((".html", ".htm"))}
    return sorted(name for name, known in found.items() if known or name not in pages)


def _first_time(path: str, seen: set[str]) -> bool:
    try:
        real = path if path in ("-", "") else os.path.realpath(path)
    except (OSError, ValueError):
        real = path
    if real in seen:
        return False
    seen.add(real)
    return True


def _is_folder(path: str) -> bool:
    try:
        return stat.S_ISDIR(os.stat(path).st_mode)  # noqa: PTH116 (a Path per file costs more than the call)
    except (OSError, ValueError):
        return False


def _is_file_or_missing(path: str) -> bool:
    try:
        return stat.S_ISREG(os.stat(path).st_mode)  # noqa: PTH116
    except OSError:
        return True
