"""Two claims compared, part by part: each part (kind, time, place …) comes out as one of a few named answers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from masudi.corroborate.gists import Count, Gist, Site, apart_km
from masudi.corroborate.rules import Rules
from masudi.domain import Status

# Shares of the shorter sentence's telling words that both have, and the least number of words that may be many: a
# coarse split of chance, kinship and copying, set by reason.
_MANY, _SOME, _LEAST = 0.5, 0.2, 3
# Claims of one report whose triggers stand within so many characters are close: about two sentences.
_CLOSE = 300
# So many claims at the head of a report are about what it is about.
_LEAD = 3
# Counts at least this near each other (as a ratio) may well be of the same people.
_NEAR = 0.75
# Lengths of time are the same where they share so much of the days that either covers.
_SAME_PERIOD = 0.8
# Two points of places with one name, as makers of gazetteers put them; farther apart they are namesakes.
_NAMESAKE_KM = 15
_REAL = frozenset({Status.ASSERTED, Status.ATTEMPTED, Status.DENIED})
# Best first: two claims with several places each are as close as the closest two.
_PLACES = ("same", "near", "inside", "same_area", "apart", "unknown", "neither", "distant", "other", "far")
_KINDS = ("same", "kin", "toll", "tolls", "unlike", "blame")
_COUNTS = ("same", "near", "grown", "unlike")


class Answers(NamedTuple):
    """How each part came out, by the names in corroborate.yaml."""

    kind: str
    distance: str
    reference: str
    lead: str
    trigger: str
    source: str
    relation: str
    time: str
    place: str
    actor: str
    target: str
    toll: str
    means: str
    words: str
    status: str


def compare(one: Gist, other: Gist, rules: Rules) -> Answers | None:
    """How each part came out; None where the kinds are such that the two are never of one incident."""
    kind = kind_answer(one, other, rules)[0]
    if kind is None:
        return None
    if kind == "toll" and one.report == other.report and not _nothing_between(one, other):
        kind = "other_toll"
    tied = not one.tied.isdisjoint(other.claims) or not other.tied.isdisjoint(one.claims)
    return Answers(
        kind=kind,
        distance=_distance_answer(one, other),
        reference=_reference_answer(one, other),
        lead=_lead_answer(one, other),
        trigger=_trigger_answer(one, other),
        source=_source_answer(one, other),
        relation="said" if tied else "none",
        time=time_answer(one, other, rules),
        place=place_answer(one.sites, other.sites, rules)[0],
        actor=_party_answer(one.actors - rules.broad_entities, other.actors - rules.broad_entities),
        target=_party_answer(one.targets, other.targets),
        toll=toll_answer(one, other, rules)[0],
        means=_means_answer(one, other),
        words=_words_answer(one, other),
        status=_status_answer(one, other),
    )


def barred(one: Gist, other: Gist, rules: Rules) -> bool:
    """Whether the two are never of one incident: by kind, by days that both give, or by places far from each other."""
    if any(a != b and (a, b) not in rules.kinship for a in one.kinds for b in other.kinds):
        return True
    if not one.tied.isdisjoint(other.claims) or not other.tied.isdisjoint(one.claims):
        return False
    if one.dated and other.dated and _gap(one, other) >= rules.apart.days:
        return True
    if (
        rules.by_actor_kinds.intersection(one.kinds, other.kinds)
        and _party_answer(one.actors, other.actors) == "differ"
    ):
        return True
    return place_answer(one.sites, other.sites, rules)[0] == "far"


def kind_answer(one: Gist, other: Gist, rules: Rules) -> tuple[str | None, str, str]:
    """What the kinds of two things are to each other, and the two kinds that are closest.

    Where both tell of deeds, these are compared: that people were killed in both makes no two deeds one.
    """
    if len(one.kinds) == len(other.kinds) == 1:
        return _kinds_answer(one.kinds[0], other.kinds[0], rules), one.kinds[0], other.kinds[0]
    best: tuple[str | None, str, str] = (None, "", "")
    deeds = [[kind for kind in gist.kinds if kind not in rules.toll_kinds] for gist in (one, other)]
    ours, theirs = deeds if all(deeds) else (one.kinds, other.kinds)
    for a in ours:
        for b in theirs:
            answer = _kinds_answer(a, b, rules)
            if answer and (best[0] is None or _KINDS.index(answer) < _KINDS.index(best[0])):
                best = (answer, a, b)
    return best


def _kinds_answer(a: str, b: str, rules: Rules) -> str | None:
    return rules.kinship.get((a, b)) if a != b else "tolls" if a in rules.toll_kinds else "same"


def _gap(one: Gist, other: Gist) -> int:
    """How many days lie between two times; 0 or less where they share a day."""
    if one.first is None or one.last is None or other.first is None or other.last is None:
        return 0
    return max(one.first - other.last, other.first - one.last)


def time_answer(one: Gist, other: Gist, rules: Rules) -> str:
    """How two times stand to each other."""
    if not one.dated and not other.dated and one.report == other.report:
        return "neither"
    if not one.days or not other.days:
        return "unknown"
    gap = _gap(one, other)
    if not (one.dated and other.dated):
        return "off" if gap > 0 else "reported" if _reported_together(one, other) else "unknown"
    long = [found.days > rules.blocks.month_days for found in (one, other)]
    if gap > 0:
        return "next_day" if gap == 1 and not any(long) else "off"
    if not any(long):
        return "same_day" if one.days == other.days == 1 else "within"
    shared = 1 - gap
    same = shared / (one.days + other.days - shared) >= _SAME_PERIOD
    return "same_period" if same else "periods" if all(long) else "longer"


def _reported_together(one: Gist, other: Gist) -> bool:
    """For two things of which one or both have no time: whether the reports come out as if of one day's news."""
    if one.last is None or other.last is None or any(gist.dated and gist.days > 1 for gist in (one, other)):
        return False
    return abs(one.last - other.last) <= 1


