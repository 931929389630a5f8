"""The fetcher against servers that do what they should not: nothing private is reached, nothing grows or lasts."""

from __future__ import annotations

import gzip
import itertools
import re
import socket
import ssl
import time
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

import masudi
from masudi.errors import FetchError
from masudi.sources.fetching import Fetcher, Limits
from masudi.sources.fetching.addresses import refusal
from masudi.sources.urls import as_url
from tests.webserver import HOST, Asked, Site, certificate, fetcher, moved, page, site

PRIVATE = [
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.9", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *("224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "192.88.99.1", "192.0.0.1"),
    *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1", "100::1"),
    *("::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "2002:7f00:1::1", "64:ff9b::7f00:1", "64:ff9b:1::a00:1"),
    *("2001:0:4136:e378:8000:63bf:3fff:fdd2", "::ffff:0:127.0.0.1", "not an address", ""),
]


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        yield running


def refused(getter: Fetcher, url: str) -> str:
    with pytest.raises(FetchError) as fault:
        getter.get(url)
    return str(fault.value)


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_off_the_public_internet_are_refused(address: str) -> None:
    assert refusal(address) is not None


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "2a00:1450::5"])
def test_public_addresses_are_not(address: str) -> None:
    assert refusal(address) is None


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("HTTP://Monitor.EXAMPLE.:80/a b".replace(" ", "%20"), "http://monitor.example/a%20b"),
        ("https://monitor.example", "https://monitor.example/"),
        ("https://monitor.example:8443/ä?q=é&x=1#part", "https://monitor.example:8443/%C3%A4?q=%C3%A9&x=1"),
        ("https://münze.example/", "https://xn--mnze-0ra.example/"),
        ("http://[2606:2800::1]/", "http://[2606:2800::1]/"),
    ],
)
def test_an_address_has_one_plain_form(words: str, plain: str) -> None:
    assert as_url(words) == plain
    assert as_url(plain) == plain


@pytest.mark.parametrize(
    "words",
    [
        *("file:///etc/passwd", "javascript:alert(1)", "ftp://monitor.example/", "gopher://x/", "data:text/html,x"),
        *("http://user:secret@monitor.example/", "http://monitor.example@evil.example/", "http:///path", "http://"),
        *("http://a\r\nHost: b/", "http://a/ b", "http://a/\tb", "http://a\\@b/", "http://a/\x00", "http://h:70000/"),
        *("//monitor.example/", "monitor.example", "http://ex%61mple/", "http://[::1", "http://[fe80::1%25eth0]/"),
        "http://monitor.example/" + "a" * 9000,
    ],
)
def test_what_is_no_address_of_the_web_is_refused(words: str) -> None:
    with pytest.raises(FetchError) as fault:
        as_url(words)
    assert "secret" not in str(fault.value)


def test_a_page_comes_with_its_bytes_headers_time_and_final_address(server: Site) -> None:
    server.answers["/old"] = moved("/new#part", 301)
    server.answers["/new"] = page(b"words \xff", 'ETag: "a"', "Set-Cookie: id=1", "X-Odd: \xe9")
    found = fetcher(server).get(server.url("/old"))
    assert (found.url, found.final, found.status) == (server.url("/old"), server.url("/new"), 200)
    assert (found.data, found.address) == (b"words \xff", "127.0.0.1")
    assert (found.header("etag"), found.header("set-cookie"), found.header("x-none")) == ('"a"', None, None)
    assert found.at.tzinfo is not None
    asked = server.asked[1]
    assert asked.headers["user-agent"].startswith("Masudi/")
    assert (asked.headers["host"], asked.headers["accept-encoding"]) == (f"{HOST}:{server.port}", "identity")
    assert not {"cookie", "referer", "authorization"} & set(asked.headers)


