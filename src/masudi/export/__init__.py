"""Readings in, one file a format out.

In: readings (a report and its claims), and where to write. Out: lines of JSON (`write_jsonl`, whose JSON Schema is
`claim_schema()`; `write_toponyms`), a table for people at a terminal (`write_table`), one self-contained HTML page
(`write_page`). Of a case: lists, one report, one claim and what a search found, for people (`write_reports` …) or as
lines of JSON (`write_values`). Report text is hostile: it is escaped wherever it is written. `visible` does that for
terminals.
"""

from masudi.domain.text import visible
from masudi.export.case_text import write_claim, write_failures, write_hits, write_report, write_reports
from masudi.export.claim_schema import claim_schema
from masudi.export.incident_text import write_incident, write_incidents
from masudi.export.jsonl import json_line, write_jsonl, write_toponyms, write_values
from masudi.export.operation_text import write_operation, write_operations
from masudi.export.page import write_page
from masudi.export.review_text import write_decisions, write_seal, write_users, write_waiting
from masudi.export.table import write_table
from masudi.export.victim_text import write_victims

__all__ = [
    "claim_schema",
    "json_line",
    "visible",
    "write_claim",
    "write_decisions",
    "write_failures",
    "write_hits",
    "write_incident",
    "write_incidents",
    "write_jsonl",
    "write_operation",
    "write_operations",
    "write_page",
    "write_report",
    "write_reports",
    "write_seal",
    "write_table",
    "write_toponyms",
    "write_users",
    "write_values",
    "write_victims",
    "write_waiting",
]
