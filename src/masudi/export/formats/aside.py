"""What is no event: feared, planned, denied, only alleged, or without a code. A table of its own, so marked."""

from __future__ import annotations

from collections.abc import Sequence

from masudi.export.formats.cells import Cell, table
from masudi.export.formats.events import Event, notes, sources
from masudi.export.formats.model import File, columns

ENDING = ".not-events.csv"
COLUMNS = columns(
    incident="The incident's id.",
    why="What keeps it out of the events.",
    masudi_status="The status that its claims give it: never to be counted as having happened.",
    hedges="How firmly the words commit, of each claim.",
    masudi_kinds="The kinds of its claims.",
    begins="The first day that is spoken of.",
    ends="The last one.",
    place="Where, in words.",
    source="The reports that say it.",
    notes="The words that say it.",
    masudi_made_up="Whether the reports are made up.",
)


def aside(others: Sequence[Event]) -> File:
    """The table of what is no event."""
    rows = []
    for event in others:
        place = event.place
        row: dict[str, Cell] = {
            "incident": event.incident.id,
            "why": event.why,
            "masudi_status": event.incident.status.value,
            "hedges": " ".join(sorted({one.claim.hedge.level.value for one in event.claims})),
            "masudi_kinds": " ".join(event.kinds),
            "begins": event.incident.from_,
            "ends": event.incident.to,
            "place": (place.name or place.text) if place else None,
            "source": sources(event),
            "notes": notes(event),
            "masudi_made_up": event.synthetic,
        }
        rows.append(row)
    return File(ending=ENDING, data=table([one.name for one in COLUMNS], rows))
