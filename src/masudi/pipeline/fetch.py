"""Pages of the web on their way into a case: fetched, and handed on as files that were retrieved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from masudi.domain.feeds import Arrival
from masudi.errors import FetchError, MasudiError, ReportError
from masudi.pipeline.read import blamed
from masudi.sources import Retrieved
from masudi.sources.urls import as_url, is_url

if TYPE_CHECKING:
    from masudi.sources.fetching import Fetched, Polite

# Of a name that is made of an address so much is taken.
_LONGEST_NAME = 80


def fetching(
    found: Iterable[str | Retrieved | ReportError], polite: Polite | None = None
) -> Iterator[str | Retrieved | ReportError]:
    """`found`, with what is at those of them that are addresses of the web (http, https) in their places.

    They were named by a person: robots.txt, which speaks to programs that go about by themselves, is not asked, but
    no site is asked twice without a pause.
    """
    for one in found:
        if isinstance(one, str) and is_url(one):
            polite = polite or _own()
            yield fetched(one, polite)
        else:
            yield one


def _own() -> Polite:
    # Whoever adds files alone need not wait for what talks to servers.
    from masudi.sources.fetching import Fetcher, Polite

    return Polite(Fetcher(), robots=False)


def fetched(url: str, polite: Polite) -> Retrieved | ReportError:
    """What is at an address, or the ReportError, naming it, that says why not."""
    try:
        got = polite.get(url)
    except FetchError as fault:
        return ReportError(url, fault.problem)
    except MasudiError:
        raise
    except Exception as fault:
        return blamed(url, "could not be fetched", fault)
    return retrieved(arrival_of(as_url(url), got))


def arrival_of(url: str, got: Fetched) -> Arrival:
    """What was fetched of `url`, as a case keeps it until it is read."""
    return Arrival(url=url, final=got.final, headers=got.headers, data=got.data, at=got.at)


def retrieved(one: Arrival) -> Retrieved:
    """What was fetched, as a file that was retrieved: its URL is where redirects led, its path what was asked for."""
    kind = next((value for name, value in one.headers if name.lower() == "content-type"), None)
    return Retrieved(
        name=_name(one.final),
        path=one.url,
        data=one.data,
        url=one.final,
        media_type=kind,
        headers=one.headers,
        at=one.at,
        source=one.source,
        published=one.published,
    )


def _name(url: str) -> str:
    """What to call a page that has no title: the last part of its path, else its host."""
    parts = urlsplit(url)
    last = unquote(parts.path.rstrip("/").rpartition("/")[2], errors="replace").rpartition(".")
    name = "".join(one if one.isprintable() else "_" for one in (last[0] or last[2]))
    return name[:_LONGEST_NAME] or parts.hostname or "page"
