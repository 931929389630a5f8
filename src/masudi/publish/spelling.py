"""Words found again in all their spellings: case, accents, Arabic letters, percent signs, hyphens, no blanks at all."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from urllib.parse import unquote

from masudi.domain.view import Private

# However often a URL was quoted, so often it is unquoted; more would be no work of an honest program.
_QUOTED = 4
# Arabic letters that writers use for each other (alef with and without hamza, the two forms of ya, ta marbuta).
_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ئ": "ي", "ة": "ه", "ؤ": "و", "ـ": ""})
_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’ʼ][sS]\b")
# In a text of plain letters without these nothing is quoted and nothing owned: it is as it should be.
_SIGNS = re.compile(r"[%&']")
# Texts of so many characters, sentences and less, are kept as words; whole reports are not.
_SHORT = 2000
# What stands in place of a letter that is withheld.
BLOCK = "█"
# Words of fewer letters, run together, stand in others by chance.
_JOINED = 8


def folded(text: str) -> tuple[str, ...]:
    """The words of a text, of a URL or of a file's name, so that spellings of one name come out alike."""
    return _cut(text)[1] if len(text) <= _SHORT else tuple(one.casefold() for one in _written(text))


def _written(text: str) -> tuple[str, ...]:
    """The words likewise, with their capitals."""
    return _cut(text)[0] if len(text) <= _SHORT else tuple(_WORD.findall(_plain(text)))


@lru_cache(maxsize=1 << 15)
def _cut(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of a short text with their capitals, and folded: it is asked about by every group of a policy."""
    written = tuple(_WORD.findall(_plain(text)))
    return written, tuple(one.casefold() for one in written)


def _plain(text: str) -> str:
    if text.isascii() and not _SIGNS.search(text):
        return text
    for _ in range(_QUOTED):
        plainer = html.unescape(unquote(text, errors="replace"))
        if plainer == text:
            break
        text = plainer
    # Compatibility forms first: Arabic presentation forms and full-width letters are letters like any other.
    split = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text))
    bare = "".join(one for one in split if not unicodedata.combining(one) and unicodedata.category(one) != "Cf")
    return _POSSESSIVE.sub("", bare.translate(_LETTERS)).replace("'", "").replace("’", "")


class Terms:
    """Words and names to be found in texts; asked which of them stand there."""

    def __init__(
        self,
        terms: Iterable[str],
        but: Iterable[str] = (),
        capitals: Iterable[str] = (),
        always: Iterable[str] = (),
    ) -> None:
        """`but` are phrases in which the terms mean something else ("army camp"), `always` terms for which none does.

        `capitals` are terms that count only where each word has a capital; those of several words also in what has no
        blanks (a URL), where nothing may have one.
        """
        self._but: dict[str, list[tuple[str, ...]]] = {}
        for phrase in filter(None, map(folded, but)):
            self._but.setdefault(phrase[0], []).append(phrase)
        self._by_first: dict[str, set[tuple[str, ...]]] = {}
        # By its first letters, a term of several words run together.
        self._joined: dict[str, set[str]] = {}
        self._always = frozenset(map(folded, always))
        self._plain = self._always | frozenset(map(folded, terms))
        self._capital = frozenset(map(folded, capitals)) - self._plain
        for words in (*self._plain, *self._capital):
            self._put(words)
        self._known: dict[str, bool] = {}

    def _put(self, words: tuple[str, ...]) -> None:
        if words:
            self._by_first.setdefault(words[0], set()).add(words)
        if len(words) > 1 and len("".join(words)) >= _JOINED:
            self._joined.setdefault("".join(words)[:_JOINED], set()).add("".join(words))

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def stand_in(self, text: str) -> bool:
        """Whether one of the terms stands in `text`, in whatever spelling."""
        if len(text) > _SHORT:
            return self._stand_in(text)
        # Claims of one report share their sentences, and those of a case their parties and places.
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._stand_in(text)
        return known

    def _stand_in(self, text: str) -> bool:
        words = folded(text)
        # Most texts have no word with which a term begins, and are done with so.
        begins = not self._by_first.keys().isdisjoint(words)
        if begins and any(self._standing(_written(text), words, prose=" " in text.strip())):
            return True
        # "ahmadkaram.jpg" is a name too.
        return bool(self._joined) and any(self._is_joined(word) for word in words if len(word) >= _JOINED)

    def _is_joined(self, word: str) -> bool:
        """Whether a term, run together, stands in a word."""
        return any(
            word.startswith(joined, at)
            for at in range(len(word) - _JOINED + 1)
            for joined in self._joined.get(word[at : at + _JOINED], ())
        )

    def _standing(self, written: Sequence[str], words: tuple[str, ...], *, prose: bool) -> Iterator[tuple[int, int]]:
        """Where terms stand among words, given as written and folded: the first word, and the one after the last."""
        left = self._without(words)
        for at, word in enumerate(words):
            for one in self._by_first.get(word, ()):
                end = at + len(one)
                if words[at:end] != one:
                    continue
                counts = one in self._plain or _counts(written[at:end], prose)
                if one in self._always or (counts and left[at:end] == one):
                    yield at, end

    def covered(self, text: str) -> str:
        """The text with a block in place of each letter of the terms that stand in it, so that every offset holds.

        A text in which they stand in a way that has no letters of its own (a quoted URL) is covered as a whole.
        """
        if not self.stand_in(text):
            return text
        # Of a token that folds to several words all are covered, or none.
        found = [(token, word) for token in _WORD.finditer(text) for word in folded(token.group())]
        written = [token.group() for token, _ in found]
        marks = list(text)
        for start, end in self._standing(written, tuple(word for _, word in found), prose=" " in text.strip()):
            for token, _ in found[start:end]:
                marks[token.start() : token.end()] = BLOCK * (token.end() - token.start())
        left = "".join(marks)
        return _WORD.sub(lambda one: BLOCK * len(one.group()), text) if self.stand_in(left) else left

    def _without(self, words: tuple[str, ...]) -> tuple[str, ...]:
        """The words, with nothing in place of those that stand in phrases in which terms mean something else."""
        gone = {
            at + one
            for at, word in enumerate(words)
            for phrase in self._but.get(word, ())
            if words[at : at + len(phrase)] == phrase
            for one in range(len(phrase))
        }
        return tuple("" if at in gone else word for at, word in enumerate(words)) if gone else words


def name_terms(private: Private, names: Iterable[str] = ()) -> Terms:
    """Names of private persons, which public names may have words of, and other words, as terms."""
    plain = [one.words for one in private.names if not one.capital]
    return Terms(plain, private.public, [one.words for one in private.names if one.capital], names)


def _counts(words: Sequence[str], prose: bool) -> bool:
    """Whether words are a term that needs capitals."""
    return all(one[0].isupper() for one in words) or (not prose and len(words) > 1)
