"""Who may use a case from other machines, and what each may do there."""

from __future__ import annotations

import datetime
from enum import StrEnum

import msgspec


class Role(StrEnum):
    """What somebody may do: read; decide on claims; and decide for the whole case. Each may what those before may."""

    READER = "reader"
    REVIEWER = "reviewer"
    OWNER = "owner"

    def covers(self, other: Role) -> bool:
        """Whether whoever has this role may do what the other needs."""
        order = tuple(Role)
        return order.index(self) >= order.index(other)


class User(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who has a token for the case: the name that decisions are kept under, the role, and since when."""

    name: str
    role: Role
    made: datetime.datetime
