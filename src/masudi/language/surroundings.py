"""What the heads are told of each word beside its state: letter case, where in the report, how often there."""

from __future__ import annotations

from collections import Counter

import numpy as np

from masudi.language.pieces import CASES, Ints, Pieces

# Upper bounds of the classes of sentence numbers and of counts; what is above the last is a class of its own.
_SENTENCES = (0, 1, 2, 4, 7, 12, 20)
_COUNTS = (1, 2, 3, 5, 9)
SENTENCE_CLASSES, COUNT_CLASSES = len(_SENTENCES) + 1, len(_COUNTS) + 1
CASE_CLASSES = CASES


def surroundings(text: Pieces) -> Ints:
    """Words x 3: letter case, class of the sentence's number, class of how often the word stands in the report."""
    counts = Counter(text.low)
    often = np.array([counts[word] for word in text.low], np.int64)
    return np.stack(
        [text.case, np.digitize(text.sentence, _SENTENCES, right=True), np.digitize(often, _COUNTS, right=True)], 1
    )
