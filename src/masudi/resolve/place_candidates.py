"""The places of a gazetteer that a toponym can be, by its name alone.

A name is looked up as it stands and without the words for its kind ("Rapides Parish", "city of Homs"), the plural of a
people ("Egyptians"), and quarters of the compass ("northern Syria"). Spellings that differ as transliterations do count
where such lands are, and errors of one letter only in long names of which nothing else is found.
"""

from __future__ import annotations

from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from masudi.resolve.atlas import Atlas
from masudi.resolve.gazetteer import Form, Hit, keys
from masudi.resolve.place_kinds import Kinds, load_place_kinds
from masudi.resolve.place_words import load_placewords
from masudi.resolve.spelling import folded

# Shorter names have too many neighbours of one letter's difference.
_LONG = 7
_ALPHABET = b"abcdefghijklmnopqrstuvwxyz"
# So many namesakes are looked at, the most peopled ones: on the training halves of TR-News and LGL as many gold places
# are among them as among 500.
_MOST = 60


class Match(IntEnum):
    """How a toponym is like a place's name, from the best."""

    SAME = 0
    ALIKE = 1
    TYPO = 2


class Candidate(NamedTuple):
    """A place that a toponym can be; `fits` says whether a word for a kind agrees (1), disagrees (-1) or is none."""

    row: int
    form: Form
    match: Match
    fits: int
    whole: bool
    """Whether the toponym as it stands is the name."""


class Wording(NamedTuple):
    """A toponym without the words around its name.

    `kinds` are those that its words fit, None where it has no such word; `noun` is that word where it stands behind the
    name; `apart` is the name without the directions that may stand before it.
    """

    core: str
    kinds: frozenset[str] | None
    apart: str
    noun: str | None = None


def word_apart(toponym: str) -> Wording:
    """The name in a toponym: without words for its kind on either side, and without directions before it."""
    kinds = load_place_kinds()
    words = folded(toponym).split()
    first, behind = 0, len(words)
    while behind - first > 1 and words[first] in ("the", "of"):
        first += 1
    fits: frozenset[str] | None = None
    noun = None
    for length in range(kinds.longest, 0, -1):
        if behind - first > length and " ".join(words[behind - length : behind]) in kinds.fits:
            noun = " ".join(words[behind - length : behind])
            fits = kinds.fits[noun]
            behind -= length
            break
    else:
        first, fits = _kind_before(words, first, kinds)
    last = first
    while behind - last > 1 and words[last] in _directions():
        last += 1
    return Wording(" ".join(words[first:behind]), fits, " ".join(words[last:behind]), noun)


def _kind_before(words: list[str], first: int, kinds: Kinds) -> tuple[int, frozenset[str] | None]:
    for length in range(kinds.longest, 0, -1):
        word = " ".join(words[first : first + length])
        if len(words) - first > length and word in kinds.fits:
            after = first + length
            while after < len(words) - 1 and words[after] in ("of", "the"):
                after += 1
            return after, kinds.fits[word]
    return first, None


@cache
def _directions() -> frozenset[str]:
    return frozenset(folded(word) for word in load_placewords().directions if " " not in word)


def candidates(toponym: str, atlas: Atlas) -> list[Candidate]:
    """The places that a toponym can be, each once, in its best reading; [] where none has the name."""
    found: dict[int, Candidate] = {}

    def take(hits: list[Hit], match: Match, wanted: frozenset[str] | None, *, whole: bool) -> None:
        for hit in hits[:_MOST]:
            if hit.row not in found:
                fits = 0 if wanted is None else 1 if atlas.kind(hit.row) in wanted else 0 if whole else -1
                found[hit.row] = Candidate(hit.row, hit.form, match, fits, whole)

    wording = word_apart(toponym)
    whole = folded(toponym).removeprefix("the ")
    take(atlas.named(whole), Match.SAME, wording.kinds, whole=True)
    if whole.endswith("s") and not found:
        take([hit for hit in atlas.named(whole[:-1]) if hit.form is Form.DEMONYM], Match.SAME, None, whole=True)
    for other in load_place_kinds().others.get(wording.noun or "", ()):
        take(atlas.named(f"{wording.core} {other}"), Match.SAME, wording.kinds, whole=True)
    if wording.core != whole:
        take(atlas.named(wording.core), Match.SAME, wording.kinds, whole=False)
    take(atlas.alike(whole), Match.ALIKE, wording.kinds, whole=True)
    if wording.core != whole:
        take(atlas.alike(wording.core), Match.ALIKE, wording.kinds, whole=False)
    # "North Carolina" is no part of a Carolina, where there is a place of the whole name.
    if wording.apart != wording.core and not any(one.match is Match.SAME for one in found.values()):
        take(atlas.named(wording.apart), Match.SAME, wording.kinds, whole=False)
        take(atlas.alike(wording.apart), Match.ALIKE, wording.kinds, whole=False)
    if not found and len(wording.apart) >= _LONG and wording.apart.isascii():
        take(atlas.keyed(one_letter_off(wording.apart)), Match.TYPO, wording.kinds, whole=False)
    fitting = any(one.fits > 0 and one.match is Match.SAME for one in found.values())
    return [one for one in found.values() if one.fits >= 0 or not fitting]


def one_letter_off(word: str) -> NDArray[np.uint64]:
    """Keys of spellings with a letter left out, put in, changed, or swapped with its neighbour; the first is kept."""
    letters = np.frombuffer(word.encode("ascii"), np.uint8)
    count, alphabet = len(letters), np.frombuffer(_ALPHABET, np.uint8)
    places = np.arange(1, count)
    left_out = np.zeros((count - 1, count + 1), np.uint8)
    changed = np.zeros((count - 1, len(alphabet), count + 1), np.uint8)
    put_in = np.zeros((count, len(alphabet), count + 1), np.uint8)
    swapped = np.zeros((count - 2, count + 1), np.uint8)
    changed[:, :, :count] = swapped[:, :count] = letters
    changed[places - 1, :, places] = alphabet
    for at in range(1, count + 1):
        put_in[at - 1, :, :at], put_in[at - 1, :, at], put_in[at - 1, :, at + 1 :] = (
            letters[:at],
            alphabet,
            letters[at:],
        )
        if at < count:
            left_out[at - 1, : count - 1] = np.delete(letters, at)
        if at < count - 1:
            swapped[at - 1, at : at + 2] = letters[at + 1], letters[at]
    groups = (left_out, changed.reshape(-1, count + 1), put_in.reshape(-1, count + 1), swapped)
    lengths = np.repeat([count - 1, count, count + 1, count], [len(group) for group in groups])
    return np.unique(keys(np.concatenate(groups), lengths))
