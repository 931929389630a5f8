"""The words of a report on which a claim's status rests, and what they let the brief say."""

from __future__ import annotations

import re

from masudi.brief.draft import Said, stands
from masudi.brief.wording import Wording, wording
from masudi.domain import Claim, Span, Status, span_of

# How far before a trigger the words stand that limit a denial: "did not start with car bombs".
_LIMIT_REACH = 40


def cues(said: Said) -> tuple[Span, ...]:
    """The claim's status cues; of a possible or intended claim whose cues do not say which of these it is ("might"),
    the nearest word before its trigger that does as well.

    Looking for one is safe: whatever is found, the claim is told as possible or intended.
    """
    claim = said.claim
    if claim.status not in (Status.POSSIBLE, Status.INTENDED) or _tells(claim):
        return claim.status_cue
    mention = claim.mentions[0]
    sentence = mention.sentence
    if not stands(said.report, sentence) or not sentence.holds(mention):
        return claim.status_cue
    words = [word for entry in wording().statuses if entry.name is claim.status for word in entry.words]
    before = said.report.text[sentence.start : mention.start]
    found = list(re.finditer(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})\w*", before, re.IGNORECASE))
    if not found:
        return claim.status_cue
    nearest = span_of(said.report.text, sentence.start + found[-1].start(), sentence.start + found[-1].end())
    return (nearest, *claim.status_cue)


def _tells(claim: Claim) -> bool:
    """Whether one of the claim's own cues says what kind of possibility or intention it is."""
    own = [(cue.text, True) for cue in claim.status_cue]
    words = wording().status(claim.status, own)
    return bool(own) and words is not None and bool(words.words)


def denial_limit(said: Said, words: Wording) -> str:
    """What a denied claim is denied of only: " at the start" for "did not start with car bombs"; "" where of all."""
    mention = said.claim.mentions[0]
    start = max(mention.sentence.start, mention.start - _LIMIT_REACH)
    before = said.report.text[start : mention.start].casefold() if stands(said.report, mention) else ""
    for limit in words.denial_limits:
        if any(re.search(rf"\b{re.escape(word)}", before) for word in limit.words):
            return f" {limit.say}"
    return ""
