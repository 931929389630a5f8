"""The files that reports refer to as attachments: looked up by name in a listing, never opened by that name."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath

import msgspec

from masudi.domain.retrieval import Attachment

# Files that are listed below the folder of a chat; an export with more is looked at no further.
_MOST = 50_000
_BLOCK = 1 << 20


class Beside:
    """The files that lie beside one that was opened: in its folder, or in the archive that holds it."""

    def __init__(self, folder: str | None, known: Mapping[str, Attachment] | None = None, at: str = "") -> None:
        self._folder, self._known, self._at = folder, known or {}, at
        self._paths: dict[str, str] | None = None

    @classmethod
    def of(cls, unread: Iterable[Attachment]) -> Beside:
        """Those of an archive that no format reads."""
        return cls(None, {one.name: one for one in unread})

    def below(self, member: str) -> Beside:
        """Those that a member of the archive refers to by names that begin at its own folder."""
        return Beside(None, self._known, member.rpartition("/")[0])

    def find(self, name: str) -> Attachment | None:
        """The file of this name, its size and hash; None where there is none."""
        inner = f"{self._at}/{name}" if self._at else name
        if inner in self._known:
            return self._known[inner]
        path = self._listed().get(str(PurePosixPath(name)))
        return _hashed(name, path) if path else None

    def _listed(self) -> dict[str, str]:
        """What is in the folder and below it, without links, by the names that a chat would give it."""
        if self._paths is None:
            self._paths = {}
            for top, folders, files in os.walk(self._folder) if self._folder else ():
                folders[:] = sorted(one for one in folders if not one.startswith("."))
                for file in files:
                    path = os.path.join(top, file)  # noqa: PTH118 (a Path per file costs more than the call)
                    if not os.path.islink(path):  # noqa: PTH114
                        self._paths[os.path.relpath(path, self._folder).replace(os.sep, "/")] = path
                if len(self._paths) > _MOST:
                    break
        return self._paths


def with_files(attachments: Iterable[Attachment], beside: Beside) -> tuple[Attachment, ...]:
    """The attachments, those that are named alone with size and hash where the file is there."""
    return tuple(one if one.sha256 else _with_file(one, beside) for one in attachments)


def _with_file(attachment: Attachment, beside: Beside) -> Attachment:
    found = beside.find(attachment.name)
    return msgspec.structs.replace(attachment, size=found.size, sha256=found.sha256) if found else attachment


def _hashed(name: str, path: str) -> Attachment | None:
    digest, size = hashlib.sha256(), 0
    try:
        with open(path, "rb") as file:  # noqa: PTH123
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
    except OSError:
        return None
    return Attachment(name=name, size=size, sha256=digest.hexdigest())
