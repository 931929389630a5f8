"""A group of claims as one sentence: who did what, to whom, where, when, with what, and who says so."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from masudi.brief.attribution import Voices, hedge_alone, hedged
from masudi.brief.counts import counts
from masudi.brief.cues import cues, denial_limit
from masudi.brief.draft import Draft, Said, one_line, plain, quoted
from masudi.brief.naming import Names, Phrase, listed
from masudi.brief.places import PlacePhrase, place_phrases, where
from masudi.brief.quoting import MAX_QUOTED, clause, evidence
from masudi.brief.ranges import ranged
from masudi.brief.timing import when
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import KindWords, Verb, Wording
from masudi.domain import Span, Status, kept_tolls

# Clauses that one line quotes where its claims' fields say too little.
MAX_CLAUSES = 2
# A quotation beside a full sentence lets a reader check its actor, and need not be long.
MAX_BESIDE = 100


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """What a sentence is made of."""

    kind: KindWords
    verb: Verb
    actors: tuple[Phrase, ...]
    object: tuple[Phrase | PlacePhrase, ...]
    against: str
    places: tuple[PlacePhrase, ...]
    at: str
    when: str
    means: tuple[str, ...]
    status: Status
    counted: bool
    far: bool
    adrift: bool

    @property
    def tail(self) -> str:
        """What stands behind verb and object."""
        means = f" with {listed(self.means)}" if self.means else ""
        return self.against + self.at + means + self.when

    @property
    def thin(self) -> bool:
        """Whether the claim says so little that no sentence can be made of it: its own words are told instead."""
        told = (self.actors, self.object, self.against, self.places, self.means, self.counted)
        return self.adrift or sum(map(bool, told)) < 2


class Teller:
    """Writes sentences about claims that are events or states."""

    def __init__(self, names: Names, voices: Voices, words: Wording) -> None:
        self.names, self.voices, self.words = names, voices, words

    def line(self, group: Sequence[Said], *, group_name: str | None = None, others: Sequence[Said] = ()) -> Draft:
        """The group as one line; `others` are further claims of the same thing, which bear it out in other words."""
        claim = group[0].claim
        backing = [*group, *others]
        # Under a heading that names the actor, whose men they are needs no saying.
        scene = self.scene(group, noted=group_name is None)
        lead, behind = hedged(backing, self.words, self.voices)
        told = self._told(scene, [(cue.text, _own(one, cue)) for one in group for cue in cues(one)])
        if claim.status is Status.DENIED:
            told.append(plain(denial_limit(group[0], self.words)))
        firm = claim.status is Status.ASSERTED
        reported = scene.kind.name == "siege" and firm
        according = self._reports(backing) if reported else self.voices.according(backing, always=not firm)
        quotes = self._quotes(group, scene)
        counted = self._counts(backing)
        if sum(bool(one.claim.casualties) for one in backing) > 1:
            # The range names its accounts, and takes the place of who says so.
            according = [*(according if reported else []), *counted]
            counted = []
        body = [*lead, *told, *counted]
        if firm and scene.thin:
            # Too little is known for a sentence that is true; the report's own is.
            body, quotes = [*([hedge_alone(lead), plain(": ")] if lead else []), *quotes[1:]], []
            told_by = "".join(part.text for part in body)
            according = [] if any(s.text in told_by for one in group for s in one.claim.source) else according
        return Draft(
            body=tuple(body),
            coda=(*according, *behind, *quotes),
            evidence=tuple(dict.fromkeys(found for one in backing for found in evidence(one))),
            status=claim.status,
            group=group_name,
            origins=self.voices.origins(backing),
        )

    def scene(self, group: Sequence[Said], *, noted: bool = True) -> Scene:
        """The words of the group's sentence, before they are put together."""
        claim = group[0].claim
        kind = next(kind for kind in self.words.kinds if kind.name == claim.kind)
        verb = kind.verb([mention.text for one in group for mention in one.claim.mentions[:1]])
        targets = tuple(self.names.parties(group, "target"))
        means = _means(group, verb)
        verb = verb.with_means() if means else verb
        roles = kind.object if verb.object is None else verb.object
        places = place_phrases(group, self.words, but_targets=roles[:1] == ("target",))
        object_: tuple[Phrase | PlacePhrase, ...] = ()
        for role in roles:
            object_ = (
                targets if role == "target" else tuple(place for place in places if kind.whole or not place.located)
            )
            if object_:
                break
        rest = [place for place in places if place not in object_]
        preposition = verb.target_as or kind.target_as
        against = bool(preposition and targets and object_ != targets)
        return Scene(
            kind=kind,
            verb=verb,
            actors=tuple(self.names.parties(group, "actor", noted=noted)),
            object=object_,
            against=f" {preposition} {listed([target.text for target in targets])}" if against else "",
            places=tuple(rest),
            at=where(rest, self.words, verb.place_as or kind.place_as, kind.any_place_as),
            when=when(next((one.claim.time for one in group if one.claim.time), None), self.words),
            means=means,
            status=claim.status,
            counted=any(one.claim.casualties for one in group),
            far=any(_far(one) for one in group),
            adrift=all(_adrift(one) for one in group),
        )

    def naming(self, one: Said) -> str:
        """The claim as a noun phrase: "the attack by Daesh on Brigade 134"."""
        scene = self.scene([one])
        by = f" by {listed([actor.text for actor in scene.actors])}" if scene.actors else ""
        on = f" {_preposition(scene)} {listed([phrase.text for phrase in scene.object])}" if scene.object else ""
        return f"the {scene.verb.noun}{by}{on}{scene.at}"

    def naming_beside(self, one: Said, sentence: str) -> str:
        """The claim as a noun phrase in a line about `sentence`: with a place or an object that stands there, or bare.

        What is known of the claim from elsewhere in the report is left out: whether it belongs here is a guess.
        """
        scene = self.scene([one])
        kind = scene.kind
        if here := [place for place in scene.places if place.text in sentence]:
            return f"the {scene.verb.noun}{where(here[:1], self.words, kind.place_as, kind.any_place_as)}"
        on = next((f" {_preposition(scene)} {phrase.text}" for phrase in scene.object if phrase.text in sentence), "")
        return f"the {scene.verb.noun}{on}"

    def _told(self, scene: Scene, cues: list[tuple[str, bool]]) -> list[Part]:
        if scene.status is Status.ASSERTED:
            return self._asserted(scene)
        if scene.status is Status.DENIED and scene.kind.denied and scene.actors:
            return [*_who(scene), plain(f" {scene.kind.denied}{scene.at}{scene.when}")]
        if scene.status is Status.DENIED and scene.kind.denied_bare:
            return [plain(f"{scene.kind.denied_bare}{scene.at}{scene.when}")]
        words = self.words.status(scene.status, cues)
        if words is None:
            return self._asserted(scene)
        template = words.active if scene.actors else words.passive if scene.object else words.bare
        return _filled(
            template,
            {
                "who": _who(scene),
                "do": self._predicate(scene, scene.verb.base, scene.verb.alone_base, "use"),
                "past": self._predicate(scene, scene.verb.past, scene.verb.alone, "used"),
                "what": _what(scene),
                "was": [plain(_was(scene.object))],
                "done": [plain(scene.verb.done + scene.tail)],
                "a": [plain(scene.verb.indefinite + scene.tail)],
                "a_was": [plain("were" if scene.verb.plural else "was")],
                "a_is": [plain("are" if scene.verb.plural else "is")],
                "noun": [plain(scene.verb.noun + scene.tail)],
            },
        )

    def _asserted(self, scene: Scene) -> list[Part]:
        if scene.actors:
            return [*_who(scene), plain(" "), *self._predicate(scene, scene.verb.past, scene.verb.alone, "used")]
        if scene.object:
            return [*_what(scene), plain(f" {_was(scene.object)} {scene.verb.done}{scene.tail}")]
        there = "were" if scene.verb.plural else "was"
        return [plain(f"there {there} {scene.verb.indefinite}{scene.tail}")]

    def _predicate(self, scene: Scene, with_object: str, alone: str, use: str) -> list[Part]:
        """The verb and all that follows it. Where nothing but the means is known, they are what is told."""
        if scene.object:
            phrase = plain(listed([one.text for one in scene.object]))
            before, _, after = with_object.partition("{}") if "{}" in with_object else (f"{with_object} ", "", "")
            return [plain(before), phrase, plain(after + scene.tail)]
        if scene.kind.arms and scene.means and not scene.places and not scene.against:
            return [plain(f"{use} {listed(scene.means)}{scene.when}")]
        plural = len(scene.actors) != 1 or scene.actors[0].plural
        return [plain(alone.replace("{was}", "were" if plural else "was") + scene.tail)]

    def _counts(self, group: Sequence[Said]) -> list[Part]:
        """How many people the siege, flight or detention is of, where its parties do not say it already."""
        counting = [one for one in group if one.claim.casualties]
        if len(counting) < 2:
            counting = [_uncounted(one) for one in counting]
        harms = dict.fromkeys(toll.harm for one in counting for toll in one.claim.casualties)
        if not harms:
            return []
        if len(counting) > 1:
            ranges = [ranged(counting, harm, self.words, self.voices) for harm in harms]
            return [plain(f": {'; '.join(ranges)}")]
        told = [count.text.rstrip(",") for count in counts(counting[0], self.words)]
        return [plain(f" ({'; '.join(told)})")]

    def _reports(self, group: Sequence[Said]) -> list[Part]:
        """A siege is only ever reported: by whom stands in its line."""
        return [plain(f", as reported by {self.voices.accounts(group)}")]

    def _quotes(self, group: Sequence[Said], scene: Scene) -> list[Part]:
        if not (scene.kind.quote or scene.thin or scene.far or scene.status is not Status.ASSERTED):
            return []
        firm = scene.status is Status.ASSERTED and not scene.thin and not scene.kind.quote
        limit = MAX_BESIDE if firm else MAX_QUOTED
        clauses = list(dict.fromkeys(clause(one, limit) for one in group))[:MAX_CLAUSES]
        parts: list[Part] = [plain(": ")]
        for at, text in enumerate(clauses):
            parts += [plain("; ")] * (at > 0) + [quoted(text)]
        return parts