def test_what_is_not_allowed_is_not_reached(server: Site) -> None:
    assert "this machine's own address" in refused(Fetcher(), server.url(host="127.0.0.1"))
    assert "this machine's own address" in refused(Fetcher(resolver=lambda _: ["127.0.0.1"]), server.url())
    # Every other way to write it, by the resolver that users have.
    for host in ("localhost", "2130706433", "0x7f000001", "127.1", "[::1]", "[::ffff:127.0.0.1]"):
        with pytest.raises(FetchError):
            Fetcher().get(server.url(host=host))
    assert server.asked == []


def test_a_port_where_no_web_server_is_looked_for_is_refused() -> None:
    assert "on a port (25)" in refused(Fetcher(resolver=lambda _: ["93.184.216.34"]), "http://monitor.example:25/")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_this_machine_is_not_followed(server: Site, status: int) -> None:
    with site() as inner:
        inner.answers["/secret"] = page("secret")
        server.answers["/"] = moved(inner.url("/secret", host="127.0.0.1"), status)
        assert "this machine's own address" in refused(fetcher(server), server.url())
        server.answers["/"] = moved("http://169.254.169.254/latest/meta-data", status)
        assert "an address of the local link" in refused(fetcher(server), server.url())
        assert inner.asked == []


@pytest.mark.parametrize(
    "target", ["javascript:alert(1)", "file:///etc/passwd", "ftp://x/", "http://u:p@h/", "data:text/html,x", ""]
)
def test_a_redirect_to_something_else_than_a_page_is_refused(server: Site, target: str) -> None:
    server.answers["/"] = moved(target)
    assert "redirects to" in refused(fetcher(server), server.url())
    assert server.paths() == ["/"]


def test_redirects_in_a_circle_or_without_end_are_given_up(server: Site) -> None:
    server.answers |= {"/a": moved("/b"), "/b": moved("/a#again")}
    assert "in a circle" in refused(fetcher(server), server.url("/a"))
    server.answers |= {f"/{n}": moved(f"/{n + 1}") for n in range(30)}
    assert "more than 8 times" in refused(fetcher(server), server.url("/0"))
    assert server.paths()[2:] == [f"/{n}" for n in range(9)]


def test_a_name_is_resolved_once_and_what_was_checked_is_connected_to(server: Site) -> None:
    """The trick: the first answer of the name server is harmless, the next one is this machine."""
    with site() as inner:
        answers = iter([["127.0.0.1"], ["127.0.0.2"]])
        calls: list[str] = []

        def changing(host: str) -> Sequence[str]:
            calls.append(host)
            return next(answers)

        server.answers["/"] = page("open")
        getter = fetcher(server, resolver=changing)
        assert getter.get(server.url()).data == b"open"
        assert calls == [HOST]
        # Asked anew, the name is checked anew.
        assert "127.0.0.2" in refused(getter, server.url())
        assert inner.asked == []


def test_a_host_with_one_private_address_among_others_is_refused(server: Site) -> None:
    server.answers["/"] = page("open")
    mixed = fetcher(server, resolver=lambda _: ["127.0.0.1", "10.0.0.7"])
    assert "10.0.0.7, a private address" in refused(mixed, server.url())
    assert server.asked == []


def test_the_next_address_is_tried_where_one_does_not_answer(server: Site) -> None:
    server.answers["/"] = page("open")
    allowed = [("127.0.0.3", server.port), ("127.0.0.1", server.port)]
    found = fetcher(resolver=lambda _: ["127.0.0.3", "127.0.0.1"], allowed=allowed).get(server.url())
    assert found.address == "127.0.0.1"


def test_a_resolver_that_does_not_answer_is_not_waited_for(server: Site) -> None:
    def slow(_: str) -> Sequence[str]:
        time.sleep(3)
        return ["127.0.0.1"]

    start = time.monotonic()
    assert "in time" in refused(fetcher(server, resolver=slow, limits=Limits(total=0.3)), server.url())
    assert time.monotonic() - start < 2

    def unknown(_: str) -> Sequence[str]:
        raise socket.gaierror(-2, "Name or service not known")

    assert "without an address" in refused(fetcher(server, resolver=unknown), server.url())


