"""How likely two claims are of one incident, and why: a sum of weights that a person can follow.

The score is a logistic one: the weights of corroborate.yaml, one for each part's answer, add up to the log-odds.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from math import exp

from masudi.corroborate.blocks import candidates
from masudi.corroborate.comparing import Answers, barred, compare, place_answer, toll_answer
from masudi.corroborate.facts import Count, Facts, facts
from masudi.corroborate.rules import Rules, load_rules
from masudi.domain import Claim, Link, Part

# How many shared words an explanation quotes.
_QUOTED = 6


def link(new: Iterable[Claim], near: Iterable[Claim] = (), rules: Rules | None = None) -> tuple[Link, ...]:
    """The links among new claims and between these and others, in order of ids.

    `near` are claims linked before that share a block with a new one (`masudi.corroborate.blocks_of`); claims of an id
    that stands among the new are left aside. Pairs that score under the floor of corroborate.yaml get no link. The
    links of a whole case are those of `link(all claims)`, however the claims came in.
    """
    rules = rules or load_rules()
    found = {claim.id: facts(claim, rules) for claim in near}
    fresh = {claim.id: facts(claim, rules) for claim in new}
    return links_among({**found, **fresh}, rules, frozenset(fresh))


def links_among(found: Mapping[str, Facts], rules: Rules, new: frozenset[str] | None = None) -> tuple[Link, ...]:
    """The links of claims made ready; with `new`, only those that a new claim has part in."""
    links = []
    for one, other in candidates(found, rules, new):
        answers = compare(found[one], found[other], rules)
        if answers is None:
            continue
        score = chance(answers, rules)
        if score >= rules.floor and not barred(found[one], found[other], rules):
            why = explain(found[one], found[other], answers, rules)
            links.append(Link(one=one, other=other, score=score, why=why))
    return tuple(sorted(links, key=lambda link: (link.one, link.other)))


def explain_pair(one: Claim, other: Claim, rules: Rules | None = None) -> tuple[Part, ...]:
    """Why two claims may or may not be of one incident; empty where their kinds already say that they are not."""
    rules = rules or load_rules()
    first, second = (facts(claim, rules) for claim in sorted((one, other), key=lambda claim: claim.id))
    answers = compare(first, second, rules)
    return explain(first, second, answers, rules) if answers else ()


def chance(answers: Answers, rules: Rules) -> float:
    """How likely a pair with these answers is of one incident, from 0 to 1."""
    weights = rules.weights
    odds = rules.base + sum(weights[part] for part in zip(answers._fields, answers, strict=True))
    return round(1 / (1 + exp(-odds)), 4)


def explain(one: Facts, other: Facts, answers: Answers, rules: Rules) -> tuple[Part, ...]:
    """The parts of a score in words, those without weight or words left out."""
    parts = []
    for name, answer in zip(answers._fields, answers, strict=True):
        given = rules.answers[name][answer]
        if given.says and given.weight:
            shown = _shown(name, answer, one, other, rules)
            words = given.says.replace("{one}", shown[0]).replace("{other}", shown[1])
            parts.append(Part(name=name, answer=answer, weight=given.weight, words=words))
    return tuple(parts)


def _shown(name: str, answer: str, one: Facts, other: Facts, rules: Rules) -> tuple[str, str]:
    """What was compared, in words."""
    if name == "kind":
        kinds = [one.kind.replace("_", " "), other.kind.replace("_", " ")]
        # The toll and the blame stand behind the deed.
        turned = (answer == "toll" and one.kind == "casualties") or (answer == "blame" and one.kind == "accusation")
        return (kinds[1], kinds[0]) if turned else (kinds[0], kinds[1])
    if name == "time":
        longer = one.days > other.days
        first, last = (one, other) if (answer == "longer") == longer else (other, one)
        return _period(first), _period(last)
    if name == "place":
        _, a, b = place_answer(one, other, rules)
        return (a.text, b.text) if a and b else ("", "")
    if name == "toll":
        _, count, against = toll_answer(one, other, rules)
        earlier = not (one.published and other.published and one.published > other.published)
        pair = (_count(count), _count(against))
        return pair if earlier else pair[::-1]
    if name in ("actor", "target", "means", "words"):
        sets = {"actor": "actors", "target": "targets"}.get(name, name)
        return _names(getattr(one, sets), getattr(other, sets), answer)
    return str(one.status), str(other.status if name == "status" else "")


def _names(one: frozenset[str], other: frozenset[str], answer: str) -> tuple[str, str]:
    if answer != "differ":
        return _listed(one & other), ""
    return _listed(one), _listed(other)


def _listed(names: Iterable[str]) -> str:
    plain = sorted(name.removeprefix("other:").replace("_", " ").strip('"') for name in names)
    return ", ".join(plain[:_QUOTED]) + (" …" if len(plain) > _QUOTED else "")


def _period(found: Facts) -> str:
    if found.first is None or found.last is None:
        return "no time"
    first, last = (datetime.date.fromordinal(day).isoformat() for day in (found.first, found.last))
    return first if first == last else f"{first} to {last}"


def _count(count: Count | None) -> str:
    if count is None:
        return ""
    if count.low == count.high:
        return str(count.low)
    if count.high is None:
        return f"at least {count.low}"
    return f"up to {count.high}" if count.low is None else f"{count.low} to {count.high}"
