"""The brief on a case: incidents once with their origins, what differs with both sides, nothing feared as happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import msgspec
import pytest

from masudi.brief import Brief, compose_case
from masudi.domain import Status
from masudi.domain.view import CaseView, Scope
from tests.brief.told_case import FIRST, fill

if TYPE_CHECKING:
    from masudi.casefile import Case


def lines(brief: Brief, section: str) -> list[str]:
    return [line.text for one in brief.sections if one.name == section for line in one.lines]


def test_one_line_tells_an_incident_with_its_origins(told: Brief) -> None:
    strikes = [line for line in lines(told, "happened") if "bombed Osk" in line]
    assert len(strikes) == 1
    assert "from the air" in strikes[0]
    assert "according to 2 origins (The Wire; and the Sarw Monitor, in Osk Post)" in strikes[0]


def test_every_line_that_tells_of_claims_cites_their_words(told: Brief) -> None:
    quotes = {one.number: one.quote for one in told.citations}
    for section in told.sections:
        if section.name in ("happened", "gained", "feared", "denied", "civilians", "contested"):
            for line in section.lines:
                assert line.citations
                assert all(quotes[number] for number in line.citations)


def test_what_is_feared_or_denied_has_not_happened(told: Brief) -> None:
    assert any("massacre" in line for line in lines(told, "feared"))
    assert not any("massacre" in line for name in ("happened", "gained", "civilians") for line in lines(told, name))
    assert any("not" in line for line in lines(told, "denied"))


def test_tolls_are_ranges_by_origin_and_no_sum(told: Brief) -> None:
    table = next(table for section in told.sections for table in section.tables if table.name == "tolls")
    rows = [tuple(cell.text for cell in row) for row in table.rows]
    assert len(rows) == 1
    name, harm, range_, origins = rows[0]
    assert "Osk" in name
    assert (harm, range_) == ("killed", "3 to 12 or more")
    assert origins == "Osk Post: 3; The Wire: at least 12" or origins == "The Wire: at least 12; Osk Post: 3"
    assert len(table.rows[0][3].citations) == 2
    whole = " ".join(line.text for section in told.sections for line in section.lines)
    assert "15" not in whole


def test_what_is_contested_has_all_sides(told: Brief) -> None:
    found = lines(told, "contested")
    happened = next(line for line in found if "whether it happened" in line)
    assert "it did (" in happened
    assert "against it did not (National Agency" in happened
    many = next(line for line in found if "how many killed" in line)
    assert "3 (Osk Post)" in many
    assert "at least 12 (The Wire)" in many


def test_what_one_origin_alone_says_is_named(told: Brief) -> None:
    alone = lines(told, "alone")
    assert any(line.startswith("The Wire alone") and "quarry" in line for line in alone)
    assert not any("air strike on Osk" in line for line in alone)


def test_control_changes_are_told_with_their_claims(told: Brief) -> None:
    section = next(one for one in told.sections if one.name == "control")
    assert any("quarry" in line.text.casefold() and "Raiders" in line.text for line in section.lines)
    table = section.tables[0]
    assert any(row[2].text == "Raiders" and row[3].citations for row in table.rows)


def test_the_brief_says_of_which_case_it_is(told: Brief, told_view: CaseView) -> None:
    facts = {one.name: one.text for one in told.facts}
    assert facts["Seal"].startswith(told_view.head)
    assert facts["Case"] == told_view.case
    assert facts["Made by"] == "Masudi 1.2.3"
    assert told.synthetic
    assert all(one.synthetic for one in told.citations)


def test_nobody_has_reviewed_anything_yet(told: Brief) -> None:
    assert lines(told, "reviewed") == [
        "Nobody has reviewed any of the 10 claims here: all is as the program read it.",
    ]


def test_what_is_withheld_is_counted_and_said_why(told_view: CaseView) -> None:
    back = SimpleNamespace(what="quotes", reason="names of persons", count=3)
    made = compose_case(told_view, withheld=[back])
    assert "Quotes: 3 (names of persons)." in lines(made, "withheld")


def test_a_line_of_withheld_words_alone_is_counted(told_view: CaseView) -> None:
    from masudi.publish.masking import WORDS

    def withheld(claim: object) -> object:
        mention = msgspec.structs.replace(claim.mentions[0], start=0, end=len(WORDS), text=WORDS)  # type: ignore[attr-defined]
        mention = msgspec.structs.replace(
            mention, sentence=msgspec.structs.replace(mention.sentence, start=0, end=len(WORDS), text=WORDS)
        )
        return msgspec.structs.replace(claim, mentions=(mention,), actor=(), target=(), place=(), source=())  # type: ignore[type-var]

    claims = tuple(msgspec.structs.replace(one, claim=withheld(one.claim)) for one in told_view.claims)
    made = compose_case(msgspec.structs.replace(told_view, claims=claims))
    told = [line for section in made.sections for line in section.lines]
    assert any("told only in words that are withheld" in line.text for line in told)
    assert not any(WORDS in line.text for line in told)


def test_pictures_show_each_incident_once(told: Brief) -> None:
    where = next(one for one in told.sections if one.name == "where")
    names = [one.drawing.name for one in where.pictures]
    assert names == ["map", "timeline"]
    assert "Osk: 1 said to have happened" in where.pictures[0].drawing.alt
    assert "quarry (an area): 1 said to have happened" in where.pictures[0].drawing.alt


def _decided(case: Case, action: str, kind: str, status: Status = Status.ASSERTED) -> None:
    one = next(one for one in case.claims() if one.claim.kind == kind and one.claim.status is status)
    case.decide("Amal", action, one.claim.id)


@pytest.fixture
def own(tmp_path: Path) -> Callable[[], Case]:
    from masudi.casefile import open_case

    def make() -> Case:
        case = open_case(tmp_path / "own.masudi", create=True, person="tests").__enter__()
        fill(case)
        return case

    return make


def test_decisions_are_applied(own: Callable[[], Case]) -> None:
    from masudi.pipeline.view import view

    case = own()
    _decided(case, "reject", "capture")
    _decided(case, "accept", "airstrike")
    made = compose_case(view(case))
    assert not any("quarry" in line for line in lines(made, "gained"))
    assert any(line.startswith("People have reviewed 1 of 9 claims") for line in lines(made, "reviewed"))
    assert any("people rejected it" in line for line in lines(made, "withheld"))


def test_only_what_is_asked_for_is_told(own: Callable[[], Case]) -> None:
    from masudi.pipeline.view import view

    case = own()
    marsk = compose_case(view(case, Scope(place="Marsk")))
    assert marsk.title.startswith("Brief on Marsk: ")
    told = " ".join(line.text for section in marsk.sections for line in section.lines)
    assert "Marsk" in told
    assert "quarry" not in told
    day = compose_case(view(case, Scope(from_=FIRST, to=FIRST)))
    assert "4 March 2024" in day.title
    assert not any("Marsk" in line for line in lines(day, "happened"))
    assert day.day == datetime.date(2024, 3, 4)


def test_a_case_of_nothing_has_a_brief(told_view: CaseView) -> None:
    empty = msgspec.structs.replace(
        told_view, reports=(), claims=(), incidents=(), operations=(), control=(), pockets=(), sieges=()
    )
    made = compose_case(empty)
    assert lines(made, "happened") == ["Masudi found nothing here that it can code as a claim."]
    assert made.citations == ()
