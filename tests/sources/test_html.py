"""Saved web pages: the article's text alone, with the ways back to its paragraphs, and what the page says of itself."""

from __future__ import annotations

import datetime
import time
from pathlib import Path

import pytest

from masudi.errors import ReportError
from masudi.sources import Opening, open_file, read_report, reopen, retrieve
from masudi.sources.formats import format_of

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Guns at Halven - Torvesh Today</title>
<meta property="og:site_name" content="Torvesh Today"><meta name="synthetic" content="yes">
<meta property="article:published_time" content="2024-03-04T10:00:00Z">
<link rel="canonical" href="https://torveshtoday.example/guns"></head>
<body><nav><a href="/">Home</a> <a href="/x">World</a></nav><article><h1>Guns at Halven</h1>
<p>Fighters of the Northern Covenant attacked the village of <b>Halven</b> before dawn on Monday, residents said.</p>
<p>At least 12 civilians were killed in the shelling of the Brickfields, the hospital at Dalgo said on Tuesday.</p>
<p>قال السكان إن القصف استمر 😔 طوال الليل.</p></article><footer>All rights reserved 2019</footer></body></html>
"""


def test_the_article_is_read_and_not_what_stands_around_it(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    (opened,) = open_file(retrieve(path))
    assert not isinstance(opened, ReportError)
    report = opened.report
    assert (report.title, report.source, report.language) == ("Guns at Halven", "Torvesh Today", "en")
    assert (report.published, report.url) == (datetime.date(2024, 3, 4), "https://torveshtoday.example/guns")
    assert report.synthetic
    assert "Home" not in report.text
    assert "rights" not in report.text
    assert report.text.endswith("قال السكان إن القصف استمر 😔 طوال الليل.")
    killed = report.way_at(report.text.index("12 civilians"))
    assert killed is not None
    assert killed.words == "paragraph 3"
    assert report.text[killed.start :].startswith("At least 12")
    assert opened.data == path.read_bytes()
    assert opened.retrieval.extractor == "html"
    assert "trafilatura" in opened.retrieval.extractor_version
    assert reopen(opened.data, "html", name="page").text == report.text


def test_what_the_page_does_not_say_is_taken_from_the_call(tmp_path: Path) -> None:
    path = tmp_path / "page.htm"
    bare = PAGE.replace("og:site_name", "x").replace("2024-03-04T10:00:00Z", "").replace("canonical", "x")
    path.write_text(bare, encoding="utf-8")
    day = datetime.date(2024, 3, 5)
    report = read_report(path, opening=Opening(published=day, source="The Wire"))
    # No day is guessed from the year in the footer.
    assert (report.published, report.source) == (day, "The Wire")


def test_a_page_is_told_by_its_look_and_a_hostile_beginning_takes_no_time() -> None:
    assert format_of(b"\xef\xbb\xbf <!-- a --><!--b--> <!DOCTYPE html><html>", name="x").name == "html"
    before = time.monotonic()
    assert format_of(b"<!---->" * 580 + b"x", name="x").name == "text"
    assert time.monotonic() - before < 1


def test_a_page_without_an_article_says_so(tmp_path: Path) -> None:
    path = tmp_path / "empty.html"
    path.write_text("<!doctype html><html><body><script>x()</script></body></html>", encoding="utf-8")
    with pytest.raises(ReportError, match="no text of an article is found"):
        read_report(path)
