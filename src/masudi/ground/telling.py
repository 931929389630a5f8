"""Control and pockets as plain text and as records for JSON: what the commands print.

Names and words come from reports, which are hostile: control characters and marks that turn the direction of text
around are taken out of what goes to a terminal.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Iterator, Sequence

import msgspec

from masudi.domain.control import Control, ControlWord, DatedBy, Effect, Standing, Tenure
from masudi.domain.pocket import PeopleSaid, Pocket, PocketChange, PocketEvent, SiegeSaid, WayOut
from masudi.ground.ledger import Ledger
from masudi.ground.pockets import people_range

Label = Callable[[str], str]

_ANSWERS = {
    WayOut.OPEN: "a way leads out",
    WayOut.ENCIRCLED: "encircled (computed)",
    WayOut.CANNOT_TELL: "cannot tell whether a way leads out",
}
_EVENTS = {
    PocketEvent.OPENED: "was opened",
    PocketEvent.CLOSED: "was closed",
    PocketEvent.SPLIT: "was split in {}",
    PocketEvent.JOINED: "was joined from {}",
}
_NUMBERS = {2: "two", 3: "three", 4: "four"}
_EFFECTS = {
    Effect.TAKES: "taken by",
    Effect.HOLDS: "held by",
    Effect.LEAVES: "left by",
    Effect.LOSES: "lost by",
    Effect.ENTERS: "entered by",
}
_PART = {Effect.TAKES: "a part taken by", Effect.HOLDS: "a part held by", Effect.LEAVES: "a part left by"}


def control_record(control: Control) -> dict[str, object]:
    """A control as plain values for JSON: who, since when, how sure, and the evidence."""
    record: dict[str, object] = msgspec.to_builtins(control)
    return record | {"claims": list(control.claims)}


def tenure_record(tenure: Tenure) -> dict[str, object]:
    """A stretch of days as plain values for JSON."""
    record: dict[str, object] = msgspec.to_builtins(tenure)
    return record | {"control": control_record(tenure.control)}


def pocket_record(pocket: Pocket) -> dict[str, object]:
    """A pocket as plain values for JSON; `people_by_origin` are ranges [low, high], null where a side is open."""
    record: dict[str, object] = msgspec.to_builtins(pocket)
    return record | {"people_by_origin": {origin: list(both) for origin, both in people_range(pocket).items()}}


def change_record(change: PocketChange) -> dict[str, object]:
    """A change as plain values for JSON."""
    record: dict[str, object] = msgspec.to_builtins(change)
    return record


def control_lines(control: Control, *, label: Label = str) -> Iterator[str]:
    """A control in lines: the place with its holder, then the evidence. `label` names a party for readers."""
    yield f"{plain(control.name)}: {_holder(control, label)}"
    for title, words in (("", control.words), ("against: ", control.against), ("parts: ", control.parts)):
        for word in words:
            yield f"    {title}{_word(word, label)}"


def tenure_lines(told: Sequence[Tenure], *, label: Label = str) -> Iterator[str]:
    """The history of one place in lines."""
    for one in told:
        until = f"to {one.last}" if one.last else "on"
        first, *evidence = control_lines(one.control, label=label)
        yield f"from {one.first} {until}: {first}"
        yield from evidence


def pocket_lines(pocket: Pocket, ledger: Ledger, *, label: Label = str) -> Iterator[str]:
    """A pocket in lines: its places, the computed answer, and beside it, apart, what reports say."""
    names = _names(pocket.places, ledger)
    yield f"{plain(label(pocket.side))} in {plain(ledger.name(pocket.area))}, {pocket.day}: {names}"
    by_air = " on the ground; supplied by air" if pocket.air and pocket.answer is WayOut.ENCIRCLED else ""
    way = f": {' – '.join(plain(ledger.name(place)) for place in pocket.exit)}" if pocket.exit else ""
    yield f"    {_ANSWERS[pocket.answer]}{by_air}{way}"
    for missing in pocket.missing:
        yield f"    not known: {plain(missing.says)}"
    if pocket.perhaps_with:
        why = "; ".join(plain(missing.says) for missing in pocket.perhaps_why)
        yield f"    perhaps linked to {_names(pocket.perhaps_with, ledger)}, not known: {why}"
    for supply in pocket.air:
        sure = "" if supply.sure else ", perhaps"
        yield f"    by air: {supply.kind.replace('_', ' ')} at {plain(ledger.name(supply.place))}{sure}"
    for siege in pocket.sieges:
        yield f"    reported: {siege_line(siege, ledger, label=label)}"
    for people in pocket.people:
        yield f"    people shut in, reported: {_people(people, ledger)}"


def change_line(change: PocketChange, ledger: Ledger, *, label: Label = str) -> str:
    """A change in one line, with the claims that did it."""
    parts = change.after if change.event is PocketEvent.SPLIT else change.before
    count = _NUMBERS.get(len(parts), str(len(parts)))
    shown = change.before if change.event is PocketEvent.JOINED else change.after
    groups = " | ".join(_names(places, ledger) for places in shown)
    cause = f" by what happened at {_names(change.places, ledger)}" if change.places else ""
    links = f" by: {'; '.join(map(plain, change.links))}" if change.links else ""
    claims = f" (claims {', '.join(change.claims)})" if change.claims else ""
    doubt = "; ".join(plain(one.says) for one in change.missing)
    sure = "" if change.certain else f" [as far as is known; not known: {doubt or 'how the places were linked before'}]"
    pocket = f"the pocket of {plain(label(change.side))}"
    return f"{change.day}: {pocket} {_EVENTS[change.event].format(count)}: {groups}{cause}{links}{claims}{sure}"


def siege_line(siege: SiegeSaid, ledger: Ledger, *, label: Label = str) -> str:
    """What a report says of a siege or its end, in one line: of what, by whom, who says so, on what definition."""
    by = f" by {', '.join(plain(label(party)) for party in siege.by)}" if siege.by else ""
    means = f"meaning: {siege.definition}" if siege.definition else "no definition given"
    hedged = ", hedged" if siege.hedged else ""
    place = plain(ledger.name(siege.place))
    return f"{siege.kind} of {place}{by}, says {plain(siege.origin)}{hedged} ({means}): “{plain(siege.words)}”"


def _holder(control: Control, label: Label) -> str:
    who = " and ".join(plain(label(holder)) for holder in control.holders) or "nobody is said to hold it as a whole"
    since = f" since {_since(control.since, control.surely_since)}" if control.since else ""
    last = f", last said for {control.last_said}" if control.last_said else ""
    standing = "" if control.standing is Standing.HELD else f" [{control.standing.value}]"
    lost = f" (lost by {', '.join(plain(label(party)) for party in control.lost)})" if control.lost else ""
    return f"{who}{since}{standing}{last}{lost}"


def _since(first: datetime.date, sure: datetime.date | None) -> str:
    return f"{first}" if sure in (None, first) else f"between {first} and {sure}"


def _word(word: ControlWord, label: Label) -> str:
    did = (_PART if word.part else _EFFECTS).get(word.effect, _EFFECTS[word.effect])
    days = f"{word.first}" if word.first == word.last else f"{word.first} to {word.last}"
    dated = " (by the date of publication)" if word.dated_by is DatedBy.PUBLICATION else ""
    hedged = ", hedged" if word.hedged else ""
    parties = ", ".join(plain(label(party)) for party in word.parties)
    return f"{days}{dated}: {did} {parties}, by {plain(word.origin)}{hedged} (claim {word.claim}, {plain(word.report)})"


def _people(people: PeopleSaid, ledger: Ledger) -> str:
    low = "?" if people.low is None else f"{people.low:,}"
    high = "?" if people.high is None else f"{people.high:,}"
    place = plain(ledger.name(people.place))
    return f"{low} to {high} {plain(people.who)} in {place}, says {plain(people.origin)}: “{plain(people.words)}”"


def _names(places: Sequence[str], ledger: Ledger) -> str:
    return ", ".join(plain(ledger.name(place)) for place in places)


def plain(words: str) -> str:
    """Words as one line without characters that act on a terminal or hide what is written."""
    return "".join(one for one in " ".join(words.split()) if unicodedata.category(one)[0] != "C")
