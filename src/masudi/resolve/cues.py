"""The words by which a report introduces parties of its own, compiled from `unknown` in data/partywords.yaml."""

from __future__ import annotations

from masudi.resolve.party_words import CueName, Unknown
from masudi.resolve.words import PhraseIndex, Words, fold, folded_words

# The longest cue that is looked for before a name: "that called itself" and an article.
_BACK = 4


class Cues:
    """An index of cues, asked what stands at, or ends before, a word of a text."""

    def __init__(self, unknown: Unknown) -> None:
        named: dict[tuple[str, ...], set[CueName]] = {}
        for cue in unknown.cues:
            for phrase in cue.words:
                named.setdefault(folded_words(phrase), set()).add(cue.name)
        self._index: PhraseIndex[frozenset[CueName]] = PhraseIndex(
            (folds, frozenset(cues)) for folds, cues in named.items()
        )
        self.endings = unknown.endings
        self.alone = unknown.alone
        self.adjectives = unknown.adjectives
        self.not_states = frozenset(map(fold, unknown.not_states))

    def at(self, words: Words, at: int, cue: CueName) -> int:
        """The word after the longest `cue` that is joined to what stands before word `at`; 0 where there is none."""
        if at >= len(words) or (at > 0 and not words.joined[at]):
            return 0
        return self.here(words, at, cue)

    def here(self, words: Words, at: int, cue: CueName) -> int:
        """The word after the longest `cue` at word `at`; 0 where there is none."""
        ends = [end for end, cues, lost in self._index.matches(words, at) if cue in cues and not lost]
        return ends[-1] if ends else 0

    def before(self, words: Words, end: int, cue: CueName) -> int | None:
        """The word at which a `cue` begins that is joined to word `end`; None where there is none."""
        if end >= len(words) or not words.joined[end]:
            return None
        starts = (at for at in range(max(0, end - _BACK), end) if self.here(words, at, cue) == end)
        return next(starts, None)

    def has(self, words: Words, start: int, end: int, cue: CueName) -> bool:
        """Whether a `cue` stands among words `start` to `end`."""
        return any(0 < self.here(words, at, cue) <= end for at in range(start, end))

    def is_demonym(self, word: str) -> bool:
        """Whether a folded word by itself ends as the adjectives of countries do."""
        return word not in self.not_states and len(word) > 3 and word.endswith(self.alone)

    def is_adjective(self, word: str) -> bool:
        """Whether a folded word ends as the adjectives of peoples and beliefs do, or is one."""
        return word in self.not_states or word.endswith(self.adjectives)
