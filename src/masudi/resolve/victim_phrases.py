"""Phrases for people: "at least 12 civilians", "a mother", "37 others", each with its number and class."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

import msgspec

from masudi.domain import Span, span_of
from masudi.resolve.counts import CountMention, find_counts
from masudi.resolve.victim_words import Modifier, Noun, VictimWords, load_victims
from masudi.resolve.wording import any_of, lowered, plain

# How many words may stand between a number and its noun ("12 other heavily armed Nusra Front fighters" has five).
_MODIFIERS = 5
# How far behind a noun the words stand that say what its people were ("members of the National Defence Forces").
_BEHIND = 60

_WORD_BACK = re.compile(r"([\w'’-]+)\s$")
_WORD_ON = re.compile(r"\s([\w'’-]*\w)")
_CLAUSE_END = re.compile(r"[.,;:!?()\[\]\n]")


class VictimPhrase(Span, frozen=True, kw_only=True):
    """People, in the report's words, without the article; not necessarily harmed: that is for a trigger to say.

    `low` and `high` bound the number (both None only where a part of others is not counted: "mostly women").
    `who` is the class of the claims task. `label` are the words that say what the people were, None where nothing
    but the number stands. `part_of`: they are among the people told before. `anaphoric`: the words say nothing of
    who they are ("37 others", a bare number).
    """

    low: int | None
    high: int | None
    who: str
    sex: str | None = None
    age_group: str | None = None
    civil_status: str | None = None
    label: Span | None = None
    part_of: bool = False
    anaphoric: bool = False

    @property
    def counted(self) -> bool:
        """Whether the words give a number, be it "a"."""
        return self.high is not None or (self.low or 0) > 1


class VictimGrammar:
    """The compiled expressions and the tables of data/victims.yaml that phrases are read with."""

    def __init__(self, words: VictimWords) -> None:
        self.nouns: dict[str, tuple[Noun, bool]] = {}
        for noun in words.nouns:
            for form, many in noun.forms():
                self.nouns.setdefault(form, (noun, many))
        self.modifiers = {m.name: m for m in words.modifiers}
        self.stops = frozenset(words.stops) | {h.name for h in words.harms if " " not in h.name and not h.weak}
        self.inner = frozenset(words.inner)
        self.articles = frozenset(words.articles)
        self.conjunctions = frozenset(words.conjunctions)
        article = rf"(?:{any_of(words.articles)}\s)?"
        self.noun = re.compile(rf"(?<![\w-]){any_of(self.nouns)}(?!\w)(?!-\w)")
        self.modifier = re.compile(rf"(?<![\w-]){any_of(self.modifiers)}(?![\w-])")
        self.lead = re.compile(rf"\s(?:of\s|{any_of(words.part_links)}\s)?{article}")
        self.part_links = frozenset(words.part_links)
        self.part_before = re.compile(rf"(?<!\w){any_of((*words.parts_before, *words.mostly))}[\s,:(–-]+{article}$")
        self.mostly = re.compile(rf"(?<!\w){any_of(words.mostly)}[\s,:(–-]+$")
        self.part_after = re.compile(
            rf"[\s,]+{any_of(words.parts_after)}(?=[.,;]|\s{any_of((*words.joins, *words.clause_words))}\b|$)"
        )
        self.part_inner = re.compile(rf"\sof\s{any_of(words.part_inner)}\b")
        self.kin = re.compile(rf"\s{any_of(words.kin)}\b")
        harm = any_of(h.name for h in words.harms if not h.weak)
        self.harm_behind = re.compile(rf"\s(?:{any_of(words.passives)}\s)?{harm}\b")
        self.speaks = re.compile(rf"\s{any_of(words.speech)}\b")
        self.join = re.compile(rf"(?:,?\s{any_of(words.joins)}\s|,\s){article}")

    def joins(self, low: str, before: VictimPhrase, phrase: VictimPhrase) -> bool:
        """Whether two phrases of a text are counted together; a list that has lost its commas has none.

        "11 women nine children and one rescue worker".
        """
        labelled = before.label is not None and phrase.label is not None
        if labelled and before.counted and phrase.counted and low[before.end : phrase.start].isspace():
            return True
        return self.join.fullmatch(low, before.end, phrase.start) is not None


@cache
def victim_grammar() -> VictimGrammar:
    """The expressions of data/victims.yaml, compiled once."""
    return VictimGrammar(load_victims())


def find_victims(text: str, *, counts: tuple[CountMention, ...] | None = None) -> tuple[VictimPhrase, ...]:
    """The phrases for people in `text`, in its order; they do not overlap. `counts` are its counts, if known."""
    return _Finder(text, find_counts(text) if counts is None else counts).phrases()


class _Finder:
    """Reads the phrases of one text."""

    def __init__(self, text: str, counts: tuple[CountMention, ...]) -> None:
        self._text, self._low, self._counts = text, lowered(text), counts
        self._grammar = victim_grammar()

    def phrases(self) -> tuple[VictimPhrase, ...]:
        found: list[VictimPhrase] = []
        ends = [count.end for count in self._counts]
        heads = list(self._grammar.noun.finditer(self._low))
        floor = 0
        for index, head in enumerate(heads):
            following = heads[index + 1] if index + 1 < len(heads) else None
            kin = self._grammar.kin.match(self._low, floor) if found else None
            if kin is not None and kin.end() == head.end():
                found[-1] = msgspec.structs.replace(
                    found[-1], end=kin.end(), text=self._text[found[-1].start : kin.end()]
                )
                floor = kin.end()
                continue
            if head.start() < floor or (following is not None and self._low[head.end() : following.start()].isspace()):
                continue
            number = bisect_right(ends, head.start()) - 1
            count = self._counts[number] if number >= 0 and self._counts[number].start >= floor else None
            phrase = self._phrase(head, count, floor)
            if phrase is not None:
                found.append(phrase)
                floor = phrase.end
        found.extend(self._bare(found))
        return self._with_parts(sorted(found, key=lambda phrase: phrase.start))

    def _phrase(self, head: re.Match[str], count: CountMention | None, floor: int) -> VictimPhrase | None:
        noun, many = self._grammar.nouns[plain(head.group())]
        start, end = head.span()
        if count is not None and self._belongs(count, self._low[count.end : start]):
            if not many and count.high != 1 and not self._ends_phrase(end):
                return None
            label = self._grammar.lead.match(self._low, count.end)
            label_start = label.end() if label else count.end
            return self._classed(noun, count.start, min(label_start, start), end, (count.low, count.high))
        if noun.needs_number or not self._stands_alone(head, many, floor):
            return None
        start = self._widened(start, floor)
        return self._classed(noun, start, start, end, (1, None) if many else (1, 1))

    def _ends_phrase(self, end: int) -> bool:
        """Whether the word behind a noun is none that the noun could describe ("25 Syrian soldiers")."""
        after = _WORD_ON.match(self._low, end)
        return after is None or after.group(1) in self._grammar.stops

    def _belongs(self, count: CountMention, between: str) -> bool:
        """Whether a number counts the noun behind `between`: few words, and none that opens another phrase.

        Two adjectives may be joined ("70 regime and rebel fighters"), two things may not ("70 tanks and fighters").
        """
        between = re.sub(r"\([^()]*\)|[\"“”']", "", between)
        if _CLAUSE_END.search(between):
            return False
        words = re.findall(r"[\w'’-]+", between)
        if len(words) > _MODIFIERS + 2:
            return False
        for index, word in enumerate(words):
            if word in self._grammar.conjunctions and index > 0 and words[index - 1] in self._grammar.modifiers:
                continue
            if word in self._grammar.part_links and index == 0 and self._part_before(count.start):
                continue
            if word in self._grammar.stops and word not in self._grammar.inner:
                return False
        return True

    def _part_before(self, start: int) -> bool:
        return self._grammar.part_before.search(self._low[max(0, start - 40) : start]) is not None

    def _stands_alone(self, head: re.Match[str], many: bool, floor: int) -> bool:
        """Whether an uncounted noun means people, and does not describe the next word ("rebel shelling").

        A singular needs an article, a headline's capital, or a name behind it ("lawyer Omar Haddad").
        """
        start, end = head.span()
        after = _WORD_ON.match(self._low, end)
        described = not self._ends_phrase(end)
        if many:
            return not (described and self._grammar.nouns[plain(head.group())][0].describes)
        named = after is not None and self._text[after.start(1)].isupper() and self._text[start].islower()
        if described and not named:
            return False
        before = _WORD_BACK.search(self._low, max(floor, self._widened(start, floor) - 12), self._widened(start, floor))
        article = before is not None and before.group(1) in self._grammar.articles
        return article or named or self._text[start].isupper()

    def _widened(self, start: int, floor: int) -> int:
        """Where an uncounted phrase begins: known modifiers, nouns and names before the noun belong to it."""
        for _ in range(_MODIFIERS):
            match = _WORD_BACK.search(self._low, max(floor, start - 30), start)
            if match is None:
                break
            word = match.group(1)
            known = word in self._grammar.modifiers or word in self._grammar.nouns or "-" in word
            known = known or self._text[match.start(1)].isupper()
            harmed = word in self._grammar.inner and word in self._grammar.modifiers
            if not known or (word in self._grammar.stops and not harmed) or word in self._grammar.articles:
                break
            start = match.start(1)
        return start

    def _classed(
        self, noun: Noun, start: int, label_start: int, end: int, bounds: tuple[int | None, int | None]
    ) -> VictimPhrase:
        """The phrase with its class: the noun's, or where that says nothing what the words beside it say."""
        words = self._said(label_start, end)[:-1]
        if noun.who == "people" and noun.inherits != "before":
            end, behind = self._behind(end)
            words = [*behind, *words]
        who: str = noun.who
        if who == "people":
            who = next((word.who for word in reversed(words) if word.who not in (None, "people")), None) or who
        words.append(noun)
        return VictimPhrase(
            start=start,
            end=end,
            text=self._text[start:end],
            low=bounds[0],
            high=bounds[1],
            who=who,
            sex=next((w.sex for w in reversed(words) if w.sex), None),
            age_group=next((w.age_group for w in words if w.age_group), None),
            civil_status=next((w.civil_status for w in reversed(words) if w.civil_status), None),
            label=None if noun.inherits == "before" else span_of(self._text, label_start, end),
            part_of=self._grammar.part_inner.search(self._low, start, end) is not None,
            anaphoric=noun.inherits == "before",
        )

    def _said(self, start: int, end: int) -> list[Modifier | Noun]:
        """The known words between two offsets, in order; the last noun is the last."""
        nouns = {
            m.start(): self._grammar.nouns[plain(m.group())][0]
            for m in self._grammar.noun.finditer(self._low, start, end)
        }
        found: dict[int, Modifier | Noun] = {
            m.start(): self._grammar.modifiers[plain(m.group())]
            for m in self._grammar.modifier.finditer(self._low, start, end)
        }
        return [word for _, word in sorted((found | nouns).items())]

    def _behind(self, end: int) -> tuple[int, list[Modifier | Noun]]:
        """What "of …" behind a noun such as "members" says of them, and where that ends."""
        of = re.compile(r"\sof\s(?:[\w'’-]+\s){0,5}[\w'’-]+").match(self._low, end, end + _BEHIND)
        if of is None:
            return end, []
        words = of.group().split()[1:]
        kept = next((i for i, word in enumerate(words) if word in self._grammar.stops), len(words))
        last = end + len(" of") + sum(len(word) + 1 for word in words[:kept])
        nouns = list(self._grammar.noun.finditer(self._low, end, last))
        said = self._said(end, last)
        return (nouns[-1].end() if nouns else end), said

    def _bare(self, found: list[VictimPhrase]) -> list[VictimPhrase]:
        """Numbers that stand alone, before a word that opens something else: "killing 12 in", "12 dead"."""
        bare = []
        starts = [phrase.start for phrase in found]
        for count in self._counts:
            at = bisect_right(starts, count.start) - 1
            if at >= 0 and count.start < found[at].end:
                continue
            following = _WORD_ON.match(self._low, count.end)
            if following is None or self._opens_other(following):
                bare.append(
                    VictimPhrase(
                        start=count.start,
                        end=count.end,
                        text=count.text,
                        low=count.low,
                        high=count.high,
                        who="people",
                        anaphoric=True,
                    )
                )
        return bare

    def _opens_other(self, word: re.Match[str]) -> bool:
        """Whether the word behind a number is none that it counts: a link, a verb of harm, an article, a name."""
        named = self._text[word.start(1)].isupper()
        return named or word.group(1) in self._grammar.stops or word.group(1) in self._grammar.articles

    def _with_parts(self, found: list[VictimPhrase]) -> tuple[VictimPhrase, ...]:
        """The phrases, with those marked that are a part of the victims told before, and those joined to them."""
        out: list[VictimPhrase] = []
        for phrase in found:
            left = self._low[max(0, phrase.start - 40) : phrase.start]
            before = out[-1] if out else None
            # "Including 13 civilians and 30 wounded": the wounded are no part of the dead.
            harmed = phrase.anaphoric and self._grammar.harm_behind.match(self._low, phrase.end) is not None
            # "Two of them children, a doctor said": who speaks is no victim.
            speaks = phrase.high == 1 and self._grammar.speaks.match(self._low, phrase.end) is not None
            joined = (
                before is not None
                and before.part_of
                and not harmed
                and not speaks
                and self._grammar.joins(self._low, before, phrase)
            )
            part = self._part_before(phrase.start) or self._grammar.part_after.match(self._low, phrase.end)
            if part or joined or phrase.part_of:
                vague = self._grammar.mostly.search(left) or (joined and before is not None and before.low is None)
                low = None if vague and not phrase.counted else phrase.low
                phrase = msgspec.structs.replace(phrase, part_of=True, low=low)
            out.append(phrase)
        return tuple(out)


def counting(number: VictimPhrase, people: VictimPhrase) -> VictimPhrase:
    """The phrase for people with the number of another."""
    return VictimPhrase(
        start=people.start,
        end=people.end,
        text=people.text,
        low=number.low,
        high=number.high,
        who=people.who,
        sex=people.sex,
        age_group=people.age_group,
        civil_status=people.civil_status,
        label=people.label,
    )


def join_to(main: list[VictimPhrase], phrase: VictimPhrase) -> None:
    """Adds a joined phrase; under one number ("25 soldiers and fighters") the two are one toll."""
    last = main[-1]
    if last.counted and last.high != 1 and not phrase.counted and not phrase.anaphoric:
        if phrase.who not in (last.who, "people"):
            civil = {last.who, phrase.who} <= {"civilians", "children", "women"}
            merged = VictimPhrase(
                start=last.start,
                end=last.end,
                text=last.text,
                low=last.low,
                high=last.high,
                who="civilians" if civil else "people",
                label=last.label,
            )
            main[-1] = merged
        return
    main.append(phrase)
