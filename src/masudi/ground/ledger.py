"""From claims to words about control: what each claim says, by each origin, about who holds which place and when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from masudi.domain import Claim, Party, Place, Status
from masudi.domain.control import ControlWord, Effect, Unused
from masudi.domain.origins import origins_of
from masudi.domain.pocket import PeopleSaid, SiegeSaid
from masudi.ground.dates import when
from masudi.ground.nesting import Nesting
from masudi.ground.rules import ControlRules, KindRule, load_control_rules
from masudi.ground.sieges import SIEGES, people_said, sieges_said
from masudi.resolve.sites import Site

NO_PLACE = "no place that the gazetteer knows, nor one that is safely known by its name"
NOT_ITSELF = "somewhere near or in the place, not the place itself"
NO_PARTY = "no party that can hold ground"
NO_DATE = "no date, and the report has no date of publication"


class Ledger(msgspec.Struct, frozen=True, kw_only=True):
    """What claims say about ground, ordered for looking up; `read_ledger` makes it.

    `words` are by place, each place's from the earliest to the latest. `unused` are the asserted claims of a kind about
    control that say nothing about who holds which place, with the reason. `sieges` and `people` are what reports say of
    sieges and of people shut in. `names` are of places as the gazetteer or else the reports name them.
    """

    words: Mapping[str, tuple[ControlWord, ...]]
    unused: tuple[Unused, ...]
    sieges: tuple[SiegeSaid, ...]
    people: tuple[PeopleSaid, ...]
    names: Mapping[str, str]
    nesting: Nesting
    rules: ControlRules

    def name(self, place: str) -> str:
        """A place's name, as the gazetteer or else a report gives it."""
        return self.names.get(place) or self.nesting.name(place)


def read_ledger(claims: Iterable[Claim], sites: Mapping[str, Site], rules: ControlRules | None = None) -> Ledger:
    """What the claims say about ground.

    `sites` are the places of the gazetteer by id, of which "lies within" and kind are looked at; a claim may be about
    others too. Which kinds of claims count, and how, is data (data/control.yaml). The order of the claims is no matter.
    Claims are taken at their word: leave out, before, what a person rejected or what the reader was not sure of.
    """
    rules = rules or load_control_rules()
    nesting = Nesting(sites, rules.covering)
    words: dict[str, list[ControlWord]] = {}
    unused: list[Unused] = []
    sieges: list[SiegeSaid] = []
    people: list[PeopleSaid] = []
    names: dict[str, str] = {}
    for claim in claims:
        if claim.status is not Status.ASSERTED:
            continue
        for place in claim.place:
            if place.gazetteer_id and place.name and place.gazetteer_id not in sites:
                names[place.gazetteer_id] = min(names.get(place.gazetteer_id, place.name), place.name)
        sieges.extend(sieges_said(claim, rules))
        people.extend(people_said(claim, rules))
        rule = rules.by_kind.get(claim.kind)
        if rule is None:
            continue
        said = _words(claim, rule, nesting, rules)
        if isinstance(said, str):
            unused.append(Unused(claim=claim.id, report=claim.report, reason=said))
            continue
        for word in said:
            words.setdefault(word.place, []).append(word)
    return Ledger(
        words={place: tuple(sorted(mine, key=_order)) for place, mine in sorted(words.items())},
        unused=tuple(sorted(unused, key=lambda one: (one.report, one.claim))),
        sieges=tuple(sorted(_each_once(sieges), key=lambda one: (one.first, one.claim, one.origin, one.place))),
        people=tuple(sorted(people, key=lambda one: (one.first, one.claim, one.origin, one.place, one.words))),
        names=names,
        nesting=nesting,
        rules=rules,
    )


def _each_once(sieges: Iterable[SiegeSaid]) -> Iterable[SiegeSaid]:
    """Of what several claims of one sentence say of the same place, the first: "advanced and cut the pocket in two"."""
    once: dict[tuple[str, ...], SiegeSaid] = {}
    for one in sieges:
        key = (one.report, one.kind, one.origin, one.place, one.words)
        if key not in once or one.claim < once[key].claim:
            once[key] = one
    return once.values()


def kinds_told(rules: ControlRules) -> frozenset[str]:
    """The kinds of claims that `read_ledger` looks at; of others it takes the counts of people shut in (`SHUT_IN`)."""
    return SIEGES | rules.by_kind.keys()


def _order(word: ControlWord) -> tuple[object, ...]:
    return (word.last, word.first, word.until, word.claim, word.origin, word.part)


def _words(claim: Claim, rule: KindRule, nesting: Nesting, rules: ControlRules) -> list[ControlWord] | str:
    """The words of a claim, one a place and origin; or why there are none."""
    effect, parties = _parties(claim, rule, rules)
    if not any(place.gazetteer_id for place in claim.place):
        return NO_PLACE
    places = dict(_places(claim, nesting, rules))
    if not places:
        return NOT_ITSELF
    if not parties:
        return NO_PARTY
    days = when(claim, lasts=rule.lasts)
    if days is None:
        return NO_DATE
    return [
        ControlWord(
            claim=claim.id,
            report=claim.report,
            kind=claim.kind,
            origin=origin,
            effect=effect,
            parties=parties,
            place=place,
            first=days.first,
            last=days.last,
            until=days.until,
            dated_by=days.by,
            part=part or effect is Effect.ENTERS,
            hedged=claim.hedge.level in rules.weak,
        )
        for place, part in places.items()
        for origin in origins_of(claim, rules.broad)
    ]


def _parties(claim: Claim, rule: KindRule, rules: ControlRules) -> tuple[Effect, tuple[str, ...]]:
    """What the claim says of whom; a capture by nobody who is named still says who lost the place."""
    actors = parties_of(claim.actor, rules)
    if not actors and not claim.actor and rule.effect is Effect.TAKES:
        return Effect.LOSES, parties_of(claim.target, rules)
    return rule.effect, actors


def parties_of(parties: Sequence[Party], rules: ControlRules) -> tuple[str, ...]:
    """Those of some parties that can hold ground, each by the party that stands for its side."""
    named = (party.entity or party.actor_id for party in parties)
    barred = rules.nameless | rules.holdless
    return tuple(sorted({rules.side(name) for name in named if name and name not in barred}))


def _places(claim: Claim, nesting: Nesting, rules: ControlRules) -> Iterator[tuple[str, bool]]:
    """The places that a claim is about, and whether only about a part of each; what holds another one is no more than
    where that lies ("Qusour, in Deir ez-Zor")."""
    named = {place.gazetteer_id for place in claim.place if place.gazetteer_id}
    outer = {holder for one in named for holder in nesting.holders(one)}
    for place in claim.place:
        one = place.gazetteer_id
        if one is None or one in outer or place.precision in rules.elsewhere:
            continue
        site = nesting.sites.get(one)
        spelt = site is not None and place.text.casefold() in {name.casefold() for name in (site.name, *site.names)}
        part = not spelt and rules.makes_part(place.text, _before(claim, place))
        if part or site is None or place.kind == site.kind:
            yield one, part


def _before(claim: Claim, place: Place) -> str:
    """The words before a place in the sentence of one of the claim's mentions."""
    for mention in claim.mentions:
        if mention.sentence.holds(place):
            return mention.sentence.text[: place.start - mention.sentence.start]
    return ""
