"""Words found again in all their spellings: case, accents, Arabic letters, percent signs, hyphens, no blanks at all."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

# However often a URL was quoted, so often it is unquoted; more would be no work of an honest program.
_QUOTED = 4
# Arabic letters that writers use for each other (alef with and without hamza, the two forms of ya, ta marbuta).
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و", "ـ": ""})
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’ʼ]s\b")
# Words of fewer letters, run together, stand in others by chance.
_JOINED = 8


def folded(text: str) -> tuple[str, ...]:
    """The words of a text, of a URL or of a file's name, so that spellings of one name come out alike."""
    return tuple(_WORD.findall(_plain(text)))


def _plain(text: str) -> str:
    for _ in range(_QUOTED):
        plainer = html.unescape(unquote(text, errors="replace"))
        if plainer == text:
            break
        text = plainer
    # Compatibility forms first: Arabic presentation forms and full-width letters are letters like any other.
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    bare = "".join(one for one in split if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return _POSSESSIVE.sub("", bare.casefold().translate(_LETTERS)).replace("'", "").replace("’", "")


class Terms:
    """Words and names to be found in texts; asked which of them stand there."""

    def __init__(self, terms: Iterable[str]) -> None:
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        self._joined: set[str] = set()
        for term in terms:
            words = folded(term)
            if not words:
                continue
            self._by_first.setdefault(words[0], set()).add(words)
            if len(words) > 1 and len("".join(words)) >= _JOINED:
                self._joined.add("".join(words))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def stand_in(self, text: str) -> bool:
        """Whether one of the terms stands in `text`, in whatever spelling."""
        if not self._by_first:
            return False
        words = folded(text)
        for at, word in enumerate(words):
            if any(words[at : at + len(one)] == one for one in self._by_first.get(word, ())):
                return True
        # "ahmadkaram.jpg" is a name too.
        return any(joined in word for word in words if len(word) >= _JOINED for joined in self._joined)
