"""Who says so: the speaker whom a sentence quotes, and in what position to what is told."""

from __future__ import annotations

import re
from functools import cache

import msgspec

from masudi.coding.mentions import Mentions, inside, role_words
from masudi.domain import Party, Position, Source, Span, span_of
from masudi.language import Outline

# A speaker's words before "said": up to this many characters back, no farther than a comma or a quotation mark.
_BACK = 90
_BREAK = re.compile(r"[,;:\"“”()]\s*|\b(?:and|but|that|while|as|because|after|when)\s+", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|one)\s+", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:he|she|they|it|who|which)$", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:[A-Z][\w’'-]+\s?){1,4}$")


class Quoted(msgspec.Struct, frozen=True):
    """A speaker's words, who it is as far as known, and the position that the words give."""

    span: Span
    entity: str | None
    actor_id: str | None
    position: Position | None


@cache
def _reporting() -> re.Pattern[str]:
    verbs = sorted((verb for verb in role_words().reporting if verb != "according to"), key=len, reverse=True)
    return re.compile(rf"\b(?P<verb>{'|'.join(verbs)})\b|\b(?P<per>according to)\s+", re.IGNORECASE)


def quoted_by_sentence(outline: Outline, mentions: Mentions) -> list[Quoted | None]:
    """For each sentence, whom it quotes; "he added" goes on with the speaker before. None: the report's own voice."""
    found: list[Quoted | None] = []
    before: Quoted | None = None
    for sentence in outline.sentences:
        speaker, goes_on = _speaker(outline, mentions, sentence)
        speaker = before if goes_on else speaker
        before = speaker or before
        found.append(speaker)
    return found


def _speaker(outline: Outline, mentions: Mentions, sentence: Span) -> tuple[Quoted | None, bool]:
    for match in _reporting().finditer(outline.text, sentence.start, sentence.end):
        if match.group("per"):
            closing = re.compile(r"[,.;:]|\s(?:said|that|and|who|which)\b").search(
                outline.text, match.end(), sentence.end
            )
            start, end = match.end(), closing.start() if closing else sentence.end
        else:
            start, end = max(sentence.start, match.start() - _BACK), match.start()
            for stop in _BREAK.finditer(outline.text, start, end):
                start = stop.end()
        words = outline.text[start:end].strip()
        if _PRONOUN.match(words):
            return None, True
        speaker = _named(outline, mentions, start, end)
        if speaker is not None:
            return speaker, False
    return None, False


def _named(outline: Outline, mentions: Mentions, start: int, end: int) -> Quoted | None:
    """The speaker in a stretch of text, if its words name one."""
    while start < end and outline.text[start].isspace():
        start += 1
    while end > start and outline.text[end - 1].isspace():
        end -= 1
    article = _ARTICLE.match(outline.text[start:end])
    if article:
        start += article.end()
    if end - start < 2:
        return None
    span = span_of(outline.text, start, end)
    position = role_words().position_of(span.text)
    parties = [party for party in inside(mentions.parties, start, end) if party.form != "pronoun"]
    if parties:
        party = parties[-1]
        whole = span if len(span.text) <= 60 else party
        return Quoted(whole, party.entity, party.actor_id, position)
    if position is not None and len(span.text) <= 80:
        return Quoted(span, None, None, position)
    name = _CAPITALS.search(span.text)
    if name and name.start() == 0:
        return Quoted(span, None, None, position)
    return None


def source_of(quoted: Quoted, actor: tuple[Party, ...], target: tuple[Party, ...]) -> Source:
    """The source of a claim; a party that tells of its own deeds, or of what was done to it, stands there as such."""
    position = quoted.position
    belligerent = quoted.entity not in (None, "civilians", "monitors", "media", "aid_workers", "united_nations")
    if belligerent and any(party.entity == quoted.entity for party in actor):
        position = Position.ACTOR
    elif belligerent and any(party.entity == quoted.entity for party in target):
        position = Position.ADVERSARY
    elif quoted.entity == "monitors":
        position = Position.MONITOR
    elif quoted.entity == "media":
        position = Position.MEDIA
    span = quoted.span
    return Source(
        start=span.start,
        end=span.end,
        text=span.text,
        entity=quoted.entity,
        actor_id=quoted.actor_id,
        position=position,
    )
