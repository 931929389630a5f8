"""Who people say is the same person: the log's entries in, a number for each naming out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.review.decided import standing
from masudi.review.ruled import carried_to, carry_entries

Naming = tuple[str, int, int]
"""A claim's id, and where in its report's text the name stands."""


def same_persons(entries: Iterable[Decision]) -> Mapping[Naming, int]:
    """For namings of victims the person, as the number of the first decision that holds and joins it with others.

    `entries` are all of the log that say so, carry or undo, in their order. Who is the same as somebody is the same as
    all who are. A claim that a later reading replaced is the one that took its place; an entry whose content was
    erased joins nobody any more.
    """
    entries = tuple(entries)
    carried = carry_entries(entries)
    person: dict[Naming, int] = {}
    for entry in standing(entries):
        if entry.action != Action.SAME_PERSON or entry.payload is None:
            continue
        joined = [
            (carried_to(str(claim), entry.sequence, carried), int(start), int(end))
            for claim, start, end in entry.payload["named"]
        ]
        known = {person[one] for one in joined if one in person}
        number = min({entry.sequence, *known})
        person |= {one: number for one, its in person.items() if its in known}
        person |= dict.fromkeys(joined, number)
    return person
