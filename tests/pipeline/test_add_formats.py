"""Every format end to end: added to a case, kept with what came with it, checked, read again, erased."""

from __future__ import annotations

import datetime
import hashlib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update

from masudi.casefile import Case
from masudi.casefile.tables import originals, reports
from masudi.domain import Claim, Report
from masudi.domain.case import StoredReport
from masudi.pipeline import Added, Adding, Outcome, add
from masudi.pipeline.verify import verify
from masudi.sources import Limits, Opening, Retrieved, find_reports, parse_columns
from masudi.sources.formats import Format, formats
from tests.conftest import build_claim
from tests.sources.files import (
    ARABIC,
    FIRST,
    SECOND,
    archive,
    docx,
    eml,
    page,
    parquet,
    pdf,
    scan,
    table,
    telegram,
    warc,
)

URL = "https://monitor.example/guns"
# A file of each format, and how many reports there are in it.
FILES: dict[str, tuple[bytes, int]] = {
    "a.txt": (FIRST.encode(), 1),
    "b.html": (page(FIRST, SECOND, ARABIC), 1),
    "c.pdf": (pdf([FIRST], [SECOND]), 1),
    "d.docx": (docx([FIRST, SECOND, ARABIC]), 1),
    "e.eml": (eml(FIRST, attached={"x\u202e.jpg": b"pixels"}), 1),
    "f.warc.gz": (warc((URL, "text/html", page(FIRST, SECOND))), 1),
    "g.wacz": (archive({"archive/a.warc": warc((f"{URL}/2", "text/html", page(SECOND, FIRST)), gzip=False)}), 1),
    "result.json": (telegram([{"id": 1, "text": FIRST}, {"id": 2, "text": ARABIC}]), 2),
    "h.chat.txt": (f"13/03/2024, 10:15 - Amal Sarw: {FIRST}\n".encode(), 1),
    "i.csv": (table([["body", "date"], [FIRST, "2024-03-04"], [SECOND, "2024-03-05"]]), 2),
    "j.jsonl": (f'{{"text": "{FIRST}"}}\n{{"text": "{SECOND}", "title": "T"}}\n'.encode(), 2),
    "k.parquet": (parquet({"text": [FIRST, ARABIC], "published": [datetime.date(2024, 3, 4), None]}), 2),
    "l.zip": (archive({"x/m.pdf": pdf([SECOND, FIRST]), "n.txt": SECOND}), 2),
}


def coder(report: Report) -> tuple[Claim, ...]:
    """A stand-in: a claim at the last word of the text that is longer than five letters."""
    return (build_claim(report, trigger=next(word for word in reversed(report.text.split()) if len(word) > 5)),)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (data, _) in FILES.items():
        (folder / name).write_bytes(data)
    return folder


def run(case: Case, *found: Path | Retrieved, how: Adding | None = None) -> list[Added]:
    coming: list[Any] = []
    for one in found:
        coming += find_reports(one) if isinstance(one, Path) else [one]
    return list(add(coming, case, how, coder=coder))


def stored(case: Case, added: Added) -> StoredReport:
    assert added.id is not None, added
    return case.report(added.id)


def test_every_format_is_here() -> None:
    extractors = {one.name for one in formats()}
    assert len(extractors) == len(FILES)


def test_all_formats_are_added_kept_and_checked(case: Case, folder: Path) -> None:
    added = run(case, folder, how=Adding(collector="C. Oll"))
    assert {one.outcome for one in added} == {Outcome.ADDED}
    assert len(added) == sum(count for _, count in FILES.values())
    for one in added:
        kept = stored(case, one)
        data = case.original(kept.id)
        assert hashlib.sha256(data).hexdigest() == kept.report.sha256_bytes
        assert kept.retrieval.collector == "C. Oll"
        for claim in kept.claims:
            assert kept.report.text[claim.mentions[0].start : claim.mentions[0].end] == claim.mentions[0].text
    unread: list[str] = []
    assert list(verify(case, unread=unread)) == []
    assert unread == []
    # Again, nothing is new: the pseudonyms are those of the case.
    assert {one.outcome for one in run(case, folder)} == {Outcome.KNOWN}


def test_what_came_with_the_bytes_is_kept(case: Case, folder: Path) -> None:
    added = {Path(one.path).name: stored(case, one) for one in run(case, folder)}
    of_page = added["guns"]
    assert of_page.report.url == URL
    assert of_page.retrieval.at == datetime.datetime(2024, 3, 5, 6, 7, 8, tzinfo=datetime.UTC)
    assert of_page.retrieval.media_type == "text/html"
    assert ("ETag", '"a"') in of_page.retrieval.headers
    assert [one.name for one in of_page.retrieval.within] == ["f.warc.gz"]
    of_pdf = added["c.pdf"]
    assert [way.page for way in of_pdf.report.ways] == [1, 2]
    assert of_pdf.claims[0].mentions[0].text == "hospital"
    way = of_pdf.report.way_at(of_pdf.claims[0].mentions[0].start)
    assert way is not None
    assert way.words == "page 2"
    (attached,) = added["e.eml"].retrieval.attachments
    assert (attached.name, attached.size) == ("x\u202e.jpg", 6)
    row = added["i.csv#row 3"].retrieval
    assert (row.part, dict(row.columns)["text"]) == ("row 3", "body")


