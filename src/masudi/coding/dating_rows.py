"""Which times of a text may be those of its claims, and their rows of features."""

from __future__ import annotations

import datetime
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from masudi.coding.dating_features import (
    ENDINGS,
    SPOTS,
    Dates,
    Ints,
    Rows,
    Undated,
    claim_classes,
    classes,
    dating_words,
)
from masudi.domain import Span
from masudi.language import Outline
from masudi.language.network import Floats
from masudi.language.pieces import Pieces
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.time_readings import other_readings
from masudi.resolve.times import TimeMention, dateline_span
from masudi.resolve.wording import lowered

# How many dated times before a claim's first mention and behind its last one may be the claim's, besides those in the
# sentences of its mentions and the report's first ones. On the training reports, of the gold times that are in a text
# 97 of 100 are among them.
_BEFORE, _BEHIND, _FIRST = 5, 2, 2
# How many words before a trigger tell its tense, how many around a time whether it is that of a statement.
_TENSE, _SAYING = 4, 5
# How far before a time the verb stands that makes it the time of a statement ("a spokesman told reporters on Friday").
_REPORTING = 48
# A time that begins within so many characters of its sentence opens it.
_OPENING = 12
# More of a thing than this says no more than this.
_MANY, _SOME = 5, 4
# A text's words and the encoder's states of them.
Worded: TypeAlias = tuple[Pieces, Floats]
# Larger than any offset in a text.
_FAR = 1 << 40


def dates_of(
    lines: Outline,
    words: Worded,
    times: Sequence[TimeMention],
    reference: datetime.date | None,
    claims: Sequence[Undated],
) -> Dates:
    """The times that may be those of `claims` (at least one), from all of a text; `reference` is the report's day.

    `times` are those that the grammar finds; what else their words may mean counts as times, too.
    """
    text = _Text(lines, times, reference, claims)
    pairs = [(number, time) for number in range(len(claims)) for time in text.near(number)]
    claim, time = np.array(pairs, np.int64).reshape(-1, 2).T
    kinds = text.claim_kinds()
    row_kinds = {name: values[time] for name, values in text.time_kinds().items()}
    row_kinds.update((name, values[claim]) for name, values in kinds.items())
    mention = text.nearest(claim, time)
    spot, numbers = text.rows(claim, time, mention)
    most = np.bincount(claim, minlength=len(claims))
    return Dates(
        text.times,
        claim,
        time,
        spot,
        numbers,
        row_kinds,
        text.claim_numbers(most),
        kinds,
        mention,
        text.begin,
        _states(words, [span for one in claims for span in one.mentions]),
        _states(words, text.times),
    )


def _states(words: Worded, spans: Sequence[Span]) -> Floats:
    """The mean state of the words of each span (spans x states)."""
    pieces, states = words
    found = np.zeros((len(spans), states.shape[1]), np.float32)
    for row, span in zip(found, spans, strict=True):
        first, behind = pieces.words(span.start, span.end)
        row[:] = states[min(first, len(states) - 1) : behind].mean(0)
    return found


