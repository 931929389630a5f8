"""Tolls in words, one claim at a time: "at least 12 people, of whom 4 children". Nothing is added up."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from masudi.brief.draft import Said, one_line
from masudi.brief.wording import Wording
from masudi.domain import Report, Toll

UNSTATED = "an unstated number of"


class Count(msgspec.Struct, frozen=True, kw_only=True):
    """The count of one harm in one claim, in words; `number`, `low` and `high` are those of its widest toll."""

    harm: str
    who: str
    text: str
    number: str
    plural: bool
    low: int | None
    high: int | None

    @property
    def unstated(self) -> bool:
        """Whether the words give no number."""
        return self.number == UNSTATED

    @property
    def size(self) -> int:
        """By what counts are put in order; a side that the words leave open says nothing."""
        return self.low if self.low is not None else self.high or 0


def counts(said: Said, words: Wording) -> list[Count]:
    """The claim's tolls, one count for each harm, in the order in which the report gives them."""
    tolls = said.claim.casualties
    return [_count(tolls, harm, said.report, words) for harm in dict.fromkeys(toll.harm for toll in tolls)]


def number(toll: Toll, words: Wording) -> str:
    """A toll's number: "12", "at least 12", "up to 12", "2 to 3", "dozens of", "an unstated number of"."""
    low, high, text = toll.low, toll.high, one_line(toll.text).casefold()
    if high is None and not re.search(r"\d", text):
        vague = sorted((bare for bare in words.vague if bare.name in text), key=lambda bare: -len(bare.name))
        if vague:
            return vague[0].as_
        if low in (None, 1):
            return UNSTATED
    if low is not None and high is not None:
        return f"{low:,}" if low == high else f"{low:,} to {high:,}"
    if low is not None:
        return f"at least {low:,}"
    return f"up to {high:,}" if high is not None else UNSTATED


def people(toll: Toll, words: Wording) -> str:
    """What the people counted are called: the report's label, else the noun of `who`; a party's label is quoted."""
    one = re.search(r"(?:^|\s)1$", number(toll, words)) is not None
    if toll.label and re.search(r"[^\W\d_]", toll.label.text):
        label = one_line(toll.label.text)
        loaded = label.casefold().split()[-1] not in words.neutral_labels
        if toll.labelled_by and toll.who == "combatants" and loaded:
            return f"“{label}” ({one_line(toll.labelled_by)}’s word)"
        return label
    noun = next((entry for entry in words.people if entry.name == toll.who), None)
    if noun is None:
        return toll.who.replace("_", " ")
    return noun.one if one else noun.many


def counted(toll: Toll, words: Wording) -> str:
    """A toll in words: "at least 12 civilians"."""
    return f"{number(toll, words)} {people(toll, words)}"


def _count(told: Sequence[Toll], harm: str, report: Report, words: Wording) -> Count:
    """The widest toll of a harm that no other replaces, with its parts, those beside it and other counts of it."""
    tolls = [toll for toll in told if toll.harm == harm]
    replaced = {toll.replaces for toll in tolls}
    held = [toll for at, toll in enumerate(told) if toll.harm == harm and at not in replaced]
    head = max(held or tolls, key=lambda toll: toll.high or toll.low or 0)
    parts, beside, again = [], [], []
    for toll in tolls:
        if toll is head:
            continue
        if (toll.part_of is not None and told[toll.part_of] is head) or part_of(report, toll, head, words):
            parts.append(counted(toll, words))
        elif toll.who != head.who and _one_list(report, head, toll):
            beside.append(toll)
        else:
            again.append(counted(toll, words))
    shown = sorted([head, *beside], key=lambda toll: (toll.start, toll.end)) if beside else [head]
    text = " and ".join(counted(toll, words) for toll in shown)
    if parts:
        text += f", of whom {' and '.join(parts)},"
    if again:
        text += f" (other counts given: {'; '.join(again)})"
    plural = len(shown) > 1 or (head.low, head.high) != (1, 1)
    return Count(
        harm=head.harm, who=head.who, text=text, number=number(head, words), plural=plural, low=head.low, high=head.high
    )


def part_of(report: Report, toll: Toll, whole: Toll, words: Wording) -> bool:
    """Whether the report gives `toll` as a part of `whole`: "12 people, among them four children"."""
    between = _between(report, whole, toll)
    if between is None:
        return False
    opened = any(re.search(rf"\b{re.escape(opener)}\b", between) for opener in words.doubts.part_openers)
    return opened and toll.start > whole.start


def _one_list(report: Report, one: Toll, other: Toll) -> bool:
    """Whether two tolls stand beside each other: "7 civilians and 4 fighters"."""
    between = _between(report, min(one, other, key=_start), max(one, other, key=_start))
    return between is not None and bool(
        re.fullmatch(r"[\w\s’'-]{0,40}?(?:,|\band\b|\bas well as\b)[\w\s’'-]{0,20}", between)
    )


def _between(report: Report, first: Toll, second: Toll) -> str | None:
    """The words between two tolls of one sentence, in lower case; None where they are not of one."""
    text = report.text[first.end : second.start]
    if second.start < first.end or len(text) > 120 or re.search(r"[.!?]\s|\n", text):
        return None
    return text.casefold()


def _start(toll: Toll) -> int:
    return toll.start
