"""Export a trained reader to the graphs that the package carries.

    python -m training.export OUT --base MINILM

OUT holds weights.pt of `training.build`; encoder.onnx (int8), words.onnx, mentions.onnx, nearby.onnx and tokenizer.json
come beside.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import torch

from masudi.language.pairs import FEATURES
from training.encoder import SIZE, export_encoder
from training.learning import Reader


def export(model: Reader, out: Path) -> None:
    """Write encoder.onnx (int8), words.onnx, mentions.onnx and nearby.onnx (fp32) to `out`."""
    model.eval()
    export_encoder(model.encoder, out / "encoder.onnx")
    export_heads(model, out)


def export_heads(model: Reader, out: Path) -> None:
    """Write words.onnx, mentions.onnx and nearby.onnx.

    Nothing is folded, so that each weight keeps its name and can be read back (`training.packaged`).
    """
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
        do_constant_folding=False,
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
        do_constant_folding=False,
    )
    torch.onnx.export(
        model.nearby,
        (states, around, torch.arange(words) // 8, torch.arange(0, words, 2), *mentions[:3]),
        str(out / "nearby.onnx"),
        input_names=["states", "around", "sentence", "chosen", *names[:3]],
        output_names=["added"],
        dynamic_axes={
            **{name: axes[name] for name in ("states", "around", "sentence", *names[:3])},
            "chosen": {0: "chosen"},
            "added": {0: "mentions", 1: "chosen"},
        },
        opset_version=17,
        dynamo=False,
        do_constant_folding=False,
    )


def main() -> None:
    """Export."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    args = parser.parse_args()
    model = Reader(args.base)
    model.load_state_dict(torch.load(args.out / "weights.pt", map_location="cpu"))
    export(model, args.out)
    shutil.copy(args.base / "tokenizer.json", args.out / "tokenizer.json")


if __name__ == "__main__":
    main()
