"""Reading a YAML data file into a typed value, with errors that name file and line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from masudi.errors import KnowledgeError

T = TypeVar("T")

# The C loader reads a lexicon ten times as fast; PyYAML built without libyaml has only the other.
_Safe: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Safe):  # type: ignore[misc]
    """YAML in which only true and false are truth values, and dates stay as written.

    In a list of words, "no" and "on" are words; and of 2014-06-29 and 2014-06 both are dates.
    """


_BOOL, _TIME = "tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp"
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIME and (tag != _BOOL or first in "tTfF")]
    for first, resolvers in _Safe.yaml_implicit_resolvers.items()
}

# Where a fault is, as a path into the file ("$.kinds[3].family"), and what is wrong with it.
Fault = tuple[str, str]


def packaged(name: str) -> Path:
    """The path of a data file that the package carries, such as "kinds.yaml"."""
    with as_file(files("masudi.data") / name) as path:
        return path


def fingerprint(*names: str) -> str:
    """The SHA-256 of the data files and folders with these names: of the files' names and of what is in them."""
    whole = hashlib.sha256()
    for name in names:
        top = packaged(name)
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                content = hashlib.sha256(path.read_bytes()).hexdigest()
                whole.update(f"{path.relative_to(top.parent).as_posix()} {content}\n".encode())
    return whole.hexdigest()


def load_yaml(path: Path, type_: type[T]) -> T:
    """The content of `path` as a `type_`.

    Raises KnowledgeError, with the line, where the file cannot be read, is no YAML, gives a key twice, or does not
    have the shape of `type_`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise KnowledgeError(str(path), f"cannot be read: {fault}") from None
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
            value = None if node is None else _construct(loader, node, path)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark
        raise KnowledgeError(str(path), f"is no YAML: {fault.problem}", line=mark.line + 1 if mark else None) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise KnowledgeError(str(path), f"is no YAML: {fault}") from None
    try:
        return msgspec.convert(value, type_)
    except msgspec.ValidationError as fault:
        problem, _, where = str(fault).partition(" - at `")
        raise KnowledgeError(str(path), problem, line=line_of(node, where.rstrip("`"))) from None


def _construct(loader: Any, node: yaml.Node, path: Path) -> Any:
    _refuse_doubles(node, path)
    return loader.construct_document(node)


def _refuse_doubles(node: yaml.Node, path: Path) -> None:
    """YAML lets a later key silently win over an earlier one; in a data file that is a lost entry."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise KnowledgeError(str(path), "has a key that is no word", line=key.start_mark.line + 1)
            if key.value in seen:
                raise KnowledgeError(str(path), f"key {key.value!r} stands twice", line=key.start_mark.line + 1)
            seen.add(key.value)
            _refuse_doubles(value, path)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            _refuse_doubles(item, path)


def located(path: Path, faults: Iterable[Fault]) -> Iterator[KnowledgeError]:
    """Each of the faults of a YAML file as an error that names the file and the line."""
    node = None
    for where, problem in faults:
        node = node or yaml.compose(path.read_text(encoding="utf-8"), Loader=_Safe)
        yield KnowledgeError(str(path), problem, line=line_of(node, where))


def raise_first(path: Path, faults: Iterable[Fault]) -> None:
    """Raise the first fault as a KnowledgeError that names the file and the line; nothing where there is none."""
    for fault in located(path, faults):
        raise fault


def line_of(node: yaml.Node | None, where: str) -> int | None:
    """The line (from 1) of the deepest node on a path such as `$.kinds[3].family` or `$.kinds[...]`."""
    if node is None:
        return None
    for key, index in re.findall(r"\.([^.\[\]]+)|\[([^\]]*)\]", where):
        found = _child(node, key, index)
        if found is None:
            break
        node = found
    line: int = node.start_mark.line + 1
    return line


def _child(node: yaml.Node, key: str, index: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode) and key:
        return next((value for name, value in node.value if name.value == key), None)
    if isinstance(node, yaml.SequenceNode) and index.isdigit() and int(index) < len(node.value):
        item: yaml.Node = node.value[int(index)]
        return item
    return None
