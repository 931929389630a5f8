"""The reader's network, run with onnxruntime: states of words, scores of words and of mentions, and of roles nearby."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from masudi.data import packaged
from masudi.errors import KnowledgeError
from masudi.language.outline import Outline
from masudi.language.pairs import Candidate, Pairs
from masudi.language.pieces import Ints, Pieces, cases_of_pieces, load_tokenizer, most_central, split, windows
from masudi.language.surroundings import surroundings

Floats = NDArray[np.float32]

_CLS, _SEP = 101, 102
# How far the encoder's threads stand back behind the one that works out claims. There is but one of that, and with as
# many encoders as processors each of the three gets two thirds of a processor: claims are then what all wait for.
_BACK = 3


class WordScores(msgspec.Struct, frozen=True, eq=False):
    """Probabilities of each word (w).

    `events`: w x kinds; `analysis`: w x kinds x 3 (inside, first, last word); `phrases`: w x 4 x 2 (party, place,
    means, toponym; inside, first word).
    """

    events: Floats
    analysis: Floats
    phrases: Floats


class MentionScores(msgspec.Struct, frozen=True, eq=False):
    """Scores of m mentions among w words, and of p pairs of them.

    `status`: m x 5, logits; `roles`: m x w x 5 x 2 (inside, first word), probabilities; `same`: p, the probability that
    the two are one.
    """

    status: Floats
    roles: Floats
    same: Floats


class Network:
    """The graphs of a folder (encoder.onnx, words.onnx, mentions.onnx, nearby.onnx, tokenizer.json).

    `threads` windows go through the encoder at a time, each on one processor and by itself: the weights are of 8 bits,
    and what they are multiplied with is scaled by the largest value of a run, so that a window's scores would depend
    on the others in its run.
    """

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="masudi-encoder", initializer=_stand_back)
        self._run = 0
        try:
            self._tokenizer: Tokenizer = load_tokenizer(folder / "tokenizer.json")
            self._encoder, self._words, self._mentions, self._nearby = (
                onnxruntime.InferenceSession(str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"])
                for name in ("encoder", "words", "mentions", "nearby")
            )
        except Exception as fault:  # the libraries raise types of their own for a file that is missing or broken
            raise KnowledgeError(str(folder), f"holds no whole model: {fault}") from fault
        self.kinds: tuple[int, int] = _widths(self._words)

    def split(self, outline: Outline) -> Pieces:
        """A text as the network sees it."""
        return split(outline, self._tokenizer)

    def encode(self, texts: Sequence[Pieces]) -> list[Floats]:
        """For each text the states (words x 384) of its words; the windows of all texts run side by side."""
        spans = [(number, window) for number, text in enumerate(texts) for window in windows(len(text.ids))]
        # The longest first: the processors are done at nearly the same time.
        spans.sort(key=lambda one: one[1][0] - one[1][1])
        laid = [_lay(text) for text in texts]
        run = self._run

        def states(one: tuple[int, tuple[int, int]]) -> Floats:
            if self._run != run:
                raise InterruptedError("the reading was stopped")
            return self._window(laid[one[0]], *one[1])

        parts = self._pool.map(states, spans)
        found = {(number, window[0]): part for (number, window), part in zip(spans, parts, strict=True)}
        return [
            np.concatenate([found[number, start] for start, _ in windows(len(text.ids))])
            for number, text in enumerate(texts)
        ]

    def stop(self) -> None:
        """Let what `encode` has under way in other threads end with InterruptedError after the present window."""
        self._run += 1

    def _window(self, laid: _Laid, start: int, end: int) -> Floats:
        """The states of the words that are most central in the window of the pieces start to end."""
        ids = np.concatenate([[_CLS], laid.text.ids[start:end], [_SEP]])[None]
        case = np.concatenate([[0], laid.case[start:end], [0]])[None]
        hidden: Floats = self._encoder.run(["hidden"], {"ids": ids, "case": case, "mask": np.ones_like(ids)})[0][0]
        first, behind = laid.words[start]
        return hidden[laid.text.first[first:behind] - start + 1]

    def words(self, text: Pieces, states: Floats) -> WordScores:
        """The scores of each word."""
        events, analysis, phrases = self._words.run(None, {"states": states, "around": surroundings(text)})
        return WordScores(_sigmoid(events), _sigmoid(analysis), _sigmoid(phrases))

    def mentions(
        self, text: Pieces, states: Floats, candidates: Sequence[Candidate], pairs: Pairs, chosen: Ints
    ) -> MentionScores:
        """The scores of some mentions (at least one); only the words with the numbers `chosen` may fill roles."""
        # The graph wants at least one pair.
        none = not len(pairs.earlier)
        earlier, later = (np.zeros(1, np.int64) if none else side for side in (pairs.earlier, pairs.later))
        features = np.zeros((1, pairs.features.shape[1]), np.float32) if none else pairs.features
        inputs = _of_mentions(text, states, candidates, chosen)
        inputs |= {"earlier": earlier, "later": later, "features": features}
        status, roles, same = self._mentions.run(["status", "roles", "same"], inputs)
        filled = np.zeros((len(candidates), len(text.low), *roles.shape[2:]), np.float32)
        filled[:, chosen] = _sigmoid(roles)
        return MentionScores(status, filled, np.zeros(0, np.float32) if none else _sigmoid(same))

    def nearby(self, text: Pieces, states: Floats, candidates: Sequence[Candidate], chosen: Ints) -> Floats:
        """What the words near some mentions (at least one) add to their roles: m x chosen words x 5 x 2, log odds."""
        added: Floats = self._nearby.run(["added"], _of_mentions(text, states, candidates, chosen))[0]
        return added


@cache
def load_network(threads: int = 1) -> Network:
    """The network that the package carries."""
    return Network(packaged("model"), threads)


class _Laid(NamedTuple):
    """A text laid out for the encoder: its pieces' letter cases, the words that each window (by its start) gives."""

    text: Pieces
    case: Ints
    words: dict[int, tuple[int, int]]


def _lay(text: Pieces) -> _Laid:
    spans = windows(len(text.ids))
    best = most_central(text.first, spans)
    bounds = np.searchsorted(best, np.arange(len(spans) + 1))
    words = {start: (int(bounds[at]), int(bounds[at + 1])) for at, (start, _) in enumerate(spans)}
    return _Laid(text, cases_of_pieces(text), words)


def _stand_back() -> None:
    """Let other threads of this process go first; Linux alone has priorities of single threads."""
    if sys.platform == "linux":
        # What may not be, where somebody has forbidden it, need not be.
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), os.getpriority(os.PRIO_PROCESS, 0) + _BACK)


def _of_mentions(
    text: Pieces, states: Floats, candidates: Sequence[Candidate], chosen: Ints
) -> dict[str, NDArray[np.generic]]:
    """What the graphs that look at mentions are given of them and of their text."""
    columns = np.array([(one.first, one.behind, one.kind) for one in candidates], np.int64)
    return {
        "states": states,
        "around": surroundings(text),
        "sentence": text.sentence,
        "chosen": chosen,
        "start": columns[:, 0],
        "end": columns[:, 1],
        "kind": columns[:, 2],
    }


def _widths(words: onnxruntime.InferenceSession) -> tuple[int, int]:
    """How many kinds of events and of analysis a graph tells apart."""
    shapes = {output.name: output.shape for output in words.get_outputs()}
    return int(shapes["events"][1]), int(shapes["analysis"][1])


def _sigmoid(logits: Floats) -> Floats:
    return (1 / (1 + np.exp(-np.clip(logits, -60, 60)))).astype(np.float32)
