"""Claims of a case → incidents: whatever waits is linked, in batches, each of which is stored whole or not at all.

A report waits from when it was added, read anew, or decided on. Linking it takes in what it touches alone, with the
result that linking everything at once would have. People's word on which claims belong together wins over every score.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import msgspec

from masudi.domain.incident import Grouping, Incident, Ruling
from masudi.pipeline.add import Added, Outcome

if TYPE_CHECKING:
    from masudi.casefile import Case
    from masudi.casefile.linking import Former, Transaction
    from masudi.casefile.reprinting import Printed
    from masudi.corroborate import Alignments, Gist, Linked, Print, Signature, Surroundings
    from masudi.domain import Claim

# Reports that are linked in one transaction: others wait for as long as it takes, and what it does for all of them at
# once (what is around, which incidents are to be shown anew) is done once. Of 16, 64 and 256, 64 was as quick as 256.
_BATCH = 64
# Reports that are linked at a time while others are read: the encoder goes over half as many by itself.
_ALONG = 32
# Reports that are linked while somebody waits for a decision. A pin of a common name touches thousands, and they wait.
_AT_ONCE = 16


def relink(case: Case, *, everything: bool = False) -> Generator[int, None, None]:
    """Link the reports that wait, and say after each batch how many there were in it; with `everything`, all reports.

    Each batch is stored before it is counted: whatever ends the process, the next run goes on with what still waits.
    """
    if everything:
        case.let_all_wait()
    while done := _link_some(case):
        yield done


def settle(case: Case) -> int:
    """Link the reports that wait; how many there were."""
    return sum(relink(case))


def linked_along(outcomes: Iterable[Added], case: Case) -> Iterator[Added]:
    """Hand on what became of reports that are added, and link some of those that wait whenever so many have come.

    The network goes over the next reports meanwhile: linked at the end, they would all be waited for.
    """
    stored = 0
    for one in outcomes:
        yield one
        stored += one.outcome in (Outcome.ADDED, Outcome.VERSION)
        if stored == _ALONG:
            _link_some(case, limit=_ALONG)
            stored = 0


def follow(case: Case, claims: Iterable[str] | None = None) -> int:
    """Link what a decision has let wait: the reports of these claims, or else some; how many reports it was.

    So whoever decides sees what came of it, and does not wait for what others have added, nor for thousands of reports
    that have a pinned name; `Case.waiting` counts these.
    """
    return _link_some(case, None if claims is None else tuple(claims), limit=_AT_ONCE)


@cache
def alignments() -> Alignments:
    """On which side publishers stand: with the party that they are aligned with, if with any."""
    from masudi.corroborate import Alignments
    from masudi.resolve.actor_files import load_packaged_actors
    from masudi.resolve.publishers import load_publishers

    parties = {one.name: one.entity for one in load_packaged_actors()}
    return Alignments(
        publishers={
            name: parties[one.alignment]
            for one in load_publishers().by_id.values()
            if one.alignment in parties
            for name in (one.label, *one.names)
        }
    )


def first_prints(printed: Mapping[str, Printed]) -> dict[str, Print]:
    """For the texts (hashes) that several reports print, whose text that first was."""
    from masudi.corroborate import Print

    return {text: Print(first=one.sha256_text, publisher=one.publisher) for text, one in printed.items()}


def _link_some(case: Case, claims: Sequence[str] | None = None, *, limit: int | None = None) -> int:
    """Link one batch of what waits, or of what of it makes these claims; how many reports it had."""
    from masudi.casefile import linking

    with case.linking() as transaction:
        ids = linking.waiting(transaction, _BATCH if limit is None else limit, claims)
        if ids:
            _Batch(transaction, ids).run()
    return len(ids)


class _Batch:
    """The reports that are linked in one transaction."""

    def __init__(self, transaction: Transaction, ids: Sequence[str]) -> None:
        from masudi.casefile import linking
        from masudi.corroborate.rules import load_rules

        self._transaction, self._ids, self._rules = transaction, ids, load_rules()
        self._rulings = linking.ruled(transaction)
        self._held_together = _held_together(self._rulings)

    def run(self) -> None:
        from masudi.casefile import linked, linking, victims
        from masudi.corroborate import blocks_of
        from masudi.resolve.persons import named_victims

        strong = self._rules.threshold.between
        reprinted = _reprints(self._transaction, self._ids)
        former = linking.forget(self._transaction, self._ids, strong)
        told = linking.claims_of(self._transaction, self._ids)
        victims.write(self._transaction, self._ids, {claim.id: named_victims(claim) for _, claim in told})
        gists = self._gists(told)
        keys = {gist.id: blocks_of(gist, self._rules) for gist in gists}
        found = self._linked(gists, keys, former)
        filed = [
            linked.Filed(
                id=gist.id,
                report=gist.report,
                claims=gist.claims,
                keys=frozenset(map(_hashed, keys[gist.id])),
                body=msgspec.msgpack.encode(gist),
            )
            for gist in gists
        ]
        gist_of = linked.file(self._transaction, filed, found.links)
        self._show(found, gist_of, reprinted, {claim.id: claim for _, claim in told})
        linked.done(self._transaction, self._ids)

    def _gists(self, claims: Iterable[tuple[str, Claim]]) -> tuple[Gist, ...]:
        """What the reports tell: a report is one by its id here, for two that print the same text are two."""
        from masudi.corroborate import gists_of

        told = [msgspec.structs.replace(claim, sha256_text=report) for report, claim in claims]
        return gists_of(told, self._rulings, self._rules)

    def _linked(self, gists: Sequence[Gist], keys: Mapping[str, frozenset[str]], former: Former) -> Linked:
        from masudi.casefile import linking
        from masudi.corroborate import partners
        from masudi.corroborate import relink as link_new

        wanted = {_hashed(key): key for key in partners(frozenset().union(*keys.values()))}
        blocks = dict(keys)
        near = []
        for body, its in linking.filed_under(self._transaction, wanted):
            near.append(gist := gist_of_body(body))
            blocks.setdefault(gist.id, frozenset(wanted[key] for key in its))
        ours = {claim for group in former.groups for claim in group.claims}
        touched = former.claims | {other for claim in ours for other in self._held_together.get(claim, ())}
        return link_new(
            gists,
            near,
            lambda claims: self._around(claims, former),
            keys=blocks,
            touched=touched,
            rulings=self._rulings,
            taken=lambda ids: linking.taken(self._transaction, ids),
            rules=self._rules,
        )

    def _around(self, claims: frozenset[str], former: Former) -> Surroundings:
        from masudi.casefile import linking
        from masudi.corroborate import Surroundings

        strong = self._rules.threshold.between
        found = linking.around(self._transaction, claims, strong, self._held_together)
        groups = {group.id: group for group in (*former.groups, *found.groups)}
        return Surroundings(
            gists=tuple(map(gist_of_body, found.gists)),
            links=found.links,
            groups=tuple(groups[one] for one in sorted(groups)),
        )

    def _show(
        self, found: Linked, gist_of: Mapping[str, int], reprinted: Iterable[str], told: Mapping[str, Claim]
    ) -> None:
        """Make anew the incidents in which a claim, a report's first print or the group is not what it was."""
        from masudi.casefile import linked, linking

        before = {group.id: group.claims for group in linking.groups_named(self._transaction, found.gone)}
        printed = linking.groups_of_reports(self._transaction, reprinted)
        changed = gist_of.keys() | {claim for group in printed for claim in group.claims}
        stale = [group for group in found.groups if before.get(group.id) != group.claims or changed & set(group.claims)]
        stale += [group for group in printed if group.id not in found.gone]
        gone = set(found.gone) - {group.id for group in found.groups}
        linked.write(self._transaction, shown(self._transaction, stale, self._rulings, told), gone, gist_of)


