"""The policy: what is withheld from everything that leaves a case. data/publish.yaml, or a user's file in its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain.case import canonical_hash

Deed = Literal["coarsen", "drop"]


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sort of sensitive places, things or people, how it is told, and what is done with it.

    `do`: coarsen (the claim stays; the name, the point and the words go, `stands` takes their place) or drop (the claim
    goes). `words` tell it in any field, in quotes, titles and URLs, unless they stand in one of `but`; `place_kinds` by
    the kind of a place, `kinds`, `tags`, `harms` and `positions` by what a claim has.
    """

    name: str
    label: str
    do: Deed
    stands: str = "withheld"
    words: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    place_kinds: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()


class Hold(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Results of these kinds, and counts of people so harmed, are held back for so many days.

    Control and pockets are told as they were before that.
    """

    days: int
    kinds: tuple[str, ...]
    harms: tuple[str, ...] = ()


class Counts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Counts of these people, or of people so harmed, are withheld below `smallest`, and what gives them away too."""

    smallest: int
    who: tuple[str, ...] = ()
    age_groups: tuple[str, ...] = ()
    harms: tuple[str, ...] = ()


class Policy(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is withheld from everything that leaves a case.

    `names` are further names to be withheld, as somebody who runs a case knows them. `persons`: names of persons who
    are no public figure are withheld. `unread_quotes`: words in letters in which names cannot be found are withheld.
    `unreviewed` and `single_origin`: whether claims that nobody has looked at, or that one origin alone tells, go out.
    """

    groups: tuple[Group, ...]
    hold: Hold
    counts: Counts
    persons: bool = True
    unread_quotes: bool = True
    unreviewed: bool = True
    single_origin: bool = True
    names: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """The SHA-256 of what the policy says, by which a case allows it."""
        return canonical_hash(msgspec.to_builtins(self))


def loosened(policy: Policy, base: Policy) -> tuple[str, ...]:
    """What `policy` lets go that `base` withholds, in words; empty where it is as strict throughout."""
    found = [problem for group in base.groups for problem in _looser(group, policy)]
    if policy.hold.days < base.hold.days:
        found.append(f"results are held back for {policy.hold.days} days instead of {base.hold.days}")
    found += [f"results of the kind {one} are not held back" for one in base.hold.kinds if one not in policy.hold.kinds]
    found += [f"people {one} are not held back" for one in base.hold.harms if one not in policy.hold.harms]
    if policy.counts.smallest < base.counts.smallest:
        found.append(f"counts from {policy.counts.smallest} on go out instead of {base.counts.smallest}")
    for name in ("who", "age_groups", "harms"):
        gone = [one for one in getattr(base.counts, name) if one not in getattr(policy.counts, name)]
        found += [f"small counts of {one} go out" for one in gone]
    if base.persons and not policy.persons:
        found.append("names of persons go out")
    if base.unread_quotes and not policy.unread_quotes:
        found.append("words in which names cannot be found go out")
    return tuple(found)


def _looser(group: Group, policy: Policy) -> Iterator[str]:
    mine = next((one for one in policy.groups if one.name == group.name), None)
    if mine is None:
        yield f"{group.label} are not withheld"
        return
    if group.do == "drop" and mine.do != "drop":
        yield f"claims of {group.label} go out"
    for name in ("words", "place_kinds", "kinds", "tags", "harms", "positions"):
        if set(getattr(group, name)) - set(getattr(mine, name)):
            yield f"{group.label}: not all of {name} are withheld"
    if set(mine.but) - set(group.but):
        yield f"{group.label}: more words are excepted"


@cache
def packaged_policy() -> Policy:
    """data/publish.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("publish.yaml"), Policy)


def load_policy(path: Path | None = None) -> Policy:
    """The packaged policy, or the one in `path`; KnowledgeError, with file and line, where it is not of that shape."""
    return packaged_policy() if path is None else load_yaml(path, Policy)
