"""The house keeps its shape: imports point one way, files and functions stay small, importing reads nothing."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parents[1] / "src"

# Room → what it may import beside itself. A name with a dot is that module alone.
OPEN = {"errors", "data"}
ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "domain": {"errors"},
    "data": {"errors"},
    "ontology": OPEN | {"domain"},
    "sources": OPEN | {"domain"},
    "language": OPEN | {"domain.spans"},
    "resolve": OPEN | {"domain", "ontology", "language"},
    "gazetteer": OPEN | {"resolve"},
    "actors": OPEN | {"resolve"},
    "coding": OPEN | {"domain", "ontology", "language", "resolve"},
    "ground": OPEN | {"domain", "resolve.links", "resolve.sites", "resolve.spelling"},
    # The codes that codebooks give to known actors stand in data/actors, which resolve reads.
    "export": OPEN | {"domain", "ontology", "resolve.actor_files", "resolve.actors"},
    # A brief has pictures; what a picture is, and how it becomes a file, is the same for every document.
    "draw": OPEN,
    # What stands in place of withheld words is never quoted as if somebody had said it.
    "brief": OPEN | {"domain", "ontology", "draw", "publish.masking"},
    "review": OPEN | {"domain"},
    "publish": OPEN | {"domain", "ontology"},
    # What people decided about a claim is applied where it is stored: both are pure functions and tables of one thing.
    "casefile": {"errors", "domain", "review"},
    "corroborate": OPEN | {"domain"},
    "pipeline": OPEN
    | {"domain", "ontology", "sources", "language", "resolve", "coding"}
    | {"casefile", "review", "corroborate", "ground", "publish"},
    "scale": OPEN | {"domain", "ontology", "sources", "corroborate", "pipeline"},
    "web": OPEN
    | {"domain", "ontology", "sources", "resolve", "review", "ground", "corroborate", "casefile", "pipeline"}
    # An actor's page says how it stands to others, as `masudi actors` does.
    # The first picture of a map has the lines of those in documents.
    | {"export", "brief", "publish", "actors", "draw"},
}
# The face, the command line (`cli`, `cli_run`, and what ends in `_cli`) and `python -m masudi` stand on top: they may
# import every room.
TOP = {"", "cli", "cli_run", "__main__"}

MAX_LINES = 400
MAX_FUNCTION = 60
NETWORK = {
    *(
        "aiohttp",
        "ftplib",
        "http",
        "httpcore",
        "httpx",
        "imaplib",
        "poplib",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
    ),
    *("asyncio", "ssl", "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc"),
}
# The one door to the network, and the only modules that may open it. (The workbench is served by uvicorn.)
DOOR = ("sources.fetching.connecting", "sources.fetching.fetcher")


def modules(src: Path) -> Iterator[tuple[str, Path]]:
    """Every module of the package, as its dotted name below `masudi` ("" is the package itself) and its file."""
    package = src / "masudi"
    for path in sorted(package.rglob("*.py")):
        parts = path.relative_to(package).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts), path


def imports(path: Path, src: Path) -> Iterator[tuple[int, str]]:
    """Line and full dotted name of every import in a file, relative ones resolved, wherever in the file it stands.

    `from a import b` yields `a.b`, which may be a module or a name in one.
    """
    package = path.parent.relative_to(src).parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                yield node.lineno, f"{start}.{alias.name}"


def wrong_imports(src: Path, rooms: dict[str, set[str]]) -> list[str]:
    """Each import that points the wrong way, as `file:line: room imports what`."""
    wrong = []
    names = {name.split(".")[0] for name, _ in modules(src) if name}
    for name, path in modules(src):
        room = name.split(".")[0]
        if _on_top(room):
            continue
        for line, target in imports(path, src):
            if target.split(".")[0] != "masudi":
                continue
            below = target.removeprefix("masudi").removeprefix(".")
            first = below.split(".")[0]
            reaches_face = first not in names | set(rooms)
            if reaches_face or not _may(room, below, rooms):
                wrong.append(f"{path.relative_to(src)}:{line}: {room} imports {target}")
    return wrong


def _on_top(room: str) -> bool:
    return room in TOP or room.endswith("_cli")


def _may(room: str, below: str, rooms: dict[str, set[str]]) -> bool:
    allowed = rooms.get(room, set()) | {room}
    return any(below == one or below.startswith(f"{one}.") for one in allowed)


def long_functions(path: Path, limit: int) -> Iterator[str]:
    """Each function of a file that has more than `limit` lines, decorators not counted."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > limit:
                yield f"{path.name}:{node.lineno}: {node.name} has {lines} lines"


def test_imports_between_rooms_run_one_way() -> None:
    assert wrong_imports(SRC, ROOMS) == []


def test_every_room_has_its_place() -> None:
    rooms = {name.split(".")[0] for name, _ in modules(SRC)}
    unknown = {room for room in rooms if room not in ROOMS and not _on_top(room)}
    assert not unknown, f"say in ROOMS what these may import: {unknown}"


