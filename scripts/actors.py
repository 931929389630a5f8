"""Check data/actors/*.yaml and write their index: `python scripts/actors.py`; `--check` says if it is up to date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import msgspec

from masudi.data import packaged
from masudi.resolve.actor_files import INDEX, actor_files, read_actors


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the index, or say with exit code 1 that it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the index is out of date")
    index = msgspec.msgpack.encode(read_actors(actor_files()))
    path = packaged(INDEX)
    if not parser.parse_args(arguments).check:
        path.write_bytes(index)
        return 0
    if path.exists() and path.read_bytes() == index:
        return 0
    sys.stderr.write("the index of actors is out of date: run python scripts/actors.py\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
