"""What a line quotes and cites: the sentence of a mention, cut where it is long, and the clause around a trigger."""

from __future__ import annotations

import re
from collections.abc import Sequence

from masudi.brief.cues import cues
from masudi.brief.draft import Evidence, Said, one_line, quoted, stands
from masudi.brief.values import Part
from masudi.brief.wording import wording
from masudi.domain import Report, Span

# A citation longer than this hides what it is cited for; measured by eye on 80 columns, where it takes four lines.
MAX_CITED = 300
# A line's own quotation must leave the line readable.
MAX_QUOTED = 170
# Citations of one claim; a claim that the report comes back to eight times needs no eight of them.
MAX_MENTIONS = 3


def evidence(said: Said) -> tuple[Evidence, ...]:
    """Where the report makes the claim: the sentences of its first mentions."""
    found: list[Evidence] = []
    for mention in said.claim.mentions:
        one = cited(said, mention, mention.sentence)
        if one not in found:
            found.append(one)
        if len(found) == MAX_MENTIONS:
            break
    return tuple(found)


def cited(said: Said, focus: Span, sentence: Span) -> Evidence:
    """The sentence as evidence, cut around `focus` where it is long."""
    start, end = window(sentence.text, focus.start - sentence.start, focus.end - sentence.start, MAX_CITED)
    return Evidence(
        number=said.number,
        start=sentence.start + start,
        end=sentence.start + end,
        text=sentence.text[start:end],
        cut_before=start > 0,
        cut_after=end < len(sentence.text),
    )


def window(text: str, start: int, end: int, limit: int) -> tuple[int, int]:
    """The part of `text` of at most `limit` characters around `start` to `end`, cut between words.

    The text itself, without white space at its ends, where it is short enough.
    """
    first, last = len(text) - len(text.lstrip()), len(text.rstrip())
    if last - first <= limit:
        return (first, last) if first < last else (0, len(text))
    start, end = max(first, min(start, last)), max(first, min(end, last))
    spare = max(0, limit - (end - start))
    left = max(first, start - spare // 2)
    right = min(last, left + max(limit, end - start))
    left = max(first, min(left, right - limit)) if right - left < limit else left
    if left > first:
        gap = re.search(r"\s\S", text[left:start])
        left = left + gap.end() - 1 if gap else start
    if right < last:
        gap_at = max(text.rfind(" ", end, right), text.rfind("\n", end, right))
        right = gap_at if gap_at > end else max(right, end)
    return left, max(right, end)


def around(report: Report, span: Span) -> Span:
    """The sentence-like stretch of the text around a span, for words that no claim stands on."""
    ends = list(re.finditer(r"(?<=[.!?])[\"”’)]*\s+|\n+", report.text))
    start = max((mark.end() for mark in ends if mark.end() <= span.start), default=0)
    end = min((mark.start() for mark in ends if mark.start() >= span.end), default=len(report.text))
    return Span(start=start, end=end, text=report.text[start:end])


def clause(said: Said, limit: int = MAX_QUOTED) -> str:
    """The words of the report in which the claim's first mention stands.

    The whole sentence where it is short; else the clauses around the trigger, which take in the words on which the
    status and the hedge rest: a denial quoted without its "not" would be a lie.
    """
    claim = said.claim
    mention = claim.mentions[0]
    sentence = mention.sentence
    if not stands(said.report, sentence) or not sentence.holds(mention):
        return one_line(mention.text)
    keep = [span for span in (*cues(said), claim.hedge.span) if span and sentence.holds(span)]
    start = min(span.start for span in (mention, *keep)) - sentence.start
    end = max(span.end for span in (mention, *keep)) - sentence.start
    return shortened(sentence.text, start, end, limit)


def quoted_clause(said: Said) -> Part:
    """The clause of the claim's first mention, in quotation marks."""
    return quoted(clause(said))


def shortened(text: str, start: int, end: int, limit: int = MAX_QUOTED) -> str:
    """`text` cut at its joints around `start` to `end`, to about `limit` characters, … where words are left out."""
    cuts = _joints(text)
    left = max(cut for cut in cuts if cut <= start)
    right = min(cut for cut in cuts if cut >= end)
    for _ in cuts:
        before = max((cut for cut in cuts if cut < left), default=left)
        after = min((cut for cut in cuts if cut > right), default=right)
        if before < left and right - before <= limit:
            left = before
        elif after > right and after - left <= limit:
            right = after
        else:
            break
    if right - left > limit:
        low, high = window(text[left:right], start - left, end - left, limit)
        left, right = left + low, left + high
    return _worded(text, left, right)


def _worded(text: str, left: int, right: int) -> str:
    words = one_line(text[left:right]).strip(" ,;:–—-")
    if text[right:].strip(' \n."”'):
        words = _without_loose_end(words)
    words = words.removesuffix(".") if not words.endswith("..") else words
    before = "… " if text[:left].strip(' \n"“') else ""
    after = " …" if text[right:].strip(' \n."”') else ""
    return f"{before}{words}{after}"


def _without_loose_end(text: str) -> str:
    """The words without those at the end that only lead over to what is cut off: "in the", "which"."""
    words = wording()
    loose = {*words.determiners, *words.place_words, *words.way_words, *words.joints, "of", "or"}
    tokens = text.split(" ")
    while len(tokens) > 3 and tokens[-1].casefold().strip(",;:") in loose:
        tokens.pop()
    return " ".join(tokens).rstrip(",;:")


def _joints(text: str) -> Sequence[int]:
    """Where a sentence may be cut: its ends, behind commas and the like, and before joining words."""
    joints = "|".join(map(re.escape, wording().joints))
    found = re.finditer(rf"(?<=[,;:])\s+|\s+[–—-]\s+|\s+(?=(?:{joints})\b)", text, re.IGNORECASE)
    return [0, *(mark.end() for mark in found if mark.end() < len(text)), len(text)]
