"""The encoder's threads stand back behind the one that works out claims."""

from __future__ import annotations

import os
import sys

import pytest

from masudi.data import packaged
from masudi.language.network import Network


@pytest.mark.skipif(sys.platform != "linux", reason="no other system has priorities of single threads")
def test_encoders_stand_back_behind_the_rest_of_the_process() -> None:
    network = Network(packaged("model"), threads=2)
    mine = os.getpriority(os.PRIO_PROCESS, 0)
    theirs = network._pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result()
    assert theirs == min(19, mine + 3)
    assert os.getpriority(os.PRIO_PROCESS, 0) == mine
