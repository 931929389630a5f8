"""The second look finds slips and contradictions by rules on the text, and leaves ordinary texts alone."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest

from masudi.brief.dateline import contradicting_date
from masudi.brief.near_names import near_names
from masudi.brief.sums import wrong_sums
from masudi.brief.wording import wording

Build = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("They hit Regiment 61 first. Later Regiment 67 fell.", ("Regiment 61", "Regiment 67")),
        ("The 214th Brigade left. The 241th brigade stayed.", None),
        ("The 214th Brigade left. The 215th brigade stayed.", ("214th Brigade", "215th brigade")),
        (
            "The 61st Desert Regiment fled. The 67th Desert Regiment held.",
            ("61st Desert Regiment", "67th Desert Regiment"),
        ),
        ("They took Dock 4C at dawn. Dock 4G holds.", ("Dock 4C", "Dock 4G")),
        ("Smoke over outpost 14 and over outpost 17.", ("outpost 14", "outpost 17")),
        ("Column Karst 312 stood here, and Karst 372 there.", ("Karst 312", "Karst 372")),
        ("We drove to Al-Tanfiya. On the way back, Al-Tanfija was empty.", ("Al-Tanfiya", "Al-Tanfija")),
        ("We saw Marvak and later Marvok.", ("Marvak", "Marvok")),
        ("We saw Karsten and later Kasrten.", ("Karsten", "Kasrten")),
    ],
)
def test_names_that_differ_in_one_sign_are_found(text: str, pair: tuple[str, str] | None) -> None:
    found = [(first.text, second.text) for first, second in near_names(text, wording())]
    # Two digits swapped count as one slip as well, where they are neighbours.
    assert found == ([pair] if pair else [("214th Brigade", "241th brigade")])


@pytest.mark.parametrize(
    "text",
    [
        "On 12 March 14 people died, on 13 March 15 people died. In March 14 came. In March 15 came.",
        "In Osk 12 civilians died, and in Osk 15 civilians were hurt.",
        "The Council passed Resolution 2254 and Resolution 2258. See Article 41 and Article 42.",
        "It was in Marsk 2014, not in Marsk 2015.",
        "The Organisation met. The Organization left. The Marskans and the Marskan left.",
        "Near Al-Harranah and El-Harranah.",
        "Mayor Mohammed met his brother Mohammad.",
        "In Gézira, or Gezira as others write.",
        "The guards of Iran met those of Iraq. The Monday after, the Sunday before.",
        "Brigade 12, Brigade 15. Then Brigade 12 and Brigade 15, and Brigade 12 again with Brigade 15.",
        "Brigade 7 and Brigade 9 met.",
        "Several came. Severel of them said several words.",
        "Raider's and Raiders met the Raiders. The Chapter and the Charter.",
    ],
)
def test_names_that_are_no_slip_are_left_alone(text: str) -> None:
    assert [(first.text, second.text) for first, second in near_names(text, wording())] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12 killed: 7 civilians and 4 fighters.", "the parts come to 11, the total is 12"),
        ("Twelve people were killed: seven civilians and six soldiers.", "the parts come to 13, the total is 12"),
        ("They killed 12 people – seven civilians and six soldiers – there.", "the parts come to 13, the total is 12"),
        ("Three were killed, among them five children.", "a part of 5 in a total of 3"),
        ("20 wounded, including 12 women and 11 children.", "the parts come to 23, the total is 20"),
        (
            "1,200 were displaced after 3 deaths: no. Then 9 people were injured (6 men and 4 women).",
            "the parts come to 10",
        ),
    ],
)
def test_numbers_that_do_not_add_up_are_found(text: str, reason: str) -> None:
    found = list(wrong_sums(text, wording().doubts))
    assert len(found) == 1
    assert found[0].reason.startswith(reason)
    assert text[found[0].start : found[0].end] == found[0].text


@pytest.mark.parametrize(
    "text",
    [
        "11 killed: 7 civilians and 4 fighters.",
        "At least 12 were killed: 7 civilians and 4 fighters.",
        "12 were killed: 7 civilians, 3 fighters and a medic.",
        "12 people were killed (two children and one woman).",
        "12 people were killed, among them four children and five women.",
        "It was 7:30 when 12 were killed. 40 trucks: 12 lorries and 20 vans.",
        "Ten were hurt, including a child, while other strikes killed at least 82 people.",
        "Two were killed, including one in 2013.",
        "12 people were killed: 7 of them on Monday, 20 km from Osk.",
        "Twenty-five were killed: 20 men and 5 women.",
    ],
)
def test_numbers_that_may_add_up_are_left_alone(text: str) -> None:
    assert list(wrong_sums(text, wording().doubts)) == []


HEADER = datetime.date(2031, 3, 10)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("7 March 2031 The army left Osk.", "7 March 2031"),
        ("Wed 05 Mar 2031. The army left.", "Wed 05 Mar 2031"),
        ("March 7, 2031: The army left.", "March 7, 2031"),
        ("01.12.2031 The army left.", "01.12.2031"),
        ("2031-03-01 The army left.", "2031-03-01"),
        ("OSK, March 3 (The Wire) - The army left.", "March 3"),
        ("Last updated at Mar 012031 OSK The army left.", "Mar 012031"),
        ("OSK / Marsk, 10 March 2030 – The army left.", "10 March 2030"),
    ],
)
def test_a_dateline_that_contradicts_the_header_is_found(text: str, words: str) -> None:
    found = contradicting_date(text, HEADER, wording())
    assert found is not None
    assert found.text == words
    assert text[found.start : found.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "10 March 2031 The army left Osk.",
        "OSK, March 9 (The Wire) - The army left.",
        "03.10.2031 The army left.",
        "10.03.2031 The army left.",
        "On 7 January 2031 the army left Osk.",
        "Since 3 January 2031 nobody has left Osk.",
        "The army left Osk on 7 January 2031.",
        "Raiders stormed Osk. March 3 was quiet.",
        "39 January 2031 is no day.",
        "",
    ],
)
def test_dates_that_do_not_contradict_the_header_are_left_alone(text: str) -> None:
    assert contradicting_date(text, HEADER, wording()) is None
    assert contradicting_date("7 March 2031 The army left.", None, wording()) is None


def test_doubts_say_the_words_and_cite_them(make_report: Build, brief_of: Build) -> None:
    text = "7 January 2031. They hit Brigade 61 first, and 12 were killed: 7 civilians and 4 fighters. Brigade 67 fell."
    report = make_report(text)
    brief = brief_of(report)
    lines = {section.name: section.lines for section in brief.sections}["doubts"]
    assert [line.text for line in lines] == [
        "Dates: the text opens with “7 January 2031”, the header says 4 March 2031.",
        "“Brigade 61” and “Brigade 67”: two names, or one with a slip?",
        "Numbers that do not add up: “12 were killed: 7 civilians and 4 fighters” "
        "(the parts come to 11, the total is 12).",
    ]
    quotes = {citation.number: citation.quote for citation in brief.citations}
    assert [[quotes[n] for n in line.citations] for line in lines[1:2]] == [
        [
            "They hit Brigade 61 first, and 12 were killed: 7 civilians and 4 fighters.",
            "Brigade 67 fell.",
        ]
    ]


def test_what_one_report_both_says_and_denies(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    report = make_report("Raiders captured Osk at noon. In truth Osk was not taken.")
    claims = [
        make_claim(report, kind="capture", trigger="captured", actor="Raiders", place="Osk"),
        make_claim(report, kind="capture", trigger="taken", place="Osk", status="denied", status_cue="not"),
    ]
    assert lines_of(report, *claims)["doubts"] == [
        "In one report, the capture of Osk is denied by Sarw Courier (“In truth Osk was not taken”) "
        "and asserted by Sarw Courier (“Raiders captured Osk at noon”)."
    ]


def test_what_one_report_says_and_another_denies(make_report: Build, make_claim: Build, lines_of: Build) -> None:
    first = make_report("Raiders captured Osk.", source="The Wire", name="a")
    second = make_report("Raiders did not capture Osk.", source="Osk Post", name="b")
    told = lines_of(
        (first, [make_claim(first, kind="capture", trigger="captured", actor="Raiders", place="Osk")]),
        (
            second,
            [make_claim(second, kind="capture", trigger="capture", actor="Raiders", place="Osk", status="denied")],
        ),
    )
    assert told["doubts"] == [
        "Between reports, the capture by Raiders of Osk is denied by Osk Post (“Raiders did not capture Osk”) "
        "and asserted by The Wire (“Raiders captured Osk”)."
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"place": "Marsk"},
        {"place": "Osk", "kind": "shelling"},
        {"place": "Osk", "actor": "army"},
        {"place": "Osk", "status": "possible"},
        {},
    ],
)
def test_claims_of_different_things_contradict_nothing(
    make_report: Build, make_claim: Build, lines_of: Build, other: dict[str, str]
) -> None:
    report = make_report("Raiders took Osk. The army did not take Marsk.")
    fields = {"kind": "capture", "trigger": "took"} | other
    asserted = make_claim(report, **fields)
    denied = make_claim(
        report, kind="capture", trigger="take", actor="Raiders", place="Osk", status="denied", id="denied"
    )
    assert "doubts" not in lines_of(report, asserted, denied)
