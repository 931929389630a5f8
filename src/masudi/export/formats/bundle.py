"""The published bundle: the whole view that the policy lets go, as one JSON document. Not the case itself."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from masudi.domain.view import CaseView, Published
from masudi.export.formats.manifest import about
from masudi.export.formats.model import Column, File, Format
from masudi.export.jsonl import json_line

_MEANINGS = {
    "case": "The case’s id.",
    "day": "The day on which what is told is told: nothing later is.",
    "scope": "What of the case was asked for.",
    "synthetic": "Whether the reports are real, made up, or both.",
    "head": "The seal: the hash of the last decision.",
    "settings": "What is set for the case.",
    "reports": "The reports, as they may be cited.",
    "claims": "The claims, each with the report that makes it (CaseClaim in docs/casefile.md).",
    "incidents": "The incidents (docs/incidents.md).",
    "operations": "The operations, likewise.",
    "control": "Who is said to hold which place, and from when to when (docs/control.md).",
    "pockets": "Places that a side holds together on that day.",
    "pocket_changes": "What happened to pockets until then.",
    "sieges": "What reports say of sieges.",
    "places": "The names of places by id.",
    "review": "How many claims people have looked at.",
    "left_out": "What of the case is not told, and why.",
}


def write(published: Published) -> Iterator[File]:
    """The view, with what it is in front."""
    content = msgspec.to_builtins(published.view)
    whole = {"masudi": about(published)} | {name: content[name] for name in _MEANINGS}
    yield File(ending="", data=(json_line(whole) + "\n").encode("utf-8", "replace"))


def _columns() -> tuple[Column, ...]:
    names = [one for one in CaseView.__struct_fields__ if one in _MEANINGS]
    return tuple(Column(name=name, meaning=_MEANINGS[name]) for name in names)


FORMAT = Format(
    name="bundle",
    suffix=".json",
    says="Everything that may leave the case, in one JSON document.",
    columns=_columns(),
    write=write,
)
