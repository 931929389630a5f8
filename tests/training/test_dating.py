"""What is fitted is what is run: the matrix of the training gives the probabilities of the program."""

from __future__ import annotations

import msgspec
import numpy as np

from masudi.coding.dating import Dater, claim_names, load_dater, read_weights, row_names
from masudi.coding.dating_features import SPOTS
from masudi.data import packaged
from training.annotations import Packed
from training.dating import choices, dated, fit, tally

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


def test_the_matrix_gives_the_probabilities_of_the_program() -> None:
    one = dated(report("Orva"))
    options = choices([one])
    weights = read_weights(packaged("coder/dating.json"))
    flat = [weights.rows[spot][name] for spot in SPOTS for name in row_names()]
    flat += [part[name] for part in (weights.none, weights.other) for name in claim_names()]
    odds = np.exp(options.rows @ np.array(flat))
    likely = odds / np.bincount(options.claim, odds)[options.claim]
    rows, none = load_dater().likelihoods(one.dates)
    opens = np.flatnonzero(np.diff(options.claim, prepend=-1))
    assert np.allclose(likely[opens], none, atol=1e-5)
    assert np.allclose(np.delete(likely, [*opens, *(opens + 1)]), rows, atol=1e-5)


def test_of_each_claim_one_kind_of_option_is_right() -> None:
    one = dated(report("Orva"))
    options = choices([one])
    right = [options.right[options.claim == number] for number in range(4)]
    assert [bool(part[0]) for part in right] == [False, False, False, True]
    assert not any(part[1] for part in right)
    assert [int(part[2:].sum()) for part in right] == [1, 1, 1, 0]


def test_days_that_the_words_do_not_give_are_the_other_option() -> None:
    packed = report("Orva")
    packed.claims[0]["time"] = {"span": None, "from": "2017-04-01", "to": "2017-04-30"}
    options = choices([dated(packed)])
    assert options.right[options.claim == 0].tolist()[:2] == [False, True]


def test_what_is_fitted_dates_what_it_was_fitted_on() -> None:
    reports = [dated(report(place)) for place in ("Orva", "Telma", "Osk", "Harran")]
    dater = Dater(fit(choices(reports)))
    assert tally([(one, dater) for one in reports], 1.0) == (1.0, 0.0)


def test_weights_are_written_by_name_and_read_back() -> None:
    weights = fit(choices([dated(report("Orva"))]))
    assert msgspec.json.decode(msgspec.json.encode(weights), type=type(weights)) == weights
