"""Small stand-ins for the rooms behind the command line, so that tests of it are about it alone."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from masudi.cli import main

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
