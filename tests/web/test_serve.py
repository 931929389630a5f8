"""`masudi serve` as a user starts it: the address that it prints opens the case, and Ctrl-C ends it quietly."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest


@contextmanager
def serving(folder: Path, *args: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "masudi", "serve", "--port", "0", "--no-browser", *args]
    environment = {**os.environ, "MASUDI_DATA": str(folder / "data")}
    process = subprocess.Popen(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def test_a_case_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    with serving(tmp_path, "--case", "new.masudi", "--person", "R. Haddad", "--person", "L. Osei") as process:
        assert process.stdout
        ways = [process.stdout.readline().strip() for _ in range(2)]
        assert ways[0].endswith("(R. Haddad)")
        address = ways[1].split()[0]
        with httpx.Client(follow_redirects=True) as client:
            page = client.get(address)
            assert page.status_code == 200
            assert "L. Osei" in page.text
            assert "0 reports" in page.text
        assert httpx.get(address.split("/enter")[0] + "/overview").status_code == 401
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)
        assert process.returncode in (0, 130)
        assert "Traceback" not in err
    assert (tmp_path / "new.masudi").exists()


def test_the_demo_has_places_on_a_map(tmp_path: Path) -> None:
    with serving(tmp_path, "--demo") as process:
        assert process.stdout
        address = process.stdout.readline().strip()
        with httpx.Client(follow_redirects=True) as client:
            page = client.get(address).text
            assert "Made-up reports." in page
            assert 'data-made-up="yes"' in page
            points = client.get(address.split("/enter")[0] + "/map.json?zoom=12").json()["points"]
            assert {"Torvesh", "Halven", "Tesk Hill"} <= {one["name"] for one in points}
            assert client.get(address.split("/enter")[0] + "/reports.json").json()["total"] == 10
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["--demo", "--case", "x.masudi"], "--demo opens a case of its own"),
        (["--case", "x.masudi", "--person", "A", "--person", "A"], "needs a name of their own"),
        ([], "which case?"),
        (["--case", "x.masudi", "--host", "192.0.2.1"], "`masudi user add NAME --role owner"),
        (["--case", "x.masudi", "--host", "192.0.2.1", "--person", "A"], "--person is for this machine alone"),
        (["--demo", "--host", "0.0.0.0"], "--demo is for this machine alone"),
        (["--case", "x.masudi", "--tiles", "https://tiles.example;x/{z}/{x}/{y}.png"], "is no address of a map"),
    ],
)
def test_what_cannot_be_served_is_said(tmp_path: Path, args: list[str], said: str) -> None:
    with serving(tmp_path, *args) as process:
        _, err = process.communicate(timeout=60)
        assert process.returncode == 2
        assert said in err
        assert "Traceback" not in err
