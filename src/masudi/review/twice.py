"""Which claims two people have to look at. The reasons are data (data/review.yaml)."""

from __future__ import annotations

from functools import cache, cached_property

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Claim


class Reason(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a claim of some kinds needs two people: see data/review.yaml."""

    name: str
    kinds: tuple[str, ...]
    harms: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    actor: bool = False

    def holds(self, claim: Claim) -> bool:
        """Whether the claim is one of those."""
        return (
            claim.kind in self.kinds
            and (not self.harms or any(one.harm in self.harms for one in claim.casualties))
            and (not self.tags or any(one.tag in self.tags for one in claim.violations))
            and (not self.actor or bool(claim.actor))
        )


class Twice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, dict=True):
    """The reasons."""

    twice: tuple[Reason, ...]

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of which claims may need two people."""
        return frozenset(kind for one in self.twice for kind in one.kinds)

    def reason(self, claim: Claim) -> str | None:
        """Why the claim needs two people, in words; None where one is enough."""
        names = dict.fromkeys(one.name for one in self.twice if one.holds(claim))
        return ", ".join(names) or None


@cache
def load_twice() -> Twice:
    """The packaged reasons, read once."""
    return load_yaml(packaged("review.yaml"), Twice)
