"""What people on other machines see of a case: nothing of what the publishing policy withholds. Owners see all."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case, open_case
from masudi.domain.user import Role
from masudi.errors import UsageError
from masudi.pipeline.relink import settle
from masudi.publish import Policy, load_policy
from masudi.web import Visitors, create_app
from masudi.web.board import place_key
from masudi.web.shielding import Shield
from masudi.web.told import told_case
from tests.publish.conftest import HOSPITAL, VICTIM, store, struck
from tests.web.conftest import csrf


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
    app = create_app(case, Visitors((), case.user_with), shield=Shield(case, load_policy), hosts=["team.example"])
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
    for path in (f"/report/{young}", f"/report/{young}.json"):
        answer = reader.get(path)
        assert answer.status_code == 403, path
        assert re.search(r"\d+ claims and 1 report[^s]", answer.text), path


WHOLE = ["/overview", "/control", "/pockets", "/operations", "/place", "/places", "/map.json", "/ground.json"]


@pytest.mark.parametrize("path", WHOLE)
def test_pages_made_of_many_claims_tell_what_may_leave_and_that_something_is_withheld(
    held: Case, reader: TestClient, owner: TestClient, path: str
) -> None:
    place = next(place_key(one.claim.place[0]) for one in held.claims() if one.claim.kind == "shelling")
    answer, own = (one.get(path, params={"id": place}) for one in (reader, owner))
    assert answer.status_code == own.status_code == 200
    said = answer.text if "json" not in path else answer.headers["masudi-withheld"]
    assert re.search(r"policy withholds \d+ claims and 1 report of this case", said), path
    assert "policy withholds" not in own.text
    assert "masudi-withheld" not in own.headers


def counts(client: TestClient, at: str) -> dict[str, Any]:
    found: dict[str, Any] = client.get(at).json()
    return found


def told_of(part: Any) -> int:
    """How many are counted in a part of a timeline."""
    if isinstance(part, list):
        return sum(told_of(bar["count"]) for bar in part)
    return sum(part.values()) if isinstance(part, dict) else 0


def test_totals_and_the_timeline_count_what_may_leave_alone(held: Case, reader: TestClient, owner: TestClient) -> None:
    stays = [one.claim for one in held.claims() if not {one.claim.id, one.report_id} & withheld(held)]
    for of in ("claims", "incidents"):
        theirs, own = (counts(one, f"/overview.json?of={of}") for one in (reader, owner))
        timed = [sum(map(told_of, one["timeline"].values())) for one in (theirs, own)]
        assert 0 < timed[0] < timed[1]
        assert theirs["whole"]["asserted"] < own["whole"]["asserted"]
        assert (theirs["reports"], own["reports"]) == (1, 2)
    theirs = counts(reader, "/overview.json?of=claims")
    assert sum(theirs["whole"].values()) <= len(stays)
    summary = reader.get("/overview").text
    assert "1 report," in summary


def test_a_reviewer_decides_on_what_they_see_and_is_answered_with_no_more(tmp_path: Path) -> None:
    with open_case(tmp_path / "reviewed.masudi", create=True, person="tests") as case:
        store(case, struck(name="dalgo"))
        settle(case)
        client = visitor(case, Role.REVIEWER)
        headers = {"x-csrf": csrf(client), "accept": "application/json"}
        claims = {one.claim.id: one for one in case.claims()}
        seen = {one["id"] for one in client.get(f"/report/{next(case.reports()).id}.json").json()["claims"]}
        assert 0 < len(seen) < len(claims)
        for id_, one in claims.items():
            answer = client.post(
                f"/report/{one.report_id}/claim/{id_}", json={"action": "reject", "seen": 0}, headers=headers
            )
            assert answer.status_code == (200 if id_ in seen else 404), answer.text
            for words in (VICTIM, VICTIM.split()[1], HOSPITAL):
                assert words not in answer.text
        # What they rejected they still see, to take it back.
        left = client.get(f"/report/{next(case.reports()).id}.json").json()["claims"]
        assert {one["id"] for one in left} == seen


def test_a_claim_that_a_reviewer_adds_is_told_only_where_it_may_leave(tmp_path: Path) -> None:
    with open_case(tmp_path / "added.masudi", create=True, person="tests") as case:
        store(case, struck(name="dalgo"))
        settle(case)
        client = visitor(case, Role.REVIEWER)
        headers = {"x-csrf": csrf(client), "accept": "application/json"}
        [report] = [one.id for one in case.reports()]
        text = case.report(report).report.text
        at = text.index(HOSPITAL)
        sent = {"kind": "airstrike", "status": "asserted", "start": at, "end": at + len(HOSPITAL)}
        answer = client.post(f"/report/{report}/claims", json=sent, headers=headers)
        assert (answer.status_code, answer.json()) == (201, {"withheld": True})


def test_a_stricter_policy_holds_for_pages_and_the_brief(held: Case) -> None:
    strict = msgspec.structs.replace(load_policy(), names=("bridge",))
    token = held.add_user("strict", Role.READER)
    shield = Shield(held, lambda: strict)
    app = create_app(held, Visitors((), held.user_with), shield=shield, hosts=["team.example"])
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    client.post("/enter", data={"key": token})
    pages = told(held, client) | {"file": client.get("/brief/file/markdown").text}
    for address, text in pages.items():
        if address.startswith(("/overview", "/report", "/brief", "file", "/incident", "/search")):
            assert not re.search(r"\bbridge\b", text, re.IGNORECASE), address


def test_a_policy_that_is_no_longer_allowed_shows_nothing_to_others(held: Case) -> None:
    def refused() -> Policy:
        raise UsageError("nobody has allowed this policy")

    token = held.add_user("refused", Role.READER)
    app = create_app(held, Visitors((), held.user_with), shield=Shield(held, refused), hosts=["team.example"])
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    client.post("/enter", data={"key": token})
    for path in ("/overview", "/overview.json", "/brief", "/control"):
        answer = client.get(path)
        assert answer.status_code == 400, path
        assert "nobody has allowed this policy" in answer.text


def test_what_is_added_later_is_held_back_at_once(tmp_path: Path) -> None:
    with open_case(tmp_path / "grows.masudi", create=True, person="tests") as case:
        client = visitor(case, Role.REVIEWER)
        assert "policy withholds" not in client.get("/control").text
        store(case, struck())
        settle(case)
        assert "policy withholds" in client.get("/control").text
        pages = told(case, client)
        for words in (VICTIM, HOSPITAL):
            assert not any(words in text for text in pages.values())


def test_what_is_kept_of_the_whole_case_is_not_told_to_others(held: Case) -> None:
    state = held.state()
    held.remember("operations", state, "all", b"of all claims")
    told = told_case(held, Shield(held, load_policy)._now())
    assert told.recall("operations", state, "all") is None
    told.remember("operations", state, "all", b"of some")
    assert held.recall("operations", state, "all") == b"of all claims"
