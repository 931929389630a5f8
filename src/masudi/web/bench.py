"""What all pages of one running workbench share: the case, its board, words, visitors, templates."""

from __future__ import annotations

from collections.abc import Mapping

from masudi.casefile import Case
from masudi.domain.case import CaseSummary
from masudi.domain.incident import Operation
from masudi.export.words import Words, words
from masudi.pipeline.ground import Grounds, known_links
from masudi.pipeline.incidents import operations
from masudi.resolve.actor_files import load_actors
from masudi.resolve.links import Links
from masudi.web.access import Visitors
from masudi.web.adding import Uploads
from masudi.web.beside import Tell, beside
from masudi.web.board import Board
from masudi.web.boards import LARGE, Boards
from masudi.web.briefs import Briefs
from masudi.web.incident_board import IncidentBoard
from masudi.web.kept import Kept
from masudi.web.land import Land
from masudi.web.pinning import Pins
from masudi.web.reviewing import Decisions
from masudi.web.voices import Voices


def _operations(case: Case, _: Tell) -> tuple[Operation, ...]:
    """For a process beside this one."""
    return operations(case)


class Bench:
    """One case, as the pages see it. `links` are the ways between places (None: the packaged ones).

    `where` is where another process can open the whole case; None where there is no such place, or only a part is seen.
    """

    def __init__(self, case: Case, visitors: Visitors, *, links: Links | None = None, where: str | None = None) -> None:
        self.case, self.visitors, self._where = case, visitors, where
        self._links = links
        self.words: Words = words()
        self.actors: Mapping[str, str] = {one.name: one.label for one in load_actors()}
        self.uploads = Uploads(case)
        self.decisions = Decisions(case)
        self.pins = Pins(case, self.decisions.deciding)
        self._boards = Boards(case, self.decisions, self._board)
        self._grounds = Grounds()
        self.briefs = Briefs(case, lambda: self._small, where)
        self._land = Kept(self._surveyed, case.mark)
        self._operations = Kept(self._operated, case.state)
        if not self._small:
            # Begun at once, so that it is there when somebody asks.
            self._land.now(wait=False)
            self._operations.now(wait=False)

    def apart(self, case: Case) -> Bench:
        """A bench on `case`, which is a part of this one's, for others; who decides waits in the same line.

        What is worked out for it is by this process alone: another one would open the whole case.
        """
        made = Bench(case, self.visitors, links=self._links)
        made.uploads, made.pins = self.uploads, self.pins
        made.decisions.deciding = self.decisions.deciding
        return made

    def _board(self, voices: Voices) -> Board:
        return Board(self.decisions.all(), self.case.reports(), self.words, self.actors, voices)

    @property
    def board(self) -> Board:
        """The claims in columns; a change that somebody else made shows up within some seconds."""
        return self._boards.now.incidents.board

    @property
    def incidents(self) -> IncidentBoard:
        """The incidents in columns, on the same terms, with the board of their claims."""
        return self._boards.now.incidents

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
        return Land(self._grounds.of(self.case), self.board.spots, self.label)

    def _operated(self) -> tuple[Operation, ...]:
        if self._where is None or self._small:
            return operations(self.case)
        return beside(self._where, _operations)

    def label(self, party: str) -> str:
        """A party in words: an actor's name, its coarse label, else as it is."""
        return self.actors.get(party) or self.words.entity(party) or party

    @property
    def _small(self) -> bool:
        """Whether the case is so small that a page may wait for what is worked out from all of it."""
        return self._boards.known.summary.claims < LARGE

    @property
    def summary(self) -> CaseSummary:
        """What the case holds, counted, as of the board."""
        return self._boards.now.summary

    def reprints(self) -> Mapping[str, str]:
        """For each report (its id) that prints a text that others print, the id of the group."""
        return self._boards.now.reprints

    def renew(self) -> None:
        """Look at the case again with the next page."""
        self._boards.renew()

    def decided(self) -> None:
        """Let the board show at once what people have decided."""
        self._boards.decided()
