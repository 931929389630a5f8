"""How well claims of several reports are put together as incidents, on bundles that people labelled.

    python -m benchmarks.incidents                 hand-checked claims, and end to end: Masudi reads the reports itself
    python -m benchmarks.incidents --checked       hand-checked claims alone, bundle by bundle
    python -m benchmarks.incidents --part fit      one part alone; tuning goes by `fit`, `test` only measures

Every bundle is linked by itself, as the labels of two bundles say nothing of each other; figures are over all claims of
a part. Pairwise: of the pairs of claims put together, how many belong together, and the reverse. B-cubed (Bagga and
Baldwin 1998): for each claim, the share of its group that belongs with it, and the share of what belongs with it that
is in its group; means over claims. Ratio: incidents made for each true one.

Two baselines stand beside: each claim an incident of its own; and claims of the same kind, place and day as one.

End to end, all of Masudi's claims are linked, and those whose trigger overlaps that of a hand-checked claim of the same
kind are measured. "found" is the share of hand-checked claims that have such a partner.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.incident_claims import Checked, checked, found
from benchmarks.incident_labels import BUNDLES, CORPORA, corpus_texts, load_bundles
from masudi.corroborate import link_all
from masudi.domain import Claim
from masudi.domain.text import folded

Groups = Mapping[str, Hashable]


class Figures(NamedTuple):
    """Percentages, and the numbers of incidents made and true."""

    pair_p: float
    pair_r: float
    bcubed_p: float
    bcubed_r: float
    made: int
    true: int

    @property
    def pair_f1(self) -> float:
        """Harmonic mean of pairwise precision and recall."""
        return _f1(self.pair_p, self.pair_r)

    @property
    def bcubed_f1(self) -> float:
        """Harmonic mean of B-cubed precision and recall."""
        return _f1(self.bcubed_p, self.bcubed_r)


def measure(guess: Groups, gold: Groups) -> Figures:
    """How groups of claims agree with the true ones; both map the same claims to the names of their groups."""
    both = Counter((guess[one], gold[one]) for one in gold)
    guessed, true = Counter(guess[one] for one in gold), Counter(gold.values())

    def pairs(counts: Iterable[int]) -> int:
        return sum(n * (n - 1) // 2 for n in counts)

    right = pairs(both.values())
    # With no pair put together, none is wrong.
    pair_p = right / made if (made := pairs(guessed.values())) else 1.0
    pair_r = right / wanted if (wanted := pairs(true.values())) else 1.0
    total = max(1, len(gold))
    return Figures(
        100 * pair_p,
        100 * pair_r,
        100 * sum(n * n / guessed[g] for (g, _), n in both.items()) / total,
        100 * sum(n * n / true[t] for (_, t), n in both.items()) / total,
        len(guessed),
        len(true),
    )


def by_masudi(claims: Sequence[Claim]) -> Groups:
    """What Masudi makes of them."""
    return {one: group.id for group in link_all(claims).groups for one in group.claims}


def alone(claims: Sequence[Claim]) -> Groups:
    """Each claim an incident of its own."""
    return {claim.id: claim.id for claim in claims}


def by_place_and_day(claims: Sequence[Claim]) -> Groups:
    """Claims of the same kind, place and day as one; those that lack a place or a day by themselves."""
    groups: dict[str, Hashable] = {}
    for claim in claims:
        place = min((folded(place.name or place.text) for place in claim.place), default=None)
        day = claim.time.from_ if claim.time else None
        groups[claim.id] = (claim.kind, place, day) if place and day else claim.id
    return groups


METHODS: dict[str, Callable[[Sequence[Claim]], Groups]] = {
    "masudi": by_masudi,
    "one a claim": alone,
    "kind, place, day": by_place_and_day,
}


def pooled(bundles: Sequence[Checked], method: Callable[[Sequence[Claim]], Groups]) -> Figures:
    """The figures over the claims of several bundles, each of them grouped by itself."""
    guess: dict[str, Hashable] = {}
    gold: dict[str, Hashable] = {}
    for bundle in bundles:
        groups = method(bundle.claims)
        for one, incident in bundle.incidents.items():
            guess[f"{bundle.name} {one}"] = (bundle.name, groups[one])
            gold[f"{bundle.name} {one}"] = (bundle.name, incident)
    return measure(guess, gold)


def show(title: str, bundles: Sequence[Checked]) -> None:
    """Print the figures of every method."""
    print(f"\n{title}: {sum(len(one.incidents) for one in bundles)} claims in {len(bundles)} bundles")
    for name, method in METHODS.items():
        one = pooled(bundles, method)
        print(
            f"  {name:17} pairwise P {one.pair_p:5.1f}  R {one.pair_r:5.1f}  F1 {one.pair_f1:5.1f}"
            f"   B-cubed P {one.bcubed_p:5.1f}  R {one.bcubed_r:5.1f}  F1 {one.bcubed_f1:5.1f}"
            f"   incidents {one.made:4} of {one.true:4}, ratio {one.made / max(1, one.true):.2f}"
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bundles", type=Path, default=BUNDLES)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--part", choices=("fit", "test"))
    parser.add_argument("--checked", action="store_true", help="hand-checked claims alone, bundle by bundle")
    args = parser.parse_args()
    bundles = load_bundles(args.bundles, part=args.part)
    texts = corpus_texts(args.corpora, bundles)
    parts = defaultdict(list)
    for bundle in bundles:
        parts[bundle.part].append(bundle)
    for part, its in sorted(parts.items()):
        hand = [checked(bundle, texts) for bundle in its]
        show(f"hand-checked claims, {part}", hand)
        if args.checked:
            for one in hand:
                show(f"  {one.name}", [one])
            continue
        from masudi.coding import code

        own = [found(bundle, texts, code) for bundle in its]
        matched, labelled = sum(len(one.incidents) for one in own), sum(len(one.incidents) for one in hand)
        show(f"end to end, {part} (found {100 * matched / max(1, labelled):.1f} % of {labelled})", own)


def _f1(p: float, r: float) -> float:
    return 2 * p * r / max(1e-9, p + r)


if __name__ == "__main__":
    main()
