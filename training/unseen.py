"""The held-out reports, read by a network: what `training.settle` fits on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from masudi.coding.constructions import find_phrases
from masudi.coding.decoding import Decoding, Habits
from masudi.coding.emission import Scored, apply, group, opening
from masudi.coding.scoring import candidates_of, closer, score
from masudi.data import packaged
from masudi.language import outline
from masudi.language.network import Network
from masudi.language.pieces import load_tokenizer, split
from masudi.resolve import PartyMention, find_parties, load_knowledge
from training.habits import habits
from training.kinds import kinds
from training.matching import hits
from training.reports import Example, Gold, divide, held_out, load_examples

# Of so many sentences a short text is made.
_SHORT = 3
Rows = NDArray[np.float64]


class Held(NamedTuple):
    """A held-out report: its scores, the claims that each candidate stands on, its parties by entity."""

    scored: Scored
    claims: tuple[Gold, ...]
    stands_on: list[frozenset[int]]
    parties: tuple[PartyMention, ...]
    opening: Rows


def run(network: Network, example: Example, events: Sequence[str], analysis: Sequence[str]) -> Held:
    """A report read by the network."""
    states = network.encode([example.pieces])[0]
    names, phrases = [*events, *analysis], find_phrases(outline(example.pieces.text))
    words = network.words(example.pieces, states)
    found = candidates_of(example.pieces, words, events, analysis, phrases)
    scored = score(network, example.pieces, states, words, found, len(events))
    scored = closer(network, scored, states, range(len(found)))
    stands_on = hits(scored, example.claims, names, len(events))
    parties = find_parties(example.pieces.text, knowledge=load_knowledge())
    return Held(scored, example.claims, stands_on, parties, opening(scored, len(events), len(names)))


def grouped(one: Held, decoding: Decoding) -> tuple[list[list[int]], Rows]:
    """The claims of a report as groups of candidates, and the candidates' probabilities."""
    likely = apply(decoding.opens, one.opening) if len(one.opening) else np.zeros(0)
    return group(one.scored, likely, decoding), likely


@cache
def _tokenizer() -> Tokenizer:
    return load_tokenizer(packaged("model/tokenizer.json"))


def beginning(example: Example) -> Example:
    """The first sentences of a report, which teach that a short text can tell of a conflict, too."""
    lines = outline(example.pieces.text)
    end = lines.sentences[min(_SHORT, len(lines.sentences)) - 1].end
    pieces = split(outline(example.pieces.text[:end]), _tokenizer())
    claims = [(claim, tuple(one for one in claim.mentions if one[1] <= end)) for claim in example.claims]
    return Example(example.name, pieces, tuple(claim._replace(mentions=said) for claim, said in claims if said))


def peaceful(path: Path) -> list[Example]:
    """Texts on anything but armed conflict, each by itself."""
    texts = [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()]
    return [Example("peaceful", split(outline(text), _tokenizer()), ()) for text in texts]


class Unseen(NamedTuple):
    """What no network was trained on: reports, their first sentences, texts without conflict.

    `habits` are those of parties in the reports that it was trained on.
    """

    reports: list[Held]
    short: list[Held]
    calm: list[Held]
    habits: Habits


def read_unseen(network: Network, train: Path, annotations: Path, corpora: Path) -> Unseen:
    """All of it, read by the network."""
    events, analysis = kinds()
    learnt, reports = divide(load_examples(train, annotations, corpora, _tokenizer()), held_out())
    texts = reports, map(beginning, reports), peaceful(annotations / "peaceful_held.jsonl")
    read = [[run(network, one, events, analysis) for one in part] for part in texts]
    return Unseen(read[0], read[1], read[2], habits(learnt))
