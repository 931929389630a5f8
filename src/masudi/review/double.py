"""Claims that two people review, each without the other's answer; and whether their answers agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Claim
from masudi.domain.case import Decision
from masudi.review.decided import Decided, ReviewState, decided, standing


class TwoPeople(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What of a claim asks for two people."""

    kinds: frozenset[str]
    harms: frozenset[str]
    tags: frozenset[str]


class ReviewRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What review.yaml holds."""

    two_people: TwoPeople


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """How one person finds a claim: as it stands for them, and what is still to be done.

    `entries` are the standing decisions that they may see. `two` says that the claim needs two people; while it has not
    had them, nobody sees what anybody else said, and `state` is their own. `done` says that nothing more is needed,
    `conflict` that the people differ. `answers` are those of each person by name, once they may be seen. `last` is the
    number of the newest decision on the claim, seen or not.
    """

    claim: Claim
    state: ReviewState
    two: bool
    done: bool
    conflict: bool = False
    mine: bool = False
    answers: tuple[tuple[str, ReviewState], ...] = ()
    entries: tuple[Decision, ...] = ()
    last: int = 0


@cache
def load_review_rules() -> ReviewRules:
    """data/review.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("review.yaml"), ReviewRules)


def needs_two(claim: Claim, rules: ReviewRules) -> bool:
    """Whether the claim, as it was read, counts as reviewed after two people alone."""
    two = rules.two_people
    return (
        claim.kind in two.kinds
        or any(toll.harm in two.harms for toll in claim.casualties)
        or any(violation.tag in two.tags for violation in claim.violations)
    )


def reviewed(claim: Claim, entries: Sequence[Decision], person: str | None, rules: ReviewRules) -> Review:
    """How `person` finds a claim with these decisions on it, oldest first; None sees what all may see.

    A claim that somebody added counts them as its first reviewer.
    """
    stands = standing(entries)
    last = entries[-1].sequence if entries else 0
    two = needs_two(claim, rules)
    people = list(dict.fromkeys(entry.person for entry in stands))
    blind = two and len(people) < 2
    seen = tuple(entry for entry in stands if entry.person == person) if blind else stands
    result = decided(claim, seen)
    answers = [(name, _answer(claim, stands, name)) for name in people]
    conflict = two and not blind and _differ(answers) and not _settled(stands, people)
    return Review(
        claim=result.claim,
        state=result.state,
        two=two,
        done=bool(people) and not blind and not conflict,
        conflict=conflict,
        mine=person in people,
        answers=() if blind else tuple((name, one.state) for name, one in answers),
        entries=seen,
        last=last,
    )


def agreement(reviews: Iterable[Review]) -> tuple[int, int]:
    """Of how many claims that two people reviewed they agree, and of how many there are."""
    pairs = [one for one in reviews if one.two and one.answers]
    return sum(not one.conflict for one in pairs), len(pairs)


def _answer(claim: Claim, entries: Iterable[Decision], person: str) -> Decided:
    return decided(claim, [entry for entry in entries if entry.person == person])


def _differ(answers: Sequence[tuple[str, Decided]]) -> bool:
    """Whether some take the claim and others do not, or they take it in different forms."""
    rejected = {one.state is ReviewState.REJECTED for _, one in answers}
    if len(rejected) > 1:
        return True
    return rejected == {False} and len({msgspec.json.encode(one.claim) for _, one in answers}) > 1


def _settled(entries: Sequence[Decision], people: Sequence[str]) -> bool:
    """Whether somebody decided again after both had: they had seen both answers by then."""
    second = next(at for at, entry in enumerate(entries) if entry.person == people[1])
    later = [entry for entry in entries[second + 1 :]]
    # What the second person goes on to correct in the same sitting is part of their own answer.
    return any(entry.person != people[1] for entry in later)
