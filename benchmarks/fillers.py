"""Role fillers of the MUC-4 reports: the right ones, candidates from the encoder's tags, and which of them to keep."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import msgspec
import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from benchmarks.ceaf import normalise
from masudi.data import load_yaml
from masudi.language import outline
from masudi.language.pieces import Pieces, split

ROLES = ("PerpInd", "PerpOrg", "Target", "Victim", "Weapon")
# What is tagged of a word for each role: it is in a filler, opens one, closes one.
TAGS = ("inside", "opens", "closes")
# How likely a word must be inside to make a candidate; a stricter level cuts a loose stretch into shorter ones.
LEVELS = (0.1, 0.3, 0.6)
# How likely a word must be to open or close a filler within a stretch.
_EDGE = 0.3
_LONGEST = 20
# Likeness of two strings: how many numbers `likeness` gives.
LIKENESS = 6
WORDS = Path(__file__).resolve().parent / "data" / "fillers.yaml"

Floats: TypeAlias = NDArray[np.float32]
Span: TypeAlias = tuple[int, int]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Words that fillers do not begin or end with, and words that say nothing about a name."""

    edges: frozenset[str]
    small: frozenset[str]


class Filled(NamedTuple):
    """A report and the entities that fill its roles, each with the strings that name it."""

    name: str
    pieces: Pieces
    gold: dict[str, list[list[str]]]


class Candidate(NamedTuple):
    """A string that may fill a role, and where its words stand: [first, behind the last)."""

    text: str
    spans: tuple[Span, ...]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What turns scores into entities; fitted on the development reports by `training.muc4`.

    `thresholds`: by role, the least score that is kept. `tags`: the weight, 0 to 1, of the tags beside the candidate's
    own score. `apart`: how much less likely a candidate counts that may be one with a better one.
    """

    thresholds: tuple[float, ...]
    tags: float
    apart: float


@cache
def words() -> Words:
    """The word lists of this benchmark."""
    return load_yaml(WORDS, Words)


def read_reports(path: Path, tokenizer: Tokenizer) -> list[Filled]:
    """The reports of a file (gzipped JSON lines: docid, doctext, templates of role to entities of [string, offset])."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        raw = [json.loads(line) for line in lines]
    return [Filled(one["docid"], split(outline(one["doctext"]), tokenizer), merged(one["templates"])) for one in raw]


def merged(templates: Sequence[Mapping[str, Any]]) -> dict[str, list[list[str]]]:
    """The entities of a report by role over all its incidents; what is part of another is left out (Du et al. 2021)."""
    found: dict[str, list[list[str]]] = {role: [] for role in ROLES}
    for template in templates:
        for role in ROLES:
            for entity in template[role]:
                names = [mention for mention, _ in entity]
                known = found[role]
                if not any(set(names) <= set(other) or set(other) <= set(names) for other in known):
                    known.append(names)
    return found


def occurrences(text: Pieces, phrase: str) -> tuple[Span, ...]:
    """The words of every whole-word occurrence of a phrase."""
    hits = re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text.text)
    return tuple(text.words(*hit.span()) for hit in hits)


def string_of(text: Pieces, span: Span) -> str:
    """The characters of some words."""
    return text.text[int(text.spans[span[0], 0]) : int(text.spans[span[1] - 1, 1])]


def candidate_at(text: Pieces, span: Span) -> Candidate:
    """The candidate that some words are, with its other occurrences."""
    phrase = string_of(text, span)
    return Candidate(phrase, occurrences(text, phrase) or (span,))


def candidates(text: Pieces, tags: Floats) -> list[Candidate]:
    """The strings that tags (words x roles x 3, probabilities) make likely, each once, in the order of the text."""
    spans = {span for role in range(len(ROLES)) for span in _stretches(tags[:, role])}
    found: dict[str, Candidate] = {}
    for span in sorted({_trimmed(text, span) for span in spans}):
        one = candidate_at(text, span)
        if normalise(one.text):
            found.setdefault(one.text, one)
    return list(found.values())


