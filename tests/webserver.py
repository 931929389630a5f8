"""A web server of the tests' own on this machine: it sends the very bytes that a test gives, however wrong they are."""

from __future__ import annotations

import contextlib
import datetime
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from masudi.sources.fetching import Fetcher, Limits

Answer = bytes | Callable[[socket.socket, "Asked"], None]
HOST = "monitor.example"


class Asked:
    """One request as it came: path, and headers in lower case."""

    def __init__(self, raw: bytes, at: float) -> None:
        first, *lines = raw.decode("latin-1").split("\r\n")
        self.method, self.path = first.split(" ")[:2]
        self.headers = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines if line)
        }
        self.raw, self.at = raw, at


class Site:
    """A server with the answers of a test, by path; a path may have several, given one after the other."""

    def __init__(self, context: ssl.SSLContext | None = None) -> None:
        self.answers: dict[str, Answer | list[Answer]] = {}
        self.asked: list[Asked] = []
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self._threads: list[threading.Thread] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def url(self, path: str = "/", host: str = HOST) -> str:
        return f"http{'s' if self._context else ''}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [one.path for one in self.asked]

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._speak, args=(connection,), daemon=True).start()

    def _speak(self, plain: socket.socket) -> None:
        with contextlib.suppress(OSError), plain:
            plain.settimeout(10)
            connection = self._context.wrap_socket(plain, server_side=True) if self._context else plain
            with connection:
                raw = b""
                while b"\r\n\r\n" not in raw:
                    if not (more := connection.recv(65536)):
                        return
                    raw += more
                asked = Asked(raw.partition(b"\r\n\r\n")[0], time.monotonic())
                self.asked.append(asked)
                found = self.answers.get(asked.path, page("nothing here", status=404))
                if isinstance(found, list):
                    found = found.pop(0) if len(found) > 1 else found[0]
                if callable(found):
                    found(connection, asked)
                else:
                    connection.sendall(found)


def page(body: str | bytes, *headers: str, status: int = 200, kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} Said", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + data


def moved(target: str, status: int = 302) -> bytes:
    """A redirect."""
    return page("", f"Location: {target}", status=status)


@contextlib.contextmanager
def site(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A running server."""
    server = Site(context)
    try:
        yield server
    finally:
        server.close()


def fetcher(*sites: Site, limits: Limits | None = None, **more: object) -> Fetcher:
    """A fetcher that may reach these servers, and believes that every name is theirs unless a resolver is given."""
    given: dict[str, object] = {"resolver": here, "allowed": [("127.0.0.1", one.port) for one in sites]} | more
    return Fetcher(limits=limits or Limits(step=3.0, total=6.0), **given)  # type: ignore[arg-type]


def here(host: str) -> Sequence[str]:
    """A resolver to which every name leads to this machine, and an IP address to itself."""
    return [host] if host.replace(".", "").isdecimal() or ":" in host else ["127.0.0.1"]


def certificate(folder: Path, name: str = HOST) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server called `name` shows, and what a client checks it against."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
    made = made.not_valid_after(now + datetime.timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    kind = serialization.PrivateFormat.PKCS8
    secret = key.private_bytes(serialization.Encoding.PEM, kind, serialization.NoEncryption())
    (folder / "server.pem").write_bytes(signed + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(folder / "server.pem")
    return server, ssl.create_default_context(cadata=signed.decode())


class Watch:
    """A clock that a test sets: waiting takes no time, and is written down."""

    def __init__(self) -> None:
        self.time = datetime.datetime(2031, 3, 5, 8, tzinfo=datetime.UTC)
        self.slept: list[float] = []

    def now(self) -> datetime.datetime:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.time += datetime.timedelta(seconds=seconds)
