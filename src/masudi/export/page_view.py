"""What a page shows of a report, worked out before the template lays it out."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from urllib.parse import urlsplit

import msgspec

from masudi.domain import Claim, Reading, Report, Status
from masudi.export.claim_view import CardView, LinkView, Spot, card_view, spans_by_role
from masudi.export.segments import Cuts, Piece
from masudi.export.words import Words

_SPACED = re.compile(r"^[^\S\n]|[^\S\n]{2}|\t")


class RunView(msgspec.Struct, frozen=True, kw_only=True):
    """Neighbouring pieces of text on which the same mentions stand; where none does, `cards` is empty.

    `status` is that of the mention's claims, "mixed" where they differ; `tag` what stands behind the mention's end so
    that nobody takes a feared thing for one that happened.
    """

    pieces: tuple[Piece, ...]
    cards: tuple[CardView, ...] = ()
    status: str = ""
    tag: str = ""

    @property
    def title(self) -> str:
        """What the mention is of, for a tooltip and for those who do not see the mark."""
        return "; ".join(f"{card.number}: {card.name}" for card in self.cards)


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A mention in the text: its claim's card, and its last piece."""

    card: CardView
    last: int


class ReportView(msgspec.Struct, frozen=True, kw_only=True):
    """One report of a page: `number` counts from 1, `link` is its address where that may be followed."""

    number: int
    report: Report
    title: str
    link: str | None
    host: str | None
    cards: tuple[CardView, ...]
    cuts: Cuts
    marks: tuple[Mark, ...]
    marks_at: Mapping[int, tuple[int, ...]]
    words: Words

    def lines(self) -> Iterator[tuple[tuple[RunView, ...], bool]]:
        """The text line by line, in runs, and whether the line's white space is more than one blank between words.

        Worked out while the page is written, for a text may be long.
        """
        for pieces in self.cuts.lines():
            grouped = groupby(pieces, key=self._marks_of)
            runs = tuple(self._run(tuple(group), marks) for marks, group in grouped)
            yield runs, bool(_SPACED.search("".join(piece.text for piece in pieces)))

    def _marks_of(self, piece: Piece) -> tuple[int, ...]:
        return () if piece.number is None else self.marks_at.get(piece.number, ())

    def _run(self, pieces: tuple[Piece, ...], at: tuple[int, ...]) -> RunView:
        marks = [self.marks[index] for index in at]
        cards = tuple({mark.card.number: mark.card for mark in marks}.values())
        statuses = dict.fromkeys(card.claim.status for card in cards)
        ends = {mark.card.claim.status for mark in marks if mark.last == pieces[-1].number} - {Status.ASSERTED}
        tag = ", ".join(self.words.status(one).lower() for one in statuses if one in ends)
        mixed = len(statuses) > 1
        return RunView(
            pieces=pieces,
            cards=cards,
            status="mixed" if mixed else next((one.value for one in statuses), ""),
            tag=f"also {tag}" if tag and Status.ASSERTED in statuses else tag,
        )


def report_views(readings: Sequence[Reading], words: Words) -> list[ReportView]:
    """The reports of a page, with anchors that no two claims share."""
    taken: set[str] = set()
    return [_report_view(reading, number, words, taken) for number, reading in enumerate(readings, 1)]


def _report_view(reading: Reading, number: int, words: Words, taken: set[str]) -> ReportView:
    report, claims = reading.report, reading.claims
    cuts = Cuts(report.text, [span for claim in claims for _, span in spans_by_role(claim)])
    anchors = [_anchor(claim, taken) for claim in claims]
    links = _links(claims, anchors, words)
    cards = tuple(
        card_view(
            claim,
            Spot(report=number, number=at + 1, anchor=anchors[at], links=tuple(links[at])),
            cuts,
            words,
        )
        for at, claim in enumerate(claims)
    )
    marks, marks_at = _marks(cards, cuts)
    link = safe_link(report.url)
    return ReportView(
        number=number,
        report=report,
        title=report.title or report.name,
        link=link,
        host=urlsplit(link).hostname if link else None,
        cards=cards,
        cuts=cuts,
        marks=marks,
        marks_at=marks_at,
        words=words,
    )


def safe_link(url: str | None) -> str | None:
    """The address if a browser may be sent there: http or https with a host, and nothing hidden in it; else None."""
    if not url or not url.isprintable() or any(char in url for char in " \\"):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and host and "@" not in parts.netloc else None


def _anchor(claim: Claim, taken: set[str]) -> str:
    """`c-` and the claim's id, so that a link to a claim keeps its meaning; numbered where a text was read twice."""
    anchor, more = f"c-{claim.id}", 1
    while anchor in taken:
        more += 1
        anchor = f"c-{claim.id}-{more}"
    taken.add(anchor)
    return anchor


def _links(claims: Sequence[Claim], anchors: Sequence[str], words: Words) -> Mapping[int, list[LinkView]]:
    """For each claim by its place: the claims that it relates to, that relate to it, and that share its words."""
    links: dict[int, list[LinkView]] = defaultdict(list)

    def link(at: int, other: int, relation: str) -> None:
        name = words.claim(claims[other])
        links[at].append(LinkView(relation=relation, number=other + 1, name=name, anchor=anchors[other]))

    places = {claim.id: at for at, claim in enumerate(claims)}
    for at, claim in enumerate(claims):
        for relation in claim.relations:
            other = places.get(relation.to)
            if other is None or other == at:
                continue
            link(at, other, words.relation(relation.kind))
            link(other, at, words.relation(relation.kind, back=True))
    for at, other in _sharing(claims):
        if all(known.anchor != anchors[other] for known in links[at]):
            link(at, other, "same words")
            link(other, at, "same words")
    return links


def _sharing(claims: Sequence[Claim]) -> Iterator[tuple[int, int]]:
    """Pairs of claims that have a mention on exactly the same words."""
    by_span: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, claim in enumerate(claims):
        for mention in claim.mentions:
            by_span[mention.start, mention.end].append(at)
    pairs = {(at, other) for sharing in by_span.values() for at, other in pairwise(sharing)}
    yield from sorted(pair for pair in pairs if pair[0] != pair[1])


def _marks(cards: Sequence[CardView], cuts: Cuts) -> tuple[tuple[Mark, ...], Mapping[int, tuple[int, ...]]]:
    """The mentions of a report, the shortest first, and for each piece the mentions that stand on it.

    The shortest first, because a trigger inside a longer phrase is what a reader points at.
    """
    spans = [(mention, card) for card in cards for mention in card.claim.mentions]
    spans.sort(key=lambda pair: (pair[0].end - pair[0].start, pair[1].number))
    at: dict[int, list[int]] = defaultdict(list)
    marks = []
    for index, (mention, card) in enumerate(spans):
        first, last = cuts.pieces_of(mention)
        marks.append(Mark(card=card, last=last))
        for piece in range(first, last + 1):
            at[piece].append(index)
    return tuple(marks), {piece: tuple(indices) for piece, indices in at.items()}
