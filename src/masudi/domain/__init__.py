"""What a report, a claim and a reading are: frozen values, no input or output, no other room."""

from masudi.domain.claim import (
    Claim,
    Confidence,
    DatePrecision,
    Hedge,
    HedgeLevel,
    Mention,
    Party,
    Place,
    Position,
    Relation,
    RelationKind,
    Source,
    Status,
    Time,
    Toll,
    TollScope,
    Violation,
    claim_id,
    kept_tolls,
)
from masudi.domain.decision import Action, ReviewState
from masudi.domain.reading import Reading
from masudi.domain.report import Report
from masudi.domain.spans import Span, span_of
from masudi.domain.toponym import Toponym, Toponyms

__all__ = [
    "Action",
    "Claim",
    "Confidence",
    "DatePrecision",
    "Hedge",
    "HedgeLevel",
    "Mention",
    "Party",
    "Place",
    "Position",
    "Reading",
    "Relation",
    "RelationKind",
    "Report",
    "ReviewState",
    "Source",
    "Span",
    "Status",
    "Time",
    "Toll",
    "TollScope",
    "Toponym",
    "Toponyms",
    "Violation",
    "claim_id",
    "kept_tolls",
    "span_of",
]
