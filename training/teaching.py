"""A small network learns from a larger one: from what it makes of each text, and from the states that it reads it with.

Hinton et al. 2015 (soft labels), Jiao et al. 2020 (states). The teacher's word of a report counts beside its
annotation; texts that nobody annotated are learnt from its word alone. It is asked once, before the small network
begins, and its word is put into the labels of a text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch.nn import functional

from masudi.coding.decoding import STATUSES
from masudi.language.pieces import Pieces
from training.annotations import ROLES
from training.encoder import encode
from training.kinds import FIXED, kinds
from training.labels import Labels, labels_of
from training.learning import Reader, Text
from training.reports import Example, Gold

# From so much on, a teacher's probabilities of neighbouring words are taken for a mention.
_MENTION = 0.4
# So many texts are read at a time.
_AT_ONCE = 16


class Opinion(NamedTuple):
    """What the teacher makes of a text: probabilities in the shapes of its labels, and its words' states."""

    labels: Labels
    states: torch.Tensor


class Teacher:
    """A trained network whose word another learns from."""

    def __init__(self, base: Path, weights: Path, device: torch.device) -> None:
        self.device = device
        self.reader = Reader(base).to(device).eval()
        self.reader.load_state_dict(torch.load(weights, map_location=device))

    def taught(self, texts: Sequence[Text]) -> Iterator[Text]:
        """The texts with the teacher's word in their labels, and its states."""
        for text, labels, opinion in self._asked(texts):
            soft = softened(labels, opinion.labels, text.trust)
            yield text._replace(labels=soft.packed(), states=opinion.states.half().cpu())

    def found(self, texts: Sequence[Pieces]) -> Iterator[Text]:
        """Texts that nobody annotated, with the mentions that the teacher finds in them."""
        for text, _, opinion in self._asked([Text(one, _labels(one, ()), trust=0.0) for one in texts]):
            yield text._replace(labels=_labels(text.pieces, _mentions(text.pieces, opinion.labels)))

    def _asked(self, texts: Sequence[Text]) -> Iterator[tuple[Text, Labels, Opinion]]:
        """Each text, its labels on the device, and what the teacher makes of it and of their mentions."""
        for at in range(0, len(texts), _AT_ONCE):
            some = texts[at : at + _AT_ONCE]
            labels = [text.labels.on(self.device) for text in some]
            with torch.no_grad():
                opinions = self._opinions([text.pieces for text in some], labels)
            yield from zip(some, labels, opinions, strict=True)

    def _opinions(self, texts: Sequence[Pieces], labels: Sequence[Labels]) -> list[Opinion]:
        states = encode(self.reader.encoder, texts)
        sizes = [len(one) for one in states]
        words = self.reader.words(torch.cat(states), torch.cat([one.around for one in labels]))
        parts = zip(*(torch.sigmoid(one).split(sizes) for one in words), strict=True)
        found = []
        for state, one, (events, analysis, phrases) in zip(states, labels, parts, strict=True):
            judged = one._replace(events=events, analysis=analysis, phrases=phrases)
            if one.mentions is not None:
                status, _, roles, same = self.reader.judge(state, one, one.mentions)
                judged = judged._replace(status=status.softmax(1), roles=torch.sigmoid(roles), same=torch.sigmoid(same))
            found.append(Opinion(judged, state))
        return found


def softened(labels: Labels, opinion: Labels, trust: float) -> Labels:
    """Labels of which a share `trust` is the annotation's and the rest the teacher's; what the annotation leaves open
    (another occurrence of a filler, say) is the teacher's alone."""
    # Where nothing is known of claims the teacher's word is all there is.
    known = len(labels.events) > 0
    mask = labels.phrase_mask * trust
    soft = labels._replace(
        events=torch.lerp(opinion.events, labels.events, trust) if known else opinion.events,
        analysis=torch.lerp(opinion.analysis, labels.analysis, trust) if known else opinion.analysis,
        phrases=torch.lerp(opinion.phrases, labels.phrases, mask),
        phrase_mask=torch.ones_like(mask),
    )
    if labels.mentions is None:
        return soft
    status = functional.one_hot(labels.status, len(STATUSES)).float()
    mask = labels.role_mask * trust
    return soft._replace(
        status=torch.lerp(opinion.status, status, trust),
        roles=torch.lerp(opinion.roles, labels.roles, mask.expand_as(labels.roles)),
        role_mask=torch.ones_like(mask),
        same=torch.lerp(opinion.same, labels.same, trust),
    )


def _labels(text: Pieces, claims: Sequence[Gold]) -> Labels:
    return labels_of(Example("", text, tuple(claims)), *kinds(), frozenset(FIXED))


def _mentions(text: Pieces, opinion: Labels) -> list[Gold]:
    events, analysis = kinds()
    likely = torch.cat([opinion.events, opinion.analysis[..., 0]], 1).cpu().numpy()
    found = []
    for number, kind in enumerate([*events, *analysis]):
        at = np.flatnonzero(likely[:, number] >= _MENTION)
        for run in np.split(at, np.flatnonzero(np.diff(at) > 1) + 1):
            if len(run):
                span = int(text.spans[run[0], 0]), int(text.spans[run[-1], 1])
                found.append(Gold(kind, "asserted", (span,), dict.fromkeys(ROLES, ())))
    return found
