"""Finding violation tags in a claim's sentences.

A tag is given sparingly: a hospital that receives the wounded is not attacked, and one next to a house that was hit is
not either. Whether the claim is denied or feared stands in its status; a tag does not look at it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from masudi.domain import Mention, Span, Violation
from masudi.ontology.phrases import Phrases, Word, words_of
from masudi.ontology.violations import Act, Harmed, Tag, ViolationsFile

# Up to this many words may stand between an act and the thing that it is done to ("the city's main field hospital").
_BETWEEN = 5
# Up to this many words in front of a thing are looked at for one that sets it apart ("next to the city's main …").
_BEFORE = 4

# The numbers of a first and a last word.
_Place = tuple[int, int]


class _Near(NamedTuple):
    """A mention with the words around it, and which words there are."""

    mention: Mention
    words: list[Word]
    texts: frozenset[str]


class Tagger:
    """The tags made ready to be found."""

    def __init__(self, file: ViolationsFile) -> None:
        self._target_kinds = frozenset(file.target_kinds)
        self._window = file.window
        self._grammar = _Grammar(file)
        acts = {act.name: act for act in file.acts}
        self._tags = [(tag, _Signs(tag, acts, self._grammar)) for tag in file.tags]

    def tag(self, kind: str, mentions: Sequence[Mention], targets: Iterable[Span] = ()) -> tuple[Violation, ...]:
        """The tags of a claim of `kind` with these mentions and targets, each with the words that it rests on.

        A tag stands once for every stretch of words that it rests on, in the order of the file, then of the text.
        """
        signs = [(tag, signs) for tag, signs in self._tags if kind in tag.kinds]
        if not signs:
            return ()
        near = [self._near(mention) for mention in mentions]
        aimed = [
            target
            for target in targets
            if any(mention.sentence.holds(target) and not self._missed(target, mention) for mention in mentions)
        ]
        found: list[Violation] = []
        for tag, sign in signs:
            spans = [span for one in near for span in self._said(tag, sign, one)]
            if kind in self._target_kinds:
                spans += [span for target in aimed for span in sign.targeted(target)]
            found.extend(Violation(tag=tag.name, span=span) for span in _widest(spans))
        return tuple(found)

    def _missed(self, target: Span, mention: Mention) -> bool:
        """Whether a word in front of the target says that it was only close by ("landed near a school")."""
        until = target.start - mention.sentence.start
        return self._grammar.missed(words_of(mention.sentence.text, max(0, until - self._window), until))

    def _near(self, mention: Mention) -> _Near:
        """The words around the trigger, with offsets in the sentence; a text without full stops is one sentence."""
        start = mention.start - mention.sentence.start
        last = min(len(mention.sentence.text), start + len(mention.text) + self._window)
        return _Near(mention, *_words_in(mention.sentence.text, max(0, start - self._window), last))

    def _said(self, tag: Tag, signs: _Signs, near: _Near) -> Iterator[Span]:
        mention, words = near.mention, near.words
        base = mention.sentence.start
        for first, last in signs.said(words, near.texts):
            start, end = base + words[first].start, base + words[last].end
            if tag.reach == "sentence" or self._grammar.same_clause(words, first, last, mention):
                text = mention.sentence.text[start - base : end - base]
                yield Span(start=start, end=end, text=text)


@lru_cache(maxsize=64)
def _words_in(text: str, first: int, last: int) -> tuple[list[Word], frozenset[str]]:
    """The words of a stretch; a sentence has many mentions, and most sentences are one stretch."""
    words = words_of(text, first, last)
    return words, frozenset(word.text for word in words)


def _widest(spans: Iterable[Span]) -> Iterator[Span]:
    """The spans in the order of the text, each once and none that lies within another."""
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > end:
            end = span.end
            yield span


class _Grammar:
    """The small words of violations.yaml, made ready."""

    def __init__(self, file: ViolationsFile) -> None:
        self.clause_ends = frozenset(file.clause_ends)
        self.apart = frozenset(file.apart)
        self.joins = frozenset(file.joins)
        self.nearby = frozenset(file.nearby)
        self.places = frozenset(file.places)
        self.verbs = frozenset(file.verbs_between)
        self.in_ed = frozenset(file.adjectives_in_ed)
        self.determiners = frozenset(file.determiners)
        self.adverbs = frozenset(file.adverbs)
        self.not_after = frozenset(file.not_after)
        self.auxiliaries = Phrases(file.auxiliaries)
        self.including = Phrases(file.including)
        self.counting = Phrases(file.counting)

    def stops(self, words: Sequence[Word], at: int, *, through: frozenset[str] = frozenset()) -> bool:
        """Whether word `at` leads away from the act or the thing that is looked for; words in `through` do not."""
        word = words[at]
        if word.text in through or word.joined:
            return False
        if word.is_mark or word.text in self.clause_ends | self.apart | self.joins | self.verbs:
            return True
        described = word.text in self.in_ed or (at > 0 and words[at - 1].text in self.determiners)
        return word.text.endswith("ed") and not described

    def is_thing(self, words: Sequence[Word], last: int) -> bool:
        """Whether what ends with word `last` is the thing itself: not an owner, nor the start of something else."""
        if last + 1 == len(words):
            return True
        after = words[last + 1]
        owner = after.text in "'’" and after.start == words[last].end and last + 2 < len(words)
        return not owner and not after.joined and after.text not in self.not_after

    def set_apart(self, words: Sequence[Word], first: int) -> bool:
        """Whether a word in front of the thing at `first` says that something beside it is meant."""
        at, seen = first - 1, 0
        while at >= 0 and seen < _BEFORE and not words[at].is_mark:
            length = self.counting.ending(words, at)
            if not length and words[at].text in self.apart:
                return True
            at -= length or 1
            seen += not length
        return False

    def missed(self, before: Sequence[Word]) -> bool:
        """Whether one of the last of these words says that what comes next was only close by."""
        return any(word.text in self.nearby for word in before[-_BEFORE:])

    def same_clause(self, words: Sequence[Word], first: int, last: int, trigger: Mention) -> bool:
        """Whether no end of a clause stands between the trigger and the words from `first` to `last`."""
        start, end = (offset - trigger.sentence.start for offset in (trigger.start, trigger.end))
        between = (
            at
            for at, word in enumerate(words)
            if end <= word.start < words[first].start or words[last].end <= word.start < start
        )
        return not any(self._ends_clause(words, at) for at in between)

    def _ends_clause(self, words: Sequence[Word], at: int) -> bool:
        """Marks end a clause, save for a hyphen, a quotation mark, and a comma before "hitting …" or "including …"."""
        word = words[at]
        if word.text == "," and at + 1 < len(words):
            goes_on = words[at + 1].text.endswith("ing") or self.including.starting(words, at + 1)
            return not goes_on
        return word.text in self.clause_ends or word.text in {",", ";", ":", "—", "–", "-", "(", ")"}


class _Signs:
    """The words by which one tag is found."""

    def __init__(self, tag: Tag, acts: dict[str, Act], grammar: _Grammar) -> None:
        self._cues = Phrases(tag.cues)
        self._harms = [_Harm(harmed, acts[harmed.act], grammar) for harmed in tag.harmed]
        self._grammar = grammar

    def said(self, words: Sequence[Word], texts: frozenset[str]) -> Iterator[_Place]:
        """Where words (of these `texts`) say it: a cue, or a thing with the act that is done to it."""
        if self._cues.may_stand(texts):
            yield from self._cues.spans(words)
        for harm in self._harms:
            if harm.things.may_stand(texts):
                yield from harm.done(words)

    def targeted(self, target: Span) -> Iterator[Span]:
        """The thing that a target's words name: "hospital" in "field hospital in the town", not in "hospital road"."""
        words = words_of(target.text)
        for harm in (harm for harm in self._harms if harm.aimed):
            for first, last in harm.things.spans(words):
                placed = any(word.text in self._grammar.places | self._grammar.apart for word in words[:first])
                closes = last + 1 == len(words) or words[last + 1].text in self._grammar.places | {","}
                if closes and not placed:
                    start, end = words[first].start, words[last].end
                    yield Span(start=target.start + start, end=target.start + end, text=target.text[start:end])
                    return


