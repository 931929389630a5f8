"""Where names stand on a map: beside their signs, and never on a sign or on another name."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from masudi.draw import Label, Tone, width_of

SIZE = 11.0


class Box(msgspec.Struct, frozen=True):
    """A rectangle of the sheet."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies in the other."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


class Labels:
    """Places names on a sheet one after the other, the weightiest first."""

    def __init__(self, sheet: Box) -> None:
        self.sheet = sheet
        self.taken: list[Box] = []
        self.set: list[Label] = []

    def keep(self, box: Box) -> None:
        """Nothing is to be written here."""
        self.taken.append(box)

    def name(self, text: str, sign: Box, *, tone: Tone = Tone.INK, bold: bool = False) -> bool:
        """Write a name beside its sign; False, and nothing written, where there is no room."""
        wide = width_of(text, SIZE, bold=bold)
        for left, baseline in _around(sign, wide):
            box = Box(left - 1.5, baseline - SIZE * 0.86, left + wide + 1.5, baseline + SIZE * 0.32)
            if box.within(self.sheet) and not any(box.overlaps(other) for other in self.taken):
                self.taken.append(box)
                self.set.append(Label(x=left, y=baseline, text=text, size=SIZE, bold=bold, tone=tone, halo=Tone.LAND))
                return True
        return False


def _around(sign: Box, wide: float) -> Iterator[tuple[float, float]]:
    """Where a name may begin, and its baseline, the best first: right, left, above, below, and the corners."""
    middle_x, middle_y = (sign.left + sign.right) / 2, (sign.top + sign.bottom) / 2 + SIZE * 0.34
    above, below = sign.top - 3.6, sign.bottom + SIZE * 0.86 + 1.6
    yield sign.right + 3, middle_y
    yield sign.left - 3 - wide, middle_y
    yield middle_x - wide / 2, above
    yield middle_x - wide / 2, below
    yield sign.right + 1, above
    yield sign.right + 1, below
    yield sign.left - 1 - wide, above
    yield sign.left - 1 - wide, below
