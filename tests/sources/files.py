"""Small files in every format, made for tests: two sentences about an invented place, in Latin, Arabic and emoji."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from email.message import EmailMessage
from typing import Any

FIRST = "Fighters of the Northern Covenant attacked the village of Halven before dawn on Monday, residents said."
SECOND = "At least 12 civilians were killed in the shelling of the Brickfields, the hospital at Dalgo said."
ARABIC = "قال السكان إن القصف استمر 😔 طوال الليل."


def pdf(*pages: Sequence[str], title: str = "Halven", password: str | None = None, running: str = "") -> bytes:
    """A document with these paragraphs on its pages, and a running head on each where one is given."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Spacer

    style = getSampleStyleSheet()["BodyText"]
    parts: list[Any] = []
    for page in pages:
        parts += [PageBreak()] if parts else []
        for paragraph in page:
            parts += [Paragraph(paragraph, style), Spacer(1, 8)]
    out = io.BytesIO()

    def head(canvas: Any, document: Any) -> None:
        if running:
            canvas.drawString(72, 800, f"{running} {document.page}")

    encrypt = StandardEncryption(password, ownerPassword="owner") if password is not None else None
    SimpleDocTemplate(out, pagesize=A4, title=title, encrypt=encrypt).build(parts, onFirstPage=head, onLaterPages=head)
    return out.getvalue()


def scan(pages: int = 1) -> bytes:
    """A document of pictures alone."""
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out)
    for _ in range(pages):
        canvas.rect(10, 10, 200, 200, fill=1)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def docx(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = (), title: str = "") -> bytes:
    """A Word document with these paragraphs and, after them, a table."""
    import docx as word

    document = word.Document()
    document.core_properties.title = title
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def eml(text: str, html: str | None = None, attached: Mapping[str, bytes] | None = None, **headers: str) -> bytes:
    """A mail."""
    message = EmailMessage()
    given = {"From": '"Field Desk" <desk@monitor.example>', "Subject": "Halven"}
    given["Date"] = "Mon, 04 Mar 2024 23:30:00 -0500"
    for name, value in (given | {one.replace("_", "-"): value for one, value in headers.items()}).items():
        message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="image", subtype="jpeg", filename=name)
    return bytes(message)


def page(*paragraphs: str, head: str = "") -> bytes:
    """A web page with an article."""
    body = "".join(f"<p>{one}</p>" for one in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Guns at Halven</title>{head}</head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>Guns at Halven</h1>{body}</article></body></html>"
    ).encode()


def warc(*records: tuple[str, str, bytes], status: str = "200 OK", gzip: bool = True) -> bytes:
    """A web archive of responses: address, media type, body."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=gzip)
    for url, kind, body in records:
        headers = StatusAndHeaders(
            status, [("Content-Type", kind), ("Set-Cookie", "visitor=7"), ("ETag", '"a"')], protocol="HTTP/1.1"
        )
        writer.write_record(
            writer.create_warc_record(
                url,
                "response",
                payload=io.BytesIO(body),
                http_headers=headers,
                warc_headers_dict={"WARC-Date": "2024-03-05T06:07:08Z"},
            )
        )
    return out.getvalue()


def archive(members: Mapping[str, bytes | str], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as made:
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def table(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    """A table as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode()


def telegram(messages: Sequence[Mapping[str, Any]], kind: str = "private_group", name: str = "Halven watch") -> bytes:
    """An export of Telegram as JSON."""
    sent = {"type": "message", "date": "2024-03-04T10:00:00", "from": "Amal Sarw", "from_id": "user77"}
    whole = [sent | dict(one) for one in messages]
    return json.dumps({"name": name, "type": kind, "id": 1, "messages": whole}, ensure_ascii=False).encode()


def parquet(columns: Mapping[str, Sequence[Any]]) -> bytes:
    """A table as Parquet."""
    import pyarrow as arrow
    from pyarrow import parquet as files

    out = io.BytesIO()
    files.write_table(arrow.table(dict(columns)), out)
    return out.getvalue()
