"""What was fitted on held-out reports to turn the network's scores into claims: data/model/decoding.json."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

from masudi.data import packaged
from masudi.errors import KnowledgeError

STATUSES = ("asserted", "attempted", "intended", "possible", "denied")
ROLES = ("actor", "target", "place", "means", "source")


class Logistic(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A logistic model over standardised features: weights of each, the last for the constant."""

    mean: tuple[float, ...]
    scale: tuple[float, ...]
    weights: tuple[float, ...]

    def __post_init__(self) -> None:
        """ValueError where there are not as many means and scales as weights, the constant's apart."""
        if self.weights and not len(self.mean) == len(self.scale) == len(self.weights) - 1:
            raise ValueError("`mean`, `scale` and `weights` do not fit together")


class Habits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How often parties fill roles in the annotated reports that the reader was trained on, in log odds.

    `shares`: by role and kind, that a claim of the kind has the role filled; `sorts`: by role, kind and sort of party
    (data/coder/sides.yaml), how much likelier than elsewhere such a party is to fill it. What is not there is 0.
    """

    shares: dict[str, dict[str, float]]
    sorts: dict[str, dict[str, dict[str, float]]]

    def filled(self, role: str, kind: str) -> float:
        """The log odds that a claim of a kind has a role filled."""
        return self.shares.get(role, {}).get(kind, 0.0)

    def apt(self, role: str, kind: str, sort: str) -> float:
        """How apt a sort of party is for a role of a kind."""
        return self.sorts.get(role, {}).get(kind, {}).get(sort, 0.0)


class Decoding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How scores become claims.

    `events` and `analysis` are the kinds, in the order of the network's outputs; `fixed` the statuses of kinds for
    which status is no choice. A candidate opens a claim from the probability `floor` on (that of an event, that of
    analysis; `told` where a construction tells it, too), and joins one from the mean link `join` on. `status` is added
    to the status logits; `fill` is the least probability of a role's likeliest filler, `more` that of any other, by
    role. `actors` is the least probability of an actor by kind, for kinds whose claims often have none, and `apart`
    that of an actor who stands in no sentence of the claim's mentions.
    `hedged` is the least probability with which an analysis claim is anything but asserted.
    `opens` gives the probability that a candidate opens a claim, `fills` (by role) that a phrase fills it; in that
    `habits` have a say.
    """

    events: tuple[str, ...]
    analysis: tuple[str, ...]
    fixed: dict[str, str]
    opens: Logistic
    fills: dict[str, Logistic]
    floor: tuple[float, float]
    told: float
    join: float
    status: tuple[float, ...]
    fill: dict[str, float]
    more: dict[str, float]
    actors: dict[str, float]
    apart: float
    habits: Habits = Habits({}, {})
    hedged: float = 0.5

    def __post_init__(self) -> None:
        """ValueError where parts do not fit together."""
        if len(self.status) != len(STATUSES):
            raise ValueError(f"`status` must have {len(STATUSES)} values")
        if (set(self.fills) | set(self.fill) | set(self.more)) - set(ROLES):
            raise ValueError(f"`fills`, `fill` and `more` are by role: {', '.join(ROLES)}")
        if set(self.actors) - set(self.kinds):
            raise ValueError("`actors` is by kind")

    @property
    def kinds(self) -> tuple[str, ...]:
        """All kinds in the order of the network's numbers."""
        return self.events + self.analysis


@cache
def load_decoding() -> Decoding:
    """The packaged one, checked."""
    return read_decoding(packaged("model/decoding.json"))


def read_decoding(path: Path) -> Decoding:
    """A decoding file; KnowledgeError where it does not have the shape."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Decoding)
    except (OSError, msgspec.DecodeError) as fault:
        raise KnowledgeError(str(path), f"is no decoding: {fault}") from None
