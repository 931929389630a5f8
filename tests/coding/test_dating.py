"""Which time is a claim's: nearest in its sentence, carried on from the sentences before, or none."""

from __future__ import annotations

import datetime
import json
import time
from pathlib import Path

import msgspec
import numpy as np
import pytest

from masudi.coding.dating import Dater, claim_names, load_dater, read_weights, row_names
from masudi.coding.dating_features import CLAIM_NUMBERS, NUMBERS, SPOTS, Undated, classes, dating_words
from masudi.coding.dating_hidden import read_hidden
from masudi.coding.dating_rows import Worded, dates_of
from masudi.data import packaged
from masudi.domain import Status, span_of
from masudi.errors import KnowledgeError
from masudi.language import outline
from masudi.language.network import load_network
from masudi.resolve.time_grammar import time_grammar
from masudi.resolve.time_reading import TimeReader
from masudi.resolve.time_readings import READINGS
from masudi.resolve.times import find_times, reference_date

WEDNESDAY = datetime.date(2017, 4, 12)


def claim(text: str, kind: str, *triggers: str, status: Status = Status.ASSERTED) -> Undated:
    starts = [text.index(trigger) for trigger in triggers]
    return Undated(kind, status, tuple(span_of(text, s, s + len(t)) for s, t in zip(starts, triggers, strict=True)))


def worded(text: str) -> Worded:
    network = load_network(1)
    pieces = network.split(outline(text))
    return pieces, network.encode([pieces])[0]


def dated(text: str, *claims: Undated, published: datetime.date | None = WEDNESDAY) -> list[str | None]:
    times = find_times(text, published=published)
    found = load_dater().date(outline(text), worded(text), times, reference_date(text, published), claims)
    return [one.text if one else None for one in found]


STRIKE = "Shells hit Orva on Monday after a raid on Sunday. At least 12 people were killed. Rebels hold the mill."


def test_each_claim_of_a_sentence_has_its_own_time() -> None:
    claims = claim(STRIKE, "shelling", "hit"), claim(STRIKE, "attack", "raid")
    assert dated(STRIKE, *claims) == ["Monday", "Sunday"]


def test_a_time_is_carried_on_to_the_next_sentence() -> None:
    text = "Shells hit a school in Orva on Monday. At least 12 people were killed."
    assert dated(text, claim(text, "shelling", "hit"), claim(text, "casualties", "killed")) == ["Monday", "Monday"]


def test_what_lasts_has_no_time_of_the_events_beside_it() -> None:
    assert dated(STRIKE, claim(STRIKE, "shelling", "hit"), claim(STRIKE, "control", "hold"))[1] is None


@pytest.mark.parametrize(
    ("text", "kind", "trigger", "status"),
    [
        ("12 April 2017 Shells hit Orva", "shelling", "hit", Status.ASSERTED),
        ("Shells hit Orva recently", "shelling", "hit", Status.ASSERTED),
        ("Rebels want to take Orva, a spokesman said on Monday", "capture", "take", Status.INTENDED),
        ("A minister said on Monday that rebels hold Orva", "control", "hold", Status.ASSERTED),
    ],
)
def test_a_claim_without_a_time_gets_none(text: str, kind: str, trigger: str, status: Status) -> None:
    assert dated(text, claim(text, kind, trigger, status=status)) == [None]


def test_a_text_without_times_dates_nothing() -> None:
    text = "Shells hit Orva."
    assert dated(text, claim(text, "shelling", "hit")) == [None]
    assert dated(text) == []


def test_without_a_date_of_the_report_weekdays_date_nothing() -> None:
    assert dated(STRIKE, claim(STRIKE, "shelling", "hit"), published=None) == [None]


def test_the_times_of_a_text_are_given_without_their_forms() -> None:
    times = find_times(STRIKE, published=WEDNESDAY)
    (found,) = load_dater().date(outline(STRIKE), worded(STRIKE), times, WEDNESDAY, [claim(STRIKE, "shelling", "hit")])
    assert found is not None
    assert msgspec.to_builtins(found).keys() == {"start", "end", "text", "from", "to", "precision"}


def test_probabilities_of_a_claim_leave_room_for_days_that_the_words_do_not_give() -> None:
    claims = claim(STRIKE, "shelling", "hit"), claim(STRIKE, "casualties", "killed")
    dates = dates_of(outline(STRIKE), worded(STRIKE), find_times(STRIKE, published=WEDNESDAY), WEDNESDAY, claims)
    likely, none = load_dater().likelihoods(dates)
    total = none + np.bincount(dates.claim, likely, 2)
    assert dates.numbers.shape == (len(dates.claim), len(NUMBERS))
    assert dates.claim_numbers.shape == (2, len(CLAIM_NUMBERS))
    assert ((total > 0.5) & (total < 1)).all()


