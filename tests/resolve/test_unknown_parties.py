"""Parties that the data does not know: wars of no scene, and states that only the report names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.data import packaged
from masudi.resolve import PartyMention, find_parties, load_knowledge

UNIDENTIFIED = "other:unidentified armed group"


def parties(text: str) -> list[PartyMention]:
    return list(find_parties(text, knowledge=load_knowledge()))


def found(text: str) -> list[tuple[str, str | None]]:
    """Words and entity of every mention but pronouns and people."""
    return [(m.text, m.entity) for m in parties(text) if m.form not in ("pronoun", "people")]


# --- 1. A scene only where the report gives evidence for it


@pytest.mark.parametrize(
    "text",
    [
        "The army shelled the mill and jets bombed it.",
        "Soldiers and police left; the government and officials said nothing.",
        "The regime’s forces came with helicopters.",
    ],
)
def test_without_evidence_a_state_has_no_name(text: str) -> None:
    mentions = [m for m in parties(text) if m.form == "nominal"]
    assert len(mentions) >= 2
    assert {(m.entity, m.actor_id, m.name) for m in mentions} == {(None, None, None)}


@pytest.mark.parametrize(
    ("evidence", "army", "rebels"),
    [
        ("Damascus was quiet.", "syrian_government", "opposition"),
        ("Shells fell near Saraqib in Idlib.", "syrian_government", "opposition"),
        ("The Nusra Front left.", "syrian_government", "opposition"),
        ("Assad spoke.", "syrian_government", "opposition"),
        ("Shells fell on Fallujah.", "iraq", "other:Iraqi insurgency"),
        ("The Hashd al-Shaabi came.", "iraq", "other:Iraqi insurgency"),
        ("The war in Yemen went on.", "other:Yemen", "other:Houthis"),
    ],
)
def test_a_state_a_party_a_place_or_a_person_gives_the_scene(evidence: str, army: str, rebels: str) -> None:
    mentions = dict(found(f"{evidence} The army fired and the rebels ran."))
    assert (mentions["army"], mentions["rebels"]) == (army, rebels)


def test_the_last_war_of_a_refugee_is_not_that_of_the_report() -> None:
    text = "A family from Iraq told of it. The Orsenian army shelled Besk, and Orsenian jets came. The army denied it."
    assert dict(found(text))["army"] == "other:Orsenian"
    text = "Men from Syria told of it. Sudanese soldiers shelled Bara, Sudan said; Sudan is at war. The army denied it."
    assert dict(found(text))["army"] == "other:Sudan"


@pytest.mark.parametrize(
    "text",
    [
        "The Republican Guard left its post.",
        "The interim government met.",
        "Popular committees guard the road.",
        "The Observatory on the hill was hit.",
        "The international coalition met.",
        "The Southern Front held.",
        "Army of Conquest is a game.",
        "US-backed forces came.",
        "Shia militias came.",
        "The foreign secretary, Ito Hammond, came.",
    ],
)
def test_names_that_others_bear_too_mean_nobody_elsewhere(text: str) -> None:
    told = {"syrian_government", "opposition", "sdf", "iran", "monitors", "other:United Kingdom"}
    assert told.isdisjoint(entity for _, entity in found(text))
    assert ("international coalition", "us_coalition") not in found(text)


def test_names_that_others_bear_too_count_in_their_war() -> None:
    assert ("Republican Guard", "syrian_government") in found("In Damascus, the Republican Guard left.")
    assert ("Observatory", "monitors") in found("Jets bombed Aleppo, the Observatory said.")


def test_kurdish_forces_of_nowhere_are_only_that() -> None:
    assert found("Kurdish fighters held a hill.") == [("Kurdish fighters", "other:Kurdish forces")]


# --- 2. States that only the report names


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The Orsenian army crossed. Orsenia denied it.", "other:Orsenia"),
        ("The Orsenian army crossed.", "other:Orsenian"),
        ("Dalish troops crossed into the hills. Dalia denied it.", "other:Dalia"),
        ("The Tavrini government met in Tavrin.", "other:Tavrin"),
        ("Velmark’s army crossed. It rained.", "other:Velmark"),
        ("The army of Velmark crossed.", "other:Velmark"),
        ("Soldiers of the Republic of Velmark crossed.", "other:Velmark"),
        ("In Harkonia the war went on. At noon Harkonian police stood by.", "other:Harkonia"),
        ("The Sarnese air force flew over Sarna.", "other:Sarna"),
        ("South Orsenian troops crossed.", "other:South Orsenian"),
        ("Orsenian soldiers crossed.", "other:Orsenian"),
        ("Dozens died as the Royal Orsenian Army fired. Orsenian villages burnt.", "other:Orsenian"),
    ],
)
def test_a_state_is_named_by_what_the_report_says(text: str, entity: str) -> None:
    text += " The army said so. The government, soldiers, police and jets were idle."
    nominals = [m for m in parties(text) if m.form == "nominal"][-5:]
    assert [m.text for m in nominals] == ["army", "government", "soldiers", "police", "jets"]
    assert {m.entity for m in nominals} == {entity}
    assert {m.actor_id for m in nominals} == {None}


def test_the_name_of_a_state_is_in_words() -> None:
    assert {m.name for m in parties("The Orsenian army crossed. The army rested.")} == {"Orsenian government"}
    assert {m.name for m in parties("The Orsenian army crossed. In Orsenia the army rested.")} == {"Orsenia"}


def test_a_bare_army_comes_before_its_state_is_named() -> None:
    text = "The army burnt two huts. A Velmarkian minister, and the Velmarkian government, denied it."
    assert found(text)[0] == ("army", "other:Velmarkian")


def test_of_two_states_none_is_meant() -> None:
    text = "Orsenian troops fired at the Dalish army. The army fell back, and the government called for talks."
    assert [entity for words, entity in found(text) if words in ("army", "government")] == [None, None]
    assert found("The Orsenian army and the army of neighbouring Kor met.")[1] == ("army", None)
    assert found("Orsenian soldiers left. The Tolvan police came. Tolvan men left.")[-1] == ("police", None)


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("The Sudanese army advanced. The army took Bara.", "other:Sudan"),
        ("Ukrainian troops dug in. The army called it a success; a US official agreed.", "other:Ukraine"),
        ("Ethiopian soldiers came. The army took Korem.", "other:Ethiopia"),
        ("Shells fell in Sudan. Sudan is at war. The army took Bara.", "other:Sudan"),
        ("US officials came. The army took Bara.", None),
        ("British troops came. The army took Bara.", None),
        ("Sudanese troops and Chadian soldiers met. The army took Bara.", None),
    ],
)
def test_a_known_state_without_a_scene(text: str, entity: str | None) -> None:
    assert [e for words, e in found(text) if words == "army"] == [entity]


@pytest.mark.parametrize(
    "text",
    [
        "President Hariri said that the Hariri government would stay. The army was idle.",
        "General Aldo Venn came. Venn’s army left. The army was idle.",
        "The European governments and African troops met. The army was idle.",
        "A Republican government and Christian soldiers fought. The army was idle.",
        "These soldiers left. The army was idle.",
        "Yesterday’s army is not today’s. The army was idle.",
        "The Salvation Army gave out soup. The army was idle.",
    ],
)
def test_what_is_no_state(text: str) -> None:
    assert found(text)[-1] == ("army", None)
    assert {entity for _, entity in found(text)} == {None}


# --- The bundled samples, and hostile text


@pytest.fixture(params=sorted(packaged("samples").glob("*.txt")), ids=lambda path: path.stem)
def sample(request: pytest.FixtureRequest) -> str:
    text: str = request.param.read_text(encoding="utf-8")
    return text.partition("\n\n")[2]


def test_no_party_of_a_sample_is_one_of_another_war(sample: str) -> None:
    allowed = {None, "civilians", "aid_workers", "media", "united_nations", UNIDENTIFIED}
    own = {"other:Kelmaran", "other:Kelmara", "other:Northern Covenant", "other:Home Guard"}
    if "Northern Covenant" not in sample:
        own.add("other:Covenant")
    assert {m.entity for m in parties(sample)} <= allowed | own


def test_the_covenant_of_a_sample_is_one(sample: str) -> None:
    names = [m for m in parties(sample) if m.form == "name" and "Covenant" in m.text]
    assert len({m.entity for m in names}) == len({m.name for m in names}) == 1
    assert len(names) == sample.count("Covenant")


PIECES = (
    "the The of for and called Covenant Northern Front (HLF) HLF Orsenian Orsenia’s army rebels militia , . a rebel "
    "group so-called said Army People’s Republic captured South fighters – “ al-Furqan Brigades soldiers They their "
    "is in Torvesh\n\n Union NAME, dozens civilian casualties officials"
)


@given(st.lists(st.sampled_from(PIECES.split(" ")), max_size=30).map(" ".join))
def test_spans_repeat_the_text_and_do_not_overlap(text: str) -> None:
    end = 0
    for mention in parties(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start >= end
        assert mention.entity is None or mention.entity.removeprefix("other:")
        end = mention.end
