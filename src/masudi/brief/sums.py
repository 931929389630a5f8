"""Numbers that do not add up: "12 killed: 7 civilians and 4 fighters", "three dead, among them five children"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from masudi.brief.wording import DoubtWords
from masudi.domain import Span

# How far a total may stand from the colon or the "among them" that opens its parts, and how far the parts may run.
_TOTAL_REACH = 90
_PARTS_REACH = 140


class WrongSum(Span, frozen=True, kw_only=True):
    """Words whose numbers contradict each other, and in which way."""

    reason: str


def wrong_sums(text: str, words: DoubtWords) -> Iterator[WrongSum]:
    """Every total of people harmed whose parts, given with it, are more than it, or less where all are given.

    A total that the words leave open ("at least 12") contradicts nothing.
    """
    numbers = r"(?:\d{1,3}(?:,\d{3})+|\d+|" + "|".join(words.numbers) + r")"
    openers = "|".join(re.escape(opener) for opener in words.part_openers)
    opening = re.compile(rf"(?P<part>\b(?:{openers})\b)|(?P<all>:\s)|(?P<list>\s[–—-]\s|\s\()", re.IGNORECASE)
    for opened in opening.finditer(text):
        before = _sentence_end(text[max(0, opened.start() - _TOTAL_REACH) : opened.start()])
        total = _total(before, numbers, words)
        if total is None:
            continue
        behind = re.split(r"[.;!?)\n]|\s[–—]\s", text[opened.end() : opened.end() + _PARTS_REACH])[0]
        opener = opened.lastgroup or ""
        parts, end = _parts(behind, numbers, words, opener=opener)
        reason = _reason(total[0], parts, opener=opener)
        if reason:
            start = opened.start() - len(before) + total[1]
            yield WrongSum(start=start, end=opened.end() + end, text=text[start : opened.end() + end], reason=reason)


def _reason(total: int, parts: list[int], *, opener: str) -> str | None:
    """What contradicts what. Only a colon promises that the parts are all there are."""
    if opener == "part" and max(parts, default=0) > total:
        return f"a part of {max(parts):,} in a total of {total:,}"
    added = sum(parts)
    if len(parts) > 1 and (added > total or (opener == "all" and added < total)):
        return f"the parts come to {added:,}, the total is {total:,}"
    return None


def _sentence_end(text: str) -> str:
    """What of `text` belongs to its last sentence."""
    return re.split(r"(?<=[.!?])\s+|\n", text)[-1]


def _total(before: str, numbers: str, words: DoubtWords) -> tuple[int, int] | None:
    """The number of people harmed that stands last in `before`, and where; None where it is open or counts nothing."""
    found = list(_counts(before, numbers, words))
    harmed = re.compile(rf"\b(?:{'|'.join(words.harm)})\b", re.IGNORECASE)
    if not found or not harmed.search(before):
        return None
    value, start, _, _ = found[-1]
    lead = before[:start].casefold().rstrip()
    if any(lead.endswith(bound) for bound in words.open_bounds):
        return None
    return value, start


def _parts(behind: str, numbers: str, words: DoubtWords, *, opener: str) -> tuple[list[int], int]:
    """The numbers of people that follow as a list, and where the last one's noun ends.

    A list that should hold all of the total is none where anything else stands in it, or a number is left open.
    """
    parts: list[int] = []
    end = 0
    for value, start, stop, open_ in _counts(behind, numbers, words):
        gap = behind[end:start].casefold()
        bounded = "|".join(map(re.escape, words.open_bounds))
        joined = re.fullmatch(rf"[\s,]*(?:(?:and|as well as|plus)\s+)?(?:(?:{bounded})\s+)?", gap)
        if not joined or (opener == "all" and open_):
            break
        parts.append(value)
        end = stop
    rest = r"(?<!\d)\d{1,3}(?!\d)|\b(?:others?|more|several|many|an?|the rest|among|including)\b"
    if opener == "all" and re.search(rest, behind[end:].casefold()):
        return [], 0
    return parts, end


def _counts(text: str, numbers: str, words: DoubtWords) -> Iterator[tuple[int, int, int, bool]]:
    """Numbers that count people: value, start, end of the noun, and whether the words leave it open."""
    for found in re.finditer(
        rf"(?<![\w.,:/-])({numbers})(?![\w:/%-]|[.,]\d)((?:\s+[^\W\d_][\w’'-]*){{0,2}})", text, re.IGNORECASE
    ):
        after = [word.casefold() for word in found.group(2).split()]
        if after and (after[0] in words.units or after[0] in {month.casefold() for month in words.short_months}):
            continue
        lead = text[: found.start()].casefold().rstrip()
        value = _value(found.group(1), words)
        if len(found.group(1)) == 4 and 1900 <= value < 2100:
            continue
        noun = next(
            (n for n, word in enumerate(after) if word in ("and", "or", "in", "at", "on", "by", "of")), len(after)
        )
        end = found.end(1) + len(" ".join(found.group(2).split(" ")[: noun + 1]).rstrip())
        yield value, found.start(), end, any(lead.endswith(bound) for bound in words.open_bounds)


def _value(word: str, words: DoubtWords) -> int:
    low = word.casefold()
    return words.numbers.index(low) if low in words.numbers else int(low.replace(",", ""))
