"""How a page is made: the same view as HTML by a template, or as JSON where its address ends in .json."""

from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Protocol
from urllib.parse import quote, urlencode

import msgspec
from fastapi import APIRouter, Depends, Form, HTTPException, Request, Response
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from masudi.brief import FILTERS
from masudi.data.languages import language_name
from masudi.domain.case import Synthetic
from masudi.domain.text import visible
from masudi.export.page import shown, squeeze
from masudi.export.wording import day_words
from masudi.publish import Policy
from masudi.web.access import Person, Session, needed, sent_rightly
from masudi.web.bench import Bench

# Of which files of other rooms the pages are made too: what marks words in a text looks the same everywhere.
SHARED = ("page.css", "page.js")
# Folders of the data that maps are drawn from: of the world, and of the made-up samples' country.
GROUND = ("map/", "demo/")


@cache
def environment() -> Environment:
    """The templates: the workbench's, then those of the page that `masudi read` writes. Everything is escaped."""
    loader = ChoiceLoader([PackageLoader("masudi.web"), PackageLoader("masudi.export")])
    made = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.filters.update(shown=shown, plain=visible, day=day_words, squeeze=squeeze, quoted=quote)
    made.filters["language"] = language_name
    made.globals.update(query=lambda **given: urlencode({name: one for name, one in given.items() if one is not None}))
    return made


@cache
def static_version() -> str:
    """What changes with any static file, so that browsers may keep them for good."""
    import hashlib

    found = hashlib.sha256()
    ground = (files("masudi.data") / name.rstrip("/") for name in GROUND)
    for folder in (files("masudi.web") / "static", files("masudi.export") / "templates", *ground):
        for path in sorted(_below(folder), key=str):
            found.update(path.read_bytes())
    return found.hexdigest()[:12]


def _below(folder: Any) -> Any:
    for path in folder.iterdir():
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def bench_of(request: Request) -> Bench:
    """The workbench that a request is for: for others than owners, where it is served to them, one apart."""
    bench: Bench = request.app.state.bench
    shield, session = request.app.state.shield, visiting(request)
    apart: Bench = bench if shield is None or session is None else shield.bench(bench, session.person)
    return apart


def visiting(request: Request) -> Session | None:
    """The session of a request, looked up once."""
    if not hasattr(request.state, "session"):
        request.state.session = request.app.state.bench.visitors.session(request.cookies.get(request.app.state.cookie))
    found: Session | None = request.state.session
    return found


def session_of(request: Request) -> Session:
    """The session of a request; 401 where it has none, 403 where the person's role is not enough for it."""
    session = visiting(request)
    if session is None:
        raise HTTPException(401)
    role = needed(request.method, getattr(request.scope.get("route"), "path", request.url.path))
    if not session.person.may(role):
        said = f"You are here as {session.person.role.value}, and this takes the role {role.value}: ask an owner."
        raise HTTPException(403, said)
    return session


def changing(
    request: Request,
    session: Annotated[Session, Depends(session_of)],
    csrf: Annotated[str | None, Form()] = None,
) -> Session:
    """The session of a request that changes something: 403 where the form does not carry its token."""
    if not sent_rightly(session, request.headers.get("x-csrf") or csrf):
        raise HTTPException(403, "This form is too old: go back, load the page again, and send it once more.")
    return session


class Shielding(Protocol):
    """What stands between a case and others than its owners; see `masudi.web.shielding.Shield`."""

    @property
    def policy(self) -> Callable[[], Policy]:
        """Which policy holds now."""

    def __call__(self, view: Any, person: Person) -> Any:
        """The view as a person may see it."""

    def bench(self, own: Bench, person: Person) -> Bench:
        """The bench that a person works with."""

    def says(self, person: Person) -> str | None:
        """What a person has to know of what is withheld."""


def leaving(request: Request, view: Any) -> Any:
    """A view as it may leave this machine. Every view passes here on its way into a page and into JSON.

    `app.state.leaving` (see `create_app`) makes of a view, for a person, the one that they are shown; it is set where
    the workbench is served to other machines.
    """
    policy, session = request.app.state.leaving, visiting(request)
    return view if policy is None or session is None else policy(view, session.person)


At = Annotated[Bench, Depends(bench_of)]
By = Annotated[Session, Depends(session_of)]
Changing = Annotated[Session, Depends(changing)]


def page(
    router: APIRouter, path: str, template: str, *, data: bool = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Register what makes a view under `path`, as HTML, and under `path`.json unless its `data` are made otherwise."""

    def register(view: Callable[..., Any]) -> Callable[..., Any]:
        def html(request: Request, made: Annotated[Any, Depends(view)]) -> Response:
            return made if isinstance(made, Response) else render(request, template, leaving(request, made))

        def as_json(request: Request, made: Annotated[Any, Depends(view)]) -> Response:
            return made if isinstance(made, Response) else json_view(request, made)

        name = view.__name__
        summary = (view.__doc__ or "").strip().partition("\n")[0]
        if data:
            router.add_api_route(f"{path}.json", as_json, methods=["GET"], name=f"{name}_json", summary=summary)
        router.add_api_route(path, html, methods=["GET"], name=name, summary=summary)
        return view

    return register


def json_view(request: Request, view: Any, status: int = 200) -> Response:
    """A view as JSON, as it may leave; a header says where something of the case is withheld."""
    answer = json_response(leaving(request, view), status)
    if said := _withheld(request):
        answer.headers["masudi-withheld"] = said
    return answer


def json_done(request: Request, view: Any, status: int = 200) -> Response:
    """The answer to what has been done: where it tells what is withheld, that it does is all that is told."""
    try:
        return json_view(request, view, status)
    except HTTPException:
        return json_response({"withheld": True}, status)


def _withheld(request: Request) -> str | None:
    """What the person of a request has to know of what is withheld from them."""
    shield, session = request.app.state.shield, visiting(request)
    said: str | None = shield.says(session.person) if shield and session else None
    return said


def json_response(value: Any, status: int = 200) -> Response:
    """A value as JSON."""
    return Response(msgspec.json.encode(value), status, media_type="application/json")


def render(request: Request, template: str, view: Any, status: int = 200) -> Response:
    """A view as the page that a template makes of it."""
    bench = bench_of(request)
    session = visiting(request)
    here = request.url.path
    made = (
        environment()
        .get_template(template)
        .render(
            view=view,
            words=bench.words,
            session=session,
            withheld=_withheld(request),
            summary=bench.summary,
            made_up=bench.summary.settings.synthetic in (Synthetic.MADE_UP, Synthetic.MIXED),
            invented_land=request.app.state.invented_land,
            tiles=request.app.state.tiles,
            static=f"/static/{static_version()}",
            here=here,
            json=f"{here}.json" + (f"?{request.url.query}" if request.url.query else ""),
        )
    )
    return Response(made, status, media_type="text/html")
