"""The encoder's threads stand back behind the one that works out claims; words far from a mention add nothing."""

from __future__ import annotations

import os
import sys

import numpy as np
import pytest

from masudi.data import packaged
from masudi.language import outline
from masudi.language.network import Network, load_network
from masudi.language.pairs import Candidate


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has priorities of single threads")
def test_encoders_stand_back_behind_the_rest_of_the_process() -> None:
    network = Network(packaged("model"), threads=2)
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    theirs = network._pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result()
    assert theirs == min(19, mine + 3)
    assert os.getpriority(os.PRIO_PROCESS, 0) == mine


def test_only_words_near_a_mention_add_to_its_roles() -> None:
    network = load_network()
    text = network.split(outline("Rebels shelled Harran on Friday. " * 30))
    (states,) = network.encode([text])
    chosen = np.arange(0, len(text.low), 3)
    mentions = [Candidate(0, 1, 2), Candidate(3, len(text.low) - 4, len(text.low) - 3)]
    added = network.nearby(text, states, mentions, chosen)
    assert added.shape == (2, len(chosen), 5, 2)
    near = [abs(chosen - one.first) <= 40 for one in mentions]
    for row, here in zip(added, near, strict=True):
        assert (~here).any()
        assert not row[~here].any()
    # Each mention is looked at by itself.
    assert np.allclose(network.nearby(text, states, mentions[1:], chosen)[0], added[1], atol=1e-4)
