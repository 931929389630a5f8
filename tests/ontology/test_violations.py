"""Violation tags: what is found, on which words, and what is left alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masudi.domain import Claim, Mention, Report, Span, Violation, span_of
from masudi.ontology import load_ontology


def tags(text: str, kind: str, trigger: str, *targets: str) -> tuple[Violation, ...]:
    """The tags of a claim of `kind` in a text of one sentence; trigger and targets at their first occurrence."""
    mention = mention_at(text, trigger)
    return load_ontology().tag(kind, [mention], [found(text, words) for words in targets])


def found(text: str, words: str) -> Span:
    start = text.index(words)
    return span_of(text, start, start + len(words))


def mention_at(text: str, trigger: str) -> Mention:
    span = found(text, trigger)
    return Mention(start=span.start, end=span.end, text=span.text, sentence=span_of(text, 0, len(text)))


def names(violations: tuple[Violation, ...]) -> set[str]:
    return {violation.tag for violation in violations}


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "tag", "words"),
    [
        ("Guards raped two prisoners.", "attack", "raped", "sexual_violence", "raped"),
        ("Women were held as sex slaves.", "detention", "held", "sexual_violence", "sex slaves"),
        ("He was arrested and tortured for a week.", "detention", "arrested", "torture", "tortured"),
        (
            "The men were forcibly disappeared.",
            "detention",
            "disappeared",
            "enforced_disappearance",
            "forcibly disappeared",
        ),
        ("Gunmen took nine miners hostage.", "detention", "took", "hostage_taking", "hostage"),
        (
            "The brigade recruited dozens of boys.",
            "movement",
            "recruited",
            "child_recruitment",
            "recruited dozens of boys",
        ),
        ("Child soldiers manned the gate.", "movement", "manned", "child_recruitment", "Child soldiers"),
        ("The garrison looted shops.", "seizure", "looted", "looting", "looted"),
        ("Three children starved as the siege went on.", "siege", "siege", "starvation", "starved"),
    ],
)
def test_cues(text: str, kind: str, trigger: str, tag: str, words: str) -> None:
    (violation,) = tags(text, kind, trigger)
    assert (violation.tag, violation.span.text) == (tag, words)
    assert violation.span == found(text, words)


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "words"),
    [
        ("Jets bombed a field hospital in Sarw.", "airstrike", "bombed", "bombed a field hospital"),
        ("Shells hit the town's main clinic.", "shelling", "hit", "hit the town's main clinic"),
        ("An air strike that hit a besieged clinic killed six.", "casualties", "killed", "hit a besieged clinic"),
        ("Attacks on hospitals went on.", "attack", "Attacks", "Attacks on hospitals"),
        ("The shelling of rebel-held clinics went on.", "shelling", "shelling", "shelling of rebel-held clinics"),
        ("Two clinics in Sarw were badly damaged.", "destruction", "damaged", "clinics in Sarw were badly damaged"),
        ("At least two hospitals were shelled.", "shelling", "shelled", "hospitals were shelled"),
        ("It killed 12 people, including a nurse.", "casualties", "killed", "killed 12 people, including a nurse"),
        ("They shot dead at least three medics.", "execution", "shot dead", "shot dead at least three medics"),
        ("Doctors have been abducted and one was killed.", "execution", "killed", "Doctors have been abducted"),
        ("Warplanes bombed Sarw, hitting a clinic.", "airstrike", "bombed", "hitting a clinic"),
    ],
)
def test_health_care_that_is_attacked(text: str, kind: str, trigger: str, words: str) -> None:
    (violation,) = tags(text, kind, trigger)
    assert (violation.tag, violation.span.text) == ("attack_on_health", words)


@pytest.mark.parametrize(
    ("text", "kind", "trigger"),
    [
        ("Shells hit the market and the wounded were taken to hospital.", "shelling", "hit"),
        ("Shells hit a house near the hospital.", "shelling", "hit"),
        ("Shells hit a house next to the city's main hospital.", "shelling", "hit"),
        ("A house behind the hospital was hit.", "shelling", "hit"),
        ("The road to the hospital was shelled.", "shelling", "shelled"),
        ("The town was shelled, hospital officials said.", "shelling", "shelled"),
        ("Jets bombed the town hospital sources said.", "airstrike", "bombed"),
        ("The attack on Sarw prompted doctors to leave.", "attack", "attack"),
        ("The attack on Sarw left nurses without a clinic.", "attack", "attack"),
        ("Jets bombed the village and the hospital received thirty wounded.", "airstrike", "bombed"),
        ("Shells hit the crossing, which is far from the clinic that was bombed last year.", "shelling", "hit"),
        ("Jets bombed Hospital Street.", "airstrike", "bombed"),
        ("The raid killed the brother of a doctor.", "casualties", "killed"),
        ("The hospital treated a man who was shot.", "attack", "shot"),
        ("Jets bombed the hospital's neighbours.", "airstrike", "bombed"),
        ("The clinic reported that the bridge was hit.", "airstrike", "hit"),
        ("Hospitals lack fuel as the shelling goes on.", "shelling", "shelling"),
        ("Jets bombed hospitality tents.", "airstrike", "bombed"),
        ("Doctors said twelve people were killed.", "casualties", "killed"),
    ],
)
def test_health_care_that_is_only_named(text: str, kind: str, trigger: str) -> None:
    assert tags(text, kind, trigger) == ()


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "tag"),
    [
        ("Rockets struck a primary school.", "shelling", "struck", "attack_on_school"),
        ("The church was burned down.", "destruction", "burned", "attack_on_place_of_worship"),
        ("Militants blew up the shrine.", "destruction", "blew up", "attack_on_place_of_worship"),
        ("An aid convoy was attacked at the crossing.", "attack", "attacked", "attack_on_aid_worker"),
        ("A sniper killed two aid workers.", "casualties", "killed", "attack_on_aid_worker"),
        ("Gunmen murdered a reporter.", "execution", "murdered", "attack_on_journalist"),
        ("Shelling of a media office went on.", "shelling", "Shelling", "attack_on_journalist"),
    ],
)
def test_other_things_and_people_that_are_attacked(text: str, kind: str, trigger: str, tag: str) -> None:
    assert names(tags(text, kind, trigger)) == {tag}


def test_a_thing_among_the_targets_was_harmed() -> None:
    text = "Jets pounded the market, two clinics in the old town and a depot."
    assert tags(text, "airstrike", "pounded") == ()
    (violation,) = tags(text, "airstrike", "pounded", "two clinics in the old town", "a depot")
    assert violation == Violation(tag="attack_on_health", span=found(text, "clinics"))


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "target"),
    [
        ("A missile landed near a school.", "shelling", "landed", "school"),
        ("Jets pounded people at the school.", "airstrike", "pounded", "people at the school"),
        ("Jets pounded the school road.", "airstrike", "pounded", "school road"),
        ("Jets pounded a crowd of children.", "airstrike", "pounded", "children"),
        ("The army moved towards the school.", "movement", "moved", "school"),
    ],
)
def test_a_target_that_is_no_such_thing(text: str, kind: str, trigger: str, target: str) -> None:
    assert tags(text, kind, trigger, target) == ()


def test_a_target_in_another_sentence_is_no_evidence() -> None:
    text = "Jets pounded Sarw. They spared the school."
    mention = Mention(start=5, end=12, text="pounded", sentence=span_of(text, 0, 18))
    assert load_ontology().tag("airstrike", [mention], [found(text, "school")]) == ()


@pytest.mark.parametrize("kind", ["capture", "control", "diplomacy", "aid"])
def test_a_tag_attaches_only_to_its_kinds(kind: str) -> None:
    assert tags("Jets bombed a hospital and guards raped prisoners.", kind, "bombed") == ()


def test_words_of_another_clause_are_left_to_their_own_claim() -> None:
    text = "The army took the mill, while guards tortured prisoners in Sarw."
    assert tags(text, "attack", "took") == ()
    assert names(tags(text, "attack", "tortured")) == {"torture"}


def test_each_stretch_of_words_stands_once_and_in_order() -> None:
    text = "Jets bombed a clinic, and a clinic was bombed; they bombed a hospital."
    mentions = [mention_at(text, "bombed"), mention_at(text, "clinic was bombed"), mention_at(text, "they bombed")]
    spans = [violation.span.text for violation in load_ontology().tag("airstrike", [*mentions, *mentions])]
    assert spans == ["bombed a clinic", "clinic was bombed", "bombed a hospital"]


@pytest.mark.parametrize(
    "text", ["JETS BOMBED A HOSPITAL.", "Jets bombed\n  a   hospital.", "“Jets bombed a hospital”"]
)
def test_case_and_spacing_make_no_difference(text: str) -> None:
    trigger = "BOMBED" if text.isupper() else "bombed"
    assert names(tags(text, "airstrike", trigger)) == {"attack_on_health"}


def test_offsets_count_code_points_of_the_report() -> None:
    text = "\U0001f600 قصف: jets bombed a hospital."
    (violation,) = tags(text, "airstrike", "bombed")
    assert text[violation.span.start : violation.span.end] == violation.span.text == "bombed a hospital"


def test_a_sentence_without_end_is_read_near_the_trigger_only() -> None:
    text = "word " * 20_000 + "jets bombed a hospital " + "word " * 20_000
    assert names(tags(text, "airstrike", "bombed")) == {"attack_on_health"}
    assert tags(text, "airstrike", "word") == ()


WORDS = st.sampled_from(
    ["jets", "bombed", "killed", "a", "hospital", ",", "and", "which", "near", "’", "-", "including"]
)


@given(st.lists(WORDS, min_size=1, max_size=30), st.data())
def test_a_tag_points_at_its_words(words: list[str], data: st.DataObject) -> None:
    text = "é " + " ".join(words)
    at = data.draw(st.integers(2, len(text) - 1))
    mention = Mention(start=at, end=at + 1, text=text[at], sentence=span_of(text, 0, len(text)))
    for violation in load_ontology().tag("attack", [mention], [span_of(text, 0, len(text))]):
        assert text[violation.span.start : violation.span.end] == violation.span.text
        assert violation.span.text == violation.span.text.strip()


def test_the_tags_of_the_issue_are_there_each_with_a_norm() -> None:
    expected = (
        "sexual_violence torture enforced_disappearance hostage_taking child_recruitment attack_on_health "
        "attack_on_school attack_on_place_of_worship attack_on_aid_worker attack_on_journalist starvation looting"
    )
    file = load_ontology().violations
    assert " ".join(tag.name for tag in file.tags) == expected
    assert all(tag.norms for tag in file.tags)
    assert "no legal finding" in file.notice


def test_tags_work_on_claims(make_report: Callable[..., Report], make_claim: Callable[..., Claim]) -> None:
    report = make_report("Raiders of the Harran Brigades stormed the clinic at Tell Sarw.")
    claim = make_claim(report, target="clinic")
    (violation,) = load_ontology().tag(claim.kind, claim.mentions, claim.target)
    assert violation.span.text == "stormed the clinic"
