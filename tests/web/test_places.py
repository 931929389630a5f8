"""The page of a place: incidents, who held it, tolls by origin, pins; and the queue of places."""

from __future__ import annotations

import time
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.domain import Reading, TollScope
from masudi.domain.case import Retrieval
from masudi.pipeline.relink import settle
from tests.conftest import build_claim, build_report, build_toll
from tests.web.conftest import csrf, on, placed

SARW = "user:sarw:Tell Sarw"


def place(client: TestClient, key: str, **query: Any) -> dict[str, Any]:
    answer = client.get("/place.json", params={"id": key, **query})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def pin(client: TestClient, path: str = "/place/pin", **form: Any) -> dict[str, Any]:
    """Send a pin and wait until it is carried out."""
    answer = client.post(path, data={"csrf": csrf(client), **form})
    assert answer.status_code == 303, answer.text
    for _ in range(200):
        found: dict[str, Any] = client.get(f"{answer.headers['location']}.json").json()
        if found["job"]["over"]:
            return found
        time.sleep(0.02)
    raise AssertionError("the pin is never over")


def test_incidents_are_told_by_status(client: TestClient, open_web_case: Case) -> None:
    waiting = place(client, SARW)["happened"]
    assert (waiting["asserted"], waiting["waiting"]) == ([], 3)
    settle(open_web_case)
    # Not only some seconds later.
    client.app.state.bench.renew()  # type: ignore[attr-defined]
    happened = place(client, SARW)["happened"]
    counts = dict(happened["statuses"])
    assert counts["asserted"] == len(happened["asserted"]) >= 2
    assert {"possible": counts["possible"], "denied": counts["denied"]} == {"possible": 0, "denied": 0}
    area = place(client, "user:sarw:Sarw province/province")["happened"]
    assert dict(area["statuses"])["possible"] == 1
    assert [one["status"] for one in area["others"]] == ["possible"]
    assert area["asserted"] == []


def test_tolls_are_ranges_by_origin(client: TestClient, open_web_case: Case) -> None:
    told = [
        ("one", "At least 12 civilians were killed at Tell Sarw on 8 March.", "At least 12 civilians", 12, None),
        ("other", "It was on 8 March that nine farmers, who left Tell Sarw, were killed.", "nine farmers", 9, 9),
    ]
    for name, text, words, low, high in told:
        url = f"https://{name}.example/a"
        report = build_report(text, name=name, source=f"The {name} post", url=url, synthetic=True)
        toll = build_toll(report, words, who="civilians", low=low, high=high, scope=TollScope.INCIDENT)
        where = placed(text, "Tell Sarw", "Tell Sarw", 35.2, 40.1)
        day = on(text, "8 March", "2031-03-08")
        claim = build_claim(report, kind="casualties", trigger="killed", place=where, time=day, casualties=(toll,))
        open_web_case.store(Reading(report=report, claims=(claim,)), text.encode(), Retrieval(), reader="tests")
    settle(open_web_case)
    # Not only some seconds later.
    client.app.state.bench.renew()  # type: ignore[attr-defined]
    tolls = [toll for one in place(client, SARW)["happened"]["asserted"] for toll in one["tolls"]]
    assert [toll["words"] for toll in tolls] == ["9 to at least 12 killed"]
    assert sorted(one["words"] for one in tolls[0]["accounts"]) == ["9", "at least 12"]
    page = client.get("/place", params={"id": SARW}).text
    assert "never added up" in page


def test_a_pin_resolves_every_mention_and_can_be_taken_back(client: TestClient, open_web_case: Case) -> None:
    assert place(client, "name:quarry")["unresolved"]
    done = pin(client, id="name:quarry", to="point", lat="35.31", lon="40.12", words="quarry", why="seen on a photo")
    assert done["job"]["problem"] is None
    assert done["place"] == "name:quarry@35.31000,40.12000"
    there = place(client, done["place"])
    assert (there["spot"]["lat"], there["unresolved"], there["count"]["asserted"]) == (35.31, False, 1)
    (line,) = there["correcting"]["pins"]
    assert (line["words"], line["person"], line["why"]) == ("quarry", "Amal", "seen on a photo")
    back = pin(client, "/place/unpin", sequence=line["sequence"])
    assert back["place"] == "name:quarry"
    assert place(client, "name:quarry")["unresolved"]
    assert [one.action for one in open_web_case.decisions()][-2:] == ["pin_place", "undo"]


