"""The text that a report's bytes hold: by byte order mark, else UTF-8, else as charset-normalizer detects."""

from __future__ import annotations

import codecs

from masudi.errors import ReportError

# UTF-32 comes first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# Files that people mistake for text, by their first bytes; most hold a NUL as well, but not every PDF or RTF does.
_DOCUMENTS = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
)

_BLANKS = b"\t\n\x0b\x0c\r"
_CONTROLS = bytes(code for code in range(32) if code not in _BLANKS) + b"\x7f"

# Share of control characters above which bytes are no text. Bytes that are not UTF-8: evenly spread ones, as in a
# compressed file, have 11 %; Latin-1 and Windows code pages put none there. Valid UTF-8 is text unless a good part of
# it is controls: terminal recordings with 10 % of them are still read.
_MOST_CONTROLS_UNKNOWN = 0.05
_MOST_CONTROLS_UTF8 = 0.30


def decode(data: bytes, where: str) -> tuple[str, str, tuple[str, ...]]:
    """The text of `data`, the encoding that it was read in, and warnings.

    A byte order mark is dropped, nothing else is changed. ReportError, naming `where`, if it is no text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding, where), encoding, ()
    for start, kind in _DOCUMENTS:
        if data.startswith(start):
            raise ReportError(where, f"is {kind}, not a text file: save its words as plain text (UTF-8) first")
    _refuse_nul(data, where)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        _refuse_controls(data, _MOST_CONTROLS_UNKNOWN, where)
        return _detected(data, fault.start, where)
    _refuse_controls(data, _MOST_CONTROLS_UTF8, where)
    return text, "utf-8", ()


def _marked(data: bytes, encoding: str, where: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as fault:
        problem = f"starts with a byte order mark of {encoding}, but byte {fault.start} after it does not fit"
        raise ReportError(where, f"{problem}: the file may be cut off; save it again as UTF-8") from None
    if "\0" in text:
        raise ReportError(where, "is a binary file (it has NUL characters): save it as UTF-8 text, or leave it out")
    return text


def _detected(data: bytes, bad: int, where: str) -> tuple[str, str, tuple[str, ...]]:
    """What charset-normalizer makes of bytes that are not UTF-8 (the first that is not stands at `bad`)."""
    import charset_normalizer

    matches = list(charset_normalizer.from_bytes(data))
    if not matches:
        problem = f"is not UTF-8 (byte {bad}) and its encoding cannot be detected"
        raise ReportError(where, f"{problem}: save it as UTF-8; if it is no text, leave it out")
    best = matches[0]
    # English with a few curly quotes fits several code pages equally well, and the library then lists them by the
    # alphabet (cp1250 before cp1252). Among equals, take the one in which English is written.
    equals = (match for match in matches if match.chaos == best.chaos)
    encoding = "cp1252" if any("cp1252" in match.could_be_from_charset for match in equals) else best.encoding
    try:
        text = data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        text, encoding = str(best), best.encoding
    warning = (
        f"is not UTF-8 (byte {bad}); read as {encoding}, which charset-normalizer detected: check accented letters"
    )
    return text.removeprefix("\ufeff"), encoding, (warning,)


def _refuse_nul(data: bytes, where: str) -> None:
    at = data.find(b"\0")
    if at >= 0:
        problem = f"is a binary file, or UTF-16 without a byte order mark (NUL at byte {at})"
        raise ReportError(where, f"{problem}: save it as UTF-8 text, or leave it out")


def _refuse_controls(data: bytes, most: float, where: str) -> None:
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if controls > most * len(data):
        problem = f"is a binary file ({controls / len(data):.0%} of it are control characters)"
        raise ReportError(where, f"{problem}: save it as UTF-8 text, or leave it out")