def row(text: str, one: Undated, words: str) -> tuple[str, dict[str, float]]:
    """The spot and the numbers of a time of a claim."""
    dates = dates_of(outline(text), worded(text), find_times(text, published=WEDNESDAY), WEDNESDAY, [one])
    at = next(i for i, number in enumerate(dates.time.tolist()) if dates.times[number].text == words)
    return SPOTS[dates.spot[at]], dict(zip(NUMBERS, dates.numbers[at].tolist(), strict=True))


@pytest.mark.parametrize(
    ("trigger", "words", "spot"),
    [
        ("hit", "Monday", "behind"),
        ("raid", "Monday", "ahead"),
        ("killed", "Sunday", "before"),
        ("hold", "Sunday", "far before"),
    ],
)
def test_the_spot_of_a_time_is_where_it_stands_to_the_nearest_mention(trigger: str, words: str, spot: str) -> None:
    assert row(STRIKE, claim(STRIKE, "attack", trigger), words)[0] == spot


def test_of_several_mentions_the_one_in_the_time_s_sentence_counts() -> None:
    text = "Shells hit Orva. The shelling came on Monday and Telma was hit, too."
    spot, numbers = row(text, claim(text, "shelling", "hit", "shelling"), "Monday")
    assert (spot, numbers["first mention"]) == ("behind", 0.0)


def test_the_time_of_a_statement_shows_in_its_row() -> None:
    text = "Shells hit Orva, a doctor told reporters on Monday. They hit Telma on Sunday."
    assert row(text, claim(text, "shelling", "hit"), "Monday")[1]["said"] == 1
    assert row(text, claim(text, "shelling", "hit"), "Sunday")[1]["said"] == 0


def test_each_form_of_the_grammar_is_known() -> None:
    dates = {match for match in time_grammar().date.groupindex if not match[-1].isdigit()} - {"mark"}
    assert {*TimeReader("", None).forms(), *dates, *READINGS} - {"month_year"} <= set(classes()["form"])


def test_a_long_report_takes_time_in_step_with_its_length() -> None:
    text = " ".join(f"Shells hit Orva on {day} March." for day in range(1, 31)) * 20
    claims = [
        Undated("shelling", Status.ASSERTED, (span_of(text, at, at + 3),))
        for at in range(len(text))
        if text.startswith("hit", at)
    ]
    lines, times, words = outline(text), find_times(text, published=WEDNESDAY), worded(text)
    started = time.process_time()
    load_dater().date(lines, words, times, WEDNESDAY, claims)
    assert time.process_time() - started < 1


def test_the_packaged_weights_are_of_these_features() -> None:
    weights = read_weights(packaged("coder/dating.json"))
    assert set(weights.rows["ahead"]) == set(row_names())
    assert set(weights.none) == set(weights.other) == set(claim_names())


@pytest.mark.parametrize("part", ["none", "rows"])
def test_weights_of_other_features_are_refused(part: str) -> None:
    data = json.loads(packaged("coder/dating.json").read_text(encoding="utf-8"))
    del (data["rows"]["ahead"] if part == "rows" else data["none"])["one"]
    hidden = read_hidden(packaged("coder/dating.npz"), len(row_names()), len(claim_names()))
    with pytest.raises(KnowledgeError, match=r"other features.*'one'"):
        Dater(msgspec.convert(data, type(read_weights(packaged("coder/dating.json")))), hidden)


def test_a_hidden_layer_of_other_features_is_refused() -> None:
    with pytest.raises(KnowledgeError, match=r"dating\.npz.*other features"):
        read_hidden(packaged("coder/dating.npz"), len(row_names()) + 1, len(claim_names()))


def test_a_broken_hidden_layer_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dating.npz"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(KnowledgeError, match=r"dating\.npz"):
        read_hidden(path, 1, 1)


def test_what_is_to_come_has_the_next_such_day() -> None:
    text = "The talks that are due to open in Orva on Friday were called off on Tuesday."
    talks = claim(text, "diplomacy", "talks", status=Status.INTENDED)
    (one,) = load_dater().date(outline(text), worded(text), find_times(text, published=WEDNESDAY), WEDNESDAY, [talks])
    assert one is not None
    assert (one.text, str(one.from_)) == ("Friday", "2017-04-14")


def test_a_broken_file_of_weights_is_named(tmp_path: Path) -> None:
    path = tmp_path / "dating.json"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"dating\.json"):
        read_weights(path)


def test_the_words_are_read_once() -> None:
    assert dating_words() is dating_words()
