"""Control and pockets as pages show them: in words, each with the claims that say so."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from masudi.domain.case import CaseClaim
from masudi.domain.control import Control, ControlWord, DatedBy, Effect, Standing
from masudi.domain.pocket import Lacking, PeopleSaid, Pocket, PocketChange, SiegeSaid, WayOut
from masudi.export.claim_view import QUOTE_SIDE
from masudi.export.wording import bounds_words, day_words, quoted
from masudi.ground.sieges import CUT
from masudi.ground.telling import change_line
from masudi.web.land import Land, parties_of

# Of each kind of evidence about a place so much is shown at once, the newest.
_SHOWN = 3

STANDINGS = {
    Standing.HELD: ("Held", "every origin that spoke lately agrees"),
    Standing.DIVIDED: ("Divided", "parts are said to be held or entered by different parties"),
    Standing.CHANGING: ("Changing hands", "said to change hands within these days"),
    Standing.DISPUTED: ("Disputed", "origins differ"),
    Standing.ALLEGED: ("Alleged", "only hedged words say who holds it"),
    Standing.STALE: ("Stale", "nobody has said so for a while"),
    Standing.UNKNOWN: ("Unknown", "nobody says who holds it as a whole"),
}
ANSWERS = {
    WayOut.ENCIRCLED: "Encircled",
    WayOut.OPEN: "A way leads out",
    WayOut.CANNOT_TELL: "Cannot tell",
}
_EFFECTS = {
    Effect.TAKES: "taken by",
    Effect.HOLDS: "held by",
    Effect.LEAVES: "left by",
    Effect.LOSES: "lost by",
    Effect.ENTERS: "entered by",
}


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """A sentence of a report, its trigger apart, and whose it is; `id` is the claim's."""

    id: str
    report: str
    before: str
    trigger: str
    after: str
    publisher: str | None
    published: datetime.date | None
    made_up: bool


class WordView(msgspec.Struct, frozen=True, kw_only=True):
    """What one claim says of who holds a place; `note` is what is to be known of it."""

    days: str
    says: str
    by: str
    note: str | None
    quote: Quote | None


class HoldingView(msgspec.Struct, frozen=True, kw_only=True):
    """A place as it is held on a day. `sides` are the numbers of their signs; `earlier` words are not shown."""

    place: str
    name: str
    standing: Standing
    label: str
    meaning: str
    who: tuple[str, ...]
    sides: tuple[int, ...]
    lost: tuple[str, ...]
    since: str | None
    last_said: datetime.date | None
    words: tuple[WordView, ...]
    against: tuple[WordView, ...]
    parts: tuple[WordView, ...]
    earlier: int


class SiegeView(msgspec.Struct, frozen=True, kw_only=True):
    """What a report says of a siege, its end or a cut: reported, never computed."""

    says: str
    by: tuple[str, ...]
    origin: str
    words: str
    first: datetime.date
    hedged: bool
    definition: str | None
    quote: Quote | None


class PeopleView(msgspec.Struct, frozen=True, kw_only=True):
    """How many people a report says are shut in."""

    number: str
    place: str
    origin: str
    words: str
    hedged: bool
    quote: Quote | None


class MissingView(msgspec.Struct, frozen=True, kw_only=True):
    """What is not known, and of what sort that is."""

    lacking: Lacking
    says: str


class PocketView(msgspec.Struct, frozen=True, kw_only=True):
    """A pocket with the computed answer, and apart from it what reports say."""

    area: str
    side: str
    number: int
    places: tuple[str, ...]
    answer: WayOut
    label: str
    exit: tuple[str, ...]
    missing: tuple[MissingView, ...]
    perhaps_with: tuple[str, ...]
    perhaps_why: tuple[MissingView, ...]
    air: tuple[str, ...]
    sieges: tuple[SiegeView, ...]
    people: tuple[PeopleView, ...]
    quotes: tuple[Quote, ...]


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """What happened to a pocket on a day, with the claims that did it."""

    day: datetime.date
    says: str
    certain: bool
    quotes: tuple[Quote, ...]


