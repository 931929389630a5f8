"""A small case of made-up reports that agree, differ, deny and fear; and what an evil report would do."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import msgspec

from masudi.domain import DatePrecision, Party, Place, Reading, Time, TollScope
from masudi.domain.case import Retrieval
from tests.conftest import build_claim, build_report, build_toll, locate

if TYPE_CHECKING:
    from masudi.casefile import Case

WIRE = (
    "Government jets bombed Osk on 4 March. At least 12 people were killed in Osk on 4 March. "
    "Raiders captured the quarry on 5 March. Residents fear a massacre in Osk."
)
POST = (
    "Government jets bombed Osk on 4 March, the Sarw Monitor said. Three people were killed in Osk on 4 March. "
    "Raiders shelled Marsk on 6 March."
)
DENIAL = "The army did not bomb Osk on 4 March."
ARABIC = "قصف المهاجمون مدينة مرسك يوم الجمعة"
EVIL = (
    "<script>alert(1)</script> Raiders\u202e shelled\u0007 <b>Marsk</b> {{ 7 * 7 }} \x1b[31m | "
    "[x](javascript:alert(2)) 💣"
)
FIRST = datetime.date(2024, 3, 4)


def place(text: str, name: str, lat: float, lon: float, **more: Any) -> Place:
    """A place of the text with a point."""
    given = {"precision": "village", "radius_km": 2.0, "gazetteer_id": f"user:told:{name}"} | more
    return locate(text, name, Place, name=name, lat=lat, lon=lon, **given)


def on(text: str, day: int) -> Time:
    """A day of March 2024 in the text."""
    date = datetime.date(2024, 3, day)
    found = locate(text, f"{day} March", Time, precision=DatePrecision.DAY)
    return msgspec.structs.replace(found, from_=date, to=date)


def readings() -> list[Reading]:
    """The reports with their claims."""
    return [_wire(), _post(), _denial(), _arabic(), _evil()]


def _report(text: str, name: str, source: str, day: int, **more: Any) -> Any:
    return build_report(
        text, name=name, source=source, published=datetime.date(2024, 3, day), synthetic=True,
        url=f"https://{name}.example/{day}", **more,
    )  # fmt: skip


def _jets(text: str) -> Party:
    return locate(text, "Government jets", Party, entity="syrian_government", name="Government")


def _raiders(text: str) -> Party:
    return locate(text, "Raiders", Party, entity="other:Raiders", name="Raiders")


def _wire() -> Reading:
    made = _report(WIRE, "wire", "The Wire", 6, title="Osk bombed")
    osk = place(WIRE, "Osk", 35.2, 40.1)
    claims = (
        build_claim(made, kind="airstrike", trigger="bombed", actor=[_jets(WIRE)], place=[osk], time=on(WIRE, 4)),
        build_claim(
            made, kind="casualties", trigger="killed", place=[osk], time=on(WIRE, 4),
            casualties=(build_toll(made, "At least 12 people", who="people", low=12, scope=TollScope.INCIDENT),),
        ),
        build_claim(
            made, kind="capture", trigger="captured", actor=[_raiders(WIRE)], time=on(WIRE, 5),
            place=[place(WIRE, "quarry", 35.25, 40.2, precision="area", radius_km=9.0)],
        ),
        build_claim(
            made, kind="massacre", trigger="massacre", status="possible", status_cue="fear", place=[osk],
        ),
    )  # fmt: skip
    return Reading(report=made, claims=claims)


def _post() -> Reading:
    made = _report(POST, "post", "Osk Post", 7, title="Jets over Osk")
    osk, marsk = place(POST, "Osk", 35.2, 40.1), place(POST, "Marsk", 35.3, 40.4)
    claims = (
        build_claim(
            made, kind="airstrike", trigger="bombed", actor=[_jets(POST)], place=[osk], time=on(POST, 4),
            source="Sarw Monitor",
        ),
        build_claim(
            made, kind="casualties", trigger="killed", place=[osk], time=on(POST, 4),
            casualties=(build_toll(made, "Three people", who="people", low=3, high=3, scope=TollScope.INCIDENT),),
        ),
        build_claim(made, kind="shelling", trigger="shelled", actor=[_raiders(POST)], place=[marsk], time=on(POST, 6)),
    )  # fmt: skip
    return Reading(report=made, claims=claims)


def _denial() -> Reading:
    made = _report(DENIAL, "agency", "National Agency", 8)
    osk = place(DENIAL, "Osk", 35.2, 40.1)
    claim = build_claim(
        made, kind="airstrike", trigger="bomb", status="denied", status_cue="not", place=[osk], time=on(DENIAL, 4),
        actor=[locate(DENIAL, "army", Party, entity="syrian_government", name="Government")],
    )  # fmt: skip
    return Reading(report=made, claims=(claim,))


def _arabic() -> Reading:
    made = _report(ARABIC, "sada", "صدى مرسك", 9, title="قصف مرسك", language="ar")
    marsk = place(ARABIC, "مرسك", 35.3, 40.4)
    return Reading(report=made, claims=(build_claim(made, kind="shelling", trigger="قصف", place=[marsk]),))


def _evil() -> Reading:
    made = _report(EVIL, "evil", "<i>Evil</i> \u202ePress", 10, title="<img src=x onerror=alert(1)>")
    bomb = place(EVIL, "<b>Marsk</b>", 35.31, 40.42)
    return Reading(report=made, claims=(build_claim(made, kind="shelling", trigger="shelled", place=[bomb]),))


def fill(case: Case) -> None:
    """Store the reports as if they had been added, and put their claims together."""
    from masudi.pipeline.relink import settle

    for read in readings():
        case.store(read, read.report.text.encode("utf-8"), Retrieval(), reader="tests")
    settle(case)
