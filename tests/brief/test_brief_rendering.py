"""The brief as terminal text, Markdown and HTML: marked where made up, safe whatever reports hold, always the same."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from masudi.brief import Brief, compose, render_html, render_markdown, render_terminal
from masudi.brief.clean import shown
from masudi.brief.headers import cited
from masudi.brief.markdown import escape
from masudi.domain import Party, Reading

Build = Callable[..., Any]

HOSTILE = (
    "Raiders [bold red]stormed[/] **Osk** <script>alert(1)</script> \x1b[31m \x07 \u202eksO\u202c "
    "[a](javascript:alert(1)) &lt;b&gt; http://evil.example `x` https://evil.example/\x00."
)
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def _terminal(brief: Brief, width: int = 80) -> str:
    out = io.StringIO()
    render_terminal(brief, Console(file=out, width=width, force_terminal=False))
    return out.getvalue()


@pytest.fixture
def hostile(make_report: Build, make_claim: Build) -> Brief:
    report = make_report(HOSTILE, title=HOSTILE, source=HOSTILE, url="javascript:alert(1)", name=HOSTILE)
    start = HOSTILE.index("Raiders")
    actor = Party(start=start, end=start + 27, text=HOSTILE[start : start + 27], name=HOSTILE)
    claims = (
        make_claim(report, trigger="stormed", actor=actor, place="**Osk**"),
        make_claim(report, kind="aim", trigger="alert(1)", status="intended"),
        make_claim(report, kind="shelling", trigger="evil.example", status="possible", source="<script>"),
    )
    return compose([Reading(report=report, claims=claims)])


def test_no_control_or_override_reaches_any_rendering(hostile: Brief) -> None:
    for text in (_terminal(hostile), render_markdown(hostile), render_html(hostile)):
        assert not CONTROL.search(text.replace("\n", ""))
        assert "ksO" in text


def test_rich_markup_is_printed_as_it_is(hostile: Brief) -> None:
    assert "[bold red]stormed[/]" in " ".join(_terminal(hostile, 400).split())


def test_html_holds_no_element_of_a_report(hostile: Brief) -> None:
    class Tags(HTMLParser):
        def __init__(self) -> None:
            super().__init__()
            self.tags: list[str] = []
            self.links: list[str] = []

        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            self.tags.append(tag)
            self.links += [value or "" for name, value in attrs if name in ("href", "src")]

    page = render_html(hostile)
    seen = Tags()
    seen.feed(page)
    assert not {"script", "img", "iframe", "object", "link"} & set(seen.tags)
    assert all(link.startswith("#") for link in seen.links)
    assert html.escape("<script>alert(1)</script>") in page


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://wire.example/a?b=1&c=2", True),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("file:///etc/passwd", False),
        ("https://wire.example/\u202egpj", False),
        ("http://[broken", False),
    ],
)
def test_only_web_addresses_become_links(make_report: Build, url: str, linked: bool) -> None:
    page = render_html(compose([Reading(report=make_report("Bread.", url=url), claims=())]))
    assert (f'href="{html.escape(url)}"' in page) is linked


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("**bold** _it_ `code`", r"\*\*bold\*\* \_it\_ \`code\`"),
        ("[a](b)", r"\[a\](b)"),
        ("<b> & &lt;", r"\<b\> &amp; &amp;lt;"),
        ("- item", r"\- item"),
        ("1. item", r"1\. item"),
        ("# head", r"\# head"),
        ("see https://a.example and www.a.example", r"see https\://a.example and www\.a.example"),
        ("a\nb", "a b"),
        ("mail@a.example", r"mail\@a.example"),
        ("| a | b |", r"\| a \| b \|"),
    ],
)
def test_markdown_is_escaped(text: str, safe: str) -> None:
    assert escape(text) == safe


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_what_is_shown_is_on_one_line_and_without_control(text: str) -> None:
    assert not CONTROL.search(shown(text))
    assert len(shown(text).splitlines()) <= 1
    assert shown(shown(text)) == shown(text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(min_size=1, max_size=200),
    title=st.text(max_size=40),
    start=st.integers(0, 199),
    size=st.integers(1, 60),
)
def test_any_text_makes_a_brief(
    make_report: Build, make_claim: Build, text: str, title: str, start: int, size: int
) -> None:
    from masudi.domain import Mention, span_of

    start = min(start, len(text) - 1)
    end = min(len(text), start + size)
    span = span_of(text, start, end)
    mention = Mention(start=start, end=end, text=span.text, sentence=span_of(text, 0, len(text)))
    report = make_report(text, title=title)
    claim = make_claim(report, trigger=mention, actor=Party(start=start, end=end, text=span.text), place=span.text)
    brief = compose([Reading(report=report, claims=(claim,))])
    for citation in brief.citations:
        assert text[citation.start : citation.end] == citation.quote
    for rendered in (_terminal(brief), render_markdown(brief), render_html(brief)):
        assert not CONTROL.search(rendered.replace("\n", ""))


@pytest.fixture
def brief(make_report: Build, make_claim: Build) -> Brief:
    one = make_report("Raiders stormed Osk. Families fear that Raiders will shell Marsk.", synthetic=True)
    other = make_report("The army did not storm Osk.", name="other", source="Osk Post", title="No storm")
    return compose(
        [
            Reading(
                report=one,
                claims=(
                    make_claim(one, actor="Raiders", place="Osk"),
                    make_claim(one, kind="shelling", trigger="shell", place="Marsk", status="possible"),
                ),
            ),
            Reading(
                report=other,
                claims=(make_claim(other, trigger="storm", actor="army", place="Osk", status="denied"),),
            ),
        ]
    )


def test_a_made_up_sample_is_marked_above_and_in_its_citations(brief: Brief) -> None:
    assert brief.synthetic
    for text in (_terminal(brief), render_markdown(brief), render_html(brief)):
        head, _, rest = text.partition("Citations")
        assert "made-up samples" in head
        assert "made up" in rest.lower()
    marked = [citation.synthetic for citation in brief.citations]
    assert True in marked
    assert False in marked


def test_a_brief_on_real_reports_has_no_such_mark(make_report: Build, make_claim: Build) -> None:
    report = make_report("Raiders stormed Osk.")
    brief = compose([Reading(report=report, claims=(make_claim(report, actor="Raiders", place="Osk"),))])
    for text in (_terminal(brief), render_markdown(brief), render_html(brief)):
        assert "made" not in text.partition("<body>")[2].lower() if "<body>" in text else "made" not in text.lower()


def test_all_renderings_hold_every_line_and_citation(brief: Brief) -> None:
    lines = [line for section in brief.sections for line in section.lines]
    terminal = " ".join(_terminal(brief, 400).split())
    markdown = render_markdown(brief).replace("\\", "").replace("**", "")
    page = html.unescape(re.sub(r"<[^>]+>", "", render_html(brief)))
    for line in lines:
        mark = f" [{cited(line.citations)}]" if line.citations else ""
        assert line.text + mark in terminal
        assert line.text + mark in markdown
        assert line.text in page
    for citation in brief.citations:
        for text in (terminal, markdown, page):
            assert citation.quote in text


@pytest.mark.parametrize("width", [40, 80, 140])
def test_no_line_is_wider_than_the_terminal(brief: Brief, width: int) -> None:
    assert max(len(line.rstrip()) for line in _terminal(brief, width).splitlines()) <= width


def test_the_sections_stand_in_their_order(brief: Brief) -> None:
    names = [section.name for section in brief.sections]
    assert names == [name for name in ("happened", "denied", "feared", "voices", "doubts") if name in names]
    headings = re.findall(r"^## (.+)$", render_markdown(brief), re.MULTILINE)
    assert headings == [*(section.heading for section in brief.sections), "Citations"]


def test_the_brief_is_the_same_each_time(make_report: Build, make_claim: Build, brief: Brief) -> None:
    one = make_report("Raiders stormed Osk.")
    reading = Reading(report=one, claims=(make_claim(one, actor="Raiders", place="Osk"),))
    assert compose([reading]) == compose([reading])
    assert render_html(brief) == render_html(brief)


def test_numbers_are_cited_in_runs() -> None:
    assert cited([1, 2, 3, 7]) == "1–3, 7"
    assert cited([4, 5]) == "4, 5"
    assert cited([]) == ""


def test_markdown_ends_in_a_line_end_and_html_is_whole(brief: Brief) -> None:
    assert render_markdown(brief).endswith(".*\n")
    page = render_html(brief)
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert "http" not in re.sub(r"http-equiv|https?://courier\.example/mill", "", page)
