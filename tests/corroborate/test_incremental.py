"""What new reports touch is linked anew, with the result of a run over all; ids last; people's word wins."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Sequence

from masudi.corroborate import (
    Gist,
    Surroundings,
    blocks_of,
    components,
    gists_of,
    incidents,
    link_all,
    partners,
    regroup,
    relink,
)
from masudi.domain import Claim
from masudi.domain.incident import Grouping, Link, Ruling, RulingKind
from tests.corroborate.claims import make_claim, toll


class Store:
    """A store as small as it can be: gists by block, links, groups."""

    def __init__(self, rulings: Sequence[Ruling] = ()) -> None:
        self.rulings = rulings
        self.gists: dict[str, Gist] = {}
        self.filed: dict[str, set[str]] = defaultdict(set)
        self.links: dict[tuple[str, str], Link] = {}
        self.groups: dict[str, Grouping] = {}
        self.asked = 0

    def add(self, claims: Iterable[Claim]) -> None:
        new = gists_of(claims, self.rulings)
        near = {ident for gist in new for key in partners(blocks_of(gist)) for ident in self.filed[key]}
        found = relink(
            new,
            [self.gists[one] for one in sorted(near)],
            self.around,
            rulings=self.rulings,
            taken=self.groups.keys().__and__,
        )
        for gist in new:
            self.gists[gist.id] = gist
            for key in blocks_of(gist):
                self.filed[key].add(gist.id)
        self.links.update({(one.one, one.other): one for one in found.links})
        for gone in found.gone:
            del self.groups[gone]
        self.groups.update({group.id: group for group in found.groups})

    def around(self, claims: frozenset[str]) -> Surroundings:
        parts = components(self.gists.values(), self.links.values(), self.rulings)
        told = {claim: gist.id for gist in self.gists.values() for claim in gist.claims}
        touched = {told[one] for one in claims if one in told}
        ids = {one for part in parts if part & touched for one in part}
        self.asked += len(ids)
        held = {claim for one in ids for claim in self.gists[one].claims}
        return Surroundings(
            gists=tuple(self.gists[one] for one in sorted(ids)),
            links=tuple(found for found in self.links.values() if found.one in ids or found.other in ids),
            groups=tuple(group for group in self.groups.values() if held & set(group.claims)),
        )


def case(seed: int) -> list[list[Claim]]:
    """Reports on a few days of strikes in three places, with gaps and contradictions."""
    rng = random.Random(seed)
    reports = []
    for number in range(24):
        name = f"r{number}"
        day = f"2024-03-{rng.randint(1, 5):02}"
        place = rng.choice(["Kelmar", "Osmerfeld", "Lestrin", None])
        kind = rng.choice(["airstrike", "shelling", "attack"])
        actor = rng.choice(["syrian_government", "opposition", None])
        dated = rng.choice([day, day, None])
        reports.append(
            [
                make_claim(kind, report=name, at=0, place=place, day=dated, actor=actor, published=day),
                make_claim(
                    "casualties",
                    report=name,
                    at=40,
                    place=place,
                    day=dated,
                    tolls=[toll(rng.randint(2, 9))],
                    published=day,
                ),
            ]
        )
    return reports


def flat(reports: Iterable[Iterable[Claim]]) -> list[Claim]:
    return [claim for report in reports for claim in report]


def groups(found: Iterable[Grouping]) -> set[tuple[str, ...]]:
    return {group.claims for group in found}


def test_report_by_report_gives_what_a_run_over_all_gives() -> None:
    for seed in range(6):
        reports = case(seed)
        whole = groups(link_all(flat(reports)).groups)
        assert any(len(group) > 2 for group in whole)
        random.Random(seed).shuffle(reports)
        store = Store()
        for report in reports:
            store.add(report)
        assert groups(store.groups.values()) == whole
        assert set(store.links) == {(one.one, one.other) for one in link_all(flat(reports)).links}


def test_people_s_word_counts_report_by_report_too() -> None:
    reports = case(1)
    first = [report[0].id for report in reports]
    rulings = (
        Ruling(kind=RulingKind.TOGETHER, claims=(first[0], first[5])),
        Ruling(kind=RulingKind.APART, claims=(first[1],), others=tuple(first[2:9])),
        Ruling(kind=RulingKind.PIN, claims=(first[3],), incident="kept"),
    )
    store = Store(rulings)
    for report in reports:
        store.add(report)
    whole = link_all(flat(reports), rulings=rulings)
    assert groups(store.groups.values()) == groups(whole.groups)
    assert first[3] in store.groups["kept"].claims


def test_the_order_of_claims_makes_no_difference() -> None:
    claims = flat(case(3))
    expected = link_all(claims)
    for seed in range(4):
        shuffled = list(claims)
        random.Random(seed).shuffle(shuffled)
        assert link_all(shuffled) == expected


def test_only_what_is_touched_is_looked_at() -> None:
    store = Store()
    for report in case(2):
        store.add(report)
    before = dict(store.groups)
    store.asked = 0
    store.add([make_claim("detention", report="new", place="Lestrin", day="2025-01-01", published="2025-01-02")])
    assert store.asked == 0
    assert set(before) <= set(store.groups)


def test_an_incident_keeps_its_id_as_it_grows() -> None:
    first = make_claim("airstrike", report="a")
    former = link_all([first]).groups
    [grown] = link_all([first, make_claim("airstrike", report="b")], former=former).groups
    assert grown.id == former[0].id


def test_of_two_parts_the_larger_keeps_the_id() -> None:
    claims = [make_claim("airstrike", report=name) for name in "abc"]
    former = link_all(claims).groups
    apart = Ruling(kind=RulingKind.APART, claims=(claims[0].id,), others=(claims[1].id, claims[2].id))
    found = {len(group.claims): group.id for group in link_all(claims, former=former, rulings=[apart]).groups}
    assert found[2] == former[0].id
    assert found[1] != former[0].id


def test_a_split_survives_new_reports() -> None:
    one, other = make_claim("airstrike", report="a"), make_claim("airstrike", report="b")
    assert len(incidents([one, other])) == 1
    apart = Ruling(kind=RulingKind.APART, claims=(one.id,), others=(other.id,))
    more = [make_claim("airstrike", report=name) for name in "cdef"]
    for incident in incidents([one, other, *more], rulings=[apart]):
        assert not {one.id, other.id} <= set(incident.claims)


def test_a_split_within_one_report_is_kept() -> None:
    strike = make_claim("airstrike", report="a")
    dead = make_claim("casualties", report="a", at=20, tolls=[toll(3)])
    assert len(incidents([strike, dead])) == 1
    apart = Ruling(kind=RulingKind.APART, claims=(strike.id,), others=(dead.id,))
    assert len(incidents([strike, dead], rulings=[apart])) == 2


def test_a_merge_holds_what_no_score_would() -> None:
    one, other = (
        make_claim("airstrike", report="a"),
        make_claim("shelling", report="b", place="Lestrin", day="2024-03-20"),
    )
    assert len(incidents([one, other])) == 2
    merged = Ruling(kind=RulingKind.TOGETHER, claims=(one.id, other.id))
    assert len(incidents([one, other], rulings=[merged])) == 1


def test_the_newest_word_wins() -> None:
    one, other = make_claim("airstrike", report="a"), make_claim("airstrike", report="b")
    merged = Ruling(kind=RulingKind.TOGETHER, claims=(one.id, other.id))
    apart = Ruling(kind=RulingKind.APART, claims=(one.id,), others=(other.id,))
    assert len(incidents([one, other], rulings=[merged, apart])) == 2
    assert len(incidents([one, other], rulings=[apart, merged])) == 1


def test_a_pinned_claim_gives_its_incident_the_id() -> None:
    one, other = make_claim("airstrike", report="a"), make_claim("airstrike", report="b")
    pin = Ruling(kind=RulingKind.PIN, claims=(one.id,), incident="i-7")
    [incident] = incidents([one, other], rulings=[pin])
    assert incident.id == "i-7"
    assert incident.pinned


def test_a_claim_taken_out_leaves_the_rest_grouped() -> None:
    claims = [make_claim("airstrike", report=name) for name in "abc"]
    linked = link_all(claims)
    left = gists_of(claims[1:])
    found = regroup(Surroundings(gists=left, links=linked.links, groups=linked.groups))
    assert groups(found.groups) == {tuple(sorted(claim.id for claim in claims[1:]))}
    assert found.groups[0].id == linked.groups[0].id


def test_a_new_id_is_none_that_is_in_use() -> None:
    from masudi.corroborate import name_groups

    [plain] = name_groups([("c1",)])
    [other] = name_groups([("c1",)], taken=lambda ids: {plain.id}.intersection(ids))
    [third] = name_groups([("c1",)], taken=lambda ids: {plain.id, other.id}.intersection(ids))
    assert len({plain.id, other.id, third.id}) == 3