def place_answer(one: Sequence[Site], other: Sequence[Site], rules: Rules) -> tuple[str, Site | None, Site | None]:
    """How the closest two places of two things stand to each other, and which these are."""
    best: tuple[str, Site | None, Site | None] = ("far", None, None)
    if not one or not other:
        return "unknown" if one or other else "neither", None, None
    for a in one:
        for b in other:
            answer = _site_answer(a, b, rules)
            if best[1] is None or _PLACES.index(answer) < _PLACES.index(best[0]):
                best = (answer, a, b)
    return best


def _site_answer(a: Site, b: Site, rules: Rules) -> str:
    if a.coarse or b.coarse:
        return _area_answer(a, b, rules)
    if a.gazetteer_id and a.gazetteer_id == b.gazetteer_id:
        return "same"
    if a.point and b.point:
        answer = _point_answer(a, b, apart_km(a.point, b.point), rules)
        return _named_answer(a, b, rules) or answer if answer in ("same", "near") else answer
    if a.name == b.name:
        return "same"
    if a.names & b.names:
        return _named_answer(a, b, rules) or ("same" if a.names == b.names else "near")
    return "inside" if a.names <= b.areas or b.names <= a.areas else "other"


def _named_answer(a: Site, b: Site, rules: Rules) -> str | None:
    """For two places close together, by their names: two spots of one town, or a town and a spot in it.

    Points do not tell: a quarter that no gazetteer has lies where its town does. None where the names say neither.
    """
    sides = [rules.sides_of(one.name) for one in (a, b)]
    if all(sides) and sides[0].isdisjoint(sides[1]):
        return "apart"
    if a.names == b.names:
        return "inside" if sides[0] != sides[1] else None
    ours, theirs = a.names - a.areas, b.names - b.areas
    if ours and theirs:
        return None if ours & theirs else "apart"
    town, spot = (b, a) if ours else (a, b)
    return "inside" if (ours or theirs) and town.names <= spot.names | spot.areas else None


def _point_answer(a: Site, b: Site, km: float, rules: Rules) -> str:
    if km <= rules.near.same_km or (a.names == b.names and km <= _NAMESAKE_KM):
        return "same"
    if km <= max(rules.near.near_km, a.radius, b.radius):
        return "near"
    return "distant" if km <= rules.apart.km + a.radius + b.radius else "far"


def _area_answer(a: Site, b: Site, rules: Rules) -> str:
    """For two places of which one or both are areas."""
    if a.names <= rules.country_words or b.names <= rules.country_words:
        return "same_area" if a.names == b.names else "unknown"
    if a.coarse and b.coarse:
        if a.names == b.names:
            return "same_area"
    elif a.names == b.names:
        return "inside"
    if (b.coarse and b.names <= a.areas | a.names) or (a.coarse and a.names <= b.areas | b.names):
        return "inside"
    if a.point and b.point:
        km = apart_km(a.point, b.point)
        if km <= a.radius + b.radius:
            return "inside"
        return "distant" if km <= rules.apart.km + a.radius + b.radius else "far"
    return "other"


