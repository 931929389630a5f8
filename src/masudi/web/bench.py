"""What all pages of one running workbench share: the case, its board, words, visitors, templates."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping

from masudi.casefile import Case
from masudi.corroborate.origins import Accounts
from masudi.corroborate.rules import load_rules
from masudi.domain.case import CaseSummary
from masudi.domain.incident import Operation
from masudi.export.words import Words, words
from masudi.pipeline.ground import ground_of, known_links
from masudi.pipeline.incidents import operations
from masudi.pipeline.relink import alignments, first_prints
from masudi.resolve.actor_files import load_actors
from masudi.resolve.links import Links
from masudi.review import Review
from masudi.web.access import Visitors
from masudi.web.adding import Uploads
from masudi.web.board import Board
from masudi.web.incident_board import IncidentBoard
from masudi.web.kept import Kept
from masudi.web.land import Land
from masudi.web.pinning import Pins
from masudi.web.reviewing import Decisions
from masudi.web.voices import Voices

_log = logging.getLogger(__name__)

# The board is looked at again at most so often, in seconds: others may add to the case meanwhile.
_FRESH = 2.0


class Bench:
    """One case, as the pages see it. `links` are the ways between places (None: the packaged ones)."""

    def __init__(self, case: Case, visitors: Visitors, *, links: Links | None = None) -> None:
        self.case, self.visitors = case, visitors
        self._links = links
        self.words: Words = words()
        self.actors: Mapping[str, str] = {one.name: one.label for one in load_actors()}
        self.uploads = Uploads(case)
        self.decisions = Decisions(case)
        self.pins = Pins(case, self.decisions.deciding)
        self._lock = threading.Lock()
        self._looked = 0.0
        self._renewing = False
        self._summary, self._incidents = self._read()
        self._land = Kept(self._surveyed, case.mark)
        self._operations = Kept(lambda: operations(case), lambda: case.mark() + case.incidents_mark())
        if not self._small:
            # Begun at once, so that it is there when somebody asks.
            self._land.now(wait=False)
            self._operations.now(wait=False)

    def apart(self, case: Case) -> Bench:
        """A bench on `case`, which is a part of this one's, for others; who decides waits in the same line."""
        made = Bench(case, self.visitors, links=self._links)
        made.uploads, made.pins = self.uploads, self.pins
        made.decisions.deciding = self.decisions.deciding
        return made

    @property
    def board(self) -> Board:
        """The claims in columns; a change that somebody else made shows up within some seconds."""
        self._look()
        return self._incidents.board

    @property
    def incidents(self) -> IncidentBoard:
        """The incidents in columns, on the same terms, with the board of their claims."""
        self._look()
        return self._incidents

    @property
    def links(self) -> Links:
        """The ways between places; KnowledgeError where they are damaged."""
        return known_links() if self._links is None else self._links

    def land(self) -> Land | None:
        """What the claims say about ground; None while it is worked out for the first time, in a large case."""
        return self.land_now()[0]

    def land_now(self) -> tuple[Land | None, bool]:
        """As `land`, and whether it is of the case as it is, with the newest changes."""
        return self._land.look(wait=self._small)

    def operations(self) -> tuple[Operation, ...] | None:
        """The operations, on the same terms as the ground."""
        return self._operations.now(wait=self._small)

    def _surveyed(self) -> Land:
        return Land(ground_of(self.case), self._incidents.board.spots, self.label)

    def label(self, party: str) -> str:
        """A party in words: an actor's name, its coarse label, else as it is."""
        return self.actors.get(party) or self.words.entity(party) or party

    @property
    def _small(self) -> bool:
        """Whether the case is so small that a page may wait for what is worked out from all of it."""
        return self._summary.claims < 5_000

    @property
    def summary(self) -> CaseSummary:
        """What the case holds, counted, as of the board."""
        return self._summary

    def reprints(self) -> Mapping[str, str]:
        """For each report (its id) that prints a text that others print, the id of the group."""
        return self._reprints

    def _look(self) -> None:
        """Renew the board where the case has changed: at once where it is small, else beside the pages."""
        with self._lock:
            if self._renewing or time.monotonic() - self._looked < _FRESH:
                return
            self._looked = time.monotonic()
            summary = self.case.summary()
            if _state(summary) == _state(self._summary) and self.case.incidents_mark() == self._linked:
                return
            self._renewing = True
        if summary.claims < 5_000:
            self._renew()
        else:
            threading.Thread(target=self._renew, daemon=True).start()

    def renew(self) -> None:
        """Look at the case again with the next page."""
        self._looked = 0.0

    def mark(self, review: Review) -> None:
        """Let the board show at once how far people are with a claim; what they corrected follows."""
        self._incidents.board.mark(review)
        self.renew()

    def _renew(self) -> None:
        try:
            self._summary, self._incidents = self._read()
        except Exception:
            _log.exception("the case could not be looked at again; pages show it as it was")
        finally:
            self._renewing = False

    def _read(self) -> tuple[CaseSummary, IncidentBoard]:
        summary = self.case.summary()
        self._linked = self.case.incidents_mark()
        self.decisions.follow()
        self._reprints = self.case.reprint_groups()
        accounts = Accounts(load_rules(), alignments(), first_prints(self.case.prints()))
        board = Board(self.decisions.all(), self.case.reports(), self.words, self.actors, Voices(accounts))
        return summary, IncidentBoard(board, self.case.incident_outlines())


def _state(summary: CaseSummary) -> tuple[object, ...]:
    return summary.reports, summary.older_versions, summary.claims, summary.head