def test_proxies_and_certificates_of_the_environment_are_not_used(
    server: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with site() as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        server.answers["/"] = page("open")
        assert fetcher(server, proxy).get(server.url()).data == b"open"
        assert proxy.asked == []
    shown, _ = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "server.pem"))
    with site(shown) as secure:
        secure.answers["/"] = page("open")
        assert "certificate that cannot be trusted" in refused(fetcher(secure), secure.url())


def test_certificates_are_checked_against_the_name_and_not_the_address(tmp_path: Path) -> None:
    shown, known = certificate(tmp_path)
    names: list[str | None] = []
    shown.sni_callback = lambda _, name, __: names.append(name)
    with site(shown) as secure:
        secure.answers["/"] = page("open")
        assert fetcher(secure, authority=known).get(secure.url()).data == b"open"
        assert names == [HOST]
        assert secure.asked[0].headers["host"] == f"{HOST}:{secure.port}"
        assert "certificate that cannot be trusted" in refused(
            fetcher(secure, authority=known), secure.url(host="another.example")
        )
        assert "certificate that cannot be trusted" in refused(fetcher(secure), secure.url())
        assert len(secure.asked) == 1


@pytest.mark.parametrize("packed", [gzip.compress, zlib.compress])
def test_a_body_that_is_packed_unasked_is_unpacked(server: Site, packed: object) -> None:
    assert callable(packed)
    name = "gzip" if packed is gzip.compress else "deflate"
    words = b"".join(b"words %d " % n for n in range(100_000))
    server.answers["/"] = page(packed(words), f"Content-Encoding: {name}")
    assert fetcher(server).get(server.url()).data == words
    server.answers["/"] = page(packed(words)[:-20], f"Content-Encoding: {name}")
    assert "is not" in refused(fetcher(server), server.url())


def test_a_bomb_is_not_unpacked(server: Site) -> None:
    bomb = gzip.compress(bytes(200_000_000))
    server.answers["/"] = page(bomb, "Content-Encoding: gzip")
    start = time.monotonic()
    said = refused(fetcher(server, limits=Limits(body=1_000_000, total=30)), server.url())
    assert "larger than 1,000,000 bytes" in said
    assert time.monotonic() - start < 5
    server.answers["/"] = page(gzip.compress(bomb), "Content-Encoding: gzip, gzip")
    assert "not asked for (gzip, gzip)" in refused(fetcher(server), server.url())
    server.answers["/"] = page(b"x", "Content-Encoding: br")
    assert "not asked for (br)" in refused(fetcher(server), server.url())


def test_a_body_over_the_limit_is_refused_with_or_without_its_length(server: Site) -> None:
    small = fetcher(server, limits=Limits(body=1000))
    server.answers["/"] = page(bytes(1000))
    assert len(small.get(server.url()).data) == 1000
    server.answers["/"] = page(bytes(1001))
    assert "larger than 1,000 bytes" in refused(small, server.url())
    server.answers["/"] = b"HTTP/1.1 200 OK\r\n\r\n" + bytes(100_000)
    assert "larger than 1,000 bytes" in refused(small, server.url())


def test_a_body_without_end_is_given_up(server: Site) -> None:
    sent = itertools.count()

    def endless(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        for _ in sent:
            connection.sendall(b"2710\r\n" + b"x" * 10_000 + b"\r\n")

    server.answers["/"] = endless
    assert "larger than" in refused(fetcher(server, limits=Limits(body=100_000)), server.url())
    assert next(sent) < 5000


def test_headers_without_end_are_given_up(server: Site) -> None:
    def endless(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n")
        while True:
            connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")

    def waiting(connection: socket.socket, asked: Asked) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100)

    server.answers |= {"/": endless, "/hints": waiting}
    assert "as a web server should" in refused(fetcher(server), server.url())
    assert "sends more than it may" in refused(fetcher(server, limits=Limits(body=1)), server.url("/hints"))


def test_a_body_that_drips_is_given_up_in_time(server: Site) -> None:
    def drip(connection: socket.socket, asked: Asked) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"x")
            time.sleep(0.05)

    def silent(connection: socket.socket, _: Asked) -> None:
        time.sleep(5)

    server.answers |= {"/": drip, "/silent": silent}
    start = time.monotonic()
    with pytest.raises(FetchError, match="longer than it may") as fault:
        fetcher(server, limits=Limits(step=3, total=0.6)).get(server.url())
    assert fault.value.passing
    assert "in the middle" in refused(fetcher(server, limits=Limits(step=0.3, total=5)), server.url("/silent"))
    assert time.monotonic() - start < 3


