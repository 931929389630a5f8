"""Who says what, and who does what to whom: the origins of the claims of a board, and the roles of the parties in them.

Rows are those of the board. It is filled as the board is, claim by claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.corroborate.origins import Accounts
from masudi.domain import Claim, Party
from masudi.domain.text import folded

# In which role a claim names a party.
DID, SUFFERED = "actor", "target"


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
        self._known: dict[str, Account] = {}
        self._roles: dict[tuple[str, str], list[int]] = {}
        self._at: dict[str, int] = {}
        self.origins: tuple[Account, ...] = ()
        self.origin_rows = self.origin_ids = np.zeros(0, dtype=np.int64)

    def add(self, row: int, claim: Claim) -> None:
        """Take in the claim of a row."""
        for role, fillers in ((DID, claim.actor), (SUFFERED, claim.target)):
            for key in dict.fromkeys(map(party_key, fillers)):
                self._roles.setdefault((key, role), []).append(row)
        keys = self._accounts.keys(claim)
        if not all(key in self._known for key in keys):
            for one in self._accounts.origins([claim]):
                account = Account(key=one.key, name=one.name, quoted=one.quoted, camp=one.camp)
                self._known.setdefault(one.key, account)
        self._pairs += [(row, self._at.setdefault(key, len(self._at))) for key in keys]

    def done(self) -> None:
        """All claims are there."""
        self.origins = tuple(self._known[key] for key in self._at)
        self.origin_rows, self.origin_ids = columns(self._pairs)
        self._pairs = []

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
        return np.array(self._roles.get((key, role), ()), dtype=np.int64)


def columns(pairs: list[tuple[int, int]]) -> Iterator[NDArray[np.int64]]:
    """Pairs of numbers as two columns."""
    table = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    yield np.ascontiguousarray(table[:, 0])
    yield np.ascontiguousarray(table[:, 1])


def party_key(party: Party) -> str:
    """What tells a party from others: its id among the actors, its coarse label, else the words."""
    return party.actor_id or party.entity or f"name:{folded(party.name or party.text)}"