def test_the_table_itself_has_no_circle() -> None:
    done: set[str] = set()
    while ready := {room for room in ROOMS if room not in done and {a.split(".")[0] for a in ROOMS[room]} <= done}:
        done |= ready
    assert done == set(ROOMS)


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("domain", "from masudi.data import load_yaml"),
        ("language", "from masudi.domain.claim import Claim"),
        ("language", "from masudi.domain import Claim"),
        ("language", "from ..domain import claim"),
        ("resolve", "import masudi.coding"),
        ("coding", "def late():\n    from masudi import pipeline"),
        ("brief", "from masudi import read"),
        ("export", "from masudi.cli import main"),
        ("pipeline", "from masudi.cli import main"),
        ("ground", "from masudi.resolve.atlas import Atlas"),
        ("ground", "from masudi import pipeline"),
    ],
)
def test_an_import_the_wrong_way_is_found(tmp_path: Path, room: str, line: str) -> None:
    _house(tmp_path, room, line)
    found = wrong_imports(tmp_path, ROOMS)
    assert len(found) == 1
    assert f"{room} imports masudi" in found[0]


@pytest.mark.parametrize(
    ("room", "line"),
    [
        ("language", "from masudi.domain.spans import Span"),
        ("coding", "from ..resolve import places"),
        ("pipeline", "import masudi.coding"),
        ("cli", "from masudi import read"),
        ("ground", "from masudi.resolve.links import Links"),
        ("brief", "import json\nfrom .lines import line"),
    ],
)
def test_an_import_the_right_way_passes(tmp_path: Path, room: str, line: str) -> None:
    _house(tmp_path, room, line)
    assert wrong_imports(tmp_path, ROOMS) == []


def _house(src: Path, room: str, line: str) -> None:
    for name in [*ROOMS, "cli"]:
        folder = src / "masudi" / name
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("")
    (src / "masudi" / room / "module.py").write_text(line + "\n")


def test_files_stay_small() -> None:
    lengths = {str(path.relative_to(SRC)): len(path.read_text("utf-8").splitlines()) for _, path in modules(SRC)}
    assert {name: lines for name, lines in lengths.items() if lines > MAX_LINES} == {}


def test_functions_stay_small() -> None:
    assert [found for _, path in modules(SRC) for found in long_functions(path, MAX_FUNCTION)] == []


def test_a_long_function_is_found(tmp_path: Path) -> None:
    path = tmp_path / "long.py"
    path.write_text("def short():\n    pass\n\ndef long():\n" + "    pass\n" * 5)
    assert list(long_functions(path, 5)) == ["long.py:4: long has 6 lines"]


def connecting(src: Path) -> set[str]:
    """The modules that import what connects to other machines."""
    return {
        name
        for name, path in modules(src)
        for _, target in imports(path, src)
        if any(target == one or target.startswith(f"{one}.") for one in NETWORK)
    }


def test_one_door_alone_opens_connections() -> None:
    assert connecting(SRC) == set(DOOR)


def test_another_door_would_be_found(tmp_path: Path) -> None:
    _house(tmp_path, "brief", "def late():\n    from http.client import HTTPConnection")
    assert connecting(tmp_path) == {"brief.module"}


# Run in a fresh interpreter. An `open` counts as the package's own when walking up the stack meets a file of the
# package before it meets the import machinery (which opens .py and .pyc files, and runs other packages' code).
_WATCH = """
import importlib, json, pkgutil, sys

package, extra = sys.argv[1], sys.argv[2:]
opened = []

def watch(event, args):
    if event != "open":
        return
    frame = sys._getframe(1)
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        if frame.f_code.co_filename.startswith(package):
            opened.append([str(args[0]), f"{frame.f_code.co_filename}:{frame.f_lineno}"])
            return
        frame = frame.f_back

sys.addaudithook(watch)
import masudi
names = [found.name for found in pkgutil.walk_packages(masudi.__path__, "masudi.")]
names = [name for name in names if not name.endswith("__main__")]
for name in names:
    importlib.import_module(name)
for line in extra:
    exec(compile(line, package + "/invented.py", "exec"))
print(json.dumps([names, opened]))
"""


def _import_all(*extra: str) -> tuple[list[str], list[list[str]]]:
    command = [sys.executable, "-c", _WATCH, str(SRC / "masudi"), *extra]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    names, opened = json.loads(done.stdout.splitlines()[-1])
    return names, opened


def test_importing_reads_no_file() -> None:
    names, opened = _import_all()
    assert "masudi.domain.claim" in names
    assert opened == []


def test_a_file_read_at_import_would_be_found() -> None:
    _, opened = _import_all("from masudi.data import packaged; packaged('__init__.py').read_text()")
    assert [Path(name).name for name, _ in opened] == ["__init__.py"]
