"""What a network learns from: reports, news with toponyms, texts without conflict, and its losses over them."""

from __future__ import annotations

import itertools
import json
import multiprocessing
import pickle
import random
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from masudi.language import outline
from masudi.language.pieces import WINDOW, Pieces, split
from training.encoder import Encoder, encode
from training.heads import MentionHeads, Mentions, Nearby, WordHeads
from training.kinds import FIXED, kinds
from training.labels import Labels, labels_of, toponym_labels
from training.pickling import dumps
from training.renaming import Names, renamed
from training.reports import Example
from training.toponyms import training_toponyms

# Rare statuses weigh more; their order is that of STATUSES.
_STATUS_WEIGHTS = (0.6, 2.0, 1.0, 1.5, 2.0)
# Each head's sum of losses over a report is divided by this, so that none drowns the others.
_SHARE = {
    "events": 25,
    "inside": 40,
    "edges": 25,
    "phrases": 60,
    "status": 12,
    "roles": 300,
    "first roles": 600,
    "pairs": 6,
}
# So many texts without conflict are read as one: they are short.
_JOINED = 3
# The share of the times that a report is read with other names, and how many such versions of it there are.
_RENAMED, _VERSIONS = 0.4, 4
# The share of the pieces that are masked.
BLANK = 0.08
# What a difference of one in a state's numbers weighs, per word, beside the losses of the heads.
_STATES = 1 / 100


