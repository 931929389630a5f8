"""The boards of a case that people work on: read once, and kept up with what they decide, claim by claim.

What changes otherwise (reports that were added, a place that was pinned) is read anew as a whole: at once where the
case is small, else beside the pages, which show it as it was meanwhile.
"""

from __future__ import annotations

import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec

from masudi.casefile import Case
from masudi.corroborate.origins import Accounts
from masudi.corroborate.rules import load_rules
from masudi.domain import Action
from masudi.domain.case import CaseSummary, Decision
from masudi.errors import CaseError
from masudi.pipeline.relink import alignments, first_prints
from masudi.review import Review
from masudi.web.board import Board
from masudi.web.incident_board import IncidentBoard, by_days
from masudi.web.reviewing import Decisions
from masudi.web.voices import Voices

_log = logging.getLogger(__name__)

# Whether somebody has changed the case is looked at so often, in seconds: others may add to it meanwhile.
_FRESH = 2.0
# After a large case was read anew, it is not again for so many times as long as that took: pages have the processor.
_REST = 3.0
# The counts of a case are looked at so often at most until nothing was decided meanwhile.
_LOOKS = 20
# From so many claims on, no page waits while a case is read anew.
LARGE = 5_000
# So many incidents that were linked anew are put among the others; where there are more, all are read.
_SOME = 500

# What of the log changes no board, what changes one claim, and what an incident.
_NOTHING = (Action.ENROL, Action.SAME_PERSON, Action.SPLIT, Action.MERGE, Action.PIN)
_ONE_CLAIM = (Action.ACCEPT, Action.REJECT, Action.CORRECT, Action.ADD)


class Snapshot(msgspec.Struct, frozen=True, kw_only=True):
    """A case at one moment: the board of its incidents, with that of its claims, and what it holds, counted.

    `reprints`: see `Case.reprint_groups`. `log` is the number of the last decision that is in it, `since` and `linked`
    are the marks (`Case.since`, `Case.incidents_mark`) of what else is, `made` is when its last incident was made,
    `rejected` how many claims people had rejected. `stale`: something has changed that is in no such way in it.
    """

    incidents: IncidentBoard
    summary: CaseSummary
    reprints: Mapping[str, str]
    since: str
    log: int
    linked: str
    made: datetime.datetime | None
    rejected: int
    stale: bool = False


