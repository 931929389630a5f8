"""The coder: what the trained reader finds in a report, put into claims with every field's words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TypeAlias

import msgspec

from masudi.coding.constructions import find_phrases
from masudi.coding.decoding import Decoding, load_decoding
from masudi.coding.filling import Filler
from masudi.coding.mentions import Mentions, find_mentions, inside, role_words
from masudi.coding.reading import Told, read_text
from masudi.coding.relations import related
from masudi.coding.resolved import parties, places, sources
from masudi.coding.status import cues_of, hedge_of
from masudi.domain import Claim, Confidence, Mention, Report, Source, Status, Time, Toll, claim_id
from masudi.errors import KnowledgeError
from masudi.language import Outline, outline
from masudi.language.network import Floats, Network, load_network
from masudi.language.pieces import Pieces
from masudi.ontology import load_ontology
from masudi.resolve import load_knowledge
from masudi.resolve.times import time_of
from masudi.resolve.victims import merge_tolls, tolls_for

# The fillers of a claim by role.
Roles: TypeAlias = Mapping[str, tuple[Filler, ...]]


class Prepared(msgspec.Struct, frozen=True, eq=False):
    """Reports that the encoder has been over: each with its outline and, if it has words, its pieces and states."""

    reports: tuple[Report, ...]
    outlines: tuple[Outline, ...]
    texts: tuple[tuple[Pieces, Floats] | None, ...]


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
                yield _claims(report, lines, read_text(self.network, self.decoding, *text, find_phrases(lines)))
            except Exception as fault:  # one bad report never stops the others
                yield fault


@cache
def warm_up() -> None:
    """Load what `Coder.finish` takes, which it would else load with the first report."""
    load_knowledge()
    load_ontology()
    lines = outline("Rebels shelled the town on Monday.")
    find_phrases(lines)
    find_mentions(lines, None)


def code(report: Report) -> tuple[Claim, ...]:
    """The claims of a report, in the order of their first mentions."""
    return Coder().code(report)


def _claims(report: Report, lines: Outline, found: Sequence[Told]) -> tuple[Claim, ...]:
    where = [filler.span for told in found for filler in told.roles.get("place", ())]
    mentions = find_mentions(lines, report.published, where)
    claims = [_claim(report, lines, mentions, told) for told in found]
    return related(lines, list({claim.id: claim for claim in claims}.values()))


def _claim(report: Report, lines: Outline, mentions: Mentions, told: Told) -> Claim:
    spans = [
        Mention(start=one.start, end=one.end, text=one.text, sentence=lines.sentence_at(one.start))
        for one in told.mentions
    ]
    roles = _told_apart(told.roles)
    actor, target = parties(mentions, roles["actor"]), parties(mentions, roles["target"])
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
        time=_time(lines, mentions, told, spans),
        casualties=_labelled(report, _tolls(lines, mentions, told), source),
        violations=load_ontology().tag(told.kind, spans, target),
        confidence=_confidence(told, roles),
    )


def _told_apart(roles: Roles) -> Roles:
    """Nobody is the target of his own deed: the same words cannot be both."""
    actors = [filler.span for filler in roles["actor"]]
    target = tuple(filler for filler in roles["target"] if not any(map(filler.span.overlaps, actors)))
    return {**roles, "target": target}


def _confidence(told: Told, roles: Roles) -> Confidence:
    fields = {role: round(_mean(fillers), 4) for role, fillers in roles.items() if fillers}
    if told.status_confidence is not None:
        fields["status"] = told.status_confidence
    return Confidence(claim=told.confidence, fields=fields)


def _mean(fillers: Sequence[Filler]) -> float:
    return sum(filler.probability for filler in fillers) / len(fillers)


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
    return merge_tolls(
        [toll for toll in tolls if toll.harm in harms and (told.kind == "casualties" or (toll.low or 0) > 1)]
        for tolls in counted
    )


def _time(lines: Outline, mentions: Mentions, told: Told, spans: Sequence[Mention]) -> Time | None:
    """When it was: a date near its mentions, else the first mention's words without one ("recently")."""
    if told.kind in role_words().undated or told.status in (Status.INTENDED, Status.POSSIBLE):
        return None
    dated = time_of(lines.text, mentions.times, spans)
    if dated is not None:
        return dated
    sentence = spans[0].sentence
    vague = [time for time in inside(mentions.times, sentence.start, sentence.end) if time.from_ is None]
    return min(vague, key=lambda time: abs(time.start - spans[0].start), default=None)


def _labelled(report: Report, tolls: tuple[Toll, ...], source: tuple[Source, ...]) -> tuple[Toll, ...]:
    """Tolls with who uses their labels: the quoted source, else the publisher."""
    by = source[0].text if source else report.source
    return tuple(msgspec.structs.replace(toll, labelled_by=by) if toll.label else toll for toll in tolls)
