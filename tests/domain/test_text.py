"""Words for comparing and for showing."""

from __future__ import annotations

import pytest

from masudi.domain.text import acts, counted, folded, unaccented, visible


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("two\nlines\tand\rmore", "two lines and more"),
        ("\x1b[31mred", "<U+001B>[31mred"),
        ("\x9b31m", "<U+009B>31m"),
        ("ab\x00\x07c", "ab<U+0000><U+0007>c"),
        ("safe\u202etxt.exe", "safe<U+202E>txt.exe"),
        ("\u2066in\u2069", "<U+2066>in<U+2069>"),
        ("a\u2028b", "a<U+2028>b"),
        ("lone \udce9", "lone <U+DCE9>"),
        ("hidden \U000e0041", "hidden <U+E0041>"),
        ("نیم\u200cفاصله", "نیم\u200cفاصله"),
        ("“quotes” – dashes", "“quotes” – dashes"),
    ],
)
def test_what_acts_on_a_display_is_made_visible(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_letters_of_every_script_are_no_control() -> None:
    assert not any(acts(char) for char in "aأ漢ñ😀́ \u0600")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("  The Mill’s   GUARD ", "the mill guard"),
        ("Sárw-Courier_2", "sarw courier 2"),
        ("O'Hara’s", "o'hara"),
        (" ?? !", "?? !"),
        ("", ""),
    ],
)
def test_spellings_of_one_name_come_out_alike(text: str, expected: str) -> None:
    assert folded(text) == expected


def test_accents_go_and_letters_stay() -> None:
    assert unaccented("Zôr ﬁve Ḥalab") == "Zor five Halab"


def test_a_number_stands_with_its_noun() -> None:
    assert [counted(number, "place") for number in (0, 1, 2)] == ["0 places", "1 place", "2 places"]
