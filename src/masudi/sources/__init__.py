"""Where reports come from. In: paths, bytes or a text; out: a `Report`, or a `ReportError` that says what to do.

A report file is optional `key: value` header lines (title, source, url, published, language, synthetic), a blank line
and the body; a file whose first line is no such header line is all body. The body is decoded, loses a byte order mark,
gets LF for CRLF, is stripped, and is otherwise kept as it is: every offset of a claim counts its code points.
"""

from masudi.sources.dates import parse_date
from masudi.sources.find import find_reports
from masudi.sources.report import (
    MAX_BODY,
    Retrieved,
    read_report,
    report_from_bytes,
    report_from_text,
    retrieve,
)

__all__ = [
    "MAX_BODY",
    "Retrieved",
    "find_reports",
    "parse_date",
    "read_report",
    "report_from_bytes",
    "report_from_text",
    "retrieve",
]
