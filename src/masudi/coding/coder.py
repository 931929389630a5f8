"""The plain coder: triggers, their statuses and roles, one claim for each distinct thing."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from masudi.coding.analysis import Phrase, find_phrases
from masudi.coding.knowledge import Lexicon, load_lexicon
from masudi.coding.mentions import Mentions, around, find_mentions, inside, role_words
from masudi.coding.merging import Facts, merge
from masudi.coding.relations import related, relation_words
from masudi.coding.roles import Roles, as_party, as_place, fill, first_filled
from masudi.coding.sources import Quoted, quoted_by_sentence, source_of
from masudi.coding.status import hedge_of, is_epithet, status_of_phrase, status_of_trigger
from masudi.coding.triggers import Trigger, find_triggers
from masudi.domain import (
    Claim,
    Confidence,
    Hedge,
    Mention,
    Place,
    Report,
    Source,
    Span,
    Status,
    Time,
    Toll,
    claim_id,
    span_of,
)
from masudi.language import Outline, outline
from masudi.ontology import load_ontology
from masudi.resolve.times import time_of
from masudi.resolve.victims import merge_tolls, tolls_for

# What share of the phrases of each analysis kind were right on the training reports (173 of 345).
_PHRASE_PRECISION = {"aim": 0.5, "reason": 0.55, "tactic": 0.58, "assessment": 0.48}


# An aim whose first words name an event is that event: "to fully liberate and secure the city" (tokens).
_DEED_WITHIN = 4


class _Told(msgspec.Struct, frozen=True):
    """One mention of an event: its words, its status with the words that decide it, its roles and tolls."""

    trigger: Trigger
    span: Span
    status: Status
    cues: tuple[Span, ...]
    roles: Roles
    tolls: tuple[Toll, ...]


class _Found(msgspec.Struct, frozen=True):
    """A claim before it is put into its final form."""

    kind: str
    mentions: tuple[tuple[int, int], ...]
    status: Status
    cues: tuple[Span, ...]
    hedge: Hedge
    roles: Roles
    tolls: tuple[Toll, ...]
    confidence: float | None


def code(report: Report, *, lexicon: Lexicon | None = None) -> tuple[Claim, ...]:
    """The claims of a report, in the order of their first mentions; `lexicon` takes the place of the packaged one."""
    lines = outline(report.text)
    if not lines.tokens:
        return ()
    lexicon = lexicon or load_lexicon()
    mentions = find_mentions(lines, report.published)
    triggers = find_triggers(lines, lexicon)
    phrases = [phrase for phrase in find_phrases(lines) if not _is_deed(lines, phrase, triggers)]
    triggers = [trigger for trigger in triggers if not _pretended(lines, trigger, phrases)]
    quoted = quoted_by_sentence(lines, mentions)
    told = [_told(lines, mentions, trigger, quoted[lines.tokens[trigger.first].sentence]) for trigger in triggers]
    groups = merge(lines, triggers, lexicon, [_facts(one) for one in told])
    found = [_event(lines, mentions, [told[number] for number in group]) for group in groups]
    found.extend(_analysis(lines, mentions, phrase) for phrase in phrases)
    found = _without_denied_means(found)
    found.sort(key=lambda one: (one.mentions[0], one.kind))
    claims = [_claim(report, lines, mentions, one, quoted) for one in found]
    return related(lines, list({claim.id: claim for claim in claims}.values()))


def _without_denied_means(found: list[_Found]) -> list[_Found]:
    """A weapon that is said not to have been used is the means of nothing ("no car bombs were used in the assault")."""
    denied = [span for one in found if one.status == Status.DENIED for span in one.mentions]

    def used(means: Span) -> bool:
        return not any(means.start < end and start < means.end for start, end in denied)

    return [
        one
        if all(map(used, one.roles.means))
        else msgspec.structs.replace(
            one, roles=msgspec.structs.replace(one.roles, means=tuple(filter(used, one.roles.means)))
        )
        for one in found
    ]


def _is_name(words: str) -> bool:
    """Whether a place is told apart ("Brigade 134", "the cemetery"), not as "the province", which may be any."""
    return not role_words().vague_places.issuperset(words.casefold().split())


def _is_deed(lines: Outline, phrase: Phrase, triggers: Sequence[Trigger]) -> bool:
    """Whether an aim is an event of another kind ("to capture the town"): that event, intended, is the claim."""
    if phrase.kind != "aim":
        return False
    first = lines.token_at(phrase.start)
    deeds = relation_words().deeds
    return any(
        trigger.kind in deeds and first <= trigger.first < first + _DEED_WITHIN and not is_epithet(lines, trigger)
        for trigger in triggers
    )


def _pretended(lines: Outline, trigger: Trigger, phrases: Sequence[Phrase]) -> bool:
    """Whether a trigger stands in what somebody was made to believe: that is a tactic, no event."""
    start = lines.tokens[trigger.first].start
    feints = relation_words().feints
    for phrase in phrases:
        if phrase.kind == "tactic" and phrase.start <= start < phrase.end:
            first = lines.token_at(phrase.start)
            return any(token.form in feints for token in lines.tokens[first : trigger.first])
    return False


def _told(lines: Outline, mentions: Mentions, trigger: Trigger, quoted: Quoted | None) -> _Told:
    status, cues = status_of_trigger(lines, trigger)
    start, end = lines.tokens[trigger.first].start, lines.tokens[trigger.last].end
    span = span_of(lines.text, start, end)
    tolls: tuple[Toll, ...] = ()
    harms = role_words().harms_of(trigger.kind)
    if harms and status != Status.DENIED:
        counted = tolls_for(lines.text, lines.sentence_at(start), span, victims=mentions.victims)
        # "Detained" with no number says nothing that the claim does not; "killed" does.
        tolls = tuple(t for t in counted if t.harm in harms and (trigger.kind == "casualties" or (t.low or 0) > 1))
    roles = fill(lines, mentions, trigger, quoted.span if quoted else None)
    return _Told(trigger, span, status, cues, roles, tolls)


def _facts(told: _Told) -> Facts:
    return Facts(
        frozenset(place.text.casefold() for place in told.roles.place if _is_name(place.text)),
        told.status,
        frozenset((toll.harm, toll.low) for toll in told.tolls if toll.low is not None and toll.low == toll.high),
    )


def _event(lines: Outline, mentions: Mentions, group: list[_Told]) -> _Found:
    first = group[0]
    tolls = merge_tolls(told.tolls for told in group)
    roles = _with_victims(mentions, first_filled([told.roles for told in group]), tolls)
    return _Found(
        first.trigger.kind,
        tuple((told.span.start, told.span.end) for told in group),
        first.status,
        first.cues,
        hedge_of(lines, first.trigger.first),
        roles,
        tolls,
        max((told.trigger.precision for told in group if told.trigger.precision is not None), default=None),
    )


def _with_victims(mentions: Mentions, roles: Roles, tolls: tuple[Toll, ...]) -> Roles:
    """The people of a toll were harmed: they are the claim's target, and not its actor."""
    near = {party: None for toll in tolls for party in around(mentions.parties, toll.start, toll.end)}
    victims = sorted(near, key=lambda party: party.start)
    if not victims:
        return roles
    actor = tuple(party for party in roles.actor if not any(party.overlaps(victim) for victim in victims))
    return msgspec.structs.replace(roles, actor=actor, target=tuple(as_party(victim) for victim in victims))


