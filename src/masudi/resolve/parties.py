"""Parties in a text: who acts and who is acted on, by name, nominal, pronoun or as people.

Goes in: a text and what is known (`Knowledge`). Comes out: mentions in the order of the text, not overlapping, each
with the label of the claims task and, where known, the entry of data/actors.yaml.
"""

from __future__ import annotations

from typing import Literal

from masudi.domain import Span
from masudi.resolve.knowledge import Knowledge
from masudi.resolve.nominals import Resolver
from masudi.resolve.party_phrases import PhraseReader
from masudi.resolve.words import words_of

Form = Literal["name", "country", "demonym", "nominal", "people", "pronoun"]


class PartyMention(Span, frozen=True, kw_only=True):
    """The shortest noun phrase that identifies a party, without an article, and who it is.

    `entity` is a label of the claims task, `actor_id` an entry of data/actors.yaml (None for people and unidentified
    groups), `name` who it is in words. `form`: "name"; "country" (the bare name of a state, which may also be a place);
    "demonym" ("Russian warplanes", "Russian" before a deed); "nominal" ("the regime", "militants"); "people"
    ("12 civilians"); "pronoun" ("they").
    """

    entity: str
    actor_id: str | None
    name: str | None
    form: Form


_FORMS: dict[str, Form] = {form: form for form in ("name", "country", "demonym", "nominal", "people", "pronoun")}


def find_parties(text: str, *, knowledge: Knowledge) -> tuple[PartyMention, ...]:
    """The parties of `text`, sorted, without overlaps; nominals and pronouns resolved within it where they can be."""
    words = words_of(text)
    reader = PhraseReader(words, knowledge.parties)
    phrases = reader.phrases()
    mentions = []
    for phrase, who in Resolver(words, knowledge.parties, phrases, reader.seen).resolve():
        start, end = words.starts[phrase.start], words.ends[phrase.end - 1]
        mentions.append(
            PartyMention(
                start=start,
                end=end,
                text=text[start:end],
                entity=who.entity,
                actor_id=who.actor.name if who.actor else None,
                name=who.name,
                form=_FORMS.get(phrase.form, "name"),
            )
        )
    return tuple(mentions)
