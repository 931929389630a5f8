"""The codes of an actor: ACLED's type, PLOVER's sector, the country. From data/actors; None where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from masudi.domain import Party
from masudi.export.formats.events import party_name
from masudi.export.formats.rules import EntityCodes, load_rules
from masudi.ontology import load_ontology
from masudi.resolve.actor_files import load_actors
from masudi.resolve.actors import Actor

# Of ACLED's types of actors (data/actorcodes.yaml).
_STATE_FORCES, _EXTERNAL = 1, 8


@cache
def _actors() -> dict[str, Actor]:
    return {one.name: one for one in load_actors()}


def actor_of(party: Party) -> Actor | EntityCodes | None:
    """The entry of data/actors that a party is, or that its label stands for; else the codes of the label."""
    known = _actors()
    labels = {one.name: one for one in load_rules().entities}
    return known.get(party.actor_id or "") or known.get(party.entity or "") or labels.get(party.entity or "")


def inter(party: Party) -> str | None:
    """ACLED's type of actor in words. Forces abroad are external ones, whatever they are at home."""
    rules = load_rules().acled
    actor_class = load_ontology().labels.actor_class(party.entity)
    by_class = next((one.code for one in rules.classes if one.actor_class == actor_class), None)
    actor = actor_of(party)
    code = by_class if by_class is not None else actor.inter if actor else None
    if code == _STATE_FORCES and party.entity in rules.abroad:
        code = _EXTERNAL
    return next((one.label for one in rules.inter if one.code == code), None)


def interaction(one: Party | None, other: Party | None) -> str | None:
    """Both types as ACLED has them: in the order of its numbers, whoever acts; one alone where nobody else takes part.

    None where somebody's type is unknown.
    """
    types = [inter(each) for each in (one, other) if each is not None]
    order = [each.label for each in load_rules().acled.inter]
    known = sorted((each for each in types if each is not None), key=order.index)
    if not known or len(known) < len(types):
        return None
    return "-".join(known) if len(known) > 1 else f"{known[0]} only"


def sector(party: Party) -> str | None:
    """PLOVER's sector."""
    actor = actor_of(party)
    if actor is not None:
        return actor.sector
    return "CVL" if load_ontology().labels.actor_class(party.entity) == "civilians" else None


def country(party: Party) -> str | None:
    """The country that an actor belongs to (ISO 3166-1, two letters)."""
    actor = actor_of(party)
    return actor.iso if actor else None


def first(parties: Sequence[Party]) -> Party | None:
    """The one that most claims name."""
    return parties[0] if parties else None


def name(party: Party | None) -> str | None:
    """Its name."""
    return party_name(party) if party else None


def others(parties: Sequence[Party]) -> str | None:
    """The names of all but the first."""
    return "; ".join(party_name(one) for one in parties[1:]) or None
