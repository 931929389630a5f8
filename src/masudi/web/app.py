"""The application: which pages there are, and what all of them share."""

from __future__ import annotations

import mimetypes
from collections.abc import Callable, Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any

from fastapi import FastAPI, Form, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException as StarletteHTTPException

from masudi.casefile import Case
from masudi.errors import CaseError, ConflictError, DecisionError, MasudiError, UsageError
from masudi.resolve.links import Links
from masudi.web import (
    actor,
    adding_pages,
    brief_pages,
    ground_pages,
    history,
    incident_deciding,
    incident_pages,
    lists,
    operation_pages,
    overview,
    pinning_pages,
    place,
    publishers,
    queues,
    report,
    review_pages,
    search,
    still,
)
from masudi.web.access import LASTS, Person, Visitors
from masudi.web.bench import Bench
from masudi.web.guard import Guard, is_loopback
from masudi.web.pages import GROUND, SHARED, Changing, Shielding, json_response, leaving, render, static_version
from masudi.web.tiles import Tiles

# What one request may send: many reports dropped at once. Bytes.
MOST = 64_000_000

_TYPES = {".mjs": "text/javascript", ".js": "text/javascript", ".css": "text/css", ".json": "application/json"}


def create_app(
    case: Case,
    visitors: Visitors,
    *,
    hosts: Iterable[str] = (),
    addresses: bool = False,
    cookie: str = "masudi",
    invented_land: bool = False,
    links: Links | None = None,
    tiles: Tiles | None = None,
    leaving: Callable[[Any, Person], Any] | None = None,
    shield: Shielding | None = None,
    where: str | None = None,
) -> FastAPI:
    """The workbench on an open case, for those who have a key.

    `hosts` are names under which it is reached beside those of this machine; with `addresses` any plain IP address is
    one. `cookie` names the session's cookie, which browsers share between ports. `invented_land` puts the country of
    the made-up samples on the map; `tiles` are a map of somebody else's behind our own. `links` are the ways between
    places, None: the packaged ones.

    `leaving` makes of every view, and the person it is for, what may be shown on another machine: it is the one place
    where what leaves a case is decided. None where only this machine is served. `shield` is one that also has a bench
    of its own for others than owners, so that nothing withheld is counted there; it takes the place of `leaving`.
    `where` is the file or address of the case, for what another process works out from it (None: this one does).
    """
    app = FastAPI(title="Masudi", docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    app.state.bench = Bench(case, visitors, links=links, where=where)
    app.state.cookie = cookie
    app.state.invented_land = invented_land
    app.state.tiles = tiles
    app.state.shield = shield
    app.state.leaving = shield or leaving
    hosts = tuple(hosts)
    # Whether nobody but who sits at this machine gets to see the pages.
    app.state.local = not addresses and all(map(is_loopback, hosts))
    origin = tiles.origin if tiles else None
    app.add_middleware(Guard, hosts=hosts, addresses=addresses, limit=MOST, elsewhere=origin)
    parts = (overview, report, review_pages, history, lists, place, pinning_pages, actor, publishers, queues)
    more = (brief_pages, incident_pages, incident_deciding, ground_pages, operation_pages)
    for part in (*parts, *more, search, still, adding_pages):
        app.include_router(part.router)
    _doors(app)
    _static(app)
    _faults(app)
    return app


def _doors(app: FastAPI) -> None:
    """Coming in and going out."""

    @app.get("/", include_in_schema=False)
    def root() -> Response:
        return RedirectResponse("/overview", 303)

    @app.get("/enter", include_in_schema=False)
    def enter(request: Request, key: Annotated[str, Query(max_length=200)] = "") -> Response:
        return _entered(request, key)

    @app.post("/enter", include_in_schema=False)
    def enter_by_form(request: Request, key: Annotated[str, Form(max_length=200)] = "") -> Response:
        return _entered(request, key)

    @app.post("/leave", include_in_schema=False)
    def leave(request: Request, _: Changing) -> Response:
        request.app.state.bench.visitors.leave(request.cookies[request.app.state.cookie])
        answer = RedirectResponse("/enter", 303)
        answer.delete_cookie(request.app.state.cookie)
        return answer


def _entered(request: Request, key: str) -> Response:
    id_ = request.app.state.bench.visitors.enter(key.strip())
    if id_ is None:
        return _door(request, wrong=bool(key))
    answer = RedirectResponse("/overview", 303)
    secure = request.url.scheme == "https"
    answer.set_cookie(request.app.state.cookie, id_, max_age=LASTS, httponly=True, samesite="lax", secure=secure)
    return answer


def _door(request: Request, *, wrong: bool) -> Response:
    users = request.app.state.bench.visitors.users
    return render(request, "enter.html", {"wrong": wrong, "users": users}, 403 if wrong else 401)


def _static(app: FastAPI) -> None:
    """Scripts, styles and the map's layers: our own files, under a name that changes with them."""

    @app.get("/static/{version}/{path:path}", include_in_schema=False)
    def static(version: str, path: str) -> Response:
        parts = path.split("/")
        if version != static_version() or any(not part or part.startswith(".") or "\\" in part for part in parts):
            raise HTTPException(404)
        folder = _folder(path)
        found = folder.joinpath(*parts)
        ending = path[path.rfind(".") :]
        if ending not in (*_TYPES, ".svg") or not found.is_file():
            raise HTTPException(404)
        kind = _TYPES.get(ending) or mimetypes.types_map[ending]
        return Response(
            found.read_bytes(), media_type=kind, headers={"cache-control": "public, max-age=31536000, immutable"}
        )


def _folder(path: str) -> Traversable:
    """Where a static file lies: what marks words in a text is the page's, lines on the ground are anybody's."""
    if path in SHARED:
        return files("masudi.export") / "templates"
    return files("masudi.data") if path.startswith(GROUND) else files("masudi.web") / "static"


def _faults(app: FastAPI) -> None:
    """What goes wrong, as a page or as JSON, like the address that was asked for."""

    @app.exception_handler(MasudiError)
    def masudi_fault(request: Request, fault: MasudiError) -> Response:
        known = {UsageError: 400, DecisionError: 400, ConflictError: 409, CaseError: 503}
        return _told(request, known.get(type(fault), 422), str(fault))

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, fault: RequestValidationError) -> Response:
        first = fault.errors()[0]
        where = " ".join(str(part) for part in first["loc"][1:])
        return _told(request, 422, f"{where}: {first['msg']}")

    @app.exception_handler(StarletteHTTPException)
    def http_fault(request: Request, fault: StarletteHTTPException) -> Response:
        if fault.status_code == 401 and not _wants_json(request):
            return _door(request, wrong=False)
        way_in = "Come in by the address that `masudi serve` printed, or with your token."
        said = {401: way_in, 404: "There is no such page."}
        return _told(request, fault.status_code, said.get(fault.status_code, str(fault.detail)))


def _told(request: Request, status: int, said: str) -> Response:
    try:
        said = leaving(request, said)
    except MasudiError as fault:
        # There is no policy that holds, and so no page to be shown to others.
        return json_response({"problem": str(fault)}, 400)
    if _wants_json(request):
        return json_response({"problem": said}, status)
    return render(request, "fault.html", {"said": said, "status": status}, status)


def _wants_json(request: Request) -> bool:
    wanted = request.headers.get("accept", "") + request.headers.get("content-type", "")
    return request.url.path.endswith(".json") or "application/json" in wanted
