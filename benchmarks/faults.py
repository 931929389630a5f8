"""Why a found claim is not whole, or not usable: which field is at fault, and how."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any, NamedTuple

Claim = dict[str, Any]


class Fault(NamedTuple):
    """A field that keeps a claim from being whole or usable, and what is wrong with it.

    `how`: "missing" though annotated, "invented" though not, "unlabelled" (words without a party), "wrong".
    """

    field: str
    how: str


def faults(scorer: ModuleType, gold: Claim, guess: Claim) -> list[Fault]:
    """What keeps a guessed claim from being whole, as score.py decides it; none if it is."""
    found = []
    if gold["status"] != guess["status"]:
        found.append(Fault("status", f"{gold['status']} told as {guess['status']}"))
    found += [fault for role in ("actor", "target") if (fault := _party(scorer, gold, guess, role))]
    if gold["place"] and not any(scorer.same_filler(one, other) for one in gold["place"] for other in guess["place"]):
        found.append(Fault("place", "wrong" if guess["place"] else "missing"))
    want, got = scorer.tolls(gold), scorer.tolls(guess)
    if want != got:
        found.append(Fault("tolls", "wrong" if want and got else "invented" if got else "missing"))
    return found


def _party(scorer: ModuleType, gold: Claim, guess: Claim, role: str) -> Fault | None:
    want, got = scorer.entities(gold[role]), scorer.entities(guess[role])
    if role == "actor" and not gold[role] and guess[role]:
        return Fault(role, "invented")
    if want and not want & got:
        return Fault(role, "wrong" if got else "unlabelled" if guess[role] else "missing")
    return Fault(role, "one too many") if want and len(got - want) > len(want & got) else None


def unusable(scorer: ModuleType, gold: Claim, guess: Claim) -> list[Fault]:
    """What keeps a whole claim from being usable: its point, its days."""
    found = []
    if not scorer.near_enough(gold, guess):
        pinned = any(one.get("lat") is not None for one in guess["place"])
        found.append(Fault("point", "wrong" if pinned else "missing"))
    if not scorer.same_dates(gold, guess):
        found.append(Fault("days", "wrong" if (guess["time"] or {}).get("from") else "missing"))
    return found


class Counted(NamedTuple):
    """How many matched claims have a fault, and how many no other one."""

    claims: int
    whole: int
    all: Counter[Fault]
    alone: Counter[Fault]


def count(scorer: ModuleType, matched: Iterator[tuple[Claim, Claim]]) -> Counted:
    """The faults of matched claims; those that make whole ones unusable count as alone."""
    claims = whole = 0
    every: Counter[Fault] = Counter()
    alone: Counter[Fault] = Counter()
    for gold, guess in matched:
        found = faults(scorer, gold, guess)
        claims += 1
        whole += not found
        found = found or unusable(scorer, gold, guess)
        every.update(found)
        alone.update(found if len(found) == 1 else [])
    return Counted(claims, whole, every, alone)


def show(counted: Counted) -> None:
    """Print the faults, the most frequent fields first."""
    print(f"\n{counted.claims} matched claims, {counted.whole} of them whole; at fault (alone):")
    fields: Counter[str] = Counter()
    for fault, times in counted.all.items():
        fields[fault.field] += times
    for field, times in fields.most_common():
        print(f"  {field:8} {times:4} ({sum(n for fault, n in counted.alone.items() if fault.field == field)})")
        for fault, often in counted.all.most_common():
            if fault.field == field:
                print(f"    {fault.how:34} {often:4} ({counted.alone[fault]})")
