"""The points fit the invented texts, and a claim that says something else does not pass for one of them."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from benchmarks.points import (
    BENCH_REPORT,
    POINTS,
    TEXTS,
    Condition,
    Point,
    ReportPoints,
    conditions,
    judge,
    load_points,
)
from masudi.domain import Claim, Mention, Place, Reading, Relation, RelationKind, Report, Status, Time, Toll, span_of
from masudi.errors import KnowledgeError
from masudi.sources import read_report, report_from_text

REPORTS = load_points(POINTS).reports
INVENTED = [report for report in REPORTS if report.name != BENCH_REPORT]

TEXT = "They circled off Gull Bay, a feint. The fort was stormed at dawn. A massacre is feared."


def text_of(report: ReportPoints) -> Report:
    return read_report(TEXTS / f"{report.name}.txt")


def claim(
    report: Report, kind: str, trigger: str, *, status: Status = Status.ASSERTED, to: str = "", place: str = ""
) -> Claim:
    """A claim whose id is its trigger; `to` is the trigger of the claim that it is the feint for."""
    text = report.text
    at = text.index(trigger)
    start = text.rfind(".", 0, at) + 1
    sentence = span_of(text, start, text.index(".", at) + 1)
    where = text.find(place) if place else -1
    return Claim(
        id=trigger,
        report=report.name,
        path=report.path,
        sha256_bytes=report.sha256_bytes,
        sha256_text=report.sha256_text,
        kind=kind,
        status=status,
        mentions=(Mention(start=at, end=at + len(trigger), text=trigger, sentence=sentence),),
        place=(Place(start=where, end=where + len(place), text=place),) if place else (),
        relations=(Relation(kind=RelationKind.FEINT_FOR, to=to),) if to else (),
    )


def test_one_report_of_the_benchmark_and_five_invented_ones() -> None:
    assert [report.name for report in REPORTS if report not in INVENTED] == [BENCH_REPORT]
    assert sorted(report.name for report in INVENTED) == sorted(path.stem for path in TEXTS.glob("*.txt"))
    assert len(INVENTED) == 5


@pytest.mark.parametrize("report", INVENTED, ids=lambda report: report.name)
def test_invented_reports_say_so_and_have_the_length_of_their_model(report: ReportPoints) -> None:
    text = text_of(report)
    assert text.synthetic
    assert text.url
    assert text.url.split("/")[2].endswith(".example")
    assert text.source
    assert text.published
    assert 400 <= len(text.text.split()) <= 650


@pytest.mark.parametrize("report", INVENTED, ids=lambda report: report.name)
def test_every_word_that_a_point_asks_for_stands_in_the_text(report: ReportPoints) -> None:
    text = text_of(report).text.lower()
    asked = [
        (point.name, word)
        for point in report.points
        for condition in conditions(point)
        for word in (*condition.words, *condition.at, *condition.means, *condition.time)
    ]
    asked += [(point.name, name) for point in report.points for name in point.pair]
    assert [(name, word) for name, word in asked if word.lower() not in text] == []


@pytest.mark.parametrize("report", INVENTED, ids=lambda report: report.name)
def test_the_pair_differs_by_one_character(report: ReportPoints) -> None:
    first, second = report.points[-1].pair
    assert len(first) == len(second)
    assert sum(one != other for one, other in zip(first, second, strict=True)) == 1


def test_a_feint_holds_only_with_the_attack_that_it_was_for() -> None:
    report = report_from_text(TEXT)
    real = Condition(kinds=("attack",), at=("fort",))
    feint = Condition(kinds=("tactic",), words=("Gull",), feint_for=real)
    point = Point(name="feint", says="off Gull Bay, at the fort", needs=((feint,),))
    attack = claim(report, "attack", "stormed", place="fort")
    linked = claim(report, "tactic", "feint", to="stormed")
    alone = claim(report, "tactic", "feint")
    assert judge(point, Reading(report=report, claims=(linked, attack))).holds
    assert not judge(point, Reading(report=report, claims=(alone, attack))).holds
    assert not judge(point, Reading(report=report, claims=(linked, claim(report, "attack", "stormed")))).holds


def test_what_is_feared_is_missing_once_it_is_also_told_as_done() -> None:
    report = report_from_text(TEXT)
    feared = Condition(kinds=("execution",), status=(Status.POSSIBLE,), words=("massacre",))
    done = Condition(kinds=("execution",), words=("massacre",))
    point = Point(name="massacre", says="feared", needs=((feared,),), never=(done,))
    right = claim(report, "execution", "massacre", status=Status.POSSIBLE)
    wrong = claim(report, "execution", "massacre")
    assert judge(point, Reading(report=report, claims=(right,))).holds
    assert judge(point, Reading(report=report, claims=(right, wrong))).wrong == (wrong,)
    assert judge(point, Reading(report=report, claims=(wrong,))).unmet == ((feared,),)


def test_a_siege_with_another_number_or_no_time_is_missing() -> None:
    report = report_from_text("For nine weeks 800 civilians have been besieged in the fort.")
    points = """
        {"name": "siege", "says": "800, nine weeks",
         "needs": [[{"kinds": ["siege"], "time": ["nine weeks"], "toll": {"harm": ["besieged"], "low": 800}}]]}
    """
    point = _point(points)
    siege = claim(report, "siege", "besieged")
    assert not judge(point, Reading(report=report, claims=(siege,))).holds
    for low, holds in ((800, True), (80, False)):
        told = _with_toll(siege, report, low)
        assert judge(point, Reading(report=report, claims=(told,))).holds is holds


def test_an_alternative_is_enough_but_every_need_is_needed() -> None:
    report = report_from_text(TEXT)
    stormed, circled = Condition(kinds=("attack",), words=("fort",)), Condition(kinds=("movement",), words=("Gull",))
    reading = Reading(report=report, claims=(claim(report, "attack", "stormed"),))
    assert judge(Point(name="gains", says="either", needs=((circled, stormed),)), reading).holds
    assert judge(Point(name="gains", says="both", needs=((circled,), (stormed,))), reading).unmet == ((circled,),)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("kinds: [execution]", "kinds: [exeqution]", "no such kind: exeqution"),
        ("      - name: aim\n", "      - name: goal\n", "line"),
        ("pair: [Brigade 137, Brigade 134]", "pair: [Brigade 137]", "pair of names"),
        ("status: [denied]", "state: [denied]", "line"),
    ],
)
def test_a_broken_points_file_says_where(tmp_path: Path, old: str, new: str, problem: str) -> None:
    text = POINTS.read_text(encoding="utf-8")
    assert old in text
    broken = tmp_path / "points.yaml"
    broken.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem):
        load_points(broken)


def _point(text: str) -> Point:
    return msgspec.json.decode(text, type=Point)


def _with_toll(siege: Claim, report: Report, low: int) -> Claim:
    toll = Toll(start=15, end=28, text="800 civilians", harm="besieged", who="civilians", low=low, high=low)
    time = Time(start=4, end=14, text="nine weeks")
    return msgspec.structs.replace(siege, casualties=(toll,), time=time)
