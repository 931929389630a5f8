"""What is fitted is what is run: the matrix of the training gives the probabilities of the program."""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np

from masudi.coding.dating import Dater, claim_names, row_names
from masudi.coding.dating_hidden import read_hidden
from masudi.language.network import load_network
from training.annotations import Packed
from training.dating import dated, tally, write_hidden
from training.dating_fit import Dated, choices, fit, joined, likelihoods, named, scores

TEXT = "Shells hit {0} on Monday after a raid on Sunday. At least 12 people were killed. Rebels hold the mill."


def report(place: str, published: str = "2017-04-12") -> Packed:
    text = TEXT.format(place)

    def claim(kind: str, trigger: str, days: str | None) -> dict[str, object]:
        start = text.index(trigger)
        time = {"span": None, "from": days, "to": days} if days else None
        return {"kind": kind, "status": "asserted", "mentions": [[start, start + len(trigger)]], "time": time}

    claims = [
        claim("shelling", "hit", "2017-04-10"),
        claim("attack", "raid", "2017-04-09"),
        claim("casualties", "killed", "2017-04-10"),
        claim("control", "hold", None),
    ]
    return Packed(place, text, published, "Wire", claims)


def some(place: str = "Orva") -> Dated:
    return dated(load_network(1), report(place))


def test_the_matrices_give_the_probabilities_of_the_program() -> None:
    one = some()
    options = choices(one)
    random = np.random.default_rng(0)
    states, units = options.mention_states.shape[1], 4
    weights = {
        "wide": random.normal(0, 0.1, (options.wide.shape[1],)).astype(np.float32),
        "known": random.normal(0, 0.1, (options.known.shape[1], units)).astype(np.float32),
        "mention": random.normal(0, 0.1, (states, units)).astype(np.float32),
        "time": random.normal(0, 0.1, (states, units)).astype(np.float32),
        "out": random.normal(0, 1, (units,)).astype(np.float32),
    }
    likely = likelihoods(scores(options, weights), options.claim)
    rows, none = Dater(*named(weights, 1.0)).likelihoods(one.dates)
    opens = np.flatnonzero(np.diff(options.claim, prepend=-1))
    assert np.allclose(likely[opens], none, atol=1e-3)
    assert np.allclose(np.delete(likely, [*opens, *(opens + 1)]), rows, atol=1e-3)


def test_of_each_claim_one_kind_of_option_is_right() -> None:
    options = choices(some())
    right = [options.right[options.claim == number] for number in range(4)]
    assert [bool(part[0]) for part in right] == [False, False, False, True]
    assert not any(part[1] for part in right)
    assert [int(part[2:].sum()) for part in right] == [1, 1, 1, 0]


def test_days_that_the_words_do_not_give_are_the_other_option() -> None:
    packed = report("Orva")
    packed.claims[0]["time"] = {"span": None, "from": "2017-04-01", "to": "2017-04-30"}
    options = choices(dated(load_network(1), packed))
    assert options.right[options.claim == 0].tolist()[:2] == [False, True]


def test_joined_reports_keep_their_own_states() -> None:
    one, other = choices(some("Orva")), choices(some("Telma"))
    both = joined([one, other])
    second = both.claim > one.claim[-1]
    assert (both.claim[second] - one.claim[-1] - 1 == other.claim).all()
    assert np.array_equal(both.mention_states[both.mention[second]], other.mention_states[other.mention])
    dated_rows = other.time >= 0
    assert np.array_equal(both.time_states[both.time[second][dated_rows]], other.time_states[other.time[dated_rows]])


def test_what_is_fitted_dates_what_it_was_fitted_on() -> None:
    reports = [some(place) for place in ("Orva", "Telma", "Osk", "Harran")]
    dater = Dater(*named(fit([choices(one) for one in reports] * 200), 1.0))
    assert tally(reports, dater, 1.0) == (1.0, 0.0)


def test_weights_are_written_and_read_back(tmp_path: Path) -> None:
    weights, hidden = named(fit([choices(some())]), 1.0)
    assert msgspec.json.decode(msgspec.json.encode(weights), type=type(weights)) == weights
    write_hidden(hidden, tmp_path / "dating.npz")
    again = read_hidden(tmp_path / "dating.npz", len(row_names()), len(claim_names()))
    assert np.allclose(again.mention, hidden.mention, atol=1e-3)
