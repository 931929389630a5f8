"""A report on an offensive, as an analyst reads it: the whole brief from claims coded by hand, with other names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from masudi.brief import Brief
from masudi.domain import Claim, Party, Place, Relation, RelationKind, Source, Toll

Build = Callable[..., Any]

TEXT = """The Korvan Front launched a wide offensive on the garrison of Marsk in spring, from the Tessan Camp to Regiment 61.

The Front relied on trickery. It did not open with truck bombs. The garrison was fooled into expecting an assault on Dolna village, and rushed its guns there. Instead the Front hit Regiment 67. It also massed men at the harbour gates, so that the garrison looked that way, while the Front stormed the orchard.

The Front took the orchard, Goat Hill and large parts of Miller Street from the garrison inside Marsk.

The chief purpose was to split the garrison's pocket. The Front wants to lift the spirits of its men, who are losing at Brenn. It also fears that the truce in Tolland will free troops against it. It is courting the villages of Ardo by winning at Marsk.

People in the besieged quarters, which Korvan fighters have surrounded for three years and in which more than 30 thousand civilians live, fear that the Front would slaughter them. The Front shells these quarters daily, and dozens of civilians have been hurt."""  # noqa: E501

FRONT = "other:Korvan Front"


class Coder:
    """Codes claims of the text by hand; the Front is its actor unless another is given."""

    def __init__(self, report: Any, make_claim: Build, spot: Build) -> None:
        self.report, self.make_claim, self.spot = report, make_claim, spot

    def __call__(self, kind: str, trigger: str, **fields: Any) -> Claim:
        if "actor" not in fields:
            fields["actor"] = self._front(trigger)
        elif fields["actor"] is None:
            del fields["actor"]
        claim: Claim = self.make_claim(self.report, kind=kind, trigger=trigger, **fields)
        return claim

    def _front(self, trigger: str) -> Party:
        """The nearest "Front" before the trigger."""
        text = self.report.text
        start = text.rindex("Front", 0, max(text.index(trigger), 20))
        return Party(start=start, end=start + 5, text="Front", entity=FRONT)


@pytest.fixture
def brief(make_report: Build, make_claim: Build, make_toll: Build, spot: Build, brief_of: Build) -> Brief:
    report = make_report(TEXT, source="Marsk Letter", published=None, title="Why Marsk, why now")
    code = Coder(report, make_claim, spot)
    besieged: Toll = make_toll(report, "more than 30 thousand civilians", harm="besieged", who="civilians", low=30000)
    hurt: Toll = make_toll(report, "dozens of civilians", harm="injured", who="civilians", low=24)
    offensive = code(
        "attack",
        "offensive",
        actor=spot(TEXT, "Korvan Front", Party, entity=FRONT),
        target="garrison of Marsk",
        place=["Tessan Camp", "Regiment 61"],
    )
    real, stormed = code("attack", "hit", place="Regiment 67"), code("attack", "stormed", place="orchard")
    feint, other_feint = (
        (Relation(kind=RelationKind.FEINT_FOR, to=real.id),),
        (Relation(kind=RelationKind.FEINT_FOR, to=stormed.id),),
    )
    claims = [
        offensive,
        code("tactic", "relied on trickery"),
        code("explosion", "truck bombs", means="truck bombs", status="denied", status_cue="not"),
        code("tactic", "fooled into expecting an assault on Dolna village", place="Dolna village", relations=feint),
        real,
        code("movement", "massed", place="harbour gates", relations=other_feint),
        stormed,
        code("capture", "took", target="garrison", place=["orchard", "Goat Hill", "Miller Street", "Marsk"]),
        code(
            "aim",
            "split the garrison's pocket",
            status="intended",
            relations=(Relation(kind=RelationKind.AIM_OF, to=offensive.id),),
        ),
        code("aim", "lift the spirits of its men, who are losing at Brenn", status="intended"),
        code("reason", "fears that the truce in Tolland will free troops against it"),
        code("aim", "courting the villages of Ardo", status="intended"),
        code(
            "siege",
            "surrounded",
            actor=spot(TEXT, "Korvan fighters", Party, entity=FRONT),
            place=spot(TEXT, "besieged quarters", Place),
            time="for three years",
            casualties=(besieged,),
        ),
        code(
            "execution",
            "slaughter",
            target=spot(TEXT, "civilians", Party, entity="civilians"),
            status="possible",
            status_cue="fear that",
            source=spot(TEXT, "People in the besieged quarters", Source),
        ),
        code("shelling", "shells", place=spot(TEXT, "these quarters", Place), time="daily"),
        code("casualties", "hurt", casualties=(hurt,), place=spot(TEXT, "these quarters", Place)),
    ]
    composed: Brief = brief_of(report, *claims)
    return composed


def _section(brief: Brief, name: str) -> list[str]:
    return next([line.text for line in section.lines] for section in brief.sections if section.name == name)


def test_the_brief_says_what_an_analyst_asks(brief: Brief) -> None:
    how = _section(brief, "how")
    assert how[0].startswith("The Front feinted at Dolna village; the real attack fell on Regiment 67,")
    assert how[1].startswith("The Front feinted at the harbour gates; the real storming fell on the orchard,")
    assert _section(brief, "denied") == [
        "The Front did not use truck bombs at the start, according to Marsk Letter: “It did not open with truck bombs”."
    ]
    assert any(
        line.startswith("The Front wanted, with the offensive, to “split the garrison's pocket”")
        for line in _section(brief, "why")
    )
    (gain,) = _section(brief, "gained")
    assert gain.startswith(
        "The Front captured the orchard, Goat Hill and large parts of Miller Street from the garrison inside Marsk"
    )
    why = " ".join(_section(brief, "why"))
    for words in ("lift the spirits of its men, who are losing at Brenn", "truce in Tolland", "villages of Ardo"):
        assert words in why
    assert all(line.endswith("(Marsk Letter).") for line in _section(brief, "why"))
    (fear,) = _section(brief, "feared")
    assert fear.startswith(
        "It is feared that the Front might massacre civilians, according to people in the besieged quarters: "
    )
    civilians = _section(brief, "civilians")
    assert "Dozens of civilians were injured by the Front in the quarters." in civilians
    assert (
        "Korvan fighters surrounded the besieged quarters for three years (at least 30,000 civilians), "
        "as reported by Marsk Letter." in civilians
    )
    assert any("shelled the quarters daily" in line for line in _section(brief, "happened"))
    assert _section(brief, "doubts") == ["“Regiment 61” and “Regiment 67”: two names, or one with a slip?"]


def test_no_feint_or_fear_is_among_what_happened(brief: Brief) -> None:
    real = " ".join(text for name in ("happened", "gained", "civilians") for text in _section(brief, name))
    for words in ("Dolna", "harbour gates", "massacre", "slaughter", "truck bombs"):
        assert words not in real


def test_every_line_about_the_reports_words_is_cited(brief: Brief) -> None:
    for section in brief.sections:
        for line in section.lines:
            assert line.citations or section.name == "voices", line.text
    numbers = [citation.number for citation in brief.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    used = {number for section in brief.sections for line in section.lines for number in line.citations}
    assert used == set(numbers)
    for citation in brief.citations:
        assert TEXT[citation.start : citation.end] == citation.quote
