"""Phrases that score for a role fill it, trimmed, each wording once."""

from __future__ import annotations

import msgspec
import numpy as np

from masudi.coding.decoding import ROLES, Decoding, Habits, Logistic
from masudi.coding.emission import Scored
from masudi.coding.filling import fill, table
from masudi.coding.sides import Sides
from masudi.data import packaged
from masudi.language import outline
from masudi.language.pairs import Candidate
from masudi.language.pieces import load_tokenizer, split
from masudi.resolve import PartyMention

TEXT = "The Syrian army bombed the Harran district. Harran burnt, and the army bombed it again."
PLACE = ROLES.index("place")
# A phrase fills a role as likely as it scores (its best score's log odds are the first feature).
NOBODY = Sides((), Habits({}, {}))
FEATURES = 27 + NOBODY.rows([]).shape[1]
AS_SCORED = Logistic((0.0,) * FEATURES, (1.0,) * FEATURES, (1.0, *([0.0] * (FEATURES - 1)), 0.0))


def scored(*spans: tuple[str, int, float], text: str = TEXT, role: int = PLACE) -> Scored:
    """A claim with two mentions; `spans` are words, the mention that they score for in `role`, and how much."""
    pieces = split(outline(text), load_tokenizer(packaged("model/tokenizer.json")))
    first = pieces.low.index("bombed")
    last = len(pieces.low) - 1 - pieces.low[::-1].index("bombed")
    roles = np.zeros((2, len(pieces.low), 5, 2), np.float32)
    for words, mention, value in spans:
        at = text.lower().index(words.lower())
        start, behind = pieces.words(at, at + len(words))
        roles[mention, start:behind, role, 0] = value
        roles[mention, start, role, 1] = value
    candidates = (Candidate(0, first, first + 1, 0.9), Candidate(0, last, last + 1, 0.8))
    phrases = np.zeros((len(pieces.low), 4, 2), np.float32)
    return Scored(pieces, candidates, np.zeros((2, 5), np.float32), roles, np.zeros((2, 2), np.float32), phrases)


def decoding(least: float = 0.5) -> Decoding:
    fills = dict.fromkeys(ROLES, AS_SCORED)
    return Decoding(
        ("airstrike",),
        (),
        {},
        AS_SCORED,
        fills,
        (0.3, 0.3),
        0.3,
        0.5,
        (0.0,) * 5,
        dict.fromkeys(ROLES, least),
        dict.fromkeys(ROLES, least),
        {},
        0.0,
    )


def words(found: Scored, numbers: list[int], least: float = 0.5) -> list[str]:
    (filled,) = fill(found, [(numbers, 0.9)], decoding(least), NOBODY)
    return [filler.span.text for filler in filled["place"]]


def test_a_phrase_is_trimmed_of_its_article() -> None:
    assert words(scored(("the Harran district", 0, 0.8)), [0]) == ["Harran district"]


def test_a_second_phrase_must_be_surer() -> None:
    found = scored(("Harran district", 0, 0.7), ("Syrian army", 0, 0.6))
    strict = msgspec.structs.replace(decoding(), more=dict.fromkeys(ROLES, 0.65))
    both, one = (fill(found, [([0], 0.9)], rules, NOBODY)[0]["place"] for rules in (decoding(), strict))
    assert [filler.span.text for filler in both] == ["Harran district", "Syrian army"]
    assert [filler.span.text for filler in one] == ["Harran district"]


def test_what_scores_too_little_fills_nothing() -> None:
    assert words(scored(("Harran district", 0, 0.3)), [0]) == []


def test_one_wording_counts_once_over_all_mentions() -> None:
    found = scored(("Harran district", 0, 0.6), ("Harran district", 1, 0.8))
    (one,) = table(found, [([0, 1], 0.9)], NOBODY, ("airstrike",)).found[0][PLACE]
    assert (round(one.best, 2), round(one.mean, 2)) == (0.8, 0.7)


def test_a_phrase_within_another_says_nothing_new() -> None:
    assert words(scored(("Harran district", 0, 0.8), ("Harran burnt", 1, 0.9)), [0, 1]) != []
    assert words(scored(("Harran district", 0, 0.9), ("Harran", 1, 0.7)), [0, 1]) == ["Harran district"]


def test_a_role_that_nothing_fills_is_empty() -> None:
    found = scored(("Harran district", 0, 0.8))
    (filled,) = fill(found, [([0], 0.9)], decoding(), NOBODY)
    assert [role for role in ROLES if filled[role]] == ["place"]


