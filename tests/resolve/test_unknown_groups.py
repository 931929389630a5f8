"""Groups that only the report names, who they are later in it, and what is none."""

from __future__ import annotations

import pytest

from tests.resolve.test_unknown_parties import UNIDENTIFIED, found, parties

# --- 1. Groups that only the report names


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Fighters of the Ashen Hand took it.", "Ashen Hand"),
        ("Gunmen of the Ashen Hand took it.", "Ashen Hand"),
        ("Units of the Ashen Hand took it.", "Ashen Hand"),
        ("Commanders of the Ashen Hand met.", "Ashen Hand"),
        ("Members of the Dorn Liberation Front met.", "Dorn Liberation Front"),
        ("He met members of the Northern Alliance.", "Northern Alliance"),
        ("Fighters from the Ashen Hand came. The Ashen Hand denied it.", "Ashen Hand"),
        ("At dawn Ashen Hand fighters came.", "Ashen Hand"),
        ("At dawn the Janbaz militia came.", "Janbaz"),
        ("The Ashen Hand, a small but well armed rebel group, came.", "Ashen Hand"),
        ("The Ashen Hand, a separatist movement of the hills, came.", "Ashen Hand"),
        ("The Ashen Hand is a guerrilla alliance.", "Ashen Hand"),
        ("It was a militia called Dawn Lions.", "Dawn Lions"),
        ("It was a faction known as the Dawn Lions.", "Dawn Lions"),
        ("It was the gang that calls itself the Dawn Lions.", "Dawn Lions"),
        ("The rebel group Dawn Lions shot at it.", "Dawn Lions"),
        ("The so-called Dawn Lions said so.", "Dawn Lions"),
        ("The Dawn Lions captured it.", "Dawn Lions"),
        ("The Dorn Liberation Front came.", "Dorn Liberation Front"),
        ("The Front for the Liberation of Dorn came.", "Front for the Liberation of Dorn"),
        ("The Dorn People’s Army came.", "Dorn People’s Army"),
        ("The Lord’s Resistance Legion came.", "Lord’s Resistance Legion"),
        ("The al-Furqan Brigades came.", "al-Furqan Brigades"),
        ("The Lions Battalion came.", "Lions Battalion"),
        ("The Orrakan Army came.", "Orrakan Army"),
        ("Militants of the Banner of Dawn came.", "Banner of Dawn"),
        ("The Orsenian army met the Orsenian Resistance.", "Orsenian Resistance"),
    ],
)
def test_a_group_is_known_by_how_it_is_introduced(text: str, name: str) -> None:
    groups = [m for m in parties(text) if m.entity == f"other:{name}"]
    assert name in {m.name for m in groups}
    assert any(name in m.text for m in groups)
    assert {m.actor_id for m in groups} == {None}


def test_later_a_group_has_shorter_names() -> None:
    text = (
        "The Dorn Liberation Front (DLF) attacked a post. DLF fighters burnt two lorries. The Front lost a man. "
        "The front line did not move. Covenant fighters came: the rebels of the Northern Covenant. The Covenant left."
    )
    assert found(text) == [
        ("Dorn Liberation Front", "other:Dorn Liberation Front"),
        ("DLF", "other:Dorn Liberation Front"),
        ("DLF fighters", "other:Dorn Liberation Front"),
        ("Front", "other:Dorn Liberation Front"),
        ("Covenant fighters", "other:Northern Covenant"),
        ("rebels", "other:Northern Covenant"),
        ("Northern Covenant", "other:Northern Covenant"),
        ("Covenant", "other:Northern Covenant"),
    ]


def test_a_short_name_is_no_part_of_another() -> None:
    text = (
        "Rebels of the Northern Covenant fired. Shells hit the Old Covenant Church and Covenant Street, the Covenant "
        "Voice wrote. The Covenant denied it."
    )
    assert [words for words, _ in found(text)] == ["Rebels", "Northern Covenant", "Covenant"]
    two = "Rebels of the Northern Covenant and rebels of the Southern Covenant met. The Covenant won."
    assert [m.text for m in parties(two)][-1] == "Southern Covenant"


@pytest.mark.parametrize(
    "text",
    [
        "Colonel Aldo Venn, a rebel commander, and Mayor Ita Roon met.",
        "Free Army Street and Liberation Square were quiet.",
        "The Daily Lantern, a newspaper, and the Lantern Group, a mining company, said so.",
        "Members of the Medical Council and of the Harvest Committee met.",
        "The Western Front held. The Coast Guard and the National Guard left.",
        "The First Army and the Third Brigade left; Brigade 142 and the 3rd Battalion stayed.",
        "The Osmer Valley Monitor, a rights group, and Dorn Aid, an aid group, said so.",
        "The Labour Union and the City Council met.",
        "Residents of the Upper Gardens and men from the Lower Town left.",
        "Torvesh rebels left. Shells fell in Torvesh.",
        "Rebels of the Osmer Valley and fighters of the Brickfields district left.",
        "Islamist militants, Christian militias and Tuareg rebels left.",
        "The Times attacked the minister. The Senate captured the mood.",
    ],
)
def test_what_is_no_group(text: str) -> None:
    named = {entity for _, entity in found(text)} - {None, UNIDENTIFIED, "other:rebels"}
    assert named == set()


