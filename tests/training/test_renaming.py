"""Renamed reports name others and say the same."""

from __future__ import annotations

import random

from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import load_tokenizer, split
from training.annotations import ROLES
from training.renaming import Names, renamed
from training.reports import Example, Filler, Gold

TOKENIZER = load_tokenizer(packaged("model/tokenizer.json"))
TEXT = (
    "Rebels of the Harran Front shelled Qasr. The Front said on Monday that Kelmaran jets had bombed "
    "Harran, in Kelmara."
)


def example() -> Example:
    def filler(words: str) -> Filler:
        at = TEXT.index(words)
        return Filler(at, at + len(words), None)

    def mention(words: str) -> tuple[int, int]:
        at = TEXT.index(words)
        return at, at + len(words)

    none: dict[str, tuple[Filler, ...]] = dict.fromkeys(ROLES, ())
    shelled = Gold(
        "shelling",
        "asserted",
        (mention("shelled"),),
        {**none, "actor": (filler("Rebels of the Harran Front"),), "place": (filler("Qasr"),)},
    )
    bombed = Gold("airstrike", "asserted", (mention("bombed"),), {**none, "actor": (filler("Kelmaran jets"),)})
    return Example("made", split(outline(TEXT), TOKENIZER), (shelled, bombed))


# "front" and "rebels" stand in lower case elsewhere: they are no names.
OTHER = Example("other", split(outline("The rebels left the front. " * 3), TOKENIZER), ())


def told(one: Example) -> list[tuple[str, str]]:
    text = one.pieces.text
    return [
        (text[slice(*claim.mentions[0])], text[claim.roles["actor"][0].start : claim.roles["actor"][0].end])
        for claim in one.claims
    ]


def test_names_change_everywhere_and_claims_keep_their_words() -> None:
    names = Names([example(), OTHER])
    assert names.tokens(example()) == ["Harran", "Kelmaran", "Qasr"]
    for seed in range(20):
        one = renamed(example(), names, TOKENIZER, random.Random(seed))
        (shelled, rebels), (bombed, jets) = told(one)
        assert (shelled, bombed) == ("shelled", "bombed")
        assert " Front" in rebels
        assert rebels.startswith("Rebels of the ")
        assert jets.endswith(" jets")
        assert " The Front said on Monday " in one.pieces.text
        harran = rebels.split()[-2]
        assert one.pieces.text.count(harran) >= 2
        assert one.pieces.low[one.pieces.words(*one.claims[0].mentions[0])[0]] == "shelled"


def test_the_same_draw_gives_the_same_report_and_others_another() -> None:
    names = Names([example(), OTHER])
    texts = [renamed(example(), names, TOKENIZER, random.Random(seed)).pieces.text for seed in (1, 1, 2, 3)]
    assert texts[0] == texts[1]
    assert len(set(texts)) > 1


def test_general_words_for_parties_are_exchanged() -> None:
    text = "The rebels fought the troops of the government."
    plain = Example("plain", split(outline(text), TOKENIZER), ())
    names = Names([plain])
    texts = {renamed(plain, names, TOKENIZER, random.Random(seed)).pieces.text for seed in range(10)}
    assert text in texts
    assert len(texts) > 3
    assert all(one.startswith("The ") and " of the " in one for one in texts)
