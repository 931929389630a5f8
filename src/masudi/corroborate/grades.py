"""Scales on which people grade incidents (data/grades.yaml): a scale and marks in, marks by part out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import msgspec

from masudi.data import Fault, load_yaml, packaged, raise_first, show
from masudi.errors import DecisionError


class Mark(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One mark, and what it means."""

    mark: str
    meaning: str


class GradePart(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing that is marked."""

    name: str
    label: str
    marks: tuple[Mark, ...]


class Scale(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A scale, and whose it is."""

    name: str
    label: str
    source: str
    parts: tuple[GradePart, ...]


class _File(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    scales: tuple[Scale, ...]


@cache
def load_scales() -> tuple[Scale, ...]:
    """The packaged scales, read once."""
    return read_scales(packaged("grades.yaml"))


def read_scales(path: Path) -> tuple[Scale, ...]:
    """The scales in `path`; KnowledgeError, with the line, at the first fault."""
    scales = load_yaml(path, _File).scales
    raise_first(path, _faults(scales))
    return scales


def _faults(scales: Sequence[Scale]) -> Iterator[Fault]:
    for at, scale in enumerate(scales):
        if scale.name in {one.name for one in scales[:at]}:
            yield f"$.scales[{at}].name", f"{show(scale.name)} stands twice"
        if not scale.parts:
            yield f"$.scales[{at}].parts", "a scale needs a part that is marked"
        for number, part in enumerate(scale.parts):
            marks = [one.mark.casefold() for one in part.marks]
            if len(set(marks)) != len(marks) or not marks:
                yield f"$.scales[{at}].parts[{number}].marks", "each mark has to stand once, and one at least"


def marked(scale: str, marks: Sequence[str], scales: Sequence[Scale] | None = None) -> dict[str, str]:
    """The marks by the parts of the scale, as it spells them; DecisionError where it has no such scale or marks."""
    scales = load_scales() if scales is None else scales
    known = next((one for one in scales if one.name == scale), None)
    if known is None:
        raise DecisionError(f"there is no scale {scale!r}: {', '.join(one.name for one in scales)}")
    if len(marks) != len(known.parts):
        asked = ", ".join(part.label.lower() for part in known.parts)
        raise DecisionError(f"{known.label} has {len(known.parts)} marks ({asked}), and {len(marks)} are given")
    found = {}
    for part, given in zip(known.parts, marks, strict=True):
        mark = next((one.mark for one in part.marks if one.mark.casefold() == given.casefold()), None)
        if mark is None:
            raise DecisionError(f"{part.label} is one of {', '.join(one.mark for one in part.marks)}, not {given!r}")
        found[part.name] = mark
    return found
