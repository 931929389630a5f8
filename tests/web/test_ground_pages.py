"""Control, pockets, their layers, and operations, by the data of their pages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.resolve.links import Links
from tests.web.told import told_case, told_links


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[Path]:
    with told_case(tmp_path) as path:
        yield path


@pytest.fixture
def links(case_file: Path) -> Links:
    return told_links(case_file.parent)


def got(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    answer = client.get(f"{path}.json", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def held(client: TestClient, on: str, **query: Any) -> dict[str, tuple[str, list[str]]]:
    places = got(client, "/control", on=on, **query)["places"]
    return {one["name"]: (one["standing"], one["who"]) for one in places}


# ---- Control


def test_who_holds_what_changes_with_the_day(client: TestClient) -> None:
    state, rebels = "Syrian government", "Opposition"
    assert held(client, "2024-03-03") == {"Kelmar": ("held", [state]), "Lestrin": ("held", [state])}
    assert held(client, "2024-03-05")["Osmerfeld"] == ("held", [rebels])
    assert held(client, "2024-03-09")["Kelmar"] == ("disputed", [state, rebels])
    assert {standing for standing, _ in held(client, "2024-06-30").values()} == {"stale"}
    assert held(client, "2024-02-01") == {}


def test_the_day_is_the_last_one_that_claims_speak_of(client: TestClient) -> None:
    view = got(client, "/control")
    assert (view["on"], view["first"], view["last"]) == ("2024-03-08", "2024-03-01", "2024-03-08")


def test_each_holder_stands_with_the_claims_that_say_so(client: TestClient) -> None:
    [one] = got(client, "/control", on="2024-03-05", words="osmer")["places"]
    [word] = one["words"]
    assert (word["says"], word["days"], word["by"]) == ("taken by Opposition", "5 March 2024", "Paper g")
    assert word["quote"]["trigger"] == "capture"
    report = client.get(f"/report/{word['quote']['report']}.json").json()
    assert word["quote"]["id"] in {claim["id"] for claim in report["claims"]}


def test_the_list_is_narrowed_and_counted(client: TestClient) -> None:
    view = got(client, "/control", on="2024-03-09", standing="disputed")
    assert [one["name"] for one in view["places"]] == ["Kelmar"]
    counts = {one["standing"]: one["count"] for one in view["standings"]}
    assert (counts["held"], counts["disputed"], counts["stale"]) == (2, 1, 0)
    assert client.get("/control.json?standing=won").status_code == 400
    assert client.get("/control.json?on=yesterday").status_code == 400


def test_what_counted_is_said(client: TestClient) -> None:
    basis = got(client, "/control")["basis"]
    assert (basis["stale_after"], basis["rejected"]) == (60, 0)
    assert "What counted, and what did not" in client.get("/control").text


# ---- Pockets


def test_the_computed_answer_stands_apart_from_what_is_reported(client: TestClient) -> None:
    view = got(client, "/pockets", on="2024-03-05")
    found = {one["side"]: (one["places"], one["label"], one["exit"]) for one in view["pockets"]}
    assert found == {
        "Opposition": (["Osmerfeld"], "Encircled", []),
        "Syrian government": (["Kelmar"], "A way leads out", ["Kelmar", "Lestrin"]),
    }
    assert [one["sieges"] for one in view["pockets"]] == [[], []]
    page = client.get("/pockets?on=2024-03-05").text
    assert page.count("<h4>Computed</h4>") == page.count("<h4>Reported</h4>") == 2


def test_what_is_lacking_is_named(client: TestClient) -> None:
    pockets = got(client, "/pockets", on="2024-03-09")["pockets"]
    [rebels] = [one for one in pockets if one["places"] == ["Osmerfeld"]]
    assert rebels["answer"] == "cannot_tell"
    assert [(one["lacking"], one["says"]) for one in rebels["missing"]] == [
        ("control", "who holds Tarn: nobody says so")
    ]
    assert got(client, "/pockets", on="2024-06-30")["pockets"] == [], "stale ground is surely held by nobody"


def test_an_area_is_chosen_and_a_wrong_one_refused(client: TestClient) -> None:
    view = got(client, "/pockets", on="2024-03-05", area="user:told:valley")
    assert view["areas"] == [["user:told:valley", "Osmer Valley"]]
    assert len(view["pockets"]) == 2
    assert client.get("/pockets.json?area=nowhere").status_code == 400


def test_layers_have_points_ways_and_outlines(client: TestClient) -> None:
    layers = got(client, "/ground", on="2024-03-05", ways="true", pockets="true")
    assert {one["name"]: (one["standing"], one["pinned"]) for one in layers["held"]} == {
        "Kelmar": ("held", True),
        "Lestrin": ("held", True),
        "Osmerfeld": ("held", True),
    }
    assert sorted(one["says"] for one in layers["ways"]) == [
        "road from Kelmar to Lestrin",
        "road from Kelmar to Osmerfeld",
    ]
    assert [one["answer"] for one in layers["pockets"]] == ["encircled", "open"]
    for one in layers["pockets"]:
        assert one["ring"][0] == one["ring"][-1]
        assert len(one["ring"]) > 8
    letters = {one["name"]: one["letter"] for one in layers["sides"]}
    assert letters == {"Syrian government": "S", "Opposition": "O"}
    assert got(client, "/ground", on="2024-03-05", held="false")["held"] == []


def test_a_decision_changes_who_holds_what(client: TestClient) -> None:
    from tests.web.conftest import csrf

    [one] = got(client, "/control", on="2024-03-05", words="osmer")["places"]
    quote = one["words"][0]["quote"]
    address = f"/report/{quote['report']}/claim/{quote['id']}"
    client.post(address, json={"action": "reject", "seen": 0}, headers={"x-csrf": csrf(client)})
    assert "Osmerfeld" not in held(client, "2024-03-05")


# ---- Operations


def test_an_operation_says_who_attributes_what(client: TestClient) -> None:
    [one] = got(client, "/operations")["operations"]
    assert (one["attackers"], one["defenders"], one["day"]) == (
        ["Opposition"],
        ["Syrian government"],
        "3 to 5 March 2024",
    )
    view = got(client, f"/operation/{one['id']}")
    [gain] = view["gains"]
    names = {line["id"]: line["name"] for line in view["incidents"]}
    assert names[gain] == "Capture"
    told = {part["label"]: part["told"] for part in view["analysis"]}
    assert [(each["origin"], each["actors"]) for each in told["Aims"]] == [("Paper g", ["Opposition"])]
    assert [each["origin"] for each in told["Reasons"]] == ["an analyst"]
    [feint] = view["feints"]
    assert (feint["feint"]["places"], feint["covered"]["places"]) == (["Kelmar"], ["Osmerfeld"])
    assert feint["origins"] == ["Paper g"]
    assert client.get(f"/operation/{one['id'][:8]}").headers["location"] == f"/operation/{one['id']}"
    assert client.get("/operation/0123456789abcdef").status_code == 404


def test_every_page_has_its_data(client: TestClient) -> None:
    for path in ("/control", "/pockets", "/operations"):
        assert client.get(path).headers["content-type"].startswith("text/html")
        assert client.get(f"{path}.json").headers["content-type"] == "application/json"