class Boards:
    """Gives the boards of `case` as it is, or was some seconds ago; safe for threads.

    `fill` makes the board of claims; the decisions on these are those of `decisions`.
    """

    def __init__(self, case: Case, decisions: Decisions, fill: Callable[[Voices], Board]) -> None:
        self._case, self._decisions, self._fill = case, decisions, fill
        self._lock = threading.Lock()
        self._reading = False
        self._looked = self._rested = 0.0
        self._known = self._read()

    @property
    def known(self) -> Snapshot:
        """The case as it was when it was last looked at."""
        return self._known

    @property
    def now(self) -> Snapshot:
        """The case; a change that somebody else made shows up within some seconds."""
        if time.monotonic() - self._looked >= _FRESH and self._lock.acquire(blocking=False):
            try:
                self._looked = time.monotonic()
                self._known = self._followed(self._known)
                anew = self._known.stale and not self._reading and time.monotonic() >= self._rested
                self._reading |= anew
            finally:
                self._lock.release()
            if anew and self._known.summary.claims < LARGE:
                self._read_anew()
            elif anew:
                threading.Thread(target=self._read_anew, daemon=True).start()
        return self._known

    def renew(self) -> None:
        """Look at the case again with the next page."""
        self._looked = self._rested = 0.0

    def decided(self) -> None:
        """Take in what people have decided by now; what else has changed is looked at with the next page."""
        try:
            with self._lock:
                self._known = self._followed(self._known)
        except CaseError:
            # What was decided is in the log: whoever decided must not be told that it was refused.
            _log.exception("the case could not be looked at again; pages show it as it was")
        self.renew()

    def _read_anew(self) -> None:
        began = time.monotonic()
        try:
            known = self._read()
            with self._lock:
                # With what people decided while it was read: nobody sees it without.
                self._known = self._followed(known)
        except Exception:
            _log.exception("the case could not be looked at again; pages show it as it was")
        finally:
            self._rested = time.monotonic() + _REST * (time.monotonic() - began)
            self._reading = False

    def _read(self) -> Snapshot:
        # The marks before what they are of: what changes while it is read is looked at again.
        case = self._case
        (since, log), rejected, summary = self._counts()
        linked, made = case.incidents_mark(), case.incidents_made()
        self._decisions.follow()
        board = self._fill(Voices(Accounts(load_rules(), alignments(), first_prints(case.prints()))))
        return Snapshot(
            incidents=IncidentBoard(board, case.incident_outlines()),
            summary=summary,
            reprints=case.reprint_groups(),
            since=since,
            log=log,
            linked=linked,
            made=made,
            rejected=rejected,
        )

    def _counts(self) -> tuple[tuple[str, int], int, CaseSummary]:
        """The marks of the case, the number of rejections and its summary, all three of one moment.

        A decision made between them would be counted once here and once more when it is followed. Where people decide
        so fast that no moment is quiet, the last look stands: no page waits for a number.
        """
        for _ in range(_LOOKS):
            _, since, log = self._case.since()
            rejected, summary = self._case.rejections(), self._case.summary()
            if self._case.since()[1:] == (since, log):
                break
        return (since, log), rejected, summary

    # What people decide is followed, one by one

    def _followed(self, before: Snapshot) -> Snapshot:
        """The case with the decisions that there are since, and with what was linked by them."""
        case = self._case
        (_, since, log), linked = case.since(), case.incidents_mark()
        if (since, log, linked) == (before.since, before.log, before.linked):
            return before
        entries = list(case.decisions(after=before.log))
        self._decisions.follow()
        claims, incidents, more = self._touched(entries, before.incidents)
        reviews, unknown = self._reviews(claims, before.incidents.board)
        board = before.incidents.board.updated(reviews) if reviews else before.incidents.board
        linked_now = case.incidents_made_since(before.made) if linked != before.linked else {}
        too_many = len(linked_now) > _SOME
        if too_many or not (linked_now or incidents or linked != before.linked):
            shown = before.incidents.updated(board, (), ())
        else:
            shown = self._incidents(before.incidents, board, {*linked_now, *incidents}, claims)
        rejected = case.rejections()
        return msgspec.structs.replace(
            before,
            incidents=shown,
            summary=_counted(
                before.summary, entries, before.rejected - rejected, len(board) - len(before.incidents.board)
            ),
            log=max([before.log, *(one.sequence for one in entries)]),
            linked=linked,
            made=max(linked_now.values(), default=before.made),
            rejected=rejected,
            stale=before.stale or more or unknown or too_many or since != before.since,
        )

    def _touched(self, entries: Iterable[Decision], before: IncidentBoard) -> tuple[list[str], set[str], bool]:
        """The claims that some entries of the log are about, the incidents, and whether they are about more."""
        claims: dict[str, None] = {}
        incidents: set[str] = set()
        more = False
        for entry in entries:
            cause = entry
            while cause.action == Action.UNDO and cause.payload is not None:
                cause = self._case.decision(cause.payload["sequence"])
            if cause.action in _ONE_CLAIM and (entry is cause or cause.action != Action.ADD):
                claims[cause.subject] = None
            elif cause.action == Action.GRADE:
                incidents.add(cause.subject)
                its = (cause.payload or {}).get("claims", ())
                incidents.update(filter(None, map(before.of_claim, its)))
            elif cause.action not in _NOTHING:
                more = True
        return list(claims), incidents, more

    def _reviews(self, ids: Sequence[str], board: Board) -> tuple[list[tuple[str, Review]], bool]:
        """These claims as all find them, each with its report; and whether there are some that are not so simple."""
        found = [one for one in self._case.with_ids(ids) if one.current]
        known = {one.claim.id for one in found}
        unknown = any(id_ not in known and id_ in board.row_of for id_ in ids)
        unknown = unknown or any(board.report_number(one.report_id) is None for one in found)
        return [(one.report_id, self._decisions.review(one, None)) for one in found], unknown

    def _incidents(
        self, before: IncidentBoard, board: Board, changed: Iterable[str], claims: Iterable[str]
    ) -> IncidentBoard:
        """The incidents with those that changed as they are now, without those that ended.

        The claims of one that ended are in others now, which changed, or people decided on them (`claims`).
        """
        found = self._case.incidents_outlined(changed)
        its = {claim for one in found for claim in one.claims} | set(claims)
        left = {id_ for id_ in map(before.of_claim, its) if id_} - {one.id for one in found} | set(changed)
        gone = left - {one.id for one in found} - {one.id for one in self._case.incidents_outlined(left)}
        return before.updated(board, gone, sorted(found, key=by_days))


def _counted(before: CaseSummary, entries: Sequence[Decision], taken_back: int, added: int) -> CaseSummary:
    """What the case holds after some decisions, by which so many rejections were taken back and claims added."""
    if not entries:
        return before
    return msgspec.structs.replace(
        before,
        claims=before.claims + taken_back + added,
        decisions=before.decisions + len(entries),
        head=entries[-1].hash,
    )
