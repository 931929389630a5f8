"""Whatever shows something of the case passes one place on its way out, and who decides on incidents signs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.domain.user import Role
from masudi.review import make_key, verify_chain
from masudi.web import Person, Visitors, create_app
from tests.web.conftest import csrf
from tests.web.told import told_case

# Routes that show no view: they lead elsewhere, or hand out what the policy has passed already or does not let out.
OTHERS = {"/next", "/claim/{id_}/incident", "/brief/file/{form}", "/report/{id_}/original"}


@pytest.fixture
def case_file(tmp_path: Path) -> Iterator[Path]:
    with told_case(tmp_path) as path:
        yield path


def come_in(case: Case, person: Person, **how: Any) -> TestClient:
    visitors = Visitors([person])
    client = TestClient(create_app(case, visitors, **how), base_url="http://127.0.0.1", follow_redirects=False)
    assert client.get("/enter", params={"key": next(iter(visitors.keys))}).status_code == 303
    return client


def first(client: TestClient, path: str, *keys: str) -> str:
    """The id that comes first in a list."""
    found: Any = client.get(path).json()
    for key in keys:
        found = found[0][key] if isinstance(found, list) else found[key]
    return str(found)


def ids(client: TestClient) -> dict[str, str]:
    """For each page of one thing (the first part of its path), the id of such a thing."""
    token = {"x-csrf": csrf(client), "accept": "application/json"}
    place = first(client, "/places.json", "entries", "key")
    pinned = {"id": place, "to": "user:told:kelmar", "words": "Lestrin"}
    for one in client.get("/places.json").json()["entries"]:
        if one["name"] == "Lestrin":
            pinned["id"] = one["key"]
    pin = client.post("/place/pin", data=pinned, headers=token)
    assert pin.status_code == 202, pin.text
    added = client.post("/add", files={"files": ("short.txt", b"Shells hit Tarn.")}, headers=token)
    assert added.status_code == 202, added.text
    return {
        "place": place,
        "pinning": pin.json()["id"],
        "adding": added.json()["id"],
        "actor": first(client, "/actors.json", "entries", "key"),
        "publisher": first(client, "/publishers.json", "publishers", "name"),
        "origin": first(client, "/origins.json", "origins", "origin", "key"),
        "report": first(client, "/reports.json", "reports", "id"),
        "incident": first(client, "/incidents.json", "incidents", "lines", "id"),
        "operation": first(client, "/operations.json", "operations", "id"),
    }


def address(client: TestClient, path: str, known: dict[str, str], needed: list[str]) -> str:
    """The address of a route: of something that the case has."""
    plain = path.removesuffix(".json")
    about = known.get(plain.split("/")[1], "")
    if "{claim}" in path:
        claim = first(client, f"/report/{known['report']}.json", "claims", "id")
        return path.replace("{report}", known["report"]).replace("{claim}", claim)
    if "{id_}" in path:
        return path.replace("{id_}", about)
    return f"{path}?id={about}" if "id" in needed else f"{path}?words=market" if "words" in needed else path


def test_whatever_shows_something_of_the_case_passes_one_place(open_web_case: Case) -> None:
    seen: list[str] = []

    def leaving(view: Any, person: Person) -> Any:
        seen.append(person.name)
        return view

    client = come_in(open_web_case, Person(name="Amal"), leaving=leaving)
    known = ids(client)
    described: dict[str, Any] = client.get("/openapi.json").json()["paths"]
    paths = [path for path, methods in described.items() if "get" in methods and path not in OTHERS]
    assert len(paths) > 40
    for path in paths:
        needed = [one["name"] for one in described[path]["get"].get("parameters", []) if one.get("required")]
        url = address(client, path, known, needed)
        seen.clear()
        answer = client.get(url)
        assert (answer.status_code, seen) == (200, ["Amal"]), (url, answer.status_code)


def test_a_reader_sees_every_page_and_no_form_that_would_be_refused(open_web_case: Case) -> None:
    incident = first(come_in(open_web_case, Person(name="Amal")), "/incidents.json", "incidents", "lines", "id")
    pages = {
        role: come_in(open_web_case, Person(name="Rana", role=role)).get(f"/incident/{incident}").text for role in Role
    }
    forms = {role: [what for what in ("split", "grade") if f"/{what}" in page] for role, page in pages.items()}
    assert forms == {Role.READER: [], Role.REVIEWER: ["split"], Role.OWNER: ["split", "grade"]}


def graded(client: TestClient, incident: str) -> int:
    now = client.get(f"/incident/{incident}.json").json()
    form = {"scale": "airwars", "marks": "fair", "seen": now["seen"], "held": now["held"]}
    headers = {"x-csrf": csrf(client), "accept": "application/json"}
    answer = client.post(f"/incident/{incident}/grade", data=form, headers=headers)
    assert answer.status_code == 200, answer.text
    return int(answer.json()["decision"])


def test_a_decision_on_an_incident_is_signed_as_any_other(open_web_case: Case, tmp_path: Path) -> None:
    signer = make_key(tmp_path / "amal.pem")
    client = come_in(open_web_case, Person(name="Amal", signer=signer))
    number = graded(client, first(client, "/incidents.json", "incidents", "lines", "id"))
    assert open_web_case.decision(number).public_key == signer.public_key
    assert list(verify_chain(open_web_case.decisions())) == []


def test_who_may_not_grade_cannot_take_a_grade_back(open_web_case: Case) -> None:
    owner = come_in(open_web_case, Person(name="Amal"))
    incident = first(owner, "/incidents.json", "incidents", "lines", "id")
    number = graded(owner, incident)
    for name, role, status in (("Rana", Role.REVIEWER, 400), ("Bram", Role.OWNER, 303)):
        client = come_in(open_web_case, Person(name=name, role=role))
        form = {"number": number, "seen": number, "csrf": csrf(client)}
        answer = client.post(f"/incident/{incident}/undo", data=form)
        assert answer.status_code == status, answer.text
        assert ("only they or an owner" in answer.text) == (status == 400)


@pytest.mark.parametrize("what", ["grade", "pin"])
def test_all_who_decide_wait_in_one_line(open_web_case: Case, what: str) -> None:
    client = come_in(open_web_case, Person(name="Amal"))
    incident = first(client, "/incidents.json", "incidents", "lines", "id")
    before = open_web_case.head()
    app: Any = client.app
    deciding = app.state.bench.decisions.deciding

    def act() -> None:
        if what == "grade":
            graded(client, incident)
            return
        job = ids(client)["pinning"]
        while not client.get(f"/pinning/{job}.json").json()["job"]["over"]:
            threading.Event().wait(0.02)

    with deciding:
        working = threading.Thread(target=act, daemon=True)
        working.start()
        working.join(0.4)
        assert open_web_case.head() == before
    working.join(20)
    assert not working.is_alive()
    assert open_web_case.head() != before
