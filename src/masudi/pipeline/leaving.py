"""What may leave: the policy of a case, and what pages for others leave out."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from masudi.domain import Place, ReviewState
from masudi.domain.case import CaseClaim, Settings, Sought
from masudi.domain.case_incident import CaseIncident
from masudi.errors import UsageError
from masudi.pipeline.decide import Person
from masudi.pipeline.private import private_in
from masudi.pipeline.view import passing, published
from masudi.publish import Cover, Policy, load_policy, loosened
from masudi.publish.spelling import Terms

if TYPE_CHECKING:
    from masudi.casefile import Case


def policy_for(case: Case, path: Path | None = None) -> Policy:
    """The policy in `path`, else the packaged one.

    UsageError where it lets go what the packaged one withholds and nobody has allowed it for the case; KnowledgeError,
    with file and line, where it is of no such shape.
    """
    policy = load_policy(path)
    looser = loosened(policy, load_policy())
    if looser and case.settings().policy != policy.digest:
        told = "; ".join(looser)
        raise UsageError(
            f"{path} lets go what is withheld otherwise, and nobody has allowed that for this case: {told}. "
            "The owner of the case may: masudi policy FILE --allow --why REASON"
        )
    return policy


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case others than its owners see as it is: claims and reports by their ids, and incidents as made anew
    of such claims.
    """

    claims: frozenset[str]
    reports: frozenset[str]
    incidents: dict[str, CaseIncident]


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """What of a case is shown to nobody on another machine but its owners, and what is.

    `ids` are those of claims, reports and incidents; `places` the keys of places that only such claims name. `cover`
    covers names, and the sentences that say what is withheld. `claims` and `reports` count what is withheld.
    """

    ids: frozenset[str]
    places: frozenset[str]
    claims: int
    reports: int
    cover: Cover
    told: Told


def held_back(case: Case, policy: Policy, today: datetime.date, *, key: Callable[[Place], str]) -> Held:
    """What pages for others leave out on the day `today`: all that `publish` takes away, or changes beyond names.

    `key` is what a place is known by on pages.

    Names of persons are covered where they stand instead. Ask anew when `case.mark()` or the day has changed.
    """
    found = private_in(case)
    # What then goes out under its own id is left as it is, names aside.
    plain = msgspec.structs.replace(policy, persons=False, names=())
    view = published(case, plain, today, private=found).view
    stays = passing(case, plain, today, private=found)
    every = [*case.claims(), *case.claims(Sought(state=ReviewState.REJECTED))]
    gone = [one for one in every if one.claim.id not in stays]
    known = {one.id for one in case.reports()}
    told = Told(
        claims=stays & {one.claim.id for one in every},
        reports=frozenset(known & {one.id for one in view.reports}),
        incidents={one.incident.id: one for one in view.incidents if set(one.incident.claims) <= stays},
    )
    incidents = {one.incident.id for one in case.incidents()} - set(told.incidents)
    places = _places(gone, key) - _places((one for one in every if one.claim.id in stays), key)
    sentences = (mention.sentence.text for one in gone for mention in one.claim.mentions)
    return Held(
        ids=frozenset({*(one.claim.id for one in gone), *(known - told.reports), *incidents}),
        places=frozenset(places),
        claims=len(gone),
        reports=len(known - told.reports),
        cover=Cover(policy, found, [*sentences, *_protected(gone, policy)]),
        told=told,
    )


def _places(claims: Iterable[CaseClaim], key: Callable[[Place], str]) -> set[str]:
    return {key(place) for one in claims for place in one.claim.place}


def _protected(claims: Iterable[CaseClaim], policy: Policy) -> Iterator[str]:
    """The names of places that are withheld for what they are."""
    kinds = {kind for group in policy.groups for kind in group.place_kinds}
    words = [Terms(group.words, group.but) for group in policy.groups]
    for place in (place for one in claims for place in one.claim.place):
        said = [one for one in (place.text, place.name) if one]
        if place.kind in kinds or any(terms.stand_in(one) for terms in words for one in said):
            yield from said


def allow_policy(case: Case, path: Path, by: Person, *, why: str | None) -> Settings:
    """Allow a looser policy for the case: a decision of `by`, in the log, with the reason. UsageError without one."""
    if not why or not why.strip():
        raise UsageError("a policy that lets more go needs a reason, for the log: give it with --why")
    return case.set(by.name, why=why, signer=by.signer, policy=load_policy(path).digest)
