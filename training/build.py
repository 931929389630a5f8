"""Train the reader: a plain one and a teacher, then the reader that goes on from the one and learns from the other.

    python -m training.build OUT --base MINILM --teacher-base MPNET --train ../shared/train \
        --corpora ../shared/corpora --unseen ../shared/bench/reports

MINILM and MPNET hold model.safetensors, config.json and (MINILM) tokenizer.json of all-MiniLM-L6-v2 and
all-mpnet-base-v2. OUT/plain and OUT/teacher learn from the annotated reports, OUT/reader, which ships, from them and
from what the teacher makes of them and of texts that nobody annotated. None of them sees the reports that
training/held.json names: `training.settle` fits on them what turns scores into claims, and confidence is measured on
them. Texts of `--unseen` are kept out of everything. What is trained already (OUT/NAME/weights.pt) is not trained
again, and an interrupted training goes on from its last saving.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import torch

from masudi.language import outline
from masudi.language.pieces import Pieces, load_tokenizer, split
from training.encoder import encode, layer_groups
from training.learning import Batches, Reader, Reports, Text, learnt, peaceful_texts, summed, toponym_texts
from training.loop import Plan, command, train
from training.pickling import load, save
from training.reports import divide, held_out, load_examples
from training.teaching import Teacher
from training.unlabelled import unlabelled

# Learning rates of an encoder's highest layer, what a layer further down has of it, and of the heads.
_RATES = {"bert": (1.5e-4, 0.85, 1e-3), "mpnet": (6e-5, 0.9, 5e-4)}
# So many held-out reports are read at a time.
_AT_ONCE = 8


class Job(NamedTuple):
    """One network to train: from the teacher's base or the reader's, taught by the one named or by none.

    `rate` is its share of the base's learning rates: one that begins with another's weights learns more slowly.
    `batch` reports are read at a time.
    """

    name: str
    teacher: bool
    epochs: int
    begin: str = ""
    taught_by: str = ""
    rate: float = 1.0
    batch: int = 4


class Material(NamedTuple):
    """What all networks are trained on, reports and other texts, and the held-out reports."""

    reports: Reports
    toponyms: list[Text]
    peaceful: list[Text]
    sections: list[Pieces]
    held: list[Text]
    unlabelled: Sequence[Text] = ()

    def texts(self) -> list[Text]:
        """All texts with labels, in an order that `with_texts` knows."""
        return [*(text for versions in self.reports.texts for text in versions), *self.toponyms, *self.peaceful]

    def with_texts(self, texts: Sequence[Text], unlabelled: list[Text]) -> Material:
        """The same with other texts in the place of those of `texts`, and with sections that a teacher has read."""
        rest = iter(texts)
        reports = Reports([[next(rest) for _ in versions] for versions in self.reports.texts])
        toponyms = [next(rest) for _ in self.toponyms]
        return self._replace(reports=reports, toponyms=toponyms, peaceful=list(rest), unlabelled=unlabelled)


def gathering(description: str | None, epochs: int) -> argparse.ArgumentParser:
    """What every training is told that learns from all of it: as `gather` needs it."""
    parser = command(description, epochs)
    parser.add_argument("--train", type=Path, required=True)
    parser.add_argument("--unseen", type=Path, required=True, help="folder of reports that nothing is learnt from")
    parser.add_argument("--annotations", type=Path, default=Path(__file__).parent / "annotations")
    parser.add_argument("--processes", type=int, default=2, help="how many processes prepare the reports")
    return parser


def gather(args: argparse.Namespace) -> Material:
    """Read and prepare everything, on as many processes as `args.processes` says."""
    tokenizer = load_tokenizer(args.base / "tokenizer.json")
    examples = load_examples(args.train, args.annotations, args.corpora, tokenizer)
    kept, held = divide(examples, held_out())
    unseen = [path.read_text(encoding="utf-8") for path in sorted(args.unseen.glob("*.txt"))]
    sections = unlabelled(args.corpora, examples, unseen)
    print(f"{len(kept)} reports, {len(held)} held out, {len(sections)} sections without annotation", flush=True)
    return Material(
        Reports.prepare(kept, tokenizer, args.processes),
        toponym_texts(args.corpora, tokenizer),
        peaceful_texts(args.annotations / "peaceful.jsonl", tokenizer),
        [split(outline(section), tokenizer) for section in sections],
        [learnt(one) for one in held],
    )


def fit(job: Job, material: Material, args: argparse.Namespace) -> None:
    """Train one network into OUT/NAME/weights.pt and say how far it is from the held-out reports' labels."""
    out = args.out / job.name
    device = _device(args)
    base = args.teacher_base if job.teacher else args.base
    model = Reader(base)
    if job.begin:
        model.load_state_dict(torch.load(args.out / job.begin / "weights.pt", map_location="cpu"))
    else:
        model.encoder.load_base(base)
    model.to(device)
    if job.taught_by:
        material, size = taught_material(args.out / job.taught_by, material)
    else:
        size = 0
    others: list[tuple[Sequence[Text], int]] = [(material.toponyms, 1), (material.peaceful, 1)]
    if material.unlabelled:
        others.append((material.unlabelled, 2))
    batches = Batches(model, material.reports, others, size)
    heads = [model.encoder.case, model.words, model.mentions, model.nearby]
    heads += [batches.project] if batches.project else []
    rate, decay, head_rate = _RATES[model.encoder.bert.config.model_type]
    groups = layer_groups(model.encoder, rate * job.rate, decay)
    groups.append({"params": [weight for head in heads for weight in head.parameters()], "lr": head_rate * job.rate})
    train(model, groups, batches, material.reports.lengths, Plan(job.epochs, batch=job.batch), out)
    far = ", ".join(f"{name} {value:.3f}" for name, value in distance(model, material.held).items())
    print(f"{job.name}, held-out reports: {far}", flush=True)


