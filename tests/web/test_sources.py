"""Publishers, origins, actors: who says what, and who is said to have done or suffered what."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.domain import Reading
from masudi.domain.case import Retrieval
from masudi.pipeline.relink import settle
from tests.conftest import build_claim, build_report
from tests.web.conftest import csrf, report_ids


def found(client: TestClient, path: str, **query: Any) -> Any:
    answer = client.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


def store(case: Case, text: str, name: str, publisher: str, **claim: Any) -> None:
    report = build_report(text, name=name, source=publisher, url=f"https://{name}.example", synthetic=True)
    made = build_claim(report, kind="shelling", trigger="shelled", **claim)
    case.store(Reading(report=report, claims=(made,)), text.encode(), Retrieval(), reader="tests")


def test_publishers_have_their_side_and_what_they_say(client: TestClient, open_web_case: Case) -> None:
    store(open_web_case, "The army shelled Tell Sarw.", "sana", "SANA")
    listed = {one["name"]: one for one in found(client, "/publishers.json")["publishers"]}
    assert listed["Upper Sarw Post"]["outlet"] is None
    assert (listed["Upper Sarw Post"]["reports"], listed["Upper Sarw Post"]["count"]["asserted"]) == (1, 2)
    assert listed["SANA"]["outlet"]["country"] == "SY"
    one = found(client, "/publisher.json", id="SANA")
    assert one["line"]["outlet"]["label"] == "Syrian Arab News Agency"
    assert [origin["name"] for origin in one["origins"]] == ["SANA"]
    assert client.get("/publisher", params={"id": "Nobody"}).status_code == 404


def test_reports_that_print_one_text_are_shown_together(client: TestClient, open_web_case: Case) -> None:
    text = "The army shelled Tell Sarw for six hours, a nurse said. " * 12
    for name, publisher in (("first", "First Post"), ("second", "Second Post")):
        store(open_web_case, text + name, name, publisher)
    settle(open_web_case)
    page = found(client, "/publishers.json")
    assert page["groups"] == 1
    assert {one["name"]: one["reprints"] for one in page["publishers"]}["Second Post"] == 1
    (shared,) = found(client, "/publisher.json", id="First Post")["shared"]
    assert [name for _, _, name in shared["others"]] == ["Second Post"]


def test_origins_are_the_quoted_or_the_publisher(client: TestClient) -> None:
    listed = {one["origin"]["name"]: one for one in found(client, "/origins.json")["origins"]}
    assert listed["Sarw Monitor"]["origin"]["quoted"]
    assert not listed["Upper Sarw Post"]["origin"]["quoted"]
    assert (listed["Upper Sarw Post"]["asserted"], listed["Upper Sarw Post"]["denied"]) == (2, 0)
    mine = next(one for one in listed.values() if one["denied"])
    one = found(client, "/origin.json", id=mine["origin"]["key"])
    assert dict(one["statuses"])["denied"] == 1
    denied = next(row for row in one["kinds"] if row["kind"] == "explosion")
    assert denied["statuses"] == [0, 0, 0, 0, 1]
    assert one["line"] == mine
    assert client.get("/origin?id=nobody").status_code == 404


def test_what_an_actor_did_and_suffered_is_told_apart(client: TestClient, open_web_case: Case) -> None:
    text = "Harran Brigades fighters were shelled by Government troops at Tell Sarw."
    store(open_web_case, text, "more", "Post", actor="Government troops", target="Harran Brigades")
    one = found(client, "/actor.json", id="name:harran brigades")
    assert dict(one["did"]["statuses"])["asserted"] == 1
    assert [row["kind"] for row in one["suffered"]["kinds"]] == ["shelling"]
    assert one["known"] is None


def test_an_actor_on_the_list_has_names_and_relations(client: TestClient, open_web_case: Case) -> None:
    text = "Fighters of Hezbollah shelled Tell Sarw."
    report = build_report(text, name="h", url="https://h.example", synthetic=True)
    made = build_claim(report, kind="shelling", trigger="shelled", actor="Hezbollah")
    (party,) = made.actor
    made = msgspec.structs.replace(made, actor=(msgspec.structs.replace(party, actor_id="hezbollah"),))
    open_web_case.store(Reading(report=report, claims=(made,)), text.encode(), Retrieval(), reader="tests")
    known = found(client, "/actor.json", id="hezbollah")["known"]
    assert "Hizbullah" in known["names"] or "Hizballah" in known["names"]
    assert known["relations"]
    assert all(one["source"] for one in known["relations"])


@pytest.mark.parametrize("path", ["/publishers", "/origins", "/publisher?id=", "/unresolved", "/orphans"])
def test_hostile_names_are_only_text(client: TestClient, path: str) -> None:
    hostile = "<b>Hostile</b> \u202ePress"
    answer = client.get("/publisher", params={"id": hostile}) if path.endswith("=") else client.get(path)
    assert answer.status_code == 200
    assert "<b>Hostile" not in answer.text
    assert "\u202e" not in answer.text
    if path in ("/publishers", "/origins", "/publisher?id="):
        assert "&lt;b&gt;Hostile&lt;/b&gt;" in answer.text


def test_progress_is_told_by_kind_and_by_pair(client_of: Any) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    mill = report_ids(amal)["mill"]
    state = next(
        one for one in amal.get(f"/report/{mill}.json").json()["claims"] if one["claim"]["kind"] == "casualties"
    )
    for client in (amal, bram):
        sent = {"action": "accept", "seen": 0}
        client.post(f"/report/{mill}/claim/{state['id']}", json=sent, headers={"x-csrf": csrf(client)})
    page = found(amal, "/review.json")
    assert page["between"] == [{"names": ["Amal", "Bram"], "pairs": 1, "agreed": 1}]
    by_kind = {one["kind"]: (one["done"], one["total"]) for one in page["kinds"]}
    assert by_kind["casualties"] == (1, 2)
    assert by_kind["shelling"] == (0, 2)
    assert (page["unresolved"], page["orphans"]) == (3, 0)
