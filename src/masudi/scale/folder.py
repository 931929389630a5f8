"""A folder of a dataset on whatever filesystem pyarrow opens: local, s3://, gs://, hdfs:// and others."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.fs as pafs

from masudi.errors import UsageError

# Stores of objects, in which a folder is but the beginning of names; to make one takes rights that it need not take.
_WITHOUT_FOLDERS = ("s3", "gcs", "abfs")


class Folder:
    """The folder (or, for what is read, the file) that a path or URI names; all names in it are relative, with "/"."""

    def __init__(self, where: str) -> None:
        try:
            self.fs, root = pafs.FileSystem.from_uri(where if "://" in where else str(Path(where).resolve()))
        except (pa.ArrowException, OSError, ValueError) as fault:
            raise UsageError(f"{where}: cannot be opened: {fault}") from None
        self.where, self.root = where, root.rstrip("/")
        self.local = isinstance(self.fs, pafs.LocalFileSystem)

    def path(self, name: str) -> str:
        """A name in the folder as the filesystem has it; "" is the folder itself."""
        return f"{self.root}/{name}" if name else self.root

    def files(self, under: str = "") -> Iterator[tuple[str, int]]:
        """The files at any depth, as names in the folder with their sizes in bytes, in order; hidden ones left out."""
        selector = pafs.FileSelector(self.path(under), recursive=True, allow_not_found=True)
        found = [info for info in self.fs.get_file_info(selector) if info.type == pafs.FileType.File]
        cut = len(self.root) + 1
        for info in sorted(found, key=lambda info: info.path):
            name = info.path[cut:]
            if not any(part.startswith(".") for part in name.split("/")):
                yield name, info.size

    def is_file(self, name: str = "") -> bool:
        """Whether there is a file of this name."""
        return bool(self.fs.get_file_info(self.path(name)).type == pafs.FileType.File)

    def exists(self, name: str = "") -> bool:
        """Whether there is anything of this name."""
        return bool(self.fs.get_file_info(self.path(name)).type != pafs.FileType.NotFound)

    def size(self, name: str = "") -> int:
        """The size of a file in bytes."""
        return int(self.fs.get_file_info(self.path(name)).size)

    def open(self, name: str = "") -> pa.NativeFile:
        """A file for reading at any position; OSError where it cannot be opened."""
        return self.fs.open_input_file(self.path(name))

    def read(self, name: str) -> bytes | None:
        """What a file holds, or None where there is none."""
        try:
            with self.open(name) as file:
                return bytes(file.read())
        except FileNotFoundError:
            return None

    def write(self, name: str, data: bytes) -> None:
        """Write a file whole or not at all: whoever looks meanwhile sees the old one, or none.

        Object stores show a file once it is closed; on disks it is written beside and renamed.
        """
        target = self.path(name)
        aside = f"{self.root}/_masudi/tmp/{uuid.uuid4().hex}" if self.local else target
        if self.fs.type_name not in _WITHOUT_FOLDERS:
            for path in {aside, target}:
                self.fs.create_dir(path.rpartition("/")[0], recursive=True)
        with self.fs.open_output_stream(aside) as out:
            out.write(data)
        if aside != target:
            self.fs.move(aside, target)

    def delete(self, name: str) -> None:
        """Delete a file that may be gone already."""
        if self.is_file(name):
            self.fs.delete_file(self.path(name))
