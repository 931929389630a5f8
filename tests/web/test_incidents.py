"""Incidents in the workbench: the list, one with everybody's account, decisions on it, and the overview of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from tests.web.conftest import csrf
from tests.web.told import told_case

Clients = Callable[[str], TestClient]


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[Path]:
    with told_case(tmp_path) as path:
        yield path


def listed(client: TestClient, **query: Any) -> list[dict[str, Any]]:
    answer = client.get("/incidents.json", params=query)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["incidents"]["lines"]
    return found


def market(client: TestClient) -> str:
    """The id of the incident of which most tell."""
    [found] = listed(client, origins=3)
    return str(found["id"])


def told(client: TestClient, id_: str) -> dict[str, Any]:
    answer = client.get(f"/incident/{id_}.json")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def send(client: TestClient, id_: str, what: str, **form: Any) -> Any:
    """A decision as the page's forms send it: with what the person saw, unless that is given."""
    if "seen" not in form:
        now = told(client, id_)
        form |= {"seen": now["seen"], "held": now["held"]}
    return client.post(f"/incident/{id_}/{what}", data={"csrf": csrf(client), **form})


def of_account(view: dict[str, Any], name: str) -> list[str]:
    """The ids of the claims in an account."""
    return [claim["id"] for account in view["accounts"] if account["name"] == name for claim in account["claims"]]


# ---- The list


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"status": "possible"}, ["Possible execution"]),
        ({"kind": "capture"}, ["Capture"]),
        ({"place": "osmer"}, ["Possible execution", "Capture", "Attack"]),
        ({"place": "user:told:osmerfeld", "kind": "attack"}, ["Attack"]),
        ({"actor": "opposition"}, ["Capture", "Attack", "Attack"]),
        ({"from": "2024-03-05", "to": "2024-03-08"}, ["Capture"]),
        ({"contradicted": "true"}, ["Shelling, casualties"]),
        ({"origins": "2"}, ["Shelling, casualties"]),
        ({"graded": "true"}, []),
        ({"graded": "false", "status": "possible"}, ["Possible execution"]),
        ({"place": "nowhere"}, []),
    ],
)
def test_incidents_are_narrowed(client: TestClient, query: dict[str, str], names: list[str]) -> None:
    assert [one["name"] for one in listed(client, **query)] == names


def test_the_latest_comes_first_and_pages_have_addresses(client: TestClient) -> None:
    days = [one["from"] for one in listed(client)]
    assert days == sorted(days, reverse=True)
    assert len(days) == 6
    assert client.get("/incidents.json", params={"page": 99}).json()["incidents"]["page"] == 1


@pytest.mark.parametrize("query", [{"kind": "picnic"}, {"status": "true"}, {"from": "soon"}, {"graded": "perhaps"}])
def test_what_no_list_has_is_refused(client: TestClient, query: dict[str, str]) -> None:
    answer = client.get("/incidents.json", params=query)
    assert answer.status_code == 400
    assert next(iter(query.values())) in answer.json()["problem"]


# ---- One incident


def test_accounts_stand_side_by_side_with_what_agrees_and_what_does_not(client: TestClient) -> None:
    view = told(client, market(client))
    assert [one["name"] for one in view["accounts"]] == [
        "<b>Hostile</b> \u202ePress",
        "Kelmar Post",
        "State Gazette",
        "an officer",
        "Valley Monitor",
    ]
    rows = {row["label"]: row for row in view["table"]}
    assert [cell["words"] for cell in rows["Told as"]["cells"]] == [
        "Asserted",
        "Asserted",
        "Denied",
        "Asserted",
        "Asserted",
    ]
    assert rows["Day"]["agreed"] == "4 March 2024"
    assert [cell["how"] for cell in rows["Day"]["cells"]] == ["same", "same", "silent", "same", "same"]
    happened = rows["Whether it happened: shelling"]
    assert (happened["agreed"], happened["differs"]) == (None, True)
    assert {cell["words"] for cell in happened["cells"]} == {"asserted", "denied"}
    counts = [(cell["how"], cell["words"]) for cell in rows["How many: killed"]["cells"]]
    silent = ("silent", "does not say")
    assert counts == [silent, ("differs", "3"), silent, silent, ("differs", "12")]
    assert view["line"]["camps"] == ["Syrian government"]
    assert view["line"]["against_interest"] is True
    [against] = [one["name"] for one in view["accounts"] if one["against"]]
    assert against == "an officer"


