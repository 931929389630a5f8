"""Control and pockets as plain text and as records for JSON: what the commands print.

Names and words come from reports, which are hostile: control characters and marks that turn the direction of text
around are taken out of what goes to a terminal.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from masudi.domain.control import Control, ControlWord, DatedBy, Effect, Standing, Tenure
from masudi.domain.pocket import PeopleSaid, Pocket, PocketChange, PocketEvent, SiegeSaid, WayOut
from masudi.domain.text import one_line, visible
from masudi.ground.ledger import Ledger
from masudi.ground.pockets import people_range
from masudi.ground.sieges import CUT

Label = Callable[[str], str]
Said = Mapping[str, str]
"""By the id of a claim, its sentence and whose it is."""

_NOTHING: Said = {}

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
_STANDINGS = {
    Standing.DIVIDED: "divided",
    Standing.CHANGING: "changing hands in these days",
    Standing.DISPUTED: "disputed: origins differ",
    Standing.ALLEGED: "alleged: only hedged words say so",
    Standing.STALE: "stale: nobody has said so for a while",
    Standing.UNKNOWN: "unknown",
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


def siege_record(siege: SiegeSaid) -> dict[str, object]:
    """What a report says of a siege as plain values for JSON."""
    record: dict[str, object] = msgspec.to_builtins(siege)
    return record


def control_lines(
    control: Control, *, label: Label = str, said: Said = _NOTHING, most: int | None = None
) -> Iterator[str]:
    """A control in lines: the place with its holder, then the evidence. `label` names a party for readers.

    Below each word stands what `said` has for its claim: the sentence, and whose it is. Of each kind of evidence `most`
    words are shown, the newest; None: all.
    """
    yield f"{_shown(control.name)}: {control_words(control, label=label)}"
    for title, words in (("", control.words), ("against: ", control.against), ("parts: ", control.parts)):
        shown = words if most is None else sorted(words, key=lambda word: word.last)[-most:]
        for word in shown:
            yield f"    {title}{_word(word, label)}"
            yield from _quoted(word.claim, said)
        if len(words) > len(shown):
            yield f"    {title}and {len(words) - len(shown):,} earlier"


def tenure_lines(told: Sequence[Tenure], *, label: Label = str, said: Said = _NOTHING) -> Iterator[str]:
    """The history of one place in lines, as `control_lines`."""
    for one in told:
        until = f"to {one.last}" if one.last else "on"
        first, *evidence = control_lines(one.control, label=label, said=said)
        yield f"from {one.first} {until}: {first}"
        yield from evidence


def change_lines(change: PocketChange, ledger: Ledger, *, label: Label = str, said: Said = _NOTHING) -> Iterator[str]:
    """A change in lines: what it did (`change_line`), and what `said` has for the claims that did it."""
    yield change_line(change, ledger, label=label)
    for claim in change.claims:
        yield from _quoted(claim, said)


def _quoted(claim: str, said: Said) -> Iterator[str]:
    if claim in said:
        yield f"        {_shown(said[claim])}"


def pocket_lines(pocket: Pocket, ledger: Ledger, *, label: Label = str) -> Iterator[str]:
    """A pocket in lines: its places, the computed answer, and beside it, apart, what reports say."""
    names = _names(pocket.places, ledger)
    yield f"{_shown(label(pocket.side))} in {_shown(ledger.name(pocket.area))}, {pocket.day}: {names}"
    by_air = " on the ground; supplied by air" if pocket.air and pocket.answer is WayOut.ENCIRCLED else ""
    way = f": {' – '.join(_shown(ledger.name(place)) for place in pocket.exit)}" if pocket.exit else ""
    yield f"    {_ANSWERS[pocket.answer]}{by_air}{way}"
    for missing in pocket.missing:
        yield f"    not known: {_shown(missing.says)}"
    if pocket.perhaps_with:
        why = "; ".join(_shown(missing.says) for missing in pocket.perhaps_why)
        yield f"    perhaps linked to {_names(pocket.perhaps_with, ledger)}, not known: {why}"
    for supply in pocket.air:
        sure = "" if supply.sure else ", perhaps"
        yield f"    by air: {supply.kind.replace('_', ' ')} at {_shown(ledger.name(supply.place))}{sure}"
    for siege in pocket.sieges:
        yield f"    reported: {siege_line(siege, ledger, label=label)}"
    for people in pocket.people:
        yield f"    people shut in, reported: {_people(people, ledger, label)}"


def change_line(change: PocketChange, ledger: Ledger, *, label: Label = str) -> str:
    """A change in one line, with the claims that did it."""
    parts = change.after if change.event is PocketEvent.SPLIT else change.before
    count = _NUMBERS.get(len(parts), str(len(parts)))
    shown = change.before if change.event is PocketEvent.JOINED else change.after
    groups = " | ".join(_names(places, ledger) for places in shown)
    cause = f" by what happened at {_names(change.places, ledger)}" if change.places else ""
    links = f" by: {'; '.join(map(_shown, change.links))}" if change.links else ""
    claims = f" (claims {', '.join(change.claims)})" if change.claims else ""
    doubt = "; ".join(_shown(one.says) for one in change.missing)
    sure = "" if change.certain else f" [as far as is known; not known: {doubt or 'how the places were linked before'}]"
    pocket = f"the pocket of {_shown(label(change.side))}"
    return f"{change.day}: {pocket} {_EVENTS[change.event].format(count)}: {groups}{cause}{links}{claims}{sure}"


def siege_line(siege: SiegeSaid, ledger: Ledger, *, label: Label = str) -> str:
    """What a report says of a siege or its end, in one line: of what, by whom, who says so, on what definition."""
    by = f" by {', '.join(_shown(label(party)) for party in siege.by)}" if siege.by else ""
    means = f" (meaning: {siege.definition})" if siege.definition else " (no definition given)"
    means = "" if siege.kind == CUT else means
    hedged = ", hedged" if siege.hedged else ""
    place = _shown(ledger.name(siege.place))
    what = f"a cut at {place}" if siege.kind == CUT else f"{siege.kind} of {place}"
    return f"{what}{by}, says {_shown(label(siege.origin))}{hedged}{means}: “{_shown(siege.words)}”"


def control_words(control: Control, *, label: Label = str) -> str:
    """Who holds a place in a few words: since when, and how far what is said goes where that is not "held"."""
    who = " and ".join(_shown(label(holder)) for holder in control.holders) or _nobody(control, label)
    since = f" since {_since(control.since, control.surely_since)}" if control.since else ""
    last = f", last said for {control.last_said}" if control.last_said else ""
    standing = "" if control.standing is Standing.HELD else f" [{_STANDINGS[control.standing]}]"
    lost = f" (lost by {', '.join(_shown(label(party)) for party in control.lost)})" if control.lost else ""
    return f"{who}{since}{standing}{last}{lost}"


def _nobody(control: Control, label: Label) -> str:
    """Who holds a place that has no holder for certain: those who are said to, or nobody."""
    rivals = {Standing.DISPUTED: control.words, Standing.ALLEGED: control.against}.get(control.standing, ())
    sides = dict.fromkeys(" with ".join(_shown(label(one)) for one in word.parties) for word in rivals)
    return " or ".join(sides) or "nobody is said to hold it as a whole"


def _since(first: datetime.date, sure: datetime.date | None) -> str:
    return f"{first}" if sure in (None, first) else f"between {first} and {sure}"


def word_words(word: ControlWord, *, label: Label = str) -> str:
    """What one word says in a line: when, what, of whom, and who says so."""
    did = (_PART if word.part else _EFFECTS).get(word.effect, _EFFECTS[word.effect])
    days = f"{word.first}" if word.first == word.last else f"{word.first} to {word.last}"
    dated = " (by the date of publication)" if word.dated_by is DatedBy.PUBLICATION else ""
    hedged = ", hedged" if word.hedged else ""
    parties = ", ".join(_shown(label(party)) for party in word.parties)
    return f"{days}{dated}: {did} {parties}, by {_shown(label(word.origin))}{hedged}"


def _word(word: ControlWord, label: Label) -> str:
    return f"{word_words(word, label=label)} (claim {word.claim}, {_shown(word.report)})"


def _people(people: PeopleSaid, ledger: Ledger, label: Label) -> str:
    low = "?" if people.low is None else f"{people.low:,}"
    high = "?" if people.high is None else f"{people.high:,}"
    place = _shown(ledger.name(people.place))
    says = f"says {_shown(label(people.origin))}: “{_shown(people.words)}”"
    return f"{low} to {high} {_shown(people.who)} in {place}, {says}"


def holder_words(control: Control, *, label: Label = str) -> str:
    """Who holds a place, or is said to; and who was driven out by somebody who is not named."""
    lost = f" (lost by {', '.join(_shown(label(party)) for party in control.lost)})" if control.lost else ""
    return (" and ".join(_shown(label(holder)) for holder in control.holders) or _nobody(control, label)) + lost


def _names(places: Sequence[str], ledger: Ledger) -> str:
    return ", ".join(_shown(ledger.name(place)) for place in places)


def _shown(words: str) -> str:
    """Words as one line, with nothing in them that acts on a terminal or hides."""
    return visible(one_line(words))