def _analysis(lines: Outline, mentions: Mentions, phrase: Phrase) -> _Found:
    status, cues = status_of_phrase(lines, phrase)
    first, last = lines.token_at(phrase.start), lines.token_at(phrase.end - 1)
    roles = fill(lines, mentions, Trigger(phrase.kind, first, last, 1.0, False))
    actor, target = roles.actor, ()
    if lines.tokens[first].form in role_words().be:
        # "were tricked into …": the party before the phrase is the one deceived.
        actor, target = (), actor
    return _Found(
        phrase.kind,
        ((phrase.start, phrase.end),),
        status,
        cues,
        hedge_of(lines, first),
        Roles(actor=actor, target=target, place=_phrase_places(lines, mentions, phrase)),
        (),
        _PHRASE_PRECISION[phrase.kind],
    )


def _phrase_places(lines: Outline, mentions: Mentions, phrase: Phrase) -> tuple[Place, ...]:
    """The places within an analysis phrase; a feint's may stand before it ("sent tanks to the gate, which made …")."""
    places = inside(mentions.places, phrase.start, phrase.end)
    first, last = lines.token_at(phrase.start), lines.token_at(phrase.end - 1)
    feints = relation_words().feints
    if not places and any(token.form in feints for token in lines.tokens[first : last + 1]):
        places = inside(mentions.places, lines.sentence_at(phrase.start).start, phrase.start)[-1:]
    return tuple(as_place(place) for place in places)


def _claim(report: Report, lines: Outline, mentions: Mentions, found: _Found, quoted: Sequence[Quoted | None]) -> Claim:
    spans = [
        Mention(start=start, end=end, text=lines.text[start:end], sentence=lines.sentence_at(start))
        for start, end in found.mentions
    ]
    source = _source(lines, found, quoted)
    return Claim(
        id=claim_id(report.sha256_text, found.kind, spans[0]),
        report=report.name,
        path=report.path,
        sha256_bytes=report.sha256_bytes,
        sha256_text=report.sha256_text,
        publisher=report.source,
        published=report.published,
        synthetic=report.synthetic,
        kind=found.kind,
        status=found.status,
        status_cue=found.cues,
        hedge=found.hedge,
        mentions=tuple(spans),
        actor=found.roles.actor,
        target=found.roles.target,
        place=found.roles.place,
        means=found.roles.means,
        source=source,
        time=_time(lines, mentions, found, spans),
        casualties=_labelled(report, found.tolls, source),
        violations=load_ontology().tag(found.kind, spans, found.roles.target),
        confidence=Confidence(claim=found.confidence),
    )


def _time(lines: Outline, mentions: Mentions, found: _Found, spans: Sequence[Mention]) -> Time | None:
    """When it was: a date near its mentions, else the first mention's words without one ("recently")."""
    if found.kind in role_words().undated or found.status in (Status.INTENDED, Status.POSSIBLE):
        return None
    dated = time_of(lines.text, mentions.times, spans)
    if dated is not None:
        return dated
    sentence = spans[0].sentence
    vague = [time for time in inside(mentions.times, sentence.start, sentence.end) if time.from_ is None]
    return min(vague, key=lambda time: abs(time.start - spans[0].start), default=None)


def _source(lines: Outline, found: _Found, quoted: Sequence[Quoted | None]) -> tuple[Source, ...]:
    if found.kind in role_words().spoken:
        return ()
    speaker = quoted[lines.tokens[lines.token_at(found.mentions[0][0])].sentence]
    if speaker is None or any(speaker.span.start <= start < speaker.span.end for start, _ in found.mentions):
        return ()
    return (source_of(speaker, found.roles.actor, found.roles.target),)


def _labelled(report: Report, tolls: tuple[Toll, ...], source: tuple[Source, ...]) -> tuple[Toll, ...]:
    """Tolls with who uses their labels: the quoted source, else the publisher."""
    by = source[0].text if source else report.source
    return tuple(msgspec.structs.replace(toll, labelled_by=by) if toll.label else toll for toll in tolls)
