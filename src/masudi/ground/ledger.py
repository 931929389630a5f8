"""From claims to words about control: what each claim says, by each origin, about who holds which place and when."""

from __future__ import annotations

import operator
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
    return LedgerReader(sites, rules).read(claims)


class _Told(msgspec.Struct, frozen=True):
    """What one claim says: words about control, or why there are none (None: its kind tells of none); and the rest."""

    claim: Claim
    words: Sequence[ControlWord] | str | None
    sieges: tuple[SiegeSaid, ...]
    people: tuple[PeopleSaid, ...]
    names: tuple[tuple[str, str], ...]


class LedgerReader:
    """Reads ledgers of claims that hardly change: what a claim says is worked out once, while it is the same value.

    Of places of which nothing else is said than before, the words are the same tuple as before.
    """

    def __init__(self, sites: Mapping[str, Site], rules: ControlRules | None = None) -> None:
        self.sites, self._rules = sites, rules or load_control_rules()
        self._nesting = Nesting(sites, self._rules.covering)
        self._told: dict[str, _Told] = {}
        self._words: dict[str, tuple[list[ControlWord], tuple[ControlWord, ...]]] = {}

    def read(self, claims: Iterable[Claim]) -> Ledger:
        """What the claims say about ground; see `read_ledger`."""
        told = {claim.id: self._of(claim) for claim in claims if claim.status is Status.ASSERTED}
        self._told = told
        words: dict[str, list[ControlWord]] = {}
        names: dict[str, str] = {}
        unused = [
            Unused(claim=one.claim.id, report=one.claim.report, reason=one.words)
            for one in told.values()
            if isinstance(one.words, str)
        ]
        for one in told.values():
            for word in () if one.words is None or isinstance(one.words, str) else one.words:
                words.setdefault(word.place, []).append(word)
            for place, name in one.names:
                names[place] = min(names.get(place, name), name)
        self._words = {place: self._ordered(place, mine) for place, mine in sorted(words.items())}
        sieges = _each_once(siege for one in told.values() for siege in one.sieges)
        people = (said for one in told.values() for said in one.people)
        return Ledger(
            words={place: mine for place, (_, mine) in self._words.items()},
            unused=tuple(sorted(unused, key=lambda one: (one.report, one.claim))),
            sieges=tuple(sorted(sieges, key=lambda one: (one.first, one.claim, one.origin, one.place))),
            people=tuple(sorted(people, key=lambda one: (one.first, one.claim, one.origin, one.place, one.words))),
            names=names,
            nesting=self._nesting,
            rules=self._rules,
        )

    def _of(self, claim: Claim) -> _Told:
        known = self._told.get(claim.id)
        if known is not None and known.claim == claim:
            return known
        rule = self._rules.by_kind.get(claim.kind)
        places = ((place.gazetteer_id, place.name) for place in claim.place)
        return _Told(
            claim=claim,
            words=None if rule is None else _words(claim, rule, self._nesting, self._rules),
            sieges=tuple(sieges_said(claim, self._rules)),
            people=tuple(people_said(claim, self._rules)),
            names=tuple((id_, name) for id_, name in places if id_ and name and id_ not in self.sites),
        )

    def _ordered(self, place: str, mine: list[ControlWord]) -> tuple[list[ControlWord], tuple[ControlWord, ...]]:
        before = self._words.get(place)
        if before is not None and len(before[0]) == len(mine) and all(map(operator.is_, before[0], mine)):
            return before
        return mine, tuple(sorted(mine, key=_order))


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
