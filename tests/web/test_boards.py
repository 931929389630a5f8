"""Boards keep up with what people decide, claim by claim, and are then what reading the case anew would make them."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest

from benchmarks import making
from masudi.casefile import Case
from masudi.domain import Claim, Place
from masudi.domain.case import Retrieval
from masudi.errors import DecisionError
from masudi.export.words import words
from masudi.pipeline import decide, decide_incidents
from masudi.pipeline.relink import settle
from masudi.web import boards as module
from masudi.web.board import STAGES, STATUSES, Board, Stage
from masudi.web.boards import Boards, Snapshot
from masudi.web.reviewing import Decisions
from masudi.web.voices import DID, SUFFERED, Voices

AMAL, BRAM = decide.Person(name="Amal"), decide.Person(name="Bram")


def fill(case: Case, reports: int, seed: int = 3) -> None:
    """Made-up reports, of which several tell of one thing."""
    for reading in making.readings(reports, seed=seed):
        case.store(reading, reading.report.text.encode(), Retrieval(), reader="made")
    settle(case)


def boards_of(case: Case) -> Boards:
    decisions = Decisions(case)

    def board(voices: Voices) -> Board:
        return Board(decisions.all(), case.reports(), words(), {}, voices)

    return Boards(case, decisions, board)


def pairs_of(length: int, pairs: tuple[Any, Any], names: list[str]) -> list[frozenset[str]]:
    found: list[set[str]] = [set() for _ in range(length)]
    for row, id_ in zip(pairs[0].tolist(), pairs[1].tolist(), strict=True):
        assert names[id_] not in found[row], "a pair comes once"
        found[row].add(names[id_])
    return list(map(frozenset, found))


def claims_told(board: Board) -> dict[str, tuple[Any, ...]]:
    """What the columns say of each claim, whatever their numbers."""
    spots, parties = [one.key for one in board.spots], [one.key for one in board.parties]
    voices = board.voices
    places = pairs_of(len(board), (board.place_rows, board.place_ids), spots)
    named = pairs_of(len(board), (board.party_rows, board.party_ids), parties)
    origins = pairs_of(len(board), (voices.origin_rows, voices.origin_ids), [one.key for one in voices.origins])
    roles = {
        role: [frozenset(key for key in parties if row in voices.of_party(key, role)) for row in range(len(board))]
        for role in (DID, SUFFERED)
    }
    return {
        id_: (
            board.kinds[board.kind[row]],
            STATUSES[board.status[row]],
            board.reports[board.report[row]].id,
            board.publishers[board.publisher[row]],
            (int(board.begins[row]), int(board.ends[row])),
            STAGES[board.stage[row]],
            bool(board.two[row]),
            board.doubled.get(id_),
            str(board.confidence[row]),
            places[row],
            named[row],
            origins[row],
            *(of[row] for of in roles.values()),
        )
        for id_, row in board.row_of.items()
    }


def told(snapshot: Snapshot) -> tuple[Any, ...]:
    """What a snapshot says, whatever its numbers: claims, incidents in their order, counts."""
    board = snapshot.incidents
    claims = claims_told(board.board)
    assert list(claims) == list(board.board.ids)
    kinds = pairs_of(len(board), (board.kind_rows, board.kind_ids), list(board.kinds))
    places = pairs_of(len(board), (board.place_rows, board.place_ids), [one.key for one in board.spots])
    named = pairs_of(len(board), (board.party_rows, board.party_ids), [one.key for one in board.parties])
    publishers = pairs_of(len(board), board.of_publishers, list(board.publishers))
    homes: list[set[str]] = [set() for _ in range(len(board))]
    for id_, home in zip(board.board.ids, board.home.tolist(), strict=True):
        if home >= 0:
            homes[home].add(id_)
    columns = (board.status, board.begins, board.ends, board.origins, board.contradicted, board.graded, board.made_up)
    incidents = [
        (id_, *(column[row] for column in columns), kinds[row], places[row], named[row], publishers[row], homes[row])
        for row, id_ in enumerate(board.ids)
    ]
    assert list(board.rows_of(board.ids)) == list(board.ids)
    return claims, incidents, snapshot.summary, snapshot.rejected


def one_of_many(case: Case, rng: random.Random) -> Callable[[], object]:
    """A decision as people take them: mostly on claims, now and then on incidents."""
    by = rng.choice([AMAL, BRAM])
    found = rng.choice(list(case.claims()))
    claim = found.claim
    incident = rng.choice(case.incidents())
    mine = [one.sequence for one in case.decisions() if one.action in ("accept", "reject", "correct", "grade", "undo")]
    choices: list[Callable[[], object]] = [
        lambda: decide.accept(case, claim.id, by),
        lambda: decide.reject(case, claim.id, by),
        lambda: decide.correct(case, claim.id, "status", rng.choice(["possible", "denied", "asserted"]), by),
        lambda: decide.correct(case, claim.id, "kind", rng.choice(["shelling", "attack", "casualties"]), by),
        lambda: decide.correct(case, claim.id, "place", _elsewhere(claim), by),
        lambda: decide.correct(case, claim.id, "actor", [], by),
        lambda: decide.undo(case, rng.choice(mine), by),
        lambda: _added(case, claim, found.report_id, by),
        lambda: decide_incidents.split(case, incident.incident.id, [incident.incident.claims[0]], by),
        lambda: decide_incidents.merge(case, incident.incident.id, rng.choice(case.incidents()).incident.id, by),
        lambda: decide_incidents.grade(case, incident.incident.id, "admiralty", ["B", "2"], by),
    ]
    return rng.choices(choices, weights=[4, 3, 2, 2, 1, 1, 4, 1, 1, 1, 1])[0]


def _elsewhere(claim: Claim) -> list[dict[str, Any]]:
    place = {"name": "Elsewhere", "lat": 35.0, "lon": 40.0, "gazetteer_id": None, "within": None}
    fields = {name: getattr(claim.place[0], name) for name in ("start", "end", "text")} if claim.place else {}
    return [fields | place] if fields else []


def _added(case: Case, claim: Claim, report: str, by: decide.Person) -> object:
    first = {name: getattr(claim.mentions[0], name) for name in ("start", "end", "text")}
    return decide.add_claim(case, report, {"kind": "displacement", "mentions": [first]}, by)


def test_after_any_decisions_boards_are_what_reading_anew_would_make(case: Case) -> None:
    fill(case, reports=6)
    boards, rng, taken = boards_of(case), random.Random(7), 0
    assert len({len(one) for one in told(boards.now)[1]}) == 1
    for step in range(64):
        try:
            one_of_many(case, rng)()
        except (DecisionError, IndexError):
            continue
        taken += 1
        boards.decided()
        known = boards._known
        if step % 9 == 0 or known.stale:
            anew = boards_of(case)._known
            if known.stale:
                # What is not so simple is read anew with the next page.
                known = boards.now
                assert not known.stale
            assert told(known) == told(anew)
    settle(case)
    boards.decided()
    assert told(boards.now) == told(boards_of(case)._known)
    assert taken > 40


def test_what_pages_look_at_is_not_changed_under_them(case: Case) -> None:
    fill(case, reports=4)
    boards = boards_of(case)
    before = boards.now
    as_told = told(before)
    for one in list(case.claims())[:6]:
        decide.reject(case, one.claim.id, AMAL)
    boards.decided()
    assert told(before) == as_told
    assert boards.now.summary.claims == before.summary.claims - 6


def test_a_decision_takes_nothing_else_in_anew(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading a large case takes seconds, and with twenty people at work there is a decision in every second."""
    fill(case, reports=4)
    monkeypatch.setattr(module, "LARGE", 1)
    boards = boards_of(case)
    found = next(one for one in case.claims() if one.claim.kind == "shelling")

    def refused() -> Any:
        raise AssertionError("the case was read anew")

    monkeypatch.setattr(boards, "_read", refused)
    decide.accept(case, found.claim.id, AMAL)
    boards.decided()
    board = boards.now.incidents.board
    assert STAGES[board.stage[board.row_of[found.claim.id]]] in (Stage.ACCEPTED, Stage.HALF)
    assert not boards.now.stale


