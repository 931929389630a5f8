"""The days within which what a claim tells came about, and the last day for which it is said."""

from __future__ import annotations

import datetime
from typing import NamedTuple

from masudi.domain import Claim, DatePrecision
from masudi.domain.control import DatedBy

# An event that a report gives no day for is taken to have come about in the week before it was published: news of
# fighting is news of the last days, and what lies longer ago is as a rule told with its date.
UNDATED_DAYS = 7
_FUZZY = frozenset({DatePrecision.WEEK, DatePrecision.MONTH, DatePrecision.YEAR})


class When(NamedTuple):
    """The first and the last day on which it may have come about, and the last day for which it is said."""

    first: datetime.date
    last: datetime.date
    until: datetime.date
    by: DatedBy


def when(claim: Claim, *, lasts: bool) -> When | None:
    """The days of a claim; None where neither its words nor its report's date of publication give any.

    `lasts` is set for a state ("since March the army holds it"), which holds from its first day to its last. An event
    came about on one of its days. A state dated to a month ("in March the army held it") may have begun on any of them.
    """
    first = claim.time.from_ if claim.time else None
    last = claim.time.to if claim.time else None
    if first is None and last is None:
        return _published(claim, lasts)
    if first is None:
        assert last is not None
        first = last if lasts else last - datetime.timedelta(days=UNDATED_DAYS)
    last = last or max(first, claim.published or first)
    precision = claim.time.precision if claim.time else None
    if lasts and precision not in _FUZZY:
        return When(first, first, last, DatedBy.WORDS)
    return When(first, last, last, DatedBy.WORDS)


def _published(claim: Claim, lasts: bool) -> When | None:
    day = claim.published
    if day is None:
        return None
    first = day if lasts else day - datetime.timedelta(days=UNDATED_DAYS)
    return When(first, day, day, DatedBy.PUBLICATION)
