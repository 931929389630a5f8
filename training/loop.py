"""The training loop: seeded, with a moving average of the weights, resumable after every epoch."""

from __future__ import annotations

import argparse
import math
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import nn

# Seconds between two savings of what a run goes on from.
_SAVE_EVERY = 300


class Plan(NamedTuple):
    """How to train: `average` is what a step leaves of the averaged weights, `clip` the longest gradient."""

    epochs: int
    batch: int = 4
    warm_up: float = 0.06
    last_rate: float = 0.02
    average: float = 0.99
    clip: float = 3.0
    weight_decay: float = 0.01
    seed: int = 0


def command(description: str | None, epochs: int) -> argparse.ArgumentParser:
    """What every training is told on the command line."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=epochs)
    parser.add_argument("--threads", type=int, default=2)
    return parser


Losses = Callable[[Sequence[int]], dict[str, torch.Tensor]]
"""The losses, by head, of a batch of examples (their numbers)."""


def train(
    model: nn.Module, groups: list[dict[str, Any]], losses: Losses, lengths: Sequence[int], plan: Plan, out: Path
) -> None:
    """Train `model` on examples of these lengths and leave the averaged weights in it and in `out`/weights.pt.

    After an epoch, at most every five minutes, all that it takes to go on is put into `out`/last.pt; a run that finds
    one goes on from there. SystemExit where that is from a run of another plan or other examples.
    """
    out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(plan.seed)
    same = {"plan": tuple(plan), "lengths": list(lengths)}
    optimiser = torch.optim.AdamW(groups, weight_decay=plan.weight_decay, betas=(0.9, 0.98))
    steps = math.ceil(len(lengths) / plan.batch) * plan.epochs
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, plan))
    average = {name: value.clone() for name, value in model.state_dict().items()}
    first, saved = 0, time.time()
    if (out / "last.pt").exists():
        last = torch.load(out / "last.pt", map_location=next(model.parameters()).device)
        if last["same"] != same:
            sys.exit(f"{out / 'last.pt'} is of a run of another plan or other examples: move it away")
        model.load_state_dict(last["model"])
        optimiser.load_state_dict(last["optimiser"])
        schedule.load_state_dict(last["schedule"])
        average, first = last["average"], last["epoch"] + 1
    for epoch in range(first, plan.epochs):
        began = time.time()
        np.random.seed(plan.seed * 1000 + epoch)
        sums: dict[str, torch.Tensor] = {}
        for batch in batches(lengths, plan.batch, random.Random(plan.seed * 1000 + epoch)):
            parts = losses(batch)
            optimiser.zero_grad()
            torch.stack(list(parts.values())).sum().backward()
            nn.utils.clip_grad_norm_(model.parameters(), plan.clip)
            optimiser.step()
            schedule.step()
            _follow(average, model, plan.average)
            for name, value in parts.items():
                sums[name] = sums.get(name, torch.zeros(())) + value.detach() * len(batch) / len(lengths)
        said = ", ".join(f"{name} {value.item():.3f}" for name, value in sums.items())
        print(f"epoch {epoch + 1} of {plan.epochs}: {time.time() - began:.0f} s, {said}", flush=True)
        if time.time() - saved < _SAVE_EVERY:
            continue
        saved = time.time()
        state = {"model": model.state_dict(), "optimiser": optimiser.state_dict(), "schedule": schedule.state_dict()}
        _save({**state, "average": average, "epoch": epoch, "same": same}, out / "last.pt")
    model.load_state_dict(average)
    _save(average, out / "weights.pt")


def batches(lengths: Sequence[int], size: int, rng: random.Random) -> list[list[int]]:
    """Batches of examples that are near in length, so that little is padding, in an order of chance."""
    order = sorted(range(len(lengths)), key=lambda number: lengths[number] + rng.random() * 120)
    found = [order[at : at + size] for at in range(0, len(order), size)]
    rng.shuffle(found)
    return found


def _rate(step: int, steps: int, plan: Plan) -> float:
    warm = max(1.0, plan.warm_up * steps)
    return min((step + 1) / warm, max(plan.last_rate, (steps - step) / max(1.0, steps - warm)))


def _follow(average: dict[str, torch.Tensor], model: nn.Module, keep: float) -> None:
    with torch.no_grad():
        floats = [(average[name], value) for name, value in model.state_dict().items() if value.is_floating_point()]
        torch._foreach_lerp_([one for one, _ in floats], [value for _, value in floats], 1 - keep)


def _save(value: object, path: Path) -> None:
    draft = path.with_suffix(".tmp")
    torch.save(value, draft)
    draft.replace(path)
