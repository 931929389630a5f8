"""What deserves a second look: slips of name and number, datelines, contradictions. By rules on the text, no guesses.

A line here says what the words are and where they stand. It does not say which of two is right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from masudi.brief.attribution import Voices
from masudi.brief.contradictions import contradictions
from masudi.brief.dateline import contradicting_date
from masudi.brief.draft import Draft, Evidence, Said, plain, publisher_of, quoted
from masudi.brief.near_names import near_names
from masudi.brief.quoting import MAX_CITED, around, window
from masudi.brief.sums import wrong_sums
from masudi.brief.telling import Teller
from masudi.brief.timing import day
from masudi.brief.values import Part
from masudi.brief.wording import Wording
from masudi.domain import Reading, Span


def doubts(
    said: Sequence[Said], readings: Sequence[Reading], teller: Teller, voices: Voices, words: Wording
) -> list[Draft]:
    """A line for each thing that a careful reader would check, report by report, then between reports."""
    several = len(readings) > 1
    drafts: list[Draft] = []
    sentences: dict[int, set[Span]] = defaultdict(set)
    for one in said:
        sentences[one.number].update(mention.sentence for mention in one.claim.mentions)
    for number, reading in enumerate(readings):
        look = _Look(number, reading, sentences[number], words, several=several)
        drafts += [*look.dates(), *look.names(), *look.sums()]
    return drafts + contradictions(said, teller, voices, words)


class _Look:
    """The second look at one report."""

    def __init__(
        self, number: int, reading: Reading, sentences: Iterable[Span], words: Wording, *, several: bool
    ) -> None:
        self.number, self.report, self.words = number, reading.report, words
        self.sentences = sorted(sentences, key=lambda span: (span.start, span.end))
        self.where = f", in {publisher_of(reading.report)}" if several else ""

    def names(self) -> list[Draft]:
        drafts = []
        for first, second in near_names(self.report.text, self.words):
            parts = [quoted(first.text), plain(" and "), quoted(second.text)]
            drafts.append(self._draft([*parts, plain(f"{self.where}: two names, or one with a slip?")], first, second))
        return drafts

    def sums(self) -> list[Draft]:
        drafts = []
        for wrong in wrong_sums(self.report.text, self.words.doubts):
            parts = [plain(f"numbers that do not add up{self.where}: "), quoted(wrong.text)]
            drafts.append(self._draft([*parts, plain(f" ({wrong.reason})")], wrong))
        return drafts

    def dates(self) -> list[Draft]:
        published = self.report.published
        found = contradicting_date(self.report.text, published, self.words)
        if found is None or published is None:
            return []
        parts = [
            plain(f"dates{self.where}: the text opens with "),
            quoted(found.text),
            plain(f", the header says {day(published, self.words)}"),
        ]
        return [self._draft(parts, found)]

    def _draft(self, parts: list[Part], *spans: Span) -> Draft:
        evidence = dict.fromkeys(self._evidence(span) for span in spans)
        return Draft(body=tuple(parts), evidence=tuple(evidence))

    def _evidence(self, span: Span) -> Evidence:
        """The sentence of a claim around the words, so that one sentence is cited once; else that of the text."""
        held = next((sentence for sentence in self.sentences if sentence.holds(span)), None)
        sentence = held or around(self.report, span)
        start, end = window(sentence.text, span.start - sentence.start, span.end - sentence.start, MAX_CITED)
        return Evidence(
            number=self.number,
            start=sentence.start + start,
            end=sentence.start + end,
            text=sentence.text[start:end],
            cut_before=start > 0,
            cut_after=end < len(sentence.text),
        )
