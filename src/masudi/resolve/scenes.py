"""In which war a report is: the scene that its names of parties and places give evidence for, if any.

A report that names nothing of the wars of data/partywords.yaml is in none of them, and so is one that names a state of
its own as often: its "army" must not become the army of a war that it has nothing to do with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from masudi.resolve.actors import Actor
from masudi.resolve.party_lexicon import PartyLexicon
from masudi.resolve.party_words import Scene
from masudi.resolve.place_lexicon import PlaceLexicon
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.words import Words

# A state without a scene takes the report out of one that it names less often; one whose forces fight abroad, and which
# reports on the wars of others name on every occasion, only where it names it so many times as often. (On the training
# reports anything from 2 to 100 gives the same.)
_OUTWEIGHS = 4


class Evidence:
    """How often a text names each actor, also where it is no party ("in Syria"), and each country and province."""

    def __init__(self, words: Words, lexicon: ReportLexicon, places: PlaceLexicon) -> None:
        self.actors = lexicon.counted
        self._parties = lexicon.packaged.parties_of
        self.places = _places_named(words, lexicon, places)

    def of(self, scene: Scene) -> float:
        """How much in the text speaks for a scene: 0 where nothing does."""
        named = sum(self.actors[name] for name in self._parties[scene.name])
        return (named + sum(self.places[name] for name in scene.places)) * scene.weight


def scene_of(evidence: Evidence, lexicon: PartyLexicon, own: Mapping[str, int]) -> Scene | None:
    """The war that a report is about; None where nothing speaks for one, or more for another state.

    `own` are the states that only the report knows, and how often it names them.
    """
    best = max(lexicon.scenes, key=evidence.of)
    weight = evidence.of(best)
    if weight <= max(own.values(), default=0):
        return None
    staged = {scene.state for scene in lexicon.scenes}
    for name, count in evidence.actors.items():
        actor = lexicon.actors[name]
        if actor.kind == "state" and name not in staged and count > weight * (_OUTWEIGHS if actor.abroad else 1):
            return None
    return best


def meant_in(scene: Scene | None, evidence: Evidence, lexicon: PartyLexicon) -> frozenset[str]:
    """The actors whose generic names count: those of the scene, those named otherwise, and others of their side."""
    meant = {name for name, count in evidence.actors.items() if count}
    sides = {lexicon.actors[name].entity for name in meant if lexicon.actors[name].kind in ("state", "armed_group")}
    meant |= {actor.name for actor in lexicon.actors.values() if actor.entity in sides}
    if scene is not None:
        meant |= lexicon.parties_of[scene.name].union(filter(None, (scene.kurds, scene.coalition)))
    return frozenset(meant)


def count_states(words: Words, states: Iterable[Actor]) -> dict[str, int]:
    """How often the text has a name or demonym of each of `states`, which only it knows."""
    counts = {}
    folds = Counter(words.folds)
    for state in states:
        last = {phrase.split()[-1].casefold() for phrase in (*state.names, *state.demonyms)}
        counts[state.name] = sum(folds[word] for word in last)
    return counts


def _places_named(words: Words, lexicon: ReportLexicon, places: PlaceLexicon) -> Counter[str]:
    counts: Counter[str] = Counter()
    for at in range(len(words)):
        sense = lexicon.single(words.folds[at])
        # "Hit" is a town, and the first word of many a headline.
        if not (words.capital(at) or words.lowered) or (sense is not None and (sense.verb or sense.governs)):
            continue
        known = next((sense.known for _, sense, lost in reversed(places.index.matches(words, at)) if sense.known), None)
        if known is not None and known.kind != "water":
            counts.update({known.name, known.within or known.name})
    return counts