def _stretches(tags: Floats) -> Iterator[Span]:
    """Stretches of words inside at one of the levels, whole and cut where a filler opens or closes."""
    for level in LEVELS:
        on = np.flatnonzero(tags[:, 0] >= level)
        if not len(on):
            return
        for run in np.split(on, np.flatnonzero(np.diff(on) > 1) + 1):
            first, behind = int(run[0]), int(run[-1]) + 1
            edge = max(level, _EDGE)
            opens = [first, *(at for at in range(first + 1, behind) if tags[at, 1] > edge)]
            closes = [at + 1 for at in range(first, behind) if tags[at, 2] > edge]
            cuts = [(first, behind), *zip(opens, [*opens[1:], behind], strict=True)]
            cuts += [(max(at for at in opens if at < end), end) for end in closes[:3]]
            yield from (cut for cut in cuts if cut[1] - cut[0] <= _LONGEST)


def _trimmed(text: Pieces, span: Span) -> Span:
    first, behind = span
    while behind - first > 1 and text.low[first] in words().edges:
        first += 1
    while behind - first > 1 and text.low[behind - 1] in words().edges:
        behind -= 1
    return first, behind


def is_acronym(short: str, name: str) -> bool:
    """Whether a word is made of a name's first letters, or of their beginning."""
    letters = "".join(word[0] for word in name.split() if word not in words().small)
    whole = len(short) > 2 and short == letters
    return " " not in short and (whole or (len(short) > 3 and letters.startswith(short)))


def likeness(one: str, other: str) -> list[float]:
    """What the letters say on whether two strings name one entity; each number from 0 to 1."""
    a, b = normalise(one).split() or ["?"], normalise(other).split() or ["??"]
    left, right = set(a) - words().small, set(b) - words().small
    acronym = is_acronym(" ".join(a), " ".join(b)) or is_acronym(" ".join(b), " ".join(a))
    return [
        len(left & right) / max(1, len(left | right)),
        float(left <= right or right <= left),
        float(a[-1] == b[-1]),
        float(a[0] == b[0]),
        float(acronym),
        float(one in other or other in one),
    ]


def tag_score(candidate: Candidate, tags: Floats) -> Floats:
    """By role, the mean probability of a candidate's words to be inside, at its likeliest occurrence."""
    means = [tags[first:behind, :, 0].mean(0) for first, behind in candidate.spans]
    return np.asarray(np.max(means, axis=0), np.float32)


def nested(one: Candidate, other: Candidate) -> bool:
    """Whether every occurrence of a candidate overlaps one of another."""
    return all(any(a < d and c < b for c, d in other.spans) for a, b in one.spans)


def same_anyway(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates need no score to be one: equal strings, a name and its acronym, or one in the other."""
    a, b = normalise(one.text), normalise(other.text)
    return a == b or is_acronym(a, b) or is_acronym(b, a) or nested(one, other) or nested(other, one)


def choose(found: Sequence[Candidate], scores: Floats, same: Floats, settings: Settings) -> dict[str, list[list[str]]]:
    """The entities of a report by role, each as its best string.

    `scores` (candidates x roles): how likely each fills a role; `same` (candidates x candidates): how likely two name
    one entity. Going from the best down, a candidate counts the less the likelier it is one with a kept one.
    """
    chosen: dict[str, list[list[str]]] = {role: [] for role in ROLES}
    for role, name in enumerate(ROLES):
        kept: list[int] = []
        for number in np.argsort(-scores[:, role], kind="stable"):
            one = max((float(same[number, other]) for other in kept), default=0.0)
            if scores[number, role] * (1 - settings.apart * one) >= settings.thresholds[role]:
                if any(same_anyway(found[number], found[other]) for other in kept):
                    continue
                kept.append(int(number))
        chosen[name] = [[found[number].text] for number in kept]
    return chosen
