"""Names of private persons are found, and what is no person's is left."""

from __future__ import annotations

from masudi.resolve import load_knowledge
from masudi.resolve.private_names import names_in, private_names

TEXT = (
    "Shells hit the market in Torvesh on Monday and killed Ahmad Karam, a teacher, and his daughter Layla, the Osmer "
    "Valley Monitor said. President Bashar al-Assad denied it. Residents buried them near Aleppo on Tuesday. Fighters "
    "of the Northern Covenant fled to Tesk Hill. Sergeant Ihab Fadel defected, the army said."
)


def found(*texts: str, known: tuple[str, ...] = ("Osmer Valley Monitor",)) -> set[str]:
    pairs = ((str(at), text) for at, text in enumerate(texts))
    names, unread = private_names(pairs, knowledge=load_knowledge(), known=known)
    assert not unread
    return set(names)


def test_victims_and_other_private_persons_are_found_with_the_parts_of_their_names() -> None:
    assert found(TEXT) >= {"Ahmad Karam", "Ahmad", "Karam", "Layla", "Ihab Fadel", "Fadel"}


def test_places_parties_leaders_publishers_and_days_are_nobodys_names() -> None:
    names = " ".join(found(TEXT))
    for public in ("Torvesh", "Aleppo", "Tesk", "Covenant", "Assad", "Monitor", "Monday"):
        assert public not in names


def test_what_is_a_place_in_one_text_is_nobodys_name_in_another() -> None:
    alone = "He said that Imreth would fall."
    assert "Imreth" in found(alone)
    assert "Imreth" not in found(alone, "Fighting went on in the town of Imreth on Monday.")


def test_in_a_text_without_capitals_no_name_can_be_found() -> None:
    text = "shells hit the market in torvesh on monday and killed ahmad karam, a teacher, the monitor said. " * 3
    assert names_in(text, knowledge=load_knowledge()) is None
    assert private_names([("low", text)], knowledge=load_knowledge()) == ((), frozenset({"low"}))