def test_what_others_change_is_read_anew_and_decisions_are_shown_meanwhile(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(case, reports=4)
    monkeypatch.setattr(module, "LARGE", 1)
    boards = boards_of(case)
    go, read = threading.Event(), boards._read

    def slowly() -> Snapshot:
        found = read()
        assert go.wait(20)
        return found

    monkeypatch.setattr(boards, "_read", slowly)
    some = [one for one in case.claims() if one.claim.place][:2]
    decide.pin_place(case, some[0].claim.place[0].text, AMAL, point=(35.0, 40.0))
    boards.renew()
    assert boards.now.stale, "the page is not kept waiting"
    decide.accept(case, some[1].claim.id, AMAL)
    boards.decided()
    stage = boards.now.incidents.board.stage[boards.now.incidents.board.row_of[some[1].claim.id]]
    assert STAGES[stage] in (Stage.ACCEPTED, Stage.HALF)
    go.set()
    for _ in range(200):
        if not boards._known.stale:
            break
        threading.Event().wait(0.05)
    assert told(boards._known) == told(boards_of(case)._known)
    assert isinstance(some[0].claim.place[0], Place)


def test_what_is_decided_while_a_case_is_counted_is_counted_once(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(case, reports=4)
    one, other, *_ = list(case.claims())
    rejections, waiting = case.rejections, [one, other]

    def meanwhile() -> int:
        found = rejections()
        if waiting:
            decide.reject(case, waiting.pop().claim.id, AMAL)
        return found

    monkeypatch.setattr(case, "rejections", meanwhile)
    boards = boards_of(case)
    assert not waiting
    boards.decided()
    assert told(boards._known) == told(boards_of(case)._known)