def test_a_body_of_another_length_than_was_said(server: Site) -> None:
    server.answers["/short"] = page(b"words").replace(b"Length: 5", b"Length: 50")
    with pytest.raises(FetchError, match="as a web server should") as fault:
        fetcher(server).get(server.url("/short"))
    assert fault.value.passing
    server.answers["/long"] = page(b"words and more").replace(b"Length: 14", b"Length: 5")
    assert fetcher(server).get(server.url("/long")).data == b"words"
    server.answers["/two"] = page(b"words", "Content-Length: 3")
    assert "as a web server should" in refused(fetcher(server), server.url("/two"))
    server.answers["/none"] = b"SSH-2.0-OpenSSH_9.2\r\n\r\n"
    assert "as a web server should" in refused(fetcher(server), server.url("/none"))
    server.answers["/gone"] = lambda connection, _: None
    assert refused(fetcher(server), server.url("/gone"))


def test_headers_cannot_be_slipped_in(server: Site) -> None:
    server.answers["/"] = page("open")
    for given in ({"If-None-Match": '"a"\r\nX-Slipped: yes'}, {"If-None-Match": '"a"\nX-Slipped: yes'}):
        with pytest.raises(FetchError):
            fetcher(server).get(server.url(), headers=given)
    server.answers["/to"] = b"HTTP/1.1 302 Said\r\nLocation: /x%0d%0aX-Slipped:%20yes\r\nContent-Length: 0\r\n\r\n"
    with pytest.raises(FetchError):
        fetcher(server).get(server.url("/to"))
    assert all("x-slipped" not in one.headers for one in server.asked)
    assert server.asked[-1].path == "/x%0d%0aX-Slipped:%20yes"
    for contact in ("a\r\nX: y", "ü@example", ""):
        with pytest.raises(FetchError):
            Fetcher(contact=contact)


@pytest.mark.parametrize(
    ("status", "passing"),
    [(404, False), (403, False), (410, False), (429, True), (500, True), (503, True), (206, False)],
)
def test_other_answers_are_told(server: Site, status: int, passing: bool) -> None:
    server.answers["/"] = page("words", "Retry-After: 77", status=status)
    with pytest.raises(FetchError) as fault:
        fetcher(server).get(server.url())
    assert (fault.value.status, fault.value.passing, fault.value.wait) == (status, passing, 77.0)


def test_a_server_that_is_not_there_is_told() -> None:
    with site() as gone:
        pass
    with pytest.raises(FetchError, match="cannot be reached") as fault:
        fetcher(gone).get(gone.url())
    assert fault.value.passing


def test_nothing_but_the_constructor_lets_the_fetcher_in(server: Site) -> None:
    """What users can set, the environment and the options of commands, does not: nobody can be tricked into it."""
    source = Path(masudi.__file__).parent
    read = [
        path.name for path in (source / "sources" / "fetching").glob("*.py") if "import os" in path.read_text("utf-8")
    ]
    assert read == []
    for path in source.rglob("*.py"):
        assert not re.search(r"Fetcher\([^)]*(allowed|resolver|authority)", path.read_text("utf-8")), path


def test_a_context_of_another_maker_is_not_the_default() -> None:
    context = Fetcher()._context()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
