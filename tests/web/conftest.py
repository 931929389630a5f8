"""A small case of invented reports, a workbench on it, and a server that serves it to a real browser."""

from __future__ import annotations

import datetime
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import uvicorn
from fastapi.testclient import TestClient

from masudi.casefile import Case, open_case
from masudi.domain import DatePrecision, Place, Reading, Time
from masudi.domain.case import Retrieval
from masudi.resolve.links import Links
from masudi.web import Person, Visitors, create_app
from tests.conftest import build_claim, build_report, build_toll, locate

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

MILL = """Fighters of the Harran Brigades stormed the grain mill at Tell Sarw on Monday, the Sarw Monitor said.

At least 12 civilians were killed. No car bombs were used, but residents fear an attack on the dam.

The attack on the quarry was a feint, said a nurse at the clinic."""
DAM = """Government troops shelled Tell Sarw on Tuesday.

Three farmers were wounded near the dam, and the road to Upper Sarw was closed."""
HOSTILE = (
    "<script>document.title = 'run'</script> shells hit <b>Tell Sarw</b> {{ 7 * 7 }} {% raw %} "
    "javascript:alert(1)\u202e evil\u0007 \x1b[31mred عاصفة في تل سرو"
)
MADE_UP = "user:sarw"


def placed(text: str, words: str, name: str, lat: float, lon: float, precision: str = "village") -> Any:
    return locate(
        text,
        words,
        Place,
        name=name,
        lat=lat,
        lon=lon,
        gazetteer_id=f"{MADE_UP}:{name}",
        precision=precision,
        radius_km=2,
    )


def on(text: str, words: str, day: str) -> Time:
    date = datetime.date.fromisoformat(day)
    given = locate(text, words, Time, precision=DatePrecision.DAY)
    return msgspec.structs.replace(given, from_=date, to=date)


def readings() -> list[Reading]:
    """Three reports: two that tell of one place, and one whose text would do harm if it were not escaped."""
    mill = build_report(MILL, name="mill", synthetic=True, language="en")
    sarw = placed(MILL, "Tell Sarw", "Tell Sarw", 35.2, 40.1)
    dam = placed(MILL, "dam", "Sarw province", 35.3, 40.3, "province")
    claims = [
        build_claim(
            mill,
            actor="Harran Brigades",
            target="grain mill",
            place=sarw,
            time=on(MILL, "Monday", "2031-03-03"),
            source="Sarw Monitor",
        ),
        build_claim(
            mill,
            kind="casualties",
            trigger="killed",
            place=sarw,
            casualties=(build_toll(mill, "At least 12 civilians", who="civilians", low=12),),
        ),
        build_claim(mill, kind="explosion", trigger="used", status="denied", status_cue="No", means="car bombs"),
        build_claim(mill, trigger="attack on the dam", status="possible", status_cue="fear", place=dam),
        build_claim(mill, kind="tactic", trigger="feint", place="quarry", source="a nurse at the clinic"),
    ]
    shelling = build_report(
        DAM,
        name="dam",
        title="Shells on Tell Sarw",
        source="Upper Sarw Post",
        url="https://post.example/dam",
        published=datetime.date(2031, 3, 5),
        synthetic=True,
    )
    more = [
        build_claim(
            shelling,
            kind="shelling",
            trigger="shelled",
            actor="Government troops",
            place=placed(DAM, "Tell Sarw", "Tell Sarw", 35.2, 40.1),
            time=on(DAM, "Tuesday", "2031-03-04"),
        ),
        build_claim(shelling, kind="casualties", trigger="wounded", place="dam"),
    ]
    hostile = build_report(
        HOSTILE,
        name="<img src=x onerror=alert(1)>",
        title="<script>alert('title')</script>{{ 7 * 7 }}",
        source="<b>Hostile</b> \u202ePress",
        url="javascript:alert(1)",
        published=datetime.date(2031, 3, 6),
        synthetic=True,
    )
    last = [build_claim(hostile, kind="shelling", trigger="hit", place="<b>Tell Sarw</b>", actor="shells")]
    return [
        Reading(report=one, claims=tuple(some)) for one, some in ((mill, claims), (shelling, more), (hostile, last))
    ]


@pytest.fixture
def case_file(tmp_path: Path) -> Path:
    path = tmp_path / "web.masudi"
    with open_case(path, create=True, person="tests") as case:
        for reading in readings():
            case.store(reading, reading.report.text.encode("utf-8", "replace"), Retrieval(), reader="tests")
    return path


