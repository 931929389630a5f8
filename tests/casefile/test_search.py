"""A search finds the same on both databases: words, phrases, beginnings, and what filters leave."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, event

from masudi.casefile import Case
from masudi.casefile.words import fold, terms
from masudi.domain import Claim, Party, Place, Reading, Report, Status, Time
from masudi.domain.case import Retrieval, SearchHit, Sought
from masudi.errors import UsageError

DAY = datetime.date(2031, 3, 3)
MILL = "Fighters of the Harran Brigades stormed the grain mill at Tell Šarw on Monday. The baker fled."
BRIDGE = "The army may shell the bridge at Ez-Zar. Brigade 142 denied that raiders hold the مطحنة there."


@pytest.fixture
def full(
    case: Case, make_report: Callable[..., Report], make_claim: Callable[..., Claim], spot: Callable[..., object]
) -> Case:
    mill = make_report(MILL, name="mill", title="Storm at the mill", url=None, published=datetime.date(2031, 3, 4))
    bridge = make_report(BRIDGE, name="bridge", title="The bridge", url=None, published=None, source="Gazette")
    attack = make_claim(
        mill,
        trigger="stormed",
        actor=[spot(MILL, "Harran Brigades", Party, entity="other:harran", actor_id="harran_brigades")],
        place=[spot(MILL, "Tell Šarw", Place, name="Tell Sarw", within="Sarw province", gazetteer_id="own:17")],
        time=spot(MILL, "Monday", Time, from_=DAY, to=DAY),
    )
    shelling = make_claim(bridge, kind="shelling", status="possible", trigger="shell", actor="The army", place="Ez-Zar")
    hold = make_claim(bridge, kind="control", status="denied", trigger="hold", actor="raiders", target="Brigade 142")
    for report, claims in ((mill, (attack,)), (bridge, (shelling, hold))):
        case.store(Reading(report=report, claims=claims), b"", Retrieval(), reader="r")
    return case


def found(case: Case, words: str, **sought: object) -> list[str]:
    hits = case.search(words, Sought(**sought))  # type: ignore[arg-type]
    return [_told(hit) for hit in hits]


def _told(hit: SearchHit) -> str:
    if hit.claim:
        return hit.claim.claim.kind
    assert hit.report
    return f"report {hit.report.name}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mill", ["attack", "report mill"]),
        ("MILLS storming", ["attack", "report mill"]),
        ("tell sarw", ["attack", "report mill"]),
        ('"sarw tell"', []),
        ('"tell sarw"', ["attack", "report mill"]),
        ("grai*", ["attack", "report mill"]),
        ('"grain mi"*', ["attack", "report mill"]),
        ("grai", []),
        ("baker", ["report mill"]),
        ("ez-zar", ["shelling", "report bridge"]),
        ("ez zar", ["shelling", "report bridge"]),
        ("142", ["control", "report bridge"]),
        ("مطحنة", ["control", "report bridge"]),
        ("mill bridge", []),
        ("gazette", ["report bridge"]),
        ("the of", ["attack", "report mill"]),
        ("mill & ! <-> :A OR NEAR(", []),
        ("'); DROP TABLE claims; --", []),
        ("harran brigades", ["attack", "report mill"]),
        ("province", ["attack"]),
    ],
)
def test_words(full: Case, words: str, expected: list[str]) -> None:
    assert sorted(found(full, words)) == sorted(expected)


def test_claims_come_before_reports_with_their_sentence(full: Case) -> None:
    claim, report = full.search("mill")
    assert claim.excerpt == "Fighters of the Harran Brigades stormed the grain mill at Tell Šarw on Monday."
    assert claim.claim is not None
    assert claim.claim.title == "Storm at the mill"
    assert report.excerpt == claim.excerpt
    assert report.report is not None
    assert [hit.excerpt for hit in full.search("baker")] == ["The baker fled."]
    assert full.search("title:mill gazette") == []
    (by_title,) = full.search("gazette")
    assert by_title.excerpt.startswith("The army may shell")


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        ({"kind": "shelling"}, ["shelling"]),
        ({"status": Status.DENIED}, ["control"]),
        ({"actor": "Harran brigade"}, ["attack"]),
        ({"actor": "harran_brigades"}, ["attack"]),
        ({"actor": "brigades harran"}, []),
        ({"actor": "brigade 142"}, ["control"]),
        ({"actor": "sarw"}, []),
        ({"place": "tell sarw"}, ["attack"]),
        ({"place": "own:17"}, ["attack"]),
        ({"place": "harran"}, []),
        ({"from_": DAY}, ["attack"]),
        ({"from_": DAY + datetime.timedelta(days=1)}, []),
        ({"to": DAY}, ["attack"]),
        ({"to": DAY - datetime.timedelta(days=1)}, []),
        ({"kind": "attack", "actor": "harran", "place": "sarw", "from_": DAY, "to": DAY}, ["attack"]),
        ({"kind": "shelling", "actor": "harran"}, []),
    ],
)
def test_filters_without_words(full: Case, sought: dict[str, object], expected: list[str]) -> None:
    assert found(full, "", **sought) == expected


def test_filters_with_words(full: Case) -> None:
    assert found(full, "mill", kind="attack") == ["attack"]
    assert found(full, "mill", place="ez-zar") == []
    assert found(full, "bridge", actor="army") == ["shelling"]
    assert found(full, "mill", from_=datetime.date(2031, 3, 4)) == ["report mill"]
    assert found(full, "bridge", from_=datetime.date(1900, 1, 1)) == []


def test_what_cannot_be_sought_is_refused(full: Case) -> None:
    with pytest.raises(UsageError, match="nothing to search for"):
        full.search("&&&")
    with pytest.raises(UsageError, match="is no name"):
        full.search("", Sought(actor="…"))


def test_a_search_shows_no_more_than_asked_for(full: Case) -> None:
    assert len(full.search("the", limit=10)) > 2
    assert len(full.search("the", limit=2)) == 2
    assert len(full.search("mill", limit=1)) == 1


def test_better_answers_come_first(
    case: Case, make_report: Callable[..., Report], make_claim: Callable[..., Claim]
) -> None:
    for name, text in (
        ("one", "Raiders stormed a mill. " + "Nothing else was heard of it. " * 20),
        ("all", "Mill, mill, mill."),
    ):
        case.store(
            Reading(report=make_report(text, name=name, title=None, url=None), claims=()), b"", Retrieval(), reader="r"
        )
    assert found(case, "mill") == ["report all", "report one"]


def test_the_sentence_is_the_one_with_most_of_the_words(case: Case, make_report: Callable[..., Report]) -> None:
    text = "The mill burnt.\nThen the baker left the mill “at once.” Rain fell. " + "x" * 500 + " oven " + "y" * 500
    case.store(Reading(report=make_report(text, url=None), claims=()), b"", Retrieval(), reader="r")
    assert case.search("baker mill")[0].excerpt == "Then the baker left the mill “at once."
    cut = case.search("oven")[0].excerpt
    assert " oven " in cut
    assert cut.startswith("… x")
    assert cut.endswith("y …")
    assert len(cut) < 410


def test_marks_in_a_text_are_not_taken_for_ours(case: Case, make_report: Callable[..., Report]) -> None:
    case.store(
        Reading(report=make_report("A \x02\x02 trap.\nThe mill.", url=None), claims=()), b"", Retrieval(), reader="r"
    )
    assert case.search("mill")[0].excerpt in ("The mill.", "A  trap.")


def test_folding() -> None:
    assert fold("Deir ez-Zôr, “ŠARW”_2: ﬁve") == "deir ez zor sarw 2 five"
    assert terms('a "b c" d* "e f"* - "') == [
        (("a",), False, None),
        (("b", "c"), False, None),
        (("d",), True, None),
        (("e", "f"), True, None),
    ]


def test_the_words_sought_stand_in_the_statement(full: Case) -> None:
    """PostgreSQL plans a statement whose words it does not know as if every claim had them."""
    asked: list[tuple[str, object]] = []

    @event.listens_for(Engine, "before_cursor_execute")
    def listen(_: object, __: object, statement: str, given: object, *___: object) -> None:
        asked.append((statement, given))

    try:
        assert found(full, "harran brigades") == ["attack", "report mill"]
    finally:
        event.remove(Engine, "before_cursor_execute", listen)
    queries = [(statement, given) for statement, given in asked if "to_tsquery" in statement]
    assert bool(queries) == (full.where.startswith("postgresql"))
    assert all("harran" in statement and "harran" not in str(given) for statement, given in queries)


@pytest.mark.parametrize("words", ["100% sure", "o'clock", ":fts %(x)s %s", "back\\slash"])
def test_marks_among_words_are_no_part_of_a_statement(full: Case, words: str) -> None:
    assert found(full, words) == []
