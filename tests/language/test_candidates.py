"""Peaks of scores are mentions; what leads up to a peak is none; analysis spans are the likeliest stretch."""

from __future__ import annotations

import numpy as np

from masudi.language.candidates import analysis_candidates, event_candidates, stretches

SENTENCE = np.array([0] * 10 + [1] * 10)


def scores(**at: float) -> np.ndarray:
    """Scores of twenty words for one kind: w3=0.9 is the fourth word."""
    column = np.zeros((20, 1), np.float32)
    for word, value in at.items():
        column[int(word[1:]), 0] = value
    return column


def test_a_peak_is_a_mention_with_the_words_that_score_nearly_as_much() -> None:
    (found,) = event_candidates(scores(w3=0.5, w4=0.9), SENTENCE)
    assert (found.first, found.behind, found.kind) == (3, 5, 0)
    assert np.isclose(found.score, 0.9)


def test_two_peaks_are_two_mentions_and_a_slope_is_none() -> None:
    found = event_candidates(scores(w3=0.9, w4=0.2, w7=0.4), SENTENCE)
    assert sorted((one.first, one.behind) for one in found) == [(3, 4), (7, 8)]


def test_a_mention_ends_with_its_sentence() -> None:
    found = event_candidates(scores(w9=0.8, w10=0.8), SENTENCE)
    assert sorted((one.first, one.behind) for one in found) == [(9, 10), (10, 11)]


def test_kinds_are_told_apart() -> None:
    both = np.concatenate([scores(w3=0.9), scores(w3=0.6)], 1)
    assert sorted((one.kind, one.first) for one in event_candidates(both, SENTENCE)) == [(0, 3), (1, 3)]


def test_stretches_bridge_gaps_and_part_where_a_span_begins() -> None:
    inside = np.array([0.9, 0.9, 0, 0, 0.9, 0.9, 0.9, 0.9, 0, 0, 0, 0.9], np.float32)
    first = np.zeros(12, np.float32)
    assert stretches(inside, first, 0, 12, 0.5) == [(0, 8), (11, 12)]
    first[6] = 0.9
    assert stretches(inside, first, 0, 12, 0.5) == [(0, 6), (6, 8), (11, 12)]


def test_an_analysis_phrase_is_the_likeliest_span() -> None:
    table = np.zeros((20, 1, 3), np.float32)
    table[2:8, 0, 0] = [0.2, 0.9, 0.9, 0.9, 0.9, 0.2]
    table[3, 0, 1] = table[6, 0, 2] = 0.9
    (found,) = analysis_candidates(table, SENTENCE, [27])
    assert (found.kind, found.first, found.behind) == (27, 3, 7)
    assert found.score > 0.8


def test_no_analysis_phrase_of_one_word() -> None:
    table = np.zeros((20, 1, 3), np.float32)
    table[4, 0] = 0.9
    assert analysis_candidates(table, SENTENCE, [27]) == []
