"""Adding reports: paste, upload, drop; and how far they are."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, File, Form, HTTPException, Path, Request, Response, UploadFile
from fastapi.responses import RedirectResponse

from masudi.errors import UsageError
from masudi.pipeline import Adding
from masudi.sources import Columns, Opening, Retrieved, known_endings, parse_columns
from masudi.web.adding import Upload
from masudi.web.asked import day_of
from masudi.web.pages import At, By, Changing, json_view, page

router = APIRouter()

# Reports in one request; a browser sends more in several.
MOST_FILES = 500
_LONGEST_NAME = 200

Line = Annotated[str, Form(max_length=500)]
JobId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


class AddPage(msgspec.Struct, frozen=True, kw_only=True):
    """What the page for adding needs to say."""

    most_files: int = MOST_FILES
    endings: tuple[str, ...] = ()


@page(router, "/add", "add.html")
def add_page(_: By) -> AddPage:
    """Where reports are added."""
    return AddPage(endings=known_endings())


@router.post("/add")
def add_reports(
    request: Request,
    bench: At,
    session: Changing,
    text: Annotated[str, Form(max_length=4_000_000)] = "",
    title: Line = "",
    source: Line = "",
    url: Line = "",
    published: Annotated[str, Form(max_length=10)] = "",
    made_up: Annotated[bool, Form()] = False,
    mix: Annotated[bool, Form()] = False,
    columns: Line = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """Take reports, pasted or as files, and say under which address their progress is."""
    sent = [one for one in files or () if one.filename]
    if len(sent) > MOST_FILES:
        raise UsageError(f"these are {len(sent):,} files: send at most {MOST_FILES} at once")
    reports = [_retrieved(one.filename or "", one.file.read()) for one in sent]
    if text.strip():
        header = {"title": title, "source": source, "url": url, "published": published}
        reports.append(_pasted(text, header, made_up))
    if not reports:
        raise UsageError("there is nothing to add: paste a text, or choose files")
    how = Adding(
        opening=Opening(
            published=day_of(published),
            source=source.strip() or None,
            columns=parse_columns(columns) if columns.strip() else Columns(),
        ),
        collector=session.person.name,
        person=session.person.name,
        signer=session.person.signer,
        mix=mix,
        threads=_processors(),
    )
    job = bench.uploads.take(reports, how)
    if "application/json" in request.headers.get("accept", ""):
        return json_view(request, job, 202)
    return RedirectResponse(f"/adding/{job.id}", 303)


@page(router, "/adding/{id_}", "adding.html")
def adding(bench: At, _: By, id_: JobId) -> Upload:
    """How far reports are that were sent together."""
    job = bench.uploads.job(id_)
    if job is None:
        raise HTTPException(404)
    if job.over:
        bench.renew()
    return job


def _retrieved(name: str, data: bytes) -> Retrieved:
    """A file as it was sent. Its name is a name, never a path: browsers send folders along, and others anything."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    plain = "".join(mark if mark.isprintable() else "�" for mark in last)[:_LONGEST_NAME] or "report"
    stem = plain.rpartition(".")[0] or plain
    return Retrieved(name=stem, path=plain, data=data)


def _pasted(text: str, header: dict[str, str], made_up: bool) -> Retrieved:
    """A pasted text with the header that the form's fields make, unless it brings one of its own."""
    lines = [f"{key}: {' '.join(words.split())}" for key, words in header.items() if words.strip()]
    lines += ["synthetic: yes"] if made_up else []
    whole = "\n".join(lines) + "\n\n" + text if lines else text
    name = " ".join(header["title"].split())[:80] or "pasted text"
    return Retrieved(name=name, path="pasted text", data=whole.encode("utf-8", "replace"))


def _processors() -> int:
    import os

    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
