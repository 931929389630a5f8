"""Train the reader and export it: one pass of a small encoder, and heads that find every kind of claim.

    python -m training.reader OUT --base BASE --train ../shared/train --corpora ../shared/corpora [--all]

BASE holds model.safetensors, config.json and tokenizer.json of all-MiniLM-L6-v2. Without --all the reports that
training/held.json names are left out; `training.settle` fits on them what turns scores into claims. OUT then holds
last.pt (an interrupted run goes on from there), weights.pt and the exported graphs. training/README.md says how long it
takes.
"""

from __future__ import annotations

import itertools
import json
import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

from masudi.language import outline
from masudi.language.pairs import FEATURES
from masudi.language.pieces import WINDOW, Pieces, load_tokenizer, split
from training.encoder import SIZE, Encoder, encode, export_encoder, layer_groups
from training.heads import MentionHeads, WordHeads
from training.kinds import FIXED, kinds
from training.labels import Labels, labels_of, toponym_labels
from training.loop import Plan, command, train
from training.renaming import Names, renamed
from training.reports import Example, divide, held_out, load_examples
from training.toponyms import training_toponyms

# Rare statuses weigh more; their order is that of STATUSES.
_STATUS_WEIGHTS = torch.tensor([0.6, 2.0, 1.0, 1.5, 2.0])
# Each head's sum of losses over a report is divided by this, so that none drowns the others.
_SHARE = {"events": 25, "inside": 40, "edges": 25, "phrases": 60, "status": 12, "roles": 300, "pairs": 6}
# So many texts without conflict are read as one: they are short.
_JOINED = 3
# The share of the times that a report is read with other names.
_RENAMED = 0.4


class Text(NamedTuple):
    """A text to learn from."""

    pieces: Pieces
    labels: Labels


class Reader(nn.Module):
    """The encoder with its heads."""

    def __init__(self, base: Path, events: int, analysis: int) -> None:
        super().__init__()
        self.encoder = Encoder(base)
        self.words = WordHeads(events, analysis)
        self.mentions = MentionHeads(events + analysis)


def losses(model: Reader, states: torch.Tensor, labels: Labels) -> Iterator[tuple[str, torch.Tensor]]:
    """The losses of one text, by head."""
    bce = functional.binary_cross_entropy_with_logits
    events, analysis, phrases = model.words(states, labels.around)
    yield "phrases", (bce(phrases, labels.phrases, reduction="none") * labels.phrase_mask).sum()
    if not len(labels.events):
        return
    yield "events", bce(events, labels.events, reduction="sum")
    yield "inside", bce(analysis[..., 0], labels.analysis[..., 0], reduction="sum")
    yield "edges", bce(analysis[..., 1:], labels.analysis[..., 1:], reduction="sum")
    if labels.mentions is None:
        return
    every = torch.arange(len(states))
    status, roles, pairs = model.mentions(states, labels.around, labels.sentence, every, *labels.mentions)
    if labels.free.any():
        chosen = labels.free
        yield (
            "status",
            functional.cross_entropy(status[chosen], labels.status[chosen], weight=_STATUS_WEIGHTS, reduction="sum"),
        )
    yield "roles", (bce(roles, labels.roles, reduction="none") * labels.role_mask).sum()
    if len(labels.same):
        yield "pairs", (bce(pairs, labels.same, reduction="none") * labels.weight).sum()


class Reports:
    """Reports to learn from, each sometimes with other names."""

    def __init__(self, examples: Sequence[Example], tokenizer: Tokenizer, kinds: tuple[list[str], list[str]]) -> None:
        self.examples, self.tokenizer, self.kinds, self.names = examples, tokenizer, kinds, Names(examples)
        self.texts = [self._text(one) for one in examples]

    def __len__(self) -> int:
        return len(self.texts)

    def draw(self, number: int) -> Text:
        """One report; a draw of NumPy's decides on its names."""
        if np.random.random() >= _RENAMED:
            return self.texts[number]
        rng = random.Random(int(np.random.randint(2**31)))
        return self._text(renamed(self.examples[number], self.names, self.tokenizer, rng))

    def _text(self, example: Example) -> Text:
        return Text(example.pieces, labels_of(example, *self.kinds, frozenset(FIXED)))


class Batches:
    """The losses of a batch of reports, with one text of each of the `others`."""

    def __init__(self, model: Reader, reports: Reports, others: Sequence[Sequence[Text]], blank: float) -> None:
        self.model, self.reports, self.blank = model, reports, blank
        self.others = [itertools.cycle(random.Random(0).sample(texts, len(texts))) for texts in others]

    def __call__(self, batch: Sequence[int]) -> dict[str, torch.Tensor]:
        """The losses, by head, of the reports with these numbers."""
        texts = [self.reports.draw(number) for number in batch]
        texts += [next(other) for other in self.others]
        sums: dict[str, torch.Tensor] = {}
        states = encode(self.model.encoder, [text.pieces for text in texts], self.blank)
        for text, state in zip(texts, states, strict=True):
            for name, value in losses(self.model, state, text.labels):
                sums[name] = sums.get(name, torch.zeros(())) + value / (_SHARE[name] * len(batch))
        return sums


