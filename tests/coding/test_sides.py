"""What is known of the party that a phrase names, when it is told whether it fills a role."""

from __future__ import annotations

import numpy as np
import pytest

from masudi.coding.decoding import ROLES, Habits
from masudi.coding.emission import logits
from masudi.coding.fillers import Found
from masudi.coding.sides import Sides, load_sorts
from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import Pieces, load_tokenizer, split
from masudi.resolve import PartyMention

TEXT = "The Covenant shelled Dalgo. Covenant gunners and the Hill Guard met; the gang went on."
CO, CO_BETTER, RIVAL, AGAINST = 0, 1, 2, 4
SAID, NOBODY, FILLED, APT = 7, 9, 10, 11


def pieces() -> Pieces:
    return split(outline(TEXT), load_tokenizer(packaged("model/tokenizer.json")))


def party(words: str, entity: str | None) -> PartyMention:
    start = TEXT.index(words)
    return PartyMention(
        start=start, end=start + len(words), text=words, entity=entity, actor_id=None, name=None, form="name"
    )


PARTIES = (
    party("The Covenant", "opposition"),
    party("Covenant gunners", "opposition"),
    party("Hill Guard", "syrian_government"),
    party("gang", None),
)


def found(text: Pieces, words: str, best: float) -> Found:
    first, behind = text.words(TEXT.index(words), TEXT.index(words) + len(words))
    return Found(first, behind, 0, best, best, best)


NONE = Habits({}, {})


def rows(habits: Habits = NONE) -> dict[str, np.ndarray]:
    text = pieces()
    actors = {words: found(text, words, best) for words, best in (("Covenant gunners", 0.4), ("The Covenant", 0.5))}
    actors |= {"Hill Guard": found(text, "Hill Guard", 0.3), "gang": found(text, "gang", 0.2)}
    targets = {"Hill Guard": found(text, "Hill Guard", 0.6)}
    phrases = [actors if role == "actor" else targets if role == "target" else {} for role in ROLES]
    sides = Sides(PARTIES, habits)
    given = sides.rows(sides.told(text, "shelling", phrases))
    ends = np.cumsum([len(one) for one in phrases])
    return dict(zip(ROLES, np.split(given, ends[:-1]), strict=True))


def test_other_words_for_the_same_party_speak_for_a_phrase() -> None:
    gunners, covenant, guard, gang = rows()["actor"]
    assert gunners[CO] == pytest.approx(logits(np.array(0.5)))
    assert covenant[CO] == pytest.approx(logits(np.array(0.4)))
    assert (gunners[CO_BETTER], covenant[CO_BETTER]) == (1, 0)
    assert guard[CO] == gang[CO] == logits(np.array(0.0))


def test_the_best_of_the_other_parties_speaks_against_it() -> None:
    gunners, _, guard, gang = rows()["actor"]
    assert gunners[RIVAL] == pytest.approx(logits(np.array(0.3)))
    assert guard[RIVAL] == pytest.approx(logits(np.array(0.5)))
    assert gang[RIVAL] == pytest.approx(logits(np.array(0.5)))


def test_words_for_no_party_stand_alone_and_an_unnamed_party_is_somebody() -> None:
    text = pieces()
    phrases = {"Dalgo": found(text, "Dalgo", 0.5), "gang": found(text, "gang", 0.2)}
    sides = Sides(PARTIES, Habits({}, {}))
    actors = sides.rows(sides.told(text, "shelling", [phrases, {}, {}, {}, {}]))
    assert actors[:, NOBODY].tolist() == [1, 0]
    assert actors[0][SAID] == 0
    assert actors[1][SAID] == np.log(2)


def test_a_party_that_is_the_target_may_be_no_actor() -> None:
    gunners, _, guard, _ = rows()["actor"]
    assert guard[AGAINST] == pytest.approx(logits(np.array(0.6)))
    assert gunners[AGAINST] == logits(np.array(0.0))


def test_how_often_the_report_speaks_of_a_party_counts() -> None:
    gunners, _, guard, gang = rows()["actor"]
    assert [gunners[SAID], guard[SAID], gang[SAID]] == pytest.approx([np.log(3), np.log(2), np.log(2)])


def test_habits_are_those_of_the_kind_and_of_the_sort_of_party() -> None:
    habits = Habits({"actor": {"shelling": 1.5}}, {"actor": {"shelling": {"rebels": 0.5, "state": -0.25}}})
    gunners, _, guard, gang = rows(habits)["actor"]
    assert [row[FILLED] for row in (gunners, guard, gang)] == [1.5] * 3
    assert [row[APT] for row in (gunners, guard, gang)] == [0.5, -0.25, 0]
    assert rows(habits)["place"].shape == (0, APT + 1)


def test_a_label_that_no_sort_has_is_another_partys() -> None:
    assert [load_sorts().of(entity) for entity in ("russia", "other:Hill Guard", None)] == ["state", "other", "none"]
