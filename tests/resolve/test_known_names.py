"""Names that are known, in texts that nobody reads: places and actors, in Arabic and Latin script, and little else."""

from __future__ import annotations

import pytest

from masudi.resolve.atlas import load_atlas
from masudi.resolve.known_names import known_actors, known_places

ARABIC = (
    "قصفت طائرات أمس مدينة دوما وحي جوبر في دمشق، وقال المرصد السوري لحقوق الإنسان إن مقاتلي جيش الإسلام انسحبوا من "
    "دير الزور إلى حلب. وأفادت مصادر بأن القتال مستمر في إدلب وبالرقة، وعلى الطريق بين حماة وحمص، وقرب معرة النعمان"
)
FRENCH = (
    "Les combattants de Jaysh al-Islam ont quitté Alep et Deir ez-Zor pour Raqqa et Mossoul. Le ministre de la Défense "
    "a dit que Damas et Homs étaient calmes. Des familles ont fui près d'Afrin."
)
TURKISH = "Ordu Afrin'i bombaladı, on iki sivil öldü. Hükümet Halep ve İdlib için açıklama yaptı."


def places(text: str) -> list[tuple[str, str | None]]:
    return [(span.text, located.name) for span, located in known_places(text, load_atlas())]


def test_places_in_arabic_letters() -> None:
    assert places(ARABIC) == [
        ("دوما", "Douma"),
        ("جوبر", "Jobar"),
        ("دمشق", "Damascus"),
        ("دير الزور", "Deir ez-Zor"),
        ("حلب", "Aleppo"),
        ("إدلب", "Idlib"),
        # What is written together with the next word is no part of the name.
        ("الرقة", "Raqqa"),
        ("حماة", "Hama"),
        ("حمص", "Homs"),
        ("معرة النعمان", "Maarat al-Numan"),
    ]


def test_places_in_latin_letters() -> None:
    assert [name for _, name in places(FRENCH)] == [
        *("Aleppo", "Deir ez-Zor", "Raqqa", "Mosul", "Damascus", "Homs", "Afrin")
    ]
    assert places(TURKISH) == [("Afrin", "Afrin"), ("Halep", "Aleppo"), ("İdlib", "Idlib")]


@pytest.mark.parametrize("text", [ARABIC, FRENCH, TURKISH])
def test_every_name_stands_where_it_says(text: str) -> None:
    atlas = load_atlas()
    found = [*(span for span, _ in known_places(text, atlas)), *known_actors(text)]
    assert found
    assert all(text[one.start : one.end] == one.text for one in found)


def test_actors_by_their_names() -> None:
    assert [(one.text, one.actor_id) for one in known_actors(ARABIC)] == [
        ("المرصد السوري لحقوق الإنسان", "syrian_observatory"),
        ("جيش الإسلام", "jaysh_al_islam"),
    ]
    joined = [(one.text, one.actor_id) for one in known_actors("وجيش الإسلام وقوات سوريا الديمقراطية")]
    assert joined == [("جيش الإسلام", "jaysh_al_islam"), ("قوات سوريا الديمقراطية", "syrian_democratic_forces")]
    assert [one.text for one in known_actors(FRENCH)] == ["Jaysh al-Islam"]


def test_a_place_within_an_actor_is_none() -> None:
    text = "انسحبت قوات سوريا الديمقراطية من حلب"
    taken = known_actors(text)
    assert [span.text for span, _ in known_places(text, load_atlas(), taken=taken)] == ["حلب"]


@pytest.mark.parametrize(
    "text", ["", "…", "12", "وقال الناس إنهم خرجوا من البيت إلى المدرسة بعد منتصف الليل.", "il a dit que non"]
)
def test_everyday_words_are_no_names(text: str) -> None:
    assert places(text) == []
    assert known_actors(text) == ()
