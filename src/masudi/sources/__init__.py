"""Where reports come from. In: paths, bytes or a text; out: a `Report`, or a `ReportError` that says what to do.

A text file is optional `key: value` header lines (title, source, url, published, language, synthetic), a blank line
and the body; a file whose first line is no such header line is all body. The body is decoded, loses a byte order mark,
gets LF for CRLF, is stripped, and is otherwise kept as it is: every offset of a claim counts its code points. Of files
in other formats (`formats`) the text is extracted, and offsets count that text.

`retrieve` gives a `Retrieved`, the bytes of a file; `open_file` the reports in it, each `Opened`.
"""

from masudi.sources.dates import parse_date
from masudi.sources.find import find_reports
from masudi.sources.formats import known_endings
from masudi.sources.opened import Opened, ending_of, open_file, read_report, reopen, version_of
from masudi.sources.opening import MAX_BODY, Columns, Limits, Opening, parse_columns
from masudi.sources.report import report_from_bytes, report_from_text
from masudi.sources.retrieved import Retrieved, retrieve

__all__ = [
    "MAX_BODY",
    "Columns",
    "Limits",
    "Opened",
    "Opening",
    "Retrieved",
    "ending_of",
    "find_reports",
    "known_endings",
    "open_file",
    "parse_columns",
    "parse_date",
    "read_report",
    "reopen",
    "report_from_bytes",
    "report_from_text",
    "retrieve",
    "version_of",
]
