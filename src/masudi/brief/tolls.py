"""Casualty claims as lines: what one claim says, or, for one place and day, the range of what several reports say.

A range names who says its ends. Counts of different reports are never added up, for they may count the same people.
"""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.attribution import Voices, hedge_alone, hedged
from masudi.brief.counts import counts
from masudi.brief.draft import Draft, Said, one_line, plain
from masudi.brief.naming import Names, listed
from masudi.brief.places import place_phrases, where
from masudi.brief.quoting import evidence, quoted_clause
from masudi.brief.ranges import ranged
from masudi.brief.timing import when
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import Wording
from masudi.domain import Claim, Status


class TollTeller:
    """Writes lines about casualties."""

    def __init__(self, names: Names, voices: Voices, words: Wording) -> None:
        self.names, self.voices, self.words = names, voices, words

    def line(self, cluster: Sequence[Said]) -> Draft:
        """The line about claims that count the same people."""
        several = len({self._sizes(one) for one in cluster}) > 1
        return Draft(
            body=tuple(self._range(cluster) if several else self._sentence(cluster)),
            evidence=tuple(dict.fromkeys(found for one in cluster for found in evidence(one))),
            status=Status.ASSERTED,
            origins=self.voices.origins(cluster),
        )

    def _sizes(self, one: Said) -> tuple[tuple[str, int | None, int | None], ...]:
        return tuple((count.harm, count.low, count.high) for count in counts(one, self.words))

    def _sentence(self, cluster: Sequence[Said]) -> list[Part]:
        """One count: "At least 12 people, of whom 4 children, were killed by the army in Jafra on 3 March 2017"."""
        lead, behind = hedged(cluster, self.words, self.voices)
        first = cluster[0]
        thin = not first.claim.casualties and not first.claim.target
        if thin:
            return [*([hedge_alone(lead), plain(": ")] if lead else []), quoted_clause(first), *behind]
        who = self._who_was(first)
        according = self.voices.according(cluster)
        return [*lead, *who, *self._by(cluster, who), *self._frame(cluster), *according, *behind]

    def _who_was(self, one: Said) -> list[Part]:
        found = counts(one, self.words)
        if not found:
            targets = self.names.parties([one], "target")
            many = len(targets) != 1 or targets[0].plural
            verb = f" {'were' if many else 'was'} {self._trigger_harm(one.claim)}"
            return [Part(text=listed([target.text for target in targets]), role=PartRole.PARTY), plain(verb)]
        if any(stem in found[0].text for stem in self.words.unclear_harm):
            return [plain(f"there were {found[0].text}")]
        trigger = one.claim.mentions[0].text.casefold()
        unclear = any(stem in trigger for stem in self.words.unclear_harm)
        told = []
        for count in found:
            vague = "became casualties" if count.plural else "became a casualty"
            firm = f"{'were' if count.plural else 'was'} {self.words.harm(count.harm).done}"
            told.append(f"{count.text} {vague if unclear and count.harm == 'killed' else firm}")
        return [plain(" and ".join(told))]

    def _trigger_harm(self, claim: Claim) -> str:
        trigger = claim.mentions[0].text.casefold().split()
        fits = (h for h in self.words.harms if any(word.startswith(stem) for word in trigger for stem in h.stems))
        return next((harm.done for harm in fits), "harmed")

    def _range(self, cluster: Sequence[Said]) -> list[Part]:
        """Several counts: "Killed in Jafra on 3 March 2017: 12 (The Wire) to 20 civilians (the Sarw Monitor)"."""
        harms = dict.fromkeys(count.harm for one in cluster for count in counts(one, self.words))
        one_harm = len(harms) == 1
        head = self.words.harm(next(iter(harms))).noun if one_harm else "People harmed"
        ranges = {harm: ranged(cluster, harm, self.words, self.voices) for harm in harms}
        labels = {harm: "" if one_harm else f"{self.words.harm(harm).done} " for harm in harms}
        told = "; ".join(f"{labels[harm]}{text}" for harm, text in ranges.items())
        lead, behind = hedged(cluster, self.words, self.voices)
        # A hedge that all accounts share would stand before the sentence; a list of counts has none.
        shared = [plain(" ("), hedge_alone(lead), plain(")")] if lead else []
        return [plain(head), *self._frame(cluster), plain(f": {told}"), *self._blamed(cluster), *shared, *behind]

    def _blamed(self, cluster: Sequence[Said]) -> list[Part]:
        """Who is said to have caused it, and by whom, as accounts may differ."""
        blame: dict[str, list[Said]] = {}
        for one in cluster:
            actors = self.names.parties([one], "actor")
            if actors:
                blame.setdefault(listed([actor.text for actor in actors]), []).append(one)
        told = [f"{actor} by {self.voices.accounts(those)}" for actor, those in blame.items()]
        return [plain(f"; blamed on {' and on '.join(told)}")] if told else []

    def _by(self, cluster: Sequence[Said], who: Sequence[Part]) -> list[Part]:
        actors = self.names.parties(cluster, "actor")
        if not actors:
            return []
        of = any(stem in part.text for part in who for stem in self.words.unclear_harm)
        name = Part(text=listed([actor.text for actor in actors]), role=PartRole.PARTY)
        return [plain(" of " if of else " by "), name]

    def _frame(self, cluster: Sequence[Said]) -> list[Part]:
        """Where, when and with what."""
        places = place_phrases(cluster, self.words)
        means = list(dict.fromkeys(one_line(span.text) for one in cluster for span in one.claim.means))
        time = next((one.claim.time for one in cluster if one.claim.time), None)
        tail = where(places, self.words, None, ways=False) + when(time, self.words)
        return [plain(tail + (f" ({listed(means)})" if means else ""))]


def of_fighters(claim: Claim) -> bool:
    """Whether all that the claim counts are fighters; who is not said to be one is never taken for one."""
    return bool(claim.casualties) and all(toll.who == "combatants" for toll in claim.casualties)
