"""Who is in view in a report: the state that its bare "army" and "government" mean, and the group that "rebels" mean.

In a war that data/partywords.yaml knows, the scene says so. Elsewhere it is what the report itself names, if that is
but one; else nobody, as a guess would put a deed on the wrong side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from masudi.resolve.actors import Actor
from masudi.resolve.party_phrases import Phrase
from masudi.resolve.party_words import Scene
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.words import Words

# One of several is in view where it is named so many times as often as the next: a high bar, for a guess that can put a
# deed on the wrong side. (The training reports, nearly all of known wars, do not tell.)
_CLEARLY = 3
_OFTEN = 2


class View(NamedTuple):
    """The war that a report is about, whom "the army" and whom "the rebels" mean; None where unknown."""

    scene: Scene | None
    state: Actor | None
    rebels: Actor | None


def view_of(
    words: Words,
    lexicon: ReportLexicon,
    phrases: Sequence[Phrase],
    scene: Scene | None,
    groups: Iterable[Actor],
) -> View:
    """The view of a report in `scene`; `groups` are the irregular armed groups that only the report knows."""
    if scene is not None:
        rebels = lexicon.actors[scene.rebels] if scene.rebels else None
        return View(scene, lexicon.actors[scene.state], rebels)
    state = _clearly_first(_states_named(words, lexicon, phrases))
    if state is not None and lexicon.actors[state].abroad:
        state = None
    rebels = _only([*groups, *_known_groups(lexicon)])
    return View(None, lexicon.actors[state] if state else None, rebels)


def _states_named(words: Words, lexicon: ReportLexicon, phrases: Sequence[Phrase]) -> Mapping[str, int]:
    """How often each state is named with an army, a government and the like; where none is, how often it is named."""
    counts: Counter[str] = Counter()
    for phrase in phrases:
        actor = phrase.actor
        if (
            actor is not None
            and actor.kind == "state"
            and lexicon.cues.has(words, phrase.start, phrase.end, "state_role")
        ):
            counts[actor.name] += 1
    # A state of the report's own was found by its army or government, wherever those stand ("the army of Velmark").
    for actor in lexicon.own:
        if actor.kind == "state":
            counts[actor.name] = max(counts[actor.name], 1)
    if counts:
        return counts
    # Named once, it may be where a refugee came from; and an Italian who is kidnapped makes no Italian police.
    named = Counter(naming.actor.name for _, _, naming in lexicon.spans if naming.form in ("country", "capital"))
    return {name: count for name, count in named.items() if count >= _OFTEN and not lexicon.actors[name].abroad}


def _known_groups(lexicon: ReportLexicon) -> list[Actor]:
    """The packaged lexicon's armed groups that the report names and can call rebels: of no state, no jihadists."""
    known = lexicon.packaged.actors
    named = (known[name] for name in lexicon.counted if name in known)
    return [
        actor
        for actor in named
        if actor.kind == "armed_group"
        and actor.entity not in lexicon.packaged.regulars
        and not (actor.jihadist or actor.varies_unless)
    ]


def _only(actors: Iterable[Actor]) -> Actor | None:
    different = {actor.entity: actor for actor in actors}
    return next(iter(different.values())) if len(different) == 1 else None


def _clearly_first(counts: Mapping[str, int]) -> str | None:
    """The name with the highest count, if it is clearly higher than the next."""
    ranked = sorted(counts.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < _CLEARLY * ranked[1][1]):
        return None
    return ranked[0][0]
