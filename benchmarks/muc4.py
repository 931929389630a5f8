"""How well the encoder and its training carry over to MUC-4, whose reports and keys others made: CEAF-REE.

    python -m benchmarks.muc4 --model OUT              the 200 test reports
    python -m benchmarks.muc4 --model OUT --split dev  those that thresholds were fitted on

OUT is what `python -m training.muc4 OUT` leaves. It runs as Masudi itself does: int8 with onnxruntime and tokenizers,
nothing else. Five roles are filled over each report as a whole, by the split and the measure of Du, Rush and Cardie
(2021, GRIT; `benchmarks.ceaf`), whose model has 110 million parameters and the figure printed beside. The reports are
not part of this repository: they are looked for in ../shared/corpora/muc4.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np
import onnxruntime

from benchmarks.ceaf import Score, overall, score
from benchmarks.fillers import (
    ROLES,
    Candidate,
    Filled,
    Floats,
    Settings,
    candidates,
    choose,
    likeness,
    read_reports,
    tag_score,
)
from masudi.language.pieces import Pieces, load_tokenizer, most_central, windows

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
# F1 over all roles, Du et al. 2021, table 2; their predictions score the same in `benchmarks.ceaf`.
GRIT = 0.545
_CLS, _SEP = 101, 102
GRAPHS = ("encoder", "words", "strings", "pairs")


class Judged(NamedTuple):
    """The candidates of a report (n), their scores by role from the tags and from their own head (n x roles), and how
    likely each two are one entity (n x n)."""

    found: list[Candidate]
    tags: Floats
    own: Floats
    same: Floats


class Network:
    """The graphs of a folder, run on one report at a time."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.tokenizer = load_tokenizer(folder / "tokenizer.json")
        self._run = {
            name: onnxruntime.InferenceSession(
                str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
            ).run
            for name in GRAPHS
        }

    def judge(self, text: Pieces) -> Judged:
        """The candidates of a report, with their scores."""
        states = self._encode(text)
        context, tags = self._run["words"](None, {"states": states})
        found = candidates(text, tags)
        if not found:
            nothing = np.zeros((0, len(ROLES)), np.float32)
            return Judged([], nothing, nothing, np.zeros((0, 0), np.float32))
        roles, like = self._run["strings"](None, {"states": states, "context": context, **_spots(found)})
        same = np.eye(len(found), dtype=np.float32)
        earlier, later = np.triu_indices(len(found), 1)
        if len(earlier):
            letters = np.array([likeness(found[a].text, found[b].text) for a, b in zip(earlier, later, strict=True)])
            pairs = {"earlier": earlier, "later": later, "letters": letters.astype(np.float32)}
            same[earlier, later] = same[later, earlier] = self._run["pairs"](None, {"like": like, **pairs})[0]
        return Judged(found, np.stack([tag_score(one, tags) for one in found]), roles, same)

    def _encode(self, text: Pieces) -> Floats:
        spans = windows(len(text.ids))
        hidden = self._run["encoder"](["hidden"], _rows(text, spans))[0]
        best = most_central(text.first, spans)
        starts = np.array([start for start, _ in spans])
        states: Floats = hidden[best, text.first - starts[best] + 1]
        return states


def _rows(text: Pieces, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """Windows of the same length as rows of pieces with their words' letter cases."""
    by_piece = np.repeat(text.case, np.diff(np.append(text.first, len(text.ids)))) + 1
    ids = np.array([[_CLS, *text.ids[start:end], _SEP] for start, end in spans], np.int64)
    case = np.array([[0, *by_piece[start:end], 0] for start, end in spans], np.int64)
    return {"ids": ids, "case": case, "mask": np.ones_like(ids)}


def _spots(found: Sequence[Candidate]) -> dict[str, Any]:
    most = max(len(one.spans) for one in found)
    first, behind = np.zeros((len(found), most), np.int64), np.ones((len(found), most), np.int64)
    there = np.zeros((len(found), most), np.float32)
    for row, one in enumerate(found):
        count = len(one.spans)
        first[row, :count], behind[row, :count] = np.transpose(one.spans)
        there[row, :count] = 1
    return {"first": first, "behind": behind, "there": there}


def fillers(judged: Judged, settings: Settings) -> dict[str, list[list[str]]]:
    """The entities of a report by role."""
    scores = settings.tags * judged.tags + (1 - settings.tags) * judged.own
    return choose(judged.found, scores, judged.same, settings)


def measure(judged: Sequence[Judged], reports: Sequence[Filled], settings: Settings) -> dict[str, Score]:
    """The scores by role."""
    found = {one.name: fillers(report, settings) for one, report in zip(reports, judged, strict=True)}
    return score(found, {one.name: one.gold for one in reports}, ROLES)


def lines(scores: dict[str, Score]) -> list[str]:
    """The table: a role a line, then all, and the published figure."""
    rows = [*scores.items(), ("all", overall(scores))]
    table = [f"{'CEAF-REE':9} precision  recall     F1"]
    table += [f"{name:9} {100 * one.precision:9.1f} {100 * one.recall:7.1f} {100 * one.f1:6.1f}" for name, one in rows]
    return [*table, f"{'GRIT':9} {'':9} {'':7} {100 * GRIT:6.1f}"]


def main() -> None:
    """Read, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--split", choices=("dev", "test"), default="test")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    network = Network(args.model, args.threads)
    settings = msgspec.json.decode((args.model / "settings.json").read_bytes(), type=Settings)
    reports = read_reports(args.corpora / "muc4" / f"{args.split}.jsonl.gz", network.tokenizer)
    judged = [network.judge(one.pieces) for one in reports]
    print("\n".join(lines(measure(judged, reports, settings))))


if __name__ == "__main__":
    main()
