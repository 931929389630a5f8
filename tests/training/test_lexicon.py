"""Learning the plain coder's lexicon: what enters, and that what is written reads back."""

from __future__ import annotations

from pathlib import Path

from masudi.language import outline
from training.lexicon import Annotated, learn, write

TEXT = "Gunmen blarged the mill. The mill stood. Gunmen blarged the bridge, then blarged the mill again."


def annotated() -> Annotated:
    mentions: list[tuple[int, int, str, int]] = []
    at = TEXT.find("blarged")
    while at >= 0:
        mentions.append((at, at + len("blarged"), "attack", len(mentions)))
        at = TEXT.find("blarged", at + 1)
    return Annotated(outline(TEXT), tuple(mentions))


def test_a_word_that_is_mostly_a_trigger_enters_and_others_do_not() -> None:
    lexicon = learn([annotated()])
    assert lexicon.phrases["blarged"].kind == "attack"
    assert set(lexicon.phrases) == {"blarged"}


def test_a_word_seen_once_does_not_enter() -> None:
    single = Annotated(outline("Gunmen blarged it."), ((7, 14, "attack", 0),))
    assert not learn([single]).phrases


def test_mentions_that_were_several_claims_make_merging_unlikely() -> None:
    apart = learn([annotated()]).merging
    together = learn(
        [annotated()._replace(mentions=tuple((s, e, k, 0) for s, e, k, _ in annotated().mentions))]
    ).merging
    assert all(together[key] > apart[key] for key in apart)


def test_what_is_written_is_sorted_and_the_same_each_time(tmp_path: Path) -> None:
    lexicon = learn([annotated()])
    write(lexicon, tmp_path)
    first = (tmp_path / "lexicon.csv").read_text(), (tmp_path / "merging.csv").read_text()
    write(learn([annotated()]), tmp_path)
    assert first == ((tmp_path / "lexicon.csv").read_text(), (tmp_path / "merging.csv").read_text())
    assert first[0].splitlines()[0] == "phrase,kind,precision"