class _Harm:
    """Things, and the words for one act that harms them."""

    def __init__(self, harmed: Harmed, act: Act, grammar: _Grammar) -> None:
        self.things = Phrases(harmed.things)
        self.aimed = act.aimed
        self._acts = Phrases(act.verbs + act.nouns)
        self._participles = Phrases(act.participles)
        self._grammar = grammar

    def done(self, words: Sequence[Word]) -> Iterator[_Place]:
        """Where the words say that the act is done to one of the things, from the act to the thing or back."""
        for first, last in self.things.spans(words):
            if self._grammar.is_thing(words, last):
                act = self._act_before(words, first)
                suffered = self._act_after(words, last)
                if act is not None:
                    yield act, last
                elif suffered is not None and not self._grammar.set_apart(words, first):
                    yield first, suffered

    def _act_before(self, words: Sequence[Word], first: int) -> int | None:
        """The first word of an act that leads to the thing: "bombed two clinics", "killed 12, including a nurse"."""
        grammar, at, steps = self._grammar, first - 1, 0
        while at >= 0 and steps <= _BETWEEN:
            if length := self._acts.ending(words, at):
                return at - length + 1
            if length := grammar.including.ending(words, at):
                at -= length
                at -= at >= 0 and words[at].text == ","
                steps = 0
            elif length := grammar.counting.ending(words, at):
                at -= length
            elif grammar.stops(words, at):
                return None
            else:
                at, steps = at - 1, steps + 1
        return None

    def _act_after(self, words: Sequence[Word], last: int) -> int | None:
        """The last word of an act that the thing suffers: "two clinics in the old town were bombed"."""
        grammar = self._grammar
        for at in range(last + 1, min(last + 2 + _BETWEEN, len(words))):
            if length := grammar.auxiliaries.starting(words, at):
                done = at + length
                done += done < len(words) and words[done].text in grammar.adverbs
                count = self._participles.starting(words, done) if done < len(words) else 0
                return done + count - 1 if count else None
            if grammar.stops(words, at, through=grammar.places):
                return None
        return None
