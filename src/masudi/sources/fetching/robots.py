"""What a site's robots.txt allows, after RFC 9309; Protego reads the file.

A site without one (any status of 400 to 499 but 429) allows everything. One whose file cannot be had, because its
server is in trouble or cannot be reached, allows nothing until it can.
"""

from __future__ import annotations

import msgspec
from protego import Protego

from masudi.errors import FetchError
from masudi.sources.fetching.fetcher import Fetcher

NAME = "Masudi"
"""The name by which robots.txt speaks of us."""

# RFC 9309 asks for 500 kibibytes at least to be read; what is behind them is not.
_READ = 512_000
_TOO_MANY = 429


class Robots(msgspec.Struct, frozen=True):
    """The rules of one site; `rules` is None where everything is allowed, `trouble` why nothing is for now."""

    rules: Protego | None = None
    trouble: FetchError | None = None

    def refusal(self, url: str) -> FetchError | None:
        """Why an address is not to be fetched, or not now; None where it may."""
        if self.trouble is not None and not self.trouble.passing:
            return self.trouble.at(url)  # as it would be of any other address of the site
        if self.trouble is not None:
            problem = f"its site's robots.txt cannot be had ({self.trouble.problem}), which might forbid it"
            return FetchError(url, problem, passing=True, wait=self.trouble.wait)
        if self.rules is not None and not self.rules.can_fetch(url, NAME):
            return FetchError(url, "its site's robots.txt asks programs not to fetch it")
        return None

    def delay(self) -> float:
        """The seconds that the site wants between two requests; 0 where it does not say."""
        if self.rules is None:
            return 0.0
        rate = self.rules.request_rate(NAME)
        each = rate.seconds / rate.requests if rate is not None and rate.requests else 0.0
        return max(float(self.rules.crawl_delay(NAME) or 0.0), float(each), 0.0)


def fetch_robots(site: str, fetcher: Fetcher) -> Robots:
    """The rules of a site (`host_of`), fetched."""
    try:
        found = fetcher.get(f"{site}/robots.txt")
    except FetchError as fault:
        without = fault.status is not None and 400 <= fault.status < 500 and fault.status != _TOO_MANY
        return Robots() if without else Robots(trouble=fault)
    return Robots(rules=Protego.parse(found.data[:_READ].decode("utf-8-sig", "replace")))
