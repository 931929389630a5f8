"""Prints of one text are found again; two reports that only share a paragraph are not one text."""

from __future__ import annotations

import random
import re

import msgspec
import pytest
from datasketch import MinHash

from masudi.corroborate import Index, Signature, reprints, signature

_SYLLABLES = ["ka", "lo", "mir", "ten", "os", "vel", "dru", "ha", "sim", "por", "ule", "ban"]


def story(seed: int, sentences: int = 18) -> list[str]:
    """Sentences of invented words."""
    rng = random.Random(seed)
    words = ["".join(rng.choices(_SYLLABLES, k=rng.randint(1, 3))) for _ in range(400)]
    return [" ".join(rng.choices(words, k=rng.randint(8, 16))).capitalize() + "." for _ in range(sentences)]


def grouped(*texts: tuple[str, str, str]) -> list[tuple[str, ...]]:
    return reprints(signature(key, text, publisher) for key, text, publisher in texts)


FIRST = " ".join(story(1))


@pytest.mark.parametrize(
    "copy",
    [
        pytest.param("A quite other headline for the same words. " + FIRST, id="title"),
        pytest.param("LESTRIN, 4 March (Kelmara National News Agency) - " + FIRST, id="agency line"),
        pytest.param(" ".join(story(1)[:10]), id="cut end"),
        pytest.param(FIRST.replace("ka", "ga", 3).upper(), id="a few letters"),
        pytest.param(" ".join(story(1)[4:]) + " Reporting by somebody else altogether.", id="cut head"),
    ],
)
def test_a_print_is_found(copy: str) -> None:
    assert grouped(("a", FIRST, "Agency"), ("b", copy, "Daily"), ("c", " ".join(story(2)), "Daily")) == [("a", "b")]


def test_two_reports_of_one_publisher_with_the_same_paragraph_are_two() -> None:
    shared = story(9, sentences=12)
    one, other = " ".join(story(3, 12) + shared), " ".join(story(4, 12) + shared)
    assert grouped(("a", one, "Daily"), ("b", other, "Daily")) == []


def test_a_print_of_a_print_is_in_the_group() -> None:
    sentences = story(1, 24)
    texts = [("a", sentences[:18], "A"), ("b", sentences[3:20], "B"), ("c", sentences[6:], "C")]
    assert grouped(*((key, " ".join(text), name) for key, text, name in texts)) == [("a", "b", "c")]


@pytest.mark.parametrize("text", [FIRST, "", "Одно слово", " ".join(map(str, range(9000)))])
def test_signatures_are_those_of_the_library(text: str) -> None:
    words = re.findall(r"\w+", text.casefold())
    runs = {" ".join(words[at : at + 4]) for at in range(max(1, len(words) - 3))}
    sketch = MinHash(num_perm=256, seed=1, scheme="affine32")
    sketch.update_batch([run.encode() for run in runs])
    assert signature("a", text).hashes == sketch.hashvalues.astype("<u4").tobytes()


def test_one_more_text_is_asked_of_kept_signatures() -> None:
    kept = [msgspec.msgpack.encode(signature(str(seed), " ".join(story(seed)), "P")) for seed in range(1, 30)]
    index = Index(msgspec.msgpack.decode(one, type=Signature) for one in kept)
    assert index.add(signature("new", "Kelmar, Monday. " + FIRST, "Q")) == ("1",)
    assert index.add(signature("other", " ".join(story(77)), "Q")) == ()


def test_the_order_of_texts_makes_no_difference() -> None:
    texts = [("a", FIRST, "A"), ("b", "X. " + FIRST, "B"), ("c", " ".join(story(2)), "C"), ("d", FIRST + " End.", "D")]
    assert grouped(*texts) == grouped(*reversed(texts)) == [("a", "b", "d")]


def test_a_text_of_a_word_has_a_signature() -> None:
    assert signature("a", "Shelled.").runs == 1
    assert signature("a", "").runs == 1
