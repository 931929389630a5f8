"""Decisions by way of the pages: what each does, two people at once, two who must not see each other's answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.review import verify_chain
from tests.web.conftest import MILL, claim_named, csrf, report_ids

Clients = Callable[[str], TestClient]


def decide(client: TestClient, report: str, claim: str, action: str, **more: Any) -> Any:
    sent = {"action": action, **more}
    return client.post(f"/report/{report}/claim/{claim}", json=sent, headers={"x-csrf": csrf(client)})


def span(words: str) -> dict[str, Any]:
    start = MILL.index(words)
    return {"start": start, "end": start + len(words), "text": words}


@pytest.fixture
def mill(client: TestClient) -> str:
    return report_ids(client)["mill"]


def test_accepting_rejecting_and_taking_back(client: TestClient, mill: str) -> None:
    claim = claim_named(client, mill, "stormed")
    assert claim["stage"] == "unreviewed"
    accepted = decide(client, mill, claim["id"], "accept").json()
    assert (accepted["stage"], accepted["done"], accepted["mine"]) == ("accepted", True, True)
    rejected = decide(client, mill, claim["id"], "reject", seen=accepted["last"]).json()
    assert rejected["stage"] == "rejected"
    back = decide(client, mill, claim["id"], "undo", seen=rejected["last"]).json()
    assert back["stage"] == "accepted"
    back = decide(client, mill, claim["id"], "undo", seen=back["last"]).json()
    assert (back["stage"], back["mine"]) == ("unreviewed", False)
    assert decide(client, mill, claim["id"], "undo", seen=back["last"]).status_code == 400


def test_what_is_rejected_is_counted_no_more(client: TestClient, mill: str) -> None:
    claim = claim_named(client, mill, "stormed")["id"]
    decide(client, mill, claim, "reject")
    assert client.get("/overview.json?of=claims").json()["count"] == {"asserted": 5, "other": 2}
    assert client.get("/overview.json?of=claims&review=rejected").json()["count"] == {"asserted": 1, "other": 0}
    assert claim_named(client, mill, "stormed")["stage"] == "rejected"


def test_a_correction_shows_everywhere(client: TestClient, mill: str) -> None:
    claim = claim_named(client, mill, "stormed")
    words = {"actor": [span("Sarw Monitor")], "kind": "capture", "status": "attempted"}
    seen = 0
    for field, value in words.items():
        answer = decide(client, mill, claim["id"], "correct", field=field, value=value, seen=seen)
        assert answer.status_code == 200, answer.text
        seen = answer.json()["last"]
    now = claim_named(client, mill, "stormed")
    assert now["stage"] == "corrected"
    assert [one["text"] for one in now["claim"]["actor"]] == ["Sarw Monitor"]
    assert "Attempted capture" in client.get(f"/report/{mill}").text
    assert client.get("/overview.json?of=claims&kind=capture").json()["count"] == {"asserted": 0, "other": 1}
    assert client.get("/actor.json", params={"id": "name:sarw monitor"}).status_code == 200


def test_words_known_elsewhere_in_the_report_bring_their_place_along(client: TestClient, mill: str) -> None:
    claim = claim_named(client, mill, "feint")
    value = [span("Tell Sarw")]
    answer = decide(client, mill, claim["id"], "correct", field="place", value=value)
    place = answer.json()["claim"]["place"][0]
    assert place["gazetteer_id"] == "user:sarw:Tell Sarw"
    assert place["lat"] == 35.2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("actor", [{"start": 0, "end": 8, "text": "Somebody"}]),
        ("actor", "words"),
        ("kind", "picnic"),
        ("status", "true"),
        ("id", "0" * 16),
        ("mentions", []),
        ("place", [{"start": 0, "end": 99999, "text": MILL}]),
        ("place", [{"start": 5, "end": 2, "text": ""}]),
        (None, None),
    ],
)
def test_a_correction_that_cannot_be_changes_nothing(client: TestClient, mill: str, field: str, value: Any) -> None:
    claim = claim_named(client, mill, "stormed")
    answer = decide(client, mill, claim["id"], "correct", field=field, value=value)
    assert answer.status_code == 400
    assert answer.json()["problem"]
    assert claim_named(client, mill, "stormed") == claim


def test_a_missed_claim_is_added_and_taken_back(client: TestClient, mill: str) -> None:
    words = span("attack on the quarry")
    sent = {"kind": "attack", "status": "asserted", "start": words["start"], "end": words["end"]}
    headers = {"x-csrf": csrf(client)}
    answer = client.post(f"/report/{mill}/claims", json=sent, headers=headers)
    assert answer.status_code == 201
    added = claim_named(client, mill, "attack on the quarry")
    assert added["id"] == answer.json()["id"]
    assert added["claim"]["mentions"][0]["sentence"]["text"] == MILL[MILL.index("The attack") :]
    assert client.get("/overview.json?of=claims").json()["count"]["asserted"] == 7
    assert client.post(f"/report/{mill}/claims", json=sent, headers=headers).status_code == 400
    decide(client, mill, added["id"], "undo", seen=added["last"])
    assert client.get("/overview.json?of=claims").json()["count"]["asserted"] == 6


@pytest.mark.parametrize("change", [{"kind": "picnic"}, {"status": "true"}, {"start": -1}, {"end": 0}, {"end": 10**9}])
def test_a_claim_without_words_or_kind_is_not_added(client: TestClient, mill: str, change: dict[str, Any]) -> None:
    sent = {"kind": "attack", "status": "asserted", "start": 0, "end": 8} | change
    answer = client.post(f"/report/{mill}/claims", json=sent, headers={"x-csrf": csrf(client)})
    assert answer.status_code == 400


def test_the_second_of_two_at_once_is_shown_what_the_first_did(client_of: Clients, mill: str) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    claim = claim_named(bram, mill, "stormed")["id"]
    assert decide(amal, mill, claim, "reject").status_code == 200
    answer = decide(bram, mill, claim, "accept", seen=0)
    assert answer.status_code == 409
    assert "Amal" in answer.json()["problem"]
    now = claim_named(bram, mill, "stormed")
    assert now["stage"] == "rejected"
    assert decide(bram, mill, claim, "accept", seen=now["last"]).json()["stage"] == "accepted"


def test_the_second_person_does_not_see_the_first_ones_answer(client_of: Clients, mill: str) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    claim = claim_named(amal, mill, "killed")["id"]
    first = decide(amal, mill, claim, "reject").json()
    assert (first["two"], first["done"], first["mine"]) == ("killings", False, True)
    hidden = claim_named(bram, mill, "killed")
    assert hidden["stage"] == "unreviewed"
    assert hidden["answers"] == []
    assert "Amal" not in bram.get(f"/report/{mill}.json").text
    # Somebody who loaded the page before the first answer is told nothing of it either.
    second = decide(bram, mill, claim, "accept", seen=0)
    assert second.status_code == 200
    assert second.json()["conflict"] is True
    assert dict(second.json()["answers"]) == {"Amal": "rejected", "Bram": "accepted"}
    progress = amal.get("/review.json").json()
    assert (progress["agreed"], progress["pairs"]) == (0, 1)
    assert dict(progress["stages"])["conflict"] == 1
    # Having seen both answers, one of them gives way.
    settled = decide(amal, mill, claim, "accept", seen=second.json()["last"]).json()
    assert (settled["conflict"], settled["done"], settled["stage"]) == (False, True, "accepted")


def test_two_people_who_agree_are_done(client_of: Clients, mill: str) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    claim = claim_named(amal, mill, "killed")["id"]
    decide(amal, mill, claim, "accept")
    assert amal.get("/overview.json?of=claims&review=half").json()["count"] == {"asserted": 1, "other": 0}
    assert decide(bram, mill, claim, "accept").json()["done"] is True
    progress = bram.get("/review.json").json()
    assert (progress["agreed"], progress["pairs"]) == (1, 1)


def test_the_progress_follows_decisions_without_reading_claims(
    client_of: Clients, mill: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    killed, stormed = (claim_named(amal, mill, words)["id"] for words in ("killed", "stormed"))
    amal.get("/review.json")
    decide(amal, mill, killed, "reject")
    decide(amal, mill, stormed, "accept")
    last = decide(bram, mill, killed, "accept").json()["last"]

    def read(*_: Any) -> None:
        raise AssertionError("a claim was read")

    with monkeypatch.context() as patch:
        patch.setattr(Case, "claim", read)
        patch.setattr(Case, "as_read", read)
        found = bram.get("/review.json").json()
    assert found["people"] == [["Amal", 2], ["Bram", 1]]
    ((report, claim, said),) = found["conflicts"]
    assert (report, claim) == (mill, killed)
    assert "asualties" in said
    assert found["between"] == [{"names": ["Amal", "Bram"], "pairs": 1, "agreed": 0}]
    decide(bram, mill, killed, "reject", seen=last)
    found = bram.get("/review.json").json()
    assert (found["conflicts"], found["agreed"], found["pairs"]) == ([], 1, 1)


def test_the_next_claim_is_one_that_still_needs_this_person(client_of: Clients, mill: str) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    seen = set()
    while "/review" not in (address := amal.get("/next?order=text").headers["location"]):
        report, claim = address.removeprefix("/report/").split("?order=text#c-")
        assert claim not in seen
        seen.add(claim)
        last = next(one["last"] for one in amal.get(f"/report/{report}.json").json()["claims"] if one["id"] == claim)
        decide(amal, report, claim, "accept", seen=last)
    assert len(seen) == 8
    # The one that needs two people is left, for the other.
    assert bram.get("/next").headers["location"].endswith(claim_named(bram, mill, "killed")["id"])


def test_many_at_once_lose_no_decision(client_of: Clients, open_web_case: Case, mill: str) -> None:
    amal = client_of("Amal")
    token = csrf(amal)
    claims = [one["id"] for one in amal.get(f"/report/{mill}.json").json()["claims"]]

    def send(number: int) -> int:
        body = {"action": "accept" if number % 2 else "reject", "seen": 10**6}
        claim = claims[number % len(claims)]
        return amal.post(f"/report/{mill}/claim/{claim}", json=body, headers={"x-csrf": token}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(send, range(40))) == [200] * 40
    entries = list(open_web_case.decisions())
    assert sum(entry.action in ("accept", "reject") for entry in entries) == 40
    assert list(verify_chain(entries)) == []
