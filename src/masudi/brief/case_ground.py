"""What a case tells of ground: who is said to hold what, what changed hands, pockets and sieges."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from masudi.brief.draft import CellDraft, Draft, Evidence, Said, TableDraft, plain, quoted
from masudi.brief.naming import listed
from masudi.brief.quoting import evidence
from masudi.brief.timing import day, span
from masudi.brief.wording import Wording
from masudi.domain.control import Control, ControlWord, Standing, Tenure
from masudi.domain.pocket import Pocket, PocketChange, PocketEvent, SiegeSaid, WayOut
from masudi.domain.text import folded
from masudi.domain.view import CaseView, PlaceHeld

# Places whose last holder is told in a line, and rows of the table of changes.
MOST_PLACES, MOST_CHANGES = 40, 80

_STANDINGS = {
    Standing.HELD: "held",
    Standing.DIVIDED: "divided",
    Standing.CHANGING: "changing hands",
    Standing.DISPUTED: "disputed: origins differ",
    Standing.ALLEGED: "alleged: only hedged words say so",
    Standing.STALE: "stale: nobody has said so for a while",
    Standing.UNKNOWN: "unknown",
}
_ANSWERS = {
    WayOut.OPEN: "a way leads out",
    WayOut.ENCIRCLED: "encircled: no way leads out on the ground",
    WayOut.CANNOT_TELL: "cannot tell whether a way leads out",
}
_EVENTS = {
    PocketEvent.OPENED: "was opened",
    PocketEvent.CLOSED: "was closed",
    PocketEvent.SPLIT: "was split",
    PocketEvent.JOINED: "was joined",
}


class Grounds:
    """Tells of the control and the pockets of a view."""

    def __init__(self, view: CaseView, claims: Sequence[Said], words: Wording) -> None:
        self._view, self._words = view, words
        self._said = {one.claim.id: one for one in claims}
        self._parties = party_labels(claims, words)
        places = [place for one in claims for place in one.claim.place]
        self._places = {f"name:{folded(place.name or place.text)}": place.name or place.text for place in places}
        self._places |= {place.gazetteer_id: place.name for place in places if place.gazetteer_id and place.name}
        self._origins = {folded(one.publisher): one.publisher for one in claims}
        self._origins |= {origin.key: origin.name for one in view.incidents for origin in one.incident.origins}

    def control_lines(self) -> list[Draft]:
        """Who is said to hold each place on the last day, those first that claims tell most of."""
        told = [one for one in self._view.control if one.now.standing is not Standing.UNKNOWN]
        order = sorted(told, key=lambda one: (-len(one.now.claims), one.name, one.place))
        lines = [self._held(one) for one in order[:MOST_PLACES]]
        if len(order) > MOST_PLACES:
            lines.append(Draft(body=(plain(f"{len(order) - MOST_PLACES:,} more places are left out here"),)))
        return lines

    def _held(self, place: PlaceHeld) -> Draft:
        now = place.now
        who = self._who(now)
        since = f" since {self._day(now.surely_since or now.since)}" if now.since else ""
        standing = "" if now.standing is Standing.HELD else f" ({_STANDINGS[now.standing]})"
        last = f", last said for {self._day(now.last_said)}" if now.last_said else ""
        return Draft(
            body=(plain(f"{self._name(place.place, place.name)}: {who}{since}{standing}{last}"),),
            evidence=self._evidence(now.claims),
            origins=frozenset(word.origin for word in now.words),
        )

    def changes(self) -> list[TableDraft]:
        """The table of what changed hands: from when to when each place was said to be whose."""
        rows = [
            (
                CellDraft(text=self._name(place.place, place.name)),
                CellDraft(text=self._days(one)),
                CellDraft(text=self._who(one.control)),
                CellDraft(text=_STANDINGS[one.control.standing], evidence=self._evidence(one.control.claims)),
            )
            for place in self._view.control
            for one in place.tenures
            if one.control.standing is not Standing.UNKNOWN
        ]
        caption = "Who is said to have held what, from when to when."
        if len(rows) > MOST_CHANGES:
            caption += f" The first {MOST_CHANGES} of {len(rows)} rows."
        columns = ("Place", "When", "Held by", "How firmly")
        return [TableDraft(name="control", caption=caption, columns=columns, rows=tuple(rows[:MOST_CHANGES]))]

    def _days(self, tenure: Tenure) -> str:
        """From when to when; what goes on after the brief's day is open."""
        over = tenure.last is not None and self._view.day is not None and tenure.last < self._view.day
        return span(tenure.first, tenure.last if over else None, self._words)

    def pocket_lines(self) -> list[Draft]:
        """Pockets as computed, what changed them, and beside that what reports say of sieges."""
        lines = [self._pocket(one) for one in self._view.pockets]
        lines += [self._change(one) for one in self._view.pocket_changes]
        return [*lines, *(self._siege(one) for one in self._view.sieges if one.claim in self._said)]

    def _pocket(self, pocket: Pocket) -> Draft:
        places = listed([self._name(one) for one in pocket.places])
        head = f"computed for {self._day(pocket.day)}: {self._party(pocket.side)} in {places}"
        way = f" ({', '.join(self._name(one) for one in pocket.exit)})" if pocket.exit else ""
        missing = [one.says for one in (*pocket.missing, *pocket.perhaps_why)]
        unknown = f"; not known: {listed(list(dict.fromkeys(missing)), most=4)}" if missing else ""
        air = [f"{one.kind.replace('_', ' ')} at {self._name(one.place)}" for one in pocket.air]
        by_air = f"; by air: {listed(air)}" if air else ""
        people = [
            f"{_people(one.low, one.high)} {one.who.replace('_', ' ')} by {self._origin(one.origin)}"
            for one in pocket.people
        ]
        shut_in = f"; people shut in, as reported: {listed(people)}" if people else ""
        text = f"{head}: {_ANSWERS[pocket.answer]}{way}{by_air}{unknown}{shut_in}"
        return Draft(
            body=(plain(text),),
            evidence=self._evidence((*pocket.claims, *(one.claim for one in pocket.people))),
            group="Computed",
        )

    def _change(self, change: PocketChange) -> Draft:
        shown = change.before if change.event is PocketEvent.JOINED else change.after
        parts = " | ".join(listed([self._name(one) for one in places]) for places in shown)
        cause = f", by what happened at {listed([self._name(one) for one in change.places])}" if change.places else ""
        doubt = "" if change.certain else "; as far as is known"
        text = (
            f"computed for {self._day(change.day)}: the pocket of {self._party(change.side)} "
            f"{_EVENTS[change.event]}{f': {parts}' if parts else ''}{cause}{doubt}"
        )
        return Draft(body=(plain(text),), evidence=self._evidence(change.claims), group="Computed")

    def _siege(self, siege: SiegeSaid) -> Draft:
        by = f" by {listed([self._party(one) for one in siege.by])}" if siege.by else ""
        what = "a cut at" if siege.kind == "cut" else f"{siege.kind.replace('_', ' ')} of"
        hedged = ", in hedged words" if siege.hedged else ""
        meaning = f" (meaning: {siege.definition})" if siege.definition else ""
        when = f" ({span(siege.first, siege.last, self._words)})"
        head = f"{what} {self._name(siege.place)}{by}{when}, says {self._origin(siege.origin)}{hedged}{meaning}: "
        return Draft(
            body=(plain(head), quoted(siege.words)),
            evidence=self._evidence([siege.claim]),
            group="As reported",
        )

    def _who(self, control: Control) -> str:
        if control.holders:
            return listed([self._party(one) for one in control.holders])
        rivals = {Standing.DISPUTED: control.words, Standing.ALLEGED: control.against}.get(control.standing, ())
        sides = dict.fromkeys(self._parties_of(word) for word in rivals)
        if sides:
            return " or ".join(sides)
        lost = f", lost by {listed([self._party(one) for one in control.lost])}" if control.lost else ""
        return f"nobody is said to hold it as a whole{lost}"

    def _parties_of(self, word: ControlWord) -> str:
        return " with ".join(self._party(one) for one in word.parties)

    def _evidence(self, claims: Iterable[str]) -> tuple[Evidence, ...]:
        found = (piece for one in claims if one in self._said for piece in evidence(self._said[one])[:1])
        return tuple(dict.fromkeys(found))

    def _name(self, place: str, name: str | None = None) -> str:
        return self._view.places.get(place) or name or self._places.get(place) or place.replace("_", " ")

    def _party(self, party: str) -> str:
        return self._parties.get(party) or party.removeprefix("other:").replace("_", " ")

    def _origin(self, origin: str) -> str:
        return self._origins.get(origin) or self._party(origin)

    def _day(self, date: datetime.date) -> str:
        return day(date, self._words)


def _people(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    return f"up to {high:,}" if high is not None else "an unstated number of"


def party_labels(claims: Sequence[Said], words: Wording) -> dict[str, str]:
    """What parties are called, by their ids: a coarse label, else the name that claims have most often."""
    used: dict[str, Counter[str]] = {}
    for name, id_ in _named(claims):
        used.setdefault(id_, Counter())[name] += 1
    labels = {id_: names.most_common(1)[0][0] for id_, names in used.items()}
    return labels | {entity.name: entity.label for entity in words.entities}


def _named(claims: Sequence[Said]) -> Iterator[tuple[str, str]]:
    for one in claims:
        for party in (*one.claim.actor, *one.claim.target):
            for id_ in (party.actor_id, party.entity):
                if id_ and party.name:
                    yield party.name, id_
