"""Names in one text that differ by one digit or letter: "Brigade 137" and "Brigade 134", "Tanfiya" and "Tanfija"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations

from masudi.brief.wording import Wording
from masudi.domain import Span
from masudi.domain.text import unaccented

# Shorter names differ in one letter by accident ("Homs", "Hims" apart, "Iran" and "Iraq" are no slip).
MIN_LETTERS = 6
# Two names that a report both uses this often are two things.
OFTEN = 3

_MARKS = re.compile(r"[’'‘`]")
_POSSESSIVE = re.compile(r"[’'‘`]s?$")
_STARTS = re.compile(r"(?:^|[.!?:;\n“\"‘(\[])\s*$")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'‘`][^\W\d_]+)*")
_NUMBERED = re.compile(r"(?<![\w.,/:-])([^\W\d_][\w’'-]*)\s(?:No\.?\s)?(\d{1,4}[A-Z]?)(?![\w/:%]|[.,-]\d)")
_ORDINAL = re.compile(r"(?<![\w.,/:-])(\d{1,4})(?:st|nd|rd|th)((?:\s[^\W\d_][\w’'-]*){1,3})")


def near_names(text: str, words: Wording) -> Iterator[tuple[Span, Span]]:
    """Pairs of names that may be one, by where each first stands: those with numbers, then those without."""
    yield from _numbered(text, words)
    yield from _lettered(text, words)


def _numbered(text: str, words: Wording) -> Iterator[tuple[Span, Span]]:
    by_noun: dict[str, dict[str, list[Span]]] = {}
    for noun, digits, span in _numbered_names(text, words):
        by_noun.setdefault(noun, {}).setdefault(digits, []).append(span)
    for numbers in by_noun.values():
        for first, second in combinations(numbers, 2):
            often = len(numbers[first]) >= OFTEN and len(numbers[second]) >= OFTEN
            if len(first) > 1 and _one_off(first, second) and not often:
                yield numbers[first][0], numbers[second][0]


def _numbered_names(text: str, words: Wording) -> Iterator[tuple[str, str, Span]]:
    """Every name made of a noun and a number ("Brigade 137", "Dock 4C"): the noun in lower case, the number, where."""
    for found in _NUMBERED.finditer(text):
        noun, digits = found.group(1), found.group(2)
        if _takes_number(noun, digits, text[found.end() : found.end() + 30], words):
            yield noun.casefold(), digits, _span(text, found.start(), found.end())
    for found in _ORDINAL.finditer(text):
        # "The 61st Desert Regiment": the noun may have a word or two before it.
        for word in _WORD.finditer(found.group(2)):
            if word.group().casefold() in words.doubts.numbered:
                yield word.group().casefold(), found.group(1), _span(text, found.start(), found.start(2) + word.end())
                break


def _takes_number(noun: str, digits: str, behind: str, words: Wording) -> bool:
    """Whether noun and number are a name, and no count, date or entry of a series."""
    low = noun.casefold()
    if low in words.doubts.numbered:
        return True
    if not digits.isdigit():
        return noun[0].isupper() and low not in words.doubts.series
    months = low in {month.casefold() for month in words.months} or low in words.doubts.short_months
    year = len(digits) == 4 and digits.startswith(("19", "20"))
    if not noun[0].isupper() or low in words.doubts.series or months or year:
        return False
    following = re.match(r"\s+([^\W\d_]+)", behind)
    after = following.group(1).casefold() if following else ""
    return not (
        after in words.doubts.counted or after in words.doubts.units or (after.endswith("s") and len(after) > 3)
    )


def _lettered(text: str, words: Wording) -> Iterator[tuple[Span, Span]]:
    names = _names(text, words)
    shapes: dict[tuple[int, str], list[str]] = {}
    for name in names:
        for shape in _shapes(name):
            shapes.setdefault(shape, []).append(name)
    pairs = {tuple(sorted(pair)) for same in shapes.values() for pair in combinations(dict.fromkeys(same), 2)}
    near = [(a, b) for a, b in pairs if len(a) == len(b) and _one_off(a, b) and _is_slip(a, b, words)]
    for first, second in sorted(near, key=lambda pair: min(names[pair[0]][0].start, names[pair[1]][0].start)):
        spans = sorted((names[first], names[second]), key=lambda spans: spans[0].start)
        if not (len(spans[0]) >= OFTEN and len(spans[1]) >= OFTEN):
            yield spans[0][0], spans[1][0]


def _shapes(name: str) -> Iterator[tuple[int, str]]:
    """Keys under which two names meet that differ in one letter, or in two neighbours that are swapped."""
    for at in range(len(name)):
        yield at, name[:at] + name[at + 1 :]
        yield -at - 1, name[:at] + "".join(sorted(name[at : at + 2])) + name[at + 2 :]


def _names(text: str, words: Wording) -> dict[str, list[Span]]:
    """Capitalised words of some length that are names at least once, not only at the start of a sentence."""
    found: dict[str, list[Span]] = {}
    inside: set[str] = set()
    common: set[str] = set()
    for match in _WORD.finditer(text):
        word = match.group()
        bare = _bare(word, words)
        if word[0].islower() and bare == word.casefold():
            common.add(bare)
            continue
        if word.isupper() or sum(char.isalpha() for char in bare) < MIN_LETTERS:
            continue
        if bare in words.doubts.series:
            continue
        if not (word[0].isupper() or any(part[:1].isupper() for part in word.split("-")[1:])):
            continue
        found.setdefault(bare, []).append(_span(text, match.start(), match.end()))
        if not _STARTS.search(text[max(0, match.start() - 3) : match.start()]):
            inside.add(bare)
    return {name: spans for name, spans in found.items() if name in inside and name not in common}


def _bare(word: str, words: Wording) -> str:
    """The word in lower case without possessive and without an article such as "al-"."""
    low = _unpossessed(word)
    head, hyphen, rest = low.partition("-")
    low = rest if hyphen and head in words.doubts.articles else low
    return _MARKS.sub("", low) if not low.isalpha() else low


@lru_cache(maxsize=1 << 14)
def _unpossessed(word: str) -> str:
    return _POSSESSIVE.sub("", word.casefold())


def _one_off(one: str, other: str) -> bool:
    """Whether the two are equally long and differ in one place, or in two neighbouring ones that are swapped."""
    if len(one) != len(other):
        return False
    at = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(at) == 2 and at[1] == at[0] + 1:
        return one[at[0]] == other[at[1]] and one[at[1]] == other[at[0]]
    return len(at) == 1


def _is_slip(one: str, other: str, words: Wording) -> bool:
    """Whether two words that differ in one letter may be one name; forms and spellings of one word are none."""
    at = next(index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b)
    pair = {one[at], other[at]}
    # A paper that drops accents has made no slip.
    if unaccented(one) == unaccented(other):
        return False
    last = at == len(one) - 1 or (at == len(one) - 2 and one[-1] == other[-1] and one[-1] in "snt")
    if last and pair <= set(words.doubts.inflections):
        return False
    if any(pair <= set(letters) for letters in words.doubts.same_spelling):
        return False
    return not any(one in family and other in family for family in words.doubts.families)


def _span(text: str, start: int, end: int) -> Span:
    return Span(start=start, end=end, text=text[start:end])