def test_the_range_of_tolls_is_drawn_to_one_scale(client: TestClient) -> None:
    [chart] = told(client, market(client))["charts"]
    assert (chart["words"], chart["contradicted"]) == ("3 to 12 killed", True)
    low, high = chart["rows"]
    assert (low["origin"], low["words"], high["origin"], high["words"]) == ("Kelmar Post", "3", "Valley Monitor", "12")
    assert high["now"]["left"] == pytest.approx(4 * low["now"]["left"], abs=0.1)
    page = client.get(f"/incident/{market(client)}").text
    assert page.count('<g class="now">') == 2


def test_what_nobody_asserts_is_never_told_as_if_it_had_happened(client: TestClient) -> None:
    [feared] = listed(client, status="possible")
    page = client.get(f"/incident/{feared['id']}").text
    assert "Nobody asserts that this happened" in page
    assert "<h1>Possible execution" in page
    assert (feared["origins"], feared["gloss"]) == (0, told(client, feared["id"])["line"]["gloss"])


def test_an_area_is_no_point(client: TestClient) -> None:
    [far] = listed(client, to="2024-02-10")
    [point] = told(client, far["id"])["points"]
    assert (point["pinned"], point["areas"]) == (False, [[35.5, 36.7, 60.0]])
    [town] = told(client, market(client))["points"]
    assert (town["name"], town["pinned"]) == ("Kelmar", True)


def test_why_claims_are_linked_is_said(client: TestClient) -> None:
    view = told(client, market(client))
    assert view["reasons"]
    first = view["reasons"][0]
    assert 0 < first["score"] <= 1
    assert any(weight > 0 and words for weight, words in first["parts"])


def test_a_hostile_account_is_only_text(client: TestClient) -> None:
    page = client.get(f"/incident/{market(client)}").text
    assert "<script>document.title" not in page
    assert "<b>Hostile" not in page
    assert "&lt;script&gt;document.title" in page
    assert "{{ 7 * 7 }}" in page
    assert "\u202e" not in page
    assert "\x1b" not in page


def test_what_is_not_there_is_said(client: TestClient) -> None:
    assert client.get("/incident/0123456789abcdef").status_code == 404
    assert client.get("/incident/nothing").status_code == 422
    short = client.get(f"/incident/{market(client)[:8]}")
    assert (short.status_code, short.headers["location"]) == (303, f"/incident/{market(client)}")


def test_a_claim_leads_to_its_incident(client: TestClient) -> None:
    id_ = market(client)
    claim = of_account(told(client, id_), "Kelmar Post")[0]
    assert client.get(f"/claim/{claim}/incident").headers["location"] == f"/incident/{id_}"
    lines = client.get("/overview.json", params={"of": "claims", "kind": "shelling"}).json()["claims"]["lines"]
    assert id_ in {one["incident"] for one in lines}
    aim = client.get("/overview.json", params={"of": "claims", "kind": "aim"}).json()["claims"]["lines"][0]
    assert aim["incident"] is None
    assert client.get(f"/claim/{aim['id']}/incident").headers["location"] == f"/report/{aim['report']}#c-{aim['id']}"
    assert client.get(f"/claim/{'0' * 16}/incident").status_code == 404


# ---- Decisions


def test_claims_are_split_off_and_taken_back(client: TestClient) -> None:
    id_ = market(client)
    claims = of_account(told(client, id_), "Valley Monitor")
    done = send(client, id_, "split", claims=claims, why="another market")
    assert done.status_code == 303, done.text
    after = client.get(done.headers["location"])
    assert "split off 2 claims" in after.text
    other = re.search(r'Now in: <a href="/incident/([0-9a-f]+)"', after.text)
    assert other
    now = told(client, id_)
    assert "Valley Monitor" not in [one["name"] for one in now["accounts"]]
    assert of_account(told(client, other[1]), "Valley Monitor") == claims
    [decision] = now["decisions"]
    assert (decision["person"], decision["why"], decision["holds"]) == ("Amal", "another market", True)
    back = send(client, id_, "undo", number=decision["number"])
    assert back.status_code == 303
    again = told(client, market(client))
    assert of_account(again, "Valley Monitor") == claims
    assert [(one["holds"], one["ruling"]) for one in again["decisions"]] == [(True, False), (False, True)]
    assert again["decisions"][1]["back"] == again["decisions"][0]["number"]


def test_an_undoing_is_undone(client: TestClient) -> None:
    id_ = market(client)
    send(client, id_, "grade", scale="airwars", marks=["fair"])
    number = told(client, id_)["decisions"][0]["number"]
    send(client, id_, "undo", number=number)
    assert told(client, id_)["grade"] is None
    back = next(one["back"] for one in told(client, id_)["decisions"] if one["back"])
    send(client, id_, "undo", number=back)
    assert told(client, id_)["grade"]["marks"] == {"grade": "fair"}


