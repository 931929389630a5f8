"""Datasets of made-up reports, and what their reading gives."""

from __future__ import annotations

import csv
import datetime
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.dataset as pads
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from masudi.cli import main

Row = dict[str, Any]

_TEXTS = (
    "Fighters of the Harran Brigades shelled the grain mill at Tell Sarw on Monday, killing 12 civilians, the Sarw "
    "Monitor said. The army denied that it had bombed the market.",
    "Army jets bombed the market of Tell Sarw on Monday. A medic said seven people died. The Brigades plan to storm "
    "the bridge at Nahr Ost next week.",
    "The Sarw Monitor said rebels captured the village of Umm Deir after heavy clashes. Residents fear a massacre.",
)


@pytest.fixture
def reports() -> list[Row]:
    """Six reports of three months, one of no day; texts with quotes, line breaks and Arabic."""
    days = ["2021-03-02", "2021-03-03", "2021-03-31", "2021-04-01", "2022-01-05", None]
    return [
        {
            "text": f'{_TEXTS[at % 3]}\n\nA witness said: "Nobody, nobody came", مدينة. Report {at}.',
            "title": f"Report {at}",
            "source": ("Sarw Courier", "Harran Post")[at % 2],
            "url": f"https://sarw.example/{at}",
            "published": day,
            "synthetic": True,
        }
        for at, day in enumerate(days)
    ]


@pytest.fixture
def write(tmp_path: Path) -> Callable[[list[Row], str], Path]:
    """Writes rows as a file whose name says as what: .parquet, .jsonl or .csv."""

    def write(rows: list[Row], name: str, groups: int = 2) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".parquet":
            days = [row["published"] and datetime.date.fromisoformat(row["published"]) for row in rows]
            table = pa.table({name: [row[name] for row in rows] for name in rows[0] if name != "published"})
            pq.write_table(table.append_column("published", pa.array(days, pa.date32())), path, row_group_size=groups)
        elif path.suffix == ".jsonl":
            path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        else:
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(rows[0]))
                writer.writeheader()
                writer.writerows(rows)
        return path

    return write


@pytest.fixture
def run() -> Callable[..., Result]:
    """Runs a command of Masudi; anything but 0 fails unless another code is expected."""

    def run(*args: object, code: int = 0) -> Result:
        result = CliRunner().invoke(main, [str(arg) for arg in args])
        assert result.exit_code == code, (result.output, result.exception)
        return result

    return run


def table(out: Path, name: str) -> list[Row]:
    """The rows of a table of an output, in an order of their own."""
    if not (out / name).exists():
        return []
    rows: list[Row] = pads.dataset(out / name, partitioning="hive").to_table().to_pylist()
    return sorted(rows, key=lambda row: (str(row.get("id")), str(row.get("claim")), str(row.get("path"))))


def without_paths(rows: list[Row]) -> list[Row]:
    """Rows without what says in which file a report stood."""
    return [{name: value for name, value in row.items() if name not in ("path", "name", "claim")} for row in rows]
