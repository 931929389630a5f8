"""The reader's heads: words (triggers, analysis, phrases), mentions (status, roles, which are one), roles nearby."""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import nn

from masudi.coding.decoding import STATUSES
from masudi.language.pairs import FEATURES
from masudi.language.surroundings import CASE_CLASSES, COUNT_CLASSES, SENTENCE_CLASSES
from training.annotations import ROLES

PHRASES = ("party", "place", "means", "toponym")
# Signed distances in words, in logarithmic classes: 12 on each side.
_CLASSES = 25
_HEADS, _WIDTH = 4, 32
# A mention looks closely at so many words on each side of its middle.
_NEARBY = 40


class Mentions(NamedTuple):
    """Mentions of one text (m): their words [start, end) and kinds; pairs (p) of them with features (p x 27)."""

    start: torch.Tensor
    end: torch.Tensor
    kind: torch.Tensor
    earlier: torch.Tensor
    later: torch.Tensor
    features: torch.Tensor


def distance_class(distance: torch.Tensor) -> torch.Tensor:
    """The class, 0 to 24, of a signed distance in words."""
    size = torch.log2(1 + distance.abs().float()) * 1.5
    return (torch.sign(distance) * size.round().clamp(max=12)).long() + 12


def _mean_inside(states: torch.Tensor, start: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    """The mean of the states of each mention's words (m x size)."""
    at = torch.arange(states.shape[0], device=states.device)[None]
    inside = ((at >= start[:, None]) & (at < end[:, None])).float()
    return inside @ states / inside.sum(1, keepdim=True)


def _classes_from(at: torch.Tensor, start: torch.Tensor, end: torch.Tensor) -> torch.Tensor:
    """The classes of how far words stand from mentions (m x words): before the first word, behind the last."""
    return distance_class(torch.where(at < start[:, None], at - start[:, None], (at - end[:, None] + 1).clamp(min=0)))


def _layers(size: int, hidden: int, out: int) -> nn.Sequential:
    return nn.Sequential(nn.Linear(size, hidden), nn.GELU(), nn.Linear(hidden, out))


class Around(nn.Module):
    """Embeds what `surroundings` says of each word (words x 3 to words x 32)."""

    size = 32

    def __init__(self) -> None:
        super().__init__()
        self.case = nn.Embedding(CASE_CLASSES, 16)
        self.sentence = nn.Embedding(SENTENCE_CLASSES, 8)
        self.count = nn.Embedding(COUNT_CLASSES, 8)

    def forward(self, around: torch.Tensor) -> torch.Tensor:
        """Words x 3 to words x 32."""
        columns = (self.case(around[:, 0]), self.sentence(around[:, 1]), self.count(around[:, 2]))
        return torch.cat(columns, 1)


class WordHeads(nn.Module):
    """Logits of words: events (w x kinds), analysis (w x kinds x 3: inside, first, last), phrases (w x 4 x 2).

    `size` is that of the encoder's states.
    """

    def __init__(self, size: int, events: int, analysis: int) -> None:
        super().__init__()
        self.around = Around()
        size += Around.size
        self.events = _layers(size, 256, events)
        self.analysis = _layers(size, 256, analysis * 3)
        self.phrases = _layers(size, 128, len(PHRASES) * 2)
        for head in (self.events, self.analysis, self.phrases):
            # Most words are nothing: start from there.
            nn.init.constant_(head[-1].bias, -3.5)

    def forward(self, states: torch.Tensor, around: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """From states (w x size) and surroundings (w x 3)."""
        words = torch.cat([states, self.around(around)], 1)
        return self.events(words), self.analysis(words).unflatten(1, (-1, 3)), self.phrases(words).unflatten(1, (-1, 2))


class MentionHeads(nn.Module):
    """Logits of mentions: status (m x 5), roles (m x chosen words x 5 x 2: inside, first), being one (p).

    `size` is that of the encoder's states.
    """

    def __init__(self, size: int, kinds: int) -> None:
        super().__init__()
        self.around = Around()
        self.kind = nn.Embedding(kinds, 32)
        self.query, self.key, self.value = nn.Linear(size + 32, 128), nn.Linear(size, 128), nn.Linear(size, 128)
        self.attention_distance = nn.Embedding(_CLASSES, _HEADS)
        self.status = _layers(size + 32 + 128, 128, len(STATUSES))
        self.role_mention, self.role_word = nn.Linear(size + 32, 128), nn.Linear(size + Around.size, 128)
        self.role_distance = nn.Embedding(_CLASSES * 2, 128)
        self.role = nn.Linear(128, len(ROLES) * 2)
        nn.init.constant_(self.role.bias, -4.0)
        self.pair_mention, self.pair_filler = nn.Linear(size, 96), nn.Linear(size, 32)
        self.pair = _layers(96 * 2 + 32 * 3 + 3 + 2 + 32 + FEATURES, 128, 1)
        nn.init.constant_(self.pair[-1].bias, -1.0)

    def forward(
        self,
        states: torch.Tensor,
        around: torch.Tensor,
        sentence: torch.Tensor,
        chosen: torch.Tensor,
        *mentions: torch.Tensor,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """From states (w x size), surroundings (w x 3), sentence numbers (w) and the fields of `Mentions`.

        Only the words with the numbers `chosen` may fill roles: in training all of them.
        """
        start, end, kind, earlier, later, features = mentions
        at = torch.arange(states.shape[0], device=states.device)[None]
        mention = _mean_inside(states, start, end)
        kinds = self.kind(kind)
        known = torch.cat([mention, kinds], 1)
        classes = _classes_from(at, start, end)
        same = sentence[None] == sentence[start][:, None]
        status = self.status(torch.cat([known, self._context(states, known, classes, same)], 1))
        words = torch.cat([states, self.around(around)], 1)[chosen]
        roles = self._roles(words, known, (classes + _CLASSES * same.long())[:, chosen])
        sentence_mean = same.float() @ states / same.float().sum(1, keepdim=True)
        pairs = self._pairs(states[chosen], mention, sentence_mean, roles, kinds, earlier, later, features)
        return status, roles, pairs

    def _context(
        self, states: torch.Tensor, known: torch.Tensor, classes: torch.Tensor, same: torch.Tensor
    ) -> torch.Tensor:
        """What each mention attends to in its sentence (m x 128)."""
        query = self.query(known).unflatten(1, (_HEADS, _WIDTH)).permute(1, 0, 2)
        key, value = (layer(states).unflatten(1, (_HEADS, _WIDTH)) for layer in (self.key, self.value))
        weights = query @ key.permute(1, 2, 0) / math.sqrt(_WIDTH) + self.attention_distance(classes).permute(2, 0, 1)
        weights = weights.masked_fill(~same[None], -1e9).softmax(2)
        return (weights @ value.permute(1, 0, 2)).permute(1, 0, 2).flatten(1)

    def _roles(self, words: torch.Tensor, known: torch.Tensor, classes: torch.Tensor) -> torch.Tensor:
        mention, word = self.role_mention(known)[:, None], self.role_word(words)[None]
        # As (1 + mention) * word + mention, which takes an operation less over mentions x words x 128.
        joined = torch.relu((1 + mention) * word + (mention + self.role_distance(classes)))
        return self.role(joined).unflatten(2, (len(ROLES), 2))

    def _pairs(
        self,
        states: torch.Tensor,
        mention: torch.Tensor,
        sentence: torch.Tensor,
        roles: torch.Tensor,
        kinds: torch.Tensor,
        earlier: torch.Tensor,
        later: torch.Tensor,
        features: torch.Tensor,
    ) -> torch.Tensor:
        # Actor, target and place of each mention, as the role head sees them: the same fillers, the same thing.
        share = torch.sigmoid(roles[:, :, :3, 0].detach())
        share = share / (share.sum(1, keepdim=True) + 0.5)
        fillers = share.permute(0, 2, 1) @ self.pair_filler(states)
        words = self.pair_mention(mention)
        cosine = nn.functional.cosine_similarity
        parts = [
            words[earlier] * words[later],
            (words[earlier] - words[later]).abs(),
            (fillers[earlier] * fillers[later]).flatten(1),
            cosine(fillers[earlier], fillers[later], dim=2),
            cosine(sentence[earlier], sentence[later], dim=1)[:, None],
            cosine(mention[earlier], mention[later], dim=1)[:, None],
            kinds[earlier],
            features,
        ]
        return self.pair(torch.cat(parts, 1))[:, 0]


class Nearby(nn.Module):
    """What the words near a mention add to its roles (m x chosen words x 5 x 2, logits; 0 for words further off).

    The words look at one another, each knowing the mention: its kind, what it says, how far off it stands. Whether a
    party is the subject of this verb or of the next one is seen from the verb; the encoder reads without knowing for
    which it is asked (markers around the trigger, as of Zhong and Chen 2021, would have it read once a mention).
    """

    def __init__(self, size: int, kinds: int) -> None:
        super().__init__()
        width = _HEADS * _WIDTH
        self.around = Around()
        self.kind = nn.Embedding(kinds, 32)
        self.blank = nn.Dropout(0.1)
        self.word, self.mention = nn.Linear(size + Around.size, width), nn.Linear(size + 32, 2 * width)
        self.distance, self.own = nn.Embedding(_CLASSES * 2, width), nn.Embedding(2, width)
        self.seen, self.before, self.after, self.last = (nn.LayerNorm(width) for _ in range(4))
        self.query, self.key, self.value, self.joined = (nn.Linear(width, width) for _ in range(4))
        self.further = _layers(width, 2 * width, width)
        self.role = nn.Linear(width, len(ROLES) * 2)
        # It begins with adding nothing.
        nn.init.zeros_(self.role.weight)
        nn.init.zeros_(self.role.bias)

    def forward(
        self,
        states: torch.Tensor,
        around: torch.Tensor,
        sentence: torch.Tensor,
        chosen: torch.Tensor,
        start: torch.Tensor,
        end: torch.Tensor,
        kind: torch.Tensor,
    ) -> torch.Tensor:
        """From states (w x size), surroundings (w x 3), sentence numbers (w), words that may fill roles, mentions."""
        low = torch.div(start + end, 2, rounding_mode="floor") - _NEARBY
        at = low[:, None] + torch.arange(2 * _NEARBY, device=states.device)[None]
        there = (at >= 0) & (at < states.shape[0])
        # Not clamp(max=…), for which an export would take the length of the text at hand.
        at = at.clamp(min=0).minimum(torch.ones_like(at) * (states.shape[0] - 1))
        found = self._look(self._known(states, around, sentence, at, start, end, kind), there)
        added = self.role(self.last(found))
        spot = chosen[None] - low[:, None]
        near = (spot >= 0) & (spot < 2 * _NEARBY)
        rows = spot.clamp(0, 2 * _NEARBY - 1)[..., None].expand(-1, -1, added.shape[2])
        return (torch.gather(added, 1, rows) * near[..., None]).unflatten(2, (len(ROLES), 2))

    def _known(
        self,
        states: torch.Tensor,
        around: torch.Tensor,
        sentence: torch.Tensor,
        at: torch.Tensor,
        start: torch.Tensor,
        end: torch.Tensor,
        kind: torch.Tensor,
    ) -> torch.Tensor:
        """The words at some places, as seen from their mentions (m x places x 128)."""
        mention = torch.cat([_mean_inside(states, start, end), self.kind(kind)], 1)
        scale, shift = self.mention(mention)[:, None].chunk(2, 2)
        words = self.word(self.blank(torch.cat([states, self.around(around)], 1)))[at]
        own = (at >= start[:, None]) & (at < end[:, None])
        same = sentence[at] == sentence[start][:, None]
        where = self.distance(_classes_from(at, start, end) + _CLASSES * same.long())
        return self.seen(words * (1 + scale) + shift + where + self.own(own.long()))

    def _look(self, words: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        """One layer of attention among the words that are there (m x places x 128)."""
        normed = self.before(words)
        query, key, value = (
            layer(normed).unflatten(2, (_HEADS, _WIDTH)).transpose(1, 2) for layer in (self.query, self.key, self.value)
        )
        weights = (query @ key.transpose(2, 3) / math.sqrt(_WIDTH)).masked_fill(~there[:, None, None], -1e9).softmax(3)
        words = words + self.joined((weights @ value).transpose(1, 2).flatten(2))
        return words + self.further(self.after(words))
