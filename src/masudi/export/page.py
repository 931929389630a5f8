"""One self-contained HTML page: reports as written, their claims beside them, each with the words that say it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from typing import TextIO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from masudi.domain import Reading
from masudi.domain.text import acts, visible
from masudi.export.page_view import report_views
from masudi.export.wording import day_words
from masudi.export.words import words

# From so many characters of text on a page, its parts are laid out only when they come near the screen
# (content-visibility). Below, the browser does it at once and scroll bars are exact.
LONG = 200_000

# Directional embeddings and isolates, zero-width spaces and soft hyphens: part of how many publishers set their text,
# and harmless in a page, where every text stands in an element of its own direction.
_SETTING = frozenset("\u202a\u202b\u202c\u2066\u2067\u2068\u2069\u200b\u2060\ufeff\u00ad")


def write_page(readings: Sequence[Reading], out: TextIO) -> None:
    """Write the readings to `out` as one HTML document that needs no other file and no network.

    Without JavaScript it is a plain document: reports one after another, each with its claims, linked both ways.
    Everything that comes from a report is escaped, and the page's policy lets nothing run or load beyond its own
    style and script.
    """
    environment = _environment()
    known = words()
    views = report_views(readings, known)
    document = environment.get_template("page.html").generate(
        views=views,
        title=views[0].title if len(views) == 1 else f"{len(views)} reports",
        total=sum(len(reading) for reading in readings),
        words=known,
        long=sum(len(reading.report.text) for reading in readings) > LONG,
        css=_asset(environment, "page.css"),
        js=_asset(environment, "page.js"),
    )
    for part in document:
        out.write(part)


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("masudi.export"), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.filters.update(shown=shown, plain=visible, day=day_words, hash=csp_hash, squeeze=squeeze)
    return environment


def _asset(environment: Environment, name: str) -> Markup:
    """A style sheet or a script of ours as it goes into the page: our own file, so it is not escaped."""
    assert environment.loader is not None
    source, _, _ = environment.loader.get_source(environment, name)
    if re.search(r"</(style|script)", source, re.IGNORECASE):
        raise ValueError(f"{name} would end its own element")
    return Markup(source)


def csp_hash(source: str) -> str:
    """What a content security policy names an inline style or script by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()


def squeeze(html: Markup) -> Markup:
    """HTML without the line ends and indents between its tags: a third of what a browser would have to hold."""
    return Markup(re.sub(r">\s*\n\s*<", "><", html))


def shown(text: str) -> Markup:
    """The text, escaped; characters that act on a display instead of being read are shown as their code."""
    if text.isprintable() or text.replace("\n", "").isprintable():
        return escape(text)
    parts, plain = [], 0
    for at, char in enumerate(text):
        if char in "\n\t" or char in _SETTING or not acts(char):
            continue
        parts.append(escape(text[plain:at]))
        parts.append(Markup('<span class="ctl" data-code="U+{:04X}"></span>').format(ord(char)))
        plain = at + 1
    parts.append(escape(text[plain:]))
    return Markup("").join(parts)
