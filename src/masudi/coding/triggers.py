"""Finding the words that name an event: the longest known phrase at each place."""

from __future__ import annotations

import re

import msgspec

from masudi.coding.knowledge import HandTriggers, Lexicon, load_triggers
from masudi.language import Outline, Token

# Longer learnt phrases were seen once each and did not help (cross-validated on the training reports).
MAX_WORDS = 4
# How near two words for one strike stand (tokens).
_BESIDE = 2
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|latest|its|their)\s+(?:[\w-]+\s)?$")


class Trigger(msgspec.Struct, frozen=True):
    """Words that name an event: tokens `first` to `last` (inclusive) and its kind.

    `precision` is the share of the learnt phrase's sights that were a trigger of the kind, None for one set by hand.
    """

    kind: str
    first: int
    last: int
    precision: float | None
    definite: bool


def is_definite(outline: Outline, first: int) -> bool:
    """Whether the words before token `first` point back at something already told ("the attack")."""
    start = outline.tokens[first].start
    return _DEFINITE.search(outline.text[max(0, start - 18) : start].lower()) is not None


def find_triggers(outline: Outline, lexicon: Lexicon) -> list[Trigger]:
    """The triggers of a text, in order, not overlapping; neighbours of one kind ("bombed", "shelled") are one.

    None in a text without a word of armed conflict: there they would be figures of speech, accidents or crimes.
    """
    hand = load_triggers()
    if not _of_conflict(outline, hand):
        return []
    by_hand = {phrase.phrase: phrase.kind for phrase in hand.phrases}
    found: list[Trigger] = []
    at = 0
    while at < len(outline.tokens):
        length, kind, precision = _longest(outline.tokens, at, by_hand, lexicon)
        word = outline.tokens[at + length - 1].form
        if word in hand.strikes.words:
            kind = _kind_of_strike(outline, at, at + length - 1, kind, found, hand)
        kind = _kind_by_object(outline, at + length - 1, hand) or kind
        if kind is not None:
            _append(found, Trigger(kind, at, at + length - 1, precision, is_definite(outline, at)))
        at += length
    return found


def _of_conflict(outline: Outline, hand: HandTriggers) -> bool:
    """Whether a text tells of an armed conflict at all.

    Asking for two words leaves 0.75 of 1.39 false claims of violence a text from texts on other matters
    (benchmarks/false_alarms) and costs 0.1 claims F1 on the training reports.
    """
    least = 1 if len(outline.tokens) < hand.conflict_short else hand.conflict_least
    return len({token.form for token in outline.tokens} & hand.conflict) >= least


def _longest(
    tokens: tuple[Token, ...], at: int, by_hand: dict[str, str | None], lexicon: Lexicon
) -> tuple[int, str | None, float | None]:
    """Length, kind and precision of the longest known phrase that starts at a token (length 1, no kind: none)."""
    sentence = tokens[at].sentence
    for length in range(min(MAX_WORDS, len(tokens) - at), 0, -1):
        if tokens[at + length - 1].sentence != sentence:
            continue
        words = " ".join(token.form for token in tokens[at : at + length])
        learnt = lexicon.phrases.get(words)
        if words in by_hand:
            same = learnt is not None and learnt.kind == by_hand[words]
            return length, by_hand[words], learnt.precision if learnt is not None and same else None
        if learnt is not None:
            return length, learnt.kind, learnt.precision
    return 1, None, None


def _kind_by_object(outline: Outline, last: int, hand: HandTriggers) -> str | None:
    """The kind that the object of a verb tells: "captured three soldiers", "the convoy was blocked"."""
    sentence = outline.tokens[last].sentence
    for rule in hand.objects:
        before = outline.tokens[last - 1].form if last else ""
        if outline.tokens[last].form in rule.verbs and (not rule.right_before or before in rule.right_before):
            first = last + 1 if rule.side == "behind" else max(0, last - rule.reach)
            beside = outline.tokens[first : last + 1 + rule.reach if rule.side == "behind" else last]
            if any(token.sentence == sentence and token.form in rule.things for token in beside):
                return rule.kind
    return None


def _append(found: list[Trigger], new: Trigger) -> None:
    if found and found[-1].kind == new.kind and new.first == found[-1].last + 1:
        last = found.pop()
        new = Trigger(new.kind, last.first, new.last, new.precision or last.precision, last.definite)
    found.append(new)


def _kind_of_strike(
    outline: Outline, first: int, last: int, learnt: str | None, found: list[Trigger], hand: HandTriggers
) -> str | None:
    """The kind of "attack", "hit", "raid" …: by the nearest weapon, else as last told of, else as the word is alone."""
    sentence = outline.tokens[first].sentence
    if found and outline.tokens[found[-1].last].sentence == sentence and first - found[-1].last <= _BESIDE:
        strikes = {weapons.kind for weapons in hand.strikes.weapons}
        if found[-1].kind in strikes:
            # "The strike targeted the market" is one strike.
            return found[-1].kind
    named = _weapon_near(outline, first, last, hand)
    if named is not None:
        return named
    following = outline.tokens[last + 1].form if last + 1 < len(outline.tokens) else ""
    if is_definite(outline, first) and following not in hand.strikes.onto:
        strikes = {weapons.kind for weapons in hand.strikes.weapons} | {"attack"}
        before = next((trigger.kind for trigger in reversed(found) if trigger.kind in strikes), None)
        if before is not None:
            return before
    alone = {word.word: word.kind for word in hand.strikes.alone}
    return alone.get(outline.tokens[last].form, learnt if last > first else None)


def _weapon_near(outline: Outline, first: int, last: int, hand: HandTriggers) -> str | None:
    """The kind of strike that the nearest weapon of the sentence tells."""
    sentence = outline.tokens[first].sentence
    for distance in range(hand.strikes.reach + 1):
        for at in (first - distance, last + distance):
            if not 0 <= at < len(outline.tokens) or outline.tokens[at].sentence != sentence:
                continue
            form = outline.tokens[at].form
            for weapons in hand.strikes.weapons:
                if form in weapons.words or (at <= last and distance <= _BESIDE and form in weapons.beside):
                    return weapons.kind
    return None
