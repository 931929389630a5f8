"""A case of one report that says, tries, fears, denies and alleges, in words that no format likes."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from masudi.domain import DatePrecision, Hedge, HedgeLevel, Party, Place, Reading, Time, Toll, TollScope
from masudi.domain.view import Published
from masudi.publish import Policy, load_policy
from tests.conftest import build_claim, build_report, locate

if TYPE_CHECKING:
    from masudi.casefile import Case

TODAY = datetime.date(2024, 6, 1)
TEXT = (
    '=HYPERLINK("http://evil.example") was sprayed on a wall when Rebels stormed the depot at Sarw 💥 on 4 March, '
    '"quoted"; and\nدير السرو,\tcommas: dozens of soldiers were killed. '
    "Residents fear that the Rebels will massacre the people of Dalgo. "
    "The Army allegedly executed nine people at Tesk. "
    "There was no strike on Imreth, the Army said. "
    "The Rebels tried to capture Lestrin. "
    "The Rebels shelled Upper Sarw on 5 March, killing at least 4 men to 7 men. "
)
URL = "https://courier.example/a?b=<c>&d='e'"


def reading(**report: object) -> Reading:
    """The report and its claims."""
    given = {"name": "-depot", "title": "=1+1", "url": URL, "source": "@Sarw Courier", "synthetic": True}
    made = build_report(TEXT, published=datetime.date(2024, 3, 6), **(given | report))
    text = made.text

    def place(words: str, lat: float | None = None, **fields: object) -> Place:
        point = {"lat": lat, "lon": None if lat is None else -40.5, "precision": None if lat is None else "city"}
        return locate(text, words, Place, name=words, **(point | fields))

    def day(words: str, number: int) -> Time:
        that = datetime.date(2024, 3, number)
        return locate(text, words, Time, from_=that, to=that, precision=DatePrecision.DAY)

    rebels = locate(text, "Rebels", Party, entity="opposition")
    army = locate(text, "Army", Party, entity="syrian_government")
    soldiers = locate(text, "soldiers", Party, entity="syrian_government")
    dozens = locate(
        text, "dozens of soldiers", Toll, harm="killed", who="combatants", low=24, high=None,
        scope=TollScope.INCIDENT, civil_status="combatant",
    )  # fmt: skip
    men = locate(text, "4 men to 7 men", Toll, harm="killed", who="people", low=4, high=7, scope=TollScope.INCIDENT)
    sarw = place("Sarw", 35.25, gazetteer_id="user:cod:SY070001", within="Upper Valley")
    claims = (
        build_claim(
            made, kind="attack", trigger="stormed", actor=[rebels], target=[soldiers], place=[sarw],
            time=day("4 March", 4), casualties=(dozens,),
        ),
        build_claim(made, kind="execution", trigger="massacre", status="possible", place=[place("Dalgo", 35.5)]),
        build_claim(
            made, kind="execution", trigger="executed", actor=[army], place=[place("Tesk", 38.6)],
            hedge=Hedge(level=HedgeLevel.ALLEGED),
        ),
        build_claim(made, kind="airstrike", trigger="strike", status="denied", place=[place("Imreth", 35.7)]),
        build_claim(
            made, kind="capture", trigger="capture", status="attempted", actor=[rebels], target=[army],
            place=[place("Lestrin")],
        ),
        build_claim(
            made, kind="shelling", trigger="shelled", actor=[rebels], target=[army], place=[place("Upper Sarw", 35.3)],
            time=day("5 March", 5), casualties=(men,),
        ),
    )  # fmt: skip
    return Reading(report=made, claims=claims)


def open_policy() -> Policy:
    """A policy that withholds nothing."""
    base = load_policy()
    hold = msgspec.structs.replace(base.hold, days=0)
    return msgspec.structs.replace(base, groups=(), persons=False, unread_quotes=False, hold=hold)


@pytest.fixture(scope="session")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """The case, open; nobody changes it."""
    from masudi.casefile import open_case
    from masudi.domain.case import Retrieval
    from masudi.pipeline.relink import settle

    path: Path = tmp_path_factory.mktemp("told") / "told.masudi"
    with open_case(path, create=True, person="tests") as case:
        read = reading()
        case.store(read, read.report.text.encode(), Retrieval(), reader="tests")
        settle(case)
        yield case


@pytest.fixture(scope="session")
def leaving(told: Case) -> Published:
    """What of it may leave, with nothing withheld: these tests are about formats."""
    from masudi.pipeline.view import published

    return published(told, open_policy(), TODAY)
