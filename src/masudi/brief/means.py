"""With what: the weapons and methods that the reports name, by who used them."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.draft import Draft, Said, one_line, plain
from masudi.brief.naming import Names, listed
from masudi.brief.quoting import cited
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import Wording
from masudi.domain import HedgeLevel, Mention, Span, Status


def means_lines(said: Sequence[Said], names: Names, words: Wording) -> list[Draft]:
    """One line for each actor with the means of its asserted claims; what is denied or feared is not among them."""
    by_actor: dict[str | None, dict[str, list[tuple[Said, Span]]]] = {}
    for one in said:
        kind = words.kind(one.claim.kind)
        firm = one.claim.status is Status.ASSERTED and one.claim.hedge.level is HedgeLevel.NONE
        if not firm or kind is None or not (kind.arms or kind.name in ("siege", "capture", "advance", "movement")):
            continue
        for span in one.claim.means:
            actor = names.heading([one])
            by_actor.setdefault(actor, {}).setdefault(one_line(span.text), []).append((one, span))
    return [_line(actor, means) for actor, means in by_actor.items()]


def _line(actor: str | None, means: dict[str, list[tuple[Said, Span]]]) -> Draft:
    named = [
        text for text in means if not any(text != other and text.casefold() in other.casefold() for other in means)
    ]
    lead = (
        [plain("means named for "), Part(text=actor, role=PartRole.PARTY)]
        if actor
        else [plain("means named, no actor")]
    )
    evidence = [cited(one, span, _sentence(one, span)) for text in named for one, span in means[text][:1]]
    origins = {one.publisher for found in means.values() for one, _ in found}
    return Draft(
        body=(*lead, plain(f": {listed(named, most=10)}")),
        evidence=tuple(dict.fromkeys(evidence)),
        status=Status.ASSERTED,
        origins=frozenset(origins),
    )


def _sentence(one: Said, span: Span) -> Span:
    """The sentence in which the means stand, among those of the claim; else that of its first mention."""
    mentions: tuple[Mention, ...] = one.claim.mentions
    return next((m.sentence for m in mentions if m.sentence.holds(span)), mentions[0].sentence)
