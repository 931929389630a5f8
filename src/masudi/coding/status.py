"""Whether a thing happened, was tried, is planned, feared or denied, and how firmly the words commit to it.

Both are decided by cue words of the trigger's sentence (data/coder/status.yaml), and every decision keeps its words.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec

from masudi.coding.analysis import Phrase
from masudi.coding.triggers import Trigger
from masudi.data import load_yaml, packaged
from masudi.domain import Hedge, HedgeLevel, Span, Status, span_of
from masudi.language import Outline

# What takes a tactic or a reason out of what was done.
_NOT_DONE = frozenset({Status.POSSIBLE, Status.DENIED})
# A participle with one of these behind it is a verb ("besieged by", "held in").
_NO_NOUN = frozenset({"by", "in", "on", "at", "and", "or", "for", "since", "from", "with", "to", "the", "a", "its"})
# Hedging words count up to this many tokens before the trigger: farther off they hedge something else.
_HEDGE_REACH = 8


class StatusCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words of one status, on which side of a trigger they stand (or within it), how far off at most (tokens)."""

    status: Status
    side: Literal["before", "after", "around", "within"]
    reach: int
    cues: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()


class HedgeCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words of one hedge."""

    level: HedgeLevel
    cues: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    walls: frozenset[str]
    epithets: frozenset[str]
    determiners: frozenset[str]
    presupposed: frozenset[str]
    relatives: frozenset[str]
    statuses: tuple[StatusCues, ...]
    hedges: tuple[HedgeCues, ...]


class _Cue(msgspec.Struct, frozen=True):
    words: tuple[str, ...]
    rule: StatusCues


@cache
def _file() -> _File:
    return load_yaml(packaged("coder/status.yaml"), _File)


@cache
def _cues_by_first() -> dict[str, tuple[_Cue, ...]]:
    found: dict[str, list[_Cue]] = {}
    for rule in _file().statuses:
        for cue in rule.cues:
            words = tuple(cue.split())
            found.setdefault(words[0], []).append(_Cue(words, rule))
    return {first: tuple(cues) for first, cues in found.items()}


@cache
def _farthest() -> int:
    """How many tokens off the first word of a cue may stand at most."""
    return max(rule.reach + max(len(cue.split()) for cue in rule.cues) for rule in _file().statuses)


@cache
def _hedges_by_first() -> dict[str, tuple[tuple[tuple[str, ...], HedgeLevel], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], HedgeLevel]]] = {}
    for rule in _file().hedges:
        for cue in rule.cues:
            words = tuple(cue.split())
            found.setdefault(words[0], []).append((words, rule.level))
    return {first: tuple(cues) for first, cues in found.items()}


def status_of_trigger(outline: Outline, trigger: Trigger) -> tuple[Status, tuple[Span, ...]]:
    """The status of one mention of an event, and the words that decide it (none: asserted)."""
    if is_epithet(outline, trigger):
        return Status.ASSERTED, ()
    order = {id(rule): number for number, rule in enumerate(_file().statuses)}
    best: tuple[int, int, _Cue, int] | None = None
    for cue, at, distance in _near(outline, trigger):
        rank = (order[id(cue.rule)], distance)
        if best is None or rank < best[:2]:
            best = (*rank, cue, at)
    if best is None or best[2].rule.status == Status.ASSERTED:
        return Status.ASSERTED, ()
    return best[2].rule.status, (_span(outline, best[3], len(best[2].words)),)


def is_epithet(outline: Outline, trigger: Trigger) -> bool:
    """Whether the trigger describes the noun behind it: "regime-held towns", "the eleven kidnapped soldiers"."""
    tokens = outline.tokens[trigger.first : trigger.last + 2]
    words = [token.form.rpartition("-")[2] for token in tokens]
    for word, (token, after) in zip(words, pairwise(tokens), strict=False):
        if after.sentence != token.sentence or after.form in _NO_NOUN or not after.form.isalpha():
            continue
        if word in _file().epithets or (word.endswith("ed") and _determined(outline, trigger)):
            return True
    return False


def _determined(outline: Outline, trigger: Trigger) -> bool:
    """Whether an article, a number or the like stands right before the trigger."""
    if trigger.first == 0:
        return False
    before = outline.tokens[trigger.first - 1]
    return before.sentence == outline.tokens[trigger.first].sentence and (
        before.form in _file().determiners or before.form.isdigit()
    )


def _clause(outline: Outline, at: int) -> int | None:
    """The token that opens the relative clause in which token `at` stands ("…, in which 70 were shot, …"), if any."""
    sentence = outline.tokens[at].sentence
    for opening in range(at, -1, -1):
        token = outline.tokens[opening]
        if token.sentence != sentence:
            return None
        if token.form == "," and opening < at:
            following = outline.tokens[opening + 1 : opening + 4]
            if any(word.form in _file().relatives for word in following):
                return opening
            return None
    return None


def _near(outline: Outline, trigger: Trigger) -> Iterator[tuple[_Cue, int, int]]:
    """The cues that hold for a trigger: the cue, its first token, its distance in tokens."""
    tokens, sentence = outline.tokens, outline.tokens[trigger.first].sentence
    farthest = _farthest()
    for at in range(max(0, trigger.first - farthest), min(len(tokens), trigger.last + farthest)):
        if tokens[at].sentence != sentence:
            continue
        for cue in _cues_by_first().get(tokens[at].form, ()):
            end = at + len(cue.words)
            if any(token.form != word for token, word in zip(tokens[at:end], cue.words, strict=False)):
                continue
            side, distance, between = _stand(trigger, at, end)
            if (
                0 <= distance < cue.rule.reach
                and cue.rule.side in (side, "around" if side in ("before", "after") else side)
                and (not cue.rule.kinds or trigger.kind in cue.rule.kinds)
                and not _walled(outline, *between, cue.rule.stops)
                and _clause(outline, at) == _clause(outline, trigger.first)
                and not (cue.rule.status == Status.INTENDED and _presupposed(trigger))
            ):
                yield cue, at, distance


def _presupposed(trigger: Trigger) -> bool:
    return trigger.definite and trigger.kind in _file().presupposed


def _stand(trigger: Trigger, at: int, end: int) -> tuple[str, int, tuple[int, int]]:
    """On which side of a trigger the tokens `at` to `end` stand, how far off, and which tokens lie between."""
    if end <= trigger.first:
        return "before", trigger.first - end, (end, trigger.first)
    if at > trigger.last:
        return "after", at - trigger.last - 1, (trigger.last + 1, at)
    inside = trigger.first <= at and end <= trigger.last + 1
    return "within", 0 if inside else -1, (at, at)


def _walled(outline: Outline, first: int, last: int, stops: frozenset[str]) -> bool:
    walls = _file().walls | stops
    forms = [token.form for token in outline.tokens[first:last]]
    return any(form in walls for form in forms) or any(" ".join(pair) in walls for pair in pairwise(forms))


def _span(outline: Outline, first: int, count: int) -> Span:
    last = min(first + count, len(outline.tokens)) - 1
    return span_of(outline.text, outline.tokens[first].start, outline.tokens[last].end)


def status_of_phrase(outline: Outline, phrase: Phrase) -> tuple[Status, tuple[Span, ...]]:
    """The status of an analysis claim: aims are intended, hedged or conditional forecasts possible, others asserted.

    A tactic or a reason that the words around it only fear or deny is told as that.
    """
    if phrase.kind == "aim":
        return Status.INTENDED, (span_of(outline.text, *phrase.cue),)
    first, last = outline.token_at(phrase.start), outline.token_at(phrase.end - 1)
    if phrase.kind != "assessment":
        status, cues = status_of_trigger(outline, Trigger(phrase.kind, first, first, None, False))
        return (status, cues) if status in _NOT_DONE else (Status.ASSERTED, ())
    for at in range(max(0, first - 6), last + 1):
        if outline.tokens[at].sentence != outline.tokens[first].sentence:
            continue
        for cue in _cues_by_first().get(outline.tokens[at].form, ()):
            words = [token.form for token in outline.tokens[at : at + len(cue.words)]]
            if cue.rule.status == Status.POSSIBLE and words == list(cue.words):
                return Status.POSSIBLE, (_span(outline, at, len(cue.words)),)
    return Status.ASSERTED, ()


def hedge_of(outline: Outline, first: int) -> Hedge:
    """The nearest hedging words before token `first` in its sentence."""
    sentence = outline.tokens[first].sentence
    for at in range(first - 1, max(-1, first - 1 - _HEDGE_REACH), -1):
        if outline.tokens[at].sentence != sentence:
            break
        for words, level in _hedges_by_first().get(outline.tokens[at].form, ()):
            if [token.form for token in outline.tokens[at : at + len(words)]] == list(words):
                return Hedge(level=level, span=_span(outline, at, len(words)))
    return Hedge()
