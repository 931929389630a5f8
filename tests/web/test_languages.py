"""A report that the reader cannot read is marked in the workbench, with the names that are known in it."""

from __future__ import annotations

from pathlib import Path

from fastapi.testclient import TestClient

from masudi.casefile import open_case
from masudi.domain import Reading
from masudi.domain.case import Retrieval, report_id
from masudi.sources import report_from_text
from tests.resolve.test_known_names import ARABIC


def test_it_is_marked_and_its_names_are_shown(client: TestClient, case_file: Path) -> None:
    report = report_from_text(f"title: <b>قصف</b>\nsynthetic: yes\n\n{ARABIC}")
    with open_case(case_file) as case:
        case.store(Reading(report=report, claims=()), report.text.encode(), Retrieval(), reader="tests")
    listed = client.get("/reports").text
    assert "in Arabic, not read" in listed
    assert listed.count(", not read") == 1
    page = client.get(f"/report/{report_id(report)}").text
    assert "Names that are known in it" in page
    assert '<strong>Damascus</strong> <span class="note">city, SY</span> <bdi lang="ar">دمشق</bdi>' in page
    assert "Masudi does not read the language of this report" in page
    names = client.get(f"/report/{report_id(report)}.json").json()["report"]["names"]
    assert names["actors"][0]["actor_id"] == "syrian_observatory"
    other = client.get("/reports.json").json()["reports"][-1]
    assert "Names that are known" not in client.get(f"/report/{other['id']}").text
