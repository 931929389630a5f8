"""Fetching one address: its redirects followed, its body whole, all within limits."""

from __future__ import annotations

import datetime
import ssl
from collections.abc import Callable, Iterable, Mapping
from email.utils import parsedate_to_datetime
from importlib.metadata import version

import certifi
import httpcore
import msgspec

from masudi.errors import FetchError
from masudi.sources.fetching.connecting import Checked, Deadline, Resolver, resolve
from masudi.sources.fetching.decoding import unpacked
from masudi.sources.urls import as_url, parts_of

_MOVED = frozenset((301, 302, 303, 307, 308))
_WHOLE = frozenset((200, 203))
_UNCHANGED = 304
# Answers after which the same question may be answered otherwise.
_PASSING = frozenset((408, 425, 429, 500, 502, 503, 504))
# Beside the body: status lines, headers, the marks between chunks.
_ROOM = 1_000_000
# Nobody is waited for longer than this, whatever their Retry-After says. Seconds.
_LONGEST_WAIT = 86_400.0
# Headers that say something of the visitor and nothing of what was fetched.
_NOT_KEPT = frozenset(("set-cookie", "set-cookie2"))


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """How much is put up with: bytes of a body (unpacked), seconds for a step and for all of it, redirects."""

    body: int = 20_000_000
    step: float = 20.0
    total: float = 120.0
    redirects: int = 8


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """What came back: the bytes as they were sent, and how they were retrieved.

    `url` is what was asked for, `final` where the redirects led, `address` the IP address that answered, `at` the
    moment at which the answer was whole. `data` is empty where the server says that nothing has changed (`unchanged`).
    Where the server packed the body although nobody asked it to, `data` is what was packed, as `headers` show.
    """

    url: str
    final: str
    address: str
    status: int
    headers: tuple[tuple[str, str], ...]
    data: bytes
    at: datetime.datetime

    @property
    def unchanged(self) -> bool:
        """Whether it is as it was when it was fetched last (status 304)."""
        return self.status == _UNCHANGED

    def header(self, name: str) -> str | None:
        """The value of the first header of this name, in any case."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


class Fetcher:
    """Fetches from the public internet. Nothing is taken from the environment: no proxies, no certificates, no names.

    `resolver` looks names up. `allowed` are addresses with a port to which it may connect although they are not public,
    and `authority` is what certificates are checked against: both are for tests that run a server of their own, and
    nothing a user can give sets them.
    """

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        contact: str | None = None,
        resolver: Resolver = resolve,
        allowed: Iterable[tuple[str, int]] = (),
        authority: ssl.SSLContext | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.agent = agent(contact)
        self._resolver, self._allowed, self._authority = resolver, frozenset(allowed), authority

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        before: Callable[[str], None] | None = None,
    ) -> Fetched:
        """What is at `url`. `before` is told each address before it is asked, redirects too, and may raise.

        FetchError for whatever is not a whole answer: refused addresses, statuses of failure, limits, faults.
        """
        asked = here = as_url(url)
        deadline = Deadline(self.limits.total)
        seen = {here}
        for _ in range(self.limits.redirects + 1):
            if before is not None:
                before(here)
                deadline = Deadline(self.limits.total)  # waiting for one's turn is nobody's slowness
            answer = self._once(here, headers or {}, deadline)
            if answer.status not in _MOVED:
                return msgspec.structs.replace(answer, url=asked)
            here = self._target(answer, here)
            if here in seen:
                raise FetchError(asked, f"redirects in a circle (over {here})")
            seen.add(here)
        raise FetchError(asked, f"redirects more than {self.limits.redirects} times")

    def _target(self, answer: Fetched, here: str) -> str:
        target = answer.header("location")
        if not target:
            raise FetchError(here, "redirects to nowhere", status=answer.status)
        try:
            return as_url(target, base=here)
        except FetchError as fault:
            raise FetchError(here, f"redirects to something else than a web page: {fault}") from None

    def _once(self, url: str, headers: Mapping[str, str], deadline: Deadline) -> Fetched:
        """One question and its answer, on a connection of its own."""
        scheme, host, port, target = parts_of(url)
        network = Checked(self._resolver, self._allowed, deadline, self.limits.body + _ROOM)
        context = self._context() if scheme == "https" else None
        where = httpcore.URL(scheme=scheme.encode(), host=host.encode(), port=port, target=target.encode())
        with httpcore.ConnectionPool(ssl_context=context, network_backend=network, retries=0) as pool:
            try:
                with pool.stream("GET", where, headers=self._headers(url, headers), extensions=self._steps()) as answer:
                    return self._answer(url, answer, network)
            except FetchError as fault:
                raise fault.at(url) from None
            except Exception as fault:
                raise _told(url, fault, deadline) from None

    def _answer(self, url: str, answer: httpcore.Response, network: Checked) -> Fetched:
        status, headers = answer.status, _readable(answer.headers)
        data = b""
        if status in _WHOLE:
            packed = ", ".join(value for name, value in headers if name.lower() == "content-encoding")
            data = unpacked(answer.iter_stream(), packed, url, self.limits.body)
        elif status not in _MOVED and status != _UNCHANGED:
            raise _refused(url, status, headers)
        return Fetched(
            url=url,
            final=url,
            address=network.connected or "",
            status=status,
            headers=tuple(one for one in headers if one[0].lower() not in _NOT_KEPT),
            data=data,
            at=datetime.datetime.now(datetime.UTC),
        )

    def _headers(self, url: str, more: Mapping[str, str]) -> list[tuple[str, str]]:
        host = url.split("/", 3)[2]
        # "identity": what is kept are then the bytes that were sent.
        own = {"Host": host, "User-Agent": self.agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        return [*own.items(), ("Connection", "close"), *more.items()]

    def _steps(self) -> dict[str, dict[str, float]]:
        step = self.limits.step
        return {"timeout": {"connect": step, "read": step, "write": step, "pool": step}}

    def _context(self) -> ssl.SSLContext:
        # The same authorities everywhere, whatever SSL_CERT_FILE says.
        return self._authority or ssl.create_default_context(cafile=certifi.where())


def agent(contact: str | None = None) -> str:
    """What Masudi calls itself before servers; `contact` tells their keepers whom to write to.

    FetchError where the contact is not of printable ASCII, which no header could carry.
    """
    if contact is not None and not (contact.isascii() and contact.isprintable() and 0 < len(contact) <= 200):
        raise FetchError("", "the contact has to be an address or a name in plain ASCII letters")
    return f"Masudi/{version('masudi')}" + (f" (+{contact})" if contact else "")


def _readable(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[str, str]]:
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in headers]


def _refused(url: str, status: int, headers: list[tuple[str, str]]) -> FetchError:
    said = {401: "asks for a password", 403: "refuses to hand it out", 404: "has no such page", 410: "has removed it"}
    words = said.get(status, "has trouble of its own" if status >= 500 else "does not hand out a page")
    wait = next((_seconds(value) for name, value in headers if name.lower() == "retry-after"), None)
    return FetchError(
        url, f"the server {words} (status {status})", status=status, passing=status in _PASSING, wait=wait
    )


def _seconds(words: str) -> float | None:
    """What a Retry-After asks for, in seconds; it gives these, or a date."""
    try:
        seconds = float(words) if words.strip().isdecimal() else _until(words)
    except (ValueError, TypeError, OverflowError):
        return None
    return min(max(seconds, 0.0), _LONGEST_WAIT)


def _until(words: str) -> float:
    day = parsedate_to_datetime(words)
    day = day if day.tzinfo else day.replace(tzinfo=datetime.UTC)
    return (day - datetime.datetime.now(datetime.UTC)).total_seconds()


def _told(url: str, fault: Exception, deadline: Deadline) -> FetchError:
    """What a fault of the connection means to whoever wanted the page."""
    said = " ".join(str(fault).split())[:200]
    if isinstance(fault, httpcore.ConnectTimeout | httpcore.PoolTimeout):
        return FetchError(url, "does not answer", passing=True)
    if isinstance(fault, httpcore.TimeoutException):
        slow = "took longer than it may, all in all" if deadline.over else "stopped in the middle of its answer"
        return FetchError(url, slow, passing=True)
    if isinstance(fault, httpcore.ConnectError) and "CERTIFICATE_VERIFY_FAILED" in said:
        return FetchError(url, f"has a certificate that cannot be trusted ({said})")
    if isinstance(fault, httpcore.ConnectError):
        return FetchError(url, f"cannot be reached ({said or 'no connection'})", passing=True)
    if isinstance(fault, httpcore.RemoteProtocolError):
        return FetchError(url, f"does not answer as a web server should ({said})", passing=True)
    if isinstance(fault, httpcore.NetworkError):
        return FetchError(url, f"broke off the connection ({said or 'closed'})", passing=True)
    if isinstance(fault, httpcore.LocalProtocolError | httpcore.UnsupportedProtocol):
        return FetchError(url, f"cannot be asked for ({said})")
    raise fault
