"""Who says what, and who does what to whom: the origins of the claims of a board, and the roles of the parties in them.

Rows are those of the board. It is filled as the board is, claim by claim.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.corroborate.origins import Accounts
from masudi.domain import Claim, Party
from masudi.domain.text import folded

# In which role a claim names a party.
DID, SUFFERED = "actor", "target"

Pairs = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows, and the number of something that each has; a row that has several of them comes several times."""

_NONE: Pairs = (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """An origin of claims: a source that is quoted, or else a publisher; on the side of `camp`, where one is known."""

    key: str
    name: str
    quoted: bool
    camp: str | None = None


class Voices:
    """The origins (`origins`, found by `origin_at`), each with its claims, and in which role claims name a party.

    `origin_rows` and `origin_ids` are pairs: a row, and the number of an origin that it has.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._pairs: list[tuple[int, int]] = []
        self._told: dict[str, list[tuple[int, int]]] = {DID: [], SUFFERED: []}
        self._known: dict[str, Account] = {}
        self._at: dict[str, int] = {}
        self._party_at: dict[str, int] = {}
        self._roles = {DID: _NONE, SUFFERED: _NONE}
        self.origins: tuple[Account, ...] = ()
        self.origin_rows, self.origin_ids = _NONE

    def add(self, row: int, claim: Claim) -> None:
        """Take in the claim of a row."""
        for role, fillers in ((DID, claim.actor), (SUFFERED, claim.target)):
            for key in dict.fromkeys(map(party_key, fillers)):
                self._told[role].append((row, self._party_at.setdefault(key, len(self._party_at))))
        keys = self._accounts.keys(claim)
        if not all(key in self._known for key in keys):
            for one in self._accounts.origins([claim]):
                account = Account(key=one.key, name=one.name, quoted=one.quoted, camp=one.camp)
                self._known.setdefault(one.key, account)
        self._pairs += [(row, self._at.setdefault(key, len(self._at))) for key in keys]

    def done(self, rows: NDArray[np.int64]) -> None:
        """All claims of these rows are there; what was known of the rows before goes."""
        self.origins = tuple(self._known[key] for key in self._at)
        self.origin_rows, self.origin_ids = joined(apart((self.origin_rows, self.origin_ids), rows), self._pairs)
        self._roles = {role: joined(apart(pairs, rows), self._told[role]) for role, pairs in self._roles.items()}
        self._pairs, self._told = [], {DID: [], SUFFERED: []}

    def another(self) -> Voices:
        """The same, to take in other claims; this one stays as it is."""
        found = copy(self)
        found._known, found._at, found._party_at = dict(self._known), dict(self._at), dict(self._party_at)
        found._pairs, found._told = [], {DID: [], SUFFERED: []}
        return found

    @property
    def origin_at(self) -> Mapping[str, int]:
        """The numbers of the origins by their keys."""
        return self._at

    def of_origin(self, origin: int) -> NDArray[np.int64]:
        """The rows of the claims of an origin."""
        found: NDArray[np.int64] = self.origin_rows[self.origin_ids == origin]
        return found

    def of_party(self, key: str, role: str) -> NDArray[np.int64]:
        """The rows of the claims that name a party in a role: DID or SUFFERED."""
        rows, ids = self._roles[role]
        found: NDArray[np.int64] = rows[ids == self._party_at.get(key, -1)]
        return found


def columns(pairs: list[tuple[int, int]]) -> Pairs:
    """Pairs of numbers as two columns."""
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return np.ascontiguousarray(table[:, 0]), np.ascontiguousarray(table[:, 1])


def joined(pairs: Pairs, more: list[tuple[int, int]]) -> Pairs:
    """Columns of pairs with more pairs."""
    rows, ids = columns(more)
    return np.concatenate([pairs[0], rows]), np.concatenate([pairs[1], ids])


def apart(pairs: Pairs, rows: NDArray[np.int64]) -> Pairs:
    """Columns of pairs without those of some rows."""
    kept = ~np.isin(pairs[0], rows)
    return pairs[0][kept], pairs[1][kept]


def party_key(party: Party) -> str:
    """What tells a party from others: its id among the actors, its coarse label, else the words."""
    return party.actor_id or party.entity or f"name:{folded(party.name or party.text)}"
