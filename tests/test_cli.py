"""The command line: the result alone on standard output, everything else on standard error, and a quiet end.

The rooms behind it are played by small stand-ins, so that these tests are about the command line alone.
"""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time
import types
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import masudi
from masudi.cli import main
from masudi.cli_run import MAX_BODY as SHOWN_MAX_BODY
from masudi.data import packaged
from masudi.domain import Claim, Reading, Report
from masudi.errors import KnowledgeError
from masudi.sources import MAX_BODY

# Stand-ins for the rooms, as source: the tests that need a process of their own run the same ones. A report's claims
# are its words; the word "stumble" makes the coder fail, "slow" makes it take its time.
ROOMS = """
import json, sys, time, types

def code(report):
    words = report.text.split()
    if "stumble" in words:
        raise IndexError("list index out of range")
    if "slow" in words:
        time.sleep(60)
    return tuple(words)

class Coder:
    def __init__(self, *, threads):
        self.network = self

    def stop(self):
        pass

    def prepare(self, reports):
        return reports

    def finish(self, reports):
        for report in reports:
            try:
                yield modules["coding"].code(report)
            except Exception as fault:
                yield fault

def write_jsonl(readings, out):
    for reading in readings:
        for word in reading.claims:
            out.write(json.dumps({"report": reading.report.name, "word": word}, ensure_ascii=False) + "\\n")

def write_page(readings, out):
    out.write(f"<p>{len(readings)} readings</p>")

def write_table(readings, console):
    for reading in readings:
        console.print(reading.report.source, reading.report.published, len(reading.claims), markup=False)

rooms = {
    "coding": {"code": code, "Coder": Coder, "warm_up": lambda: None},
    "export": {"write_jsonl": write_jsonl, "write_page": write_page, "write_table": write_table,
               "claim_schema": lambda: {"title": "Claim"}},
    "brief": {"sure": lambda readings, least=None: list(readings),
              "compose": lambda readings: [reading.report.name for reading in readings],
              "render_terminal": lambda brief, console: console.print("brief of", ", ".join(brief), markup=False),
              "render_markdown": lambda brief: "# " + ", ".join(brief),
              "render_html": lambda brief: "<h1>" + ", ".join(brief) + "</h1>\\n"},
    "ontology": {"render_kinds": lambda console, codes: console.print("kinds", codes)},
}
modules = {}
for room, names in rooms.items():
    modules[room] = types.ModuleType("masudi." + room)
    for name, value in names.items():
        setattr(modules[room], name, value)
"""

PROCESS = (
    ROOMS
    + """
import masudi
for room, module in modules.items():
    sys.modules["masudi." + room] = module
    setattr(masudi, room, module)
from masudi.cli import main
main()
"""
)


@pytest.fixture(autouse=True)
def rooms(monkeypatch: pytest.MonkeyPatch) -> dict[str, types.ModuleType]:
    scope: dict[str, dict[str, types.ModuleType]] = {}
    exec(ROOMS, scope)
    for room, module in scope["modules"].items():
        monkeypatch.setitem(sys.modules, f"masudi.{room}", module)
        monkeypatch.setattr(masudi, room, module, raising=False)
    return scope["modules"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "source: Courier\npublished: 2011-03-04\n\nRaiders stormed Tell Sarw", encoding="utf-8"
    )
    (folder / "b.txt").write_text("café shelled", encoding="utf-8")
    return folder


