"""The words that decide a claim's status, and how firmly its words commit to it (data/coder/status.yaml)."""

from __future__ import annotations

from functools import cache

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Hedge, HedgeLevel, Span, Status, span_of
from masudi.language import Outline

# Hedging words count up to this many tokens before the trigger: farther off they hedge something else.
_HEDGE_REACH = 8


class StatusCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that take a claim out of `asserted` into one status."""

    status: Status
    cues: tuple[str, ...]


class HedgeCues(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Cue words of one hedge."""

    level: HedgeLevel
    cues: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    statuses: tuple[StatusCues, ...]
    hedges: tuple[HedgeCues, ...]


@cache
def _file() -> _File:
    return load_yaml(packaged("coder/status.yaml"), _File)


@cache
def _cues(status: Status) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The cues of a status as words, longest first, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for rule in _file().statuses:
        if rule.status == status:
            for cue in rule.cues:
                words = tuple(cue.split())
                found.setdefault(words[0], []).append(words)
    return {first: tuple(sorted(cues, key=len, reverse=True)) for first, cues in found.items()}


@cache
def _hedges() -> dict[str, tuple[tuple[tuple[str, ...], HedgeLevel], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], HedgeLevel]]] = {}
    for rule in _file().hedges:
        for cue in rule.cues:
            words = tuple(cue.split())
            found.setdefault(words[0], []).append((words, rule.level))
    return {first: tuple(cues) for first, cues in found.items()}


def cues_of(outline: Outline, mention: Span, status: Status) -> tuple[Span, ...]:
    """The words that decide the status of a mention: the nearest cue in its sentence, those before it first."""
    if status == Status.ASSERTED:
        return ()
    first, last = outline.token_at(mention.start), outline.token_at(mention.end - 1)
    sentence = outline.tokens[first].sentence
    best: tuple[int, Span] | None = None
    for at in _tokens_of(outline, first, sentence):
        for words in _cues(status).get(outline.tokens[at].form, ()):
            if not _stands(outline, at, words):
                continue
            # Within the mention the first cue is the one that decides, behind it cues count less.
            distance = abs(first - at) if at <= last else 2 * (at - first)
            if best is None or distance < best[0]:
                best = (
                    distance,
                    span_of(outline.text, outline.tokens[at].start, outline.tokens[at + len(words) - 1].end),
                )
            break
    return () if best is None else (best[1],)


def _tokens_of(outline: Outline, at: int, sentence: int) -> range:
    start = at
    while start > 0 and outline.tokens[start - 1].sentence == sentence:
        start -= 1
    end = at
    while end < len(outline.tokens) and outline.tokens[end].sentence == sentence:
        end += 1
    return range(start, end)


def _stands(outline: Outline, at: int, words: tuple[str, ...]) -> bool:
    tokens = outline.tokens[at : at + len(words)]
    return len(tokens) == len(words) and all(
        token.form == word and token.sentence == tokens[0].sentence for token, word in zip(tokens, words, strict=True)
    )


def hedge_of(outline: Outline, mention: Span) -> Hedge:
    """The nearest hedging words before a mention in its sentence."""
    first = outline.token_at(mention.start)
    sentence = outline.tokens[first].sentence
    for at in range(first - 1, max(-1, first - 1 - _HEDGE_REACH), -1):
        if outline.tokens[at].sentence != sentence:
            break
        for words, level in _hedges().get(outline.tokens[at].form, ()):
            if _stands(outline, at, words):
                last = outline.tokens[at + len(words) - 1]
                return Hedge(level=level, span=span_of(outline.text, outline.tokens[at].start, last.end))
    return Hedge()
