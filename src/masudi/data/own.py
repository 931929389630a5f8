"""The user's own knowledge: where it lies, and writing it."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

from masudi.data.tables import show
from masudi.errors import UsageError

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


def own_folder(what: str) -> Path:
    """Where the user's own `what` ("gazetteers") lie: under MASUDI_DATA, else in the XDG standard’s data folder."""
    own = os.environ.get("MASUDI_DATA")
    if own:
        return Path(own).expanduser() / what
    base = os.environ.get("XDG_DATA_HOME") or ""
    # The specification says that a relative path there is to be ignored.
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / "masudi" / what


def own_name(path: Path, name: str | None, what: str) -> str:
    """The name under which to store what is in `path`: `name`, else made from the file's; UsageError if it is none."""
    if name is None:
        name = re.sub(r"[^a-z0-9_]+", "-", path.stem.lower()).strip("-_")[:60] or what.replace(" ", "-")
    if not _NAME.fullmatch(name):
        raise UsageError(f"{show(name)} is no name for a {what}: use small letters, digits, - and _")
    return name


def remove_own(folder: Path, name: str, suffix: str, what: str) -> None:
    """Take what is stored under `name` out; UsageError where there is nothing of that name."""
    if _NAME.fullmatch(name):
        with suppress(FileNotFoundError):
            (folder / f"{name}{suffix}").unlink()
            return
    there = ", ".join(sorted(path.stem for path in folder.glob(f"*{suffix}"))) or "none"
    raise UsageError(f"there is no {what} {show(name)} of your own; there are: {there}")


def write_whole(target: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; its folder is made, for the user alone.

    UsageError where it cannot be written.
    """
    folder = target.parent
    draft = folder / f".{target.stem}-{secrets.token_hex(8)}.tmp"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(target)
        finally:
            with suppress(FileNotFoundError):
                draft.unlink()
    except OSError as fault:
        raise UsageError(f"{folder} cannot be written: {fault.strerror}") from None