def run(*args: str | Path, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(main, [str(arg) for arg in args], input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def start(*args: str | Path, **more: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", PROCESS, *map(str, args)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, **({"stdin": pipe, "stdout": pipe, "stderr": pipe} | more))  # type: ignore[call-overload, no-any-return]


def lines(result: Result) -> list[dict[str, str]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_jsonl_is_one_claim_a_line(folder: Path) -> None:
    result = run("read", folder, "--format", "jsonl")
    assert [line["report"] for line in lines(result)] == ["a"] * 4 + ["b"] * 2
    assert (result.exit_code, result.stderr) == (0, "")


def test_the_table_is_what_a_person_gets_unasked(folder: Path) -> None:
    result = run("read", folder / "b.txt", "--source", "Wire", "--published", "2011-03-05")
    assert result.stdout == "Wire 2011-03-05 2\n"


def test_the_page_holds_all_reports(folder: Path) -> None:
    assert run("read", folder, "-f", "page").stdout == "<p>2 readings</p>"


def test_standard_input_is_read() -> None:
    result = run("read", "-", "-f", "jsonl", stdin=b"Raiders stormed")
    assert [line["report"] for line in lines(result)] == ["stdin", "stdin"]


@pytest.mark.parametrize(
    ("format_", "expected"),
    [("terminal", "brief of a, b\n"), ("markdown", "# a, b\n"), ("html", "<h1>a, b</h1>\n")],
)
def test_the_brief_comes_in_three_forms(folder: Path, format_: str, expected: str) -> None:
    assert run("brief", folder, "--format", format_).stdout == expected


def test_the_brief_goes_to_a_file(folder: Path, tmp_path: Path) -> None:
    result = run("brief", folder, "-f", "markdown", "-o", tmp_path / "brief.md")
    assert result.stdout == ""
    assert (tmp_path / "brief.md").read_text(encoding="utf-8") == "# a, b\n"


def test_schema_kinds_and_version() -> None:
    assert json.loads(run("schema").stdout) == {"title": "Claim"}
    assert run("kinds").stdout == "kinds False\n"
    assert run("kinds", "--codes").stdout == "kinds True\n"
    assert run("--version").stdout.strip().endswith(masudi.__version__)


def test_the_demo_reads_the_samples_and_says_where_to_look_next() -> None:
    result = run("demo")
    assert result.stdout.startswith("brief of ")
    assert result.stdout.split("\n\n")[0].count(",") + 1 == len(list(packaged("samples").glob("*.txt")))
    for pointer in ("--format page", "masudi brief", "docs/"):
        assert pointer in result.stdout
    assert result.exit_code == 0


@pytest.mark.parametrize("command", ["read", "brief", "schema", "kinds", "demo"])
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    words = run(command, "--help").stdout
    assert "Example" in words
    assert f"\n    masudi {command}" in words


def test_the_limit_in_the_help_is_that_of_the_reader() -> None:
    assert SHOWN_MAX_BODY == MAX_BODY


def test_bad_reports_are_named_and_the_others_come_out(folder: Path, tmp_path: Path) -> None:
    (folder / "0.txt").write_text("title: T\npublished: soon\n\nX", encoding="utf-8")
    (folder / "c.txt").write_bytes(b"\0\1")
    (folder / "d.txt").write_text("They stumble now", encoding="utf-8")
    result = run("read", folder, tmp_path / "gone.txt", "-f", "jsonl")
    assert len(lines(result)) == 6
    assert result.exit_code == 1
    said = result.stderr.splitlines()
    assert [line.split(": ")[1] for line in said[:-1]] == [
        f"{folder}/0.txt, line 2", f"{folder}/c.txt", f"{folder}/d.txt", f"{tmp_path}/gone.txt"
    ]  # fmt: skip
    assert said[-1] == "4 of 6 reports could not be read"


@pytest.mark.parametrize("format_", ["jsonl", "table", "page"])
def test_where_nothing_was_read_nothing_is_written(tmp_path: Path, format_: str) -> None:
    target = tmp_path / "out"
    target.write_text("before", encoding="utf-8")
    result = run("read", tmp_path / "gone.txt", "-f", format_, "-o", target)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "gone.txt: is not there" in result.stderr
    assert target.read_text(encoding="utf-8") == "before"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_warnings_are_said_and_do_not_count_as_failure(folder: Path) -> None:
    (folder / "b.txt").write_bytes("café shelled near the old mill".encode("cp1252"))
    result = run("read", folder, "-f", "jsonl")
    assert result.exit_code == 0
    assert result.stderr.startswith(f"warning: {folder}/b.txt: is not UTF-8")
    assert "café" in result.stdout


def test_a_long_body_is_refused_unless_allowed(folder: Path) -> None:
    assert run("read", folder / "a.txt", "--max-body", "10").exit_code == 1
    assert run("read", folder / "a.txt", "--max-body", "100").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        ["read"],
        ["read", "x", "--format", "xml"],
        ["read", "x", "--published", "14.1.2017"],
        ["read", "x", "--max-body", "0"],
        ["read", "x", "--output", "/no/such/folder/out"],
        ["brief", "x", "--output", "/"],
        ["nonsense"],
    ],
)
def test_a_wrong_call_is_exit_code_2(args: list[str]) -> None:
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error" in result.stderr


def test_an_input_is_never_overwritten(folder: Path) -> None:
    before = (folder / "a.txt").read_bytes()
    result = run("read", folder, "-f", "jsonl", "-o", folder / "a.txt")
    assert result.exit_code == 2
    assert "one of the reports" in result.stderr
    assert (folder / "a.txt").read_bytes() == before


def test_hostile_names_and_texts_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\x07[bold]\u202e.txt"
    path.write_text("title: T\npublished: \x1b]0;owned\x07\n\nX", encoding="utf-8")
    result = run("read", path)
    for mark in "\x1b\x07\u202e":
        assert mark not in result.stderr
    assert "<U+001B>[31mred<U+0007>[bold]<U+202E>.txt, line 2" in result.stderr


def test_a_file_name_that_is_no_text_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "caf\udce9.txt").write_bytes(b"Raiders stormed")
    (tmp_path / "z\udce9.txt").write_bytes(b"")
    process = start("read", tmp_path, "-f", "jsonl")
    out, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert b"Traceback" not in err
    assert json.loads(out.splitlines()[0])["report"] == "caf\\udce9"


def test_a_broken_data_file_is_said(folder: Path, rooms: dict[str, types.ModuleType]) -> None:
    def code(report: Report) -> tuple[Claim, ...]:
        raise KnowledgeError("lexicon.yaml", "no such kind", line=7)

    rooms["coding"].__dict__["code"] = code
    result = run("read", folder)
    assert result.exit_code == 1
    assert result.stderr == "Error: lexicon.yaml, line 7: no such kind\n"


def test_claims_come_out_before_the_last_report_is_read(folder: Path) -> None:
    (folder / "z.txt").write_text("slow", encoding="utf-8")
    process = start("read", folder, "-f", "jsonl")
    try:
        assert process.stdout is not None
        first = [process.stdout.readline() for _ in range(6)]
        assert json.loads(first[-1])["report"] == "b"
        assert process.poll() is None
    finally:
        process.kill()
        process.communicate(timeout=60)


@pytest.mark.parametrize("format_", ["jsonl", "page"])
def test_ctrl_c_ends_quietly_and_leaves_the_output_as_it_was(folder: Path, tmp_path: Path, format_: str) -> None:
    (folder / "a0.txt").write_text("slow", encoding="utf-8")
    (tmp_path / "out").write_text("before", encoding="utf-8")
    process = start("read", folder, "-f", format_, "-o", tmp_path / "out")
    try:
        _wait_for(lambda: any(path.suffix == ".tmp" for path in tmp_path.iterdir()))
        time.sleep(0.3)  # from opening the draft to the middle of the slow report
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    assert (process.returncode, out, err) == (130, b"", b"")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "before"


def test_a_broken_pipe_ends_quietly(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"{number}.txt").write_text("word " * 200, encoding="utf-8")
    process = start("read", tmp_path, "-f", "jsonl", bufsize=0)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"{")
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


