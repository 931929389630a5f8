"""The coder: what the trained reader finds in a report, put into claims with every field's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import msgspec

from masudi.coding.constructions import find_phrases
from masudi.coding.dating import load_dater
from masudi.coding.dating_features import Undated
from masudi.coding.dating_rows import Worded
from masudi.coding.decoding import Decoding, load_decoding
from masudi.coding.filling import Roles, likelihood
from masudi.coding.mentions import Mentions, find_mentions, inside, role_words
from masudi.coding.reading import Told, read_text
from masudi.coding.relations import related
from masudi.coding.resolved import parties, places, sources
from masudi.coding.shared_tolls import joined
from masudi.coding.status import cues_of, hedge_of
from masudi.coding.two_sides import parties_apart, words_apart
from masudi.coding.unused import is_unheld, is_unused
from masudi.domain import (
    Claim,
    Confidence,
    Mention,
    Party,
    RelationKind,
    Report,
    Source,
    Span,
    Status,
    Time,
    Toll,
    claim_id,
    kept_tolls,
)
from masudi.errors import KnowledgeError
from masudi.language import Outline, outline
from masudi.language.network import Network, load_network
from masudi.ontology import load_ontology
from masudi.resolve import PartyMention, find_parties, load_knowledge
from masudi.resolve.times import reference_date
from masudi.resolve.victims import merge_tolls, scope_of, tolls_for, with_replaced


class Prepared(msgspec.Struct, frozen=True, eq=False):
    """Reports that the encoder has been over: each with its outline and, if it has words, its pieces and states."""

    reports: tuple[Report, ...]
    outlines: tuple[Outline, ...]
    texts: tuple[Worded | None, ...]


class Coder:
    """A network with what turns its scores into claims; by default the packaged ones, loaded once.

    A batch of reports goes through `prepare` (the encoder, which runs over all of them together) and `finish` (all
    that is left): a caller may prepare the next batch in another thread while it finishes this one.
    """

    def __init__(self, network: Network | None = None, decoding: Decoding | None = None, *, threads: int = 1) -> None:
        self.network = network or load_network(threads)
        self.decoding = decoding or load_decoding()
        if self.network.kinds != (len(self.decoding.events), len(self.decoding.analysis)):
            raise KnowledgeError("decoding.json", "was fitted for other kinds than the network tells apart")

    def code(self, report: Report) -> tuple[Claim, ...]:
        """The claims of a report, in the order of their first mentions."""
        claims = next(self.finish(self.prepare([report])))
        if isinstance(claims, Exception):
            raise claims
        return claims

    def prepare(self, reports: Sequence[Report]) -> Prepared:
        """Run the encoder over some reports."""
        outlines = tuple(outline(report.text) for report in reports)
        pieces = [self.network.split(lines) for lines in outlines]
        # A text without words (line breaks, control characters) has nothing to say.
        states = iter(self.network.encode([text for text in pieces if text.low]))
        texts = tuple((text, next(states)) if text.low else None for text in pieces)
        return Prepared(tuple(reports), outlines, texts)

    def finish(self, prepared: Prepared) -> Iterator[tuple[Claim, ...] | Exception]:
        """The claims of each report, or what went wrong with it."""
        for report, lines, text in zip(prepared.reports, prepared.outlines, prepared.texts, strict=True):
            if text is None:
                yield ()
                continue
            try:
                sides = find_parties(lines.text, knowledge=load_knowledge())
                told = read_text(self.network, self.decoding, *text, find_phrases(lines), sides)
                yield _claims(report, lines, text, told, sides)
            except Exception as fault:  # one bad report never stops the others
                yield fault


@cache
def warm_up() -> None:
    """Load what `Coder.finish` takes, which it would else load with the first report."""
    load_knowledge()
    load_ontology()
    load_dater()
    lines = outline("Rebels shelled the town on Monday.")
    find_phrases(lines)
    find_mentions(lines, None)


def code(report: Report) -> tuple[Claim, ...]:
    """The claims of a report, in the order of their first mentions."""
    return Coder().code(report)


def _claims(
    report: Report, lines: Outline, words: Worded, found: Sequence[Told], sides: tuple[PartyMention, ...]
) -> tuple[Claim, ...]:
    where = [filler.span for told in found for filler in told.roles.get("place", ())]
    mentions = find_mentions(lines, report.published, where, sides)
    times = _times(report, lines, words, mentions, found)
    claims = [_claim(report, lines, mentions, told, time) for told, time in zip(found, times, strict=True)]
    claims = joined(list({one.id: one for one in claims}.values()))
    return tuple(_scoped(lines, claim) for claim in related(lines, claims))


def _claim(report: Report, lines: Outline, mentions: Mentions, told: Told, time: Time | None) -> Claim:
    spans = [
        Mention(start=one.start, end=one.end, text=one.text, sentence=lines.sentence_at(one.start))
        for one in told.mentions
    ]
    if told.status is Status.ASSERTED and any(no(lines.text, told.kind, spans[0]) for no in (is_unused, is_unheld)):
        told = msgspec.structs.replace(told, status=Status.DENIED, status_confidence=None)
    roles = words_apart(told.roles)
    actor, meant = (parties(mentions, roles[role], role=role, kind=told.kind) for role in ("actor", "target"))
    actor, target = parties_apart(actor, meant, roles)
    source = sources(mentions, roles["source"], actor, target)
    return Claim(
        id=claim_id(report.sha256_text, told.kind, spans[0]),
        report=report.name,
        path=report.path,
        sha256_bytes=report.sha256_bytes,
        sha256_text=report.sha256_text,
        publisher=report.source,
        published=report.published,
        synthetic=report.synthetic,
        kind=told.kind,
        status=told.status,
        status_cue=cues_of(lines, spans[0], told.status),
        hedge=hedge_of(lines, spans[0]),
        mentions=tuple(spans),
        actor=actor,
        target=target,
        place=places(mentions, roles["place"]),
        means=tuple(filler.span for filler in roles["means"]),
        source=source,
        time=time,
        casualties=_labelled(report, _of_party(_tolls(lines, mentions, told), meant), source),
        violations=load_ontology().tag(told.kind, spans, target),
        confidence=_confidence(told, roles, {"actor": actor, "target": target}),
    )


def _confidence(told: Told, roles: Roles, filled: Mapping[str, Sequence[Party]]) -> Confidence:
    """`filled` are the sides that are left of those in `roles`."""
    fields = {
        role: round(likelihood(fillers), 4) for role, fillers in roles.items() if fillers and filled.get(role, fillers)
    }
    if told.status_confidence is not None:
        fields["status"] = told.status_confidence
    return Confidence(claim=told.confidence, fields=fields)


def _tolls(lines: Outline, mentions: Mentions, told: Told) -> tuple[Toll, ...]:
    """The people counted at a claim's mentions."""
    harms = role_words().harms_of(told.kind)
    if not harms or told.status == Status.DENIED:
        return ()
    counted = [
        tolls_for(lines.text, lines.sentence_at(mention.start), mention, victims=mentions.victims)
        for mention in told.mentions
    ]
    # "Detained" with no number says nothing that the claim does not; "killed" does.
    merged = merge_tolls(
        kept_tolls(tolls, lambda toll: toll.harm in harms and (told.kind == "casualties" or _several(toll)))
        for tolls in counted
    )
    return with_replaced(lines.text, merged)


