"""A weapon that was not used is no strike."""

from __future__ import annotations

import pytest

from masudi.coding.unused import is_unheld, is_unused
from masudi.domain import Mention
from masudi.language import outline


def mention(text: str, words: str) -> Mention:
    start = text.index(words)
    return Mention(start=start, end=start + len(words), text=words, sentence=outline(text).sentence_at(start))


@pytest.mark.parametrize(
    ("text", "weapon", "unused"),
    [
        ("No heavy car bombs were used at Harran.", "car bombs", True),
        ("They took Osk without a single rocket.", "rocket", True),
        ("The rockets that it bought were not fired.", "rockets", True),
        ("Not a day has gone by without shells on the port.", "shells", False),
        ("No town was spared by the rockets.", "rockets", False),
        ("Nobody was hurt. The rockets fell into the sea.", "rockets", False),
        ("There was no escape from the long and heavy shelling.", "shelling", False),
    ],
)
def test_whether_a_weapon_was_used(text: str, weapon: str, unused: bool) -> None:
    assert is_unused(text, "shelling", mention(text, weapon)) is unused


def test_other_kinds_are_left_alone() -> None:
    text = "No attack came."
    assert not is_unused(text, "attack", mention(text, "attack"))
    assert is_unused(text, "airstrike", mention(text, "attack"))


@pytest.mark.parametrize(
    ("text", "words", "unheld"),
    [
        ("The town has been out of army control since May.", "control", True),
        ("The town has been out of army control since May.", "army control", True),
        ("The suburbs are no longer in rebel hands.", "hands", True),
        ("They drove out of the town under army control.", "control", False),
        ("The men came out of a rebel-controlled suburb.", "rebel-controlled", False),
    ],
)
def test_whether_a_place_is_held(text: str, words: str, unheld: bool) -> None:
    assert is_unheld(text, "control", mention(text, words)) is unheld
