"""Make the index of the packaged local gazetteers (src/masudi/data/places/layer.msgpack) from their tables.

    python -m gazetteers.local

A test fails where it is older than the tables or the world's gazetteer.
"""

from __future__ import annotations

import msgspec

from masudi.data import packaged
from masudi.resolve.gazetteer import load_gazetteer
from masudi.resolve.local_places import load_local_places
from masudi.resolve.place_layers import layer_of


def main() -> None:
    """Make it."""
    layer = layer_of(load_local_places(), load_gazetteer())
    path = packaged("places") / "layer.msgpack"
    path.write_bytes(msgspec.msgpack.encode(layer))
    print(f"{len(layer.sites)} places, {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