def test_two_are_merged_and_the_other_address_leads_on(client: TestClient) -> None:
    id_ = market(client)
    [other] = listed(client, kind="capture")
    done = send(client, id_, "merge", address=f"http://127.0.0.1/incident/{other['id']}?done=3")
    assert done.status_code == 303, done.text
    where = done.headers["location"].removeprefix("/incident/").partition("?")[0]
    assert "Capture" in told(client, where)["line"]["name"] or "capture" in told(client, where)["line"]["name"]
    gone = other["id"] if where == id_ else id_
    assert client.get(f"/incident/{gone}").headers["location"] == f"/incident/{where}"


def test_the_likeliest_others_are_offered(client: TestClient) -> None:
    names = [one["name"] for one in told(client, market(client))["near"]]
    assert "Attack" in names
    assert "Possible execution" not in names


def test_a_pin_keeps_the_id_and_brings_claims(client: TestClient) -> None:
    id_ = market(client)
    [other] = listed(client, kind="capture")
    claim = told(client, other["id"])["accounts"][0]["claims"][0]
    done = send(client, id_, "pin", claims=f"http://127.0.0.1/report/{claim['report']}#c-{claim['id']}")
    assert done.headers["location"].startswith(f"/incident/{id_}?")
    view = told(client, id_)
    assert view["line"]["pinned"] is True
    assert claim["id"] in of_account(view, "Paper g")


def test_a_grade_is_somebodys(client: TestClient) -> None:
    id_ = market(client)
    assert send(client, id_, "grade", scale="admiralty", marks=["b", "2"]).status_code == 303
    assert told(client, id_)["grade"]["marks"] == {"source": "B", "information": "2"}
    assert [one["id"] for one in listed(client, graded="true")] == [id_]
    page = client.get(f"/incident/{id_}").text
    assert "Graded B 2 (admiralty) by <bdi>Amal</bdi>" in page


@pytest.mark.parametrize(
    ("what", "form"),
    [
        ("split", {}),
        ("split", {"claims": ["0" * 16]}),
        ("merge", {}),
        ("merge", {"address": "the other one"}),
        ("merge", {"address": "0123456789abcdef"}),
        ("pin", {"claims": "0123456789abcdef"}),
        ("grade", {"scale": "admiralty", "marks": ["B"]}),
        ("grade", {"scale": "stars", "marks": ["5"]}),
        ("undo", {"number": 1}),
    ],
)
def test_what_cannot_be_decided_changes_nothing(client: TestClient, what: str, form: dict[str, Any]) -> None:
    id_ = market(client)
    before = told(client, id_)
    answer = send(client, id_, what, **form)
    assert answer.status_code == 400
    assert "Nothing was changed." in answer.text
    assert told(client, id_) == before


def test_all_of_its_claims_are_no_part(client: TestClient) -> None:
    id_ = market(client)
    claims = [claim["id"] for account in told(client, id_)["accounts"] for claim in account["claims"]]
    assert send(client, id_, "split", claims=claims).status_code == 400


def test_the_second_of_two_at_once_is_shown_what_the_first_did(client_of: Clients, open_web_case: Case) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    id_ = market(bram)
    before = told(bram, id_)
    send(amal, id_, "split", claims=of_account(before, "Valley Monitor"))
    entries = len(list(open_web_case.decisions()))
    late = send(bram, id_, "grade", scale="airwars", marks=["fair"], seen=before["seen"], held=before["held"])
    assert late.status_code == 409
    assert "Amal has decided on this since you looked (split" in late.text
    assert "since you looked</strong>" in late.text
    assert len(list(open_web_case.decisions())) == entries
    assert send(bram, id_, "grade", scale="airwars", marks=["fair"]).status_code == 303


def test_who_looked_at_an_incident_that_is_gone_is_shown_where_it_went(client_of: Clients) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    one, other = market(bram), listed(bram, kind="capture")[0]["id"]
    looked = {id_: told(bram, id_) for id_ in (one, other)}
    where = send(amal, one, "merge", other=other).headers["location"].removeprefix("/incident/").partition("?")[0]
    gone = other if where == one else one
    seen, held = looked[gone]["seen"], looked[gone]["held"]
    late = send(bram, gone, "grade", scale="airwars", marks=["fair"], seen=seen, held=held)
    assert late.status_code == 409
    assert "Amal has decided on this since you looked (merge" in late.text
    assert where in late.text


