"""Masudi reads reports about armed conflict and turns them into claims that can be checked.

>>> import masudi
>>> reading = masudi.read("Rebels shelled the airport of Qasr Nahrin.")
>>> for claim in reading:
...     print(claim.kind, claim.status, claim.mentions[0].text)
shelling asserted shelled
>>> claim = reading.claims[0]
>>> reading.report.text[claim.mentions[0].start : claim.mentions[0].end]
'shelled'

`Reading`, `Claim` and `Report` are frozen, typed values (see `masudi.domain`); every span of a claim counts Unicode
code points of `reading.report.text`. The commands of the same name are in `masudi --help`.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

    from masudi.domain import Claim, Reading, Report

    __version__: str

__all__ = ["Claim", "Reading", "Report", "__version__", "read"]


def read(
    text_or_path: str | Path, *, published: datetime.date | str | None = None, source: str | None = None
) -> Reading:
    """The claims of one report, given as its text or as the file that holds it.

    A `pathlib.Path` is a file. A `str` is a file if it is one line and a file of that name exists, and also if it
    holds no blank at all, because no report is one word and a misspelt path is better refused than read; any other
    `str` is the report's text. Text and file alike may begin with header lines (title, source, url, published,
    language, synthetic) that a blank line ends. For text from strangers, who could name a file of yours, use
    `masudi.sources.report_from_text` with `masudi.pipeline.read_one`.

    `published` (a date, or words such as "2017-01-18") and `source` (the publisher) hold where the header does not
    give them; without a date of publication, "on Monday" stays without one too. `masudi.errors.ReportError` says why a
    report cannot be read; ValueError is raised for words that are no date.

    >>> reading = read("Rebels shelled the airport on Monday.", published="2017-01-18", source="The Wire")
    >>> reading.report.source, reading.report.published.isoformat()
    ('The Wire', '2017-01-18')
    """
    from masudi import pipeline, sources

    if isinstance(published, str):
        published = sources.parse_date(published)
    if isinstance(text_or_path, str) and not _names_file(text_or_path):
        report = sources.report_from_text(text_or_path, published=published, source=source)
    else:
        # "./-", because the bare "-" would be standard input, which a library does not read unasked.
        path = "./-" if text_or_path == "-" else text_or_path
        report = sources.read_report(path, opening=sources.Opening(published=published, source=source))
    return pipeline.read_one(report)


def _names_file(text: str) -> bool:
    from pathlib import Path

    if text and not any(character.isspace() for character in text):
        return True
    try:
        return len(text.splitlines()) == 1 and Path(text).is_file()
    except OSError:
        return False


def __getattr__(name: str) -> object:
    """The values and the version are fetched when first asked for, so that `import masudi` costs nothing."""
    if name == "__version__":
        from importlib.metadata import version

        return version("masudi")
    if name in __all__:
        return getattr(importlib.import_module("masudi.domain"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
