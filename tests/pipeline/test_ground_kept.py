"""What a large case says about ground, and its operations, is kept until something changes. On both databases."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from masudi.casefile import Case
from masudi.casefile.tables import kept
from masudi.errors import CaseError
from masudi.pipeline import decide, ground_kept, incidents
from masudi.pipeline.decide import Person
from masudi.pipeline.ground import Ground, ground_of
from masudi.pipeline.ground_kept import kept_ground_of
from masudi.pipeline.relink import settle
from tests.pipeline.test_ground import DAY, tell
from tests.pipeline.told import store, strike

WHO = Person(name="R. Haddad")


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that what these small cases say counts as much."""
    monkeypatch.setattr(ground_kept, "_MANY", 1)
    monkeypatch.setattr(incidents, "_MANY", 1)


def tell_some(case: Case) -> list[str]:
    later = DAY + datetime.timedelta(days=20)
    return [
        tell(case, 1),
        tell(case, 2, actor="levies", day=later, to=later),
        tell(case, 3, name="Qasr", gazetteer_id="local:qasr"),
        tell(case, 4, name="Qasr", gazetteer_id="local:qasr", actor="levies"),
        tell(case, 5, name=None),
    ]


def names_kept(case: Case) -> list[str]:
    with case._reading() as connection:
        return sorted(connection.execute(kept.select().with_only_columns(kept.c.name)).scalars())


def never(*_: object, **__: object) -> Any:
    raise AssertionError("it was worked out anew")


def same(one: Ground, other: Ground) -> bool:
    days = [DAY + datetime.timedelta(days=number) for number in range(-2, 120)]
    said = [
        (
            [each.on(day) for day in days],
            [[each.at(place, day) for day in days] for place in ("name:tell sarw", "local:qasr", "nowhere")],
            each.history("name:tell sarw"),
            *(getattr(each.ledger, name) for name in ("words", "unused", "sieges", "people", "names")),
            (each.least, each.stale_after, each.rejected, each.made_up),
            each.named("Qasr"),
        )
        for each in (one, other)
    ]
    return said[0] == said[1]


def test_what_is_kept_is_what_was_worked_out(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_some(case)
    mark = case.mark()
    first = kept_ground_of(case)
    assert (names_kept(case), case.mark()) == (["ground"], mark)
    with monkeypatch.context() as patch:
        patch.setattr(ground_kept, "ground_of", never)
        assert same(kept_ground_of(case), first)
        # In another order: what was asked for before has no say.
        again = kept_ground_of(case)
        again.history("local:qasr")
        assert again.on(DAY) == first.on(DAY)
    assert same(first, ground_of(case))
    assert len(first.ledger.unused) == 1


def test_after_a_change_it_is_worked_out_anew(case: Case) -> None:
    ids = tell_some(case)
    changes = (
        lambda: decide.reject(case, ids[0], WHO),
        lambda: decide.undo(case, case.history(ids[0])[-1].sequence, WHO),
        lambda: tell(case, 9, name="Qasr", gazetteer_id="local:qasr", actor="militia"),
        lambda: case.set(WHO.name, stale_days=5),
    )
    for change in changes:
        before = kept_ground_of(case)
        change()
        now = kept_ground_of(case)
        assert not same(now, before)
        assert same(now, ground_of(case))
        assert same(kept_ground_of(case), now)


def test_other_gazetteers_make_another_ground(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_some(case)
    kept_ground_of(case)
    monkeypatch.setattr(ground_kept, "known_sites", dict)
    monkeypatch.setattr(ground_kept, "ground_of", never)
    with pytest.raises(AssertionError):
        kept_ground_of(case)


def test_only_what_is_much_and_by_the_settings_is_kept(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_some(case)
    assert kept_ground_of(case, least=0.95).on(DAY) == ()
    assert kept_ground_of(case, stale_after=1).stale_after == 1
    monkeypatch.setattr(ground_kept, "_MANY", 100)
    kept_ground_of(case)
    assert names_kept(case) == []


def test_who_may_not_write_gets_the_same(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    tell_some(case)

    def refused(*_: object) -> None:
        raise CaseError("x", "may not be written to")

    monkeypatch.setattr(Case, "remember", refused)
    assert same(kept_ground_of(case), ground_of(case))


def test_nothing_of_what_was_erased_is_kept_or_comes_back(case: Case) -> None:
    ids = tell_some(case)
    kept_ground_of(case)
    state = case.state()
    case.redact(ids[0], WHO.name, "asked for")
    assert names_kept(case) == []
    case.remember("ground", state, "", b"worked out before")
    assert names_kept(case) == []


def test_operations_are_kept_until_incidents_are_linked_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    store(case, strike("a"))
    settle(case)
    found = incidents.operations(case)
    assert names_kept(case) == ["operations"]
    with monkeypatch.context() as patch:
        patch.setattr(incidents, "_operations", never)
        assert incidents.operations(case) == found
    case.let_all_wait()
    settle(case)
    monkeypatch.setattr(incidents, "_operations", never)
    with pytest.raises(AssertionError):
        incidents.operations(case)