def _uncounted(one: Said) -> Said:
    """The claim without the tolls that its parties' own phrases state."""
    spans = [*one.claim.actor, *one.claim.target]
    tolls = kept_tolls(one.claim.casualties, lambda toll: not any(span.overlaps(toll) for span in spans))
    return msgspec.structs.replace(one, claim=msgspec.structs.replace(one.claim, casualties=tolls))


def _far(one: Said) -> bool:
    """Whether the actor was found outside the sentences that make the claim, so that a reader should see these."""
    actors = one.claim.actor
    return bool(actors) and not any(m.sentence.holds(actor) for m in one.claim.mentions for actor in actors)


def _adrift(one: Said) -> bool:
    """Whether both what it was done to and where were found outside the sentences that make the claim.

    A sentence made of them would tie together what the report may never have: two guesses at once.
    """
    return bool(one.claim.target and one.claim.place) and not any(
        mention.sentence.holds(part) or part.text in mention.sentence.text
        for mention in one.claim.mentions
        for part in (*one.claim.target, *one.claim.place)
    )


def _means(group: Sequence[Said], verb: Verb) -> tuple[str, ...]:
    """The means of the claims, each once, less those that the actor, the verb or a longer one already says."""
    said = [one_line(span.text) for one in group for span in one.claim.means]
    told = " ".join(actor.text.casefold() for one in group for actor in one.claim.actor) + " " + verb.past.casefold()
    kept = [text for text in dict.fromkeys(said) if verb.armed or text.casefold() not in told]
    return tuple(text for text in kept if not any(text != other and text in other for other in kept))


def _own(one: Said, cue: Span) -> bool:
    """Whether the actor stands before the cue: "the army means to leave", not "the rebels want the army to leave"."""
    return any(actor.end <= cue.start for actor in one.claim.actor)


def _who(scene: Scene) -> list[Part]:
    return [Part(text=listed([actor.text for actor in scene.actors]), role=PartRole.PARTY)]


def _what(scene: Scene) -> list[Part]:
    return [Part(text=listed([one.text for one in scene.object]), role=PartRole.PARTY)]


def _was(phrases: Sequence[Phrase | PlacePhrase]) -> str:
    return "were" if len(phrases) > 1 or any(phrase.plural for phrase in phrases) else "was"


def _preposition(scene: Scene) -> str:
    return "on" if scene.kind.arms and not scene.verb.noun.endswith("ing") else "of"


def _filled(template: str, slots: Mapping[str, list[Part]]) -> list[Part]:
    """The template with its slots filled; what is filled in is never read as a template itself."""
    parts: list[Part] = []
    for text in re.split(r"(\{\w+\})", template):
        name = text[1:-1] if text.startswith("{") and text.endswith("}") else ""
        parts += slots[name] if name in slots else [plain(text)]
    return parts
