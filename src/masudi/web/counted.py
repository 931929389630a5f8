"""What an overview counts and draws: claims or incidents, each narrowed by the same filters."""

from __future__ import annotations

import numpy as np

from masudi.web import counting
from masudi.web.asked import Asked, passing
from masudi.web.bench import Bench
from masudi.web.board import Mask
from masudi.web.counting import Entry, Tally


class Claims:
    """The claims of the case: which of them pass filters (all, or all but one), and how many have which kind."""

    def __init__(self, bench: Bench) -> None:
        self.incidents, self.words = bench.incidents, bench.words
        self.rows = self.incidents.board

    def passing(self, asked: Asked, *, but: str = "") -> Mask:
        """Which pass all filters, or all but the one of that name; claims of no incident pass none of incidents."""
        mask = passing(self.rows, asked, self.words, but=but)
        if (asked.origins or asked.contradicted) and but != "told":
            told = np.append(self.incidents.told(asked), False)
            mask &= told[self.incidents.home]
        return mask

    def by_kind(self, mask: Mask) -> dict[str, Tally]:
        """Those of each kind that has any."""
        return counting.by_kind(self.rows, mask)

    def by_publisher(self, mask: Mask) -> list[Entry]:
        """Those of each publisher that has any, the most first."""
        return counting.by_publisher(self.rows, mask)

    def by_stage(self, mask: Mask) -> tuple[int, ...]:
        """How many are in each stage of review, in the order of STAGES."""
        return counting.by_stage(self.rows, mask)


class Incidents:
    """The incidents of the case, on the same terms."""

    def __init__(self, bench: Bench) -> None:
        self.rows = bench.incidents
        self._families = {name: kind.family for name, kind in bench.words.kinds.items()}

    def passing(self, asked: Asked, *, but: str = "") -> Mask:
        """Which pass all filters, or all but the one of that name."""
        return self.rows.passing(asked, self._families, but=but)

    def by_kind(self, mask: Mask) -> dict[str, Tally]:
        """Those of each kind that has any."""
        return self.rows.by_kind(mask)

    def by_publisher(self, mask: Mask) -> list[Entry]:
        """Those of each publisher that has any, the most first."""
        return self.rows.by_publisher(mask)

    def by_stage(self, mask: Mask) -> tuple[int, ...]:
        """How many are in each stage of review, in the order of STAGES."""
        return self.rows.by_stage(mask)


Counted = Claims | Incidents


def counted(bench: Bench, asked: Asked) -> Counted:
    """What is asked for: the incidents, or the claims."""
    return Incidents(bench) if asked.of == "incidents" else Claims(bench)