@pytest.mark.parametrize("args", [["-f", "table"], ["-f", "page"], ["-f", "jsonl"]])
def test_a_pipe_that_nobody_reads_ends_quietly(folder: Path, args: list[str]) -> None:
    process = start("read", folder, *args)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 141


def test_head_takes_one_line_and_nobody_complains(folder: Path) -> None:
    script = f"{sys.executable} -c \"$PROCESS\" read '{folder}' -f jsonl | head -n 1"
    done = subprocess.run(
        script, shell=True, capture_output=True, env={**os.environ, "PROCESS": PROCESS}, timeout=60, check=True
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_a_full_disk_is_said(folder: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("read", folder, "-f", "jsonl", stdout=full)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert err.startswith(b"Error: the result cannot be written: ")
    assert b"Traceback" not in err


def test_output_is_utf8_whatever_the_locale_says(folder: Path) -> None:
    process = start("read", folder, "-f", "jsonl", env={**os.environ, "PYTHONIOENCODING": "ascii"})
    out, _ = process.communicate(timeout=60)
    assert "café" in out.decode()


def test_progress_is_shown_on_a_terminal_for_several_reports_only(folder: Path) -> None:
    assert "Reading" in _on_a_terminal("read", folder, "-f", "jsonl")
    assert _on_a_terminal("read", folder / "a.txt", "-f", "jsonl") == ""


def _on_a_terminal(*args: str | Path) -> str:
    """What arrives on a standard error that is a terminal."""
    terminal, end = pty.openpty()
    process = start(*args, stderr=end, env={**os.environ, "TERM": "xterm"})
    out, _ = process.communicate(timeout=60)
    os.close(end)
    assert process.returncode == 0
    assert all(json.loads(line) for line in out.splitlines())
    said = b""
    try:
        while chunk := os.read(terminal, 4096):
            said += chunk
    except OSError:
        pass  # the other end is closed and all is read
    finally:
        os.close(terminal)
    return said.decode()


def _wait_for(condition: object, seconds: float = 30) -> None:
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


def test_the_package_is_light_to_import() -> None:
    script = "import sys, masudi; print([name for name in ('msgspec', 'rich', 'click', 'yaml') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "[]\n"


def test_read_tells_a_text_from_a_path(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "two words").write_text("Gate held", encoding="utf-8")
    assert masudi.read("a.txt").report.source == "Courier"
    assert masudi.read(Path("b.txt")).report.text == "café shelled"
    assert masudi.read("two words").report.text == "Gate held"
    assert masudi.read("three words here").report.text == "three words here"
    assert masudi.read("two words\n").report.text == "two words"
    assert masudi.read("source: Wire\n\nGate.", source="Other").report.source == "Wire"
    for wrong in ("missing.txt", Path("missing words"), "-", "", " "):
        with pytest.raises(masudi.errors.ReportError):
            masudi.read(wrong)
    assert masudi.Reading is Reading
    with pytest.raises(AttributeError):
        masudi.nothing  # noqa: B018