def test_bodies_of_the_world_stay_what_they_are() -> None:
    assert ("Security Council", "united_nations") in found("Members of the Security Council met.")
    assert ("Nusra Front", "hts") in found("Fighters of the Nusra Front met.")


def test_a_group_that_the_report_calls_rebel_is_of_the_scene() -> None:
    text = "In Aleppo, rebels of the Dawn Lions and the rebel Ito Brigade fought. The Ahwal Brigades watched."
    assert ("Dawn Lions", "opposition") in found(text)
    assert ("Ito Brigade", "opposition") in found(text)
    assert ("Ahwal Brigades", "other:Ahwal Brigades") in found(text)


# --- 2. Rebels, militants, terrorists


def test_rebels_are_the_one_group_that_the_report_names() -> None:
    one = "The rebels left Besk. The Ashen Hand, a rebel group, said so. Opposition fighters burnt a bridge."
    assert [entity for _, entity in found(one)] == ["other:Ashen Hand"] * 4
    two = "Rebels of the Ashen Hand fought rebels of the Dawn Lions. The rebels left."
    assert found(two)[-1] == ("rebels", "other:rebels")
    assert found("The rebels left Besk.") == [("rebels", "other:rebels")]
    guard = "Rebels left Besk. The Home Guard seized it."
    assert found(guard)[0] == ("Rebels", "other:rebels")
    fmln = "The FMLN came. The rebels left."
    assert found(fmln)[-1] == ("rebels", "other:FMLN")


def test_an_opposition_that_does_not_fight_is_no_rebel_group() -> None:
    text = "The Ashen Hand, a rebel group, fired. The opposition left parliament."
    assert found(text)[-1] == ("opposition", "other:opposition")


def test_militants_are_a_group_only_where_the_report_calls_it_so() -> None:
    called = "Militants of the Ashen Hand fired. The militants left. Terrorists burnt a bus."
    assert [entity for _, entity in found(called)] == ["other:Ashen Hand"] * 3 + [UNIDENTIFIED]
    uncalled = "Rebels of the Ashen Hand fired. Gunmen and terrorists burnt a bus."
    assert [entity for _, entity in found(uncalled)][2:] == [UNIDENTIFIED] * 2


def test_the_terrorists_of_a_state_outlet_stay_unidentified() -> None:
    text = "Terrorists of the so-called Ashen Hand fired. Thirty terrorists were killed. The gang fled."
    assert [entity for _, entity in found(text)] == [
        "other:Ashen Hand",
        "other:Ashen Hand",
        UNIDENTIFIED,
        "other:Ashen Hand",
    ]


def test_a_gang_is_no_body_of_the_world() -> None:
    text = "The so-called Dawn Lions broke a truce. The United Nations condemned it. The gang burnt a bus."
    assert found(text)[-1] == ("gang", "other:Dawn Lions")


# --- 3. The group


def test_the_group_is_the_nearest_or_the_only_one() -> None:
    far = "Rebels of the Ashen Hand fired. " + "It rained. " * 9 + "The organization denied it."
    assert found(far)[-1] == ("organization", "other:Ashen Hand")
    near = "Rebels of the Ashen Hand and of the Dawn Lions met. The Dawn Lions captured a mill. The group denied it."
    assert found(near)[-1] == ("group", "other:Dawn Lions")


# --- 4. Pronouns


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        (
            "There is fear among civilians that the Ashen Hand, a rebel group, might kill villagers if they succeed.",
            "other:Ashen Hand",
        ),
        ("In its war on the Ashen Hand, a militia, the Orsenian army made gains. They took a mill.", "other:Orsenian"),
        ("The Orsenian army attacked villagers with tanks. They burnt a mill.", "other:Orsenian"),
        ("Residents told the Orsenian army of it. They left.", "civilians"),
        ("Villagers were driven out by the Orsenian army. They left.", "civilians"),
        ("The Orsenian army and villagers met at noon. Later they left.", "other:Orsenian"),
    ],
)
def test_they_are_the_subject(text: str, entity: str) -> None:
    assert [m.entity for m in parties(text) if m.text.lower() == "they"] == [entity]


def test_it_is_no_plural() -> None:
    text = "The Orsenian government spoke. Militants fled to the hills, it said."
    assert [m.entity for m in parties(text) if m.form == "pronoun"] == ["other:Orsenian"]


def test_their_families_are_those_of_people() -> None:
    text = "The Orsenian army drove 12 men from their homes. Soldiers and their families left."
    assert [m.entity for m in parties(text) if m.form == "pronoun"] == ["civilians", "other:Orsenian"]


# --- 5. People


def test_civilian_casualties_count_no_civilians() -> None:
    assert [m.text for m in parties("Shelling caused dozens of civilian casualties.")] == ["civilian"]
    assert [m.text for m in parties("Shelling hit dozens of civilian homes.")] == ["dozens of civilian homes"]
    assert [m.text for m in parties("Shelling killed dozens of civilians.")] == ["dozens of civilians"]


def test_engineers_of_an_army_are_no_civilians() -> None:
    text = "Orsenian army engineers and an engineer of the mill met an army doctor."
    assert [(m.text, m.entity) for m in parties(text)] == [
        ("Orsenian army engineers", "other:Orsenian"),
        ("engineer", "civilians"),
        ("army doctor", "other:Orsenian"),
    ]