def _party_answer(one: frozenset[str], other: frozenset[str]) -> str:
    if one & other:
        return "same"
    resolved = one and other and not any(name.startswith('"') for name in one | other)
    return "differ" if resolved else "unknown"


def toll_answer(one: Gist, other: Gist, rules: Rules) -> tuple[str, Count | None, Count | None]:
    """How the counts of one harm that come nearest stand to each other, and which these are."""
    if _scopes_differ(one, other, rules):
        return "scope", None, None
    best: tuple[str, Count | None, Count | None] = (
        "long" if one.long_toll and other.long_toll else "unknown",
        None,
        None,
    )
    pairs = ((a, b) for a in one.counts for b in other.counts if (a.harm, a.fighters) == (b.harm, b.fighters))
    for count, against in pairs:
        if count.unstated or against.unstated:
            continue
        answer = _count_answer(count, against, one, other)
        if best[1] is None or _COUNTS.index(answer) < _COUNTS.index(best[0]):
            best = (answer, count, against)
    return best


def _count_answer(count: Count, against: Count, one: Gist, other: Gist) -> str:
    if (count.low, count.high) == (against.low, against.high):
        return "same"
    small, large = sorted((count.size, against.size))
    if small / max(1, large) >= _NEAR:
        return "near"
    later = one.published and other.published and one.published != other.published
    if later and (one.published < other.published) == (count.size < against.size):  # type: ignore[operator]
        return "grown"
    return "unlike"


def _scopes_differ(one: Gist, other: Gist, rules: Rules) -> bool:
    if one.long_toll is None and other.long_toll is None:
        return False
    return _is_long(one, rules) != _is_long(other, rules)


def _is_long(found: Gist, rules: Rules) -> bool:
    """Whether it is of more than one incident: by what it counts, else by its time."""
    return found.long_toll if found.long_toll is not None else found.dated and found.days > rules.blocks.month_days


def _means_answer(one: Gist, other: Gist) -> str:
    if one.means & other.means:
        return "same"
    return "differ" if one.means and other.means else "unknown"


def _distance_answer(one: Gist, other: Gist) -> str:
    """How far apart two claims of one report stand in it."""
    if one.report != other.report:
        return "elsewhere"
    if one.sentence == other.sentence:
        return "sentence"
    if _nothing_between(one, other):
        return "next"
    return "close" if abs(one.start - other.start) <= _CLOSE else "away"


def _nothing_between(one: Gist, other: Gist) -> bool:
    """Whether the report tells of no other deed between the two."""
    first, later = sorted((one, other), key=lambda gist: (gist.rank, gist.deeds))
    return later.deeds - first.deeds <= (not first.is_toll)


def _reference_answer(one: Gist, other: Gist) -> str:
    later = one if (one.start, one.id) > (other.start, other.id) else other
    return "definite" if one.report == other.report and later.definite else "plain"


def _trigger_answer(one: Gist, other: Gist) -> str:
    if one.triggers & other.triggers:
        return "same"
    return "other" if _words_of(one.triggers).isdisjoint(_words_of(other.triggers)) else "shared"


@lru_cache(maxsize=4096)
def _words_of(triggers: frozenset[str]) -> frozenset[str]:
    return frozenset(word for trigger in triggers for word in trigger.split())


def _lead_answer(one: Gist, other: Gist) -> str:
    """Whether one of the report's first claims may lend the other a place and a time that it lacks."""
    if one.report != other.report:
        return "plain"
    first, later = sorted((one, other), key=lambda gist: gist.rank)
    return "lead" if first.rank < _LEAD and not later.dated and not later.sites else "plain"


def _source_answer(one: Gist, other: Gist) -> str:
    if one.sources & other.sources:
        return "same"
    return "differ" if one.sources and other.sources else "unknown"


def _words_answer(one: Gist, other: Gist) -> str:
    if one.report == other.report and one.sentence == other.sentence:
        return "few"
    shared = len(one.words & other.words)
    share = shared / max(1, min(len(one.words), len(other.words)))
    if shared >= _LEAST and share >= _MANY:
        return "many"
    return "some" if shared >= _LEAST - 1 and share >= _SOME else "few"


def _status_answer(one: Gist, other: Gist) -> str:
    if one.status is other.status:
        return "alike"
    if one.status in _REAL and other.status in _REAL:
        return "denial" if Status.DENIED in (one.status, other.status) else "alike"
    return "unreal"
