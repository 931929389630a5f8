"""What an output says of itself: made from what, by which Masudi, in which columns; and whether to go on in it."""

from __future__ import annotations

from importlib.metadata import version

import msgspec

from masudi.errors import UsageError
from masudi.scale.folder import Folder
from masudi.scale.mapping import Mapped
from masudi.scale.plan import Broken, Fragment

_FORMAT = "masudi dataset 1"
_MANIFEST, _PLAN = "_masudi/manifest.json", "_masudi/plan.jsonl"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The manifest of an output; `reader` is a hash of the model and the rules that read (`masudi.pipeline`).

    The counts are those of all fragments, once all of them are done; until then `finished` is False.
    """

    format: str = _FORMAT
    masudi: str
    reader: str
    source: str
    mapped: Mapped
    fragments: int = 0
    reports: int = 0
    claims: int = 0
    failures: int = 0
    finished: bool = False


def load(out: Folder) -> Manifest:
    """The manifest of an output; UsageError where there is none, or it is of another format."""
    data = out.read(_MANIFEST)
    if data is None:
        raise UsageError(f"{out.where}: is no output of `masudi read --engine`: it has no {_MANIFEST}")
    try:
        found = msgspec.json.decode(data, type=Manifest)
    except msgspec.DecodeError as fault:
        raise UsageError(f"{out.where}: its {_MANIFEST} cannot be read: {fault}") from None
    if found.format != _FORMAT:
        raise UsageError(f"{out.where}: is a {found.format!r}; this Masudi reads {_FORMAT!r}")
    return found


def load_finished(out: Folder) -> Manifest:
    """As `load`, of an output that is read to its end; UsageError for any other."""
    found = load(out)
    if not found.finished:
        raise UsageError(f"{out.where}: is not read to its end: run `masudi read --engine` again first")
    return found


def reader_of(where: str) -> str:
    """The hash of what has read the reports of an output; UsageError where `where` is none."""
    return load(Folder(where)).reader


def begin(out: Folder, source: str, mapped: Mapped, reader: str, plan: list[Fragment | Broken]) -> None:
    """Begin an output, or go on in the one that is there: UsageError where that is something else."""
    wanted = Manifest(masudi=version("masudi"), reader=reader, source=source, mapped=mapped)
    if out.exists(_MANIFEST):
        _same(out, load(out), wanted)
        _grown(out, plan)
    elif next(out.files(), None) is not None:
        raise UsageError(f"{out.where}: holds something else already: name an empty folder, or one that is not there")
    write(out, wanted)
    out.write(_PLAN, b"".join(msgspec.json.encode(one) + b"\n" for one in plan if isinstance(one, Fragment)))


def write(out: Folder, manifest: Manifest) -> None:
    """Write the manifest of an output."""
    out.write(_MANIFEST, msgspec.json.format(msgspec.json.encode(manifest), indent=1))


def _same(out: Folder, found: Manifest, wanted: Manifest) -> None:
    for name, what in (
        ("source", "from"),
        ("mapped", "with columns"),
        ("masudi", "by Masudi"),
        ("reader", "by reader"),
    ):
        mine, theirs = getattr(wanted, name), getattr(found, name)
        if mine != theirs:
            raise UsageError(f"{out.where}: was begun {what} {theirs}, and this is {mine}: name another output")


def _grown(out: Folder, plan: list[Fragment | Broken]) -> None:
    """Files may have come since; UsageError where one has changed of which something was read."""
    lines = (out.read(_PLAN) or b"").splitlines()
    before = {one.key: one for one in (msgspec.json.decode(line, type=Fragment) for line in lines)}
    now = {one.key for one in plan if isinstance(one, Fragment)}
    for key, one in before.items():
        if key not in now:
            names = ", ".join(one.names[:3])
            raise UsageError(
                f"{out.where}: was begun when {names or 'the input'} held something else: name another output, "
                "or put the old files back"
            )
