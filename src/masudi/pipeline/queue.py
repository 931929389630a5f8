"""What waits for people: claims that nobody has looked at, and those that one person has and a second one has to."""

from __future__ import annotations

import heapq
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from masudi.domain import ReviewState
from masudi.domain.case import CaseClaim
from masudi.review.twice import load_twice

if TYPE_CHECKING:
    from masudi.casefile import Case


class Waiting(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that waits, and why two people have to look at it (None: one is enough)."""

    claim: CaseClaim
    twice: str | None = None


def waiting(case: Case, *, kind: str | None = None, person: str | None = None, limit: int = 20) -> list[Waiting]:
    """At most `limit` claims that wait for a decision, the least certain first; of one `kind` where it is given.

    Those that `person` has decided on wait for somebody else, and are left out.
    """
    kinds = [one for one in load_twice().kinds if kind in (None, one)]
    with closing(case.unreviewed(kind)) as first, closing(case.reviewed_once(kinds)) as second:
        again = (one for one in second if person not in one.people and needs_second(one))
        found = heapq.merge(first, again, key=_certain)
        return [Waiting(claim=one, twice=load_twice().reason(one.claim)) for one in islice(found, limit)]


def waiting_orphans(case: Case, *, kind: str | None = None, limit: int = 20) -> list[Waiting]:
    """At most `limit` claims that people had decided on and that the newest reading of their report does not have."""
    found = (one for one in case.orphans() if kind in (None, one.claim.kind))
    return [Waiting(claim=one, twice=load_twice().reason(one.claim)) for one in islice(found, limit)]


def needs_second(found: CaseClaim) -> str | None:
    """Why a claim on which somebody has decided needs a second person; None where it does not, or has one."""
    if found.state is ReviewState.UNREVIEWED or found.agreed > 1:
        return None
    return load_twice().reason(found.claim)


def _certain(found: CaseClaim) -> float:
    sure = found.claim.confidence.claim
    return -1.0 if sure is None else sure
