"""What every request and every answer has to pass, whatever page it is for: hosts, origins, sizes, headers."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = ("GET", "HEAD", "OPTIONS")
_LOOPBACK = ("localhost", "127.0.0.1", "::1")

# Scripts and styles come from files of our own alone; blob: and data: are pictures that MapLibre draws itself. Tiles of
# a map may come from one other origin.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{0}; connect-src 'self'{0}; "
    "worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    # Not no-referrer, with which a browser would not say from which origin a form is sent.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "x-frame-options": "DENY",
}


def is_loopback(host: str) -> bool:
    """Whether what listens on this address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


class TooLarge(Exception):  # noqa: N818 - it is an answer, 413, before it is an error
    """A request sends more than it may."""


class Guard:
    """Refuses requests to unknown hosts and changes from other origins, limits bodies, and sets headers.

    A page of somebody else's whose name is made to lead here (DNS rebinding) names a host that we do not know. `hosts`
    are the names that are known beside those of this machine's loopback; with `addresses` every host that is a plain IP
    address is known too, since no name leads there. `limit` bounds a body, in bytes. `elsewhere` is an origin from
    which tiles of a map may be fetched.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        hosts: Iterable[str] = (),
        addresses: bool = False,
        limit: int,
        elsewhere: str | None = None,
    ) -> None:
        self.app = app
        self.hosts = {*_LOOPBACK, *(host.lower() for host in hosts)}
        self.addresses = addresses
        self.limit = limit
        self.headers = {"content-security-policy": _POLICY.format(f" {elsewhere}" if elsewhere else ""), **_HEADERS}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        if refusal is not None:
            await refusal(scope, receive, self._with_headers(send))
            return
        try:
            await self.app(scope, self._limited(receive), self._with_headers(send))
        except TooLarge:
            await self._too_large()(scope, receive, self._with_headers(send))

    def _refusal(self, scope: MutableMapping[str, Any], headers: Headers) -> PlainTextResponse | None:
        host = headers.get("host", "")
        if len(headers.getlist("host")) != 1 or not self._known(host):
            return PlainTextResponse("This is not an address of the workbench.\n", 421)
        if scope["method"] not in _SAFE and not _same_origin(headers, host):
            return PlainTextResponse("A change has to be sent from a page of the workbench itself.\n", 403)
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit() or int(length) > self.limit:
            return self._too_large()
        return None

    def _known(self, host: str) -> bool:
        name = _host_name(host)
        if name in self.hosts:
            return True
        if not self.addresses or name is None:
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def _too_large(self) -> PlainTextResponse:
        return PlainTextResponse(f"More than {self.limit // 1_000_000:,} MB at once: send less.\n", 413)

    def _limited(self, receive: Receive) -> Receive:
        """The same, for a body that comes without saying how long it will be."""
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise TooLarge
            return message

        return limited

    def _with_headers(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers[name] = value
                # Pages name people who could be harmed: they are kept in no cache.
                headers.setdefault("cache-control", "no-store")
            await send(message)

        return sending


def _host_name(host: str) -> str | None:
    try:
        parts = urlsplit(f"//{host}")
        name, _ = parts.hostname, parts.port
    except ValueError:
        return None
    return None if parts.path or "@" in host else name


def _same_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is None:
        # Programs that are no browser send neither; a browser says at least one.
        return headers.get("sec-fetch-site", "same-origin") == "same-origin"
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
