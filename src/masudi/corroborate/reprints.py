"""Reports that print one text: texts → groups, and one more text against an index of signatures.

Two texts are prints of one where most runs of words of the shorter stand in the longer too (containment, Broder 1997):
agencies' copy under another title, with a dateline put before it or an end cut off. Signatures are MinHashes, found
again by locality-sensitive hashing (library: datasketch). Signatures are worked out here, value by value as datasketch
has them: importing it takes half a second, which every `masudi add` would wait for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec

from masudi.corroborate.rulings import connected

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

# Runs of so many words: long enough that two reports of one event seldom share many by chance.
_RUN = 4
# The share of the shorter text's runs from which on two texts are prints of one. Among 986 corpus reports on Syria, 750
# pairs share a tenth or more; their number falls to 11 between 0.7 and 0.8 and rises again to 54 above 0.8. Reports of
# one publisher share background paragraphs, for up to 0.57 of the shorter; they have to share more.
_SHARED, _SHARED_AT_HOME = 0.6, 0.75
_HASHES, _SEED, _SCHEME = 256, 1, "affine32"
_HASH_BYTES = 4
# Runs that are hashed at once: a long text's would take hundreds of megabytes.
_AT_ONCE = 4096
# Texts are compared where so many hashes in a row are the same, in one of so many rows: datasketch's optimum for texts
# that are alike by 0.3 (half a text is like the whole by a half at most) where missing one is nine times as bad as
# comparing in vain. Working it out takes a quarter of a second.
_BANDS, _ROWS = 85, 3
_WORD = re.compile(r"\w+")


class Signature(msgspec.Struct, frozen=True, array_like=True):
    """A text boiled down to about a kilobyte: how many different runs of words it has, and the least hashes of these.

    `key` is the caller's name for the report (the SHA-256 of its text), `publisher` who printed it. A store may keep it
    as `msgspec.msgpack.encode(signature)`.
    """

    key: str
    publisher: str | None
    runs: int
    hashes: bytes


def signature(key: str, text: str, publisher: str | None = None) -> Signature:
    """The signature of a report's text."""
    words = _WORD.findall(text.casefold())
    runs = {" ".join(words[at : at + _RUN]).encode() for at in range(max(1, len(words) - _RUN + 1))}
    return Signature(key, publisher, len(runs), _least_hashes(runs))


def _least_hashes(runs: Iterable[bytes]) -> bytes:
    """The least hash of some runs under each permutation, 4 bytes each, as `datasketch.MinHash` of `_SCHEME` has it."""
    import numpy as np

    hashes = np.frombuffer(b"".join(hashlib.sha1(run).digest()[:_HASH_BYTES] for run in runs), dtype="<u4")
    # The finalizer of MurmurHash3 (Appleby).
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        hashes = (hashes ^ (hashes >> np.uint32(shift))) * np.uint32(factor)
    hashes ^= hashes >> np.uint32(16)
    factors, terms = _permutations()
    least = np.full(_HASHES, 0xFFFFFFFF, dtype=np.uint32)
    for at in range(0, len(hashes), _AT_ONCE):
        permuted = hashes[at : at + _AT_ONCE, None] * factors + terms
        least = np.minimum(least, permuted.min(axis=0))
    return least.astype("<u4").tobytes()


@cache
def _permutations() -> Any:
    """The permutations of hashes, a factor and a term each, which are the same for all texts."""
    import numpy as np

    random = np.random.RandomState(_SEED)
    factors = random.randint(0, 1 << 31, _HASHES, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return np.array([factors, random.randint(0, 1 << 32, _HASHES, dtype=np.uint32)])


def bands(one: Signature) -> frozenset[int]:
    """Keys (64 bits, signed) for a store: only texts that share one may be prints of each other (`is_print`)."""
    width = _HASH_BYTES * _ROWS
    parts = (at.to_bytes(2) + one.hashes[at * width : (at + 1) * width] for at in range(_BANDS))
    return frozenset(int.from_bytes(hashlib.blake2b(part, digest_size=8).digest(), signed=True) for part in parts)


def is_print(one: Signature, other: Signature) -> bool:
    """Whether two texts are prints of one."""
    import numpy as np

    if one.key == other.key:
        return False
    same = np.frombuffer(one.hashes, dtype="<u4") == np.frombuffer(other.hashes, dtype="<u4")
    alike = int(np.count_nonzero(same)) / _HASHES
    both = alike * (one.runs + other.runs) / (1 + alike)
    at_home = one.publisher is not None and one.publisher == other.publisher
    return both / min(one.runs, other.runs) >= (_SHARED_AT_HOME if at_home else _SHARED)


class Index:
    """Signatures among which the prints of one more text are looked for."""

    def __init__(self, signatures: Iterable[Signature] = ()) -> None:
        from datasketch import MinHashLSH

        self._lsh: MinHashLSH = MinHashLSH(num_perm=_HASHES, params=(_BANDS, _ROWS))
        self._known: dict[str, Signature] = {}
        for one in signatures:
            self.add(one)

    def add(self, one: Signature) -> tuple[str, ...]:
        """The keys of the known texts of which this is a print, sorted; from now on it is known itself."""
        sketch = _sketch(one)
        found = tuple(sorted(key for key in self._lsh.query(sketch) if is_print(one, self._known[key])))
        if one.key not in self._known:
            self._lsh.insert(one.key, sketch)
            self._known[one.key] = one
        return found


def reprints(signatures: Iterable[Signature]) -> list[tuple[str, ...]]:
    """The groups of keys of texts that are prints of one, of two keys or more, sorted; the order given is no matter."""
    ordered = sorted(signatures, key=lambda one: one.key)
    index = Index()
    pairs = [(one.key, other) for one in ordered for other in index.add(one)]
    groups = connected([one.key for one in ordered], pairs)
    return sorted(tuple(sorted(group)) for group in groups if len(group) > 1)


def _sketch(one: Signature) -> MinHash:
    import numpy as np
    from datasketch import MinHash

    hashes = np.frombuffer(one.hashes, dtype="<u4").astype(np.uint32)
    return MinHash(num_perm=_HASHES, seed=_SEED, scheme=_SCHEME, hashvalues=hashes, permutations=_permutations())