def toponym_texts(corpora: Path, tokenizer: Tokenizer, events: int, analysis: int) -> list[Text]:
    """The texts with toponyms, each cut to what one window holds; peaceful ones also teach that they hold no claim."""
    found = []
    for one in training_toponyms(corpora):
        pieces = split(outline(one.text), tokenizer)
        if len(pieces.ids) > WINDOW:
            last = int((pieces.first < WINDOW - 1).sum()) - 1
            pieces = split(outline(one.text[: int(pieces.spans[last, 0])]), tokenizer)
        spans = [span for span in one.spans if span[1] <= len(pieces.text)]
        none = (events, analysis) if one.peaceful else (0, 0)
        found.append(Text(pieces, toponym_labels(pieces, spans, *none)))
    return found


def peaceful_texts(path: Path, tokenizer: Tokenizer, events: int, analysis: int) -> list[Text]:
    """Texts on anything but armed conflict, some to one: they teach that they hold no claim."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    random.Random(0).shuffle(texts)
    joined = ["\n\n".join(texts[at : at + _JOINED]) for at in range(0, len(texts), _JOINED)]
    pieces = [split(outline(text), tokenizer) for text in joined]
    return [Text(one, toponym_labels(one, None, events, analysis)) for one in pieces]


def main() -> None:
    """Train and export."""
    parser = command(__doc__, epochs=9)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--annotations", type=Path, default=Path(__file__).parent / "annotations")
    parser.add_argument("--all", action="store_true", help="train on the held-out reports too")
    parser.add_argument("--begin-with", type=Path, help="go on from this weights.pt, at a third of the learning rate")
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    tokenizer = load_tokenizer(args.base / "tokenizer.json")
    examples = load_examples(args.train, args.annotations, args.corpora, tokenizer)
    events, analysis = kinds()
    chosen = examples if args.all else divide(examples, held_out())[0]
    print(f"{len(chosen)} reports of {len(examples)}", flush=True)
    # Reports written for training tell what agencies seldom write: they are read twice an epoch.
    reports = Reports([*chosen, *(one for one in chosen if one.name.startswith("made"))], tokenizer, (events, analysis))
    model = Reader(args.base, len(events), len(analysis))
    if args.begin_with:
        model.load_state_dict(torch.load(args.begin_with))
    else:
        model.encoder.load_base(args.base)
    rate = 1 / 3 if args.begin_with else 1.0
    groups = layer_groups(model.encoder, 1.5e-4 * rate, 0.85)
    heads = [model.encoder.case, model.words, model.mentions]
    groups.append({"params": [weight for head in heads for weight in head.parameters()], "lr": 1e-3 * rate})
    others = (
        toponym_texts(args.corpora, tokenizer, len(events), len(analysis)),
        peaceful_texts(args.annotations / "peaceful.jsonl", tokenizer, len(events), len(analysis)),
    )
    batches = Batches(model, reports, others, blank=0.08)
    train(model, groups, batches, [len(text.pieces.ids) for text in reports.texts], Plan(args.epochs), args.out)
    export(model, args.out)
    shutil.copy(args.base / "tokenizer.json", args.out / "tokenizer.json")


def export(model: Reader, out: Path) -> None:
    """Write encoder.onnx (int8), words.onnx and mentions.onnx (fp32) to `out`."""
    model.eval()
    export_encoder(model.encoder, out / "encoder.onnx")
    export_heads(model, out)


def export_heads(model: Reader, out: Path) -> None:
    """Write words.onnx and mentions.onnx."""
    words, count = 40, 6
    states, around = torch.randn(words, SIZE), torch.zeros(words, 3, dtype=torch.long)
    torch.onnx.export(
        model.words,
        (states, around),
        str(out / "words.onnx"),
        input_names=["states", "around"],
        output_names=["events", "analysis", "phrases"],
        dynamic_axes={name: {0: "words"} for name in ("states", "around", "events", "analysis", "phrases")},
        opset_version=17,
        dynamo=False,
    )
    start = torch.arange(count) * 3
    pair = torch.tensor([0, 1, 2])
    mentions = (start, start + 2, start % 5, pair, pair + 1, torch.randn(3, FEATURES))
    names = ["start", "end", "kind", "earlier", "later", "features"]
    axes = {name: {0: "mentions"} for name in ("start", "end", "kind", "status")}
    axes |= {name: {0: "words"} for name in ("states", "around", "sentence")}
    axes |= {name: {0: "pairs"} for name in ("earlier", "later", "features", "same")}
    torch.onnx.export(
        model.mentions,
        (states, around, torch.arange(words) // 8, torch.arange(0, words, 2), *mentions),
        str(out / "mentions.onnx"),
        input_names=["states", "around", "sentence", "chosen", *names],
        output_names=["status", "roles", "same"],
        dynamic_axes={**axes, "chosen": {0: "chosen"}, "roles": {0: "mentions", 1: "chosen"}},
        opset_version=17,
        dynamo=False,
    )


if __name__ == "__main__":
    main()
