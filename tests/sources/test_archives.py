"""Archives: what is in them is read, and what is made to do harm is refused, without a file being written."""

from __future__ import annotations

import datetime
import hashlib
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from masudi.errors import ReportError
from masudi.sources import Limits, Opened, Opening
from tests.sources.files import FIRST, SECOND, archive, docx, eml, page, pdf, table, warc
from tests.sources.opening import fault, found, opened

URL = "https://monitor.example/guns"


def test_a_zip_gives_what_is_in_it_each_by_its_own_format() -> None:
    members: dict[str, bytes | str] = {"in/a.txt": f"title: T\n\n{FIRST}", "in/b.pdf": pdf([FIRST])}
    members |= {"c.docx": docx([SECOND]), "d.eml": eml(SECOND)}
    others: dict[str, bytes | str] = {"photo.jpg": b"x", ".hidden.txt": FIRST, "__MACOSX/in/a.txt": b"x"}
    data = archive(members | others)
    reports = opened(data, "a.zip")
    assert [one.report.path for one in reports] == [f"in/a.zip!/{name}" for name in members]
    assert [one.retrieval.extractor for one in reports] == ["text", "pdf", "docx", "eml"]
    first = reports[0]
    assert (first.report.title, first.report.name) == ("T", "a")
    assert first.data == f"title: T\n\n{FIRST}".encode()
    (container,) = first.retrieval.within
    assert (container.name, container.format, container.size) == ("a.zip", "zip", len(data))
    assert container.sha256 == hashlib.sha256(data).hexdigest()


def test_an_archive_in_an_archive_is_opened_and_three_deep_are_not() -> None:
    inner = archive({"a.txt": FIRST})
    (one,) = opened(archive({"b/inner.zip": inner}), "a.zip")
    assert one.report.path == "in/a.zip!/b/inner.zip!/a.txt"
    assert [within.name for within in one.retrieval.within] == ["a.zip", "b/inner.zip"]
    for number in range(3):
        inner = archive({f"{number}.zip": inner})
    assert "lies in 4 archives, one in another, of which 3 are opened" in fault(inner, "a.zip")


def test_names_that_lead_elsewhere_are_shown_and_never_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names = ["../../evil.txt", "/tmp/masudi-evil.txt", "C:\\evil.txt", "a\u202etxt.exe.txt", "قصف.txt"]
    reports = opened(archive(dict.fromkeys(names, FIRST)), "a.zip")
    assert [one.report.path for one in reports] == [f"in/a.zip!/{name}" for name in names]
    assert list(tmp_path.iterdir()) == []
    assert not Path("/tmp/masudi-evil.txt").exists()
    assert not (tmp_path.parent.parent / "evil.txt").exists()


def test_a_bomb_is_left_out_and_what_lies_beside_it_is_read() -> None:
    data = archive({"bomb.txt": b"a" * (40 << 20), "a.txt": FIRST})
    one, other = found(data, "a.zip")
    assert isinstance(one, ReportError)
    assert "packed to less than a 200th of its size, as in an archive made to do harm" in str(one)
    assert isinstance(other, Opened)
    assert len(data) < 100_000