def test_an_incident_that_changed_by_itself_is_looked_at_again(client: TestClient) -> None:
    id_ = market(client)
    seen = told(client, id_)["seen"]
    late = send(client, id_, "grade", scale="airwars", marks=["fair"], seen=seen, held="0" * 16)
    assert late.status_code == 409
    assert "has other claims" in late.text


def test_a_script_is_answered_in_json(client: TestClient) -> None:
    id_ = market(client)
    now = told(client, id_)
    form = {"seen": now["seen"], "held": now["held"], "scale": "airwars", "marks": "fair"}
    headers = {"accept": "application/json", "x-csrf": csrf(client)}
    answer = client.post(f"/incident/{id_}/grade", data=form, headers=headers)
    assert answer.json()["incident"] == id_
    again = client.post(f"/incident/{id_}/grade", data=form, headers=headers)
    assert again.status_code == 409
    assert "Amal" in again.json()["problem"]


@pytest.mark.parametrize("what", ["split", "merge", "pin", "grade", "undo"])
def test_no_form_of_another_page_decides(client: TestClient, what: str) -> None:
    id_ = market(client)
    form = {"number": "1", "csrf": "made up"}
    assert client.post(f"/incident/{id_}/{what}", data=form).status_code == 403
    form = {"number": "1", "csrf": csrf(client)}
    elsewhere = {"origin": "https://evil.example"}
    assert client.post(f"/incident/{id_}/{what}", data=form, headers=elsewhere).status_code == 403


# ---- The overview


def overview(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/overview.json", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_the_overview_counts_incidents_and_what_is_not_asserted_apart(client: TestClient) -> None:
    found = overview(client)
    assert found["count"] == {"asserted": 5, "other": 1}
    assert found["coarse"] == {"asserted": 1, "other": 0}
    statuses = {one["status"]: one["count"] for one in found["choices"]["statuses"]}
    assert (statuses["asserted"], statuses["possible"]) == (5, 1)
    points = client.get("/map.json", params={"zoom": 10}).json()["points"]
    assert {(one["name"], one["pinned"], one["count"]["asserted"], one["count"]["other"]) for one in points} == {
        ("Kelmar", True, 2, 0),
        ("Osmerfeld", True, 2, 1),
        ("Torvesh province", False, 1, 0),
    }


@pytest.mark.parametrize(
    ("query", "asserted", "other"),
    [
        ({"origins": 2}, 1, 0),
        ({"contradicted": "true"}, 1, 0),
        ({"kind": "territory"}, 1, 0),
        ({"kind": ["capture", "execution"]}, 1, 1),
        ({"status": "possible"}, 0, 1),
        ({"actor": "opposition"}, 3, 0),
        ({"place": "user:told:osmerfeld"}, 2, 1),
        ({"publisher": "Valley Monitor"}, 1, 0),
        ({"from": "2024-03-05"}, 1, 1),
        ({"to": "2024-02-28"}, 1, 0),
        ({"review": "accepted"}, 0, 0),
        ({"review": "unreviewed"}, 5, 1),
        ({"box": "36.68,35.5,36.72,35.55"}, 3, 1),
        ({"of": "claims", "origins": 2}, 6, 1),
        ({"of": "claims", "contradicted": "true"}, 6, 1),
    ],
)
def test_filters_narrow_incidents(client: TestClient, query: dict[str, Any], asserted: int, other: int) -> None:
    found = overview(client, **query)
    assert found["count"] == {"asserted": asserted, "other": other}


def test_an_incident_is_in_the_stage_of_review_of_its_claims(client: TestClient) -> None:
    view = told(client, market(client))
    claim = view["accounts"][2]["claims"][0]
    sent = {"action": "accept", "seen": 0}
    address = f"/report/{claim['report']}/claim/{claim['id']}"
    assert client.post(address, json=sent, headers={"x-csrf": csrf(client)}).status_code == 200
    found = overview(client, review="accepted")
    assert [one["name"] for one in found["incidents"]["lines"]] == ["Shelling, casualties"]
    stages = {one["stage"]: one["count"] for one in found["choices"]["stages"]}
    assert (stages["accepted"], stages["unreviewed"]) == (1, 6)


def test_a_decision_shows_in_the_overview_at_once(client: TestClient) -> None:
    id_ = market(client)
    send(client, id_, "split", claims=of_account(told(client, id_), "Valley Monitor"))
    assert overview(client)["count"] == {"asserted": 6, "other": 1}
