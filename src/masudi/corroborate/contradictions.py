"""What accounts of one incident cannot both have right, with the claims on each side.

A later toll of the same origin is no contradiction, nor is a claim that leaves open what another says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from masudi.corroborate.gists import party_key
from masudi.corroborate.origins import Accounts
from masudi.corroborate.rules import Rules
from masudi.domain import Claim, Party, Status
from masudi.domain.incident import Contradiction, Dispute, Figure, Side, TollAccount, TollRange


def contradictions(
    claims: Sequence[Claim], tolls: Sequence[TollRange], accounts: Accounts, rules: Rules
) -> tuple[Contradiction, ...]:
    """The contradictions of one incident: whether it happened, who did it, to whom, and the tolls."""
    counted = (found for toll in tolls for found in _counted(toll, rules))
    return (*_happened(claims, accounts, rules), *_who(claims, accounts, rules), *_whom(tolls), *counted)


def _happened(claims: Sequence[Claim], accounts: Accounts, rules: Rules) -> Iterator[Contradiction]:
    """Claims of one kind of which some are asserted and some denied; a blame that is denied is a matter of WHO."""
    for kind in sorted({claim.kind for claim in claims} - rules.blame_kinds):
        asserted = [c for c in claims if c.kind == kind and c.status is Status.ASSERTED]
        denied = [c for c in claims if c.kind == kind and c.status is Status.DENIED]
        if asserted and denied:
            sides = (
                _side(Status.ASSERTED, "asserted", asserted, accounts),
                _side(Status.DENIED, "denied", denied, accounts),
            )
            yield Contradiction(about=Dispute.HAPPENED, of=kind, sides=sides)


def _who(claims: Sequence[Claim], accounts: Accounts, rules: Rules) -> Iterator[Contradiction]:
    """Who is said to have done it: accounts that name parties of which none is the same, and denials of the blame."""
    blamed: dict[tuple[str, ...], list[Claim]] = {}
    denied: dict[tuple[str, ...], list[Claim]] = {}
    for claim in claims:
        names = _named(claim.actor, rules)
        if names and claim.kind not in rules.blame_kinds and claim.status is Status.ASSERTED:
            blamed.setdefault(names, []).append(claim)
        elif names and claim.kind in rules.blame_kinds and claim.status is Status.DENIED:
            denied.setdefault(names, []).append(claim)
    known = {name for names in blamed for name in names}
    denied = {names: its for names, its in denied.items() if known & set(names)}
    if denied or any(not set(one) & set(other) for one in blamed for other in blamed):
        sides = [_side(" ".join(names), _words(names), its, accounts) for names, its in sorted(blamed.items())]
        sides += [
            _side(f"not {' '.join(names)}", f"denied: {_words(names)}", its, accounts)
            for names, its in sorted(denied.items())
        ]
        yield Contradiction(about=Dispute.WHO, sides=tuple(sides))


def _named(parties: Iterable[Party], rules: Rules) -> tuple[str, ...]:
    names = {party.actor_id or party_key(party, rules) for party in parties if party.entity or party.actor_id}
    return tuple(sorted(names - rules.broad_entities))


def _whom(tolls: Sequence[TollRange]) -> Iterator[Contradiction]:
    """Whether those harmed were fighters, where one origin counts only these and another only others."""
    for harm in sorted({toll.harm for toll in tolls}):
        by_side = {toll.fighters: toll for toll in tolls if toll.harm == harm}
        if len(by_side) == 2:
            origins = {side: {account.origin for account in toll.accounts} for side, toll in by_side.items()}
            only = {side: origins[side] - origins[not side] for side in by_side}
            if all(only.values()):
                sides = [_counting(side, by_side[side], only[side]) for side in (False, True)]
                yield Contradiction(about=Dispute.WHOM, of=harm, sides=tuple(sides))


def _counting(fighters: bool, toll: TollRange, origins: set[str]) -> Side:
    claims = {f.claim for account in toll.accounts if account.origin in origins for f in _all(account)}
    value = "fighters" if fighters else "others"
    words = "fighters" if fighters else "people who are not said to fight"
    return Side(value=value, words=words, claims=tuple(sorted(claims)), origins=tuple(sorted(origins)))


def _counted(toll: TollRange, rules: Rules) -> Iterator[Contradiction]:
    """Counts of different origins that leave each other no room."""
    by_count: dict[tuple[int | None, int | None], list[TollAccount]] = {}
    for account in toll.accounts:
        if account.low is not None or account.high is not None:
            by_count.setdefault((account.low, account.high), []).append(account)
    if any(_exclude(one, other, rules.tolls.apart) for one in by_count for other in by_count):
        ordered = sorted(by_count.items(), key=lambda item: (item[0][0] or 0, item[0][1] or 0))
        sides = [
            Side(
                value=f"{'' if low is None else low}..{'' if high is None else high}",
                words=count_words(low, high),
                claims=tuple(sorted({figure.claim for account in its for figure in _all(account)})),
                origins=tuple(account.origin for account in its),
            )
            for (low, high), its in ordered
        ]
        yield Contradiction(about=Dispute.TOLL, of=toll.harm, sides=tuple(sides))


def _all(account: TollAccount) -> tuple[Figure, ...]:
    return account.figures or account.parts


def _exclude(one: tuple[int | None, int | None], other: tuple[int | None, int | None], share: float) -> bool:
    """Whether the first count's upper end lies below the second's lower end, by more than a share of that."""
    high, low = one[1], other[0]
    return high is not None and low is not None and low - high > share * low


def count_words(low: int | None, high: int | None) -> str:
    """A count in words: "12", "at least 12", "up to 20", "12 to 20"."""
    if low == high:
        return "no number" if low is None else str(low)
    if high is None:
        return f"at least {low}"
    return f"up to {high}" if low is None else f"{low} to {high}"


def _side(value: str, words: str, claims: Sequence[Claim], accounts: Accounts) -> Side:
    origins = {key for claim in claims for key in accounts.keys(claim)}
    return Side(
        value=str(value), words=words, claims=tuple(claim.id for claim in claims), origins=tuple(sorted(origins))
    )


def _words(names: Iterable[str]) -> str:
    return ", ".join(name.removeprefix("other:").replace("_", " ") for name in names)
