"""What is said both to have and not to have happened: within one report, and between reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from masudi.brief.attribution import Voices
from masudi.brief.draft import Draft, Said, one_line, plain, quoted
from masudi.brief.naming import Names
from masudi.brief.places import place_key
from masudi.brief.quoting import clause, evidence
from masudi.brief.telling import Teller
from masudi.brief.values import Part
from masudi.brief.wording import Wording
from masudi.domain import Claim, Status

# Two quotations share a line.
MAX_QUOTED_TWICE = 110


def contradictions(said: Sequence[Said], teller: Teller, voices: Voices, words: Wording) -> list[Draft]:
    """A line for each asserted claim that a denied one of the same kind, place or target and time contradicts."""
    asserted: dict[tuple[str, str], list[Said]] = {}
    for one in said:
        if one.claim.status is Status.ASSERTED:
            for name in _named(one.claim):
                asserted.setdefault((one.claim.kind, name), []).append(one)
    drafts: list[Draft] = []
    for denied in said:
        if denied.claim.status is Status.DENIED and not _is_statement(denied.claim, words):
            near = (one for name in _named(denied.claim) for one in asserted.get((denied.claim.kind, name), ()))
            fits = {(one.number, one.at): one for one in near if _contradicts(one, denied, teller.names)}
            if fits:
                drafts.append(_draft(denied, [fits[key] for key in sorted(fits)], teller, voices))
    return drafts


def _draft(denied: Said, against: Sequence[Said], teller: Teller, voices: Voices) -> Draft:
    within = all(one.number == denied.number for one in against)
    first = against[0]
    where = "in one report" if within else "between reports"
    parts: list[Part] = [
        plain(f"{where}, {teller.naming(denied)} is denied by {voices.account(denied)} ("),
        quoted(clause(denied, MAX_QUOTED_TWICE)),
        plain(f") and asserted by {voices.accounts(against)} ("),
        quoted(clause(first, MAX_QUOTED_TWICE)),
        plain(")"),
    ]
    both = [denied, *against]
    return Draft(body=tuple(parts), evidence=tuple(dict.fromkeys(e for one in both for e in evidence(one))))


def _contradicts(one: Said, denied: Said, names: Names) -> bool:
    """Whether `one` asserts what `denied` denies: one kind, something shared, and nothing that differs."""
    claim, other = one.claim, denied.claim
    if claim.kind != other.kind or claim.status is not Status.ASSERTED or not _same_time(claim, other):
        return False
    shared = list(_shared(claim, other))
    return any(shared) and False not in shared and not _other_actor(claim, other, names)


def _shared(claim: Claim, other: Claim) -> Iterator[bool]:
    """For places and for targets, where both claims have some, whether they have one in common."""
    if claim.place and other.place:
        yield bool({place_key(place) for place in claim.place} & {place_key(place) for place in other.place})
    if claim.target and other.target:
        yield bool(_targets(claim) & _targets(other))


def _named(claim: Claim) -> list[str]:
    """The places and targets by which two claims can be of one thing."""
    return list(dict.fromkeys([*(place_key(place) for place in claim.place), *sorted(_targets(claim))]))


def _targets(claim: Claim) -> set[str]:
    return {one_line(party.text).casefold() for party in claim.target}


def _other_actor(claim: Claim, other: Claim, names: Names) -> bool:
    first, second = ({names.key(party) for party in one.actor} for one in (claim, other))
    return bool(first and second and not first & second)


def _same_time(claim: Claim, other: Claim) -> bool:
    """Whether the two may be of one time; a time that is not given may be any."""
    first, second = claim.time, other.time
    if not first or not second:
        return True
    if not (first.from_ and second.from_):
        return True
    return first.from_ <= (second.to or second.from_) and second.from_ <= (first.to or first.from_)


def _is_statement(claim: Claim, words: Wording) -> bool:
    """Statements contradict nothing by being made; a denied accusation is a denial of guilt."""
    kind = words.kind(claim.kind)
    return kind is None or kind.is_analysis or kind.quote
