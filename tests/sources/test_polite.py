"""Manners: robots.txt is asked and obeyed, pauses are kept, and who is in trouble is left alone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest

from masudi.errors import FetchError
from masudi.sources.fetching import LaterError, Polite
from masudi.sources.fetching.polite import back_off
from tests.webserver import Site, Watch, fetcher, moved, page, site


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        yield running


@pytest.fixture
def clock() -> Watch:
    return Watch()


def robots(*lines: str) -> bytes:
    return page("\n".join(lines), kind="text/plain")


def test_robots_txt_is_asked_once_and_obeyed(server: Site, clock: Watch) -> None:
    server.answers |= {
        "/robots.txt": robots("User-agent: *", "Disallow: /", "", "User-agent: masudi", "Disallow: /closed/"),
        "/open": page("open"),
        "/closed/x": page("closed"),
    }
    polite = Polite(fetcher(server), clock=clock)
    assert polite.get(server.url("/open")).data == b"open"
    with pytest.raises(FetchError, match=r"robots\.txt asks programs not to fetch it") as fault:
        polite.get(server.url("/closed/x"))
    assert not fault.value.passing
    assert server.paths() == ["/robots.txt", "/open"]
    clock.time += datetime.timedelta(days=2)
    polite.get(server.url("/open"))
    assert server.paths()[2:] == ["/robots.txt", "/open"]


def test_robots_txt_of_the_site_that_a_redirect_leads_to_counts(server: Site, clock: Watch) -> None:
    with site() as other:
        server.answers["/go"] = moved(other.url("/page", host="other.example"))
        other.answers |= {"/robots.txt": robots("User-agent: *", "Disallow: /page"), "/page": page("closed")}
        with pytest.raises(FetchError, match=r"robots\.txt asks"):
            Polite(fetcher(server, other), clock=clock).get(server.url("/go"))
        assert other.paths() == ["/robots.txt"]


@pytest.mark.parametrize(("status", "fetched"), [(404, True), (403, True), (410, True), (500, False), (429, False)])
def test_a_site_without_robots_txt_is_open_and_one_in_trouble_is_not(
    server: Site, clock: Watch, status: int, fetched: bool
) -> None:
    server.answers |= {"/robots.txt": page("", status=status), "/page": page("open")}
    polite = Polite(fetcher(server), clock=clock)
    if fetched:
        assert polite.get(server.url("/page")).data == b"open"
        return
    with pytest.raises(FetchError, match=r"robots\.txt cannot be had") as fault:
        polite.get(server.url("/page"))
    assert fault.value.passing
    assert "/page" not in server.paths()
    # When it is over, it is asked again.
    server.answers["/robots.txt"] = robots("User-agent: *", "Disallow:")
    assert polite.get(server.url("/page")).data == b"open"


def test_a_site_that_may_not_be_reached_is_none_in_trouble(clock: Watch) -> None:
    with pytest.raises(FetchError, match=r"^https://monitor.example/a: leads to 10.0.0.1, a private address") as fault:
        Polite(fetcher(resolver=lambda _: ["10.0.0.1"]), clock=clock).get("https://monitor.example/a")
    assert not fault.value.passing


def test_where_a_person_names_a_page_robots_txt_is_not_asked(server: Site, clock: Watch) -> None:
    server.answers |= {"/robots.txt": robots("User-agent: *", "Disallow: /"), "/a": page("a"), "/b": page("b")}
    polite = Polite(fetcher(server), clock=clock, robots=False)
    assert [polite.get(server.url(path)).data for path in ("/a", "/b")] == [b"a", b"b"]
    assert (server.paths(), clock.slept) == (["/a", "/b"], [1.0])


@pytest.mark.parametrize(
    ("asks", "pause"), [("Crawl-delay: 7", 7.0), ("Request-rate: 1/30", 30.0), ("Crawl-delay: 0.1", 1.0), ("", 1.0)]
)
def test_pauses_are_those_that_the_site_wants(server: Site, clock: Watch, asks: str, pause: float) -> None:
    server.answers |= {"/robots.txt": robots("User-agent: *", asks), "/a": page("a"), "/b": page("b")}
    polite = Polite(fetcher(server), clock=clock)
    polite.get(server.url("/a"))
    polite.get(server.url("/b"))
    assert clock.slept == [1.0, pause]


def test_a_site_that_wants_to_wait_for_long_is_not_waited_for(server: Site, clock: Watch) -> None:
    server.answers |= {"/robots.txt": robots("User-agent: *", "Crawl-delay: 900"), "/a": page("a"), "/b": page("b")}
    polite = Polite(fetcher(server), clock=clock)
    polite.get(server.url("/a"))
    with pytest.raises(LaterError, match="asked later") as fault:
        polite.get(server.url("/b"))
    assert fault.value.wait == pytest.approx(900)
    assert "/b" not in server.paths()


def test_other_sites_are_not_waited_for(server: Site, clock: Watch) -> None:
    with site() as other:
        for one in (server, other):
            one.answers["/a"] = page("a")
        polite = Polite(fetcher(server, other), clock=clock, robots=False)
        polite.get(server.url("/a"))
        polite.get(other.url("/a", host="other.example"))
        assert clock.slept == []


def test_after_faults_a_site_is_left_alone_longer_and_longer(server: Site, clock: Watch) -> None:
    server.answers["/a"] = page("", status=500)
    polite = Polite(fetcher(server), clock=clock, robots=False)
    for wait in (10, 20, 40):
        with pytest.raises(FetchError):
            polite.get(server.url("/a"))
        assert polite.free_at(server.url("/b")) == clock.now() + datetime.timedelta(seconds=wait)
    server.answers["/a"] = page("", "Retry-After: 60", status=503)
    with pytest.raises(FetchError):
        polite.get(server.url("/a"))
    assert polite.free_at(server.url("/a")) == clock.now() + datetime.timedelta(seconds=60)
    server.answers["/a"] = page("a")
    polite.get(server.url("/a"))
    assert polite.free_at(server.url("/a")) == clock.now() + datetime.timedelta(seconds=1)
    assert [back_off(one) for one in (1, 2, 5, 100)] == [10, 20, 160, 86_400]


def test_what_has_not_changed_is_not_sent_again(server: Site, clock: Watch) -> None:
    server.answers["/a"] = [page("a", 'ETag: "1"'), page("", status=304)]
    polite = Polite(fetcher(server), clock=clock, robots=False)
    first = polite.get(server.url("/a"))
    again = polite.get(server.url("/a"), etag=first.header("etag"), modified="Wed, 05 Mar 2031 08:00:00 GMT")
    assert again.unchanged
    assert server.asked[1].headers["if-none-match"] == '"1"'
    assert server.asked[1].headers["if-modified-since"] == "Wed, 05 Mar 2031 08:00:00 GMT"
