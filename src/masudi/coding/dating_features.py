"""What is known of a time that may be a claim's, by name.

A row is a pair of a claim and a time of the text. What a number is worth depends on where the time stands to the
claim's nearest mention (its spot), so each spot has weights of its own (`masudi.coding.dating`).
"""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np
from numpy.typing import NDArray

from masudi.data import load_yaml, packaged
from masudi.domain import DatePrecision, Span, Status
from masudi.language.network import Floats
from masudi.ontology import load_ontology
from masudi.resolve.time_readings import READINGS
from masudi.resolve.times import TimeMention

Rows = NDArray[np.float64]
Ints = NDArray[np.int64]

SPOTS = ("behind", "ahead", "before", "far before", "later", "around")
ENDINGS = ("ed", "ing", "s", "other")
FORMS = (
    *("iso", "numeric", "day_month", "month_day", "month_year", "then", "ago", "past", "within", "nth", "named"),
    *("weekday", "month", "season", "year", "lasting", "ordinal_day", "moment", "undated", "since"),
    *READINGS,
)
NONE = "none"
# The numbers of a row, by name.
NUMBERS = (
    *("one", "gap", "clauses", "same clause", "triggers between", "no trigger between", "times between"),
    *("no time between", "said", "said before", "said behind", "said beside", "weak", "holds report day", "ahead"),
    *("ago", "length", "opens sentence", "first sentence", "second sentence", "share", "triggers in sentence"),
    *("digits", "first mention", "mention in first sentence", "times in sentence", "nearest trigger", "same line"),
    *("sentences apart", "vague beside"),
)
# The numbers of a claim, by name.
CLAIM_NUMBERS = (
    *("one", "no time", "several times", "vague beside", "sentence", "first sentence", "second sentence", "mentions"),
    *("times", "place in report", "no candidate", "no report day", "sentence, no time", "words", "density"),
)

# The classes that tell more of a claim in whose sentences no time stands.
ALONE = ("kind", "tense")


class WordClass(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say the same of a time or a trigger."""

    name: str
    words: frozenset[str]


class DatingWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """data/coder/dating.yaml."""

    tenses: tuple[WordClass, ...]
    leads: tuple[WordClass, ...]
    clauses: frozenset[str]
    saying: frozenset[str]


@cache
def dating_words() -> DatingWords:
    """The words of data/coder/dating.yaml, checked."""
    return load_yaml(packaged("coder/dating.yaml"), DatingWords)


@cache
def classes() -> dict[str, tuple[str, ...]]:
    """The names that each class of a row can have, in the order of their numbers."""
    words = dating_words()
    return {
        "precision": tuple(DatePrecision),
        "form": FORMS,
        "lead": (*(one.name for one in words.leads), NONE),
        **claim_classes(),
    }


@cache
def claim_classes() -> dict[str, tuple[str, ...]]:
    """The names that each class of a claim can have, in the order of their numbers."""
    return {
        "kind": tuple(kind.name for kind in load_ontology().kinds),
        "status": tuple(Status),
        "tense": (*(one.name for one in dating_words().tenses), NONE),
        "ending": ENDINGS,
    }


class Undated(msgspec.Struct, frozen=True):
    """A claim that has no time yet: its kind, status and mentions (at least one, in order)."""

    kind: str
    status: Status
    mentions: tuple[Span, ...]


class Dates(msgspec.Struct, frozen=True, eq=False):
    """The times that may be those of some claims, and what is known of them.

    `times`: the text's dated times; a row is claim `claim[row]` with `times[time[row]]`, rows of a claim together, in
    the order of the claims. `spot`, `numbers` (rows x NUMBERS), `kinds` (by class, rows): what is known of a row;
    `claim_numbers` (claims x CLAIM_NUMBERS), `claim_kinds` (by class, claims): of a claim. `mention` (rows): the
    mention that stands nearest to the row's time, of all claims' mentions in order; `first` (claims): each one's
    first. `mention_states`, `time_states`: the encoder's states of the words of all mentions and times.
    """

    times: tuple[TimeMention, ...]
    claim: Ints
    time: Ints
    spot: Ints
    numbers: Rows
    kinds: dict[str, Ints]
    claim_numbers: Rows
    claim_kinds: dict[str, Ints]
    mention: Ints
    first: Ints
    mention_states: Floats
    time_states: Floats