def ask(part: int, material: Material, args: argparse.Namespace) -> None:
    """Put the teacher's word of every `args.processes`-th text from `part` on into OUT/teacher/texts-PART.pickle."""
    device = _device(args)
    teacher = Teacher(args.teacher_base, args.out / "teacher" / "weights.pt", device)
    texts = material.texts()[part :: args.processes]
    sections = list(teacher.found(material.sections[part :: args.processes]))
    save((list(teacher.taught(texts)), list(teacher.taught(sections))), args.out / "teacher" / f"texts-{part}.pickle")


def taught_material(folder: Path, material: Material) -> tuple[Material, int]:
    """The material with the word of the teacher of that folder in it, and the size of its states."""
    parts = [load(path) for path in sorted(folder.glob("texts-*.pickle"), key=_part)]
    texts = material.texts()
    for number, (some, _) in enumerate(parts):
        texts[number :: len(parts)] = some
    states = texts[0].states
    assert states is not None
    return material.with_texts(texts, [text for _, sections in parts for text in sections]), states.shape[1]


def _part(path: Path) -> int:
    return int(path.stem.rpartition("-")[2])


def _device(args: argparse.Namespace) -> torch.device:
    torch.set_num_threads(args.threads)
    torch.set_float32_matmul_precision("high")
    torch.manual_seed(0)
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def distance(model: Reader, texts: Sequence[Text]) -> dict[str, float]:
    """The losses on annotated reports, by head, a report."""
    model.eval()
    sums: dict[str, float] = {}
    for at in range(0, len(texts), _AT_ONCE):
        some = texts[at : at + _AT_ONCE]
        with torch.no_grad():
            states = encode(model.encoder, [one.pieces for one in some])
            parts = summed(model, states, [one.labels.on(model.encoder.device) for one in some])
        for name, value in parts.items():
            sums[name] = sums.get(name, 0.0) + value.item() / len(texts)
    return sums


class Task(NamedTuple):
    """What a process of its own does, leaving the file `done`; its words go to OUT/NAME.log."""

    name: str
    done: Path
    do: Callable[[], None]


def _logged(task: Task, log: Path) -> None:
    with log.open("a", encoding="utf-8") as file:
        sys.stdout = sys.stderr = file
        task.do()


def run(tasks: Sequence[Task], out: Path, at_once: int) -> None:
    """Do what is not done yet, so many tasks at a time; SystemExit where one fails."""
    waiting = [task for task in tasks if not task.done.exists()]
    forked = multiprocessing.get_context("fork")
    while waiting:
        some, waiting = waiting[:at_once], waiting[at_once:]
        logs = [out / f"{task.name}.log" for task in some]
        processes = [forked.Process(target=_logged, args=pair) for pair in zip(some, logs, strict=True)]
        for process in processes:
            process.start()
        for process, log in zip(processes, logs, strict=True):
            process.join()
            if process.exitcode:
                sys.exit(f"{log.stem} failed: see {log}")


def main() -> None:
    """Train the plain reader and the teacher, ask the teacher, train the reader."""
    parser = gathering(__doc__, epochs=9)
    parser.add_argument("--teacher-base", type=Path, required=True)
    parser.add_argument("--teacher-epochs", type=int, default=6)
    parser.add_argument("--taught-epochs", type=int, default=6)
    parser.add_argument("--at-once", type=int, default=1, help="how many networks are trained at a time")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    # Threads started here would be missing in the processes forked below, which would wait for them.
    torch.set_num_threads(1)
    material = gather(args)
    first = [Job("teacher", True, args.teacher_epochs), Job("plain", False, args.epochs)]
    run([_training(job, material, args) for job in first], args.out, args.at_once)
    asked = [
        Task(f"texts-{part}", args.out / "teacher" / f"texts-{part}.pickle", partial(ask, part, material, args))
        for part in range(args.processes)
    ]
    run(asked, args.out, args.processes)
    reader = Job("reader", False, args.taught_epochs, begin="plain", taught_by="teacher", rate=0.5)
    run([_training(reader, material, args)], args.out, args.at_once)


def _training(job: Job, material: Material, args: argparse.Namespace) -> Task:
    return Task(job.name, args.out / job.name / "weights.pt", partial(fit, job, material, args))


if __name__ == "__main__":
    main()
