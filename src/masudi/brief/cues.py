"""The words of a report on which a claim's status rests, and what they let the brief say."""

from __future__ import annotations

import re

from masudi.brief.draft import Said, stands
from masudi.brief.wording import Wording, wording
from masudi.domain import Span, Status, span_of

# How far before a trigger the words stand that limit a denial: "did not start with car bombs".
_LIMIT_REACH = 40


def cues(said: Said) -> tuple[Span, ...]:
    """The claim's status cues; of a possible or intended claim without any, the nearest word before its trigger that
    may be one.

    Looking for one is safe: whatever is found, the claim is told as possible or intended.
    """
    claim = said.claim
    if claim.status_cue or claim.status not in (Status.POSSIBLE, Status.INTENDED):
        return claim.status_cue
    mention = claim.mentions[0]
    sentence = mention.sentence
    if not stands(said.report, sentence) or not sentence.holds(mention):
        return ()
    words = [word for entry in wording().statuses if entry.name is claim.status for word in entry.words]
    before = said.report.text[sentence.start : mention.start]
    found = list(re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})\w*", before, re.IGNORECASE))
    if not found:
        return ()
    return (span_of(said.report.text, sentence.start + found[-1].start(), sentence.start + found[-1].end()),)


def denial_limit(said: Said, words: Wording) -> str:
    """What a denied claim is denied of only: " at the start" for "did not start with car bombs"; "" where of all."""
    mention = said.claim.mentions[0]
    start = max(mention.sentence.start, mention.start - _LIMIT_REACH)
    before = said.report.text[start : mention.start].casefold() if stands(said.report, mention) else ""
    for limit in words.denial_limits:
        if any(re.search(rf"\b{re.escape(word)}", before) for word in limit.words):
            return f" {limit.say}"
    return ""
