"""What the coder must get right by construction, on texts with invented names: one test a construction."""

from __future__ import annotations

import pytest

import masudi
from masudi import Claim, Reading
from masudi.domain import HedgeLevel, RelationKind, Status


def read(text: str) -> Reading:
    return masudi.read(text + "\n", published="2024-03-08", source="valley-news.example")


def of_kind(reading: Reading, kind: str) -> list[Claim]:
    return [claim for claim in reading.claims if claim.kind == kind]


def words(spans: tuple[object, ...]) -> str:
    return " | ".join(str(getattr(span, "text", span)) for span in spans)


FEINTS = [
    (
        "The militants feigned a push on the northern bridge, but then they stormed Qasr Hill from the south.",
        "Qasr Hill",
    ),
]


@pytest.mark.parametrize(("text", "blow"), FEINTS)
def test_a_feint_is_a_tactic_that_points_at_the_real_attack(text: str, blow: str) -> None:
    reading = read(text)
    by_id = {claim.id: claim for claim in reading.claims}
    feints = [
        by_id[relation.to]
        for claim in of_kind(reading, "tactic")
        for relation in claim.relations
        if relation.kind == RelationKind.FEINT_FOR
    ]
    assert feints, [claim.kind for claim in reading.claims]
    assert blow in words(feints[0].place)


@pytest.mark.parametrize(
    "text",
    [
        "The rebels did not begin with suicide car bombs.",
        "The rebels attacked Harran but did not use car bombs.",
    ],
)
def test_what_was_not_done_is_denied(text: str) -> None:
    explosions = of_kind(read(text), "explosion")
    assert [claim.status for claim in explosions] == [Status.DENIED]
    assert explosions[0].status_cue


def test_an_aim_is_intended_and_keeps_its_words() -> None:
    reading = read("The rebels launched an offensive. The main goal of the offensive was to split the enclave in two.")
    aims = of_kind(reading, "aim")
    assert [(claim.status, claim.mentions[0].text) for claim in aims] == [
        (Status.INTENDED, "to split the enclave in two")
    ]
    assert RelationKind.AIM_OF in {relation.kind for relation in aims[0].relations}


def test_gains_are_captured_with_each_of_their_places() -> None:
    reading = read("The rebels captured several areas such as the radio tower, Qasr Hill and parts of Mill Street.")
    captures = of_kind(reading, "capture")
    assert len(captures) == 1
    assert captures[0].status == Status.ASSERTED
    assert "Qasr Hill" in words(captures[0].place)
    assert "Mill Street" in words(captures[0].place)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The rebels attacked because their supply road was closing.", "because their supply road was closing"),
    ],
)
def test_reasons(text: str, reason: str) -> None:
    assert reason in [claim.mentions[0].text for claim in of_kind(read(text), "reason")]


@pytest.mark.parametrize(
    "text",
    [
        "There are concerns among residents that the militia might carry out massacres in the quarter.",
        "Aid workers fear a massacre if the town falls.",
        "Residents feared that the militants could commit a massacre.",
    ],
)
def test_a_feared_massacre_is_possible_and_never_asserted(text: str) -> None:
    statuses = [claim.status for claim in of_kind(read(text), "execution")]
    assert statuses == [Status.POSSIBLE]


def test_a_siege_with_those_inside() -> None:
    reading = read("The town has been under siege for 14 months and is home to more than 30,000 civilians.")
    sieges = of_kind(reading, "siege")
    assert [claim.status for claim in sieges] == [Status.ASSERTED]
    assert [(toll.harm, toll.who, toll.low, toll.high) for toll in sieges[0].casualties] == [
        ("besieged", "civilians", 30000, None)
    ]


def test_shelling_and_the_toll_it_caused() -> None:
    reading = read(
        "The militia is shelling the eastern quarters every day, which has caused dozens of civilian casualties."
    )
    tolls = of_kind(reading, "casualties")
    assert [claim.status for claim in of_kind(reading, "shelling")] == [Status.ASSERTED]
    assert [toll.low for claim in tolls for toll in claim.casualties] == [24]
    assert [relation.kind for claim in tolls for relation in claim.relations] == [RelationKind.CAUSED_BY]


def test_an_attack_that_was_repelled_was_attempted() -> None:
    reading = read("The army repelled an attack by the rebels on Harran.")
    assert [claim.status for claim in of_kind(reading, "attack")] == [Status.ATTEMPTED]
    assert [claim.status for claim in of_kind(reading, "repulsion")] == [Status.ASSERTED]


def test_an_epithet_holds_whatever_the_sentence_fears() -> None:
    reading = read("If they enter the besieged quarter, many could be killed.")
    assert [claim.status for claim in of_kind(reading, "siege")] == [Status.ASSERTED]
    assert [claim.status for claim in of_kind(reading, "casualties")] == [Status.POSSIBLE]


def test_hedge_stands_beside_the_status() -> None:
    reading = read("The army allegedly shelled the market.")
    shelling = of_kind(reading, "shelling")
    assert [(claim.status, claim.hedge.level) for claim in shelling] == [(Status.ASSERTED, HedgeLevel.ALLEGED)]
    assert shelling[0].hedge.span is not None
    assert shelling[0].hedge.span.text == "allegedly"


def test_the_weapon_beside_a_strike_tells_its_kind() -> None:
    kinds = {
        "Rockets hit the market in Harran.": "shelling",
        "A chlorine attack on Harran was reported.": "chemical_attack",
        "Rebels attacked Harran.": "attack",
    }
    for text, kind in kinds.items():
        assert [claim.kind for claim in read(text).claims][:1] == [kind], text


def test_who_says_so_and_in_what_position() -> None:
    reading = read("Doctors at the Harran hospital said that shelling killed four children.")
    tolls = of_kind(reading, "casualties")
    assert "Doctors" in words(tolls[0].source)
    assert tolls[0].source[0].position == "medical"
    assert tolls[0].casualties[0].labelled_by == tolls[0].source[0].text


def test_civilians_are_never_the_ones_who_shell() -> None:
    for claim in of_kind(read("Residents said shelling hit the market."), "shelling"):
        assert not any(party.entity == "civilians" for party in claim.actor)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Rebels captured the town.", "capture"),
        ("Rebels captured eleven soldiers at the hill.", "detention"),
        ("The soldiers were captured by rebels at the hill.", "detention"),
        ("Rebels seized ammunition at the base.", "seizure"),
        ("Soldiers have blocked an aid convoy since Tuesday.", "obstruction"),
        ("A convoy with food has been blocked by soldiers at the checkpoint.", "obstruction"),
    ],
)
def test_the_object_tells_the_kind(text: str, kind: str) -> None:
    assert kind in [claim.kind for claim in read(text).claims]


def test_who_speaks_is_not_who_is_hit() -> None:
    reading = read("The activists in the area said rockets were fired at the town by the army.")
    for claim in of_kind(reading, "shelling"):
        assert not any("activists" in party.text for party in (*claim.actor, *claim.target))


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("The bombing forced thousands of families to flee their homes.", "displacement", Status.ASSERTED),
        ("Rebels said the town has been out of army control since May.", "control", Status.DENIED),
    ],
)
def test_statuses_by_their_constructions(text: str, kind: str, status: Status) -> None:
    assert [claim.status for claim in of_kind(read(text), kind)] == [status]


def test_the_agent_of_an_earlier_verb_is_not_hit_by_the_next() -> None:
    reading = read("The town is held by rebels and is regularly shelled by the army.")
    (shelling,) = of_kind(reading, "shelling")
    assert not any("rebels" in party.text for party in shelling.target)
    assert ["army" in party.text for party in shelling.actor] == [True]
