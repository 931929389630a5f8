"""A report: one text from one publisher, and where it came from."""

from __future__ import annotations

import datetime
from bisect import bisect_right

import msgspec


class Way(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The way back from the text to the file that it was read from.

    From offset `start` of the text on (up to the next way), it stands on this page or in this paragraph, both counted
    from 1; `anchor` is the name of an element in a web page.
    """

    start: int
    page: int | None = None
    paragraph: int | None = None
    anchor: str | None = None

    @property
    def words(self) -> str:
        """For people: "page 3", "page 3, paragraph 2", "paragraph 12"."""
        numbered = (("page", self.page), ("paragraph", self.paragraph))
        return ", ".join(f"{name} {number}" for name, number in numbered if number is not None)


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One text from one publisher.

    `text` is what claims point into: of a text file the decoded body without a byte order mark, line ends as LF,
    stripped, and nothing else changed; of other files what was extracted from them. `name` is the file's stem; `path`
    is as the user gave it ("-" for standard input, None for a text handed over in memory), followed by what in the file
    the report is ("a.zip!/b.html", "a.csv#row 3"). `source` is the publisher. `synthetic` marks made-up samples.
    `sha256_bytes` is of the report's bytes as they were retrieved, `sha256_text` of `text` in UTF-8. `encoding` is what
    the bytes were decoded with; `warnings` say, in sentences, what a reader should know about how the text was read.
    `language` is a code (ISO 639) where it is known; `unread`: it is one that the reader does not read, so that no
    claims are made. `ways` are the ways back to pages and paragraphs, in the order of the text; a text file has none.
    """

    name: str
    path: str | None
    text: str
    sha256_bytes: str
    sha256_text: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: datetime.date | None = None
    language: str | None = None
    unread: bool = False
    synthetic: bool = False
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()

    def way_at(self, offset: int) -> Way | None:
        """The way back from the character at `offset` of the text; None where none is known."""
        found = bisect_right(self.ways, offset, key=lambda way: way.start)
        return self.ways[found - 1] if found else None
