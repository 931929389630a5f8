"""What holds for every text: spans are the text's own, ids are unique, nothing breaks."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from masudi.coding import code
from masudi.domain import Claim, Span
from masudi.errors import ReportError
from masudi.ontology import load_ontology
from masudi.sources import report_from_text

VOCABULARY = (
    "the army rebels shelled attacked killed 12 civilians Harran in on by said was were not if might . , “ ” captured "
    "siege of town after because to retake it they 3 March 2024 \n\n\t \u200f حلب\x07 according"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
SENTENCES = st.lists(WORDS, min_size=1, max_size=60).map(" ".join)


def spans_of(claim: Claim) -> list[Span]:
    spans: list[Span] = [*claim.mentions, *(mention.sentence for mention in claim.mentions), *claim.status_cue]
    spans += [*claim.actor, *claim.target, *claim.place, *claim.means, *claim.source, *claim.casualties]
    spans += [toll.label for toll in claim.casualties if toll.label]
    spans += [tag.span for tag in claim.violations]
    spans += [span for span in (claim.time, claim.hedge.span) if span is not None]
    return spans


@settings(max_examples=150, deadline=None)
@given(SENTENCES | st.text(max_size=200))
def test_every_field_points_at_its_words(text: str) -> None:
    try:
        report = report_from_text(text)
    except ReportError:
        # Empty, or refused as a binary file: nothing to code.
        return
    claims = code(report)
    ids = [claim.id for claim in claims]
    assert len(ids) == len(set(ids))
    kinds = {kind.name for kind in load_ontology().kinds}
    for claim in claims:
        assert claim.kind in kinds
        assert claim.mentions
        assert all(relation.to in ids and relation.to != claim.id for relation in claim.relations)
        for span in spans_of(claim):
            assert report.text[span.start : span.end] == span.text
            assert span.text


def test_claims_come_in_the_order_of_the_report() -> None:
    report = report_from_text("Rebels captured Harran. The army shelled the town. Three people were killed.")
    starts = [claim.mentions[0].start for claim in code(report)]
    assert starts == sorted(starts)
    assert len(starts) >= 3


def test_reading_twice_gives_the_same_claims() -> None:
    report = report_from_text("Jets bombed the market, killing at least 12 civilians, activists said.")
    assert code(report) == code(report)
