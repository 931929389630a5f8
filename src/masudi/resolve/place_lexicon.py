"""The words of placewords.yaml compiled into one index."""

from __future__ import annotations

from masudi.resolve.place_words import KnownPlace, PlaceNoun, PlaceWords
from masudi.resolve.words import PhraseIndex, folded_words


class PlaceSense:
    """All that one phrase can be in the description of a place."""

    __slots__ = (
        "article",
        "determiner",
        "direction",
        "holder",
        "known",
        "leading",
        "modifier",
        "never",
        "noun",
        "particle",
        "strong",
        "void",
        "weak",
    )

    def __init__(self) -> None:
        self.known: KnownPlace | None = None
        self.noun: PlaceNoun | None = None
        self.article = False
        self.determiner = False
        self.direction = False
        self.holder = False
        self.leading = False
        self.modifier = False
        self.never = False
        self.particle = False
        self.strong = False
        self.void = False
        self.weak = False

    @property
    def describes(self) -> bool:
        """Whether it may stand before a place noun or name."""
        return self.direction or self.modifier or self.holder


class PlaceLexicon:
    """The index of phrases that stand in the description of a place."""

    def __init__(self, words: PlaceWords) -> None:
        self._senses: dict[tuple[str, ...], PlaceSense] = {}
        for place in words.places:
            for name in (place.name, *place.names):
                sense = self._sense(name)
                sense.known = sense.known or place
        for noun in words.nouns:
            for word in noun.words:
                sense = self._sense(word)
                sense.noun = sense.noun or noun
        for attribute, phrases in (
            ("direction", words.directions),
            ("strong", words.strong),
            ("weak", words.weak),
            ("holder", words.holders),
            ("modifier", words.modifiers),
            ("determiner", words.determiners),
            ("article", words.articles),
            ("particle", words.particles),
            ("leading", words.leading),
            ("void", words.void),
            ("never", words.never),
        ):
            for phrase in phrases:
                setattr(self._sense(phrase), attribute, True)
        self.index: PhraseIndex[PlaceSense] = PhraseIndex(self._senses.items())

    def single(self, fold: str) -> PlaceSense | None:
        """The sense of one word by itself."""
        return self._senses.get((fold,))

    def _sense(self, phrase: str) -> PlaceSense:
        return self._senses.setdefault(folded_words(phrase), PlaceSense())
