"""The HTML page as a document: the text as written, links both ways, hostile text as text, one policy."""

from __future__ import annotations

import base64
import hashlib
import io
import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest

from masudi.domain import (
    Confidence,
    Party,
    Reading,
    Relation,
    RelationKind,
    Span,
    Status,
    Violation,
)
from masudi.export import write_page
from masudi.export.page_view import safe_link
from masudi.ontology import load_ontology

Build = Callable[..., Any]


class Page(HTMLParser):
    """What of a page the tests ask for: elements with their attributes, and the text inside each report's body."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.cards: list[str] = []
        self._into: list[tuple[str, list[str] | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag in ("meta", "input"):
            return
        into = None
        classes = (attributes.get("class") or "").split()
        if tag == "div" and classes == ["text"]:
            self.texts.append("")
            into = self.texts
        elif tag == "article":
            self.cards.append("")
            into = self.cards
        self._into.append((tag, into))

    def handle_endtag(self, tag: str) -> None:
        while self._into and self._into.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        for into in (into for _, into in self._into if into is not None):
            into[-1] += data

    def all(self, tag: str, class_: str = "") -> list[dict[str, str | None]]:
        return [
            attributes
            for name, attributes in self.elements
            if name == tag and (not class_ or class_ in (attributes.get("class") or "").split())
        ]


def html_of(*readings: Reading) -> str:
    out = io.StringIO()
    write_page(readings, out)
    return out.getvalue()


def page_of(*readings: Reading) -> Page:
    return Page(html_of(*readings))


@pytest.fixture
def reading(make_report: Build, make_claim: Build, make_toll: Build) -> Reading:
    report = make_report()
    storm = make_claim(report, actor="Harran Brigades", target="grain mill", place="Tell Sarw", time="Monday")
    dead = make_claim(
        report,
        kind="casualties",
        trigger="killed",
        casualties=(make_toll(report, "At least 12 civilians", who="civilians", low=12),),
        relations=(Relation(kind=RelationKind.CAUSED_BY, to=storm.id),),
    )
    return Reading(report=report, claims=(storm, dead))


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "Two\n\nparagraphs.\n  Indented\tand spaced   out.\n\n\nThree blank lines above.",
        " \n odd start",
        "& < > \" ' &amp; </p> <!-- -->",
        "هجوم على القرية (mixed) يوم الاثنين",
    ],
)
def test_the_text_is_as_written(text: str, make_report: Build, make_claim: Build) -> None:
    report = make_report(text)
    words = re.findall(r"\S+", text)
    claims = (make_claim(report, trigger=words[0], actor=words[-1]), make_claim(report, trigger=text.strip()[:6]))
    assert page_of(Reading(report=report, claims=claims)).texts == [text]


def test_every_mention_links_to_its_claim_and_back(reading: Reading) -> None:
    page = page_of(reading)
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    marks = page.all("a", "m")
    assert [mark["href"] for mark in marks] == [f"#c-{claim.id}" for claim in reading.claims]
    inner = [attributes["href"] for tag, attributes in page.elements if tag == "a" and attributes["href"]]
    assert [href for href in inner if href.startswith("#") and href[1:] not in ids] == []


def test_no_two_elements_share_an_id(reading: Reading) -> None:
    page = page_of(reading, reading, reading)
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert len(page.all("article")) == 6


def test_a_card_names_the_pieces_of_each_role(reading: Reading) -> None:
    page = page_of(reading)
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for card in page.all("article"):
        roles = dict(part.split(":") for part in (card["data-pieces"] or "").split())
        assert {"sentence", "evidence"} <= roles.keys()
        for range_ in roles.values():
            first, last = map(int, range_.split("-"))
            assert {f"r1-{number}" for number in range(first, last + 1)} <= ids


def test_overlapping_mentions_share_their_words(make_report: Build, make_claim: Build, spot: Build) -> None:
    text = "They want to cut the pocket in half."
    report = make_report(text)
    aim = make_claim(report, kind="aim", trigger="to cut the pocket in half", status="intended")
    cut = make_claim(report, kind="capture", trigger="cut", status="intended")
    page = page_of(Reading(report=report, claims=(aim, cut)))
    marks = page.all("a", "m")
    assert page.texts == [text]
    # "to ", "cut", " the pocket in half": the trigger inside the phrase leads to the claim that it names.
    assert [mark["data-c"] for mark in marks] == [f"c-{aim.id}", f"c-{cut.id} c-{aim.id}", f"c-{aim.id}"]
    assert [mark.get("data-tag") for mark in marks] == [None, "intended", "intended"]


@pytest.mark.parametrize("status", list(Status))
def test_only_what_is_asserted_looks_asserted(status: Status, make_report: Build, make_claim: Build) -> None:
    report = make_report()
    page = page_of(Reading(report=report, claims=(make_claim(report, kind="execution", status=status),)))
    (card,), (mark,) = page.all("article"), page.all("a", "m")
    for element in (card, mark):
        assert f"s-{status}" in (element["class"] or "").split()
    named = card["data-name"]
    if status is Status.ASSERTED:
        assert named == "Execution"
        assert "data-tag" not in mark
    else:
        assert named == f"{status.capitalize()} execution"
        assert mark["data-tag"] == status.value
        meaning = next(term.meaning for term in load_ontology().labels.statuses if term.name == status)
        assert meaning in page.cards[0]


def test_words_said_and_denied_at_once_are_marked_as_both(make_report: Build, make_claim: Build) -> None:
    report = make_report()
    claims = (make_claim(report), make_claim(report, kind="capture", status="intended"))
    (mark,) = page_of(Reading(report=report, claims=claims)).all("a", "m")
    assert "s-mixed" in (mark["class"] or "")
    assert mark["data-tag"] == "also intended"


def test_a_card_tells_all_fields(make_report: Build, make_claim: Build, make_toll: Build, spot: Build) -> None:
    report = make_report()
    tag = load_ontology().violations.tags[0]
    claim = make_claim(
        report,
        actor=spot(report.text, "Fighters", Party, name="Harran Brigades"),
        target="grain mill",
        place="Tell Sarw",
        time="Monday",
        means="mill",
        source="Sarw Monitor",
        status_cue="on",
        hedge="suspected",
        casualties=(make_toll(report, "12 civilians", who="civilians", low=12, high=12),),
        violations=(Violation(tag=tag.name, span=spot(report.text, "civilians", Span)),),
        confidence=Confidence(claim=0.5, fields={"place": 0.25}),
    )
    (card,) = page_of(Reading(report=report, claims=(claim,))).cards
    said = (
        "Fighters, Harran Brigades, grain mill, Tell Sarw, Monday, mill, Sarw Monitor, suspected, 12 killed (civilians)"
    )
    for words in said.split(", "):
        assert words in card
    assert tag.label in card
    assert "reported, no legal finding" in card
    assert "confidence 0.25" in card
    assert "Confidence 0.50" in card


def test_relations_link_both_claims(reading: Reading) -> None:
    page = page_of(reading)
    assert re.search(r"caused by\s*1\s*Attack", page.cards[1])
    assert re.search(r"brought about\s*2\s*Casualties", page.cards[0])


def test_made_up_reports_are_marked_everywhere(make_report: Build, make_claim: Build) -> None:
    report = make_report(synthetic=True)
    claims = (make_claim(report), make_claim(report, trigger="killed", kind="casualties"))
    html = html_of(Reading(report=report, claims=claims), Reading(report=make_report("A true line."), claims=()))
    page = Page(html)
    assert html.count("Made-up sample.") == 1
    assert len(page.all("span", "made-up")) == 3
    assert all("made up" in card for card in page.cards)


def test_the_policy_names_exactly_what_the_page_runs(reading: Reading) -> None:
    html = html_of(reading)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy
    rules = dict(rule.split(" ", 1) for rule in policy[1].replace("&#39;", "'").split("; "))
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
    for element, rule in (("style", "style-src"), ("script", "script-src")):
        bodies = re.findall(rf"<{element}>(.*?)</{element}>", html, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(body.encode()).digest()).decode() for body in bodies]
        assert rules[rule] == " ".join(f"'sha256-{hash_}'" for hash_ in hashes)
    assert not re.search(r"""\s(on\w+|style|src)=""", re.sub(r"<(script|style)>.*?</\1>", "", html, flags=re.DOTALL))


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://courier.example/a?b=c&d=e", True),
        ("http://courier.example", True),
        ("HTTPS://courier.example/", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("file:///etc/passwd", False),
        ("//courier.example", False),
        ("courier.example", False),
        ("https://", False),
        ("https://trusted.example@evil.example/", False),
        ("https://courier.example/\u202egpj.exe", False),
        ("https://courier.example/a b", False),
        ("https://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_web_addresses_are_linked(url: str | None, linked: bool, make_report: Build) -> None:
    assert (safe_link(url) is not None) == linked
    page = page_of(Reading(report=make_report(url=url), claims=()))
    outer = [a for a in page.all("a") if not (a["href"] or "").startswith("#")]
    assert [a["href"] for a in outer] == ([url] if linked else [])
    assert all("noreferrer" in (a["rel"] or "") for a in outer)


HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% include 'page.html' %}{# gone #}",
    '"><svg onload=alert(1)>',
    "--><b>bold</b><!--",
    "${alert(1)} &lt;b&gt; &#60;b&#62;",
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_is_text_wherever_it_stands(hostile: str, make_report: Build, make_claim: Build) -> None:
    plain = Page(html_of(_everywhere("harmless", make_report, make_claim)))
    page = Page(html_of(_everywhere(hostile, make_report, make_claim)))
    assert page.texts == [f"{hostile} stormed {hostile}"]
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in plain.elements]
    assert hostile in page.cards[0]


def _everywhere(text: str, make_report: Build, make_claim: Build) -> Reading:
    report = make_report(
        f"{text} stormed {text}",
        name=text,
        title=text,
        source=text,
        url=text,
        language=text,
        encoding=text,
        warnings=(text,),
    )
    roles = dict.fromkeys(("actor", "target", "place", "means", "source", "time", "status_cue"), text)
    claim = make_claim(report, trigger=["stormed", text], kind=text, **roles)
    return Reading(report=report, claims=(claim,))


@pytest.mark.parametrize("char", ["\x00", "\x1b", "\x85", "\u202e", "\u2028", "\udce9"])
def test_what_acts_on_a_display_is_shown_as_its_code(char: str, make_report: Build, make_claim: Build) -> None:
    report = make_report(f"The mill{char} was stormed", title=f"T{char}", source=f"S{char}")
    html = html_of(Reading(report=report, claims=(make_claim(report, target=f"mill{char} was"),)))
    assert char not in html
    assert html.count(f'data-code="U+{ord(char):04X}"') >= 4
    html.encode()


def test_text_set_from_right_to_left_keeps_its_direction(make_report: Build, make_claim: Build) -> None:
    report = make_report("هجوم على القرية\nAn English line", title="هجوم", language="ar")
    page = page_of(Reading(report=report, claims=(make_claim(report, trigger="هجوم"),)))
    lines = [p for p in page.all("p") if p.get("dir") == "auto"]
    assert len(lines) == 2
    assert page.all("h1")[0]["dir"] == "auto"
    assert page.all("blockquote")[0]["dir"] == "auto"


def test_a_page_of_nothing_is_a_page(make_report: Build) -> None:
    assert "No report was read." in html_of()
    assert "No claims" in html_of(Reading(report=make_report(""), claims=()))


def test_several_reports_can_be_switched_between(make_report: Build) -> None:
    readings = [Reading(report=make_report(f"Text {n}.", title=f"Title {n}"), claims=()) for n in range(3)]
    page = page_of(*readings)
    assert [link["href"] for link in page.all("a") if link.get("data-report") and "aria-current" in link] == ["#r1"]
    assert [section["id"] for section in page.all("section", "report")] == ["r1", "r2", "r3"]
    assert page.texts == ["Text 0.", "Text 1.", "Text 2."]


def test_a_text_without_a_full_stop_does_not_swell_the_page(make_report: Build, make_claim: Build, spot: Build) -> None:
    """Each claim's sentence is the whole text here; what a page carries for it must not grow with the text."""

    def size(claims: int) -> int:
        words = [f"raid{number:05}" for number in range(claims)]
        report = make_report(" and ".join(words))
        made = (make_claim(report, trigger=word, place=word[1:]) for word in words)
        return len(html_of(Reading(report=report, claims=tuple(made))))

    bare = size(1)
    assert size(400) - bare < 2.2 * (size(200) - bare)


def test_much_text_is_laid_out_only_where_it_is_seen(make_report: Build) -> None:
    short, long = (page_of(Reading(report=make_report("word " * n), claims=())).all("body") for n in (100, 50_000))
    assert "long" not in (short[0]["class"] or "")
    assert "long" in (long[0]["class"] or "")
