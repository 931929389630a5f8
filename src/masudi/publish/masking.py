"""A claim without what is withheld: what stands in place of names, points and words."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from masudi.domain import Claim, Hedge, Mention, Party, Place, Source, Span, Time, Toll
from masudi.publish.policy import Group
from masudi.publish.spelling import Terms

WORDS = "[words withheld]"
NAME = "[name withheld]"
# What a coarsened place is known by: somewhere in what it lies within.
WITHIN = "within_parent"

S = TypeVar("S", bound=Span)


class Mask(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be masked: `groups` that the claim is of, all sensitive words with their groups, and names."""

    groups: tuple[Group, ...] = ()
    sensitive: tuple[tuple[Group, Terms], ...] = ()
    names: Terms = Terms(())

    def group_of(self, *words: str | None) -> Group | None:
        """The first group of which some words tell."""
        said = [one for one in words if one]
        return next((group for group, terms in self.sensitive if any(terms.stand_in(one) for one in said)), None)

    def named(self, *words: str | None) -> bool:
        """Whether some words name somebody."""
        return any(self.names.stand_in(one) for one in words if one)


def masked(claim: Claim, mask: Mask, quotable: Callable[[Span], bool]) -> Claim:
    """The claim without what `mask` withholds; of its sentences those that are `quotable` stay.

    Offsets go with the words: where something stands in a known text says what it is.
    """
    mentions = tuple(one if quotable(one.sentence) else _mention() for one in claim.mentions)
    quoted = all(one == other for one, other in zip(mentions, claim.mentions, strict=True))
    changed = msgspec.structs.replace(
        claim,
        mentions=tuple(dict.fromkeys(mentions)),
        actor=tuple(dict.fromkeys(_party(one, mask) for one in claim.actor)),
        target=tuple(dict.fromkeys(_party(one, mask) for one in claim.target)),
        place=tuple(dict.fromkeys(_place(one, mask) for one in claim.place)),
        means=tuple(one for one in claim.means if not (mask.group_of(one.text) or mask.named(one.text))),
        source=tuple(dict.fromkeys(_source(one, mask) for one in claim.source)),
        casualties=tuple(_toll(one, mask) for one in claim.casualties),
        violations=tuple(
            one for one in claim.violations if not (mask.group_of(one.span.text) or mask.named(one.span.text))
        ),
    )
    if changed == claim and quoted and not mask.groups:
        return claim
    changed = loosened(changed)
    return msgspec.structs.replace(changed, violations=()) if mask.groups else changed


def _mention() -> Mention:
    return Mention(start=0, end=len(WORDS), text=WORDS, sentence=Span(start=0, end=len(WORDS), text=WORDS))


def loosened(claim: Claim) -> Claim:
    """The claim without the offsets and cues that say where in the report it stands."""
    return msgspec.structs.replace(
        claim,
        status_cue=(),
        hedge=Hedge(level=claim.hedge.level),
        violations=tuple(msgspec.structs.replace(one, span=_loose(one.span)) for one in claim.violations),
        actor=tuple(map(_loose, claim.actor)),
        target=tuple(map(_loose, claim.target)),
        place=tuple(map(_loose, claim.place)),
        means=tuple(map(_loose, claim.means)),
        source=tuple(map(_loose, claim.source)),
        time=_time(claim.time) if claim.time else None,
        casualties=tuple(map(_loose, claim.casualties)),
        mentions=tuple(_loose_mention(one) for one in claim.mentions),
    )


def _loose(span: S) -> S:
    return msgspec.structs.replace(span, start=0, end=len(span.text))


def _loose_mention(mention: Mention) -> Mention:
    """Its place in its sentence stays, for whoever shows the words."""
    start = mention.start - mention.sentence.start
    return msgspec.structs.replace(
        mention, start=start, end=start + len(mention.text), sentence=_loose(mention.sentence)
    )


def _time(time: Time) -> Time:
    return _loose(time)


def _party(party: Party, mask: Mask) -> Party:
    if mask.named(party.text, party.name, party.entity):
        return Party(start=0, end=len(NAME), text=NAME)
    if (group := mask.group_of(party.text, party.name, party.entity)) is not None:
        kept = None if (party.entity or "").startswith("other:") else party.entity
        return Party(start=0, end=len(group.stands), text=group.stands, entity=kept)
    return party


def _source(source: Source, mask: Mask) -> Source:
    group = next((one for one in mask.groups if source.position in one.positions), None)
    group = group or mask.group_of(source.text, source.entity)
    if group is None and mask.named(source.text, source.entity):
        return Source(start=0, end=len(NAME), text=NAME, position=source.position)
    if group is not None:
        return Source(start=0, end=len(group.stands), text=group.stands, position=source.position)
    return source


def _place(place: Place, mask: Mask) -> Place:
    kinds = next((one for one in mask.groups if place.kind in one.place_kinds), None)
    group = mask.group_of(place.text, place.name) or kinds
    if group is None and not mask.named(place.text, place.name):
        if not (mask.named(place.within) or mask.group_of(place.within)):
            return place
        return msgspec.structs.replace(place, within=None)
    stands = group.stands if group else NAME
    within = None if mask.named(place.within) or mask.group_of(place.within) else place.within
    return Place(start=0, end=len(stands), text=stands, within=within, precision=WITHIN)


def _toll(toll: Toll, mask: Mask) -> Toll:
    """The count stays (small ones are looked at elsewhere), its words go where they name or place anybody."""
    label = toll.label
    if label is not None and (mask.named(label.text) or mask.group_of(label.text)):
        label = None
    by = (
        None
        if toll.labelled_by and (mask.named(toll.labelled_by) or mask.group_of(toll.labelled_by))
        else toll.labelled_by
    )
    if mask.named(toll.text) or mask.group_of(toll.text):
        return msgspec.structs.replace(toll, start=0, end=len(WORDS), text=WORDS, label=label, labelled_by=by)
    return msgspec.structs.replace(toll, label=label, labelled_by=by)
