"""What the reader's heads should say of an annotated report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import torch

from masudi.coding.decoding import STATUSES
from masudi.language.pairs import Candidate, pairs_of
from masudi.language.pieces import Pieces
from masudi.language.surroundings import surroundings
from training.annotations import ROLES
from training.heads import PHRASES, Mentions
from training.reports import Example, Gold

_PHRASE_OF_ROLE = {"actor": 0, "target": 0, "source": 0, "place": 1, "means": 2}
_TOPONYM = PHRASES.index("toponym")


class Labels(NamedTuple):
    """Targets for w words and m mentions, with the masks of what counts."""

    around: torch.Tensor
    sentence: torch.Tensor
    events: torch.Tensor
    analysis: torch.Tensor
    phrases: torch.Tensor
    phrase_mask: torch.Tensor
    mentions: Mentions | None = None
    status: torch.Tensor = torch.zeros(0)
    free: torch.Tensor = torch.zeros(0)
    roles: torch.Tensor = torch.zeros(0)
    role_mask: torch.Tensor = torch.zeros(0)
    same: torch.Tensor = torch.zeros(0)
    weight: torch.Tensor = torch.zeros(0)

    def on(self, device: torch.device) -> Labels:
        """The same on a device, what is kept in bytes or halves as floats."""
        mentions = self.mentions and Mentions(*(one.to(device) for one in self.mentions))
        others = {name: value.to(device) for name, value in self._asdict().items() if name != "mentions"}
        kept = {name: value.float() for name, value in others.items() if value.dtype in (torch.uint8, torch.float16)}
        return Labels(**{**others, **kept, "mentions": mentions})

    def packed(self) -> Labels:
        """The same off the device, floats as halves."""
        mentions = self.mentions and Mentions(*(one.cpu() for one in self.mentions))
        others = {name: value.cpu() for name, value in self._asdict().items() if name != "mentions"}
        halves = {name: value.half() for name, value in others.items() if value.dtype == torch.float32}
        return Labels(**{**others, **halves, "mentions": mentions})


def labels_of(example: Example, events: Sequence[str], analysis: Sequence[str], fixed: frozenset[str]) -> Labels:
    """The labels of a report; `fixed` are the kinds whose status is no choice."""
    text, kinds = example.pieces, [*events, *analysis]
    said = [(claim, *text.words(*span)) for claim in example.claims for span in claim.mentions]
    event = torch.zeros(len(text.low), len(events))
    inside = torch.zeros(len(text.low), len(analysis), 3)
    for claim, first, behind in said:
        if claim.kind in events:
            event[first:behind, events.index(claim.kind)] = 1
        else:
            number = analysis.index(claim.kind)
            inside[first:behind, number, 0] = inside[first, number, 1] = inside[behind - 1, number, 2] = 1
    phrases, phrase_mask = _phrases(example)
    around, sentence = torch.from_numpy(surroundings(text)), torch.from_numpy(text.sentence)
    words = Labels(around, sentence, event, inside, phrases, phrase_mask)
    if not said:
        return words
    found = [Candidate(kinds.index(claim.kind), first, behind) for claim, first, behind in said]
    pairs = pairs_of(text, found, len(events))
    roles = [_roles(text, claim, int(text.spans[first, 0])) for claim, first, _ in said]
    numbers = [number for number, claim in enumerate(example.claims) for _ in claim.mentions]
    count = np.bincount([one.kind for one in found], minlength=len(kinds))
    return words._replace(
        mentions=Mentions(
            torch.tensor([one.first for one in found]),
            torch.tensor([one.behind for one in found]),
            torch.tensor([one.kind for one in found]),
            torch.from_numpy(pairs.earlier),
            torch.from_numpy(pairs.later),
            torch.from_numpy(pairs.features),
        ),
        status=torch.tensor([STATUSES.index(claim.status) for claim, *_ in said]),
        free=torch.tensor([claim.kind not in fixed for claim, *_ in said]),
        roles=torch.from_numpy(np.stack([one for one, _ in roles]).astype(np.uint8)),
        role_mask=torch.from_numpy(np.stack([mask for _, mask in roles]).astype(np.uint8)),
        same=torch.tensor([float(numbers[a] == numbers[b]) for a, b in zip(pairs.earlier, pairs.later, strict=True)]),
        # A kind told of often has many pairs: they weigh as much together as its mentions.
        weight=torch.tensor([2.0 / (count[found[a].kind] - 1) for a in pairs.earlier]),
    )


def toponym_labels(
    text: Pieces, spans: Sequence[tuple[int, int]] | None, events: int, analysis: int, *, claimless: bool
) -> Labels:
    """The labels of a text whose toponyms are known (or not: None), which has no claim or whose claims are not known.

    Of `events` and `analysis` there are so many kinds.
    """
    phrases = torch.zeros(len(text.low), len(PHRASES), 2)
    mask = torch.zeros(len(text.low), len(PHRASES), 1)
    mask[:, _TOPONYM] = spans is not None
    for span in spans or ():
        first, behind = text.words(*span)
        phrases[first:behind, _TOPONYM, 0] = phrases[first, _TOPONYM, 1] = 1
    around, sentence = torch.from_numpy(surroundings(text)), torch.from_numpy(text.sentence)
    words = len(text.low) if claimless else 0
    none = torch.zeros(words, events), torch.zeros(words, analysis, 3)
    return Labels(around, sentence, *none, phrases, mask)


def _occurrences(text: str, span: tuple[int, int]) -> list[tuple[int, int]]:
    """The span, and wherever else the same words stand."""
    phrase = re.escape(text[slice(*span)])
    return sorted({span, *(match.span() for match in re.finditer(rf"(?<!\w){phrase}(?!\w)", text))})


def _phrases(example: Example) -> tuple[torch.Tensor, torch.Tensor]:
    """Phrases that fill any role; where the same words stand elsewhere and fill none, nothing is learnt."""
    text = example.pieces
    labels = torch.zeros(len(text.low), len(PHRASES), 2)
    mask = torch.ones(len(text.low), len(PHRASES), 1)
    mask[:, _TOPONYM] = 0
    spans = {
        (_PHRASE_OF_ROLE[role], one.start, one.end)
        for claim in example.claims
        for role in ROLES
        for one in claim.roles[role]
    }
    for kind, start, end in spans:
        for other in _occurrences(text.text, (start, end)):
            first, behind = text.words(*other)
            mask[first:behind, kind] = 0
    for kind, start, end in spans:
        first, behind = text.words(start, end)
        labels[first:behind, kind, 0] = labels[first, kind, 1] = mask[first:behind, kind] = 1
    return labels, mask


def _roles(text: Pieces, claim: Gold, near: int) -> tuple[np.ndarray, np.ndarray]:
    """Which words fill which role of one mention (words x roles x 2), and the mask of what counts (words x roles x 1).

    The occurrence of a filler nearest to the mention is right; its other occurrences are left out.
    """
    labels = np.zeros((len(text.low), len(ROLES), 2), np.float32)
    mask = np.ones((len(text.low), len(ROLES), 1), np.float32)
    chosen: list[tuple[int, int, int]] = []
    for number, role in enumerate(ROLES):
        for filler in claim.roles[role]:
            spots = _occurrences(text.text, (filler.start, filler.end))
            for spot in spots:
                first, behind = text.words(*spot)
                mask[first:behind, number] = 0
            chosen.append((number, *text.words(*min(spots, key=lambda spot: abs(spot[0] - near)))))
    for number, first, behind in chosen:
        labels[first:behind, number, 0] = labels[first, number, 1] = mask[first:behind, number] = 1
    return labels, mask
