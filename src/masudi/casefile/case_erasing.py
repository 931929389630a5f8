"""What a case that is open does to erase."""

from __future__ import annotations

import datetime
from pathlib import Path

from masudi.casefile import erasing, naming, purging, reports, settings
from masudi.casefile.case_open import CaseOpen
from masudi.casefile.decisions import Signer
from masudi.domain import Report
from masudi.domain.case import Decision, ReportSummary
from masudi.errors import UsageError


class CaseErasing(CaseOpen):
    """The part of `masudi.casefile.Case` that has to do with erasing."""

    def erased(self, report: Report) -> bool:
        """Whether this report, or another one of the same bytes or text, was erased from the case."""
        with self._reading() as connection:
            return erasing.erased(report, erasing.erasures(connection)) is not None

    def redact(self, id_: str, person: str, why: str, *, signer: Signer | None = None) -> Decision:
        """Erase a report with its claims, a claim, or the name of a victim ("victim:" and its number).

        The hashes, the reason and `person` stay in the log, the decisions on what was erased lose their content. Until
        `purge`, the words may still stand in free pages and backups.
        """
        with self._writing() as connection:
            done = erasing.erase_report(connection, id_, person, why, signer)
            done = done or erasing.erase_claim(connection, id_, person, why, signer)
            done = done or naming.erase_victim(connection, id_, person, why, signer)
        if done is None:
            raise UsageError(f"there is no report, claim or victim {id_} in {self.where}")
        return done

    def redact_name(self, name: str, person: str, why: str, *, signer: Signer | None = None) -> Decision:
        """Take a name out of all that the case holds; see `redact`. Every offset still holds."""
        with self._writing() as connection:
            return naming.erase_name(connection, name, None, person, why, signer)

    def purge(self) -> list[Path]:
        """Overwrite what the database keeps of what was erased, and remove our backups that hold it: these."""
        return purging.purge(self._engine, self.where)

    def erasing(self) -> bool:
        """Whether something was erased and `purge` has not been through since."""
        with self._reading() as connection:
            return settings.erasing(connection)

    def due(self, day: datetime.date) -> list[ReportSummary]:
        """The reports whose time in the case is over on `day`, by its settings."""
        with self._reading() as connection:
            return list(reports.due(connection, settings.load(connection), day))
