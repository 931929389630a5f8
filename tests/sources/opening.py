"""What tests of formats share: bytes opened under a name, and their reports or faults."""

from __future__ import annotations

from masudi.errors import ReportError
from masudi.sources import Columns, Opened, Opening, Retrieved, open_file, reopen

SALT = Opening(salt="words that nobody guesses")


def found(data: bytes, name: str, opening: Opening = SALT) -> list[Opened | ReportError]:
    """All that a file of this name holds."""
    return list(open_file(Retrieved(name=name.rpartition(".")[0], path=f"in/{name}", data=data), opening))


def opened(data: bytes, name: str, opening: Opening = SALT) -> list[Opened]:
    """Its reports, of which each is read again from its own bytes as it was read from the file."""
    reports = []
    for one in found(data, name, opening):
        assert isinstance(one, Opened), one
        columns = Columns(**dict(one.retrieval.columns))
        again = reopen(one.data, one.retrieval.extractor, name="again", opening=Opening(columns=columns))
        assert (again.text, again.ways) == (one.report.text, one.report.ways)
        assert again.sha256_bytes == one.report.sha256_bytes
        for field in ("title", "source", "published", "language"):
            assert getattr(again, field) in (None, getattr(one.report, field))
        reports.append(one)
    return reports


def fault(data: bytes, name: str, opening: Opening = SALT) -> str:
    """What is wrong with a file that gives no report."""
    (one,) = found(data, name, opening)
    assert isinstance(one, ReportError), one
    return str(one)
