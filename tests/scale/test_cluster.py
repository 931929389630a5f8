"""On a Ray cluster nothing is lost or there twice, and a report that kills its worker ends among the failures."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from tests.scale.conftest import Row, table

Run = Callable[..., Result]
Write = Callable[..., Path]

# Put before everything else on the path of all processes of a run: whoever is to encode a report that says so dies.
_DEADLY = """
import importlib.util, os, pathlib, signal, sys

class Patch:
    def find_spec(self, name, path=None, target=None):
        if name != "masudi.coding.coder":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        load = spec.loader.exec_module
        def exec_module(module):
            load(module)
            prepare = module.Coder.prepare
            def checked(self, reports):
                for one in reports:
                    once = pathlib.Path(os.environ["MASUDI_TEST_ONCE"])
                    if "[once]" in one.text and not once.exists():
                        once.touch()
                        os.kill(os.getpid(), signal.SIGKILL)
                    if "[always]" in one.text:
                        os.kill(os.getpid(), signal.SIGKILL)
                return prepare(self, reports)
            module.Coder.prepare = checked
        spec.loader.exec_module = exec_module
        return spec

sys.meta_path.insert(0, Patch())
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts Masudi in a process of its own, in which reports can be deadly."""
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "sitecustomize.py").write_text(_DEADLY)
    path = os.pathsep.join([str(tmp_path / "path"), *filter(None, [os.environ.get("PYTHONPATH")])])
    env = os.environ | {"PYTHONPATH": path, "MASUDI_TEST_ONCE": str(tmp_path / "once")}
    running: list[subprocess.Popen[str]] = []

    def start(*args: object) -> subprocess.Popen[str]:
        words = [sys.executable, "-m", "masudi", *map(str, args)]
        running.append(subprocess.Popen(words, env=env, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
        return running[-1]

    yield start
    for one in running:
        one.kill()
        one.wait()


def ended(process: subprocess.Popen[str], code: int = 0) -> str:
    """What the process said, once it has ended as expected."""
    said = process.communicate(timeout=240)[0]
    assert process.returncode == code, said
    return said


def done(out: Path) -> set[str]:
    """The parts that are done."""
    folder = out / "_masudi" / "done"
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


def wait_for(holds: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 200
    while not holds():
        assert process.poll() is None, process.communicate()[0]
        assert time.monotonic() < end
        time.sleep(0.1)


def rows_of(out: Path) -> dict[str, list[Row]]:
    return {what: table(out, what) for what in ("claims", "reports", "incidents")}


def test_workers_that_are_killed(
    reports: list[Row], write: Write, run: Run, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    good = write(reports, "good.parquet", groups=2)
    run("read", good, "--engine", "local", "--output", tmp_path / "local")
    run("link", tmp_path / "local")
    once = [row | {"text": f"{row['text']} [once]"} if at == 3 else row for at, row in enumerate(reports)]
    run("read", write(once, "once.parquet", groups=2), "--engine", "local", "--output", tmp_path / "expected")
    deadly = [*once, once[0] | {"text": "Rebels shelled the town of Sarw. [always]", "title": "Deadly"}]
    source = write(deadly, "deadly.parquet", groups=2)

    said = ended(start("read", source, "--engine", "ray", "--workers", 2, "--output", tmp_path / "out"), 1)
    assert "6 reports; 1 could not be read" in said
    (failure,) = table(tmp_path / "out", "failures")
    assert "ended the program that read it" in failure["problem"]
    assert failure["path"].endswith("deadly.parquet#3.0")
    assert (tmp_path / "once").exists()

    def claims(out: Path) -> list[tuple[str, str, str]]:
        return [(row["id"], row["kind"], str(row["spans"])) for row in table(out, "claims")]

    assert claims(tmp_path / "out") == claims(tmp_path / "expected")
    ended(start("link", tmp_path / "out", "--engine", "ray", "--workers", 2))
    run("link", tmp_path / "expected")
    assert [row["id"] for row in table(tmp_path / "out", "incidents")] == [
        row["id"] for row in table(tmp_path / "expected", "incidents")
    ]


def test_a_driver_that_is_killed(
    reports: list[Row], write: Write, run: Run, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    source, out = write(reports * 4, "in.parquet", groups=2), tmp_path / "out"
    run("read", source, "--engine", "local", "--output", tmp_path / "local")
    first = start("read", source, "--engine", "ray", "--workers", 1, "--output", out)
    wait_for(lambda: len(done(out)) > 0, first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    kept = {path.name: path.stat().st_mtime_ns for path in (out / "_masudi" / "done").iterdir()}
    assert 0 < len(kept) < 12

    said = ended(start("read", source, "--engine", "local", "--output", out))
    already = re.search(r"(\d+) of 12 parts are done already", said)
    # a worker may still end the part that it was at when its driver died
    assert already, said
    assert len(kept) <= int(already[1]) < 12
    after = {path.name: path.stat().st_mtime_ns for path in (out / "_masudi" / "done").iterdir()}
    assert len(after) == 12
    assert {name: after[name] for name in kept} == kept
    assert rows_of(out) == rows_of(tmp_path / "local")


def test_a_node_that_is_lost(
    reports: list[Row], write: Write, run: Run, start: Callable[..., subprocess.Popen[str]], tmp_path: Path
) -> None:
    from ray.cluster_utils import Cluster

    source, out = write(reports * 4, "in.parquet", groups=2), tmp_path / "out"
    run("read", source, "--engine", "local", "--output", tmp_path / "local")
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        other = cluster.add_node(num_cpus=1)
        process = start("read", source, "--engine", "ray", "--address", cluster.address, "--output", out)
        wait_for(lambda: len(done(out)) > 1, process)
        cluster.remove_node(other, allow_graceful=False)
        ended(process)
    finally:
        cluster.shutdown()  # type: ignore[no-untyped-call]
    assert len(done(out)) == 12
    assert rows_of(out) == rows_of(tmp_path / "local")


def test_no_cluster_answers(write: Write, reports: list[Row], run: Run, tmp_path: Path) -> None:
    source = write(reports, "in.parquet")
    result = run("read", source, "--engine", "ray", "--address", "nothing here", "--output", tmp_path / "out", code=2)
    assert "no Ray cluster answers at nothing here" in result.output
    assert done(tmp_path / "out") == set()
