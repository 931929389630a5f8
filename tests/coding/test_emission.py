"""Candidates become claims: the sure ones open one, linked ones join it, the rest are dropped."""

from __future__ import annotations

import math

import msgspec
import numpy as np
import pytest

from masudi.coding.decoding import Decoding, Logistic
from masudi.coding.emission import Scored, apply, group, logits, opening, status_of
from masudi.data import packaged
from masudi.language import outline
from masudi.language.pairs import Candidate
from masudi.language.pieces import load_tokenizer, split

TEXT = "Jets bombed Harran. The raids went on. Talks to end the war failed, and nobody knows why they did."
NONE = Logistic((), (), ())


def decoding(floor: float = 0.5, join: float = 0.5, analysis: float | None = None) -> Decoding:
    floors = floor, analysis or floor
    return Decoding(
        ("airstrike", "diplomacy"), ("aim",), {}, NONE, {}, floors, floor, join, (0.0,) * 5, {}, {}, {}, 0.0
    )


def scored(*candidates: Candidate, links: dict[tuple[int, int], float] | None = None) -> Scored:
    text = split(outline(TEXT), load_tokenizer(packaged("model/tokenizer.json")))
    link = np.zeros((len(candidates), len(candidates)), np.float32)
    for (one, other), value in (links or {}).items():
        link[one, other] = link[other, one] = value
    status = np.zeros((len(candidates), 5), np.float32)
    roles = np.zeros((len(candidates), len(text.low), 5, 2), np.float32)
    return Scored(text, candidates, status, roles, link, np.zeros((len(text.low), 4, 2), np.float32))


BOMBED, RAIDS, TALKS = Candidate(0, 1, 2, 0.9), Candidate(0, 5, 6, 0.6), Candidate(1, 9, 10, 0.7)


def test_a_linked_mention_joins_the_claim_that_a_surer_one_opened() -> None:
    found = scored(BOMBED, TALKS, RAIDS, links={(0, 2): 0.8})
    assert group(found, np.array([0.9, 0.8, 0.2]), decoding()) == [[0, 2], [1]]


def test_an_unlinked_mention_below_the_floor_is_dropped() -> None:
    found = scored(BOMBED, TALKS, RAIDS, links={(0, 2): 0.3})
    assert group(found, np.array([0.9, 0.8, 0.2]), decoding()) == [[0], [1]]


def test_a_mention_over_the_floor_opens_a_claim_of_its_own() -> None:
    found = scored(BOMBED, RAIDS, links={(0, 1): 0.8})
    assert group(found, np.array([0.9, 0.6]), decoding()) == [[0], [1]]


def test_of_two_analysis_phrases_on_the_same_words_the_surer_stays() -> None:
    found = scored(Candidate(2, 10, 14, 0.9), Candidate(2, 12, 16, 0.8), BOMBED)
    assert group(found, np.array([0.9, 0.8, 0.7]), decoding()) == [[0], [2]]


def test_analysis_has_a_floor_of_its_own() -> None:
    found = scored(BOMBED, Candidate(2, 10, 14, 0.6))
    assert group(found, np.array([0.4, 0.4]), decoding(floor=0.5, analysis=0.3)) == [[1]]


def test_the_surest_mention_says_most_on_the_status() -> None:
    found = scored(BOMBED, RAIDS)
    found.status[0, 4], found.status[1, 3] = 3.0, 3.0
    best, likely = status_of(found, [0, 1], decoding())
    assert best == 4
    assert 0.2 < likely < 1


def test_status_is_moved_by_what_was_fitted() -> None:
    found = scored(BOMBED)
    moved = Decoding(("airstrike",), (), {}, NONE, {}, (0.5, 0.5), 0.5, 0.5, (0.0, 0.0, 9.0, 0.0, 0.0), {}, {}, {}, 0.0)
    assert status_of(found, [0], moved)[0] == 2


def test_a_judgement_is_hedged_only_where_it_is_surely_so() -> None:
    judgement = Candidate(2, 9, 12, 0.9)
    found = scored(judgement, BOMBED)
    found.status[:, 3] = 2.0
    sure = float(np.exp(2.0) / (np.exp(2.0) + 4))
    strict = msgspec.structs.replace(decoding(), hedged=sure + 0.01)
    assert status_of(found, [0], strict)[0] == 0
    assert status_of(found, [0], msgspec.structs.replace(strict, hedged=sure - 0.01))[0] == 3
    assert status_of(found, [1], strict)[0] == 3  # an event


def test_features_are_finite_and_tell_a_linked_mention_from_an_unlinked_one() -> None:
    linked = opening(scored(BOMBED, RAIDS, links={(0, 1): 0.9}), 2, 3)
    apart = opening(scored(BOMBED, RAIDS), 2, 3)
    assert np.isfinite(linked).all()
    assert linked.shape == apart.shape == (2, linked.shape[1])
    assert (linked[0] == apart[0]).all()
    assert (linked[1] != apart[1]).any()


def test_a_surer_rival_on_the_same_words_shows_in_the_features() -> None:
    rival = Candidate(1, 1, 2, 0.95)
    alone, beside = opening(scored(BOMBED), 2, 3), opening(scored(rival, BOMBED), 2, 3)
    assert (beside[1] != alone[0]).any()


def test_what_stands_around_shows_in_the_features() -> None:
    calm = scored(BOMBED)
    torn = msgspec.structs.replace(calm, phrases=np.ones_like(calm.phrases))
    assert (opening(calm, 2, 3) != opening(torn, 2, 3)).any()
    assert (opening(scored(BOMBED, TALKS), 2, 3)[0] != opening(calm, 2, 3)[0]).any()


def test_a_text_without_candidates_has_no_features() -> None:
    assert len(opening(scored(), 2, 3)) == 0


@pytest.mark.parametrize(
    ("text", "past"),
    [
        ("In 1258 the city fell.", True),
        ("In the last century many fled.", True),
        ("The fort of 1258 was shelled in 2013.", False),
        ("They killed 1200000 sheep.", False),
        ("The town fell on Monday.", False),
    ],
)
def test_times_long_past_show_in_the_features(text: str, past: bool) -> None:
    pieces = split(outline(text), load_tokenizer(packaged("model/tokenizer.json")))
    found = msgspec.structs.replace(scored(Candidate(0, 1, 2, 0.9)), text=pieces)
    found = msgspec.structs.replace(found, phrases=np.zeros((len(pieces.low), 4, 2), np.float32))
    rows = opening(found, 2, 3)
    assert rows[0, -2 * 3 - 1] == past


def test_a_logistic_model() -> None:
    model = Logistic((1.0,), (2.0,), (4.0, -1.0))
    assert apply(model, np.array([[1.0], [3.0]])) == pytest.approx([1 / (1 + math.e), 1 / (1 + math.exp(-3.0))])


def test_log_odds_stay_within_bounds() -> None:
    none, even, sure = logits(np.array([0.0, 0.5, 1.0]))
    assert even == 0.0
    assert none == pytest.approx(-sure) == pytest.approx(math.log(1e-4 / (1 - 1e-4)))
