"""Short texts made of held-out reports, and texts without conflict."""

from __future__ import annotations

import json
from pathlib import Path

from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import load_tokenizer, split
from training.annotations import ROLES
from training.reports import Example, Gold
from training.unseen import beginning, peaceful

TEXT = "Rebels shelled Harran. The shelling went on. Talks failed. The army left the town."


def gold(kind: str, *words: str) -> Gold:
    spans = tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in words)
    return Gold(kind, "asserted", spans, dict.fromkeys(ROLES, ()))


def test_the_beginning_of_a_report_keeps_the_claims_that_it_tells() -> None:
    pieces = split(outline(TEXT), load_tokenizer(packaged("model/tokenizer.json")))
    whole = Example("made", pieces, (gold("shelling", "shelled", "left"), gold("withdrawal", "left")))
    short = beginning(whole)
    assert short.pieces.text == "Rebels shelled Harran. The shelling went on. Talks failed."
    assert [(claim.kind, claim.mentions) for claim in short.claims] == [("shelling", ((7, 14),))]


def test_texts_without_conflict_have_no_claims(tmp_path: Path) -> None:
    lines = [json.dumps({"about": "sport", "text": text}) for text in ("They stormed to victory.", "A late strike.")]
    (tmp_path / "calm.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    found = peaceful(tmp_path / "calm.jsonl")
    assert [one.pieces.text for one in found] == ["They stormed to victory.", "A late strike."]
    assert not any(one.claims for one in found)
