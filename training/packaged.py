"""The weights of the packaged graphs, read back: what a network that learns more begins with.

The encoder's are of 8 bits: what is read back is what they stand for, which is what ships. Word embeddings, which no
training moves, are the base's own.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper

from training.learning import Reader

_LAYER = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_QUANTISED, _EMBEDDINGS = "_quantized", "bert.embeddings.word_embeddings.weight"
# The encoder's export gives the weights of a linear layer a number for a name; they stand in the order of the layers.
_UNNAMED = "onnx::MatMul"


def read_back(folder: Path, base: Path) -> Reader:
    """The reader whose graphs lie in a folder; SystemExit where one is of another shape than the network is."""
    model = Reader(base)
    model.encoder.load_base(base)
    weights = _encoder(onnx.load(folder / "encoder.onnx"))
    for head in ("words", "mentions", "nearby"):
        values = _values(onnx.load(folder / f"{head}.onnx"))
        weights |= {f"{head}.{name}": torch.from_numpy(np.array(value)) for name, value in values.items()}
    known = model.state_dict()
    odd = sorted(name for name, value in weights.items() if name not in known or known[name].shape != value.shape)
    if odd:
        sys.exit(f"{folder} holds another network: {', '.join(odd)}")
    model.load_state_dict(known | weights)
    return model


def _values(model: onnx.ModelProto) -> dict[str, NDArray[np.generic]]:
    return {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}


def _encoder(model: onnx.ModelProto) -> dict[str, torch.Tensor]:
    values = _values(model)

    def whole(name: str) -> torch.Tensor:
        zero, scale = (values[f"{name}_{part}"].astype(np.float32) for part in ("zero_point", "scale"))
        return torch.from_numpy((values[name + _QUANTISED].astype(np.float32) - zero) * scale)

    used = [name for node in model.graph.node for name in node.input if name.endswith(_QUANTISED)]
    products = [name.removesuffix(_QUANTISED) for name in used if name.startswith(_UNNAMED)]
    found = {
        f"encoder.bert.encoder.layer.{at // len(_LAYER)}.{_LAYER[at % len(_LAYER)]}.weight": whole(name).T.contiguous()
        for at, name in enumerate(products)
    }
    for name, value in values.items():
        plain = name.removesuffix(_QUANTISED)
        if plain != name and not plain.startswith(_UNNAMED) and plain != _EMBEDDINGS:
            found[f"encoder.{plain}"] = whole(plain)
        elif name.startswith("bert.") and not name.endswith(("_scale", "_zero_point", _QUANTISED)):
            found[f"encoder.{name}"] = torch.from_numpy(np.array(value))
    return found
