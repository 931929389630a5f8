"""What did not happen is never told as if it had: every kind in every status, with and without its fields."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masudi.brief.wording import wording
from masudi.domain import Hedge, HedgeLevel, Status

Build = Callable[..., Any]

TEXT = "The Harran Brigades moved against the mill at Osk with trucks, medics said, and perhaps more."
KINDS = [kind.name for kind in wording().kinds]
ANALYSIS = [kind.name for kind in wording().kinds if kind.is_analysis]
REAL_SECTIONS = ("happened", "how", "gained", "why", "civilians")
# Words of a line, outside its quotations, that keep it from telling something as done.
UNREAL = {
    Status.DENIED: r"\bnot\b|\bno\b|\bdenied\b|^No |^Denied ",
    Status.POSSIBLE: r"might|possible|feared|considered|expected|not established|^Possible |^Forecast",
    Status.INTENDED: r"meant to|[Ii]ntended|plan|ordered|orders|threatened|demanded|offered|^Aim|wanted|^Forecast",
    Status.ATTEMPTED: r"tried to|attempt|^Attempted |wanted|^Forecast",
}


def _outside_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”", "", text)


def _claim(make_claim: Build, report: Any, kind: str, status: Status, fields: set[str], cue: str | None) -> Any:
    roles = {"actor": "Harran Brigades", "target": "mill", "place": "Osk", "means": "trucks", "source": "medics"}
    given_ = {name: words for name, words in roles.items() if name in fields}
    if cue:
        given_["status_cue"] = cue
    return make_claim(report, kind=kind, trigger="moved", status=status, **given_)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [status for status in Status if status is not Status.ASSERTED])
@pytest.mark.parametrize("fields", [set(), {"actor"}, {"target"}, {"place"}, {"actor", "target", "place", "means"}])
def test_no_unreal_claim_is_told_as_real(
    make_report: Build, make_claim: Build, lines_of: Build, kind: str, status: Status, fields: set[str]
) -> None:
    report = make_report(TEXT)
    told = lines_of(report, _claim(make_claim, report, kind, status, fields, None))
    aim = kind == "aim" and status in (Status.INTENDED, Status.ATTEMPTED)
    section = "denied" if status is Status.DENIED else "why" if aim else "feared"
    assert set(told) <= {section, "voices", "doubts"}, told
    assert len(told[section]) == 1
    line = told[section][0]
    # A denied accusation denies guilt; the verb says so itself.
    assert re.search(UNREAL[status], _outside_quotes(line)), line
    assert "Sarw Courier" in line or "medics" in line
    assert not re.search(r"[{}]|  | ,|\bNone\b", line), line


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS),
    status=st.sampled_from(list(Status)),
    fields=st.sets(st.sampled_from(["actor", "target", "place", "means", "source"])),
    hedge=st.sampled_from(list(HedgeLevel)),
    cue=st.sampled_from([None, "perhaps", "against", "moved"]),
)
def test_every_claim_is_told_somewhere_and_hedged_as_it_is(
    make_report: Build,
    make_claim: Build,
    lines_of: Build,
    kind: str,
    status: Status,
    fields: set[str],
    hedge: HedgeLevel,
    cue: str | None,
) -> None:
    report = make_report(TEXT)
    claim = _claim(make_claim, report, kind, status, fields, cue)
    claim = type(claim)(
        **{name: getattr(claim, name) for name in claim.__struct_fields__} | {"hedge": Hedge(level=hedge)}
    )
    told = lines_of(report, claim)
    lines = [line for name, section in told.items() if name not in ("voices", "doubts") for line in section]
    assert lines
    # The means of a firm claim come up once more, in their own line.
    assert len(lines) <= 2
    real = [name for name in told if name in REAL_SECTIONS]
    assert status is Status.ASSERTED or kind == "aim" or not real
    words = {"reported": "reportedly", "alleged": "alleged", "suspected": "suspected", "disputed": "disputed"}
    if hedge is not HedgeLevel.NONE:
        assert words[hedge] in lines[0].lower().replace("allegedly", "alleged")
    for line in lines:
        assert line[0].isupper() or line[0] in "“"
        assert line[-1] in ".”?"
        assert not re.search(r"[{}]|  | ,|\bNone\b", line), line


@pytest.mark.parametrize(
    ("text", "trigger", "cue", "start"),
    [
        ("Families fear that Raiders will storm Osk.", "storm", "fear", "It is feared that Raiders might storm Osk"),
        (
            "If Raiders storm Osk, the road is lost.",
            "storm",
            "If",
            "The case is considered that Raiders might storm Osk",
        ),
        ("Raiders may storm Osk.", "storm", "may", "It is held possible that Raiders might storm Osk"),
        (
            "It is unclear whether Raiders stormed Osk.",
            "stormed",
            "unclear",
            "It is not established whether Raiders stormed Osk",
        ),
    ],
)
def test_what_is_possible_is_told_by_the_reports_cue(
    make_report: Build, make_claim: Build, lines_of: Build, text: str, trigger: str, cue: str, start: str
) -> None:
    report = make_report(text)
    claim = make_claim(report, trigger=trigger, actor="Raiders", place="Osk", status="possible", status_cue=cue)
    assert lines_of(report, claim)["feared"][0].startswith(start)


def test_a_fear_is_told_as_one_though_the_claim_has_no_cue(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    text = "There are worries in Osk that Raiders could massacre the farmers if they come."
    report = make_report(text)
    claim = make_claim(
        report, kind="execution", trigger="massacre", actor="Raiders", target="farmers", status="possible"
    )
    told = lines_of(report, claim)
    assert told["feared"] == [
        f"It is feared that Raiders might massacre the farmers, according to Sarw Courier: “{text[:-1]}”."
    ]
    assert "happened" not in told


@pytest.mark.parametrize(
    ("text", "cue", "start"),
    [
        ("Raiders plan to storm Osk.", "plan", "Raiders meant to storm Osk"),
        ("Raiders vowed to storm Osk.", "vowed", "Raiders threatened or vowed to storm Osk"),
        ("Elders want Raiders to storm Osk.", "want", "It was intended that Raiders storm Osk"),
        ("Elders demand that Raiders storm Osk.", "demand", "It was demanded that Raiders storm Osk"),
        ("Raiders were ordered to storm Osk.", "ordered", "Raiders had orders to storm Osk"),
    ],
)
def test_whose_intention_it_is_is_not_mistaken(
    make_report: Build, make_claim: Build, lines_of: Build, text: str, cue: str, start: str
) -> None:
    report = make_report(text)
    claim = make_claim(report, trigger="storm", actor="Raiders", place="Osk", status="intended", status_cue=cue)
    assert lines_of(report, claim)["feared"][0].startswith(start)


def test_what_was_tried_is_told_as_tried(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("Raiders tried to storm Osk.")
    claim = make_claim(report, trigger="storm", actor="Raiders", place="Osk", status="attempted")
    assert lines_of(report, claim)["feared"] == [
        "Raiders tried to storm Osk, according to Sarw Courier: “Raiders tried to storm Osk”."
    ]


def test_a_limited_denial_stays_limited(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("The column did not begin with truck bombs.")
    claim = make_claim(
        report, kind="explosion", trigger="truck bombs", actor="column", means="truck bombs", status="denied"
    )
    assert lines_of(report, claim)["denied"] == [
        "The column did not use truck bombs at the start, according to Sarw Courier: "
        "“The column did not begin with truck bombs”."
    ]


def test_the_negation_is_in_the_quotation_of_a_long_denial(
    make_report: Build, make_claim: Build, lines_of: Build
) -> None:
    text = (
        "At no time on that long and cold day, so the elders of the upper town and the women who sold bread there, "
        "and the two drivers who had come from the river with flour, and the schoolteacher, all said, was Osk stormed."
    )
    report = make_report(text)
    claim = make_claim(report, place="Osk", status="denied", status_cue="At no time")
    assert "At no time" in lines_of(report, claim)["denied"][0]


def test_a_denial_of_guilt_is_told_as_one(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("The army denied shelling the clinic.")
    claim = make_claim(report, kind="accusation", trigger="denied", actor="army", target="clinic", status="denied")
    assert lines_of(report, claim)["denied"] == [
        "The army denied responsibility, according to Sarw Courier: “The army denied shelling the clinic”."
    ]


def test_denied_means_are_not_listed_among_the_means(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("Raiders stormed Osk with ladders and used no gas.")
    used = make_claim(report, actor="Raiders", place="Osk", means="ladders")
    unused = make_claim(report, kind="chemical_attack", trigger="gas", actor="Raiders", means="gas", status="denied")
    told = lines_of(report, used, unused)
    assert told["how"] == ["Means named for Raiders: ladders."]
    assert told["denied"][0].startswith("Raiders did not use gas")
