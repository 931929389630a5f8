"""Whom a phrase that fills a role means where it names no party by itself."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from masudi.coding.mentions import Mentions, around, role_words
from masudi.domain import Party
from masudi.resolve import PartyMention, load_knowledge, state_in

# Who, in a toll, goes as civilians among the parties, and so does a phrase that is but a number of people ("millions",
# "25 others"): of 11 such phrases without a party in the held-out training reports 10 are labelled so. Where words say
# "people" or a nationality it is one of two.
_PEOPLE = frozenset({"civilians", "children", "women"})
_NAMES = frozenset({"name", "demonym"})
_LAST_NAME = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_WORD = re.compile(r"[\w'’-]+|,")


def meant(mentions: Mentions, party: Party, *, role: str, kind: str) -> Party:
    """The party with whom its words mean: a bare state, one that is named elsewhere, people, who go as civilians."""
    if state := state_in(party.text, knowledge=load_knowledge()):
        return msgspec.structs.replace(party, entity=state.entity, actor_id=state.name, name=state.label)
    if elsewhere := _elsewhere(mentions.parties, party.text):
        return msgspec.structs.replace(party, entity=elsewhere.entity, actor_id=elsewhere.actor_id, name=elsewhere.name)
    if _tells_people(mentions, party) or (role == "target" and _is_civil(party.text, kind)):
        return msgspec.structs.replace(party, entity="civilians")
    return party


def _tells_people(mentions: Mentions, party: Party) -> bool:
    people = around(mentions.victims, party.start, party.end)
    return any(one.who in _PEOPLE or (one.anaphoric and one.end >= party.end) for one in people)


def _is_civil(words: str, kind: str) -> bool:
    """Whether a phrase is headed by a thing that is civilians' where it is struck ("market in the old town")."""
    if kind not in role_words().struck_kinds:
        return False
    head = ""
    for word in _WORD.findall(words.casefold()):
        if word in role_words().apart:
            break
        head = word
    return head in role_words().civil_things


def _elsewhere(parties: Iterable[PartyMention], words: str) -> PartyMention | None:
    """Whom the same words name elsewhere in the report, or where they open or end a name.

    "Kurdish" of "Kurdish forces", "Hollis" of "Marian Hollis".
    """
    low = words.casefold()
    known = [one for one in parties if one.entity]
    same = (one for one in known if one.form != "people" and one.text.casefold() == low)
    if (found := next(same, None)) or not words[:1].isupper():
        return found
    opened = (one for one in known if one.form in _NAMES and one.text.casefold().startswith(f"{low} "))
    ended = (one for one in known if one.form == "name" and one.text.endswith(f" {words}"))
    return next(opened, None) or (next(ended, None) if _LAST_NAME.fullmatch(words) else None)
