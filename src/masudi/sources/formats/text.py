"""Text files: header lines, a blank line, the body; which is kept as it is, but for its encoding and line ends."""

from __future__ import annotations

from collections.abc import Iterator

from masudi.errors import ReportError
from masudi.sources.decode import decode
from masudi.sources.formats.format import Context, Document, Format, Found, versions
from masudi.sources.header import split_header


def read_text(data: bytes, where: str) -> Document:
    """The document in a text file; ReportError, naming `where`, where it is none."""
    text, encoding, warnings = decode(data, where)
    text = text.replace("\r\n", "\n")
    header, rest, remarks = split_header(text, where)
    body = rest.strip()
    if not body:
        below = " below its header" if len(rest) < len(text) else ""
        raise ReportError(where, f"is empty{below}: there is nothing to read")
    return Document(
        text=body,
        title=header.title,
        source=header.source,
        url=header.url,
        published=header.published,
        language=header.language,
        synthetic=header.synthetic,
        encoding=encoding,
        warnings=(*warnings, *remarks),
    )


def _read(data: bytes, context: Context) -> Iterator[Found]:
    yield read_text(data, context.where)


# Not apart: nothing parses the text, and a process for it would cost more than reading it.
FORMAT = Format(
    name="text",
    label="a text file",
    module=__name__,
    read=_read,
    version=versions(),
    media_types=("text/plain",),
    suffixes=(".txt",),
    sandboxed=False,
)
