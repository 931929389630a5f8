"""Train the encoder to fill the roles of the MUC-4 reports, as an outside yardstick (`benchmarks.muc4`).

    python -m training.muc4 OUT --base BASE --corpora ../shared/corpora

The encoder, its windows, the optimiser and the loop are those of `training.build`; only the heads differ. It learns
from the 1,300 training reports; what turns scores into entities is fitted on the 200 development reports, with the
int8 graphs; the test reports are not read. OUT then holds last.pt (an interrupted run goes on from there), weights.pt,
the graphs and settings.json. BASE is as for `training.build`. Two cores take about 35 minutes.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits as bce

from benchmarks.ceaf import overall
from benchmarks.fillers import ROLES, Filled, Settings, read_reports
from benchmarks.muc4 import Judged, Network, measure
from masudi.language.pieces import load_tokenizer
from training.encoder import Encoder, encode, export_encoder, layer_groups
from training.filler_heads import FillerHeads, export_heads, spots
from training.filler_labels import Labels, gold_strings, labels_of, pairs_of, roles_of, to_judge
from training.loop import Plan, command, train

# Each head's sum of losses over a report is divided by this, so that none drowns the others.
_SHARE = {"tags": 30, "present": 5, "roles": 10, "pairs": 10}
# An epoch takes every report in which a role is filled, and one in so many of the others.
_OTHERS = 3
# What settings are tried, one at a time, until none is better.
_THRESHOLDS = tuple(round(0.05 * step, 2) for step in range(2, 17))
_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0)


class Filler(nn.Module):
    """The encoder with the heads."""

    def __init__(self, base: Path) -> None:
        super().__init__()
        self.encoder = Encoder(base)
        self.heads = FillerHeads()


class Slots:
    """The reports of an epoch by slot: one for each report with fillers, then some that the others take in turn."""

    def __init__(self, labels: Sequence[Labels]) -> None:
        self._filled = [number for number, one in enumerate(labels) if one.roles]
        self._others = [number for number, one in enumerate(labels) if not one.roles]
        self._visits = [0] * -(-len(self._others) // _OTHERS)

    def __len__(self) -> int:
        return len(self._filled) + len(self._visits)

    def first(self, slot: int) -> int:
        """The report that a slot starts with."""
        return self._at(slot, 0)

    def take(self, slot: int) -> int:
        """The report that a slot gives now; the next time another."""
        shared = slot - len(self._filled)
        if shared < 0:
            return self._filled[slot]
        self._visits[shared] += 1
        return self._at(slot, self._visits[shared] - 1)

    def _at(self, slot: int, visit: int) -> int:
        shared = slot - len(self._filled)
        if shared < 0:
            return self._filled[slot]
        return self._others[(shared + visit * len(self._visits)) % len(self._others)]


def losses(
    heads: FillerHeads, states: torch.Tensor, report: Filled, labels: Labels, chance: random.Random
) -> Iterator[tuple[str, torch.Tensor]]:
    """The losses of one report, by head."""
    context = heads.context(states)
    tags = heads.tag(states, context)
    tensor = torch.from_numpy
    yield "tags", bce(tags, tensor(labels.tags), reduction="sum")
    yield "present", bce(heads.present(context), tensor(labels.present), reduction="sum")
    judged = to_judge(report, labels, torch.sigmoid(tags.detach()).numpy(), chance)
    if not judged:
        return
    roles, like = heads.fill(states, context, spots(judged))
    yield "roles", bce(roles, tensor(roles_of(judged, labels)), reduction="sum")
    if labels.pairs:
        same = heads.one(like, *map(tensor, pairs_of(judged, labels)))
        yield "pairs", bce(same, tensor(labels.same), reduction="sum")


class Batches:
    """The losses of a batch of slots."""

    def __init__(self, model: Filler, reports: Sequence[Filled], labels: Sequence[Labels], blank: float) -> None:
        self.model, self.reports, self.labels, self.blank = model, reports, labels, blank
        self.slots, self.chance = Slots(labels), random.Random(0)

    def lengths(self) -> list[int]:
        """The pieces of each slot's first report."""
        return [len(self.reports[self.slots.first(slot)].pieces.ids) for slot in range(len(self.slots))]

    def __call__(self, batch: Sequence[int]) -> dict[str, torch.Tensor]:
        """The losses, by head, averaged over the batch."""
        numbers = [self.slots.take(slot) for slot in batch]
        sums: dict[str, torch.Tensor] = {}
        states = encode(self.model.encoder, [self.reports[number].pieces for number in numbers], self.blank)
        for number, state in zip(numbers, states, strict=True):
            parts = losses(self.model.heads, state, self.reports[number], self.labels[number], self.chance)
            for name, value in parts:
                sums[name] = sums.get(name, torch.zeros(())) + value / (_SHARE[name] * len(batch))
        return sums


def settle(judged: Sequence[Judged], reports: Sequence[Filled]) -> Settings:
    """The settings that fill the roles of some reports best, found by changing one at a time."""
    best = Settings(thresholds=(0.4,) * len(ROLES), tags=0.5, apart=0.5)
    worth = overall(measure(judged, reports, best)).f1
    better = True
    while better:
        better = False
        for tried in _changes(best):
            now = overall(measure(judged, reports, tried)).f1
            if now > worth:
                best, worth, better = tried, now, True
    return best


def _changes(settings: Settings) -> Iterator[Settings]:
    replace = msgspec.structs.replace
    yield from (replace(settings, thresholds=(level,) * len(ROLES)) for level in _THRESHOLDS)
    for share in _SHARES:
        yield replace(settings, tags=share)
        yield replace(settings, apart=share)
    for role in range(len(ROLES)):
        for level in _THRESHOLDS:
            thresholds = [*settings.thresholds]
            thresholds[role] = level
            yield replace(settings, thresholds=tuple(thresholds))


def export(model: Filler, out: Path, base: Path, development: Path) -> None:
    """Write the graphs and, fitted on the development reports, the settings."""
    model.eval()
    export_encoder(model.encoder, out / "encoder.onnx")
    export_heads(model.heads, out)
    shutil.copy(base / "tokenizer.json", out / "tokenizer.json")
    network = Network(out, torch.get_num_threads())
    reports = read_reports(development, network.tokenizer)
    judged = [network.judge(one.pieces) for one in reports]
    settings = settle(judged, reports)
    (out / "settings.json").write_bytes(msgspec.json.encode(settings))
    print(f"development reports: F1 {overall(measure(judged, reports, settings)).f1:.3f} with {settings}", flush=True)


def main() -> None:
    """Train and export."""
    parser = command(__doc__, epochs=5)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    torch.manual_seed(0)
    tokenizer = load_tokenizer(args.base / "tokenizer.json")
    reports = read_reports(args.corpora / "muc4" / "train.jsonl.gz", tokenizer)
    known = gold_strings(reports)
    labels = [labels_of(one, known) for one in reports]
    model = Filler(args.base)
    model.encoder.load_base(args.base)
    groups = layer_groups(model.encoder, 2e-4, 0.85)
    rest = [*model.encoder.case.parameters(), *model.heads.parameters()]
    groups.append({"params": rest, "lr": 1e-3})
    batches = Batches(model, reports, labels, blank=0.08)
    train(model, groups, batches, batches.lengths(), Plan(args.epochs), args.out)
    export(model, args.out, args.base, args.corpora / "muc4" / "dev.jsonl.gz")


if __name__ == "__main__":
    main()