def _several(toll: Toll) -> bool:
    """Whether a toll may be of more than one ("nearly 5,000" has no lowest number)."""
    return (toll.low or toll.high or 0) > 1


def _of_party(tolls: tuple[Toll, ...], target: tuple[Party, ...]) -> tuple[Toll, ...]:
    """Tolls of people whom the words do not class count the fighters of the party that they are of ("lost 12").

    What is said of the people is not touched: nobody is called a combatant by it.
    """
    if not target or any(party.entity not in role_words().armed for party in target):
        return tolls
    return tuple(msgspec.structs.replace(toll, who="combatants") if toll.who == "people" else toll for toll in tolls)


def _times(
    report: Report, lines: Outline, words: Worded, mentions: Mentions, found: Sequence[Told]
) -> list[Time | None]:
    """When each claim was: the days that it is given, else words without days beside its first mention ("recently")."""
    undated = [Undated(told.kind, told.status, told.mentions) for told in found]
    dated = load_dater().date(lines, words, mentions.times, reference_date(lines.text, report.published), undated)
    return [time or _vague(lines, mentions, told) for time, told in zip(dated, found, strict=True)]


def _vague(lines: Outline, mentions: Mentions, told: Told) -> Time | None:
    """The words of time nearest to a claim's first mention, in its sentence, that have no days."""
    if told.kind in role_words().undated or told.status in (Status.INTENDED, Status.POSSIBLE):
        return None
    first = told.mentions[0]
    sentence = lines.sentence_at(first.start)
    vague = [time for time in inside(mentions.times, sentence.start, sentence.end) if time.from_ is None]
    nearest = min(vague, key=lambda time: abs(time.start - first.start), default=None)
    return nearest and nearest.plain()


def _scoped(lines: Outline, claim: Claim) -> Claim:
    """A claim with what its tolls count: of one incident, of a stretch of time, or of all until then."""
    if not claim.casualties:
        return claim
    caused = any(relation.kind is RelationKind.CAUSED_BY for relation in claim.relations)
    tolls = tuple(
        msgspec.structs.replace(
            toll, scope=scope_of(lines.text, lines.sentence_at(toll.start), toll, claim.time, caused=caused)
        )
        for toll in claim.casualties
    )
    if all(toll.scope == "cumulative" for toll in tolls):
        claim = _of_a_war(claim)
    return msgspec.structs.replace(claim, casualties=tolls)


def _of_a_war(claim: Claim) -> Claim:
    """A toll of all until then, without the town and the author that other sentences tell of: theirs is one raid."""

    def here(span: Span) -> bool:
        return any(mention.sentence.holds(span) for mention in claim.mentions)

    place = tuple(one for one in claim.place if here(one) or one.kind in role_words().wide)
    actor = tuple(filter(here, claim.actor))
    left = {role for role, kept in (("place", place), ("actor", actor)) if not kept}
    fields = {field: sure for field, sure in claim.confidence.fields.items() if field not in left}
    confidence = msgspec.structs.replace(claim.confidence, fields=fields)
    return msgspec.structs.replace(claim, place=place, actor=actor, confidence=confidence)


def _labelled(report: Report, tolls: tuple[Toll, ...], source: tuple[Source, ...]) -> tuple[Toll, ...]:
    """Tolls with who uses their labels: the quoted source, else the publisher."""
    by = source[0].text if source else report.source
    return tuple(msgspec.structs.replace(toll, labelled_by=by) if toll.label else toll for toll in tolls)
