"""Aims, reasons, tactics and judgements: told in the report's own words, always with who attributes them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from masudi.brief.attribution import Voices, hedge_alone, hedged
from masudi.brief.draft import Draft, Said, one_line, plain, quoted, stands
from masudi.brief.naming import Names, Phrase, listed
from masudi.brief.places import PlacePhrase, place_key, place_phrases
from masudi.brief.quoting import clause, evidence, shortened
from masudi.brief.telling import Teller
from masudi.brief.timing import days
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import Wording
from masudi.domain import RelationKind, Span, Status

# Phrases that one line quotes; a report that names its tactic five times needs no five quotations.
MAX_PHRASES = 3
# A reason is quoted with what it explains, in characters.
MAX_LED = 230
# A judgement is quoted with the clause that says what it is about.
MAX_JUDGED = 120


class Analyst:
    """Writes lines about claims of the four analysis kinds, and about feints."""

    def __init__(self, names: Names, voices: Voices, teller: Teller, words: Wording, by_id: Mapping[str, Said]) -> None:
        self.names, self.voices, self.teller, self.words, self.by_id = names, voices, teller, words, by_id

    def feints(self, said: Sequence[Said]) -> tuple[list[Draft], set[tuple[int, int]]]:
        """A line for each feint, and the claims told in them, which must not be told again as attacks."""
        by_real: dict[tuple[int, str], list[Said]] = {}
        for one in said:
            for relation in one.claim.relations:
                real = self._related(one, relation.to)
                if relation.kind is RelationKind.FEINT_FOR and real and _may_feign(one, real, self.words):
                    by_real.setdefault((one.number, relation.to), []).append(one)
        lines: list[Draft] = []
        told: set[tuple[int, int]] = set()
        for (number, to), group in by_real.items():
            shown = [one for one in said if one.number == number and one.claim.id != to and _feigned(one, group)]
            lines.append(self._feint(group, shown, self._related(group[0], to)))
            told |= {(one.number, one.at) for one in (*group, *shown)}
        return lines, told

    def lines(self, said: Sequence[Said]) -> list[Draft]:
        """A line for each group of claims that the same words of a report make.

        A judgement within the words that a line before it quotes is told there.
        """
        drafts: list[Draft] = []
        quotes: dict[int, list[str]] = {}
        for group in _together(said):
            quoted_there = quotes.setdefault(group[0].number, [])
            mentions = [one_line(mention.text) for one in group for mention in one.claim.mentions]
            told = all(any(text in quote for quote in quoted_there) for text in mentions)
            if group[0].claim.kind != "assessment" or not told:
                drafts.append(self._line(group))
                quoted_there += [part.text for part in drafts[-1].body if part.role is PartRole.QUOTE]
        return drafts

    def _related(self, one: Said, to: str) -> Said | None:
        return self.by_id.get(f"{one.number}:{to}")

    def _feint(self, group: Sequence[Said], shown: Sequence[Said], real: Said | None) -> Draft:
        """ "Daesh feinted at Jafra; the real attack fell on Brigade 134, according to The Wire: “…”"."""
        assert real is not None
        feint = sorted(group, key=lambda one: (one.claim.kind != "tactic", one.at))
        actors = self.names.parties(feint, "actor") or self.names.parties([real], "actor")
        places = next((found[:2] for one in feint if (found := place_phrases([one], self.words))), [])
        targets = [] if places else self.names.parties(feint, "target")[:1]
        scene = self.teller.scene([real])
        goal = _hit(scene.object, scene.places)
        who = listed([actor.text for actor in actors]) if actors else ""
        lead, behind = hedged(feint, self.words, self.voices)
        verb = " feinted" if who else "there was a feint"
        at = (
            listed([place.text for place in places] or [target.text for target in targets]) if places or targets else ""
        )
        told = f"{verb}{f' at {at}' if at else ''}; the real {scene.verb.noun}"
        fall = f" fell on {goal}" if goal else " came elsewhere"
        if real.claim.status is not Status.ASSERTED:
            fall = f" was meant for {goal}" if goal else " was meant for elsewhere"
        both = [*feint, *shown, real]
        return Draft(
            body=(
                *lead,
                Part(text=who, role=PartRole.PARTY),
                plain(told + fall),
                *self.voices.according(feint, always=True),
                *behind,
                plain(": "),
                quoted(clause(feint[0])),
            ),
            evidence=tuple(dict.fromkeys(found for one in both for found in evidence(one))),
            status=Status.ASSERTED,
            origins=self.voices.origins(both),
        )

    def _line(self, group: Sequence[Said]) -> Draft:
        first = group[0]
        lead, behind = hedged(group, self.words, self.voices)
        told = [hedge_alone(lead), plain(": ")] if lead else []
        return Draft(
            body=(*told, *self._opening(group), *self._phrases(group), *self._by(group), *behind),
            evidence=tuple(dict.fromkeys(found for one in group for found in evidence(one))),
            status=first.claim.status,
            origins=self.voices.origins(group),
        )

    def _by(self, group: Sequence[Said]) -> list[Part]:
        """Who attributes it: the source that the report quotes, else its publisher."""
        return [plain(f" ({self.voices.accounts(group)})")]

    def _opening(self, group: Sequence[Said]) -> list[Part]:
        first = group[0]
        claim, kind = first.claim, self.words.kind(first.claim.kind)
        actors = self.names.parties(group, "actor")
        who = Part(text=listed([actor.text for actor in actors]) if actors else "", role=PartRole.PARTY)
        with_what = self._what_for(group)
        label = kind.label if kind and kind.label else claim.kind
        if claim.kind == "aim" and actors and _infinitive(group):
            verb = {Status.DENIED: " did not want", Status.POSSIBLE: " may want"}.get(claim.status, " wanted")
            return [who, plain(f"{verb}{f',{with_what},' if with_what else ''} to ")]
        is_plain = claim.status is Status.ASSERTED or (claim.kind == "aim" and claim.status is Status.INTENDED)
        noun = label if is_plain else f"{claim.status.value} {label.lower()}"
        if claim.kind == "assessment":
            forecast = not is_plain and claim.status is not Status.DENIED
            return [plain("Forecast or possibility: " if forecast else f"{noun}: ")]
        if claim.kind == "reason":
            return [plain(f"{noun}{with_what}: ")]
        of = [plain(" of "), who] if actors else []
        to = "to " if claim.kind == "aim" and _infinitive(group) else ""
        return [plain(noun), *of, plain(f"{with_what if actors else with_what.replace(' with ', ' of ')}: {to}")]

    def _what_for(self, group: Sequence[Said]) -> str:
        """What the aim or reason is for, where the report ties it to a claim: " for the attack on Brigade 134"."""
        kinds = {RelationKind.AIM_OF: " with", RelationKind.REASON_FOR: " for"}
        for one in group:
            for relation in one.claim.relations:
                other = self._related(one, relation.to)
                if relation.kind in kinds and other and self.words.is_event(other.claim.kind):
                    named = self.teller.naming_beside(other, one.claim.mentions[0].sentence.text)
                    return f"{kinds[relation.kind]} {named}"
        return ""

    def _phrases(self, group: Sequence[Said]) -> list[Part]:
        texts = _phrase_texts(group)
        if group[0].claim.kind == "aim":
            texts = [re.sub(r"^to ", "", text) for text in texts]
        parts: list[Part] = []
        for at, text in enumerate(texts[:MAX_PHRASES]):
            parts += [plain("; ")] * (at > 0) + [quoted(text)]
        return parts


def _may_feign(one: Said, real: Said, words: Wording) -> bool:
    """Whether the two can be told as a feint and the real thing: the deceit is asserted, the real thing an event that
    is not denied. What was only feigned may be coded as intended or possible."""
    sure = one.claim.status is Status.ASSERTED or (one.claim.kind != "tactic" and one.claim.status is not Status.DENIED)
    return sure and real.claim.status is not Status.DENIED and words.is_event(real.claim.kind)


def _feigned(one: Said, feint: Sequence[Said]) -> bool:
    """Whether an attack that the report also tells is the feint itself: it fell where the feint was, and no time and
    not more than one other place or target tells it apart."""
    named = _named_in(one)
    where_feigned = {place_key(place) for other in feint for place in other.claim.place}
    times = {days(other.claim.time) for other in feint} | {()}
    asserted = one.claim.kind == "attack" and one.claim.status is Status.ASSERTED and one not in feint
    return asserted and bool(named & where_feigned) and len(named) <= 2 and days(one.claim.time) in times


def _named_in(one: Said) -> set[str]:
    """The claim's places, and its targets that could be places."""
    targets = {one_line(target.text).casefold() for target in one.claim.target if target.entity is None}
    return {place_key(place) for place in one.claim.place} | targets


