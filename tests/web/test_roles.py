"""Users of a case in the workbench: tokens, roles on every route, and decisions that a person's key signs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.domain.user import Role
from masudi.errors import UsageError
from masudi.review import make_key, verify_chain
from masudi.web import Person, Visitors, create_app, is_loopback, serve, tiles_at
from masudi.web.access import OWNERS
from tests.web.conftest import claim_named, csrf, report_ids


def client_with(case: Case, token: str) -> TestClient:
    """Somebody who came in with a token, as users from other machines do."""
    app = create_app(case, Visitors((), case.user_with))
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    assert client.post("/enter", data={"key": token}).status_code == 303
    return client


def changing(client: TestClient) -> list[tuple[str, str]]:
    """Every route that changes something: method and path, with ids that nothing has."""
    paths: dict[str, dict[str, Any]] = client.get("/openapi.json").json()["paths"]
    return [
        (method.upper(), re.sub(r"{[^}]*}", "0" * 16, path.replace("{sequence}", "1")))
        for path, methods in paths.items()
        for method in methods
        if method != "get"
    ]


def test_a_reader_reads_and_changes_nothing(open_web_case: Case) -> None:
    client = client_with(open_web_case, open_web_case.add_user("Rana", Role.READER))
    assert client.get("/overview").status_code == 200
    before = open_web_case.head()
    routes = changing(client)
    assert len(routes) > 5
    for method, path in routes:
        answer = client.request(method, path, headers={"x-csrf": csrf(client)})
        assert answer.status_code == 403, path
        assert "takes the role" in answer.text
    assert open_web_case.head() == before
    assert client.post("/leave", data={"csrf": csrf(client)}).status_code == 303


def test_a_reviewer_decides_on_claims_and_not_for_the_whole_case(open_web_case: Case) -> None:
    client = client_with(open_web_case, open_web_case.add_user("Rana", Role.REVIEWER))
    mill = report_ids(client)["mill"]
    claim = claim_named(client, mill, "stormed")["id"]
    sent = client.post(f"/report/{mill}/claim/{claim}", json={"action": "accept"}, headers={"x-csrf": csrf(client)})
    assert sent.status_code == 200
    assert open_web_case.history(claim)[-1].person == "Rana"
    for method, path in changing(client):
        answer = client.request(method, path, headers={"x-csrf": csrf(client)})
        assert (answer.status_code == 403) == (path in OWNERS or path.endswith("/grade")), path


def test_an_owner_may_all(open_web_case: Case) -> None:
    client = client_with(open_web_case, open_web_case.add_user("Rana", Role.OWNER))
    for method, path in changing(client):
        assert client.request(method, path, headers={"x-csrf": csrf(client)}).status_code != 403, path


def test_who_is_removed_is_out_at_once_and_a_new_role_holds_at_once(open_web_case: Case) -> None:
    client = client_with(open_web_case, open_web_case.add_user("Rana", Role.OWNER))
    assert client.get("/overview").status_code == 200
    open_web_case.remove_user("Rana")
    open_web_case.add_user("Rana", Role.OWNER)
    assert client.get("/overview").status_code == 401


def test_a_key_of_the_start_is_no_good_where_tokens_are_asked_for(open_web_case: Case) -> None:
    app = create_app(open_web_case, Visitors((), open_web_case.user_with))
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    for key in ("", "guessed", "' OR 1=1 --"):
        assert client.post("/enter", data={"key": key}).status_code in (401, 403)
    assert "Token" in client.get("/overview").text


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        *((one, True) for one in ("127.0.0.1", "127.8.8.8", "::1", "localhost")),
        *((one, False) for one in ("0.0.0.0", "192.0.2.7", "::", "team.example", "localhost.example")),
    ],
)
def test_which_addresses_are_this_machine_alone(host: str, alone: bool) -> None:
    assert is_loopback(host) is alone


def test_nobody_serves_to_others_without_users(open_web_case: Case) -> None:
    with pytest.raises(UsageError, match="masudi user add"):
        serve(open_web_case, [Person(name="Amal")], host="0.0.0.0", port=0, tell=lambda _: None)


def test_what_leaves_passes_one_place(open_web_case: Case) -> None:
    seen: list[tuple[str, str]] = []

    def leaving(view: Any, person: Person) -> Any:
        seen.append((type(view).__name__, person.name))
        return view

    token = open_web_case.add_user("Rana", Role.REVIEWER)
    app = create_app(open_web_case, Visitors((), open_web_case.user_with), leaving=leaving)
    client = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
    client.post("/enter", data={"key": token})
    mill = report_ids(client)["mill"]
    claim = claim_named(client, mill, "stormed")["id"]
    place = client.get("/places.json").json()["entries"][0]["key"]
    paths = ["/overview", "/overview.json", "/map.json", f"/report/{mill}", f"/report/{mill}.json", "/publishers"]
    paths += [f"/report/{mill}/claim/{claim}/history.json", f"/place?id={place}", f"/place.json?id={place}", "/origins"]
    for path in paths:
        seen.clear()
        assert client.get(path).status_code == 200
        assert [name for _, name in seen] == ["Rana"], path
    assert client.get(f"/report/{mill}/original").status_code == 403


def test_decisions_are_signed_where_the_key_is_here(
    open_web_case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signer = make_key(tmp_path / "amal.pem")
    visitors = Visitors([Person(name="Amal", signer=signer)])
    client = TestClient(create_app(open_web_case, visitors), base_url="http://127.0.0.1", follow_redirects=False)
    client.get("/enter", params={"key": next(iter(visitors.keys))})
    mill = report_ids(client)["mill"]
    claim = claim_named(client, mill, "stormed")["id"]
    headers = {"x-csrf": csrf(client)}
    sent = {"action": "accept", "why": "  read   twice "}
    assert client.post(f"/report/{mill}/claim/{claim}", json=sent, headers=headers).status_code == 200
    entry = open_web_case.history(claim)[-1]
    assert (entry.public_key, entry.why) == (signer.public_key, "read twice")
    assert list(verify_chain(open_web_case.decisions())) == []
    assert "signed with your key" in client.get("/review").text
    # Without the key nobody decides under that name any more.
    other = Visitors([Person(name="Amal")])
    unsigned = TestClient(create_app(open_web_case, other), base_url="http://127.0.0.1", follow_redirects=False)
    unsigned.get("/enter", params={"key": next(iter(other.keys))})
    headers = {"x-csrf": csrf(unsigned)}
    refused = unsigned.post(
        f"/report/{mill}/claim/{claim}", json={"action": "reject", "seen": entry.sequence}, headers=headers
    )
    assert refused.status_code == 400
    assert "signs decisions" in refused.json()["problem"]


@pytest.mark.parametrize(
    ("url", "origin", "style"),
    [
        ("https://tiles.example/{z}/{x}/{y}.png?key=1", "https://tiles.example", False),
        ("http://127.0.0.1:8080/style.json", "http://127.0.0.1:8080", True),
    ],
)
def test_tiles_open_the_policy_for_one_origin(open_web_case: Case, url: str, origin: str, style: bool) -> None:
    tiles = tiles_at(url)
    assert (tiles.origin, tiles.style) == (origin, style)
    visitors = Visitors([Person(name="Amal")])
    client = TestClient(create_app(open_web_case, visitors, tiles=tiles), base_url="http://127.0.0.1")
    page = client.get("/enter", params={"key": next(iter(visitors.keys))})
    parts = dict(part.strip().split(" ", 1) for part in page.headers["content-security-policy"].split(";"))
    assert parts["img-src"] == f"'self' data: blob: {origin}"
    assert parts["connect-src"] == f"'self' {origin}"
    assert {parts["script-src"], parts["style-src"], parts["worker-src"]} == {"'self'"}
    assert "data-tiles=" in page.text


@pytest.mark.parametrize(
    "url",
    [
        *("ftp://tiles.example/{z}/{x}/{y}", "https://", "javascript:alert(1)", "https://a.example; script-src *"),
        *("/tiles", "https://a.example/{z}/{x}.png", "https://user@a.example/style.json", 'https://a.example/"x.json'),
    ],
)
def test_what_is_no_map_is_refused(url: str) -> None:
    with pytest.raises(UsageError, match="no address of"):
        tiles_at(url)
