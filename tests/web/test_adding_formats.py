"""Files of all formats by the browser: added, with what is wrong with a bad one; the original as it came."""

from __future__ import annotations

import time
from typing import Any

from fastapi.testclient import TestClient

from tests.sources.files import FIRST, SECOND, archive, docx, pdf, scan, table
from tests.web.conftest import csrf


def sent(client: TestClient, files: dict[str, bytes], **fields: str) -> dict[str, Any]:
    """What became of files that were sent together."""
    parts = [("files", (name, data)) for name, data in files.items()]
    data = {"csrf": csrf(client), "mix": "true"} | fields
    answer = client.post("/add", data=data, files=parts, headers={"accept": "application/json"})
    assert answer.status_code == 202, answer.text
    for _ in range(600):
        job: dict[str, Any] = client.get(f"/adding/{answer.json()['id']}.json").json()
        if job["over"]:
            return job
        time.sleep(0.1)
    raise AssertionError("the files are still not read")


def test_files_of_many_formats_are_added_and_a_bad_one_says_why(client: TestClient) -> None:
    files = {"a.pdf": pdf([FIRST], [SECOND]), "scan.pdf": scan(), "../../b.docx": docx([SECOND])}
    files["c.zip"] = archive({"x/d.txt": FIRST, "x/e.csv": table([["story"], [SECOND], [FIRST]])})
    job = sent(client, files, columns="text=story")
    outcomes = {one["name"]: one["outcome"] for one in job["done"]}
    assert outcomes == {
        "a.pdf": "added",
        "scan.pdf": "failed",
        "b.docx": "added",
        "c.zip!/x/d.txt": "added",
        "c.zip!/x/e.csv#row 2": "added",
        "c.zip!/x/e.csv#row 3": "added",
    }
    assert job["total"] == 6
    assert "recognise the words first (OCR)" in next(one["problem"] for one in job["done"] if one["problem"])
    ids = {one["name"]: one["report"] for one in job["done"]}
    report = client.get(f"/report/{ids['a.pdf']}.json").json()["report"]
    assert [way["page"] for way in report["report"]["ways"]] == [1, 2]
    original = client.get(f"/report/{ids['a.pdf']}/original")
    assert original.content == files["a.pdf"]
    assert original.headers["content-disposition"] == 'attachment; filename="a.pdf"'
    row = client.get(f"/report/{ids['c.zip!/x/e.csv#row 2']}/original")
    assert row.headers["content-disposition"].endswith('.csv"')
    assert row.content.startswith(b"story\r\n")


def test_a_wrong_mapping_of_columns_is_said(client: TestClient) -> None:
    data = {"csrf": csrf(client), "columns": "story"}
    answer = client.post("/add", data=data, files=[("files", ("a.csv", b"x"))], headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "write field=column" in answer.text


def test_the_page_says_which_files_it_takes(client: TestClient) -> None:
    page = client.get("/add").text
    assert ".pdf" in page
    assert ".warc.gz" in page
    assert "result.json" in page
