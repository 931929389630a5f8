"""What the crosswalk's rules look at, read off a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.domain import Claim, Mention, Party, RelationKind, Status
from masudi.ontology.crosswalk import Crosswalk, Facts
from masudi.ontology.model import Labels
from masudi.ontology.phrases import Phrases, Word, words_of

# A cue may reach beyond the trigger ("called" in "called on"), but no cue of crosswalk.yaml is longer than this.
_BESIDE = 40


class FactReader:
    """Reads facts off claims, with the classes of labels.yaml and the outcomes and cues of crosswalk.yaml."""

    def __init__(self, labels: Labels, crosswalk: Crosswalk) -> None:
        self._labels = labels
        self._outcomes = crosswalk.outcomes
        self._cues = [(cue.name, Phrases(cue.phrases)) for cue in crosswalk.cues]

    def facts(self, claim: Claim, others: Iterable[Claim] = ()) -> Facts:
        """The facts of `claim`; `others` are the report's claims, whose tolls may be of deaths that it caused."""
        return Facts(
            kind=claim.kind,
            status=claim.status.value,
            actor=self._classes(claim.actor),
            target=self._classes(claim.target),
            outcome=frozenset(self._outcome(claim, others)),
            cue=frozenset(self._cues_of(claim)),
            tag=frozenset(violation.tag for violation in claim.violations),
        )

    def _classes(self, parties: Iterable[Party]) -> frozenset[str]:
        return frozenset(self._labels.actor_class(party.entity) for party in parties)

    def _outcome(self, claim: Claim, others: Iterable[Claim]) -> Iterator[str]:
        """Outcomes are of what happened: a capture that was only tried gains nothing."""
        if claim.status is Status.ASSERTED:
            yield from (outcome.name for outcome in self._outcomes if claim.kind in outcome.kinds)
        if _kills(claim) or any(_kills(other) and _caused_by(other, claim) for other in others):
            yield "deaths"

    def _cues_of(self, claim: Claim) -> Iterator[str]:
        """What the means say, or words that share at least a character with a trigger."""
        means = [words_of(span.text) for span in claim.means]
        near = [_near(mention) for mention in claim.mentions]
        for name, phrases in self._cues:
            if any(phrases.spans(words) for words in means) or any(_named(phrases, *words) for words in near):
                yield name


def _near(mention: Mention) -> tuple[list[Word], int, int]:
    """The words around the trigger, and where in the sentence the trigger starts and ends."""
    start, end = (offset - mention.sentence.start for offset in (mention.start, mention.end))
    return words_of(mention.sentence.text, max(0, start - _BESIDE), end + _BESIDE), start, end


def _named(phrases: Phrases, words: list[Word], start: int, end: int) -> bool:
    """Whether a phrase overlaps the trigger; it may reach beyond it, as "called on" does beyond "called"."""
    return any(words[first].start < end and start < words[last].end for first, last in phrases.spans(words))


def _kills(claim: Claim) -> bool:
    """Whether the claim counts at least one dead; "up to 12" may be none."""
    return claim.status is Status.ASSERTED and any(
        toll.harm == "killed" and toll.low is not None and toll.low > 0 for toll in claim.casualties
    )


def _caused_by(effect: Claim, cause: Claim) -> bool:
    return any(relation.kind is RelationKind.CAUSED_BY and relation.to == cause.id for relation in effect.relations)
