"""The crosswalk's answers, and that its rules hold together."""

from __future__ import annotations

from itertools import product

import pytest

from masudi.domain import Status
from masudi.ontology import Code, Facts, load_ontology
from masudi.ontology.crosswalk import Codebook, Rule

STATE, FOREIGN, BESIDE, GROUP = "state", "foreign_state", "semi_state", "non_state"
PEOPLE, MASKED, NOBODY = "civilians", "unidentified", ""


def answers(kind: str, actor: str = "", target: str = "", *, status: str = "asserted", **more: str) -> dict[str, Code]:
    """The answers by codebook; classes, outcomes, cues and tags as words with spaces between."""
    sets = {name: frozenset(words.split()) for name, words in {"actor": actor, "target": target, **more}.items()}
    codes = load_ontology().codes(Facts(kind=kind, status=status, **sets))
    assert [code.codebook for code in codes] == ["acled", "ged", "plover", "cameo"]
    return {code.codebook: code for code in codes}


def acled(kind: str, actor: str = "", target: str = "", *, status: str = "asserted", **more: str) -> str | None:
    code = answers(kind, actor, target, status=status, **more)["acled"]
    return f"{code.code}: {code.sub}" if code.code else None


CLASH = "Battles: Armed clash"
REGAINS = "Battles: Government regains territory"
OVERTAKES = "Battles: Non-state actor overtakes territory"


@pytest.mark.parametrize(
    ("actor", "target", "expected"),
    [
        (STATE, GROUP, REGAINS),
        (f"{STATE} {BESIDE}", GROUP, REGAINS),
        (GROUP, STATE, OVERTAKES),
        (GROUP, GROUP, OVERTAKES),
        (f"{GROUP} {FOREIGN}", GROUP, OVERTAKES),
        (FOREIGN, GROUP, None),
        (BESIDE, GROUP, None),
        (STATE, NOBODY, None),
        (GROUP, PEOPLE, None),
        (NOBODY, GROUP, None),
    ],
)
def test_acled_codes_a_capture_by_who_gains_from_whom(actor: str, target: str, expected: str | None) -> None:
    assert acled("capture", actor, target, outcome="gained") == expected


def test_acled_parts_a_fight_for_a_place_from_its_capture() -> None:
    assert acled("capture", STATE, GROUP, status="attempted") == CLASH
    assert acled("attack", STATE, GROUP) == CLASH
    assert acled("attack", STATE, GROUP, outcome="gained") == REGAINS
    assert acled("capture", GROUP, outcome="gained unopposed") == (
        "Strategic developments: Non-violent transfer of territory"
    )


@pytest.mark.parametrize(
    ("actor", "target", "expected"),
    [
        (GROUP, STATE, CLASH),
        (NOBODY, STATE, CLASH),
        (MASKED, f"{PEOPLE} {STATE}", CLASH),
        (GROUP, PEOPLE, "Violence against civilians: Attack"),
        (MASKED, PEOPLE, "Violence against civilians: Attack"),
        (GROUP, NOBODY, None),
        (PEOPLE, STATE, None),
        ("other", GROUP, None),
    ],
)
def test_acled_codes_an_attack_by_who_was_attacked(actor: str, target: str, expected: str | None) -> None:
    assert acled("attack", actor, target) == expected


@pytest.mark.parametrize(
    ("kind", "more", "expected"),
    [
        ("shelling", {}, "Explosions/Remote violence: Shelling/artillery/missile attack"),
        ("airstrike", {}, "Explosions/Remote violence: Air/drone strike"),
        ("explosion", {"cue": "suicide vehicle_bomb"}, "Explosions/Remote violence: Suicide bomb"),
        ("explosion", {"cue": "vehicle_bomb"}, "Explosions/Remote violence: Remote explosive/landmine/IED"),
        ("explosion", {"status": "attempted"}, "Strategic developments: Disrupted weapons use"),
        ("shelling", {"status": "attempted"}, None),
        ("chemical_attack", {}, "Explosions/Remote violence: Chemical weapon"),
        ("attack", {"tag": "sexual_violence"}, "Violence against civilians: Sexual violence"),
        ("execution", {}, "Violence against civilians: Attack"),
        ("agreement", {}, "Strategic developments: Agreement"),
        ("agreement", {"status": "denied"}, None),
        ("release", {}, "Strategic developments: Agreement"),
        ("release", {"cue": "rescue"}, None),
        ("movement", {"actor": STATE}, "Strategic developments: Change to group/activity"),
        ("movement", {}, None),
        ("seizure", {"actor": GROUP, "tag": "looting"}, "Strategic developments: Looting/property destruction"),
        ("seizure", {"actor": GROUP}, None),
        ("displacement", {"actor": GROUP, "target": PEOPLE}, "Strategic developments: Other"),
        ("displacement", {"actor": PEOPLE}, None),
        ("siege", {"actor": GROUP}, None),
    ],
)
def test_acled(kind: str, more: dict[str, str], expected: str | None) -> None:
    assert acled(kind, **more) == expected


