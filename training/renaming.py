"""Reports told again with other names, so that roles are learnt from what is said and not from who is named.

A renamed report has the names of its parties and places replaced, each everywhere in the report by the same other
name (one of another report, or an invented one of the same shape), and general words for parties (rebels, soldiers;
government, opposition) exchanged among themselves. Claims keep their spans, shifted.
"""

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from tokenizers import Tokenizer

from masudi.language import outline
from masudi.language.pieces import split
from training.reports import Example, Filler, Gold
from training.words import training_words

_TOKEN = re.compile(r"[^\W\d_]+")
# A name's token is no word that texts use in lower case as well ("Army", "Front", "North").
_COMMON = 3
_KNOWN_NAME, _RENAMED, _EXCHANGE = 0.5, 0.85, 0.6
_ADJECTIVE = re.compile(r"(?:ian|an|ish|ese)(s?)$")
# fmt: off
_ONSETS = (
    "b", "br", "d", "dr", "f", "g", "gr", "h", "j", "k", "kh", "kr", "l", "m", "n", "p", "pr", "q", "r", "s", "sh",
    "t", "tr", "v", "y", "z",
)
# fmt: on
_VOWELS = ("a", "a", "a", "e", "e", "i", "o", "o", "u", "ai", "ou")
_CODAS = ["", "", "", "l", "m", "n", "r", "s", "sh", "th", "k", "nd", "rt"]


class Names:
    """The names of a body of reports: what may take the place of what."""

    def __init__(self, examples: Iterable[Example]) -> None:
        texts = list(examples)
        words = Counter(word for one in texts for word in _TOKEN.findall(one.pieces.text) if word.islower())
        self._common = frozenset(word for word, number in words.items() if number >= _COMMON)
        pools: dict[str, set[str]] = {}
        for one in texts:
            for token in self.tokens(one):
                pools.setdefault(_shape(token), set()).add(token)
        self._pools = {shape: sorted(tokens) for shape, tokens in pools.items()}

    def tokens(self, example: Example) -> list[str]:
        """The words that make up names of parties, sources and places of a report's claims, sorted."""
        text = example.pieces.text
        spans = {
            (one.start, one.end)
            for claim in example.claims
            for role in ("actor", "target", "source", "place")
            for one in claim.roles[role]
        }
        words = {word for start, end in spans for word in _TOKEN.findall(text[start:end])}
        return sorted(word for word in words if word[0].isupper() and len(word) > 1 and self._names(word))

    def _names(self, word: str) -> bool:
        low = word.lower()
        return low not in self._common and low.removesuffix("s") not in self._common

    def other(self, token: str, rng: random.Random) -> str:
        """Another name of the shape of `token`."""
        shape = _shape(token)
        if rng.random() < _KNOWN_NAME:
            return rng.choice(self._pools.get(shape, [token]))
        return _invented(shape, rng)


def renamed(example: Example, names: Names, tokenizer: Tokenizer, rng: random.Random) -> Example:
    """The report with other names."""
    change: dict[str, str] = {}
    stems: dict[str, str] = {}
    for token in names.tokens(example):
        if rng.random() < _RENAMED:
            change[token] = _alike(token, stems, names, rng)
    if rng.random() < _EXCHANGE:
        for line in training_words().exchanged:
            change |= dict(zip(line, rng.sample(line, len(line)), strict=True))
    return _changed(example, change, tokenizer)


def _alike(token: str, stems: dict[str, str], names: Names, rng: random.Random) -> str:
    """Another name; names that begin alike (Syria, Syrian, Syrians) get ones that begin alike."""
    key = token[:4].lower()
    if key not in stems or token.isupper():
        stems[key] = names.other(token, rng)
        return stems[key]
    stem = re.sub(r"(?:ians?|ans?|ish|ese|[aeiou])$", "", stems[key])
    if found := _ADJECTIVE.search(token):
        return f"{stem}an{found[1]}"
    return f"{stem}a"


def _shape(token: str) -> str:
    if token.isupper():
        return f"upper {min(len(token), 5)}"
    return "adjective" if _ADJECTIVE.search(token) else "title"


def _invented(shape: str, rng: random.Random) -> str:
    if shape.startswith("upper"):
        return "".join(rng.choice("ABCDEFGHIJKLMNOPRSTUVWZ") for _ in range(int(shape[-1])))
    syllables = [rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2, 2, 3)))]
    name = "".join(syllables).capitalize()
    if shape == "adjective":
        return name.rstrip("aeiou") + rng.choice(("an", "ian", "ish", "ese"))
    return name + (rng.choice(_CODAS) or rng.choice(("", "n", "r")))


def _changed(example: Example, change: Mapping[str, str], tokenizer: Tokenizer) -> Example:
    text = example.pieces.text
    pieces: list[str] = []
    # Where a kept stretch begins: in the old text and in the new one.
    old, new, length, last = [0], [0], 0, 0
    for match in _TOKEN.finditer(text):
        other = change.get(match[0])
        if other is None:
            continue
        pieces += [text[last : match.start()], other]
        length += match.start() - last + len(other)
        last = match.end()
        old.append(last)
        new.append(length)
    pieces.append(text[last:])

    def moved(at: int) -> int:
        number = bisect_right(old, at) - 1
        return new[number] + at - old[number]

    def span(start: int, end: int) -> tuple[int, int]:
        return moved(start), moved(end)

    claims = tuple(_moved(claim, span) for claim in example.claims)
    return Example(example.name, split(outline("".join(pieces)), tokenizer), claims)


def _moved(claim: Gold, span: Callable[[int, int], tuple[int, int]]) -> Gold:
    def filler(one: Filler) -> Filler:
        start, end = span(one.start, one.end)
        return Filler(start, end, one.entity)

    roles = {role: tuple(map(filler, fillers)) for role, fillers in claim.roles.items()}
    return Gold(claim.kind, claim.status, tuple(span(*mention) for mention in claim.mentions), roles)
