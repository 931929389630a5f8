"""Let the packaged reader go on from where it is and learn from all that is annotated now.

    python -m training.further OUT --base MINILM --train ../shared/train --corpora ../shared/corpora \
        --unseen ../shared/bench/reports

It needs no graphics card: what a larger network taught the packaged one lives on in its weights. OUT/further is what it
becomes, OUT/reader the mean of what it was and that, weight by weight (Wortsman et al. 2022): on held-out reports it
does better than either. It is exported and settled as after `training.build`.
"""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

import torch

from masudi.data import packaged
from training.build import Job, Task, fit, gather, gathering, run
from training.packaged import read_back

# What it knows it shall not lose: it learns more slowly than a network that begins anew.
_RATE = 0.5
# How far the reader goes from what it was to what it becomes: of 0.35, 0.5, 0.65 and 1 the best on held-out reports.
_SHARE = 0.5


def _begin(args: argparse.Namespace) -> None:
    (args.out / "packaged").mkdir(exist_ok=True)
    torch.save(read_back(args.graphs, args.base).state_dict(), args.out / "packaged" / "weights.pt")


def _mean(out: Path) -> None:
    before, after = (torch.load(out / name / "weights.pt", map_location="cpu") for name in ("packaged", "further"))
    (out / "reader").mkdir(exist_ok=True)
    mean = {
        name: torch.lerp(value, after[name], _SHARE) if value.is_floating_point() else value
        for name, value in before.items()
    }
    torch.save(mean, out / "reader" / "weights.pt")


def main() -> None:
    """Read the packaged reader back, train it, take the mean."""
    parser = gathering(__doc__, epochs=5)
    parser.add_argument("--graphs", type=Path, default=packaged("model"), help="folder of the graphs to begin with")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    material = gather(args)
    run([Task("packaged", args.out / "packaged" / "weights.pt", partial(_begin, args))], args.out, 1)
    job = Job("further", False, args.epochs, begin="packaged", rate=_RATE, batch=8)
    run([Task(job.name, args.out / job.name / "weights.pt", partial(fit, job, material, args))], args.out, 1)
    _mean(args.out)


if __name__ == "__main__":
    main()
