"""The brief as one HTML page that needs nothing else: no network, no scripts; it prints, and reads on a phone."""

from __future__ import annotations

import base64
import hashlib
from collections import OrderedDict
from collections.abc import Callable
from importlib.resources import files
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from masudi.brief.clean import shown
from masudi.brief.headers import FOOT, SYNTHETIC_MARK, basis, from_whom, quote, runs, synthetic_note
from masudi.brief.values import Brief, Line, Picture
from masudi.domain import Status
from masudi.draw import to_svg

# What a line that is not plainly asserted is marked with.
_TAGS = {
    Status.ATTEMPTED: "tried",
    Status.INTENDED: "planned",
    Status.POSSIBLE: "possible",
    Status.DENIED: "denied",
}


def render_html(brief: Brief) -> str:
    """The brief as an HTML document. Words of reports are escaped; only http and https addresses become links."""
    environment = Environment(
        loader=PackageLoader("masudi.brief"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= FILTERS | {"shown": shown, "link": link}
    css = files("masudi.brief").joinpath("templates/brief.css").read_text(encoding="utf-8")
    page = environment.get_template("brief.html").render(
        brief=brief,
        css=Markup(css),
        css_hash="sha256-" + base64.b64encode(hashlib.sha256(css.encode()).digest()).decode(),
        tags=_TAGS,
        basis=basis(brief),
        note=synthetic_note(brief),
        mark=SYNTHETIC_MARK,
        foot=FOOT,
    )
    return page.strip() + "\n"


# Pictures that were drawn last, by their identity, and kept so that it stays theirs: a page shows one again and again,
# and that of a large case takes half a second to draw.
_DRAWN: OrderedDict[int, tuple[Picture, Markup]] = OrderedDict()
_MOST_DRAWN = 8


def _svg(picture: Picture) -> Markup:
    """The picture as SVG: its words are escaped there."""
    known = _DRAWN.get(id(picture))
    if known is not None and known[0] is picture:
        return known[1]
    made = Markup(to_svg(picture.drawing))
    _DRAWN[id(picture)] = picture, made
    while len(_DRAWN) > _MOST_DRAWN:
        _DRAWN.popitem(last=False)
    return made


def _groups(lines: tuple[Line, ...]) -> list[tuple[str | None, list[Line]]]:
    """The lines with what each run of them is about."""
    return [(group, list(run)) for group, run in groupby(lines, key=lambda line: line.group)]


def link(url: str | None) -> str | None:
    """The address where it may be followed: http or https with a host; None for any other."""
    try:
        parts = urlsplit(url or "")
        host = parts.hostname
    except ValueError:
        return None
    return url if host and parts.scheme in ("http", "https") and url == shown(url or "") else None


# What a template needs to show a brief, here and elsewhere.
FILTERS: dict[str, Callable[..., Any]] = {
    "from_whom": from_whom,
    "quote": quote,
    "runs": runs,
    "groups": _groups,
    "svg": _svg,
}
