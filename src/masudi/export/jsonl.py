"""Claims and toponyms as lines of JSON, the form that other programs and the benchmark's scorer read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import msgspec

from masudi.domain import Reading, Toponyms

# JSON may hold these as they are, but readers that split at every Unicode line end (Python's str.splitlines among
# them) would cut a record in two.
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def write_jsonl(readings: Iterable[Reading], out: TextIO) -> None:
    """Write each claim of `readings` to `out` as one line of JSON; what it holds is said by `claim_schema`.

    `out` is flushed after every report, so that whoever reads along, or stops the run, has all that was read so far.
    """
    for reading in readings:
        out.writelines(claim_line(claim) + "\n" for claim in reading.claims)
        out.flush()


def write_toponyms(readings: Iterable[Toponyms], out: TextIO) -> None:
    """As `write_jsonl`, each toponym of reports as one line."""
    for reading in readings:
        out.writelines(claim_line(toponym) + "\n" for toponym in reading.toponyms)
        out.flush()


def write_values(values: Iterable[msgspec.Struct], out: TextIO) -> None:
    """Write each of `values` (of `masudi.domain.case`) to `out` as one line of JSON."""
    for value in values:
        out.write(claim_line(value) + "\n")


def claim_line(claim: msgspec.Struct) -> str:
    """The claim (or another value) as one line of JSON, without the line end."""
    return json_line(claim)


def json_line(value: Any) -> str:
    """Any value that has a form in JSON as one line of it."""
    try:
        line = msgspec.json.encode(value).decode()
    except UnicodeEncodeError:
        # A file name whose bytes are no UTF-8 reaches us with lone surrogates, which no JSON can carry.
        line = msgspec.json.encode(_without_surrogates(msgspec.to_builtins(value))).decode()
    for end, escaped in _LINE_ENDS.items():
        line = line.replace(end, escaped)
    return line


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_without_surrogates(item) for item in value]
    return value
