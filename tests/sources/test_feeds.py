"""Feeds: what they list, in any of their forms, and what is done about those that are none, or worse."""

from __future__ import annotations

import datetime

import pytest

from masudi.errors import ReportError
from masudi.sources import feeds
from masudi.sources.feeds import Feed, read_feed
from masudi.sources.opening import Limits

WHERE = "https://monitor.example/feeds/all.xml"


def rss(*items: str, head: str = "") -> bytes:
    start = f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Monitor &amp; Sons</title>'
    return f"{start}{''.join(items)}</channel></rss>".encode()


def urls(feed: Feed) -> list[str]:
    return [one.url.removeprefix("https://monitor.example") for one in feed.items]


def test_rss() -> None:
    found = read_feed(
        rss(
            "<item><link>/a?x=1&amp;y=2#part</link><pubDate>Tue, 04 Mar 2031 23:30:00 -0300</pubDate></item>",
            "<item><link>https://monitor.example/a?x=1&amp;y=2</link></item>",
            "<item><guid>https://monitor.example/b</guid></item>",
            '<item><guid isPermaLink="false">tag:b</guid></item>',
            "<item><link>javascript:alert(1)</link></item>",
            "<item><link>file:///etc/passwd</link></item>",
            "<item><link>http://user:word@monitor.example/</link></item>",
        ),
        WHERE,
    )
    assert (found.title, urls(found), found.without) == ("Monitor & Sons", ["/a?x=1&y=2", "/b"], 4)
    assert [one.published for one in found.items] == [datetime.date(2031, 3, 5), None]


def test_atom_and_rdf() -> None:
    atom = (
        b'<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><link rel="self" href="/self"/>'
        b'<link rel="alternate" href="c.html"/><updated>2031-03-05T08:00:00Z</updated></entry></feed>'
    )
    found = read_feed(atom, WHERE)
    assert (found.title, urls(found)) == ("Atom", ["/feeds/c.html"])
    assert found.items[0].published == datetime.date(2031, 3, 5)
    rdf = (
        b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
        b"<channel><title>Old</title></channel><item><link>https://monitor.example/d</link></item></rdf:RDF>"
    )
    assert urls(read_feed(rdf, WHERE)) == ["/d"]


def test_a_feed_that_is_no_well_formed_xml_is_read_all_the_same() -> None:
    broken = rss("<item><title>Fish & chips &nbsp; <b></title><link>https://monitor.example/a</link></item>")
    assert urls(read_feed(broken, WHERE)) == ["/a"]
    assert urls(read_feed(broken[:-20], WHERE)) == ["/a"]


@pytest.mark.parametrize("data", [b"", b"<html><body>words</body></html>", b"/etc/passwd", b"\x00\xff" * 50, b"words"])
def test_what_is_no_feed_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ReportError, match="is no feed"):
        read_feed(data, WHERE)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_not_defined(encoding: str) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "aaaa"><!entity b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    data = rss("<item><link>https://monitor.example/&b;&c;</link></item>", head=entity).decode().encode(encoding)
    with pytest.raises(ReportError, match="entities of its own"):
        read_feed(data, WHERE)


def test_a_feed_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "_LIMITS", Limits(memory=512 << 20, seconds=2))
    many = b"<rss version='2.0'><channel>" + b"<item><link>http://a.example/</link>" * 100_000
    with pytest.raises(ReportError, match="takes longer than 2 seconds"):
        read_feed(many, WHERE)
    with pytest.raises(ReportError, match="too large for a feed"):
        read_feed(bytes(5_000_001), WHERE)