@pytest.mark.parametrize(
    ("actor", "target", "tag", "expected"),
    [
        (GROUP, PEOPLE, "", "Violence against civilians: Abduction/forced disappearance"),
        (STATE, PEOPLE, "", None),
        (STATE, PEOPLE, "enforced_disappearance", "Violence against civilians: Abduction/forced disappearance"),
        (GROUP, STATE, "", None),
    ],
)
def test_acled_parts_arrests_from_abductions(actor: str, target: str, tag: str, expected: str | None) -> None:
    assert acled("detention", actor, target, tag=tag) == expected


@pytest.mark.parametrize(
    ("kind", "actor", "target", "more", "expected"),
    [
        ("attack", STATE, GROUP, {}, "1"),
        ("attack", GROUP, FOREIGN, {}, "1"),
        ("airstrike", FOREIGN, GROUP, {}, "1"),
        ("attack", STATE, FOREIGN, {}, "1"),
        ("attack", FOREIGN, BESIDE, {}, "1"),
        ("attack", GROUP, GROUP, {}, "2"),
        ("attack", BESIDE, GROUP, {}, None),
        ("attack", GROUP, PEOPLE, {}, "3"),
        ("airstrike", STATE, PEOPLE, {}, None),
        ("execution", GROUP, PEOPLE, {}, "3"),
        ("execution", STATE, PEOPLE, {}, None),
        ("execution", STATE, PEOPLE, {"cue": "massacre"}, "3"),
        ("execution", GROUP, STATE, {}, None),
        ("attack", MASKED, STATE, {}, None),
        ("attack", GROUP, NOBODY, {}, None),
        ("destruction", STATE, GROUP, {}, None),
    ],
)
def test_ged_follows_from_the_sides(
    kind: str, actor: str, target: str, more: dict[str, str], expected: str | None
) -> None:
    assert answers(kind, actor, target, outcome="deaths", **more)["ged"].code == expected


def test_ged_needs_a_death() -> None:
    code = answers("attack", STATE, GROUP)["ged"]
    assert code.code is None
    assert code.reason == "The report links no death to it."


def test_casualties_are_no_event_of_their_own() -> None:
    for code in answers("casualties", STATE, PEOPLE, outcome="deaths").values():
        assert code.code is None
        assert code.reason


@pytest.mark.parametrize(
    ("kind", "more", "plover", "cameo"),
    [
        ("attack", {"actor": GROUP, "target": STATE}, "ASSAULT", "190"),
        ("attack", {"actor": GROUP, "target": STATE, "cue": "small_arms"}, "ASSAULT: firearms", "193"),
        ("attack", {"actor": GROUP, "target": PEOPLE, "tag": "sexual_violence"}, "ASSAULT: sexual", "1821"),
        ("shelling", {}, "ASSAULT: heavy-weapons", "194"),
        ("airstrike", {}, "ASSAULT", "195"),
        ("airstrike", {"cue": "drone"}, "ASSAULT: drone", "1952"),
        ("airstrike", {"cue": "aircraft"}, "ASSAULT: aerial", "195"),
        ("explosion", {"cue": "suicide vehicle_bomb"}, "ASSAULT: suicide-attack", "1831"),
        ("explosion", {"cue": "roadside_bomb"}, "ASSAULT: explosives", "1833"),
        ("chemical_attack", {}, "ASSAULT: unconventional", "2041"),
        ("execution", {"cue": "massacre"}, "ASSAULT: targeted", "202"),
        ("execution", {"cue": "assassination", "status": "attempted"}, "ASSAULT: targeted", "185"),
        ("detention", {"cue": "kidnap"}, "ASSAULT: abduct", "181"),
        ("detention", {"cue": "arrest"}, "COERCE: arrest", "173"),
        ("detention", {}, "not codable", None),
        ("release", {}, "RETREAT: release", "0841"),
        ("capture", {}, "COERCE: seize", "192"),
        ("withdrawal", {}, "RETREAT: withdraw", "0874"),
        ("siege", {}, "COERCE: restrict", "191"),
        ("control", {}, "not codable", None),
        ("movement", {"actor": GROUP}, "MOBILIZE: militia", "154"),
        ("support", {}, "AID", "072"),
        ("aid", {}, "AID", "073"),
        ("aid", {"status": "denied"}, "not codable", None),
        ("displacement", {"actor": STATE, "target": PEOPLE}, "SANCTION: expel", None),
        ("agreement", {"cue": "truce"}, "AGREE", "0871"),
        ("agreement", {}, "AGREE", None),
        ("diplomacy", {"cue": "talks"}, "CONSULT", "040"),
        ("diplomacy", {"cue": "talks appeal"}, "REQUEST", "020"),
        ("diplomacy", {}, "not codable", None),
        ("accusation", {"cue": "blame"}, "ACCUSE: allege", "112"),
        ("accusation", {"cue": "claim_responsibility"}, "not codable", "015"),
        ("accusation", {"cue": "deny", "status": "denied"}, "not codable", "016"),
        ("accusation", {"status": "denied"}, "not codable", None),
        ("threat", {}, "THREATEN", "130"),
    ],
)
def test_plover_and_cameo(kind: str, more: dict[str, str], plover: str, cameo: str | None) -> None:
    found = answers(kind, **more)
    assert (found["plover"].text, found["cameo"].code) == (plover, cameo)


