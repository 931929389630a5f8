"""The server of the workbench."""

from __future__ import annotations

import ipaddress
import sys
import threading
from collections.abc import Callable, Iterable

import uvicorn

from masudi.casefile import Case
from masudi.corroborate import signature
from masudi.draw import outlines
from masudi.errors import UsageError
from masudi.resolve.links import Links
from masudi.web.access import Person, Visitors
from masudi.web.app import create_app
from masudi.web.guard import is_loopback
from masudi.web.pages import Shielding
from masudi.web.tiles import Tiles

# For how long a connection is kept for the next request, in seconds: longer than people take to read a claim, so that a
# decision is never sent over one that is just being closed.
_KEEP_ALIVE = 75
# How long a thread may keep others from running Python, in seconds. At Python's 0.005, a page that asks the database
# ten times waits ten times as long for whatever is worked out beside it: pages took 2.3 to 2.7 times as long as at this
# (medians of 25, 20,000 claims, a brief being composed beside).
_SWITCH = 0.0005


def serve(
    case: Case,
    people: Iterable[Person],
    *,
    host: str,
    port: int,
    tell: Callable[[dict[str, str]], None],
    invented_land: bool = False,
    links: Links | None = None,
    tiles: Tiles | None = None,
    shield: Shielding | None = None,
    where: str | None = None,
) -> None:
    """Serve the workbench on a case until it is interrupted.

    On this machine alone, each of `people` gets a key; on another address users of the case come in, each with their
    token, and nobody else. `tell` is called once the server listens, with the address for each name (for users: one,
    under no name). `invented_land`, `links`, `tiles`, `shield` and `where` as in `create_app`; `shield` does not matter
    on this machine alone. UsageError where the address cannot be listened on, or nobody could come in.
    """
    outside = not is_loopback(host)
    if outside and not case.users():
        problem = "whoever comes in from another machine needs a token of their own"
        raise UsageError(f"{problem}: make one with `masudi user add NAME --role owner --case FILE`")
    visitors = Visitors((), case.user_with) if outside else Visitors(people)
    app = create_app(
        case,
        visitors,
        hosts=_names(host),
        addresses=_any(host),
        cookie=f"masudi-{port}",
        invented_land=invented_land,
        links=links,
        tiles=tiles,
        shield=shield if outside else None,
        where=where,
    )
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEEP_ALIVE,
    )
    server = _Told(config, lambda taken: tell(_addresses(visitors, host, taken)))
    threading.Thread(target=_warm, daemon=True).start()
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    try:
        server.run()
    except SystemExit:
        raise UsageError(f"{host}:{port} cannot be listened on: choose another port with --port") from None
    finally:
        sys.setswitchinterval(before)


def _warm() -> None:
    """Load what the first look and the first decision would load, and somebody wait for."""
    outlines.land(outlines.Frame(0.0, 0.0, 1.0, 1.0))
    signature("", "nothing", None)


class _Told(uvicorn.Server):
    """A server that says when it listens, and on which port."""

    def __init__(self, config: uvicorn.Config, tell: Callable[[int], None]) -> None:
        super().__init__(config)
        self._tell = tell

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """As uvicorn has it."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self._tell(self.servers[0].sockets[0].getsockname()[1])


def _addresses(visitors: Visitors, host: str, port: int) -> dict[str, str]:
    shown = "127.0.0.1" if _any(host) else host
    shown = f"[{shown}]" if ":" in shown else shown
    if visitors.users:
        return {"": f"http://{shown}:{port}/enter"}
    return {person.name: f"http://{shown}:{port}/enter?key={key}" for key, person in visitors.keys.items()}


def _any(host: str) -> bool:
    """Whether this stands for all addresses of the machine."""
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


def _names(host: str) -> tuple[str, ...]:
    return () if _any(host) else (host,)
