"""The dead of an event as codebooks count them. Nothing is ever added: accounts may count the same people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from masudi.domain import Claim, ReviewState, Toll
from masudi.domain.incident import TollAccount
from masudi.export.formats.events import KILLED, Event, killed, party_name
from masudi.export.formats.rules import load_rules

_DIGIT = re.compile(r"\d")


def acled_fatalities(event: Event) -> int:
    """ACLED's number: of several counts the lowest, a vague word at its fixed value; 0 where no death is counted.

    Of dead fighters and other dead, who never share a range, the larger count stands for the event.
    """
    claims = {one.claim.id: one.claim for one in event.claims}
    counts = []
    for one in killed(event):
        told = [number for account in one.accounts if (number := _acled(account, claims)) is not None]
        counts.append(min(told, default=0))
    return max(counts, default=0)


def _acled(account: TollAccount, claims: dict[str, Claim]) -> int | None:
    values = [acled_value(toll) for toll in _tolls(account, claims)]
    return max((one for one in values if one is not None), default=None)


def acled_value(toll: Toll) -> int | None:
    """What ACLED counts for a toll: a number as it stands, words that are vague at a fixed value; None: neither."""
    words = toll.text.casefold()
    if not _DIGIT.search(words):
        for vague in load_rules().acled.fatalities:
            if any(re.search(rf"\b{re.escape(one)}\b", words) for one in vague.words):
                return vague.count
    return toll.low


def _tolls(account: TollAccount, claims: dict[str, Claim]) -> Iterator[Toll]:
    for figure in account.figures or account.parts:
        claim = claims.get(figure.claim)
        if claim is not None and figure.toll < len(claim.casualties):
            yield claim.casualties[figure.toll]


def bounds(event: Event) -> tuple[int, int | None]:
    """The lowest and the highest number of dead that an origin gives; no upper end where an account sets none.

    At least one: whoever asks has an event that killed.
    """
    ranges = killed(event)
    low = max((one.low or 0 for one in ranges), default=0)
    if not ranges or any(one.high is None or one.open for one in ranges):
        return max(low, 1), None
    return max(low, 1), max(one.high or 0 for one in ranges)


def dead(event: Event) -> tuple[int | None, int | None]:
    """As `bounds`; neither where nobody counts any dead, however many wounded are counted."""
    return bounds(event) if killed(event) else (None, None)


def best(event: Event) -> int | None:
    """The number of dead that people set: all claims that somebody corrected or added agree on it."""
    said = {
        toll.low
        for one in event.firm
        if one.state is ReviewState.CORRECTED or one.by_person
        for toll in one.claim.casualties
        if toll.harm == KILLED and toll.part_of is None and toll.low is not None and toll.low == toll.high
    }
    return said.pop() if len(said) == 1 else None


def deaths(event: Event, side_a: str | None, side_b: str | None) -> dict[str, int | None]:
    """The dead of each side, civilian and unknown ones: a number only where all accounts give the same exact one."""
    rules = load_rules()
    counts: dict[str, set[tuple[int | None, int | None]]] = {}
    for claim, toll in _current(event):
        if toll.who in rules.civilians:
            where = "deaths_civilians"
        elif toll.who in rules.fighters:
            where = _side(claim, side_a, side_b)
        else:
            where = "deaths_unknown"
        counts.setdefault(where, set()).add((toll.low, toll.high))
    found = dict.fromkeys(("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown"), None)
    return found | {where: _agreed(said) for where, said in counts.items()}


def _agreed(said: set[tuple[int | None, int | None]]) -> int | None:
    if len(said) != 1:
        return None
    low, high = next(iter(said))
    return low if low == high else None


def _side(claim: Claim, side_a: str | None, side_b: str | None) -> str:
    """Whose fighters the dead were: the target's, where it is one side alone."""
    targets = {party_name(one) for one in claim.target}
    for column, side in (("deaths_a", side_a), ("deaths_b", side_b)):
        if side is not None and targets == {side}:
            return column
    return "deaths_unknown"


def _current(event: Event) -> Iterable[tuple[Claim, Toll]]:
    claims = {one.claim.id: one.claim for one in event.claims}
    for one in killed(event):
        for account in one.accounts:
            for figure in account.figures:
                claim = claims.get(figure.claim)
                if claim is not None and figure.toll < len(claim.casualties):
                    yield claim, claim.casualties[figure.toll]
