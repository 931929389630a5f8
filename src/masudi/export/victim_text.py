"""Victims of a case, for people at a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from masudi.domain.text import counted
from masudi.domain.victim import NamedVictim
from masudi.export.case_text import SHORT_ID
from masudi.export.table import clean
from masudi.export.wording import day_words


def write_victims(found: Iterable[NamedVictim], console: Console) -> None:
    """Print the namings, those of one person below each other; names differ where reports spell them otherwise."""
    persons: dict[str, list[NamedVictim]] = {}
    for one in found:
        persons.setdefault(f"person {one.person}" if one.person else one.id, []).append(one)
    if not persons:
        console.print(Text("no claim names a person as harmed", style="dim"))
        return
    for its in persons.values():
        names = dict.fromkeys(one.name for one in its)
        said = f"  one person by decision {its[0].person}" if its[0].person else ""
        console.print(Text(clean(" / ".join(names)), style="bold") + Text(said, style="dim"))
        for one in its:
            status = "" if one.status == "asserted" else f", {one.status.upper()}"
            day = day_words(one.published) if one.published else "no date"
            line = f"  {one.id:12}{one.kind.replace('_', ' ')}{status}  claim {one.claim[:SHORT_ID]}"
            console.print(Text(line) + Text(clean(f"  {one.publisher or 'unknown publisher'}, {day}"), style="dim"))
    namings = sum(map(len, persons.values()))
    told = f"{counted(len(persons), 'person')} at most, named {counted(namings, 'time')}; for work on the case only"
    console.print(Text(told, style="dim"))
