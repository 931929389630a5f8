"""Gists → links: which pairs of things that two reports tell may be of one incident, with a score and the reasons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from masudi.corroborate.blocks import blocks_of, candidates
from masudi.corroborate.comparing import barred, compare
from masudi.corroborate.gists import Gist
from masudi.corroborate.rules import Rules, load_rules
from masudi.corroborate.scoring import chance, explain
from masudi.domain.incident import Link, Part


def link(
    new: Iterable[Gist],
    near: Iterable[Gist] = (),
    rules: Rules | None = None,
    *,
    keys: Mapping[str, Collection[str]] | None = None,
    explained: bool = True,
) -> tuple[Link, ...]:
    """The links among new gists and between these and others, in order of ids.

    `near` are gists linked before that share a block with a new one (`masudi.corroborate.blocks_of`); those of an id
    that stands among the new are left aside. `keys` are the blocks of all of them by their ids, where whoever calls
    knows them; of a near one, those in which it meets a new one are enough.

    Pairs that score under the floor of corroborate.yaml get no link, nor do two things of one report. The links of a
    whole case are those of `link(all)`, however the reports came in. Not `explained`, they are without the reasons
    (`explain_pair` has them), which takes less time.
    """
    rules = rules or load_rules()
    fresh = {gist.id: gist for gist in new}
    found = {gist.id: gist for gist in near} | fresh
    blocks = {ident: blocks_of(gist, rules) for ident, gist in found.items()} if keys is None else keys
    links = scored(found, candidates(found, blocks, fresh), rules, explained=explained)
    return tuple(sorted(links, key=lambda link: (link.one, link.other)))


def scored(
    found: Mapping[str, Gist], pairs: Iterable[tuple[str, str]], rules: Rules, *, explained: bool = False
) -> Iterator[Link]:
    """The links among pairs of gists (ids, the lesser first), as `link` makes them."""
    for one, other in pairs:
        a, b = found[one], found[other]
        answers = compare(a, b, rules)
        if answers is not None and (score := chance(answers, rules)) >= rules.floor and not barred(a, b, rules):
            why = explain(a, b, answers, rules) if explained else ()
            yield Link(one=one, other=other, score=score, why=why)


def explain_pair(one: Gist, other: Gist, rules: Rules | None = None) -> tuple[Part, ...]:
    """Why two gists may or may not be of one incident; empty where their kinds already say that they are not."""
    rules = rules or load_rules()
    first, second = sorted((one, other), key=lambda gist: gist.id)
    answers = compare(first, second, rules)
    return explain(first, second, answers, rules) if answers else ()
