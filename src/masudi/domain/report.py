"""A report: one text from one publisher, and where it came from."""

from __future__ import annotations

import datetime

import msgspec


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """One text from one publisher.

    `text` is what claims point into: the decoded body without a byte order mark, line ends as LF, stripped, and
    nothing else changed. `name` is the file's stem; `path` is as the user gave it ("-" for standard input, None for
    a text handed over in memory). `source` is the publisher. `synthetic` marks made-up samples. `sha256_bytes` is of
    the file as it was retrieved, `sha256_text` of `text` in UTF-8. `encoding` is what the bytes were decoded with;
    `warnings` say, in sentences, what a reader should know about how the text was read.
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
    synthetic: bool = False
    encoding: str = "utf-8"
    warnings: tuple[str, ...] = ()