class Telling:
    """Makes views; `claims` are those that the views may quote, by id."""

    def __init__(self, land: Land, claims: Mapping[str, CaseClaim]) -> None:
        self.land, self.claims = land, claims
        self.label = land.label
        self._ledger = land.ground.ledger

    def quote(self, claim: str) -> Quote | None:
        """The sentence of a claim."""
        found = self.claims.get(claim)
        if found is None:
            return None
        before, trigger, after = quoted(found.claim.mentions[0], QUOTE_SIDE)
        return Quote(
            id=claim,
            report=found.report_id,
            before=before,
            trigger=trigger,
            after=after,
            publisher=found.claim.publisher,
            published=found.claim.published,
            made_up=found.claim.synthetic,
        )

    def quotes(self, claims: Iterable[str]) -> tuple[Quote, ...]:
        """The sentences of some claims."""
        return tuple(found for one in claims if (found := self.quote(one)))

    def holding(self, control: Control) -> HoldingView:
        """Who holds a place, with the newest words."""
        label, meaning = STANDINGS[control.standing]
        shown = [newest(words) for words in (control.words, control.against, control.parts)]
        parties = parties_of(control)
        return HoldingView(
            place=control.place,
            name=control.name,
            standing=control.standing,
            label=label,
            meaning=meaning,
            who=tuple(map(self.label, parties)),
            sides=tuple(map(self.land.number, parties)),
            lost=tuple(map(self.label, control.lost)),
            since=_since(control),
            last_said=control.last_said,
            words=tuple(map(self._word, shown[0])),
            against=tuple(map(self._word, shown[1])),
            parts=tuple(map(self._word, shown[2])),
            earlier=len(control.words) + len(control.against) + len(control.parts) - sum(map(len, shown)),
        )

    def _origin(self, origin: str, claim: str) -> str:
        """Who says so: the publisher as it writes itself, where it speaks for itself."""
        found = self.claims.get(claim)
        publisher = found.claim.publisher if found else None
        return publisher if publisher and publisher.casefold() == origin.casefold() else self.label(origin)

    def _word(self, word: ControlWord) -> WordView:
        notes = [
            "by the date of publication" if word.dated_by is DatedBy.PUBLICATION else "",
            "hedged: it decides nothing" if word.hedged else "",
        ]
        part = "a part " if word.part and word.effect is not Effect.ENTERS else ""
        parties = " and ".join(map(self.label, word.parties))
        last = "" if word.first == word.last else f" to {day_words(word.last)}"
        return WordView(
            days=f"{day_words(word.first)}{last}",
            says=f"{part}{_EFFECTS[word.effect]} {parties}",
            by=self._origin(word.origin, word.claim),
            note="; ".join(filter(None, notes)) or None,
            quote=self.quote(word.claim),
        )

    def siege(self, said: SiegeSaid) -> SiegeView:
        """What a report says of a siege."""
        place = self._ledger.name(said.place)
        return SiegeView(
            says=f"a cut at {place}" if said.kind == CUT else f"{said.kind} of {place}",
            by=tuple(map(self.label, said.by)),
            origin=self._origin(said.origin, said.claim),
            words=said.words,
            first=said.first,
            hedged=said.hedged,
            definition=None if said.kind == CUT else said.definition or "no definition given",
            quote=self.quote(said.claim),
        )

    def _people(self, said: PeopleSaid) -> PeopleView:
        return PeopleView(
            number=f"{bounds_words(said.low, said.high)} {said.who}",
            place=self._ledger.name(said.place),
            origin=self._origin(said.origin, said.claim),
            words=said.words,
            hedged=said.hedged,
            quote=self.quote(said.claim),
        )

    def pocket(self, pocket: Pocket) -> PocketView:
        """A pocket of a side."""
        name = self._ledger.name
        return PocketView(
            area=name(pocket.area),
            side=self.label(pocket.side),
            number=self.land.number(pocket.side),
            places=tuple(map(name, pocket.places)),
            answer=pocket.answer,
            label=ANSWERS[pocket.answer],
            exit=tuple(map(name, pocket.exit)),
            missing=tuple(MissingView(lacking=one.lacking, says=one.says) for one in pocket.missing),
            perhaps_with=tuple(map(name, pocket.perhaps_with)),
            perhaps_why=tuple(MissingView(lacking=one.lacking, says=one.says) for one in pocket.perhaps_why),
            air=tuple(
                f"{one.kind.replace('_', ' ')} at {name(one.place)}{'' if one.sure else ', perhaps'}"
                for one in pocket.air
            ),
            sieges=tuple(map(self.siege, pocket.sieges)),
            people=tuple(map(self._people, pocket.people)),
            quotes=self.quotes(pocket.claims[: 4 * _SHOWN]),
        )

    def change(self, change: PocketChange) -> ChangeView:
        """What happened to a pocket."""
        said = change_line(msgspec.structs.replace(change, claims=()), self._ledger, label=self.label)
        return ChangeView(
            day=change.day,
            says=said.partition(": ")[2],
            certain=change.certain,
            quotes=self.quotes(change.claims),
        )


def newest(words: Sequence[ControlWord]) -> list[ControlWord]:
    """The words that are shown at once, the newest first."""
    return sorted(words, key=lambda one: one.last, reverse=True)[:_SHOWN]


def shown_claims(controls: Iterable[Control]) -> list[str]:
    """The claims that views of these quote."""
    return [word.claim for one in controls for words in (one.words, one.against, one.parts) for word in newest(words)]


def _since(control: Control) -> str | None:
    if control.since is None:
        return None
    if control.surely_since in (None, control.since):
        return day_words(control.since)
    return f"between {day_words(control.since)} and {day_words(control.surely_since or control.since)}"