def test_a_code_reads_well() -> None:
    found = answers("capture", STATE, GROUP, outcome="gained deaths")
    assert [code.text for code in found.values()] == [
        "Battles: Government regains territory",
        "1 State-based conflict",
        "COERCE: seize",
        "192 Occupy territory",
    ]


@pytest.mark.parametrize("status", ["intended", "possible", "denied"])
def test_nothing_feared_planned_or_denied_becomes_an_event(status: str) -> None:
    """Whatever else is known. The one exception is CAMEO's code for denying responsibility, which is itself an act."""
    outcomes = " ".join(outcome.name for outcome in load_ontology().crosswalk.outcomes)
    cues = " ".join(cue.name for cue in load_ontology().crosswalk.cues)
    tags = " ".join(tag.name for tag in load_ontology().violations.tags)
    for kind, actor, target in product([k.name for k in load_ontology().kinds], [STATE, GROUP], [STATE, GROUP, PEOPLE]):
        found = answers(kind, actor, target, status=status, outcome=outcomes, cue=cues, tag=tags).values()
        coded = {code.code for code in found if code.code}
        assert coded == ({"016"} if (kind, status) == ("accusation", "denied") else set()), kind


def test_analysis_is_never_an_event() -> None:
    for kind, status in product(["aim", "reason", "tactic", "assessment"], Status):
        assert {code.code for code in answers(kind, STATE, GROUP, status=status).values()} == {None}


def test_every_answer_is_a_code_or_a_reason() -> None:
    for kind, status in product([kind.name for kind in load_ontology().kinds], Status):
        for code in answers(kind, status=status).values():
            assert (code.code is None) == (code.reason is not None)


def test_an_unknown_kind_has_no_code() -> None:
    assert {code.code for code in answers("parade", STATE).values()} == {None}


def test_no_rule_hides_another() -> None:
    """Each rule answers for some facts that fit it."""
    ontology = load_ontology()
    for book in ontology.crosswalk.codebooks:
        hidden = [rule for rule in book.rules if not reached(book, rule)]
        assert hidden == [], book.name


def reached(book: Codebook, rule: Rule) -> bool:
    """Whether some facts made of the rule's own values, the rest left open, get the rule's answer."""
    ontology = load_ontology()
    walk = ontology.crosswalk
    given = {name: sorted(walk.values(values)) for name, values in rule.when.conditions()}
    kinds = given.pop("kind", None) or [
        kind.name for kind in ontology.kinds if kind.family in given.get("family", [kind.family])
    ]
    statuses = given.pop("status", [status.value for status in Status])
    given.pop("family", None)
    for kind, status, *values in product(kinds, statuses, *given.values()):
        sets = {name: frozenset({value}) for name, value in zip(given, values, strict=True)}
        codes = {code.codebook: code for code in ontology.codes(Facts(kind=kind, status=status, **sets))}
        found = codes[book.name]
        if (found.code, found.sub, found.mode, found.reason) == (rule.code, rule.sub, rule.mode, rule.not_codable):
            return True
    return False


def test_each_codebook_names_its_version_and_where_it_is_published() -> None:
    for book in load_ontology().crosswalk.codebooks:
        assert book.title
        assert book.version
        assert book.url.startswith("https://")


def test_plover_has_its_sixteen_types_and_acled_its_twenty_five_sub_types() -> None:
    books = {book.name: book for book in load_ontology().crosswalk.codebooks}
    assert len(books["plover"].vocabulary) == 16
    assert len(books["acled"].vocabulary) == 6
    assert sum(len(entry.subs) for entry in books["acled"].vocabulary) == 25


def test_cameo_codes_of_one_root_and_leading_zeros_are_kept() -> None:
    codes = [entry.code for entry in load_ontology().crosswalk.codebooks[3].vocabulary]
    assert all(len(code) in (3, 4) and code.isdigit() and code[0] in "012" for code in codes)
