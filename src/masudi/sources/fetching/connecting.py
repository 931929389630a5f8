"""Connections to addresses that were checked: a name is resolved once, and what it resolves to is what is connected to.

httpcore does the talking; it gets its connections from here alone.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from ssl import SSLContext
from typing import Any

import httpcore
from httpcore import NetworkStream

from masudi.errors import FetchError
from masudi.sources.fetching.addresses import refusal
from masudi.sources.urls import common

Resolver = Callable[[str], Sequence[str]]
"""From a host's name to its IP addresses; OSError where it has none."""


def resolve(host: str) -> Sequence[str]:
    """The addresses that this machine's resolver gives of a host."""
    found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class Deadline:
    """When all has to be over: seconds from now, on a clock that nobody sets."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether that moment has passed."""
        return time.monotonic() >= self._end

    def left(self, wanted: float | None) -> float:
        """How long one step may take, at most `wanted`; httpcore.ReadTimeout where the time is over."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time is over")
        return left if wanted is None else min(left, wanted)


class Checked(httpcore.NetworkBackend):
    """Where httpcore gets its connections: to public addresses, and to those (address and port) in `allowed`.

    A host of which any address is refused is refused as a whole: an honest one has none such. FetchError says why.
    `most` bounds the bytes that one connection may bring, whatever they are.
    """

    def __init__(self, resolver: Resolver, allowed: frozenset[tuple[str, int]], deadline: Deadline, most: int) -> None:
        self._resolver, self._allowed, self._deadline, self._most = resolver, allowed, deadline, most
        self._plain = httpcore.SyncBackend()
        self.connected: str | None = None

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """A connection to the first address of `host` that answers, all of them having been checked before."""
        fault: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in self._checked(host, port):
            try:
                left = self._deadline.left(timeout)
                stream = self._plain.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as one:
                fault = one
                continue
            self.connected = address
            return _Bounded(stream, self._deadline, self._most)
        raise fault or httpcore.ConnectError("no address")

    def _checked(self, host: str, port: int) -> Sequence[str]:
        addresses = self._resolved(host)
        for address in addresses:
            if (address, port) in self._allowed:
                continue
            if (why := refusal(address)) is not None:
                raise FetchError("", f"leads to {address}, {why}: Masudi fetches from the public internet alone")
            if not common(port):
                raise FetchError("", f"is on a port ({port}) where no web server is looked for")
        return addresses

    def _resolved(self, host: str) -> Sequence[str]:
        """The addresses of a host, with the time that is left to find them: a resolver itself knows no end."""
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(self._resolver(host))
            except (OSError, UnicodeError) as fault:
                answers.put(fault)

        threading.Thread(target=ask, daemon=True, name="masudi-resolver").start()
        try:
            answer = answers.get(timeout=self._deadline.left(None))
        except queue.Empty:
            raise FetchError("", "has a host that could not be looked up in time", passing=True) from None
        if isinstance(answer, Exception) or not answer:
            raise FetchError(
                "", f"has a host without an address ({host}): check the name, and the connection", passing=True
            )
        return answer

    def sleep(self, seconds: float) -> None:
        """Wait; httpcore does so only where it is told to try again, which it is not."""
        time.sleep(seconds)


class _Bounded(NetworkStream):
    """A connection on which everything together has to be over in time, and that brings no more than it may."""

    def __init__(self, stream: NetworkStream, deadline: Deadline, most: int) -> None:
        self._stream, self._deadline, self._left = stream, deadline, most

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Some bytes; FetchError where more have come than may."""
        data = self._stream.read(max_bytes, self._deadline.left(timeout))
        self._left -= len(data)
        if self._left < 0:
            raise FetchError("", "sends more than it may")
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        """End the connection."""
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> NetworkStream:
        """The connection, encrypted; the certificate has to be that of the host as it was asked for."""
        stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        return _Bounded(stream, self._deadline, self._left)

    def get_extra_info(self, info: str) -> Any:
        """What httpcore asks of a connection."""
        return self._stream.get_extra_info(info)
