"""Text on the pages of a PDF: words of several styles broken into lines, from left to right or from right to left."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from fpdf import FPDF

from masudi.brief.clean import shown
from masudi.draw import fit_for_faces, needs_shaping, runs_back

FAMILY = "Noto"
# Points to millimetres, and the height of a line as a multiple of its letters.
_MM, _LEADING = 25.4 / 72, 1.42


class Run(msgspec.Struct, frozen=True, kw_only=True):
    """Words of one style; `link` is the number of a place in the document that they lead to."""

    text: str
    style: str = ""
    size: float = 9.5
    colour: tuple[int, int, int] = (29, 28, 26)
    link: int | None = None


def clean(text: str) -> str:
    """Words as they may stand on a page: nothing hidden or acting in them, and every letter one that a face has."""
    return fit_for_faces(shown(text))


def high(size: float) -> float:
    """The height of a line, in millimetres, whose letters are `size` points high."""
    return size * _MM * _LEADING


class Setter:
    """Sets words on the pages of one document, and remembers how wide they are."""

    def __init__(self, pdf: FPDF) -> None:
        self.pdf = pdf
        self._known: dict[tuple[str, str], float] = {}

    def width(self, run: Run) -> float:
        """How wide the words are, in millimetres."""
        return self._wide(run, run.text)

    def _wide(self, run: Run, text: str) -> float:
        key = (run.style, text)
        if key not in self._known:
            self.pdf.set_font(FAMILY, run.style, 100)
            self.pdf.set_text_shaping(needs_shaping(text))
            self._known[key] = float(self.pdf.get_string_width(text)) / 100
        return self._known[key] * run.size

    def set(self, runs: Iterable[Run], *, left: float, width: float) -> None:
        """Set the words from the current height on, between `left` and `left + width`; leaves the height below them.

        Lines break between words, and within one that is longer than a line. Text that begins with letters that run
        from right to left stands at the right.
        """
        runs = [msgspec.structs.replace(run, text=clean(run.text)) for run in runs]
        tall = max((high(run.size) for run in runs), default=0.0)
        back = runs_back("".join(run.text for run in runs))
        for line in self._lines(runs, width):
            if self.pdf.will_page_break(tall):
                self.pdf.add_page()
            wide = sum(map(self.width, line))
            x, y = left + (width - wide if back else 0), self.pdf.y
            for one in reversed(line) if back else line:
                self._set(one, x, y, tall)
                x += self.width(one)
            self.pdf.set_xy(left, y + tall)

    def _set(self, run: Run, x: float, y: float, tall: float) -> None:
        pdf = self.pdf
        wide = self.width(run)
        pdf.set_font(FAMILY, run.style, run.size)
        pdf.set_text_color(*run.colour)
        pdf.set_text_shaping(needs_shaping(run.text))
        pdf.set_xy(x, y)
        pdf.cell(wide, tall, run.text, link=run.link or "")

    def _lines(self, runs: Sequence[Run], width: float) -> Iterator[list[Run]]:
        line: list[Run] = []
        used = 0.0
        for word in self._words(runs, width):
            bare = sum(map(self.width, _stripped(word)))
            if line and used + bare > width:
                yield _merged(_stripped(line))
                line, used = [], 0.0
            line += word
            used += sum(map(self.width, word))
        if line:
            yield _merged(_stripped(line))

    def _words(self, runs: Sequence[Run], width: float) -> Iterator[list[Run]]:
        """What must not be parted: pieces of one or several runs up to the next blank."""
        word: list[Run] = []
        for run in runs:
            for text in re.findall(r"\S+ ?| ", run.text):
                word += [msgspec.structs.replace(run, text=part) for part in self._short(run, text, width)]
                if len(word) > 1 and sum(map(self.width, word)) > width:
                    yield from ([piece] for piece in word[:-1])
                    word = word[-1:]
                if text.endswith(" "):
                    yield word
                    word = []
        if word:
            yield word

    def _short(self, run: Run, text: str, width: float) -> Iterator[str]:
        """The text in pieces that fit on a line each."""
        while len(text) > 1 and self._wide(run, text) > width:
            end = len(text) - 1
            while end > 1 and self._wide(run, text[:end]) > width:
                end = max(1, int(end * 0.9))
            yield text[:end]
            text = text[end:]
        yield text


def _stripped(line: Sequence[Run]) -> list[Run]:
    """The pieces without the blank at their end."""
    *rest, last = line
    return [*rest, msgspec.structs.replace(last, text=last.text.rstrip())]


def _merged(line: Sequence[Run]) -> list[Run]:
    """The pieces, those together that stand in one run: letters join over their border."""
    found: list[Run] = []
    for one in line:
        before = found[-1] if found else None
        if before and msgspec.structs.replace(before, text=one.text) == one:
            found[-1] = msgspec.structs.replace(before, text=before.text + one.text)
        elif one.text:
            found.append(one)
    return found
