"""The page on incidents describes the fields that there are."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from masudi.domain import incident as values
from masudi.domain.incident import Dispute

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "incidents.md").read_text(encoding="utf-8")
SHOWN = [
    values.Incident,
    values.Origin,
    values.Corroboration,
    values.TollRange,
    values.TollAccount,
    values.Contradiction,
    values.Operation,
]


@pytest.mark.parametrize("struct", SHOWN, ids=lambda struct: struct.__name__)
def test_every_field_is_described(struct: Any) -> None:
    section = next(
        one for one in re.split(r"^### ", PAGE, flags=re.MULTILINE) if one.startswith(f"{struct.__name__}\n")
    )
    rows = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert described == {field.encode_name for field in msgspec.structs.fields(struct)}


def test_every_dispute_is_described() -> None:
    assert all(f"| `{dispute}` |" in PAGE for dispute in Dispute)
