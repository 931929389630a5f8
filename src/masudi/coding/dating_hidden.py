"""The hidden layer of the model of dates: what the encoder makes of a mention and of a time, beside what is counted."""

from __future__ import annotations

import zipfile
from pathlib import Path

import msgspec
import numpy as np

from masudi.coding.dating_features import ALONE, CLAIM_NUMBERS, NUMBERS, Dates, Rows, claim_classes, classes
from masudi.errors import KnowledgeError
from masudi.language.network import Floats


class Hidden(msgspec.Struct, frozen=True, eq=False):
    """data/coder/dating.npz: what a unit of the layer (h of them) adds up, and what each adds to a score.

    `mention`, `time` (states x h): for the states of the claim's mention nearest to the time, and for the time's;
    `row` (row features x h), `spot` (spots x h) and `beside` (claim numbers x h): for what is known of a row;
    `claim` (claim features x h): of a claim, and `option` (2 x h): of having no time and one that the words do not
    give; `out` (h).
    """

    mention: Floats
    time: Floats
    row: Floats
    spot: Floats
    beside: Floats
    claim: Floats
    option: Floats
    out: Floats

    def scores(self, dates: Dates) -> tuple[Rows, Rows, Rows]:
        """What the layer adds to the scores of rows, and of each claim's having no time and another."""
        mentions = _product(dates.mention_states, self.mention)
        rows = mentions[dates.mention] + _product(dates.time_states, self.time)[dates.time]
        rows += _product(dates.numbers.astype(np.float32), self.row[: len(NUMBERS)]) + self.spot[dates.spot]
        numbers = dates.claim_numbers.astype(np.float32)
        rows += _product(numbers, self.beside)[dates.claim]
        at = len(NUMBERS)
        for name, names in classes().items():
            rows += self.row[at + dates.kinds[name]]
            at += len(names)
        none, other = (self._out(self._of_claims(dates, numbers) + mentions[dates.first] + one) for one in self.option)
        return self._out(rows), none, other

    def _of_claims(self, dates: Dates, numbers: Floats) -> Floats:
        sums = _product(numbers, self.claim[: len(CLAIM_NUMBERS)])
        at, known = len(CLAIM_NUMBERS), claim_classes()
        for name in known:
            sums += self.claim[at + dates.claim_kinds[name]]
            at += len(known[name])
        alone = numbers[:, CLAIM_NUMBERS.index("no time"), None]
        for name in ALONE:
            sums += alone * self.claim[at + dates.claim_kinds[name]]
            at += len(known[name])
        return np.asarray(sums, np.float32)

    def _out(self, sums: Floats) -> Rows:
        return np.asarray(_product(np.maximum(sums, 0), self.out[:, None])[:, 0], np.float64)


def _product(left: Floats, right: Floats) -> Floats:
    """A matrix product by one processor: for so little work, waking others that are busy takes longer than the work."""
    return np.asarray(np.einsum("ij,jk->ik", left, right), np.float32)


def read_hidden(path: Path, row: int, claim: int) -> Hidden:
    """A file of the layer for so many features of a row and of a claim; KnowledgeError where it is for others."""
    try:
        with np.load(path, allow_pickle=False) as file:
            hidden = Hidden(**{name: file[name].astype(np.float32) for name in Hidden.__struct_fields__})
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as fault:
        raise KnowledgeError(str(path), f"is no file of weights: {fault}") from None
    if len(hidden.row) != row or len(hidden.claim) != claim:
        raise KnowledgeError(str(path), "has weights of other features than the program. Fit it anew.")
    return hidden