def shown(
    transaction: Transaction, groups: Sequence[Grouping], rulings: Sequence[Ruling], told: Mapping[str, Claim]
) -> list[Incident]:
    """What the claims of each group add up to; those of them that are `told` are at hand, by their ids."""
    from masudi.casefile import linking, reprinting
    from masudi.corroborate import show

    needed = {claim for group in groups for claim in group.claims}
    claims = linking.claims_by_id(transaction, needed - told.keys()) | {one: told[one] for one in needed & told.keys()}
    prints = first_prints(reprinting.printed(transaction, {claim.sha256_text for claim in claims.values()}))
    return [
        show(
            group,
            [claims[one] for one in group.claims],
            alignments=alignments(),
            reprints=prints,
            rulings=rulings,
        )
        for group in groups
    ]


def _reprints(transaction: Transaction, ids: Sequence[str]) -> set[str]:
    """Look for the prints of some reports' texts; the ids of all reports of which the first print may have changed."""
    from masudi.casefile import reprinting
    from masudi.corroborate import bands, connected, is_print, signature

    # What people decide on claims changes no text.
    ids = reprinting.unsigned(transaction, ids)
    if not ids:
        return set()
    changed = reprinting.forget(transaction, ids)
    for left in _groups_left(transaction, changed - set(ids)):
        reprinting.unite(transaction, left)
    mine = {id_: signature(id_, text, publisher) for id_, text, publisher in reprinting.texts(transaction, ids)}
    keys = {id_: bands(one) for id_, one in mine.items()}
    reprinting.file(transaction, {id_: msgspec.msgpack.encode(one) for id_, one in mine.items()}, keys)
    met = {
        (min(id_, other), max(id_, other))
        for id_, others in reprinting.alike(transaction, keys).items()
        for other in others
        if other != id_
    }
    known = mine | _signatures(transaction, {id_ for pair in met for id_ in pair} - mine.keys())
    same = [(one, other) for one, other in sorted(met) if is_print(known[one], known[other])]
    for group in connected({id_ for pair in same for id_ in pair}, same):
        changed |= reprinting.unite(transaction, group)
    return changed


def _signatures(transaction: Transaction, ids: set[str]) -> dict[str, Signature]:
    from masudi.casefile import reprinting
    from masudi.corroborate import Signature

    known = msgspec.msgpack.Decoder(Signature)
    return {id_: known.decode(body) for id_, body in reprinting.signatures_of(transaction, ids).items()}


def _groups_left(transaction: Transaction, ids: set[str]) -> list[set[str]]:
    """The groups that reports form among each other after another one left theirs."""
    from masudi.corroborate import reprints

    return [set(group) for group in reprints(_signatures(transaction, ids).values())] if ids else []


def _held_together(rulings: Sequence[Ruling]) -> dict[str, set[str]]:
    """For a claim, those that somebody holds together with it."""
    from masudi.corroborate.clustering import ruled_pairs

    found: dict[str, set[str]] = defaultdict(set)
    for one, other in ruled_pairs(rulings):
        found[one].add(other)
        found[other].add(one)
    return found


def gist_of_body(body: bytes) -> Gist:
    """The gist that a case keeps as `body`."""
    return _decoder()(body)


@cache
def _decoder() -> Callable[[bytes], Gist]:
    from masudi.corroborate import Gist

    return msgspec.msgpack.Decoder(Gist).decode


@lru_cache(maxsize=65536)
def _hashed(key: str) -> int:
    """The key of a block as a store has it: 64 bits, of which no two keys of a case are alike by chance."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), signed=True)
