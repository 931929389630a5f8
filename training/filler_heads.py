"""Heads that fill the roles of a whole report: what it is about, tags of words, roles of strings, which are one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import nn

from benchmarks.fillers import LIKENESS, ROLES, TAGS, Candidate
from training.encoder import SIZE

_LOOKS, _WIDTH, _HIDDEN = 4, 128, 256


class Spots(NamedTuple):
    """Where candidates stand (candidates x most occurrences): first words, words behind the last, 1 if there is one."""

    first: torch.Tensor
    behind: torch.Tensor
    there: torch.Tensor


def spots(candidates: Sequence[Candidate]) -> Spots:
    """The occurrences of candidates, padded with the first words of the report."""
    most = max(len(one.spans) for one in candidates)
    first = torch.zeros(len(candidates), most, dtype=torch.long)
    behind, there = torch.ones_like(first), torch.zeros(len(candidates), most)
    for row, one in enumerate(candidates):
        count = len(one.spans)
        first[row, :count], behind[row, :count] = torch.tensor(one.spans).T
        there[row, :count] = 1
    return Spots(first, behind, there)


class FillerHeads(nn.Module):
    """The heads over the states of one report's words (words x 384)."""

    def __init__(self) -> None:
        super().__init__()
        self.look, self.value = nn.Linear(SIZE, _LOOKS), nn.Linear(SIZE, _WIDTH)
        self.present = nn.Linear(_WIDTH, len(ROLES))
        self.word, self.about = nn.Linear(SIZE, _HIDDEN), nn.Linear(_WIDTH, _HIDDEN)
        self.tags = nn.Linear(_HIDDEN, len(ROLES) * len(TAGS))
        self.begin, self.end, self.mean = (nn.Linear(SIZE, _HIDDEN) for _ in range(3))
        self.near, self.topic = nn.Linear(2 * _HIDDEN + 1, _HIDDEN), nn.Linear(_WIDTH, _HIDDEN)
        self.role = nn.Linear(_HIDDEN, len(ROLES))
        self.link, self.pair = nn.Linear(2 * _HIDDEN, _WIDTH), nn.Linear(2 * _WIDTH + LIKENESS, 64)
        self.same = nn.Linear(64, 1)
        # Fillers are rare.
        nn.init.constant_(self.tags.bias, -3.5)
        nn.init.constant_(self.role.bias, -2.0)

    def context(self, states: torch.Tensor) -> torch.Tensor:
        """What the report is about (128): four looks at its words."""
        looks = self.look(states).softmax(0)
        values = self.value(states).view(-1, _LOOKS, _WIDTH // _LOOKS)
        return (looks[..., None] * values).sum(0).reshape(-1)

    def tag(self, states: torch.Tensor, context: torch.Tensor) -> torch.Tensor:
        """Logits of each word's tags (words x roles x 3)."""
        logits: torch.Tensor = self.tags(torch.relu(self.word(states) + self.about(context)))
        return logits.view(-1, len(ROLES), len(TAGS))

    def fill(self, states: torch.Tensor, context: torch.Tensor, at: Spots) -> tuple[torch.Tensor, torch.Tensor]:
        """Logits of each candidate's roles, and what its occurrences are like (candidates x 512)."""
        sums = torch.cat([torch.zeros(1, SIZE), states.cumsum(0)])
        mean = (sums[at.behind] - sums[at.first]) / (at.behind - at.first)[..., None]
        each = torch.relu(self.begin(states)[at.first] + self.end(states)[at.behind - 1] + self.mean(mean))
        # Each is 0 or more, so that what is padding never is the greatest.
        each = each * at.there[..., None]
        count = at.there.sum(1, keepdim=True)
        like = torch.cat([each.sum(1) / count, each.amax(1)], 1)
        near = self.near(torch.cat([like, count.log()], 1))
        roles: torch.Tensor = self.role(torch.relu(near + self.topic(context)))
        return roles, like

    def one(
        self, like: torch.Tensor, earlier: torch.Tensor, later: torch.Tensor, letters: torch.Tensor
    ) -> torch.Tensor:
        """Logits of pairs of candidates being one entity; `letters` (pairs x 6) is their `likeness`."""
        linked = torch.relu(self.link(like))
        a, b = linked[earlier], linked[later]
        logits: torch.Tensor = self.same(torch.relu(self.pair(torch.cat([a * b, (a - b).abs(), letters], 1))))
        return logits[:, 0]


class _Words(nn.Module):
    def __init__(self, heads: FillerHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        context = self.heads.context(states)
        return context, torch.sigmoid(self.heads.tag(states, context))


class _Strings(nn.Module):
    def __init__(self, heads: FillerHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(
        self,
        states: torch.Tensor,
        context: torch.Tensor,
        first: torch.Tensor,
        behind: torch.Tensor,
        there: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor]:
        roles, like = self.heads.fill(states, context, Spots(first, behind, there))
        return torch.sigmoid(roles), like


class _Pairs(nn.Module):
    def __init__(self, heads: FillerHeads) -> None:
        super().__init__()
        self.heads = heads

    def forward(
        self, like: torch.Tensor, earlier: torch.Tensor, later: torch.Tensor, letters: torch.Tensor
    ) -> torch.Tensor:
        return torch.sigmoid(self.heads.one(like, earlier, later, letters))


def export_heads(heads: FillerHeads, out: Path) -> None:
    """Write words.onnx, strings.onnx and pairs.onnx (fp32) to `out`; what comes out are probabilities.

    words: states → context, tags. strings: states, context, first, behind, there → roles, like.
    pairs: like, earlier, later, letters → same. The shapes are those of `FillerHeads`.
    """
    states, context = torch.randn(12, SIZE), torch.randn(_WIDTH)
    at = spots([Candidate("", ((0, 1), (3, 5))), Candidate("", ((6, 9),)), Candidate("", ((2, 3),))])
    pair = torch.tensor([0, 1])
    _export(_Words(heads), {"states": states}, ["context", "tags"], out / "words.onnx", {"states": "words"})
    inputs = {"states": states, "context": context, **at._asdict()}
    rows = dict.fromkeys(at._fields, "strings")
    _export(_Strings(heads), inputs, ["roles", "like"], out / "strings.onnx", {"states": "words", **rows}, at._fields)
    inputs = {
        "like": torch.randn(3, 2 * _HIDDEN),
        "earlier": pair,
        "later": pair + 1,
        "letters": torch.rand(2, LIKENESS),
    }
    rows = dict.fromkeys(("earlier", "later", "letters"), "pairs")
    _export(_Pairs(heads), inputs, ["same"], out / "pairs.onnx", {"like": "strings", **rows})


def _export(
    module: nn.Module,
    inputs: dict[str, torch.Tensor],
    outputs: list[str],
    path: Path,
    rows: dict[str, str],
    ragged: Sequence[str] = (),
) -> None:
    axes = {name: {0: row} for name, row in rows.items()}
    for name in ragged:
        axes[name][1] = "occurrences"
    torch.onnx.export(
        module.eval(),
        tuple(inputs.values()),
        str(path),
        input_names=list(inputs),
        output_names=outputs,
        dynamic_axes=axes,
        opset_version=17,
        dynamo=False,
    )
