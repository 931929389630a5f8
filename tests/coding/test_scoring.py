"""The roles of mentions that are looked at closely change, all else stays."""

from __future__ import annotations

import numpy as np
import pytest

from masudi.coding.decoding import load_decoding
from masudi.coding.emission import Scored
from masudi.coding.scoring import candidates_of, closer, score
from masudi.language import outline
from masudi.language.network import Floats, load_network

TEXT = """Rebels shelled the village of Harran on Friday, killing three civilians, the Harran Media Office said.
The army answered with air strikes on the town of Besk."""


@pytest.fixture
def scored() -> tuple[Scored, Floats]:
    network, decoding = load_network(), load_decoding()
    text = network.split(outline(TEXT))
    (states,) = network.encode([text])
    words = network.words(text, states)
    found = candidates_of(text, words, decoding.events, decoding.analysis)
    return score(network, text, states, words, found, len(decoding.events)), states


def test_only_the_mentions_that_are_named_are_looked_at_closely(scored: tuple[Scored, Floats]) -> None:
    before, states = scored
    after = closer(load_network(), before, states, [1])
    others = [number for number in range(len(before.candidates)) if number != 1]
    assert np.array_equal(after.roles[others], before.roles[others])
    assert not np.allclose(after.roles[1], before.roles[1], atol=1e-3)
    assert 0 <= after.roles.min() <= after.roles.max() <= 1
    # Words that can fill no role still fill none.
    assert not after.roles[1][(before.roles[1] == 0).all((1, 2))].any()
    assert np.array_equal(after.status, before.status)


def test_no_mention_is_none_looked_at(scored: tuple[Scored, Floats]) -> None:
    before, states = scored
    assert closer(load_network(), before, states, []) is before
