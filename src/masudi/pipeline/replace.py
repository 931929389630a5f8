"""Writing a result to a file that is there whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, TextIO

from masudi.errors import ReportError, UsageError
from masudi.sources import find_reports


@contextmanager
def replacing(output: str | Path, inputs: Iterable[str | Path] = ()) -> Iterator[TextIO]:
    """A file (UTF-8) that becomes `output` when the block ends, and leaves no trace when it fails or is interrupted.

    UsageError, before anything is read, where `output` is one of `inputs` or would be read as one next time, and
    where it cannot be written. A device or pipe is written to as it is.
    """
    # A link stays a link: what it leads to is replaced.
    target = Path(os.path.realpath(output))
    if target.exists() and not target.is_dir() and not target.is_file():
        with target.open("w", encoding="utf-8") as device:
            yield device
        return
    _refuse(target, str(output), list(inputs))
    draft = target.with_name(f".masudi-{secrets.token_hex(8)}.tmp")
    try:
        # The permissions are those of the file that is replaced, else what the user's umask leaves.
        mode = target.stat().st_mode & 0o777 if target.exists() else 0o666
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    except OSError as fault:
        raise UsageError(f"{output!s} cannot be written: {fault.strerror}") from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield file
            file.flush()
            os.fsync(handle)
        draft.replace(target)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


@contextmanager
def replacing_bytes(output: str | Path) -> Iterator[BinaryIO]:
    """As `replacing`, for bytes that nobody but the user may read: the file is theirs alone."""
    target = Path(os.path.realpath(output))
    _refuse(target, str(output), [])
    draft = target.with_name(f".masudi-{secrets.token_hex(8)}.tmp")
    try:
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise UsageError(f"{output!s} cannot be written: {fault.strerror}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(handle)
        draft.replace(target)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


def _refuse(target: Path, output: str, inputs: list[str | Path]) -> None:
    if target.is_dir():
        raise UsageError(f"{output} is a folder: name a file in it")
    if not target.parent.is_dir():
        raise UsageError(f"{output} cannot be written: there is no folder {target.parent}")
    if target.exists():
        for found in find_reports(inputs):
            if not isinstance(found, ReportError) and found != "-" and _same(found, target):
                raise UsageError(f"{output} is one of the reports to read: name another file for the result")
    elif target.suffix.lower() == ".txt" and not target.name.startswith("."):
        for folder in inputs:
            if target.is_relative_to(os.path.realpath(folder)):
                advice = "name it otherwise, or put it elsewhere"
                raise UsageError(f"{output} would be read as a report the next time: {advice}")


def _same(path: str, target: Path) -> bool:
    try:
        return target.samefile(path)
    except (OSError, ValueError):
        return False