def test_senders_are_pseudonyms_everywhere_in_the_case(case: Case, folder: Path) -> None:
    added = run(case, folder / "result.json", folder / "h.chat.txt")
    for one in added:
        kept = stored(case, one)
        assert (kept.report.source or "").startswith("sender-")
        whole = msgspec.json.encode(kept).decode() + case.original(kept.id).decode()
        assert "Amal" not in whole
        assert "user77" not in whole
    named = run(case, folder / "h.chat.txt", how=Adding(opening=Opening(name_senders=True)))
    assert stored(case, named[0]).report.source == "Amal Sarw (WhatsApp)"


def test_columns_of_a_call_are_those_that_are_checked(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table([["body", "story", "title"], ["x", FIRST, "T"], ["y", SECOND, "T"]]))
    how = Adding(opening=Opening(columns=parse_columns("text=story,title=")))
    first, _ = run(case, path, how=how)
    assert (stored(case, first).report.text, stored(case, first).report.title) == (FIRST, None)
    assert list(verify(case)) == []


def test_a_page_that_was_fetched_keeps_its_address_and_headers(case: Case) -> None:
    at = datetime.datetime(2024, 3, 9, 1, 2, 3, tzinfo=datetime.UTC)
    head = '<link rel="canonical" href="https://elsewhere.example/">'
    file = Retrieved(
        name="guns",
        path=URL,
        data=page(FIRST, SECOND, head=head),
        url=URL,
        media_type="text/html",
        headers=(("Last-Modified", "Mon, 04 Mar 2024 10:00:00 GMT"),),
        at=at,
    )
    (added,) = run(case, file)
    kept = stored(case, added)
    assert (kept.report.url, kept.retrieval.at, kept.retrieval.retrieved) == (URL, at, at.date())
    assert kept.retrieval.headers == file.headers
    assert list(verify(case)) == []


def test_what_cannot_be_read_is_kept_as_a_failure_and_the_rest_is_added(case: Case, tmp_path: Path) -> None:
    files = {"a.pdf": scan(), "b.txt": FIRST.encode(), "c.zip": archive({"d.pdf": scan(), "e.txt": SECOND})}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    added = run(case, tmp_path)
    assert [str(one.outcome) for one in added] == ["failed", "added", "failed", "added"]
    assert [Path(one.path).name for one in case.failures()] == ["a.pdf", "d.pdf"]
    (tmp_path / "a.pdf").write_bytes(pdf([FIRST]))
    run(case, tmp_path / "a.pdf")
    assert [Path(one.path).name for one in case.failures()] == ["d.pdf"]


def test_a_table_that_is_understood_after_all_is_no_failure_any_more(case: Case, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(table([["story"], [FIRST], [SECOND]]))
    assert [one.outcome for one in run(case, path)] == [Outcome.FAILED]
    assert [one.path for one in case.failures()] == [str(path)]
    how = Adding(opening=Opening(columns=parse_columns("text=story")))
    assert [one.outcome for one in run(case, path, how=how)] == [Outcome.ADDED, Outcome.ADDED]
    assert case.failures() == []


@pytest.mark.parametrize("data", [b"hang", b"crash", b"eat"])
def test_a_parser_that_goes_wrong_costs_its_own_file(
    case: Case, folder: Path, data: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masudi.sources import formats as module
    from tests.sources.misbehaving import FORMAT

    known: tuple[Format, ...] = (FORMAT, *formats())
    monkeypatch.setattr(module, "formats", lambda: known)
    (folder / "aa.bad").write_bytes(data)
    how = Adding(opening=Opening(limits=Limits(seconds=10, memory=600 << 20)))
    added = run(case, folder / "aa.bad", folder / "c.pdf", how=how)
    assert [str(one.outcome) for one in added if "aa.bad" not in one.path] == ["added"]
    assert [str(one.outcome) for one in added if one.path.endswith("aa.bad")] == ["failed"]


def test_bytes_and_texts_that_were_altered_are_found(case: Case, folder: Path) -> None:
    (added,) = run(case, folder / "d.docx")
    with case._writing() as connection:
        row = connection.execute(select(reports.c.row)).scalar_one()
        connection.execute(update(originals).where(originals.c.report == row).values(data=docx([FIRST, "Nothing."])))
    problems = {one.problem for one in verify(case)}
    assert "its bytes are not those of their SHA-256" in problems
    assert "its text is not what is read from its bytes" in problems
    assert added.id is not None


def test_of_another_extractor_the_hash_of_the_text_is_checked_alone(case: Case, folder: Path) -> None:
    (added,) = run(case, folder / "d.docx")
    with case._writing() as connection:
        connection.execute(update(reports).values(extractor_version="0.0 (python-docx 0)"))
    unread: list[str] = []
    assert list(verify(case, unread=unread)) == []
    assert unread == [added.id]
    with case._writing() as connection:
        connection.execute(update(reports).values(text="Something else."))
    assert any("its text is not that of its SHA-256" in one.problem for one in verify(case, unread=unread))


def test_a_name_is_taken_out_of_what_came_with_a_report(case: Case, tmp_path: Path) -> None:
    data = eml("Quisset Varlo guarded the mill at Tell Sarw.", attached={"Quisset Varlo.jpg": b"x"})
    (tmp_path / "a.eml").write_bytes(data)
    (added,) = run(case, tmp_path)
    case.redact_name("quisset varlo", "Ada", "asked for")
    case.purge()
    kept = stored(case, added)
    assert kept.report.text.startswith("####### ##### guarded the mill")
    assert kept.retrieval.attachments[0].name == "####### #####.jpg"
    # Its bytes could hold the name in ways that no search finds.
    assert case.original(kept.id) == b""
    assert list(verify(case)) == []
