"""Parties in a text: who acts and who is acted on, by name, nominal, pronoun or as people.

Goes in: a text and what is known (`Knowledge`). Comes out: mentions in the order of the text, not overlapping, each
with the label of the claims task and, where known, the entry of data/actors.
"""

from __future__ import annotations

from typing import Literal

from masudi.domain import Span
from masudi.resolve.actors import Actor
from masudi.resolve.knowledge import Knowledge
from masudi.resolve.new_groups import new_groups
from masudi.resolve.new_states import new_states
from masudi.resolve.nominals import Resolver
from masudi.resolve.party_phrases import PhraseReader
from masudi.resolve.party_words import Scene
from masudi.resolve.proper_names import ProperNames
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.scenes import Evidence, count_states, meant_in, scene_of
from masudi.resolve.views import view_of
from masudi.resolve.words import Words, folded_words, words_of

Form = Literal["name", "country", "demonym", "nominal", "people", "pronoun"]


class PartyMention(Span, frozen=True, kw_only=True):
    """The shortest noun phrase that identifies a party, without an article, and who it is.

    `entity` is a label of the claims task; None for "the army" or "the government" of a report that does not say whose.
    `actor_id` is an entry of data/actors (None for people, unidentified groups, and parties that only the report
    knows), `name` who it is in words. `form`: "name"; "country" (the bare name of a state, which may also be a place);
    "demonym" ("Russian warplanes", "Russian" before a deed); "nominal" ("the regime", "militants"); "people"
    ("12 civilians"); "pronoun" ("they").
    """

    entity: str | None
    actor_id: str | None
    name: str | None
    form: Form


_FORMS: dict[str, Form] = {form: form for form in ("name", "country", "demonym", "nominal", "people", "pronoun")}


def find_parties(text: str, *, knowledge: Knowledge) -> tuple[PartyMention, ...]:
    """The parties of `text`, sorted, without overlaps; nominals and pronouns resolved within it where they can be.

    Parties that data/actors does not know are found by how the text names them, and stay `other:NAME`.
    """
    words = words_of(text)
    lexicon = ReportLexicon(words, knowledge.parties)
    scene, groups = _learn_names(words, lexicon, knowledge)
    phrases = PhraseReader(words, lexicon).phrases()
    view = view_of(words, lexicon, phrases, scene, groups)
    mentions = []
    for phrase, who in Resolver(words, lexicon, phrases, view).resolve():
        start, end = words.starts[phrase.start], words.ends[phrase.end - 1]
        known = who.actor is not None and not lexicon.is_own(who.actor)
        mentions.append(
            PartyMention(
                start=start,
                end=end,
                text=text[start:end],
                entity=who.entity,
                actor_id=who.actor.name if who.actor and known else None,
                name=who.name,
                form=_FORMS.get(phrase.form, "name"),
            )
        )
    return tuple(mentions)


def state_in(phrase: str, *, knowledge: Knowledge) -> Actor | None:
    """The state of which a phrase is the bare name, seat or adjective ("Turkey", "Ankara", "Turkish"), and no more.

    In a text such words are mostly places; who knows that they fill a role can ask here whom they mean.
    """
    sense = knowledge.parties.index.exact(folded_words(phrase)) if phrase != phrase.lower() else None
    forms = ("country", "capital", "demonym")
    named = (naming.actor for naming in (sense.namings if sense else ()) if naming.form in forms)
    return next((actor for actor in named if actor.kind == "state"), None)


def _learn_names(words: Words, lexicon: ReportLexicon, knowledge: Knowledge) -> tuple[Scene | None, tuple[Actor, ...]]:
    """Put into `lexicon` what only the text knows; the war that it is about, and the irregular groups among the new."""
    packaged = knowledge.parties
    evidence = Evidence(words, lexicon, knowledge.places)
    names = ProperNames(words, packaged.cues, knowledge.places)
    states = new_states(words, lexicon, names)
    scene = scene_of(evidence, packaged, count_states(words, states))
    lexicon.mean(meant_in(scene, evidence, packaged))
    rebels = packaged.actors[scene.rebels].entity if scene and scene.rebels else None
    groups = new_groups(words, lexicon, names, states)
    actors = {group: group.actor(rebels if group.rebel else None) for group in groups}
    lexicon.learn([*states, *actors.values()], {actor.name: group.short for group, actor in actors.items()})
    return scene, tuple(actor for group, actor in actors.items() if group.irregular)
