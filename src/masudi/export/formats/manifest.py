"""What stands beside every export: of which case at which time, whether made up, and what was withheld."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from masudi.domain.case import Synthetic
from masudi.domain.view import Published
from masudi.export.formats.model import File, Format

ENDING = ".manifest.json"
NOTICE = (
    "What has been reported, read by a program that makes mistakes; not what is known to be true. No live picture: "
    "results on movement, control and aid are held back for as many days as `held_back_days` says."
)


def about(published: Published) -> dict[str, Any]:
    """What an output says of itself, in its own metadata and in the manifest beside it."""
    view = published.view
    return {
        "made_by": f"masudi {version('masudi')}",
        "notice": NOTICE,
        "case": view.case,
        "seal": view.head,
        "made_up": None if view.synthetic is None else view.synthetic is not Synthetic.REAL,
        "synthetic": view.synthetic.value if view.synthetic else None,
        "scope": {key: value for key, value in msgspec.to_builtins(view.scope).items() if value is not None},
        "day": view.day.isoformat() if view.day else None,
        "held_back_days": published.hold_days,
        "policy": published.policy,
        "reports": len(view.reports),
        "claims": len(view.claims),
        "reviewed": view.review.reviewed,
        "least": view.settings.least,
        "left_out": [msgspec.to_builtins(one) for one in view.left_out],
        "withheld": [msgspec.to_builtins(one) for one in published.withheld],
    }


def lines(said: dict[str, Any]) -> Iterator[str]:
    """The same in lines for people."""
    for key, value in said.items():
        if value not in (None, [], {}):
            yield f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"


def manifest(published: Published, format_: Format, files: Sequence[File]) -> File:
    """The manifest of an export: what it is, its files with their SHA-256, and what every column means."""
    said = about(published) | {
        "format": format_.name,
        "files": [
            {"ending": one.ending or format_.suffix, "sha256": hashlib.sha256(one.data).hexdigest()} for one in files
        ],
        "columns": {one.name: one.meaning for one in format_.columns},
    }
    return File(ending=ENDING, data=(json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode("utf-8", "replace"))