def declared(size: int) -> bytes:
    """An archive whose directory says that its member has so many bytes."""
    data = bytearray(archive({"a.txt": FIRST}, zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(data)


def test_a_declared_size_is_not_believed() -> None:
    assert "holds 1,024 MiB when it is unpacked, of which 512 are allowed" in fault(declared(1 << 30), "a.zip")
    # Less than there is.
    assert "in/a.zip" in fault(declared(10), "a.zip")


def test_many_members_and_many_bytes_in_all_archives_together_are_bounded() -> None:
    many = archive({f"{number}.txt": FIRST for number in range(30)})
    few = Opening(limits=Limits(members=20))
    assert "holds 30 files, of which 20 are allowed" in fault(many, "a.zip", few)
    nested = archive({f"{number}.zip": archive({f"{one}.txt": FIRST for one in range(15)}) for number in range(3)})
    results = found(nested, "a.zip", few)
    assert sum(isinstance(one, Opened) for one in results) < 20
    assert "hold more than 20 files" in str(results[-1])
    bytes_ = archive({f"{one}.zip": archive({"a.txt": os.urandom(600_000).hex()}) for one in range(3)})
    results = found(bytes_, "a.zip", Opening(limits=Limits(unpacked=3 << 20)))
    assert "unpack to more than 3 MiB" in str(results[-1])


def test_members_that_are_encrypted_or_damaged_are_named() -> None:
    data = bytearray(archive({"a.txt": FIRST, "b.txt": SECOND}, zipfile.ZIP_STORED))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    one, other = found(bytes(data), "a.zip")
    assert str(one).startswith("in/a.zip!/a.txt: is encrypted")
    assert isinstance(other, Opened)
    damaged = archive({"a.txt": FIRST}, zipfile.ZIP_STORED).replace(b"Fighters", b"Fightxrs")
    assert "a.txt: cannot be unpacked (Bad CRC-32" in fault(damaged, "a.zip")


@pytest.mark.parametrize("data", [b"PK\x03\x04", archive({"a.txt": FIRST})[:-30], archive({})])
def test_an_archive_that_is_none_or_empty_is_refused(data: bytes) -> None:
    assert fault(data, "a.zip").startswith("in/a.zip: ")


def test_a_web_archive_gives_each_page_with_what_the_server_said() -> None:
    records = (
        (URL, "text/html; charset=utf-8", page(FIRST, SECOND)),
        ("https://monitor.example/robots.txt", "text/plain", b"User-agent: *"),
        ("https://monitor.example/a.js", "text/javascript", b"x()"),
        ("https://monitor.example/doc", "application/pdf", pdf([SECOND])),
        ("https://monitor.example/list", "text/csv", table([["text"], [FIRST], [SECOND]])),
    )
    reports = opened(warc(*records), "a.warc.gz")
    assert [one.retrieval.extractor for one in reports] == ["html", "pdf", "csv", "csv"]
    first = reports[0]
    assert first.report.url == URL
    assert first.report.path == f"in/a.warc.gz!/{URL}"
    assert first.retrieval.at == datetime.datetime(2024, 3, 5, 6, 7, 8, tzinfo=datetime.UTC)
    assert first.retrieval.retrieved == datetime.date(2024, 3, 5)
    assert first.retrieval.media_type == "text/html"
    # What one visitor was given to be known by is no part of the record.
    assert first.retrieval.headers == (("Content-Type", "text/html; charset=utf-8"), ("ETag", '"a"'))
    assert FIRST in first.report.text


def test_a_web_archive_that_is_not_packed_is_read_and_pages_that_were_not_there_are_not() -> None:
    record = (URL, "text/html", page(FIRST, SECOND))
    assert len(opened(warc(record, gzip=False), "a.warc")) == 1
    assert "there is no report in it" in fault(warc(record, status="404 Not Found"), "a.warc")


def test_a_packed_web_archive_is_opened_through_its_archive() -> None:
    inner = warc((URL, "text/html", page(FIRST, SECOND)))
    data = archive({"datapackage.json": "{}", "archive/data.warc.gz": inner, "pages/pages.jsonl": '{"text": "x"}'})
    (one,) = opened(data, "a.wacz")
    assert [within.format for within in one.retrieval.within] == ["wacz", "warc"]
    assert "without a web archive" in fault(archive({"datapackage.json": "{}"}), "a.wacz")


def test_a_page_in_a_web_archive_that_unpacks_to_too_much_is_refused() -> None:
    import gzip

    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    given = [("Content-Type", "text/html"), ("Content-Encoding", "gzip")]
    headers = StatusAndHeaders("200 OK", given, protocol="HTTP/1.1")
    body = io.BytesIO(gzip.compress(b"<p>" + b"a" * (30 << 20)))
    writer.write_record(writer.create_warc_record(URL, "response", payload=body, http_headers=headers))
    said = fault(out.getvalue(), "a.warc.gz", Opening(limits=Limits(unpacked=8 << 20)))
    assert "unpacks to more than 8 MiB" in said
