"""Ranges of tolls by origin as bars on one scale: where each begins and ends, in percent of the width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from masudi.domain.incident import Figure, TollAccount, TollRange
from masudi.export.incident_text import toll_words
from masudi.export.wording import bounds_words
from masudi.export.words import Words

# What of the width the highest number takes: the rest is for the arrow of "at least".
_SPAN = 88.0
# Round numbers for the ends of a scale.
_ROUND = (1, 2, 3, 4, 5, 6, 8, 10)


class Stretch(msgspec.Struct, frozen=True, kw_only=True):
    """A count on the scale from `left` to `right` percent; `up` and `down` say which side is left open."""

    left: float
    right: float
    words: str
    up: bool = False
    down: bool = False


class ChartRow(msgspec.Struct, frozen=True, kw_only=True):
    """What one origin counts now (`words`), what it counted before, and which parts of it."""

    origin: str
    words: str
    now: Stretch
    earlier: tuple[Stretch, ...]
    parts: tuple[str, ...]


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """The counts of one harm by origin: `words` is the range, `ticks` are numbers and where they stand, in percent."""

    harm: str
    fighters: bool
    words: str
    contradicted: bool
    ticks: tuple[tuple[int, float], ...]
    rows: tuple[ChartRow, ...]


def charts(
    tolls: Iterable[TollRange], names: Mapping[str, str], contradicted: frozenset[str], words: Words
) -> tuple[Chart, ...]:
    """A chart for each harm; `names` are those of origins, `contradicted` the harms that counts cannot agree on."""
    return tuple(_chart(toll, names, contradicted, words) for toll in tolls)


def _chart(toll: TollRange, names: Mapping[str, str], contradicted: frozenset[str], words: Words) -> Chart:
    top = _top(toll)
    return Chart(
        harm=words.harm(toll.harm),
        fighters=toll.fighters,
        words=toll_words(toll),
        contradicted=toll.harm in contradicted,
        ticks=tuple((number, round(number / top * _SPAN, 2)) for number in dict.fromkeys((0, top // 2, top))),
        rows=tuple(_row(account, names, top, words) for account in toll.accounts),
    )


def _top(toll: TollRange) -> int:
    """A round number that no count goes beyond."""
    counts = [(account.low, account.high) for account in toll.accounts]
    counts += [(one.low, one.high) for account in toll.accounts for one in account.earlier]
    highest = max([1, *(number for both in counts for number in both if number is not None)])
    power: int = 10 ** (len(str(highest)) - 1)
    return next(step * power for step in _ROUND if step * power >= highest)


def _row(account: TollAccount, names: Mapping[str, str], top: int, words: Words) -> ChartRow:
    return ChartRow(
        origin=names.get(account.origin, account.origin),
        words=", ".join(_figure(one, words) for one in account.figures) or bounds_words(account.low, account.high),
        now=_stretch(account.low, account.high, top),
        earlier=tuple(_stretch(one.low, one.high, top) for one in account.earlier),
        parts=tuple(_figure(one, words) for one in account.parts),
    )


def _figure(figure: Figure, words: Words) -> str:
    number = bounds_words(figure.low, figure.high)
    return number if figure.who == "people" else f"{number} {words.counted(figure.who)}"


def _stretch(low: int | None, high: int | None, top: int) -> Stretch:
    left = (low or 0) / top * _SPAN
    right = _SPAN if high is None else high / top * _SPAN
    return Stretch(
        left=round(left, 2),
        right=round(max(left, right), 2),
        words=bounds_words(low, high),
        up=high is None,
        down=low is None,
    )
