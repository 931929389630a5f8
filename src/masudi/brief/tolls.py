"""Casualty claims as lines: what one claim says, or, for one place and day, the range of what several reports say.

A range names who says its ends. Counts of different reports are never added up, for they may count the same people.
"""

from __future__ import annotations

from collections.abc import Sequence

from masudi.brief.attribution import Voices, hedged
from masudi.brief.counts import Count, counts
from masudi.brief.draft import Draft, Said, one_line, plain, tidy
from masudi.brief.naming import Names, listed
from masudi.brief.places import place_key, place_phrases, where
from masudi.brief.quoting import evidence, quoted_clause
from masudi.brief.timing import when
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import Wording
from masudi.domain import Claim, RelationKind, Status


class TollTeller:
    """Writes lines about casualties."""

    def __init__(self, names: Names, voices: Voices, words: Wording) -> None:
        self.names, self.voices, self.words = names, voices, words

    def line(self, cluster: Sequence[Said]) -> Draft:
        """The line about claims that count the same people."""
        several = len({self._figures(one) for one in cluster}) > 1
        parts = self._range(cluster) if several else self._sentence(cluster)
        return Draft(
            parts=parts,
            evidence=tuple(dict.fromkeys(found for one in cluster for found in evidence(one))),
            status=Status.ASSERTED,
            origins=self.voices.origins(cluster),
        )

    def _figures(self, one: Said) -> tuple[tuple[str, int | None, int | None], ...]:
        return tuple((count.harm, count.low, count.high) for count in counts(one, self.words))

    def _sentence(self, cluster: Sequence[Said]) -> tuple[Part, ...]:
        """One count: "At least 12 people, of whom 4 children, were killed by the army in Jafra on 3 March 2017"."""
        lead, behind = hedged(cluster, self.words, self.voices)
        according = self.voices.according(cluster)
        first = cluster[0]
        subject = self._who_was(first)
        thin = not first.claim.casualties and not first.claim.target
        end = [plain(": "), quoted_clause(first)] if thin else []
        return tidy([*lead, *subject, *self._by(cluster), *self._frame(cluster), *according, *end, *behind])

    def _who_was(self, one: Said) -> list[Part]:
        unclear = any(stem in one.claim.mentions[0].text.casefold() for stem in self.words.unclear_harm)
        found = counts(one, self.words)
        if not found:
            targets = self.names.parties([one], "target")
            who = listed([target.text for target in targets]) if targets else "people"
            many = len(targets) != 1 or targets[0].plural
            return [
                Part(text=who, role=PartRole.PARTY),
                plain(f" {'were' if many else 'was'} {self._trigger_harm(one.claim)}"),
            ]
        said = []
        for count in found:
            done = self.words.harm(count.harm).done
            vague = "became casualties" if count.plural else "became a casualty"
            verb = vague if unclear and count.harm == "killed" else f"{'were' if count.plural else 'was'} {done}"
            said.append(f"{count.text} {verb}")
        return [plain(" and ".join(said))]

    def _trigger_harm(self, claim: Claim) -> str:
        trigger = claim.mentions[0].text.casefold().split()
        fits = (h for h in self.words.harms if any(word.startswith(stem) for word in trigger for stem in h.stems))
        return next((harm.done for harm in fits), "harmed")

    def _range(self, cluster: Sequence[Said]) -> tuple[Part, ...]:
        """Several counts: "Killed in Jafra on 3 March 2017: 12 (The Wire) to 20 civilians (the Sarw Monitor)"."""
        harms = dict.fromkeys(count.harm for one in cluster for count in counts(one, self.words))
        frame = [plain("people harmed")] if len(harms) > 1 else [plain(self.words.harm(next(iter(harms))).noun)]
        told = "; ".join(self._harm_range(cluster, harm, alone=len(harms) == 1) for harm in harms)
        blamed = self._blamed(cluster)
        _, behind = hedged(cluster, self.words, self.voices)
        return tidy(
            [*frame, *self._frame(cluster), plain(f": {told}"), *blamed, *(behind or self._all_hedged(cluster))]
        )

    def _all_hedged(self, cluster: Sequence[Said]) -> list[Part]:
        lead, _ = hedged(cluster, self.words, self.voices)
        return [plain(" ("), Part(text=lead[0].text.strip(" ,"), role=PartRole.HEDGE), plain(")")] if lead else []

    def _harm_range(self, cluster: Sequence[Said], harm: str, *, alone: bool) -> str:
        label = "" if alone else f"{self.words.harm(harm).done} "
        figures = _figures(cluster, harm, self.words, self.voices)
        low, high = figures[0], figures[-1]
        if len(figures) == 1:
            return f"{label}{low}"
        between = f", with {listed(figures[1:-1])} between" if len(figures) > 2 else ""
        return f"{label}{low} to {high}{between}"

    def _blamed(self, cluster: Sequence[Said]) -> list[Part]:
        """Who is said to have caused it, and by whom where they differ."""
        blame: dict[str, list[Said]] = {}
        for one in cluster:
            actors = self.names.parties([one], "actor")
            if actors:
                blame.setdefault(listed([actor.text for actor in actors]), []).append(one)
        if not blame:
            return []
        told = [f"{actor} by {self.voices.accounts(those)}" for actor, those in blame.items()]
        return [plain(f"; blamed on {' and on '.join(told)}")]

    def _by(self, cluster: Sequence[Said]) -> list[Part]:
        actors = self.names.parties(cluster, "actor")
        if not actors:
            return []
        of = "of" if any("casualt" in part.text for part in self._who_was(cluster[0])) else "by"
        return [plain(f" {of} "), Part(text=listed([actor.text for actor in actors]), role=PartRole.PARTY)]

    def _frame(self, cluster: Sequence[Said]) -> list[Part]:
        """Where, when and with what."""
        places = place_phrases(cluster, self.words)
        means = list(dict.fromkeys(one_line(span.text) for one in cluster for span in one.claim.means))
        time = next((one.claim.time for one in cluster if one.claim.time), None)
        tail = where(places, self.words, None, ways=False) + when(time, self.words)
        return [plain(tail + (f" ({listed(means)})" if means else ""))]


