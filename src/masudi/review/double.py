"""How each of several people finds a claim: some claims two people review, each without the other's answer."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from masudi.domain import Claim, ReviewState
from masudi.domain.case import Decision
from masudi.review.decided import Decided, effective, standing
from masudi.review.twice import load_twice


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """How one person finds a claim: as it stands for them, and what is still to be done.

    `two` says why the claim needs two people (None: one is enough). While it has not had them, nobody sees what anybody
    else said, and `state` is their own. `done` says that nothing more is needed, `conflict` that the people differ,
    `begun` that somebody has decided. `answers` are those of each person by name, once they may be seen. `last` is the
    number of the newest decision on the claim, seen or not.
    """

    claim: Claim
    state: ReviewState = ReviewState.UNREVIEWED
    two: str | None = None
    done: bool = False
    begun: bool = False
    conflict: bool = False
    mine: bool = False
    answers: tuple[tuple[str, ReviewState], ...] = ()
    last: int = 0


def untouched(claim: Claim) -> Review:
    """A claim on which nobody has decided."""
    return Review(claim=claim, two=load_twice().reason(claim))


def reviewed(claim: Claim, entries: Sequence[Decision], pins: Sequence[Decision], person: str | None) -> Review:
    """How `person` finds a claim, as it was read, with these decisions on it and these pins of words, oldest first.

    None sees what all may see. Whoever added a claim is its first reviewer.
    """
    stands = standing(entries)
    two = load_twice().reason(claim)
    people = list(effective(claim, stands, pins).people)
    blind = two is not None and len(people) < 2
    # The claim is there because somebody added it: that much everybody sees.
    seen = [entry for entry in stands if entry.person == person or entry.action == "add"] if blind else stands
    result = effective(claim, seen, pins)
    answers = [(name, effective(claim, [one for one in stands if one.person == name], pins)) for name in people]
    conflict = two is not None and not blind and _differ(answers) and not _settled(stands, people)
    return Review(
        claim=result.claim,
        state=result.state,
        two=two,
        done=bool(people) and not blind and not conflict,
        begun=bool(people),
        conflict=conflict,
        mine=person in people,
        answers=() if blind else tuple((name, one.state) for name, one in answers),
        last=max((entry.sequence for entry in entries), default=0),
    )


def _differ(answers: Sequence[tuple[str, Decided]]) -> bool:
    """Whether some take the claim and others do not, or they take it in different forms."""
    rejected = {one.state is ReviewState.REJECTED for _, one in answers}
    if len(rejected) > 1:
        return True
    return rejected == {False} and len({msgspec.json.encode(one.claim) for _, one in answers}) > 1


def _settled(entries: Sequence[Decision], people: Sequence[str]) -> bool:
    """Whether somebody decided again after both had: they had seen both answers by then."""
    second = next(at for at, entry in enumerate(entries) if entry.person == people[1])
    # What the second person goes on to correct in the same sitting is part of their own answer.
    return any(entry.person != people[1] for entry in entries[second + 1 :])