def test_a_pin_leads_to_the_page_of_its_place_however_its_name_is_spelt(client: TestClient) -> None:
    form = {"id": "name:quarry", "to": "point", "lat": "35.31", "lon": "40.12", "words": "quarry"}
    done = pin(client, **form, name="Émir’s Quarry")
    assert done["place"] == "name:emir quarry@35.31000,40.12000"
    assert place(client, done["place"])["spot"]["name"] == "Émir’s Quarry"


def test_a_pin_to_an_entry_of_a_gazetteer(client: TestClient) -> None:
    found = place(client, "name:dam", find="Homs")["correcting"]["found"]
    homs = next(one for one in found if one["name"] == "Homs" and one["country"] == "Syria")
    done = pin(client, id="name:dam", to=homs["id"], words=["dam"])
    assert done["place"].partition("/")[0] == homs["id"]
    assert place(client, done["place"])["spot"]["lat"] == homs["lat"]


def test_a_pin_in_one_report_leaves_the_others(client: TestClient) -> None:
    known = place(client, SARW)["correcting"]
    reports = {title: id_ for id_, title in known["reports"]}
    assert len(reports) == 2
    form: dict[str, Any] = {
        "id": SARW,
        "to": "point",
        "lat": "1",
        "lon": "2",
        "name": "Tell Sarw",
        "words": ["Tell Sarw"],
    }
    pin(client, **form, report=reports["Shells on Tell Sarw"])
    assert place(client, SARW)["count"]["asserted"] == 2
    assert place(client, "name:tell sarw@1.00000,2.00000")["count"]["asserted"] == 1


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"to": "point", "lat": "95", "lon": "1"}, "no point"),
        ({"to": "point", "lat": "nan", "lon": "1"}, "no point"),
        ({"to": "point", "lat": "north", "lon": "1"}, "is no latitude"),
        ({"to": "point", "lat": "1", "lon": "1", "radius": "-4"}, "radius"),
        ({"to": "geonames:0"}, "no gazetteer has the entry"),
        ({"to": "point", "lat": "1", "lon": "1", "words": "somewhere else"}, "choose the words"),
        ({"to": "point", "lat": "1", "lon": "1", "id": "name:nowhere"}, "no such place"),
        ({"to": "point", "lat": "1", "lon": "1", "report": "0000"}, "no report"),
    ],
)
def test_what_cannot_be_pinned_is_said_at_once(
    client: TestClient, open_web_case: Case, form: dict[str, str], said: str
) -> None:
    before = open_web_case.head()
    answer = client.post("/place/pin", data={"csrf": csrf(client), "id": "name:quarry", "words": "quarry", **form})
    assert answer.status_code in (400, 404)
    assert said in answer.text
    assert open_web_case.head() == before


def test_only_a_pin_is_taken_back_there(client: TestClient, open_web_case: Case) -> None:
    answer = client.post("/place/unpin", data={"csrf": csrf(client), "sequence": 1})
    assert answer.status_code == 400
    assert "is no pin of a place" in answer.text


def test_the_queue_has_what_no_gazetteer_has(client: TestClient) -> None:
    found = client.get("/unresolved.json").json()
    names = {one["name"] for one in found["entries"]}
    assert {"quarry", "dam", "<b>Tell Sarw</b>"} == names
    assert found["mentions"] == 3
    pin(client, id="name:quarry", to="point", lat="35.31", lon="40.12", words="quarry")
    assert {"dam", "<b>Tell Sarw</b>"} == {one["name"] for one in client.get("/unresolved.json").json()["entries"]}
    assert [one["name"] for one in client.get("/unresolved.json?words=dam").json()["entries"]] == ["dam"]
    page = client.get("/unresolved").text
    assert "<b>Tell" not in page
    assert "&lt;b&gt;Tell Sarw&lt;/b&gt;" in page
