"""How likely two claims are of one incident, and why: a sum of weights that a person can follow.

The score is a logistic one: the weights of corroborate.yaml, one for each part's answer, add up to the log-odds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from math import exp

from masudi.corroborate.comparing import Answers, kind_answer, place_answer, toll_answer
from masudi.corroborate.gists import Count, Gist
from masudi.corroborate.rules import Rules
from masudi.domain.incident import Part

# How many shared words an explanation quotes.
_QUOTED = 6
# The parts that compare two sets of names, and the field of the set.
_SETS = {
    "trigger": "triggers",
    "source": "sources",
    "actor": "actors",
    "target": "targets",
    "means": "means",
    "words": "words",
}


_PARTS = Answers._fields


def chance(answers: Answers, rules: Rules) -> float:
    """How likely a pair with these answers is of one incident, from 0 to 1."""
    own = answers.distance != "elsewhere"
    weights, base = (rules.within, rules.base.within) if own else (rules.between, rules.base.between)
    odds = base + sum(map(weights.__getitem__, zip(_PARTS, answers, strict=True)))
    return round(1 / (1 + exp(-odds)), 4)


def explain(one: Gist, other: Gist, answers: Answers, rules: Rules) -> tuple[Part, ...]:
    """The parts of a score in words; their weights add up to the log-odds.

    The first is what the score starts from, with the answers that corroborate.yaml has no words for.
    """
    own = answers.distance != "elsewhere"
    start, parts = rules.base.within if own else rules.base.between, []
    for name, answer in zip(answers._fields, answers, strict=True):
        given = rules.answers[name][answer]
        weight = given.within if own else given.between
        if not given.says:
            start += weight
        elif weight:
            shown = _shown(name, answer, one, other, rules)
            words = given.says.replace("{one}", shown[0]).replace("{other}", shown[1])
            parts.append(Part(name=name, answer=answer, weight=weight, words=words))
    where = "two claims of one report" if own else "what two reports tell"
    return Part(name="start", answer="any", weight=round(start, 2), words=f"{where} is seldom of one incident"), *parts


def _shown(name: str, answer: str, one: Gist, other: Gist, rules: Rules) -> tuple[str, str]:
    """What was compared, in words."""
    if name == "kind":
        _, a, b = kind_answer(one, other, rules)
        # The toll and the blame stand behind the deed.
        if a in rules.toll_kinds | rules.blame_kinds:
            a, b = b, a
        return a.replace("_", " "), b.replace("_", " ")
    if name == "time":
        longer = one.days > other.days
        first, last = (one, other) if (answer == "longer") == longer else (other, one)
        return _period(first), _period(last)
    if name == "place":
        _, here, there = place_answer(one.sites, other.sites, rules)
        return (here.text, there.text) if here and there else ("", "")
    if name == "toll":
        _, count, against = toll_answer(one, other, rules)
        earlier = not (one.published and other.published and one.published > other.published)
        pair = (_count(count), _count(against))
        return pair if earlier else pair[::-1]
    sets = _SETS.get(name)
    if sets:
        return _names(getattr(one, sets), getattr(other, sets), answer)
    return str(one.status), str(other.status if name == "status" else "")


def _names(one: frozenset[str], other: frozenset[str], answer: str) -> tuple[str, str]:
    if answer != "differ":
        return _listed(one & other), ""
    return _listed(one), _listed(other)


def _listed(names: Iterable[str]) -> str:
    plain = sorted(name.removeprefix("other:").replace("_", " ").strip('"') for name in names)
    return ", ".join(plain[:_QUOTED]) + (" …" if len(plain) > _QUOTED else "")


def _period(found: Gist) -> str:
    if found.first is None or found.last is None:
        return "no time"
    first, last = (datetime.date.fromordinal(day).isoformat() for day in (found.first, found.last))
    return first if first == last else f"{first} to {last}"


def _count(count: Count | None) -> str:
    if count is None:
        return ""
    if count.low == count.high:
        return str(count.low)
    if count.high < 0:
        return f"at least {count.low}"
    return f"up to {count.high}" if count.low < 0 else f"{count.low} to {count.high}"