class Text(NamedTuple):
    """A text to learn from; `trust` is how far its labels count beside a teacher's (1: alone), `states` (words x size)
    are a teacher's, where it has been asked."""

    pieces: Pieces
    labels: Labels
    trust: float = 0.5
    states: torch.Tensor | None = None


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        events, analysis = (len(each) for each in kinds())
        self.encoder = Encoder(base)
        self.words = WordHeads(self.encoder.size, events, analysis)
        self.mentions = MentionHeads(self.encoder.size, events + analysis)
        self.nearby = Nearby(self.encoder.size, events + analysis)

    def judge(
        self, states: torch.Tensor, labels: Labels, mentions: Mentions
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
        """Logits of mentions: status, roles by their own head, roles with what is nearby, being one."""
        every = torch.arange(len(states), device=states.device)
        status, first, same = self.mentions(states, labels.around, labels.sentence, every, *mentions)
        added = self.nearby(states, labels.around, labels.sentence, every, mentions.start, mentions.end, mentions.kind)
        return status, first, first + added, same


def learnt(example: Example) -> Text:
    """An annotated report to learn from."""
    return Text(example.pieces, labels_of(example, *kinds(), frozenset(FIXED)))


class Reports:
    """Reports to learn from, each sometimes with other names."""

    def __init__(self, texts: Sequence[Sequence[Text]]) -> None:
        self.texts = texts

    @classmethod
    def prepare(cls, examples: Sequence[Example], tokenizer: Tokenizer, processes: int) -> Reports:
        """The reports with their versions under other names, made by so many processes."""
        make = partial(_versions, names=Names(examples), tokenizer=tokenizer)
        with multiprocessing.get_context("fork").Pool(processes) as pool:
            # Pickled by hand: what a pool sends by itself shares memory, a file handle for every tensor.
            return cls([pickle.loads(one) for one in pool.imap(make, enumerate(examples), chunksize=4)])

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def lengths(self) -> list[int]:
        """How many pieces the reports have."""
        return [len(versions[0].pieces.ids) for versions in self.texts]

    def draw(self, number: int) -> Text:
        """One report; a draw of NumPy's decides on its names."""
        first, *others = self.texts[number]
        return others[np.random.randint(len(others))] if np.random.random() < _RENAMED else first


def _versions(numbered: tuple[int, Example], names: Names, tokenizer: Tokenizer) -> bytes:
    number, example = numbered
    torch.set_num_threads(1)
    others = [renamed(example, names, tokenizer, random.Random(number * _VERSIONS + at)) for at in range(_VERSIONS)]
    return dumps([learnt(one) for one in (example, *others)])


def toponym_texts(corpora: Path, tokenizer: Tokenizer) -> list[Text]:
    """The texts with toponyms, each cut to what one window holds; peaceful ones also teach that they hold no claim."""
    found = []
    for one in training_toponyms(corpora):
        pieces = split(outline(one.text), tokenizer)
        if len(pieces.ids) > WINDOW:
            last = int((pieces.first < WINDOW - 1).sum()) - 1
            pieces = split(outline(one.text[: int(pieces.spans[last, 0])]), tokenizer)
        spans = [span for span in one.spans if span[1] <= len(pieces.text)]
        labels = toponym_labels(pieces, spans, *map(len, kinds()), claimless=one.peaceful)
        found.append(Text(pieces, labels, 1.0 if one.peaceful else 0.5))
    return found


def peaceful_texts(path: Path, tokenizer: Tokenizer) -> list[Text]:
    """Texts on anything but armed conflict, some to one: they teach that they hold no claim."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(0).shuffle(texts)
    joined = ["\n\n".join(texts[at : at + _JOINED]) for at in range(0, len(texts), _JOINED)]
    pieces = [split(outline(text), tokenizer) for text in joined]
    return [Text(one, toponym_labels(one, None, *map(len, kinds()), claimless=True), 1.0) for one in pieces]


def losses(
    model: Reader, states: Sequence[torch.Tensor], labels: Sequence[Labels]
) -> Iterator[tuple[str, torch.Tensor]]:
    """The losses over texts with these states, by head; summed over the texts."""
    bce = functional.binary_cross_entropy_with_logits
    events, analysis, phrases = model.words(torch.cat(list(states)), torch.cat([one.around for one in labels]))
    targets, mask = (torch.cat([getattr(one, name) for one in labels]) for name in ("phrases", "phrase_mask"))
    yield "phrases", (bce(phrases, targets, reduction="none") * mask).sum()
    # Where nothing is known of claims there are no labels for them.
    known = np.concatenate([np.full(len(one.around), len(one.events) > 0) for one in labels])
    at = torch.from_numpy(np.flatnonzero(known)).to(events.device)
    yield "events", bce(events[at], torch.cat([one.events for one in labels]), reduction="sum")
    wanted, found = torch.cat([one.analysis for one in labels]), analysis[at]
    yield "inside", bce(found[..., 0], wanted[..., 0], reduction="sum")
    yield "edges", bce(found[..., 1:], wanted[..., 1:], reduction="sum")
    for state, one in zip(states, labels, strict=True):
        if one.mentions is not None:
            yield from _mention_losses(model, state, one, one.mentions)


def _mention_losses(
    model: Reader, states: torch.Tensor, labels: Labels, mentions: Mentions
) -> Iterator[tuple[str, torch.Tensor]]:
    bce = functional.binary_cross_entropy_with_logits
    status, first, roles, pairs = model.judge(states, labels, mentions)
    weights = torch.tensor(_STATUS_WEIGHTS, device=states.device)
    each = functional.cross_entropy(status, labels.status, weight=weights, reduction="none")
    yield "status", (each * labels.free).sum()
    # What the mentions' own head says by itself goes on being right: which mentions are one is told by it.
    yield "first roles", (bce(first, labels.roles, reduction="none") * labels.role_mask).sum()
    yield "roles", (bce(roles, labels.roles, reduction="none") * labels.role_mask).sum()
    yield "pairs", (bce(pairs, labels.same, reduction="none") * labels.weight).sum()


class Batches:
    """The losses of a batch of reports, with texts of each of the `others` (so many of each at a time).

    With a teacher, whose states have `taught` numbers, `project` takes the network's states to them: its parameters
    are to be trained, too, and `states` among the losses is how far they are.
    """

    def __init__(
        self, model: Reader, reports: Reports, others: Sequence[tuple[Sequence[Text], int]], taught: int = 0
    ) -> None:
        self.model, self.reports = model, reports
        self.others = [(itertools.cycle(random.Random(0).sample(texts, len(texts))), many) for texts, many in others]
        device = model.encoder.device
        self.project = nn.Linear(model.encoder.size, taught).to(device) if taught else None

    def __call__(self, batch: Sequence[int]) -> dict[str, torch.Tensor]:
        """The losses, by head, of the reports with these numbers."""
        texts = [self.reports.draw(number) for number in batch]
        texts += [next(texts) for texts, many in self.others for _ in range(many)]
        device = self.model.encoder.device
        states = encode(self.model.encoder, [text.pieces for text in texts], BLANK)
        sums = summed(self.model, states, [text.labels.on(device) for text in texts])
        if self.project is not None:
            theirs = torch.cat([text.states for text in texts if text.states is not None]).to(device).float()
            far = functional.mse_loss(self.project(torch.cat(states)), theirs, reduction="none")
            sums["states"] = far.mean(1).sum() * _STATES
        return {name: value / len(batch) for name, value in sums.items()}


def summed(model: Reader, states: Sequence[torch.Tensor], labels: Sequence[Labels]) -> dict[str, torch.Tensor]:
    """The losses by head, each on the same scale."""
    sums: dict[str, torch.Tensor] = {}
    for name, value in losses(model, states, labels):
        sums[name] = sums.get(name, torch.zeros((), device=value.device)) + value / _SHARE[name]
    return sums
