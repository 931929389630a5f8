"""The brief as a file: one form each for passing on."""

from __future__ import annotations

from masudi.brief.html import render_html
from masudi.brief.markdown import render_markdown
from masudi.brief.values import Brief

# Each form that is a file, with its media type.
TYPES = {
    "markdown": "text/markdown; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
ENDINGS = {"markdown": "md", "html": "html", "docx": "docx", "pdf": "pdf"}
# Forms that are not text, and are not printed on a terminal.
BINARY = frozenset({"docx", "pdf"})


def render(brief: Brief, form: str) -> bytes:
    """The brief in a form of `TYPES`; the same bytes for the same brief. KeyError for any other form."""
    if form == "pdf":
        # Its library takes a while to load, and most briefs are read on a terminal.
        from masudi.brief.pdf import render_pdf

        return render_pdf(brief)
    if form == "docx":
        from masudi.brief.docx import render_docx

        return render_docx(brief)
    text = {"markdown": render_markdown, "html": render_html}[form](brief)
    return (text if text.endswith("\n") else text + "\n").encode("utf-8")
