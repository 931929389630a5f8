"""The user's own knowledge: where it lies, and writing it."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from masudi.errors import UsageError


def own_folder(what: str) -> Path:
    """Where the user's own `what` ("gazetteers") lie: under MASUDI_DATA, else in the XDG standard’s data folder."""
    own = os.environ.get("MASUDI_DATA")
    if own:
        return Path(own).expanduser() / what
    base = os.environ.get("XDG_DATA_HOME") or ""
    # The specification says that a relative path there is to be ignored.
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / "masudi" / what


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
