"""What people on other machines see of a case: nothing of what the publishing policy withholds. Owners see all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case, open_case
from masudi.domain.user import Role
from masudi.pipeline.relink import settle
from masudi.publish import load_policy
from masudi.web import Visitors, create_app
from masudi.web.shielding import Shield
from tests.publish.conftest import HOSPITAL, VICTIM, store, struck


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    """An old report and one of yesterday, each with somebody to protect in it."""
    where: Path = tmp_path_factory.mktemp("held") / "held.masudi"
    yesterday = datetime.date.today() - datetime.timedelta(days=1)
    with open_case(where, create=True, person="tests") as case:
        store(case, struck(name="dalgo"))
        store(case, struck(yesterday, name="later", url="https://courier.example/later", title="Later", source="Daily"))
        settle(case)
        yield case


def visitor(case: Case, role: Role) -> TestClient:
    token = case.add_user(role.value, role)
    app = create_app(case, Visitors((), case.user_with), leaving=Shield(case, load_policy()), hosts=["team.example"])
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    client.post("/enter", data={"key": token})
    return client


@pytest.fixture(scope="module")
def reader(held: Case) -> TestClient:
    return visitor(held, Role.READER)


@pytest.fixture(scope="module")
def owner(held: Case) -> TestClient:
    return visitor(held, Role.OWNER)


def addresses(case: Case, client: TestClient) -> list[str]:
    """Every page that is read, as HTML and as JSON, of every report, claim, incident and place."""
    ids = [one.id for one in case.reports()]
    claims = [(one.report_id, one.claim.id) for one in case.claims()]
    found: list[str] = []
    for path, methods in client.get("/openapi.json").json()["paths"].items():
        if "get" not in methods or "original" in path:
            continue
        if "{claim" in path:
            found += [re.sub(r"{claim[^}]*}", claim, re.sub(r"{id_[^}]*}", id_, path)) for id_, claim in claims]
        elif path.startswith("/report"):
            found += [re.sub(r"{[^}]*}", one, path) for one in ids] if "{" in path else [path]
        elif path.startswith("/incident") and "{" in path:
            found += [re.sub(r"{[^}]*}", one.incident.id, path) for one in case.incidents()]
        elif path.startswith("/place") and not path.startswith("/places"):
            found += [f"{path}?id=user:v:amal", f"{path}?id=user:v:tesk"]
        elif path.startswith("/search"):
            found += [f"{path}?q=Torvesh", f"{path}?words=Torvesh"]
        elif "{" not in path:
            found.append(path)
    return found


def told(case: Case, client: TestClient) -> dict[str, str]:
    answers = {one: client.get(one) for one in addresses(case, client)}
    return {one: answer.text for one, answer in answers.items() if answer.status_code == 200}


def withheld(case: Case) -> set[str]:
    """What nobody elsewhere may see: names, and the ids of what is withheld."""
    said = {VICTIM, VICTIM.split()[1], HOSPITAL, "user:v:amal", "Mill Lane", '"lat":35.1,'}
    kinds = {"airstrike", "capture"}
    [young] = [one.id for one in case.reports() if one.name == "later"]
    its = {one.claim.id for one in case.claims() if one.claim.kind in kinds or one.report_id == young}
    return said | its | {young}


def test_nobody_elsewhere_sees_what_is_withheld(held: Case, reader: TestClient) -> None:
    pages = told(held, reader)
    assert {"/overview", "/overview.json", "/map.json", "/reports", "/brief"} <= set(pages)
    for words in withheld(held):
        for address, text in pages.items():
            assert words not in text, (address, words)


def test_an_owner_sees_it(held: Case, owner: TestClient) -> None:
    pages = told(held, owner)
    for words in withheld(held):
        assert any(words in text for text in pages.values()), words


def test_what_may_leave_is_there(held: Case, reader: TestClient) -> None:
    text = reader.get("/overview.json").text
    assert "shelling" in text
    assert "bridge" in text


def test_a_page_of_what_is_withheld_says_why_it_is_not_shown(held: Case, reader: TestClient) -> None:
    [young] = [one.id for one in held.reports() if one.name == "later"]
    for path in (f"/report/{young}", f"/report/{young}.json", "/control", "/pockets.json"):
        answer = reader.get(path)
        assert answer.status_code == 403, path
        assert re.search(r"\d+ claims and 1 report[^s]", answer.text), path


def test_what_is_added_later_is_held_back_at_once(tmp_path: Path) -> None:
    with open_case(tmp_path / "grows.masudi", create=True, person="tests") as case:
        client = visitor(case, Role.REVIEWER)
        assert client.get("/control").status_code == 200
        store(case, struck())
        settle(case)
        assert client.get("/control").status_code == 403
