"""Lines without the words that the policy withholds: what says nothing without them is counted instead."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from masudi.brief.draft import Draft, plain
from masudi.brief.values import Part, PartRole
from masudi.publish.masking import WORDS


def spoken(drafts: Sequence[Draft], *, keep: bool = False) -> list[Draft]:
    """The lines without withheld quotations; of those that told nothing else, one line says how many there are.

    `keep` keeps all of them: they say something without.
    """
    found: list[Draft] = []
    silent: list[Draft] = []
    for draft in drafts:
        body, coda = _without(draft.body), _without(draft.coda)
        if not keep and body != draft.body and not any(part.role is PartRole.QUOTE for part in body):
            silent.append(draft)
        else:
            found.append(msgspec.structs.replace(draft, body=body, coda=coda))
    if silent:
        many = f"{len(silent):,} more {'is' if len(silent) == 1 else 'are'} told only in words that are withheld"
        evidence = tuple(dict.fromkeys(one for draft in silent for one in draft.evidence))
        found.append(Draft(body=(plain(many),), evidence=evidence, group=found[-1].group if found else None))
    return found


def _without(parts: Sequence[Part]) -> tuple[Part, ...]:
    """The parts without withheld quotations and what only leads to them."""
    found: list[Part] = []
    for part in parts:
        if part.role is PartRole.QUOTE and WORDS in part.text:
            if found and found[-1].text.rstrip().endswith(":"):
                found[-1] = msgspec.structs.replace(found[-1], text=found[-1].text.rstrip().removesuffix(":"))
        else:
            found.append(part)
    return tuple(found) if len(found) != len(parts) else tuple(parts)
