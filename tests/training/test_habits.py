"""How often which sort of party fills which role, from annotated claims."""

from __future__ import annotations

import math

from masudi.coding.decoding import ROLES
from masudi.data import packaged
from masudi.language import outline
from masudi.language.pieces import load_tokenizer, split
from training.habits import habits
from training.reports import Example, Filler, Gold


def claim(kind: str, *entities: str | None) -> Gold:
    roles: dict[str, tuple[Filler, ...]] = dict.fromkeys(ROLES, ())
    return Gold(kind, "asserted", ((0, 5),), {**roles, "actor": tuple(Filler(0, 5, entity) for entity in entities)})


def test_who_flies_jets_is_learnt_from_who_did() -> None:
    pieces = split(outline("Jets."), load_tokenizer(packaged("model/tokenizer.json")))
    claims = [claim("airstrike", "russia")] * 30 + [claim("shelling", "opposition")] * 30 + [claim("airstrike")] * 8
    found = habits([Example("made", pieces, tuple(claims))])
    assert found.apt("actor", "airstrike", "state") > 0.5 > 0 > found.apt("actor", "airstrike", "rebels")
    assert found.apt("actor", "shelling", "rebels") > 0.5
    assert found.filled("actor", "airstrike") == round(math.log(32 / 10), 4)
    assert found.filled("place", "airstrike") < -2.5
    assert found.filled("actor", "siege") == 0
