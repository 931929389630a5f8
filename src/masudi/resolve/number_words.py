"""Numbers said in digits or words: data/counts.yaml, and what one number is worth."""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

import msgspec

from masudi.data import load_yaml, packaged
from masudi.resolve.wording import any_of, plain


class NumberWord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A word for a number; `glued` are the letters that stand for it directly after digits."""

    name: str
    value: int
    glued: tuple[str, ...] = ()


class Fraction(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for a part of a scale: "half a" (million)."""

    name: str
    factor: float


class VagueCount(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words for a number that is not said; `scaled` where they may stand before a scale ("several hundred")."""

    name: str
    low: int
    high: int | None = None
    scaled: bool = False


class Bound(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words at a number: the number is its `low`est, its `high`est, or neither ("or so")."""

    name: str
    side: Literal["low", "high", "none"]
    after: bool = False


class OpenedRange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A range said with a word before it and one between: "between 10 and 15"."""

    name: str
    by: str


class CountWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/counts.yaml, as it stands."""

    units: tuple[NumberWord, ...]
    teens: tuple[NumberWord, ...]
    tens: tuple[NumberWord, ...]
    scales: tuple[NumberWord, ...]
    fractions: tuple[Fraction, ...]
    vague: tuple[VagueCount, ...]
    bounds: tuple[Bound, ...]
    approximate: tuple[str, ...]
    ranges: tuple[str, ...]
    opened_ranges: tuple[OpenedRange, ...]
    designators: tuple[str, ...]
    measures: tuple[str, ...]
    money_before: tuple[str, ...]
    money_after: tuple[str, ...]
    ages_before: tuple[str, ...]
    counting_hyphens: tuple[str, ...]
    one_before: tuple[str, ...]
    one_after: tuple[str, ...]
    years_before: tuple[str, ...]


@cache
def load_counts() -> CountWords:
    """data/counts.yaml, read once; KnowledgeError, with the line, where it is not of that shape."""
    return load_yaml(packaged("counts.yaml"), CountWords)


class Numbers:
    """What a number in digits or words looks like, and what it is worth.

    `pattern` matches one number and has no named groups, so that it can stand inside a larger expression;
    a match begins with a digit or one of `openings`. `small` is the same for numbers that count days and years.
    """

    def __init__(self, words: CountWords) -> None:
        self._small = {w.name: w.value for w in (*words.units, *words.teens, *words.tens)}
        self._scales = {form: w.value for w in words.scales for form in (w.name, *w.glued)}
        self._vague = {w.name: (w.low, w.high) for w in words.vague}
        self._fractions = {f.name: f.factor for f in words.fractions}
        named = _number_pattern(words)
        self._number = re.compile(named)
        self.openings = (*self._small, *self._scales, *self._vague, *self._fractions, "a", "an")
        self.pattern = re.sub(r"\?P<\w+>", "?:", named)
        self.small = rf"(?:\d{{1,4}}(?!\d|[.,]\d)|{any_of(self._vague)}|{_small_pattern(words)})"

    def value(self, number: str) -> tuple[int | None, int | None]:
        """The lowest and the highest value of what `pattern` matched; None twice where `number` is none."""
        match = self._number.fullmatch(number)
        if match is None:
            return None, None
        if match["vague"]:
            return self._vague[plain(match["vague"])]
        if match["scaled"]:
            return self._vague[plain(match["scaled"])][0] * self._scales[plain(match["scaled_scale"])], None
        exact = self._exact(match)
        return exact, exact

    def _exact(self, match: re.Match[str]) -> int:
        if match["fraction"]:
            return int(self._fractions[plain(match["fraction"])] * self._scales[plain(match["fraction_scale"])])
        if match["digits"]:
            scale = match["digit_scale"] or match["glued"]
            return round(_digits(match["digits"]) * (self._scales[plain(scale)] if scale else 1))
        return self._spelled(match["words"])

    def _spelled(self, words: str) -> int:
        """A number in words: small numbers add up, a scale multiplies what stands before it."""
        total = part = 0
        for word in re.findall(r"[a-z]+", words):
            if word in self._small:
                part += self._small[word]
            elif word in self._scales:
                part = max(part, 1) * self._scales[word]
                if part >= 1000:
                    total, part = total + part, 0
        return total + part


def _digits(written: str) -> float:
    """Digits; thousands are set off by a comma or, as on the continent, by a point."""
    if re.fullmatch(r"\d{1,3}(?:[,.]\d{3})+", written):
        return float(re.sub(r"[,.]", "", written))
    return float(written.replace(",", "."))


def _small_pattern(words: CountWords) -> str:
    """A number in words below a hundred."""
    units = any_of(w.name for w in words.units)
    tens, teens = any_of(w.name for w in words.tens), any_of(w.name for w in words.teens)
    return rf"(?:{tens}(?:[\s-]{units})?|{teens}|{units})"


def _number_pattern(words: CountWords) -> str:
    """One number as digits, a fraction, vague words or words, with named parts."""
    scale = any_of(w.name for w in words.scales)
    glued = any_of(form for w in words.scales for form in w.glued)
    small = _small_pattern(words)
    # A part of a whole counts people only as a part of a scale ("2.5 million"); "12.30" is a clock time.
    part = rf"\d{{1,12}}[.,]\d{{1,2}}(?=\s?(?:{scale}|{glued})\b)"
    digits = rf"\d{{1,3}}(?:[,.]\d{{3}}){{1,3}}(?!\d)|{part}|\d{{1,12}}(?!\d|[.,]\d)"
    spelled = rf"(?:(?:{small}|an?)[\s-])?{scale}(?:\s{scale}){{0,2}}(?:\s(?:and\s)?{small}(?:\s{scale}){{0,2}})?"
    return (
        rf"(?:(?P<digits>{digits})(?:\s?(?P<digit_scale>{scale})\b|(?P<glued>{glued})\b)?"
        rf"|(?P<fraction>{any_of(f.name for f in words.fractions)})\s(?P<fraction_scale>{scale})\b"
        rf"|(?P<scaled>{any_of(w.name for w in words.vague if w.scaled)})\s(?P<scaled_scale>{scale})\b"
        rf"|(?P<vague>{any_of(w.name for w in words.vague)})\b"
        rf"|(?P<words>{spelled}|{small})\b)"
    )


@cache
def numbers() -> Numbers:
    """The numbers of data/counts.yaml."""
    return Numbers(load_counts())
