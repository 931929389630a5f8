"""Operations of a case for people at a terminal: what belongs to one offensive, and who attributes what to whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from masudi.domain.case import CaseClaim
from masudi.domain.incident import Attributed, Incident, Operation
from masudi.export.case_text import SHORT_ID
from masudi.export.incident_text import days, incident_what, toll_words, where
from masudi.export.table import clean, quote, what
from masudi.export.words import words

_ANALYSIS = ("aims", "tactics", "reasons", "assessments")


def write_operations(found: Sequence[Operation], console: Console) -> None:
    """Print operations, two lines each."""
    for one in found:
        console.print(_head(one))
        counts = [f"{len(getattr(one, name))} {name}" for name in _ANALYSIS if getattr(one, name)]
        gained = f"{len(one.gains)} in which ground was won"
        said = "; ".join([f"{len(one.incidents)} incidents, {gained}", *counts, f"{len(one.origins)} origins"])
        console.print(Padding(Text(said, style="dim"), (0, 0, 0, SHORT_ID + 2), expand=False))
    if not found:
        console.print(Text("no operations", style="dim"))


def _head(one: Operation) -> Text:
    first, last = (day.isoformat() if day else "no day" for day in (one.from_, one.to))
    sides = f"{_named(one.attackers)} against {_named(one.defenders)}"
    return Text(f"{one.id[:SHORT_ID]}  ", style="dim") + Text(f"{first} to {last}  ") + Text(clean(sides), style="bold")


def _named(parties: Iterable[str]) -> str:
    return ", ".join(words().entity(one) or one for one in parties) or "parties not named"


def write_operation(
    one: Operation, incidents: Mapping[str, Incident], claims: Mapping[str, CaseClaim], console: Console
) -> None:
    """Print an operation: its incidents in order, feints, then aims, tactics, reasons and assessments with their words.

    Tolls stand beside the incidents that they are of, and are never added.
    """
    names = {origin.key: origin.name for origin in one.origins}
    console.print(_head(one))
    console.print(Text("\nincidents", style="bold"))
    for id_ in one.incidents:
        console.print(_incident(incidents[id_], id_ in one.gains))
    for feint in one.feints:
        ends = (incidents.get(end) if end else None for end in (feint.feint, feint.covered))
        told = [f"{days(end)} {where(end)}" if end else "an attack that is not known" for end in ends]
        by = ", ".join(names.get(key, key) for key in feint.origins)
        console.print(Text("\nfeint: ", style="bold") + Text(clean(f"{told[0]}, to cover {told[1]} ({by})")))
    for name in _ANALYSIS:
        if its := getattr(one, name):
            console.print(Text(f"\n{name}", style="bold"))
            for attributed in its:
                _write_attributed(attributed, names, claims, console)


def _incident(one: Incident, gained: bool) -> Text:
    text = Text(f"  {one.id[:SHORT_ID]}  ", style="dim") + Text(f"{days(one)}  ") + incident_what(one)
    text.append(f"  {clean(where(one))}")
    if gained:
        text.append("  ground won", style="italic")
    if one.tolls:
        text.append(f"  {'; '.join(map(toll_words, one.tolls))}")
    return text


def _write_attributed(
    attributed: Attributed, names: Mapping[str, str], claims: Mapping[str, CaseClaim], console: Console
) -> None:
    found = claims.get(attributed.claim)
    if found is None:
        return
    head = Text(f"{attributed.claim[:SHORT_ID]}  ", style="dim") + what(found.claim)
    if attributed.actors:
        head.append(f" of {clean(_named(attributed.actors))}")
    head.append(f" · says {clean(names.get(attributed.origin, attributed.origin))}", style="dim")
    console.print(Padding(head, (0, 0, 0, 2), expand=False))
    mention = found.claim.mentions[0]
    console.print(Padding(quote(mention, len(mention.sentence.text)), (0, 0, 0, SHORT_ID + 4), expand=False))
