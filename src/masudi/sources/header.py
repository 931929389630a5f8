"""The header lines above a report's body."""

from __future__ import annotations

import datetime
import re

import msgspec

from masudi.errors import ReportError
from masudi.sources.dates import parse_date

_LINE = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,39})[ \t]*:(.*)", re.DOTALL)
_SWITCH = {"yes": True, "true": True, "no": False, "false": False}
_NO_HEADER = "if the file has no header, put a blank line before its first line"


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What the header lines say; its fields are the keys that a header may have. None: not given, or left empty."""

    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    synthetic: bool = False


def split_header(text: str, where: str) -> tuple[Header, str, tuple[str, ...]]:
    """The header of `text` (line ends LF), what follows it, and warnings.

    The header ends at the first blank line. A first line that is not one of the known keys, a colon and a value means
    that there is no header: all of `text` is body. ReportError, naming `where` and the line, for a header that is not
    closed, a key given twice, and a value that does not fit its key.
    """
    if _known_key(text.partition("\n")[0]) is None:
        return Header(), text, ()
    values: dict[str, str | datetime.date | bool] = {}
    warnings: list[str] = []
    number, start = 0, 0
    while start < len(text):
        number += 1
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line, start = text[start:end], end + 1
        if not line.strip():
            return msgspec.convert(values, Header), text[start:], tuple(warnings)
        found = _LINE.match(line)
        if found is None:
            problem = "neither a `key: value` line nor the blank line that ends the header"
            raise ReportError(where, f"{problem}: put a blank line before the body; {_NO_HEADER}", line=number)
        key = _known_key(line)
        if key is None:
            known = ", ".join(Header.__struct_fields__)
            warnings.append(f"line {number}: header line {_quoted(found[1])} is not read (known: {known})")
        elif key in values:
            raise ReportError(where, f"header line {key!r} stands twice: keep one", line=number)
        else:
            value = _value(key, found[2].strip(), where, number)
            if value is not None:
                values[key] = value
    raise ReportError(where, f"has header lines and no body: put a blank line and the text below them; {_NO_HEADER}")


def _known_key(line: str) -> str | None:
    found = _LINE.match(line)
    key = found[1].lower() if found else None
    return key if key in Header.__struct_fields__ else None


def _value(key: str, words: str, where: str, line: int) -> str | datetime.date | bool | None:
    if not words:
        return None
    if key == "published":
        try:
            return parse_date(words)
        except ValueError:
            problem = f"published {_quoted(words)} is no date: write YYYY-MM-DD, or nothing where it is not known"
            raise ReportError(where, problem, line=line) from None
    if key == "synthetic":
        if words.lower() not in _SWITCH:
            raise ReportError(where, f"synthetic {_quoted(words)} is neither yes nor no", line=line)
        return _SWITCH[words.lower()]
    return words


def _quoted(words: str) -> str:
    """`words` for a message: escaped, because they come from the file, and not longer than a message bears."""
    return repr(words if len(words) <= 60 else words[:59] + "…")
