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
# A speaker of more characters than this is a misread clause.
_LONGEST = 60
_BREAK = re.compile(r"[,;:\"“”()]\s*|\b(?:and|but|that|while|as|because|after|when)\s+", re.IGNORECASE)
_AFTER = re.compile(r"[,.;:]|\s(?:said|that|and|who|which)\b")
_ARTICLE = re.compile(r"^(?:the|a|an|its|their|one)\s+", re.IGNORECASE)
_PRONOUN = re.compile(r"^(?:he|she|they|it|who|which)$", re.IGNORECASE)
_CAPITALS = re.compile(r"(?:[A-Z][\w’'-]+\s?){1,4}$")
_AND = re.compile(r"\band\s+$", re.IGNORECASE)
_WORD = re.compile(r"[\w’'-]+")
# Between a speaker's noun and what it belongs to: "the head of the council".
_HEADED_BY = frozenset({"of", "for", "at", "from", "in", "with", "on"})
_STOPS = frozenset(
    {*_HEADED_BY, "the", "a", "an", "to", "by", "and", "its", "their", "his", "was", "were", "is", "near"}
)


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
    """The speaker of a sentence, and whether it only goes on with the one before ("he added")."""
    text = outline.text
    for match in _reporting().finditer(text, sentence.start, sentence.end):
        if match.group()[0].isupper() and match.start() > sentence.start and not match.group().isupper():
            # A name: "Said Street".
            continue
        if match.group("per"):
            closing = _AFTER.search(text, match.end(), sentence.end)
            speaker = _whole(outline, mentions, match.end(), closing.start() if closing else sentence.end)
        else:
            start, end = max(sentence.start, match.start() - _BACK), match.start()
            for stop in _BREAK.finditer(text, start, end):
                start = stop.end()
            words = text[start:end].strip()
            if _PRONOUN.match(words):
                return None, True
            if not words and _AND.search(text, sentence.start, match.start()):
                # "The army denied it and said …": the sentence's subject goes on.
                start, end = sentence.start, _end_of_subject(mentions, sentence, match.start())
            speaker = _before(outline, mentions, start, end) or _behind(mentions, text, match.end())
        if speaker is not None:
            return speaker, False
    return None, False


def _end_of_subject(mentions: Mentions, sentence: Span, before: int) -> int:
    """Where the first party of a sentence ends, if it stands before `before`; else the sentence's start."""
    first = next(iter(inside(mentions.parties, sentence.start, before)), None)
    return first.end if first is not None else sentence.start


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ".,;:"):
        end -= 1
    article = _ARTICLE.match(text[start:end])
    return start + (article.end() if article else 0), end


def _whole(outline: Outline, mentions: Mentions, start: int, end: int) -> Quoted | None:
    """The speaker behind "according to": the whole stretch, if it names one."""
    start, end = _trim(outline.text, start, end)
    if end - start < 2 or end - start > _LONGEST:
        return None
    span = span_of(outline.text, start, end)
    position = role_words().position_of(span.text)
    party = next((party for party in inside(mentions.parties, start, end) if party.form != "pronoun"), None)
    if party is None and position is None and not span.text[:1].isupper():
        return None
    return Quoted(span, party.entity if party else None, party.actor_id if party else None, position)


def _before(outline: Outline, mentions: Mentions, start: int, end: int) -> Quoted | None:
    """The speaker whose words end right before a verb of saying."""
    start, end = _trim(outline.text, start, end)
    parties = [party for party in inside(mentions.parties, start, end) if party.form != "pronoun"]
    trailing = next((party for party in parties if party.end == end), None)
    begin = _noun_phrase(outline.text, start, end)
    if begin is not None:
        if trailing is not None:
            begin = min(begin, trailing.start)
        span = span_of(outline.text, begin, end)
        party = next((party for party in parties if party.end > begin), None)
        position = role_words().position_of(span.text)
        return Quoted(span, party.entity if party else None, party.actor_id if party else None, position)
    if trailing is not None:
        return Quoted(trailing, trailing.entity, trailing.actor_id, role_words().position_of(trailing.text))
    name = _CAPITALS.search(outline.text[start:end])
    return Quoted(span_of(outline.text, start + name.start(), end), None, None, None) if name else None


def _noun_phrase(text: str, start: int, end: int) -> int | None:
    """Where a speaker's noun phrase begins that ends at `end` ("local sources", "a nurse at the hospital"), if any."""
    words = [(match.start() + start, match.group()) for match in _WORD.finditer(text[start:end])]
    for number, (at, word) in enumerate(words):
        last = number == len(words) - 1
        # The leftmost one counts: in "a nurse at the hospital" it is the nurse who speaks.
        if role_words().position_of(word) is None or not (last or words[number + 1][1].lower() in _HEADED_BY):
            continue
        if end - at > _LONGEST:
            continue
        begin, capital = at, word[0].isupper()
        for before, modifier in reversed(words[max(0, number - 3) : number]):
            if modifier.lower() in _STOPS or modifier[0].isupper() != capital:
                break
            begin = before
        return begin
    return None


def _behind(mentions: Mentions, text: str, at: int) -> Quoted | None:
    """The speaker right behind the verb: "…, said the Observatory"."""
    opening = re.compile(r"\s+(?:the\s+|a\s+)?").match(text, at)
    if opening is None:
        return None
    party = next(iter(inside(mentions.parties, opening.end(), opening.end() + _LONGEST)), None)
    if party is not None and party.start != opening.end():
        return None
    if party is None or party.form == "pronoun":
        return None
    return Quoted(party, party.entity, party.actor_id, role_words().position_of(party.text))


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
