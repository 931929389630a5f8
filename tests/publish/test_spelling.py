"""Names are found in all their spellings, and covered without moving anything."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from masudi.domain.view import Private, PrivateName
from masudi.publish import Cover, load_policy
from masudi.publish.spelling import Terms

NAME = "Ilyás Karamoğlu"


@pytest.mark.parametrize(
    "text",
    [
        "Ilyás Karamoğlu died",
        "ILYAS KARAMOGLU",
        "Ilya\u0301s Karamog\u0306lu’s house",
        "https://a.example/ilyas-karamoglu.html",
        f"https://a.example/{quote('Ilyás_Karamoğlu')}",
        f"https://a.example/{quote(quote('Ilyás Karamoğlu'))}",
        "file ilyaskaramoglu2.jpg",
        "Ily&aacute;s Karamo&#287;lu",
        "Ilyás\u00a0\u200bKaramoğlu",
        "Ｉｌｙａｓ Ｋａｒａｍｏｇｌｕ",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert Terms([NAME]).stand_in(text)


@pytest.mark.parametrize("text", ["Ilyás of Karam", "Karamoğlu", "", "ily", "Ilyás said Karamoğlu"])
def test_other_words_are_no_name(text: str) -> None:
    assert not Terms([NAME]).stand_in(text)


def test_arabic_letters_that_stand_for_each_other_are_one() -> None:
    assert Terms(["مدرسة أحمد"]).stand_in("قرب مدرسه احمد")


def test_words_in_which_they_mean_something_else_are_left_out() -> None:
    terms = Terms(["camp"], but=["army camp"])
    assert not terms.stand_in("the army camp at Dalgo")
    assert terms.stand_in("the camp beside the army camp")


def test_a_cover_keeps_every_offset() -> None:
    cover = Cover(load_policy(), Private(names=(PrivateName(words=NAME),)))
    text = f"On Monday {NAME} was buried; ‘{NAME}’ wrote nothing."
    covered = cover.text(text)
    assert len(covered) == len(text)
    assert "Ily" not in covered
    assert covered.startswith("On Monday █████ █████████ was buried")
    assert cover.text("a quiet day") == "a quiet day"
    assert "ily" not in cover.text("https://a.example/" + quote("ilyás karamoğlu")).casefold()


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        ("They buried Hope on Monday.", True),
        ("HOPE DIED", True),
        ("Hope", True),
        ("There is no hope left.", False),
        ("https://news.test/no-hope-left", False),
        ("Joy Stone, a teacher", True),
        ("the joy stone", False),
        ("https://news.test/joy-stone.html", True),
        ("joystone.jpg", True),
    ],
)
def test_names_of_ordinary_words_count_with_capitals_alone(text: str, stands: bool) -> None:
    terms = Terms([], capitals=["Hope", "Joy Stone"])
    assert terms.stand_in(text) is stands
    assert (terms.covered(text) != text) is stands
