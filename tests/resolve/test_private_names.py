"""Names of private persons are found, and what is no person's is left."""

from __future__ import annotations

from typing import Any

import pytest

import masudi.resolve.private_names as private_names_module
from masudi.domain.view import Private
from masudi.publish.spelling import name_terms
from masudi.resolve import load_knowledge
from masudi.resolve.private_names import NamesIn, NamesKept, names_in, private_names

TEXT = (
    "Shells hit the market in Torvesh on Monday and killed Ahmad Karam, a teacher, and his daughter Layla, the Osmer "
    "Valley Monitor said. President Bashar al-Assad denied it. Residents buried them near Aleppo on Tuesday. Fighters "
    "of the Northern Covenant fled to Tesk Hill. Sergeant Ihab Fadel defected, the army said."
)


def found(*texts: str, known: tuple[str, ...] = ("Osmer Valley Monitor",)) -> set[str]:
    pairs = ((str(at), text) for at, text in enumerate(texts))
    private = private_names(pairs, knowledge=load_knowledge(), known=known)
    assert not private.unread
    return {one.words for one in private.names}


def withheld(*texts: str, from_: str) -> bool:
    """Whether a sentence would be withheld of a case with these texts."""
    pairs = ((str(at), text) for at, text in enumerate(texts))
    return name_terms(private_names(pairs, knowledge=load_knowledge())).stand_in(from_)


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
    assert private_names([("low", text)], knowledge=load_knowledge()) == Private(unread=frozenset({"low"}))


PUBLIC = """The Ministry of Health and Population and the Department of Foreign Affairs said so on Monday.
It was the first Grad strike, the Velmark News Agency reported. Also, Syrian and Turkish journalists of ARN News posted
it on Twitter. By the Counter Torture Act, the UN Security Council Resolution and the Torvesh University, Syrians
and Britons fled. Attacks went on, the Union of Bakers said. A Tomahawk hit the SSR and the Centre for Human Rights."""


def test_bodies_laws_outlets_peoples_weapons_and_words_that_open_a_sentence_are_nobodys_names() -> None:
    assert found(PUBLIC) == set()


OFFICES = [
    "Foreign Minister Karel Dovrat said that the siege was over.",
    "The Kelmaran foreign minister Karel Dovrat said that the siege was over.",
    "The foreign minister, Karel Dovrat, said that the siege was over.",
    "Karel Dovrat, the former Syrian prime minister, said that the siege was over.",
    "President Karel Dovrat said that the siege was over.",
    "The talks were led by UN special envoy for Syria Karel Dovrat on Monday.",
    "The siege was over, army spokesman Karel Dovrat said.",
    "The siege was over, said Karel Dovrat, a Pentagon spokesman.",
]


@pytest.mark.parametrize("text", OFFICES)
def test_who_speaks_in_an_office_is_public_under_the_name_and_its_words(text: str) -> None:
    assert found(text + " Later Mr Dovrat left, and so did Layla Noor.") == {"Layla Noor", "Layla", "Noor"}


PRIVATE = [
    "The siege was over, said Karel Dovrat, a doctor.",
    "The siege was over, said Karel Dovrat, the minister’s cousin.",
    "The siege was over, said Karel Dovrat, a bodyguard of the prime minister.",
    "The president of the bakers’ union Karel Dovrat said that the siege was over.",
    "The siege was over, family spokesman Karel Dovrat said.",
    "The siege was over, hospital spokeswoman Karel Dovrat said.",
    "The guard of Sheikh Karel Dovrat said that the siege was over.",
    "Residents said that Karel Dovrat was detained with the mayor.",
    "Karel Dovrat, 12, died.",
    "Sergeant Karel Dovrat left the army.",
    "The prime minister’s driver Karel Dovrat was killed.",
    "A resident of the city, Karel Dovrat, told Velmark News.",
    "Karel Dovrat\nThe Killing Of Karel Dovrat Shocks The Whole Town",
    "It was the office of Karel Dovrat that burnt.",
    "A doctor in Aleppo, Karel Dovrat, told it.",
    "Shells fell near Karel Dovrat.",
    "The ring was from Karel Dovrat.",
    "It happened in Karel Dovrat’s house.",
]