def _figures(cluster: Sequence[Said], harm: str, words: Wording, voices: Voices) -> list[str]:
    """What each account counts, smallest first; a later higher count of one account is shown as its update."""
    by_account: dict[str, list[tuple[Said, Count]]] = {}
    for one in cluster:
        for count in counts(one, words):
            if count.harm == harm:
                by_account.setdefault(voices.account(one), []).append((one, count))
    told: dict[str, list[str]] = {}
    sizes: dict[str, int] = {}
    for account, found in by_account.items():
        dated = sorted(found, key=lambda item: (str(item[0].claim.published or ""), item[0].number, item[0].at))
        latest = dated[-1][1]
        text = latest.text.rstrip(",")
        earlier = list(
            dict.fromkeys(count.number.removesuffix(" of") for _, count in dated if count.size != latest.size)
        )
        if earlier:
            grown = dated[0][0].claim.published != dated[-1][0].claim.published and latest.size > dated[0][1].size
            text += f", updated from {listed(earlier)}" if grown else f", elsewhere {listed(earlier)}"
        told.setdefault(text, []).append(account)
        sizes[text] = latest.size
    return [f"{text} ({listed(told[text])})" for text in sorted(told, key=lambda text: (sizes[text], text))]


def clusters(said: Sequence[Said]) -> list[list[Said]]:
    """The claims, those together that count the same people: one place and day, or said by the report itself to be.

    Within one report distinct claims are distinct things; so each report gives a cluster one claim, unless it says
    that two are the same toll.
    """
    found: list[list[Said]] = []
    for one in said:
        fits = [cluster for cluster in found if _same_toll(cluster, one) or _same_event(cluster, one)]
        best = min(fits, key=lambda cluster: min(_distance(one, other) for other in cluster), default=None)
        if best is None:
            found.append([one])
        else:
            best.append(one)
    return found


def _same_toll(cluster: Sequence[Said], one: Said) -> bool:
    return any(
        other.number == one.number and any(r.kind is RelationKind.SAME_TOLL and r.to == b.id for r in a.relations)
        for other in cluster
        for a, b in ((one.claim, other.claim), (other.claim, one.claim))
    )


def _same_event(cluster: Sequence[Said], one: Said) -> bool:
    if any(other.number == one.number for other in cluster):
        return False
    return any(_same_place_day(other.claim, one.claim) for other in cluster)


def _same_place_day(one: Claim, other: Claim) -> bool:
    first, second = one.time, other.time
    if not (first and second and first.from_ and first.from_ == second.from_ and first.to == second.to):
        return False
    places = {place_key(place) for place in one.place} & {place_key(place) for place in other.place}
    harms = {(t.harm, t.who == "combatants") for t in one.casualties} & {
        (t.harm, t.who == "combatants") for t in other.casualties
    }
    return bool(places and harms)


def _distance(one: Said, other: Said) -> float:
    """How far apart two claims' largest counts are, as a ratio; the nearest are taken for the same."""
    a, b = (max((t.low or t.high or 1 for t in said.claim.casualties), default=1) for said in (one, other))
    return max(a, b) / max(1, min(a, b))


def of_fighters(claim: Claim) -> bool:
    """Whether all that the claim counts are fighters; who is not said to be one is never taken for one."""
    return bool(claim.casualties) and all(toll.who == "combatants" for toll in claim.casualties)
