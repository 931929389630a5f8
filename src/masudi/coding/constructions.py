"""Phrases that tell an aim, a reason, a tactic or an assessment by the construction that opens them.

They are candidates like those of the network (data/coder/constructions.yaml holds them): whether one is a claim is
decided by what the network says of its words too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged
from masudi.domain import Span
from masudi.errors import KnowledgeError
from masudi.language import Outline
from masudi.resolve.wording import lowered

# Patterns have plain blanks; texts have no-break spaces and line breaks too. One for one, so that offsets stay.
_SPACE = re.compile(r"\s")
_WORD = re.compile(r"\w+")
# Shorter stretches are cut off by punctuation at once and say nothing.
_SHORTEST = 6
# How far behind the pattern a clause end may stand at the earliest ("because of the ..." is no clause).
_LEAST_BEHIND = 10


class Construction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A pattern, the kind that it opens, and which words are the claim."""

    kind: Literal["aim", "reason", "tactic", "assessment"]
    span: Literal["from", "after", "to", "clause"]
    pattern: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    constructions: tuple[Construction, ...]
    no_verb: frozenset[str]
    ends: str
    clause_ends: str
    clause_begins: str


class Phrase(msgspec.Struct, frozen=True):
    """An analysis phrase: its kind, where it stands, and where the words of its construction stand."""

    kind: str
    start: int
    end: int
    cue: tuple[int, int]


class _Rules(msgspec.Struct, frozen=True):
    constructions: tuple[tuple[Construction, re.Pattern[str]], ...]
    no_verb: frozenset[str]
    ends: re.Pattern[str]
    clause_ends: re.Pattern[str]
    clause_begins: re.Pattern[str]


@cache
def _rules() -> _Rules:
    path = packaged("coder/constructions.yaml")
    file = load_yaml(path, _File)
    try:
        return _Rules(
            tuple((rule, re.compile(rf"(?:{rule.pattern})\b")) for rule in file.constructions),
            file.no_verb,
            *(re.compile(pattern) for pattern in (file.ends, file.clause_ends, file.clause_begins)),
        )
    except re.error as fault:
        raise KnowledgeError(str(path), f"pattern {fault.pattern!r} is no regular expression: {fault}") from None


def find_phrases(outline: Outline) -> list[Phrase]:
    """The analysis phrases of a text, in order; none overlaps another."""
    rank = {"tactic": 0, "aim": 1, "reason": 2, "assessment": 3}
    found = sorted(_all(outline), key=lambda phrase: (rank[phrase.kind], phrase.start, -phrase.end))
    kept: list[Phrase] = []
    ends: list[tuple[int, int]] = []
    for phrase in found:
        # Those kept do not overlap, so that only the neighbours can overlap the next.
        at = bisect_left(ends, (phrase.start, phrase.end))
        before, after = ends[at - 1 : at] if at else [], ends[at : at + 1]
        if all(phrase.end <= start or end <= phrase.start for start, end in (*before, *after)):
            ends.insert(at, (phrase.start, phrase.end))
            kept.append(phrase)
    return sorted(kept, key=lambda phrase: phrase.start)


def _all(outline: Outline) -> Iterator[Phrase]:
    rules, text = _rules(), _SPACE.sub(" ", outline.text)
    low = lowered(text)
    starts = [sentence.start for sentence in outline.sentences]
    for rule, pattern in rules.constructions:
        for sentence, match in _matches(pattern, low, outline.sentences, starts):
            if rule.span == "to" and _next_word(text, match.end()) in rules.no_verb:
                continue
            start, end = _extent(rules, text, sentence, rule, match)
            if end - start >= _SHORTEST:
                yield Phrase(rule.kind, start, end, match.span())


def _matches(
    pattern: re.Pattern[str], text: str, sentences: Sequence[Span], starts: Sequence[int]
) -> Iterator[tuple[Span, re.Match[str]]]:
    """Where a pattern stands, with the sentence, within which it must lie.

    The whole text is searched at once, which takes half the time; a match that reaches out of its sentence may hide one
    in it, so that sentence is searched by itself.
    """
    every = _finditer(pattern, text, 0, len(text))
    for number, found in groupby(every, lambda match: bisect_right(starts, match.start()) - 1):
        sentence, matches = sentences[number], list(found)
        if any(match.end() > sentence.end for match in matches):
            matches = list(_finditer(pattern, text, sentence.start, sentence.end))
        for match in matches:
            yield sentence, match


def _finditer(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where a pattern begins with a word, in text in lower case.

    A pattern that began with `\\b`, or looked away from case, would be tried at every character: `re` skips to where a
    pattern may begin only where plain characters tell it.
    """
    while match := pattern.search(text, start, end):
        first = match.start()
        if first and _WORD.match(text, first - 1):
            start = first + 1
        else:
            yield match
            start = max(match.end(), first + 1)


def _next_word(text: str, at: int) -> str:
    match = _WORD.search(text, at)
    return match.group().lower() if match else ""


def _extent(rules: _Rules, text: str, sentence: Span, rule: Construction, match: re.Match[str]) -> tuple[int, int]:
    if rule.span == "clause":
        start = sentence.start
        for opening in rules.clause_begins.finditer(text, sentence.start, match.start()):
            start = opening.end()
        closing = rules.clause_ends.search(text, match.end(), sentence.end)
    else:
        start = {"from": match.start(), "after": match.end(), "to": match.end() - 2}[rule.span]
        closing = rules.ends.search(text, match.end() + _LEAST_BEHIND, sentence.end)
    end = closing.start() if closing else sentence.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in '.,;:!?"“”'):
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end
