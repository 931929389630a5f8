"""A case in which several reports tell of the same things, made by hand, about an invented country.

Papers tell of shells on Kelmar with other tolls, one of them with words that would do harm if they ran; a gazette
denies it, and an officer of the side that fired does not. Rebels take Osmerfeld after a feint, with aims and reasons
that are somebody's. An execution is only feared.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from masudi.casefile import open_case
from masudi.domain import Claim, Reading, Relation, RelationKind, Report, Status
from masudi.domain.case import Retrieval
from masudi.gazetteer import add_gazetteer
from masudi.pipeline.ground import known_links
from masudi.pipeline.relink import settle
from masudi.resolve.atlas import load_atlas
from masudi.resolve.links import Links
from tests.corroborate.claims import make_claim, toll

REBELS, STATE = "opposition", "syrian_government"
HOSTILE = "shelling <script>document.title = 'run'</script> {{ 7 * 7 }} javascript:alert(1)\u202e evil\x1b[31m تل سرو"
GAZETTEER = """id,name,names,kind,country,within,lat,lon,precision,common,source
valley,Osmer Valley,,area,,,35.5,36.7,area,,made up for a test
kelmar,Kelmar,,town,,valley,35.44,36.65,,,made up for a test
osmerfeld,Osmerfeld,,town,,valley,35.52,36.7,,,made up for a test
lestrin,Lestrin,,town,,,36.6,38.1,,,made up for a test
tarn,Tarn,,town,,,35.6,36.9,,,made up for a test
"""
LINKS = """kind,from,to,via,since,until,source,note
road,user:told:kelmar,user:told:osmerfeld,,,,made up for a test,
road,user:told:kelmar,user:told:lestrin,,,,made up for a test,
road,user:told:osmerfeld,user:told:tarn,,2024-03-07,,made up for a test,a track that was cleared
"""
AREAS = """area,complete,note
user:told:valley,true,all roads
"""


def claim(kind: str, *, place: str | None = "Kelmar", **more: Any) -> Claim:
    """A claim at a town that the gazetteer of the case has, unless it is somewhere in the province."""
    made = make_claim(kind, place=place, **more)
    if place is None or place.endswith("province"):
        return made
    key = f"user:told:{place.lower()}"
    places = tuple(msgspec.structs.replace(one, gazetteer_id=key, kind="town", precision="city") for one in made.place)
    return msgspec.structs.replace(made, place=places)


def reports() -> Iterator[list[Claim]]:
    """The claims, report by report."""
    # Each in words of its own: reports of the same words are one print.
    wording = {
        "a": (
            "The market at Kelmar lay under fire from noon on.",
            "Three traders did not come home, a union says.",
        ),
        "b": ("Guns on the ridge opened up on the stalls.", "Twelve bodies were counted in two hospitals."),
    }
    for (name, said), dead, publisher in zip(wording.items(), (3, 12), ("Kelmar Post", "Valley Monitor"), strict=True):
        given: dict[str, Any] = {"report": name, "actor": STATE, "publisher": publisher}
        yield [
            claim("shelling", at=0, sentence=said[0], **given),
            claim("casualties", at=len(said[0]) + 1, sentence=said[1], tolls=[toll(dead)], **given),
        ]
    hostile = {"report": "c", "publisher": "<b>Hostile</b> \u202ePress", "sentence": HOSTILE}
    yield [claim("shelling", at=0, actor=STATE, **hostile)]
    gazette: dict[str, Any] = {"publisher": "State Gazette", "sentence": "No gun fired that day, it wrote."}
    yield [claim("shelling", report="d", at=0, actor=STATE, status=Status.DENIED, **gazette)]
    officer: dict[str, Any] = {"source": "an officer", "source_entity": STATE, "sentence": "We did fire at the stalls."}
    yield [claim("shelling", report="k", at=0, actor=STATE, target="civilians", **officer)]
    feared: dict[str, Any] = {"status": Status.POSSIBLE, "sentence": "Families fear that prisoners may be shot."}
    yield [claim("execution", report="e", at=0, place="Osmerfeld", day="2024-03-09", **feared)]
    far: dict[str, Any] = {"publisher": "Far Paper", "sentence": "Weeks before, shells fell somewhere in the province."}
    yield [claim("shelling", report="f", at=0, place="Torvesh province", day="2024-02-01", **far)]
    yield offensive()
    capital = "Ministers sit in Lestrin, as ever."
    yield [claim("control", report="h", at=0, actor=STATE, place="Lestrin", day="2024-03-01", sentence=capital)]
    for name, actor, day, publisher, words in (
        ("i", STATE, "2024-03-02", "Kelmar Post", "Soldiers man every gate of the town."),
        ("j", REBELS, "2024-03-08", "Valley Monitor", "Rebel patrols walk the streets of Kelmar unopposed."),
    ):
        yield [claim("control", report=name, at=0, actor=actor, day=day, publisher=publisher, sentence=words)]


def offensive() -> list[Claim]:
    """A feint, the attack that it covered, a capture, an aim and a reason, in one report."""
    storm = claim("attack", report="g", at=0, actor=REBELS, target=STATE, place="Osmerfeld")
    won = claim("capture", report="g", at=40, actor=REBELS, place="Osmerfeld", day="2024-03-05")
    feint = [Relation(kind=RelationKind.FEINT_FOR, to=storm.id)]
    show = claim("attack", report="g", at=80, actor=REBELS, day="2024-03-03", relations=feint)
    goal = claim("aim", report="g", at=120, actor=REBELS, place=None, day=None, status=Status.INTENDED)
    because = [Relation(kind=RelationKind.REASON_FOR, to=won.id)]
    why = claim("reason", report="g", at=160, place=None, day=None, source="an analyst", relations=because)
    return [storm, won, show, goal, why]


def report_of(claims: list[Claim]) -> Report:
    """The report that makes these claims, with their sentences as its text."""
    first = claims[0]
    return Report(
        name=first.report,
        path=None,
        text="\n".join(one.mentions[0].sentence.text for one in claims),
        sha256_bytes=first.sha256_bytes,
        sha256_text=first.sha256_text,
        source=first.publisher,
        published=first.published,
        title=f"Report {first.report}",
        synthetic=True,
    )


def store(path: Path) -> None:
    """Make the case, and link what it tells."""
    with open_case(path, create=True, person="tests") as case:
        for claims in reports():
            made = [msgspec.structs.replace(one, synthetic=True) for one in claims]
            report = report_of(made)
            reading = Reading(report=report, claims=tuple(made))
            case.store(reading, report.text.encode("utf-8", "replace"), Retrieval(), reader="tests")
        settle(case)


@contextmanager
def told_case(folder: Path) -> Iterator[Path]:
    """The address of the case, with the gazetteer of its places among the user's own."""
    before = os.environ.get("MASUDI_DATA")
    os.environ["MASUDI_DATA"] = str(folder / "data")
    try:
        (folder / "told.csv").write_text(GAZETTEER, encoding="utf-8")
        add_gazetteer(folder / "told.csv")
        load_atlas.cache_clear()
        store(folder / "told.masudi")
        yield folder / "told.masudi"
    finally:
        load_atlas.cache_clear()
        os.environ.pop("MASUDI_DATA")
        if before is not None:
            os.environ["MASUDI_DATA"] = before


def told_links(folder: Path) -> Links:
    """The roads of the valley."""
    (folder / "links.csv").write_text(LINKS, encoding="utf-8")
    (folder / "link_areas.csv").write_text(AREAS, encoding="utf-8")
    return known_links(folder)