def _hit(object_: Sequence[Phrase | PlacePhrase], places: Sequence[PlacePhrase]) -> str:
    """On what the real attack fell: the place where it has one, for the feint was at another; else the target."""
    named = [place.text for place in places] if places else [phrase.text for phrase in object_]
    return listed(named[:2]) if named else ""


def _infinitive(group: Sequence[Said]) -> bool:
    """Whether each of the report's phrases begins with "to" or follows it, so that it can follow it again."""
    return all(_after_to(one, mention) for one in group for mention in one.claim.mentions[:MAX_PHRASES])


def _after_to(one: Said, mention: Span) -> bool:
    before = one.report.text[max(0, mention.start - 4) : mention.start].casefold().split()
    begins = mention.text.casefold().startswith("to ")
    return begins or (stands(one.report, mention) and before[-1:] == ["to"])


def _phrase_texts(group: Sequence[Said]) -> list[str]:
    """What a line quotes. Of a reason, all from the start of its sentence, for that says what it explains."""
    spans = [(one, mention) for one in group for mention in one.claim.mentions]
    if group[0].claim.kind == "assessment":
        return list(dict.fromkeys(clause(one, MAX_JUDGED) for one in group))
    if group[0].claim.kind != "reason":
        texts = [one_line(mention.text).rstrip(".,;: ") for _, mention in spans]
        return [text for text in dict.fromkeys(texts) if not any(text != o and text in o for o in texts)]
    return list(dict.fromkeys(_led(group, one, mention.sentence) for one, mention in spans))


def _led(group: Sequence[Said], one: Said, sentence: Span) -> str:
    """The sentence up to the end of its last phrase of the group, where that is short enough; else the phrases."""
    phrases = sorted(
        (mention.start, mention.end)
        for other in group
        for mention in other.claim.mentions
        if other.number == one.number and mention.sentence == sentence
    )
    start, end = sentence.start, max(end for _, end in phrases)
    if stands(one.report, sentence) and end - start <= MAX_LED:
        return one_line(one.report.text[start:end]).rstrip(".,;: ")
    return shortened(sentence.text, phrases[0][0] - start, phrases[0][1] - start, MAX_LED)


def _together(said: Sequence[Said]) -> Iterator[list[Said]]:
    """The claims in groups: reasons of one sentence, tactics and aims of one actor whose words overlap."""
    groups: dict[tuple[object, ...], list[Said]] = {}
    for one in said:
        claim = one.claim
        sentence = claim.mentions[0].sentence
        shared = (one.number, sentence.start) if claim.kind == "reason" else (one.number, one.at)
        groups.setdefault((claim.kind, claim.status, shared), []).append(one)
    yield from groups.values()
