"""What places are called in a line, and with which word before them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from masudi.brief.context import LeadIn, follows, in_sentence, is_plural, lead_in
from masudi.brief.draft import Said, one_line
from masudi.brief.naming import listed
from masudi.brief.wording import Wording
from masudi.domain import Party, Place

# A part of a whole that names a direction needs no "in": "north of Aleppo".
_DIRECTION = re.compile(r"(?:north|south|east|west)[a-z-]* of\b", re.IGNORECASE)


class PlacePhrase(msgspec.Struct, frozen=True, kw_only=True):
    """A place of a line. `before` is the report's word before it, None where it has none that fits.

    `located` says that the report has something happen there ("captured positions on the hill"), so that the place
    itself is not what was taken.
    """

    text: str
    key: str
    before: str | None
    located: bool
    plural: bool


def place_phrases(said: Sequence[Said], words: Wording, *, but_targets: bool = False) -> list[PlacePhrase]:
    """The places of the claims, each once; with `but_targets` without those that a claim's target already names."""
    found: dict[str, PlacePhrase] = {}
    for one in said:
        before: tuple[Place, PlacePhrase] | None = None
        places = [_nearest(one, place) for place in one.claim.place]
        told_there = any(_in_sentence(one, place) for place in places)
        for place in places:
            phrase = _phrase(one, place, words)
            if told_there and not _in_sentence(one, place):
                # The sentence has places of its own; one from elsewhere is where these are.
                phrase = msgspec.structs.replace(phrase, before=None, located=True)
            if before and phrase.before is None and follows(one.report, before[0], place):
                phrase = msgspec.structs.replace(phrase, before=before[1].before, located=before[1].located)
            before = (place, phrase)
            is_target = but_targets and any(_is_target(place, target) for target in one.claim.target)
            if not is_target and phrase.text.casefold() not in {other.text.casefold() for other in found.values()}:
                found.setdefault(phrase.key, phrase)
    return list(found.values())


def _in_sentence(one: Said, place: Place) -> bool:
    return any(mention.sentence.holds(place) for mention in one.claim.mentions)


def _nearest(one: Said, place: Place) -> Place:
    """The place where the claim's own sentence names it, though the claim points at it elsewhere: what stands before
    it there tells whether it was taken or is where something was."""
    if _in_sentence(one, place):
        return place
    for mention in one.claim.mentions:
        at = mention.sentence.text.find(place.text)
        if at >= 0:
            start = mention.sentence.start + at
            return msgspec.structs.replace(place, start=start, end=start + len(place.text))
    return place


def _is_target(place: Place, target: Party) -> bool:
    return place.overlaps(target) or place.text.casefold() == target.text.casefold()


def place_key(place: Place) -> str:
    """What tells places apart: the gazetteer's entry where the report names the place, else its name."""
    if place.gazetteer_id and _names(place.text):
        return place.gazetteer_id
    return one_line(place.name or place.text).casefold()


def where(places: Sequence[PlacePhrase], words: Wording, default: str | None, ways: bool) -> str:
    """The places as the end of a sentence: " in Aleppo and Homs, at the Jafra crossing"; "" where there is none.

    `default` is the preposition where the report has none, `ways` whether "to" or "from" may stand.
    """
    by_word: dict[str, list[str]] = {}
    for place in places:
        word = place.before
        if word is None or (word in words.way_words and not ways and not _fits(word, place, words)):
            word = default or ("" if re.match(_DIRECTION, place.text) else _default(place.text, words))
        by_word.setdefault(word, []).append(place.text)
    return ",".join(f" {word} {listed(texts)}".replace("  ", " ") for word, texts in by_word.items())


def _phrase(said: Said, place: Place, words: Wording) -> PlacePhrase:
    lead = lead_in(said.report, place, words)
    text = in_sentence(said.report, place, words)
    head, _, rest = text.partition(" ")
    if rest and head.casefold() in words.place_words:
        # The phrase itself begins with "near" or "in".
        lead, text = LeadIn(before=head.casefold()), rest
    name = one_line(place.name) if place.name else None
    article = f"{lead.article} " if lead.article else ""
    head, _, rest = text.partition(" ")
    if rest and head.casefold() in words.determiners and head.casefold() not in words.kept_determiners:
        # "These quarters" points back to something that the line does not have.
        text, article = rest, "the "
    nameless = name and _names(name) and not _names(text)
    shown = lead.part + (_named(text, name, article, words) if name and nameless else article + text)
    return PlacePhrase(
        text=shown,
        key=place_key(place) + (f"|{lead.part.casefold()}" if lead.part else ""),
        before=lead.before,
        located=lead.before in words.place_words,
        plural=is_plural(shown, words),
    )


def _named(text: str, name: str, article: str, words: Wording) -> str:
    """A place that the report's words do not name, with its name: "Jafra" for "the village", which it is as a whole,
    "the farms (Jafra)" for a part of it."""
    tokens = text.casefold().split()
    while len(tokens) > 1 and tokens[0] in words.determiners:
        tokens, article = tokens[1:], "the "
    if tokens[-1] in name.casefold().split() or tokens[0] in name.casefold().split():
        return article + name
    if len(tokens) == 1 and tokens[0] in words.apposed_kept:
        return f"{article}{name} {tokens[0]}"
    return name if len(tokens) == 1 and tokens[0] in words.apposed else f"{article}{' '.join(tokens)} ({name})"


def _names(text: str) -> bool:
    return any(char.isupper() for char in text)


def _default(text: str, words: Wording) -> str:
    tokens = {token.strip("’'.,()") for token in text.casefold().split()}
    return next((entry.say for entry in words.place_before if tokens & set(entry.words)), "in")


def _fits(word: str, place: PlacePhrase, words: Wording) -> bool:
    """A way word that is also where the place is said to be: "on the Jafra road"."""
    return word == _default(place.text, words)
