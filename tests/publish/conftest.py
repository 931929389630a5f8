"""A case with somebody to protect in it: a victim, a hospital, children, a witness; and what is too young to tell."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from masudi.domain import Party, Place, Position, Reading, Source, Toll, TollScope
from masudi.domain.case import Retrieval
from tests.conftest import build_claim, build_report, locate

if TYPE_CHECKING:
    from masudi.casefile import Case

VICTIM = "Ilyás Karamoğlu"
ARABIC = "إلياس كرم"
HOSPITAL = "Amal Spring hospital"
OLD = datetime.date(2024, 3, 5)

STRUCK = (
    f"Jets struck the {HOSPITAL} in Torvesh on Monday and killed {VICTIM}, a nurse, the Osmer Valley Monitor said. "
    "At least 12 people were killed, among them three children and nine men. "
    "Rebels shelled the bridge at Dalgo on Tuesday. "
    "A witness from Mill Lane saw the rebels seize Tesk Hill."
)


def store(case: Case, read: Reading) -> None:
    """Store a reading as if it had been added."""
    case.store(read, read.report.text.encode(), Retrieval(collector="tests"), reader="tests")


def struck(published: datetime.date = OLD, **report: Any) -> Reading:
    """The report on the hospital, published on a day, and its claims."""
    given = {
        "name": "karamoglu-amal-hospital",
        "title": f"Nurse {VICTIM} among the dead",
        "url": "https://courier.example/2024/ily%C3%A1s-karamo%C4%9Flu-killed",
        "synthetic": True,
    }
    made = build_report(STRUCK, published=published, **(given | report))
    text = made.text
    hospital = locate(
        text, HOSPITAL, Place, name=HOSPITAL, within="Torvesh", lat=35.1, lon=40.1, gazetteer_id="user:v:amal",
        kind="hospital", precision="exact", radius_km=0.3,
    )  # fmt: skip
    bridge = locate(text, "bridge at Dalgo", Place, name="Dalgo bridge", lat=35.2, lon=40.2, precision="exact")
    hill = locate(text, "Tesk Hill", Place, name="Tesk Hill", gazetteer_id="user:v:tesk", lat=35.3, lon=40.3)
    rebels = locate(text, "Rebels", Party, entity="opposition")
    jets = locate(text, "Jets", Party, entity="syrian_government")
    children = locate(
        text, "three children", Toll, harm="killed", who="children", low=3, high=3, age_group="child", part_of=0
    )
    men = locate(text, "nine men", Toll, harm="killed", who="people", low=9, high=9, sex="male", part_of=0)
    people = locate(text, "12 people", Toll, harm="killed", who="people", low=12, high=None, scope=TollScope.INCIDENT)
    witness = locate(text, "A witness from Mill Lane", Source, position=Position.WITNESS)
    claims = (
        build_claim(
            made, kind="airstrike", trigger="struck", actor=[jets], place=[hospital],
            target=[locate(text, VICTIM, Party, entity=f"other:{VICTIM}", name=VICTIM)],
        ),
        build_claim(made, kind="casualties", trigger="killed, among", casualties=(people, children, men)),
        build_claim(made, kind="shelling", trigger="shelled", actor=[rebels], place=[bridge]),
        build_claim(made, kind="capture", trigger="seize", actor=[rebels], place=[hill], source=[witness]),
    )  # fmt: skip
    return Reading(report=made, claims=claims)


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Case]:
    """The case, open."""
    from masudi.casefile import open_case
    from masudi.pipeline.relink import settle

    with open_case(tmp_path / "kept.masudi", create=True, person="tests") as case:
        store(case, struck())
        settle(case)
        yield case
