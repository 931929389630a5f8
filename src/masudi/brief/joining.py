"""Lines made one: those of the same words, and neighbours that rest on the same quotation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from masudi.brief.draft import Draft, Evidence, plain
from masudi.brief.values import Part, PartRole

# Statements that one quotation may stand behind; more of them would be lost before it.
MAX_JOINED = 3

# Where a line that only quotes is not wanted once more, and which sections tell the same words better.
_TOLD_BETTER = {
    "happened": ("how", "gained", "denied", "feared", "civilians"),
    "gained": ("how", "denied", "feared"),
    "civilians": ("denied", "feared"),
}


def joined(drafts: Iterable[Draft]) -> list[Draft]:
    """The lines, neighbours that end in the same quoted words made one, which quotes them once."""
    found: list[Draft] = []
    told = 1
    for draft in _merged(drafts):
        before = found[-1] if found else None
        quotes = any(part.role is PartRole.QUOTE for part in draft.coda)
        same = before and (before.coda, before.status, before.group) == (draft.coda, draft.status, draft.group)
        if before and same and quotes and told < MAX_JOINED:
            found[-1] = _both(before, draft, (*before.body, plain("; "), *draft.body))
            told += 1
        else:
            found.append(draft)
            told = 1
    return found


def untwice(drafts: Mapping[str, list[Draft]]) -> dict[str, list[Draft]]:
    """The sections without those lines that only quote what a line of a section that tells more quotes as well.

    What is denied, feared or told as a feint stands there alone, and is not quoted as having happened beside.
    """
    left = dict(drafts)
    for name, others in _TOLD_BETTER.items():
        quotes: dict[Evidence, list[str]] = {}
        for draft in (draft for other in others for draft in left.get(other, ())):
            for cited in draft.evidence:
                quotes.setdefault(cited, []).extend(_quotes(draft))
        left[name] = [draft for draft in left.get(name, []) if not _told_there(draft, quotes)]
    return left


def _told_there(draft: Draft, quotes: Mapping[Evidence, list[str]]) -> bool:
    """Whether the line only quotes, and all of it is within what other lines quote from the same places."""
    own = _quotes(draft)
    said = "".join(part.text for part in (*draft.body, *draft.coda) if part.role is not PartRole.QUOTE)
    others = [quote for cited in draft.evidence for quote in quotes.get(cited, ())]
    return bool(own) and not said.strip(" ;") and all(any(one in quote for quote in others) for one in own)


def _quotes(draft: Draft) -> list[str]:
    """What the line quotes, without quotation marks and ellipses."""
    parts = (part.text for part in (*draft.body, *draft.coda) if part.role is PartRole.QUOTE)
    return [text.strip("“”").removeprefix("… ").removesuffix(" …") for text in parts]


def _merged(drafts: Iterable[Draft]) -> list[Draft]:
    """The lines, those of the same words made one with the citations of all."""
    found: dict[tuple[object, ...], Draft] = {}
    for draft in drafts:
        key = (draft.parts, draft.status, draft.group)
        found[key] = _both(found[key], draft, draft.body) if key in found else draft
    return list(found.values())


def _both(one: Draft, other: Draft, body: tuple[Part, ...]) -> Draft:
    return msgspec.structs.replace(
        one,
        body=body,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence))),
        origins=one.origins | other.origins,
    )
