"""Claims of one toll put together: "killed 12 and wounded 30" is one claim, whichever of the verbs the reader found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from masudi.domain import Claim, Party


def joined(claims: Sequence[Claim]) -> list[Claim]:
    """The claims, those of casualties whose tolls stand in another's of the same sentence joined to that one.

    The one that tells more stays, with the mentions and the targets of both; where both tell the same, the surer one.
    """
    kept: list[Claim] = []
    for claim in claims:
        at = next((at for at, other in enumerate(kept) if _one_toll(claim, other)), None)
        if at is None:
            kept.append(claim)
        else:
            kept[at] = _together(kept[at], claim)
    return kept


def _one_toll(one: Claim, other: Claim) -> bool:
    if not one.kind == other.kind == "casualties" or one.status != other.status:
        return False
    if one.mentions[0].sentence != other.mentions[0].sentence:
        return False
    mine, others = _counted(one), _counted(other)
    return bool(mine and others) and (mine <= others or others <= mine)


def _counted(claim: Claim) -> set[tuple[str, int, int]]:
    """The harms of a claim, with the words that count them."""
    return {(toll.harm, toll.start, toll.end) for toll in claim.casualties if toll.label is not None or toll.low != 1}


def _together(one: Claim, other: Claim) -> Claim:
    more, less = sorted((one, other), key=lambda claim: (len(claim.casualties), claim.confidence.claim), reverse=True)
    said = {mention.start: mention for mention in (*less.mentions, *more.mentions)}
    return msgspec.structs.replace(
        more,
        mentions=tuple(said[start] for start in sorted(said)),
        target=(*more.target, *(party for party in less.target if not _known(party, more.target))),
    )


def _known(party: Party, parties: Sequence[Party]) -> bool:
    return any(party.overlaps(one) or party.text.casefold() == one.text.casefold() for one in parties)
