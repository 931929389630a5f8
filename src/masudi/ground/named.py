"""Places that no gazetteer has, known by their names: the same name is the same place, where that is safe to say.

Two places joined wrongly make a place that nobody held as it is told; two that are left apart are only told apart. So a
name counts where its words make it one (not "the Old City", which every town has), where its report speaks of one
region only, or of none that is known, and where no report of the case means a place of the gazetteer by it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from masudi.domain import Claim, Place
from masudi.ground.rules import ControlRules, load_control_rules
from masudi.resolve.spelling import folded

PREFIX = "name:"
"""What the ids of such places begin with."""

_COUNTRY = "country"
_FIRST_ORDER = frozenset({"governorate", "province"})


def with_named(
    claims: Sequence[Claim], areas: Mapping[str, frozenset[str]], rules: ControlRules | None = None
) -> list[Claim]:
    """The claims, with an id at each place that has none and is known by its name.

    `areas` are the regions of which each report speaks (`areas_of`), by the SHA-256 of its text. A report that speaks
    of several does not say in which of them the place lies: its places stay without an id.
    """
    rules = rules or load_control_rules()
    located = {folded(one.name) for claim in claims for one in claim.place if one.gazetteer_id and one.name}
    found = []
    for claim in claims:
        regions = areas.get(claim.sha256_text, frozenset())
        if len(regions) < 2 and any(one.gazetteer_id is None for one in claim.place):
            region = next(iter(regions), "")
            named = tuple(_known(one, region, located, rules) for one in claim.place)
            claim = msgspec.structs.replace(claim, place=named)
        found.append(claim)
    return found


def nameless(claims: Iterable[Claim]) -> set[str]:
    """The reports that name places without an id, by the SHA-256 of their texts: their regions are asked for."""
    return {one.sha256_text for one in claims if any(place.name and place.gazetteer_id is None for place in one.place)}


def areas_of(places: Iterable[tuple[str, str, str | None, str | None]]) -> dict[str, frozenset[str]]:
    """The regions of which reports speak. Of each of their places that are known: text, name, kind, what it is within.

    A region is a first-order division; a country, where a report speaks of nothing in it.
    """
    finer: dict[str, set[str]] = {}
    countries: dict[str, set[str]] = {}
    for text, name, kind, within in places:
        if kind == _COUNTRY:
            countries.setdefault(text, set()).add(name)
        else:
            finer.setdefault(text, set()).add(name if kind in _FIRST_ORDER or within is None else within)
    return {text: frozenset(finer.get(text) or countries[text]) for text in {*finer, *countries}}


def _known(place: Place, region: str, located: set[str], rules: ControlRules) -> Place:
    if place.gazetteer_id is not None or place.name is None or not _is_name(place, place.name, rules):
        return place
    name = folded(place.name)
    if not name or name in located:
        return place
    return msgspec.structs.replace(place, gazetteer_id=PREFIX + (f"{folded(region)}:" if region else "") + name)


def _is_name(place: Place, name: str, rules: ControlRules) -> bool:
    """Whether the words are a proper name, and those that stand in the report mean what has it."""
    words = name.split()
    if not words or name == name.lower() or (words[0].casefold() in rules.directions and words[1:2] == ["of"]):
        return False
    if all(word.casefold() in rules.anywhere for word in words):
        return False
    # "Qasr town of Sarw", "the pocket": the reader then took the name from elsewhere.
    text = place.text.casefold().rstrip()
    return text.endswith(name.casefold()) or name.casefold().endswith(text)
