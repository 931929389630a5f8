"""Feeds followed from a real server: each item once, politely, and on from where it stopped, whatever goes wrong."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

import pytest

from masudi.casefile import Case
from masudi.domain import Claim, Report
from masudi.errors import CaseError
from masudi.pipeline import Added, Adding, add, fetching
from masudi.pipeline.watch import FeedRead, ItemFetched, Step, Trouble, watch
from masudi.sources.fetching import Polite
from tests.conftest import build_claim
from tests.webserver import Site, Watch, fetcher, moved, page, site

T = TypeVar("T")

TEXT = (
    "Raiders took the mill at Tell Sarw on Monday, the Sarw Monitor said. The mill had been held by the guard since "
    "the spring, and the road to the village was closed. People who had left their houses came back in the evening."
)


def coder(report: Report) -> tuple[Claim, ...]:
    return (build_claim(report, trigger="took"),)


def article(number: int, text: str = TEXT) -> bytes:
    body = "".join(f"<p>{one}. Number {number}.</p>" for one in text.split(". "))
    return page(
        f"<!doctype html><html lang='en'><head><title>Mill {number}</title></head><body><article><h1>Mill {number}</h1>"
        f"{body}</article></body></html>"
    )


def feed(server: Site, *numbers: int, title: str = "Sarw Monitor") -> bytes:
    items = "".join(
        f"<item><link>{server.url(f'/{n}')}</link><pubDate>Wed, 05 Mar 2031 08:00:00 GMT</pubDate></item>"
        for n in numbers
    )
    data = f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"
    return page(data, 'ETag: "one"', "Last-Modified: Wed, 05 Mar 2031 08:00:00 GMT", kind="application/rss+xml")


@pytest.fixture
def server() -> Iterator[Site]:
    with site() as running:
        running.answers |= {f"/{n}": article(n) for n in range(40)}
        yield running


@pytest.fixture
def clock() -> Watch:
    return Watch()


def go(case: Case, clock: Watch, *sites: Site) -> list[Step]:
    return list(watch(case, Polite(fetcher(*sites), clock=clock), Adding(), coder=coder))


def of(steps: list[Step], kind: type[T]) -> list[T]:
    return [one for one in steps if isinstance(one, kind)]


def items(server: Site) -> Counter[str]:
    return Counter(one for one in server.paths() if one not in ("/feed", "/robots.txt"))


def test_what_a_feed_lists_is_fetched_and_added(case: Case, server: Site, clock: Watch) -> None:
    server.answers["/feed"] = feed(server, 1, 2)
    assert case.follow(server.url("/feed"))
    assert not case.follow(server.url("/feed"))
    steps = go(case, clock, server)
    assert of(steps, FeedRead) == [FeedRead(url=server.url("/feed"), title="Sarw Monitor", items=2, new=2)]
    assert [one.outcome for one in of(steps, Added)] == ["added", "added"]
    stored = [case.report(one.id) for one in case.reports()]
    assert sorted(one.report.url or "" for one in stored) == [server.url("/1"), server.url("/2")]
    first = stored[0]
    assert first.report.title in ("Mill 1", "Mill 2")
    # What the page does not say of itself, the feed says.
    assert (first.report.source, first.report.published) == ("Sarw Monitor", datetime.date(2031, 3, 5))
    assert (first.retrieval.extractor, first.retrieval.media_type) == ("html", "text/html; charset=utf-8")
    assert first.retrieval.at is not None
    assert ("Content-Type", "text/html; charset=utf-8") in first.retrieval.headers
    assert case.original(first.id).startswith(b"<!doctype html>")
    assert "Raiders took the mill" in first.report.text
    assert (case.waiting_items(), case.arrivals()) == ([], [])
    (told,) = case.feeds()
    assert (told.title, told.done, told.waiting, told.failed, told.problem) == ("Sarw Monitor", 2, 0, 0, None)


def test_nothing_is_fetched_twice(case: Case, server: Site, clock: Watch) -> None:
    server.answers["/feed"] = [feed(server, 1, 2), page("", status=304), feed(server, 2, 3, 3)]
    other = server.url("/other")
    server.answers["/other"] = feed(server, 3, 1, title="Other")
    case.follow(server.url("/feed"))
    go(case, clock, server)
    steps = go(case, clock, server)
    assert of(steps, FeedRead) == [FeedRead(url=server.url("/feed"), title="Sarw Monitor", unchanged=True)]
    asked = [one for one in server.asked if one.path == "/feed"][1]
    assert (asked.headers["if-none-match"], asked.headers["if-modified-since"]) == (
        '"one"',
        "Wed, 05 Mar 2031 08:00:00 GMT",
    )
    case.follow(other)
    go(case, clock, server)
    assert items(server) == {"/1": 1, "/2": 1, "/3": 1, "/other": 1}
    # Forgotten and taken up again, it does not fetch what it had fetched.
    assert case.unfollow(other)
    assert not case.unfollow(other)
    case.follow(other)
    go(case, clock, server)
    assert {path: count for path, count in items(server).items() if path != "/other"} == {"/1": 1, "/2": 1, "/3": 1}


def test_what_somebody_added_is_not_fetched(case: Case, server: Site, clock: Watch) -> None:
    polite = Polite(fetcher(server), clock=clock, robots=False)
    server.answers |= {"/old": moved("/1"), "/feed": feed(server, 1, 2)}
    (added,) = add(fetching([server.url("/old")], polite), case, coder=coder)
    assert (added.outcome, added.path) == ("added", server.url("/old"))
    case.follow(server.url("/feed"))
    go(case, clock, server)
    assert items(server) == {"/old": 1, "/1": 1, "/2": 1}


def test_a_changed_page_is_a_new_version(case: Case, server: Site, clock: Watch) -> None:
    polite = Polite(fetcher(server), clock=clock, robots=False)
    one, two = [next(add(fetching([server.url("/1#part")], polite), case, coder=coder)) for _ in range(2)]
    assert (one.outcome, two.outcome) == ("added", "already there")
    server.answers["/1"] = article(1, TEXT + " The guard took it back.")
    (three,) = add(fetching([server.url("/1")], polite), case, coder=coder)
    assert (three.outcome, three.previous) == ("new version", one.id)


def test_a_page_cannot_pass_for_another_ones_version(case: Case, server: Site, clock: Watch) -> None:
    polite = Polite(fetcher(server), clock=clock, robots=False)
    server.answers["/evil"] = page(
        f"<html><head><title>x</title><link rel='canonical' href='{server.url('/1')}'>"
        f"<meta property='og:url' content='{server.url('/1')}'></head>"
        f"<body><article><p>{TEXT}</p></article></body></html>"
    )
    server.answers["/plain"] = page(f"url: {server.url('/1')}\n\n{TEXT}", kind="text/plain")
    urls = [server.url(one) for one in ("/1", "/evil", "/plain")]
    assert [one.outcome for one in add(fetching(urls, polite), case, coder=coder)] == ["added"] * 3
    assert sorted(str(one.url) for one in case.reports()) == sorted(urls)


def test_a_bad_address_stops_none_of_the_others(case: Case, server: Site, clock: Watch) -> None:
    polite = Polite(fetcher(server), clock=clock, robots=False)
    found = [server.url("/none"), "http://10.0.0.1/", "https://u:p@x.example/", server.url("/1")]
    added = list(add(fetching(found, polite), case, coder=coder))
    assert [one.outcome for one in added] == ["failed", "failed", "failed", "added"]
    assert len(case.failures()) == 3


def test_one_bad_feed_or_item_never_stops_the_others(case: Case, server: Site, clock: Watch) -> None:
    server.answers |= {
        "/broken": page("words"),
        "/gone": page("", status=410),
        "/trouble": page("", "Retry-After: 500", status=503),
        "/robots.txt": page("User-agent: *\nDisallow: /3", kind="text/plain"),
        "/2": page("", status=404),
        "/4": page("<html><body></body></html>"),
        "/5": page(b"\x00\x01\x02" * 500, kind="application/octet-stream"),
    }
    server.answers["/feed"] = feed(server, 1, 2, 3, 4, 5, 6)
    for path in ("/broken", "/gone", "/feed"):
        case.follow(server.url(path))
    steps = go(case, clock, server)
    feeds = [one for one in of(steps, Trouble) if one.feed]
    assert [one.url for one in feeds] == [server.url("/broken"), server.url("/gone")]
    assert all(one.again is not None for one in feeds)
    assert sorted(str(one.url) for one in case.reports()) == [server.url("/1"), server.url("/6")]
    assert sorted(one.path for one in case.failures()) == [server.url(f"/{n}") for n in (2, 3, 4, 5)]
    told = case.feeds()[-1]
    assert (told.done, told.failed, told.waiting) == (2, 4, 0)
    assert "is no feed" in (case.feeds()[0].problem or "")
    asked = len(server.asked)
    go(case, clock, server)
    # Feeds with a fault rest for a while, and what failed for good is not tried again.
    assert server.paths()[asked:] == ["/robots.txt", "/feed"]


def test_what_feeds_list_is_a_page_or_a_document(case: Case, server: Site, clock: Watch) -> None:
    """An archive could hold reports that it says are from elsewhere, which nobody has looked at."""
    table = f"text,url\n{TEXT},https://monitor.example/1\n"
    server.answers |= {
        "/feed": feed(server, 1, 2),
        "/1": page(table, kind="text/csv"),
        "/2": page(TEXT, kind="text/plain"),
    }
    case.follow(server.url("/feed"))
    go(case, clock, server)
    assert [one.url for one in case.reports()] == [server.url("/2")]
    assert "look at it, then `masudi add` it" in case.failures()[0].problem


def test_what_passes_is_tried_again_later_and_later(case: Case, server: Site, clock: Watch) -> None:
    server.answers |= {"/feed": feed(server, 1, 2), "/1": page("", status=500)}
    case.follow(server.url("/feed"))
    steps = go(case, clock, server)
    again = [one.again for one in of(steps, Trouble)]
    assert len(again) == 5
    assert clock.slept[-3:] == [20, 40, 80]
    (item,) = case.waiting_items()
    assert (item.url, item.faults) == (server.url("/1"), 5)
    server.answers["/1"] = article(1)
    assert of(go(case, clock, server), Added) == []
    clock.time += datetime.timedelta(minutes=3)
    assert len(of(go(case, clock, server), Added)) == 1


def test_what_never_works_is_given_up(case: Case, server: Site, clock: Watch) -> None:
    server.answers |= {"/feed": feed(server, 1), "/1": page("", status=500)}
    case.follow(server.url("/feed"))
    for _ in range(30):
        go(case, clock, server)
        clock.time += datetime.timedelta(days=2)
    assert items(server) == {"/1": 15}
    assert "given up after 15 times" in case.failures()[0].problem


def test_a_site_that_wants_long_pauses_gets_them(case: Case, server: Site, clock: Watch) -> None:
    server.answers |= {
        "/feed": feed(server, 1, 2, 3),
        "/robots.txt": page("User-agent: *\nCrawl-delay: 600", kind="text/plain"),
    }
    case.follow(server.url("/feed"))
    go(case, clock, server)
    assert items(server) == {}
    polite = Polite(fetcher(server), clock=clock)
    for count in (1, 2, 3):
        clock.time += datetime.timedelta(seconds=700)
        case.unfollow("http://none.example/")
        before = clock.now()
        list(watch(case, polite, Adding(), coder=coder))
        assert clock.now() - before < datetime.timedelta(seconds=130)
        assert sum(items(server).values()) <= count
    assert max(clock.slept, default=0) <= 120


def test_sites_take_turns(case: Case, server: Site, clock: Watch) -> None:
    with site() as other:
        other.answers |= {f"/{n}": article(n) for n in range(9)}
        server.answers["/feed"] = feed(server, 1, 2, 3)
        other.answers["/feed"] = feed(other, 4, 5, 6)
        for one in (server, other):
            case.follow(one.url("/feed"))
        list(watch(case, Polite(fetcher(server, other), clock=clock), Adding(), coder=coder))
        fetched = sorted(
            (one.at, name)
            for name, of_it in (("a", server), ("b", other))
            for one in of_it.asked
            if one.path[1:].isdecimal()
        )
        assert "".join(name for _, name in fetched) not in ("aaabbb", "bbbaaa")
        # Three pages each, and robots.txt and the feed before them.
        assert sum(clock.slept) < 6


@pytest.mark.parametrize("when", ["fetched", "reading"])
def test_it_goes_on_where_it_was_stopped(case: Case, server: Site, clock: Watch, when: str) -> None:
    server.answers["/feed"] = [feed(server, *range(20)), page("", status=304)]
    case.follow(server.url("/feed"))
    running = watch(case, Polite(fetcher(server), clock=clock), Adding(), coder=coder)
    wanted = ItemFetched if when == "fetched" else Added
    for step in running:
        if isinstance(step, wanted):
            break
    running.close()
    go(case, clock, server)
    assert len(items(server)) == 20
    assert set(items(server).values()) == {1}
    assert len(list(case.reports())) == 20
    assert case.arrivals() == []


def test_a_fault_of_the_case_is_not_taken_for_one_of_a_page(
    case: Case, server: Site, clock: Watch, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/feed"] = feed(server, 1)
    case.follow(server.url("/feed"))

    def full(_: object) -> None:
        raise CaseError("case", "the disk is full")

    monkeypatch.setattr(case, "arrived", full)
    with pytest.raises(CaseError, match="disk is full"):
        go(case, clock, server)


def test_what_is_erased_leaves_no_trace_and_is_not_fetched_again(case: Case, server: Site, clock: Watch) -> None:
    server.answers |= {"/feed": feed(server, 1, 2), "/2": page("", status=500)}
    case.follow(server.url("/feed"))
    go(case, clock, server)
    (only,) = case.reports()
    case.redact(only.id, "Ada", "asked for")
    case.redact_name("monitor", "Ada", "asked for")
    assert (case.feeds(), case.waiting_items(), case.arrivals()) == ([], [], [])
    case.follow(server.url("/feed"))
    server.answers["/2"] = article(2)
    clock.time += datetime.timedelta(days=1)
    go(case, clock, server)
    assert items(server)["/1"] == 1