class _Text:
    """A text's dated times and claims, column by column."""

    def __init__(
        self, lines: Outline, times: Sequence[TimeMention], reference: datetime.date | None, claims: Sequence[Undated]
    ) -> None:
        head = dateline_span(lines.text)
        found = [time for time in times if head is None or not head.holds(time)]
        told = sorted([*found, *other_readings(lines.text, found, reference)], key=lambda time: time.start)
        self.lines, self.reference, self.claims = lines, reference, claims
        self.times = tuple(time for time in told if time.from_ is not None)
        self._starts = np.array([time.start for time in self.times], np.int64)
        self._ends = np.array([time.end for time in self.times], np.int64)
        self._tokens = np.array(lines.starts, np.int64)
        self._token_ends = np.array([token.end for token in lines.tokens], np.int64)
        self._of_token = np.array([token.sentence for token in lines.tokens], np.int64)
        self._opens = np.array([sentence.start for sentence in lines.sentences], np.int64)
        clauses = dating_words().clauses
        self._clauses = np.concatenate([[0], np.cumsum([token.form in clauses for token in lines.tokens])])
        self._sentence = self.sentences(self._starts)
        self._vague = set(self.sentences(np.array([one.start for one in told if one.from_ is None], np.int64)).tolist())
        self._days = [(time.from_, time.to) for time in self.times]
        self._mentions()

    def _mentions(self) -> None:
        """The claims' mentions, those of a claim together, and where all triggers begin."""
        spans = [mention for claim in self.claims for mention in claim.mentions]
        counts = [len(claim.mentions) for claim in self.claims]
        self._from = np.array([span.start for span in spans], np.int64)
        self._to = np.array([span.end for span in spans], np.int64)
        self._in = self.sentences(self._from)
        self._count = np.array(counts, np.int64)
        self.begin = np.cumsum([0, *counts])[:-1].astype(np.int64)
        self._triggers = np.unique(self._from)
        by_sentence: dict[int, list[int]] = {}
        for number, sentence in enumerate(self._sentence.tolist()):
            by_sentence.setdefault(sentence, []).append(number)
        sentences = self._in.tolist()
        self._inside: list[list[int]] = []
        for first, count in zip(self.begin.tolist(), counts, strict=True):
            own = sorted({*sentences[first : first + count]})
            self._inside.append([number for sentence in own for number in by_sentence.get(sentence, ())])
        self._several = np.array([len({self._days[number] for number in one}) for one in self._inside], np.int64)

    def tokens(self, offsets: Ints) -> Ints:
        """The tokens that cover or follow some offsets, as `Outline.token_at` gives them."""
        at = np.searchsorted(self._tokens, offsets, side="right") - 1
        covered = (at >= 0) & (self._token_ends[at] > offsets)
        return np.where(covered, at, np.minimum(at + 1, len(self._tokens) - 1)).astype(np.int64)

    def sentences(self, offsets: Ints) -> Ints:
        """The numbers of the sentences that some offsets stand in."""
        return self._of_token[self.tokens(offsets)]

    def near(self, number: int) -> list[int]:
        """The times that may be those of a claim, in order."""
        first, last = self.claims[number].mentions[0], self.claims[number].mentions[-1]
        before = bisect_left(self._starts, first.start)
        behind = bisect_left(self._starts, last.end)
        some = range(max(0, before - _BEFORE), before), range(behind, min(len(self.times), behind + _BEHIND))
        return sorted({*self._inside[number], *some[0], *some[1], *range(min(_FIRST, len(self.times)))})

    def time_kinds(self) -> dict[str, Ints]:
        """The classes of each time."""
        names = classes()
        leads = {word: number for number, one in enumerate(dating_words().leads) for word in one.words}
        none, tokens = len(names["lead"]) - 1, self.tokens(self._starts).tolist()
        before = [self.lines.tokens[at - 1].form if at else "" for at in tokens]
        precisions = [names["precision"].index(time.precision or "") for time in self.times]
        forms = [names["form"].index(time.form) for time in self.times]
        columns = {"precision": precisions, "form": forms, "lead": [leads.get(word, none) for word in before]}
        return {name: np.array(values, np.int64) for name, values in columns.items()}

    def claim_kinds(self) -> dict[str, Ints]:
        """The classes of each claim."""
        names = claim_classes()
        words = {word: number for number, one in enumerate(dating_words().tenses) for word in one.words}
        kinds = {kind: number for number, kind in enumerate(names["kind"])}
        statuses = {status: number for number, status in enumerate(names["status"])}
        triggers = self.tokens(self._from[self.begin]).tolist()
        heads = [self.lines.tokens[at].form for at in self.tokens(self._to[self.begin] - 1).tolist()]
        columns = {
            "kind": [kinds[claim.kind] for claim in self.claims],
            "status": [statuses[claim.status] for claim in self.claims],
            "tense": [self._tense(at, words, len(names["tense"]) - 1) for at in triggers],
            "ending": [_ending(head) for head in heads],
        }
        return {name: np.array(values, np.int64) for name, values in columns.items()}

    def _tense(self, trigger: int, words: dict[str, int], none: int) -> int:
        tokens = self.lines.tokens
        for at in range(trigger - 1, max(-1, trigger - 1 - _TENSE), -1):
            if tokens[at].sentence != tokens[trigger].sentence:
                break
            if tokens[at].form in words:
                return words[tokens[at].form]
        return none

    def claim_numbers(self, candidates: Ints) -> Rows:
        """What is known of each claim (claims x CLAIM_NUMBERS); `candidates`: how many times may be each one's."""
        count, sentences = len(self.claims), len(self.lines.sentences)
        own, none = self._in[self.begin], self._several == 0

        def whole(value: float) -> Rows:
            return np.full(count, value)

        columns: list[NDArray[Any]] = [
            whole(1.0),
            none,
            self._several > 1,
            self._vague_beside(),
            np.log1p(own) / 3,
            own == 0,
            own == 1,
            np.log(self._count),
            whole(np.log1p(len(self.times))),
            own / sentences,
            candidates == 0,
            whole(self.reference is None),
            none * np.log1p(own) / 3,
            whole(np.log(len(self.lines.text)) / 5),
            whole(len(self.times) / sentences),
        ]
        return np.column_stack(columns).astype(np.float64)

    def _vague_beside(self) -> NDArray[np.bool_]:
        """Of each claim whether a time without days stands in the sentence of its first mention."""
        return np.array([sentence in self._vague for sentence in self._in[self.begin].tolist()], np.bool_)

    def rows(self, claim: Ints, time: Ints, mention: Ints) -> tuple[Ints, Rows]:
        """The spots of pairs of claims and times, and what is known of each (rows x NUMBERS).

        `mention`: the mention of each pair's claim that stands nearest to its time.
        """
        start, end = self._starts[time], self._ends[time]
        apart = self._in[mention] - self._sentence[time]
        behind, ahead = start >= self._to[mention], end <= self._from[mention]
        low = np.where(behind, self._to[mention], end)
        high = np.maximum(np.where(behind, start, self._from[mention]), low)
        clauses = np.where(high > low, self._clauses[self.tokens(high)] - self._clauses[self.tokens(low)], 0)
        triggers = _between(self._triggers, low, high)
        between = _between(self._starts, low, high)
        said = self._said()
        numbers: list[NDArray[Any]] = [
            np.ones(len(time)),
            np.log1p(high - low) / 5,
            np.minimum(clauses, _MANY) / _MANY,
            clauses <= 0,
            np.minimum(triggers, _MANY) / _MANY,
            triggers <= 0,
            np.minimum(between, _SOME) / _SOME,
            between <= 0,
            *said[:, time],
            said[0, time].astype(bool) & (clauses <= 1),
            *self._time_numbers()[:, time],
            mention == self.begin[claim],
            self._in[mention] == 0,
            np.minimum(self._several[claim], 3) / 3,
            self._nearest_trigger()[time] == self._from[mention],
            self._same_line(low, high),
            np.log1p(np.abs(apart)),
            self._vague_beside()[claim],
        ]
        spot = np.select(
            [(apart == 0) & behind, (apart == 0) & ahead, apart == 1, apart > 1, apart < 0],
            [SPOTS.index(name) for name in ("behind", "ahead", "before", "far before", "later")],
            SPOTS.index("around"),
        )
        return spot.astype(np.int64), np.column_stack(numbers).astype(np.float64)

    def nearest(self, claim: Ints, time: Ints) -> Ints:
        """The mention of each pair's claim that stands nearest to its time, best in the same sentence."""
        if not len(claim):
            return np.zeros(0, np.int64)
        many = self._count[claim]
        first = np.cumsum(many) - many
        row = np.repeat(np.arange(len(claim)), many)
        mention = self.begin[claim][row] + np.arange(len(row)) - first[row]
        start, end = self._starts[time][row], self._ends[time][row]
        gap = np.maximum(np.maximum(start - self._to[mention], self._from[mention] - end), 0)
        cost = np.where(self._in[mention] == self._sentence[time][row], gap, gap + _FAR)
        best = np.minimum.reduceat(cost, first)
        hit = np.flatnonzero(cost == best[row])
        return mention[hit[np.unique(row[hit], return_index=True)[1]]]

    def _said(self) -> Rows:
        """Whether each time is that of a statement, by the grammar, by the words before it and by those behind it."""
        grammar, low, tokens = time_grammar(), lowered(self.lines.text), self.lines.tokens
        words = dating_words().saying | frozenset(grammar.words.reporting)
        found = []
        for time, first, last in zip(
            self.times, self.tokens(self._starts).tolist(), self.tokens(self._ends - 1).tolist(), strict=True
        ):
            own = tokens[first].sentence
            before, behind = tokens[max(0, first - _SAYING) : first], tokens[last + 1 : last + 1 + _SAYING]
            verb = grammar.said_on.search(low[max(0, time.start - _REPORTING) : time.start])
            near = [any(one.form in words and one.sentence == own for one in side) for side in (before, behind)]
            found.append((verb is not None, *near))
        return np.array(found, np.float64).reshape(-1, 3).T

    def _time_numbers(self) -> Rows:
        """What is known of each time by itself (numbers x times)."""
        days, count = Counter(self._days), max(1, len(self.times))
        triggers = Counter(self.sentences(self._triggers).tolist())
        opens = self._opens[self._sentence]
        columns: list[Any] = [[time.weak for time in self.times], *self._by_report()]
        columns += [
            [np.log1p((time.to - time.from_).days) / 8 if time.to and time.from_ else 0.0 for time in self.times],
            self._starts - opens <= _OPENING,
            self._sentence == 0,
            self._sentence == 1,
            [days[one] / count for one in self._days],
            [min(triggers[sentence], 4) / 4 for sentence in self._sentence.tolist()],
            [any(letter.isdigit() for letter in time.text) for time in self.times],
        ]
        return np.array([np.asarray(column, np.float64) for column in columns]).reshape(len(columns), -1)

    def _by_report(self) -> list[list[float]]:
        """Whether each time holds the day of the report, whether it lies ahead of it, and how long ago it was."""
        day = self.reference
        if day is None:
            return [[0.0] * len(self.times)] * 3
        spans = [(time.from_ or day, time.to or day) for time in self.times]
        return [
            [float(first <= day <= last) for first, last in spans],
            [float(first > day) for first, _ in spans],
            [float(np.log1p(max(0, (day - last).days))) / 8 for _, last in spans],
        ]

    def _nearest_trigger(self) -> Ints:
        """Where the trigger nearest to each time begins."""
        after = np.searchsorted(self._triggers, self._starts)
        left = self._triggers[np.maximum(after - 1, 0)]
        right = self._triggers[np.minimum(after, len(self._triggers) - 1)]
        return np.where(np.abs(left - self._starts) <= np.abs(right - self._starts), left, right)

    def _same_line(self, low: Ints, high: Ints) -> NDArray[np.bool_]:
        """Whether no line ends within stretches of the text."""
        ends = np.array([match.start() for match in re.finditer("\n", self.lines.text)], np.int64)
        return np.asarray(_between(ends, low, high) == 0, np.bool_)


def _between(offsets: Ints, low: Ints, high: Ints) -> Ints:
    """How many of some offsets, in order, lie in each stretch [low, high)."""
    return np.asarray(np.searchsorted(offsets, high) - np.searchsorted(offsets, low), np.int64)


def _ending(head: str) -> int:
    return next((number for number, ending in enumerate(ENDINGS[:-1]) if head.endswith(ending)), len(ENDINGS) - 1)
