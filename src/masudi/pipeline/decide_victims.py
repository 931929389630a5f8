"""What people decide about victims: that two who are named are one person; `masudi.pipeline.decide.undo` undoes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from masudi.domain import Action
from masudi.domain.case import Decision
from masudi.errors import DecisionError
from masudi.pipeline.decide import Person

if TYPE_CHECKING:
    from masudi.casefile import Case


def same_person(case: Case, ids: Sequence[str], by: Person, *, why: str | None = None) -> Decision:
    """These victims ("victim:3"), and all who are said to be the same as one of them, are one person.

    The log has where their names stand, not the names: what is erased from the reports stands nowhere else.
    """
    wanted = list(dict.fromkeys(ids))
    found = {one.id: one for one in case.victims(wanted)}
    for id_ in wanted:
        if id_ not in found:
            raise DecisionError(f"there is no victim {id_!r}: `masudi victims` lists them, such as victim:3")
    if len(wanted) < 2:
        raise DecisionError("who is the same person? Give two victims or more")
    persons = {found[id_].person for id_ in wanted}
    if len(persons) == 1 and None not in persons:
        raise DecisionError("these are one person already")
    payload = {"named": [[found[id_].claim, found[id_].start, found[id_].end] for id_ in wanted]}
    return case.decide(by.name, Action.SAME_PERSON, case.id(), payload, why=why, signer=by.signer)
