"""The history of a claim, and decisions that lost their claim."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.domain import Reading
from masudi.domain.user import Role
from tests.web.conftest import claim_named, csrf, readings, report_ids
from tests.web.test_roles import client_with

Clients = Callable[[str], TestClient]


def send(client: TestClient, path: str, **body: Any) -> Any:
    return client.post(path, json=body, headers={"x-csrf": csrf(client)})


def history(client: TestClient, path: str) -> Any:
    return client.get(f"{path}/history.json").json()


def path_of(client: TestClient, trigger: str, report: str = "mill") -> str:
    id_ = report_ids(client)[report]
    return f"/report/{id_}/claim/{claim_named(client, id_, trigger)['id']}"


def test_who_when_and_why(client: TestClient) -> None:
    path = path_of(client, "stormed")
    assert history(client, path)["entries"] == []
    last = send(client, path, action="correct", field="kind", value="capture", why="they took it").json()["last"]
    send(client, path, action="accept", seen=last)
    first, second = history(client, path)["entries"]
    assert (first["person"], first["action"], first["field"], first["value"]) == ("Amal", "correct", "kind", "capture")
    assert (first["why"], first["holds"], first["undo"], second["action"]) == ("they took it", True, True, "accept")


def test_an_earlier_decision_is_taken_back(client: TestClient) -> None:
    path = path_of(client, "stormed")
    first = send(client, path, action="correct", field="kind", value="capture").json()["last"]
    last = send(client, path, action="accept", seen=first).json()["last"]
    assert send(client, f"{path}/undo/{first}", seen=0).status_code == 409
    done = send(client, f"{path}/undo/{first}", seen=last, why="no").json()
    assert (done["claim"]["kind"], done["stage"]) == ("attack", "accepted")
    entries = history(client, path)["entries"]
    assert [one["holds"] for one in entries[:2]] == [False, True]
    assert (entries[2]["action"], entries[2]["value"], entries[2]["why"]) == ("undo", first, "no")
    again = send(client, f"{path}/undo/{first}", seen=done["last"])
    assert again.status_code == 400
    assert "does not hold" in again.json()["problem"]
    assert send(client, f"{path}/undo/999", seen=done["last"]).status_code == 404


def test_the_second_of_two_sees_nothing_before_they_decided(client_of: Clients) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    path = path_of(amal, "killed")
    number = send(amal, path, action="reject", why="a secret").json()["last"]
    seen = history(bram, path)
    assert (seen["entries"], seen["hidden"]) == ([], True)
    assert "a secret" not in bram.get(f"{path}/history.json").text
    # Nor does the number help.
    assert send(bram, f"{path}/undo/{number}", seen=number).status_code == 404
    send(bram, path, action="accept")
    assert [one["person"] for one in history(bram, path)["entries"]] == ["Amal", "Bram"]


def test_a_reviewer_takes_back_only_their_own(client_of: Clients, open_web_case: Case) -> None:
    amal = client_of("Amal")
    path = path_of(amal, "stormed")
    number = send(amal, path, action="accept").json()["last"]
    reviewer = client_with(open_web_case, open_web_case.add_user("Rana", Role.REVIEWER))
    assert not history(reviewer, path)["entries"][0]["undo"]
    assert send(reviewer, f"{path}/undo/{number}", seen=number).status_code == 400
    owner = client_with(open_web_case, open_web_case.add_user("Omar", Role.OWNER))
    assert send(owner, f"{path}/undo/{number}", seen=number).status_code == 200


def orphaned(client: TestClient, case: Case) -> str:
    """Accept the claim "stormed" of the mill, and read the report anew without it."""
    path = path_of(client, "stormed")
    send(client, path, action="accept", why="clear")
    mill = readings()[0]
    case.reread(Reading(report=mill.report, claims=mill.claims[1:]), reader="newer", person="tests")
    return path.rpartition("/")[2]


def test_decisions_without_a_claim_wait_until_somebody_says(client: TestClient, open_web_case: Case) -> None:
    assert "Every decision has its claim" in client.get("/orphans").text
    claim = orphaned(client, open_web_case)
    (orphan,) = client.get("/orphans.json").json()["orphans"]
    assert orphan["line"]["id"] == claim
    assert [(one["person"], one["action"], one["why"]) for one in orphan["decisions"]] == [("Amal", "accept", "clear")]
    assert client.get("/review.json").json()["orphans"] == 1
    form = {"csrf": csrf(client), "action": "accept"}
    assert client.post(f"/orphans/{claim}", data={**form, "seen": 0}).status_code == 409
    assert client.post(f"/orphans/{claim}", data={**form, "seen": orphan["last"]}).status_code == 303
    assert client.get("/orphans.json").json()["total"] == 0
    assert claim_named(client, report_ids(client)["mill"], "stormed")["id"] == claim
    assert client.post(f"/orphans/{claim}", data={**form, "seen": 0}).status_code == 404


def test_an_orphan_is_let_go(client: TestClient, open_web_case: Case) -> None:
    claim = orphaned(client, open_web_case)
    (orphan,) = client.get("/orphans.json").json()["orphans"]
    form = {"csrf": csrf(client), "action": "reject", "seen": orphan["last"], "why": "the newer reading is right"}
    assert client.post(f"/orphans/{claim}", data=form).status_code == 303
    assert client.get("/orphans.json").json()["total"] == 0
    report = client.get(f"/report/{report_ids(client)['mill']}.json").json()
    assert claim not in {one["id"] for one in report["claims"]}