def test_each_claim_has_its_own_fillers() -> None:
    found = scored(("Harran district", 0, 0.8), ("army", 1, 0.9))
    one, other = fill(found, [([0], 0.9), ([1], 0.8)], decoding(), NOBODY)
    assert [[filler.span.text for filler in claim["place"]] for claim in (one, other)] == [
        ["Harran district"],
        ["army"],
    ]


def test_claims_without_any_phrase_are_filled_with_nothing() -> None:
    assert fill(scored(), [([0], 0.9), ([1], 0.8)], decoding(), NOBODY) == [dict.fromkeys(ROLES, ())] * 2
    assert fill(scored(), [], decoding(), NOBODY) == []


def test_a_number_is_filled_in_whole() -> None:
    text = "The Syrian army bombed the Harran district. Some 10,000 people fled, and the army bombed it again."
    assert words(scored(("000 people", 1, 0.8), text=text), [1]) == ["10,000 people"]
    worded = "The Syrian army bombed the Harran district. Some 64 thousand people fled, and the army bombed it again."
    assert words(scored(("thousand people", 1, 0.8), text=worded), [1]) == ["64 thousand people"]
    clause = "The Syrian army bombed the Harran district. In March 2012, 40 people fled; the army bombed it again."
    assert words(scored(("40 people", 1, 0.8), text=clause), [1]) == ["40 people"]


def test_a_name_is_filled_in_whole() -> None:
    found = scored(("army", 0, 0.8), text="Troops of the Royal Kelmaran Army bombed it. Again they bombed Harran.")
    (filled,) = fill(found, [([0], 0.9)], decoding(), NOBODY)
    assert [filler.span.text for filler in filled["place"]] == ["Royal Kelmaran Army"]


def actors(found: Scored, rules: Decoding) -> list[str]:
    (filled,) = fill(found, [([1], 0.9)], rules, NOBODY)
    return [filler.span.text for filler in filled["actor"]]


def test_an_actor_from_another_sentence_must_be_surer() -> None:
    far = scored(("Syrian army", 1, 0.6), role=ROLES.index("actor"))
    near = scored(("army bombed it", 1, 0.6), role=ROLES.index("actor"))
    strict = msgspec.structs.replace(decoding(), apart=0.7)
    assert [actors(far, rules) for rules in (decoding(), strict)] == [["Syrian army"], []]
    assert actors(near, strict) == ["army bombed it"]


def test_an_actor_of_a_kind_that_often_has_none_must_be_surer() -> None:
    found = scored(("Syrian army", 1, 0.6), role=ROLES.index("actor"))
    strict = msgspec.structs.replace(decoding(), actors={"airstrike": 0.7})
    assert [actors(found, rules) for rules in (decoding(), strict)] == [["Syrian army"], []]


def test_one_party_fills_a_role_once_in_the_words_that_score_most() -> None:
    text = "Northern Covenant fighters, said the mayor, bombed Harran; the gang bombed it again, and the militia."
    parties = tuple(
        PartyMention(
            start=text.index(phrase),
            end=text.index(phrase) + len(phrase),
            text=phrase,
            entity=f"other:{name}",
            actor_id=None,
            name=name,
            form="nominal",
        )
        for phrase, name in (
            ("Northern Covenant fighters", "Northern Covenant"),
            ("gang", "Northern Covenant"),
            ("militia", "Hill Guard"),
        )
    )
    actor = ROLES.index("actor")
    found = scored(("Northern Covenant fighters", 0, 0.7), ("gang", 0, 0.9), ("militia", 0, 0.6), text=text, role=actor)
    (filled,) = fill(found, [([0], 0.9)], decoding(), Sides(parties, Habits({}, {})))
    assert [filler.span.text for filler in filled["actor"]] == ["gang", "militia"]
    (filled,) = fill(found, [([0], 0.9)], decoding(), NOBODY)
    assert [filler.span.text for filler in filled["actor"]] == ["gang", "Northern Covenant fighters", "militia"]


def test_an_actor_ends_where_a_word_is_of_no_party() -> None:
    text = "The army says rebels and raiders bombed the Harran district. Later they bombed it again."
    found = scored(("rebels and raiders", 0, 0.8), ("army says", 0, 0.6), text=text, role=ROLES.index("actor"))
    whole = fill(found, [([0], 0.9)], decoding(), NOBODY)[0]["actor"]
    for party in ("army", "rebels", "raiders"):
        found.phrases[found.text.low.index(party), 0, 0] = 0.9
    parted = fill(found, [([0], 0.9)], decoding(), NOBODY)[0]["actor"]
    assert [filler.span.text for filler in whole] == ["army says rebels and raiders"], "all words are alike foreign"
    assert [filler.span.text for filler in parted] == ["rebels and raiders"], "a joiner is no end"
