"""Who comes in, from where, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from masudi.casefile import Case
from masudi.web import Visitors, create_app
from tests.web.conftest import HOSTILE, claim_named, csrf, report_ids

Pages = ["/overview", "/reports", "/places", "/actors", "/search?words=mill", "/review", "/add"]


@pytest.fixture
def stranger(open_web_case: Case, visitors: Visitors) -> TestClient:
    return TestClient(create_app(open_web_case, visitors), base_url="http://127.0.0.1", follow_redirects=False)


@pytest.mark.parametrize("path", [*Pages, "/map.json", "/overview.json", "/next", "/openapi.json"])
def test_a_stranger_sees_nothing(stranger: TestClient, path: str) -> None:
    answer = stranger.get(path)
    if path == "/openapi.json":  # says which addresses there are, and nothing of the case
        assert "Tell Sarw" not in answer.text
        return
    assert answer.status_code == 401
    assert "Sarw" not in answer.text


def test_a_wrong_key_opens_nothing(stranger: TestClient) -> None:
    assert stranger.get("/enter", params={"key": "guessed"}).status_code == 403
    assert not stranger.cookies


def test_the_cookie_is_for_the_server_alone(stranger: TestClient, visitors: Visitors) -> None:
    answer = stranger.get("/enter", params={"key": next(iter(visitors.keys))})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie


def test_who_signed_out_is_out(client: TestClient) -> None:
    assert client.post("/leave", data={"csrf": csrf(client)}).status_code == 303
    assert client.get("/overview").status_code == 401


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", "", "192.0.2.7"])
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    assert client.get("/overview", headers={"host": host}).status_code == 421


@pytest.mark.parametrize("host", ["localhost:8500", "127.0.0.1:8500", "[::1]:8500"])
def test_names_of_this_machine_are_known(stranger: TestClient, host: str) -> None:
    assert stranger.get("/overview", headers={"host": host}).status_code == 401


def test_an_address_is_known_where_all_of_the_machines_are(open_web_case: Case, visitors: Visitors) -> None:
    app = create_app(open_web_case, visitors, addresses=True)
    client = TestClient(app, base_url="http://192.0.2.7")
    assert client.get("/overview").status_code == 401
    assert client.get("/overview", headers={"host": "evil.example"}).status_code == 421


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1.evil.example"]
)
def test_changes_from_other_origins_are_refused(client: TestClient, origin: str) -> None:
    sent = client.post("/add", data={"csrf": csrf(client), "text": "words"}, headers={"origin": origin})
    assert sent.status_code == 403


def test_a_cross_site_change_without_an_origin_is_refused(client: TestClient) -> None:
    data = {"csrf": csrf(client), "text": "words"}
    assert client.post("/add", data=data, headers={"sec-fetch-site": "cross-site"}).status_code == 403


@pytest.mark.parametrize("token", [None, "", "guessed"])
def test_changes_need_the_token(client: TestClient, token: str | None) -> None:
    assert client.post("/add", data={"text": "words"} | ({"csrf": token} if token else {})).status_code == 403
    report = report_ids(client)["mill"]
    claim = claim_named(client, report, "stormed")["id"]
    headers = {"x-csrf": token} if token else {}
    answer = client.post(f"/report/{report}/claim/{claim}", json={"action": "accept"}, headers=headers)
    assert answer.status_code == 403


def test_ones_token_is_no_good_for_another(client_of: Callable[[str], TestClient]) -> None:
    amal, bram = client_of("Amal"), client_of("Bram")
    assert bram.post("/add", data={"csrf": csrf(amal), "text": "words"}).status_code == 403


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    assert client.post("/add", headers={"content-length": "99999999999"}).status_code == 413


@pytest.mark.parametrize("path", [*Pages, "/nothing", "/static/x/y.js"])
def test_the_policy_is_strict_everywhere(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    "path",
    [
        "../../access.py",
        "..%2f..%2faccess.py",
        "%2e%2e/%2e%2e/access.py",
        "/etc/passwd",
        "..\\access.py",
        "README.md",
        "",
    ],
)
def test_static_files_are_those_of_the_folder(client: TestClient, path: str) -> None:
    from masudi.web.pages import static_version

    assert client.get(f"/static/{static_version()}/{path}").status_code in (404, 307)
    assert client.get(f"/static/{static_version()}/map.js").status_code == 200


def test_hostile_text_is_shown_and_does_nothing(client: TestClient) -> None:
    report = next(id_ for name, id_ in report_ids(client).items() if "img" in name)
    for path in ("/overview", "/reports", "/places", "/actors", f"/report/{report}", "/search?words=shells"):
        page = client.get(path).text
        # What no eye sees: values of choices, addresses, and what the script of a page reads.
        seen = re.sub(r'(value|href)="[^"]*"|<script type="application/json".*?</script>', "", page)
        assert "<script>document" not in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<b>Tell" not in page
        assert ">49<" not in page
        assert 'href="javascript:' not in page
        assert "\x07" not in seen
        assert "\u202e" not in seen
    assert "&lt;script&gt;document" in client.get(f"/report/{report}").text
    assert client.get(f"/report/{report}.json").json()["report"]["report"]["text"] == HOSTILE


@pytest.mark.parametrize(
    "words", ["' OR 1=1 --", '"; DROP TABLE claims; --', "NEAR(a b)", "*", "a:b", "\x00", "%", "{{7*7}}"]
)
def test_searching_for_anything_breaks_nothing(client: TestClient, words: str) -> None:
    answer = client.get("/search", params={"words": words})
    assert answer.status_code == 200
    assert len(client.get("/reports.json").json()["reports"]) == 3


def test_the_original_is_a_file_to_keep(client: TestClient) -> None:
    for report in report_ids(client).values():
        answer = client.get(f"/report/{report}/original")
        assert answer.headers["content-disposition"].startswith('attachment; filename="')
        assert answer.headers["content-type"] == "application/octet-stream"
        assert not set(answer.headers["content-disposition"]) & set("<>\n\r")