@pytest.mark.parametrize("text", PRIVATE)
def test_whoever_has_no_office_is_private(text: str) -> None:
    assert withheld(text, from_="They buried Karel Dovrat.")
    assert withheld(text, from_="They buried Dovrat on a hill.")


def test_a_name_that_only_opens_a_sentence_is_found() -> None:
    assert withheld("Shells fell on the town. Leyman died at once. Nobody else was hurt.", from_="Leyman died at once.")


def test_a_private_persons_name_that_is_an_ordinary_word_counts_with_a_capital_alone() -> None:
    text = "Shells killed two sisters, Hope and Layla Noor, who had no hope left in the town."
    assert withheld(text, from_="They buried Hope on Monday.")
    assert not withheld(text, from_="They had no hope.")


def test_a_surname_that_an_official_shares_with_somebody_private_is_withheld() -> None:
    official = "Foreign Minister Karel Dovrat said that the siege was over."
    assert not withheld(official, from_="Karel Dovrat said it.")
    assert withheld(official, "Shells killed Samir Dovrat, a baker.", from_="Mr Dovrat was buried.")


def test_an_official_of_one_report_is_known_by_the_whole_name_in_others() -> None:
    official = "Foreign Minister Karel Dovrat said that the siege was over."
    assert not withheld(official, "On Monday Karel Dovrat came to Torvesh.", from_="Karel Dovrat came.")


def test_an_official_keeps_a_first_name_that_somebody_private_has_too() -> None:
    texts = ("Foreign Minister Karel Dovrat said it.", "Shells killed Karel Noor, a baker. They buried Karel.")
    assert not withheld(*texts, from_="It was said by Karel Dovrat.")
    assert withheld(*texts, from_="They buried Karel.")
    assert withheld(*texts, from_="Karel Dovrat buried Karel.")


def test_a_family_name_of_a_public_figure_is_withheld_unless_many_texts_mean_the_figure() -> None:
    private = "Omar Lavrov, a baker, told it. Lavrov wept."
    assert withheld(private, from_="Lavrov wept.")
    public = ["Sergei Lavrov met Russian generals."] * 5
    assert withheld(private, public[0], from_="Lavrov met Russian generals.")
    assert not withheld(private, *public, from_="Lavrov met Russian generals.")
    assert withheld(private, *public, from_="Omar Lavrov wept.")


OTHERS = (
    "Iman Daroun fled from Tesk Hill, the Osmer Valley Monitor said.",
    "Fadel Qasrim told the Ridge Post that the Ridge Posts were lost. Samer Qasrim died.",
)


def test_asked_again_only_what_is_new_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, looked_at = NamesKept(), []

    def counted(text: str, **given: Any) -> NamesIn | None:
        looked_at.append(text)
        return names_in(text, **given)

    monkeypatch.setattr(private_names_module, "names_in", counted)

    def ask(*texts: str, known: tuple[str, ...]) -> tuple[Private, list[str]]:
        looked_at.clear()
        pairs = [(str(at), text) for at, text in enumerate(texts)]
        found = private_names(pairs, knowledge=load_knowledge(), known=known, kept=kept)
        again = list(looked_at)
        assert found == private_names(pairs, knowledge=load_knowledge(), known=known)
        return found, again

    first, second = OTHERS
    assert ask(TEXT, first, known=())[1] == [TEXT, first]
    assert ask(TEXT, first, known=("Nobody's Gazette", "Osmer News"))[1] == []
    assert ask(TEXT, first, second, known=())[1] == [second]
    # Two texts name this publisher, and one another of whose name a possessive has lost its apostrophe.
    monitor, again = ask(TEXT, first, second, known=("Osmer Valley Monitor",))
    assert again == [TEXT, first]
    assert "Osmer" not in {one.words for one in monitor.names}
    assert ask(TEXT, first, second, known=("Ridge Post", "Osmer Valley Monitor"))[1] == [second]
    assert ask(second, known=("Ridge Post",))[1] == []
    assert ask(TEXT, second, known=("Ridge Post",))[1] == [TEXT]