@pytest.fixture
def open_web_case(case_file: Path) -> Iterator[Case]:
    with open_case(case_file) as case:
        yield case


@pytest.fixture
def visitors() -> Visitors:
    return Visitors([Person(name="Amal"), Person(name="Bram")])


@pytest.fixture
def links() -> Links | None:
    """The ways between places; modules that need some have a fixture of their own."""
    return None


@pytest.fixture
def client_of(open_web_case: Case, visitors: Visitors, links: Links | None) -> Callable[[str], TestClient]:
    """Makes the client of somebody who has come in."""
    app = create_app(open_web_case, visitors, links=links)

    def client(name: str) -> TestClient:
        made = TestClient(app, base_url="http://127.0.0.1", follow_redirects=False)
        key = next(key for key, person in visitors.keys.items() if person.name == name)
        assert made.get("/enter", params={"key": key}).status_code == 303
        return made

    return client


@pytest.fixture
def client(client_of: Callable[[str], TestClient]) -> TestClient:
    return client_of("Amal")


def csrf(client: TestClient) -> str:
    """The token that changes of this client have to carry."""
    found = re.search(r'data-csrf="([^"]+)"', client.get("/review").text)
    assert found
    return found[1]


def report_ids(client: TestClient) -> dict[str, str]:
    """The ids of the reports by name."""
    return {one["name"]: one["id"] for one in client.get("/reports.json").json()["reports"]}


def claim_named(client: TestClient, report: str, trigger: str) -> dict[str, Any]:
    """The state of a claim of a report, found by its trigger."""
    found: dict[str, Any] = next(
        one
        for one in client.get(f"/report/{report}.json").json()["claims"]
        if one["claim"]["mentions"][0]["text"] == trigger
    )
    return found


class Served:
    """A workbench on a free port of this machine."""

    def __init__(self, case: Case, visitors: Visitors, **how: Any) -> None:
        self.visitors = visitors
        self.socket = socket.socket()
        self.socket.bind(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}"
        config = uvicorn.Config(create_app(case, visitors, **how), log_level="warning", access_log=False)
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, daemon=True)

    def way_in(self, name: str) -> str:
        key = next(key for key, person in self.visitors.keys.items() if person.name == name)
        return f"{self.address}/enter?key={key}"


@pytest.fixture
def served(open_web_case: Case, visitors: Visitors, links: Links | None) -> Iterator[Served]:
    served = Served(open_web_case, visitors, links=links)
    served.thread.start()
    while not served.server.started:
        assert served.thread.is_alive()
        threading.Event().wait(0.02)
    yield served
    served.server.should_exit = True
    served.thread.join(10)


Visit = Callable[..., "Page"]


@pytest.fixture
def visit(browser: Browser, served: Served) -> Iterator[Visit]:
    """Opens pages of the workbench; fails at the end where one threw an error or asked for anything elsewhere."""
    contexts: dict[str, BrowserContext] = {}
    faults: list[str] = []

    def opened(path: str, *, person: str = "Amal", width: int = 1440, height: int = 900, **context: Any) -> Page:
        key = f"{person}-{width}-{sorted(context.items())}"
        new = key not in contexts
        if new:
            contexts[key] = browser.new_context(
                viewport={"width": width, "height": height}, reduced_motion="reduce", **context
            )
        page = contexts[key].new_page()
        _watch(page, path, served.address, faults)
        if new:
            page.goto(served.way_in(person))
        page.goto(served.address + path)
        return page

    yield opened
    for context in contexts.values():
        context.close()
    assert faults == []


def _watch(page: Page, path: str, address: str, faults: list[str]) -> None:
    """Keep what a page does that no page should."""

    def asked(request: Request) -> None:
        if not _here(request.url, address):
            faults.append(f"{path}: asked for {request.url}")

    def said(message: ConsoleMessage) -> None:
        if _fault(message):
            faults.append(f"{path}: {message.text}")

    page.on("request", asked)
    page.on("console", said)
    page.on("pageerror", lambda error: faults.append(f"{path}: {error}"))
    page.on("dialog", lambda dialog: faults.append(f"{path}: dialog {dialog.message}"))


def _fault(said: ConsoleMessage) -> bool:
    """Whether the console tells of a fault; that somebody was quicker (409) is an answer like others."""
    return said.type == "error" and "status of 409" not in said.text


def _here(url: str, address: str) -> bool:
    return url.startswith((address, "blob:", "data:"))
