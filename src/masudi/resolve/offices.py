"""Who speaks or acts in public by the office that a text gives them: their names are nobody's secret."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from masudi.resolve.capitals import Capitals, Run

# So many words may stand between an office and its place: "Foreign Secretary of the United Kingdom NAME".
_FURTHEST = 6


def office_holders(capitals: Capitals, runs: Iterable[Run]) -> frozenset[tuple[str, ...]]:
    """The names, as folded words, of those among `runs` before or behind which an office stands."""
    return frozenset(name for run in runs for name in _named(capitals, run))


def _named(capitals: Capitals, run: Run) -> Iterator[tuple[str, ...]]:
    start = next((at for at in range(run.start, run.end) if capitals.is_name(at)), run.end)
    if start == run.end:
        return
    if _before(capitals, start) or _behind(capitals, run.end):
        yield tuple(capitals.words.folds[start : run.end])


def _before(capitals: Capitals, start: int) -> bool:
    """Whether an office stands before word `start`, with nothing but a place or a body between."""
    words = capitals.words
    for at in range(max(0, start - _FURTHEST), start):
        end = capitals.offices[at]
        if end <= at or end > start or not all(words.joined[one] for one in range(at + 1, start)):
            continue
        if words.joined[start] and (end == start or _is_placed(capitals, end, start)):
            return True
        # "the foreign minister, NAME": a title alone may stand in a list.
        if end == start and end - at > 1 and words.text[words.ends[end - 1] : words.starts[start]] == ", ":
            return True
    return False


def _is_placed(capitals: Capitals, start: int, end: int) -> bool:
    """Whether words say where or of what an office is: "in Syria"; a place needs its small word."""
    placing, words = capitals.lexicon.placing, capitals.words
    return (
        words.folds[start] in placing
        and capitals.is_explained(end - 1)
        and all(words.folds[at] in placing or capitals.is_explained(at) for at in range(start, end))
    )


def _behind(capitals: Capitals, end: int) -> bool:
    """Whether an office stands behind a name with its comma, and is not somebody else's: "the minister’s son"."""
    words = capitals.words
    if end >= len(words) or words.text[words.ends[end - 1] : words.starts[end]].strip() != ",":
        return False
    for at in range(end, min(end + _FURTHEST, len(words))):
        if at > end and not words.joined[at]:
            return False
        office = capitals.offices[at]
        if office > at:
            return not words.owns[office - 1] and not _goes_on(capitals, office)
        if words.folds[at] not in capitals.lexicon.modifiers and not capitals.is_explained(at):
            return False
    return False


def _goes_on(capitals: Capitals, at: int) -> bool:
    """Whether a noun follows that makes the office somebody else's: "prime minister bodyguard"."""
    words = capitals.words
    return at < len(words) and words.joined[at] and words.folds[at] not in capitals.lexicon.placing
