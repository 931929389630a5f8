"""A part of an output → readings, as a case file takes them: whole reports that meet every condition.

A condition is a column, an operator and a value ("kind=airstrike", "published>=2017-01-01"); one on a column of claims
is met by a report with a claim that meets all of those. A list of words meets a condition where one of them does.
"""

from __future__ import annotations

import datetime
import operator
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import msgspec
import pyarrow as pa

from masudi.domain import Claim, Reading, Report
from masudi.errors import UsageError
from masudi.scale.folder import Folder
from masudi.scale.manifest import load_finished
from masudi.scale.schema import CLAIMS, REPORTS
from masudi.scale.tables import NO_MONTH, rows_of

_CONDITION = re.compile(r"\s*(\w+)\s*(!=|<=|>=|=|<|>|~)\s*(.*?)\s*", re.DOTALL)
_MONTH = re.compile(r"/month=([^/]+)/")
_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "~": lambda value, sought: sought.casefold() in value.casefold(),
}
# What stands for columns of reports where a claim has one of the same name.
_SHARED = ("publisher", "url", "published", "synthetic")


class Condition(msgspec.Struct, frozen=True, kw_only=True):
    """A condition, its value as the column has values; `of_report` where it is one on the report as a whole."""

    column: str
    sign: str
    value: Any
    of_report: bool

    def met(self, value: Any) -> bool:
        """Whether a value of the column meets it; what is not known meets none."""
        if isinstance(value, list):
            return any(self.met(one) for one in value)
        return value is not None and _OPERATORS[self.sign](value, self.value)


class Brought(msgspec.Struct, frozen=True, kw_only=True):
    """A report as it was read, the bytes that it was read from, and how its text came out of them."""

    reading: Reading
    data: bytes
    extractor: str


def condition(words: str) -> Condition:
    """A condition from words; UsageError where they are none."""
    found = _CONDITION.fullmatch(words)
    if found is None:
        raise UsageError(f"--where {words!r} is no condition: write it as published>=2017-01-01 or kind=airstrike")
    column, sign, value = found.groups()
    if column == "month":
        return Condition(column=column, sign=sign, value=value, of_report=True)
    of_report = column in REPORTS.names and (column in _SHARED or column not in CLAIMS.names)
    schema = REPORTS if of_report else CLAIMS
    if column not in schema.names or column in ("bytes", "tolls", "relations", "spans"):
        raise UsageError(f"--where {words!r}: there is no column {column!r} to choose by; see docs/scale.md")
    return Condition(
        column=column, sign=sign, value=_value(schema.field(column).type, value, sign, words), of_report=of_report
    )


def bring(where: str, conditions: Sequence[Condition]) -> Iterator[Brought]:
    """The reports of an output that meet all conditions, month by month, with all of their claims.

    UsageError where `where` is no output, or one that is not finished.
    """
    out = Folder(where)
    load_finished(out)
    for name, _ in sorted(out.files("reports")):
        month = _MONTH.search(f"/{name}")
        if month is not None and _may_hold(month[1], conditions):
            yield from _of_file(out, name, conditions)


def _of_file(out: Folder, name: str, conditions: Sequence[Condition]) -> Iterator[Brought]:
    own = [one for one in conditions if one.of_report and one.column != "month"]
    of_claims = [one for one in conditions if not one.of_report]
    claims: dict[str, list[Claim]] = {}
    wanted: set[str] = set()
    columns = list(dict.fromkeys(["report", "claim", *(one.column for one in of_claims)]))
    told = "claims" + name.removeprefix("reports")
    # Reports of which no claim was made have no file of claims.
    for row in rows_of(out, told, columns) if out.is_file(told) else ():
        claims.setdefault(row["report"], []).append(msgspec.json.decode(row["claim"], type=Claim))
        if all(one.met(row[one.column]) for one in of_claims):
            wanted.add(row["report"])
    for row in rows_of(out, name):
        if (row["id"] in wanted or not of_claims) and all(one.met(row[one.column]) for one in own):
            yield _brought(row, claims.get(row["id"], []))


def _brought(row: dict[str, Any], claims: list[Claim]) -> Brought:
    fields = Report.__struct_fields__
    values = {name: value for name, value in row.items() if name in fields}
    report = Report(**values | {"source": row["publisher"], "warnings": tuple(row["warnings"] or ())})
    data = report.text.encode() if row["bytes"] is None else row["bytes"]
    return Brought(reading=Reading(report=report, claims=tuple(claims)), data=data, extractor=row["extractor"])


def _value(type_: pa.DataType, words: str, sign: str, told: str) -> Any:
    """The words as a value of a column."""
    if sign == "~" or pa.types.is_string(type_) or pa.types.is_list(type_):
        if sign == "~" and not (pa.types.is_string(type_) or pa.types.is_list(type_)):
            raise UsageError(f"--where {told!r}: ~ is for words")
        return words
    try:
        if pa.types.is_date(type_):
            return datetime.date.fromisoformat(words)
        if pa.types.is_boolean(type_):
            return {"true": True, "false": False, "yes": True, "no": False}[words.lower()]
        return float(words)
    except (ValueError, KeyError):
        kind = "YYYY-MM-DD" if pa.types.is_date(type_) else "yes or no" if pa.types.is_boolean(type_) else "a number"
        raise UsageError(f"--where {told!r}: {words!r} is not {kind}") from None


def _may_hold(month: str, conditions: Sequence[Condition]) -> bool:
    """Whether reports of a month may meet the conditions on it and on the day of publication."""
    known = None if month == NO_MONTH else month
    for one in conditions:
        if one.column == "month" and not one.met(known):
            return False
        if one.column == "published" and one.sign != "!=":
            sign = {"<": "<=", ">": ">="}.get(one.sign, one.sign)
            if known is None or not _OPERATORS[sign](known, one.value.strftime("%Y-%m")):
                return False
    return True
