"""Tolls: which victims and how many a word for harm is about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cache

import msgspec

from masudi.domain import Span, Toll
from masudi.resolve.counts import CountMention
from masudi.resolve.harms import HarmMention, find_harms, harms_of
from masudi.resolve.victim_phrases import VictimPhrase, counting, find_victims, join_to, victim_grammar
from masudi.resolve.victim_words import VictimWords, load_victims
from masudi.resolve.wording import any_of, lowered

# How far from a word for harm its victims may stand, in characters.
_REACH = 90
_REACH_BACK = 180
# How far before victims the words stand that announce their number.
_TITLE = 60
# How much may stand between "25 others" and "were wounded".
_NEAR = 45
_WINDOW = 600
# Words that a gap to a phrase may hold besides the linking ones ("killed key ministers").
_SPARE = 2
# Who "three others" are after victims of a class. (After women or children, annotators of the training reports class 41
# of 49 such numbers as people; after civilians, two of three as civilians.)
_CLASS_OF_OTHERS = {"civilians": "civilians", "combatants": "combatants"}
_COMPANIONS = frozenset({"killed", "injured"})


class TollGrammar:
    """The compiled expressions of data/victims.yaml that join victims to words for harm."""

    def __init__(self, words: VictimWords) -> None:
        conjunction = any_of(words.conjunctions)
        self.passive = re.compile(rf"\b{any_of(words.passives)}\s(?:\w+ly\s|also\s|\w+\s{conjunction}\s)?$")
        self.singular = re.compile(rf"\b{any_of(words.singular_passives)}\s(?:\w+ly\s|also\s|\w+\s{conjunction}\s)?$")
        self.touch = re.compile(rf"\s(?:{conjunction}\s)?")
        self.between = frozenset((*words.between, *words.passives))
        self.object_links = frozenset(words.object_links)
        self.links = frozenset((*words.links, *words.object_links))
        run = sorted({*words.joins, *words.passives, *words.between, *words.object_links, *words.conjunctions})
        self.running = re.compile(rf"(?:[\s,]|\b{any_of(run)}\b)*")
        self.open = re.compile(rf"\b{any_of(words.still_open)}\b")
        self.clause = re.compile(rf"[;!?]|\b{any_of(words.clause_words)}\b")
        self.among = re.compile(rf"\s{any_of(words.among)}\s(?:{any_of(words.articles)}\s)?")
        self.counted_at = re.compile(rf"\s{any_of(words.counted_at)}\s")
        self.of = re.compile(rf"\sof\s(?:{any_of(words.articles)}\s)?")
        self.stated = re.compile(rf"\b{any_of(words.stated_links)}\s$")
        self.stated_by = re.compile(any_of(words.stated_by))
        article = rf"(?:{any_of(words.articles)}\s)?"
        self.announced = re.compile(rf"\b{any_of(words.announced)}\s{article}(?:[\w'’-]+\s){{0,4}}$")
        self.named = re.compile(rf"\b{any_of((*words.articles, 'of'))}\s$")


@cache
def toll_grammar() -> TollGrammar:
    """The expressions of data/victims.yaml, compiled once."""
    return TollGrammar(load_victims())


def tolls_for(
    text: str,
    sentence: Span,
    trigger: Span,
    *,
    victims: tuple[VictimPhrase, ...] | None = None,
    counts: tuple[CountMention, ...] | None = None,
) -> tuple[Toll, ...]:
    """The tolls that `trigger` and the words for harm beside it in its sentence give.

    `victims` and `counts` are those of the whole text, if the caller has them. A harm with neither a number nor a
    phrase for people is one of people, 1 or more. Empty where the trigger names no harm, or a toll that is still open
    ("is expected to rise"). A denied toll has no numbers: that is for the caller, who knows the status.
    """
    low = lowered(text)
    named = harms_of(trigger.text)
    if not named or toll_grammar().open.search(low, trigger.start, min(sentence.end, trigger.end + 40)):
        return ()
    if victims is None:
        victims = find_victims(text, counts=counts)
    clause = _Clause(text, sentence, trigger, victims)
    tolls: dict[tuple[str, str, int | None, int | None], Toll] = {}
    told = clause.told_before(trigger)
    for harm in clause.chain(trigger):
        phrases = clause.victims_of(harm)
        # Of two phrases that one verb counts together, a part may be of either.
        total = None
        for phrase in phrases:
            whole = phrases[0].who if phrase.part_of else told
            toll = _toll(harm, phrase, whole or clause.named_behind(harm, phrase))
            key = toll.harm, toll.who, toll.low, toll.high
            tolls.setdefault(key, msgspec.structs.replace(toll, part_of=total) if phrase.part_of else toll)
            if sum(not one.part_of for one in phrases) == 1 and not phrase.part_of:
                total = list(tolls).index(key)
        told = next((p.who for p in phrases if not p.anaphoric and not p.part_of), told)
    for name in named:
        if not any(toll.harm == name for toll in tolls.values()):
            high = 1 if clause.is_of_one(trigger) else None
            tolls[name, "people", 1, high] = Toll(
                start=trigger.start, end=trigger.end, text=trigger.text, harm=name, who="people", low=1, high=high
            )
    return tuple(tolls.values())


def _toll(harm: HarmMention, phrase: VictimPhrase, told: str | None) -> Toll:
    """The toll of a word for harm and a phrase; `told` is the class of the victims told before."""
    inherited = _CLASS_OF_OTHERS.get(told or "") if phrase.anaphoric else None
    return Toll(
        start=phrase.start,
        end=phrase.end,
        text=phrase.text,
        harm=harm.word.harm,
        who=inherited or phrase.who,
        low=phrase.low,
        high=phrase.high,
        sex=phrase.sex,
        age_group=phrase.age_group,
        civil_status=phrase.civil_status,
        label=phrase.label,
    )


class _Clause:
    """The phrases for people and the words for harm around one trigger, in its sentence and in lower case.

    A text that has lost its full stops is one long sentence: what stands far from the trigger is left out.
    """

    def __init__(self, text: str, sentence: Span, trigger: Span, victims: Sequence[VictimPhrase]) -> None:
        self._low = lowered(text)
        self._start = max(sentence.start, trigger.start - _WINDOW)
        self._end = min(sentence.end, trigger.end + _WINDOW)
        first = bisect_left(victims, self._start, key=lambda phrase: phrase.start)
        last = bisect_left(victims, self._end, lo=first, key=lambda phrase: phrase.start)
        self._victims = [phrase for phrase in victims[first:last] if phrase.end <= self._end]
        self._grammar = toll_grammar()
        self._harms = find_harms(self._low, self._start, self._end)

    def chain(self, trigger: Span) -> list[HarmMention]:
        """The trigger's words for harm, and those of other harms that go on from it ("… and wounding 30")."""
        chain = [h for h in self._harms if h.start < trigger.end and trigger.start < h.end]
        if not chain or chain[0].word.harm not in _COMPANIONS:
            return chain
        seen = {h.word.harm for h in chain}
        for harm in self._harms:
            if harm.start < trigger.end or harm.word.weak:
                continue
            if harm.word.harm in seen or harm.word.harm not in _COMPANIONS:
                break
            seen.add(harm.word.harm)
            chain.append(harm)
        before = self._running_into(chain[0])
        return [before, *chain] if before is not None and before.word.harm not in seen else chain

    def _running_into(self, harm: HarmMention) -> HarmMention | None:
        """The word for harm that another goes on from: of "killed 12 and wounded 30" the first verb."""
        before = next((h for h in reversed(self._harms) if h.end <= harm.start and not h.word.weak), None)
        if before is None or before.word.harm not in _COMPANIONS:
            return None
        gap, at = "", before.end
        for phrase in self._victims:
            if before.end <= phrase.start and phrase.end <= harm.start:
                gap, at = f"{gap} {self._low[at : phrase.start]}", phrase.end
        gap = f"{gap} {self._low[at : harm.start]}"
        return before if self._grammar.running.fullmatch(gap) else None

    def told_before(self, trigger: Span) -> str | None:
        """Who the victims of the last word for harm before the trigger were."""
        told = None
        for harm in self._harms:
            if harm.end <= trigger.start and not harm.word.weak:
                told = next((p.who for p in self.victims_of(harm) if not p.anaphoric and not p.part_of), told)
        return told

    def is_of_one(self, trigger: Span) -> bool:
        """Whether what stands before the trigger is one person ("who was killed")."""
        return self._grammar.singular.search(self._low[max(0, trigger.start - 30) : trigger.start]) is not None

    def victims_of(self, harm: HarmMention) -> list[VictimPhrase]:
        """The phrases that a word for harm is about: the main ones, joined ones, and parts of them."""
        main = self._own(harm) or self._main(harm)
        return main + self._parts(harm, main) if main else []

    def named_behind(self, harm: HarmMention, phrase: VictimPhrase) -> str | None:
        """Who a bare number counts where only the next verb's victims say it ("killed 28 and wounded 30 rebels")."""
        if not phrase.anaphoric or phrase.start < harm.end:
            return None
        following = next((h for h in self._harms if h.start >= phrase.end), None)
        if following is None or self._low[phrase.end : following.start].strip() not in ("and", ",", ""):
            return None
        after = self._after(following)
        return after[0].who if after and not after[0].anaphoric else None

    def _own(self, harm: HarmMention) -> list[VictimPhrase]:
        """The phrase that the word for harm is itself a part of: "six deaths", "dead children"."""
        own = next((p for p in self._victims if p.start < harm.end and harm.start < p.end), None)
        if own is None and harm.word.frame in ("noun", "subject"):
            last = self._last_before(harm)
            own = last if last is not None and self._grammar.of.fullmatch(self._low, last.end, harm.start) else None
        if own is None:
            return []
        among = self._after(harm) if own.who == "people" and own.end <= harm.end else []
        return [counting(own, phrase) for phrase in among] or [own]

    def _main(self, harm: HarmMention) -> list[VictimPhrase]:
        frame = harm.word.frame
        if frame == "none":
            return []
        if frame == "noun":
            return self._after(harm) or self._stated(harm) or self._suffering(harm)
        if frame == "object":
            return self._after(harm) or self._shared(harm) or ([] if harm.word.weak else self._before(harm))
        if frame == "subject" or self._is_passive(harm):
            before = self._before(harm)
            return self._stated_of(harm, before) or self._after(harm) or self._stated_as_noun(harm)
        return self._after(harm) or self._shared(harm) or self._stated_of(harm, self._before(harm))

    def _shared(self, harm: HarmMention) -> list[VictimPhrase]:
        """The victims of the next word for harm where the two share them: "killing and wounding dozens"."""
        following = next((h for h in self._harms if h.start > harm.start and self._touch(harm, h)), None)
        return self._after(following) if following is not None else []

    def _suffering(self, harm: HarmMention) -> list[VictimPhrase]:
        """The people who are said to have suffered it: "35 people suffered suffocation"."""
        last = self._last_before(harm)
        gap = self._low[last.end : harm.start] if last is not None else ""
        return [last] if last is not None and gap.strip() and self._all_between(gap) else []

    def _last_before(self, harm: HarmMention) -> VictimPhrase | None:
        return next((p for p in reversed(self._victims) if p.end <= harm.start), None)

    def _is_passive(self, harm: HarmMention) -> bool:
        left = self._low[max(self._start, harm.start - 30) : harm.start]
        return self._grammar.passive.search(left) is not None

    def _after(self, harm: HarmMention) -> list[VictimPhrase]:
        first = next((p for p in self._victims if p.start >= harm.end), None)
        links = self._grammar.links if harm.word.frame == "noun" else self._grammar.object_links
        if (
            first is None
            or (first.part_of and harm.word.frame in ("object", "either"))
            or self._opens_next(first)
            or not self._reaches(self._low[harm.end : first.start], first, links)
        ):
            return []
        main = [first]
        for phrase in self._victims[self._victims.index(first) + 1 :]:
            if phrase.part_of or not victim_grammar().joins(self._low, main[-1], phrase):
                break
            if self._opens_next(phrase):
                break
            join_to(main, phrase)
        return main

    def _opens_next(self, phrase: VictimPhrase) -> bool:
        """Whether a phrase is the subject of the next word for harm: "killed 12 and 30 were wounded"."""
        following = next((h for h in self._harms if h.start >= phrase.end), None)
        if following is None or following.word.frame not in ("either", "subject"):
            return False
        return self._all_between(self._low[phrase.end : following.start])

    def _reaches(self, gap: str, phrase: VictimPhrase, links: frozenset[str]) -> bool:
        if re.search(r"[.;:!?]", gap) or len(gap) > _REACH:
            return False
        spare = [word for word in re.findall(r"[\w'’-]+", gap) if word not in links]
        if phrase.anaphoric or (links is self._grammar.links and not phrase.counted):
            return not spare
        return len(spare) <= _SPARE and not any(word in victim_grammar().stops for word in spare)

    def _before(self, harm: HarmMention) -> list[VictimPhrase]:
        floor = max((h.end for h in self._harms if h.end <= harm.start and not self._touch(h, harm)), default=0)
        before = [p for p in self._victims if floor <= p.start and p.end <= harm.start]
        # "The toll included two people killed by a shell": of the larger toll nothing is said here.
        if len(before) == 1 and before[0].part_of and self._low[before[0].end : harm.start].isspace():
            return [msgspec.structs.replace(before[0], part_of=False)]
        before = [p for p in before if not p.part_of]
        if not before:
            return []
        at = len(before) - 1
        if not before[at].counted:
            at = next((i for i in range(at, -1, -1) if self._is_subject(before[i], harm)), at)
        last = before[at]
        gap = self._low[last.end : harm.start]
        if len(gap) > _REACH_BACK or re.search(r"[;!?]", gap) or (last.anaphoric and not self._goes_on(gap, harm)):
            return []
        if victim_grammar().join.fullmatch(gap):
            return []
        main = [last]
        for phrase in reversed(before[:at]):
            # Two bare numbers are not of one harm: "the toll rose to 13 and 106 injured".
            if phrase.anaphoric or last.anaphoric:
                break
            if not victim_grammar().joins(self._low, phrase, main[0]):
                if self._grammar.among.fullmatch(self._low, phrase.end, main[0].start):
                    main.append(msgspec.structs.replace(phrase, part_of=True))
                break
            main.insert(0, phrase)
        joined = [main[0]]
        for phrase in main[1:]:
            join_to(joined, phrase)
        return joined

    def _goes_on(self, gap: str, harm: HarmMention) -> bool:
        """Whether a number of people told before is the subject of a word for harm ("25 others on a bus were hurt")."""
        near = len(gap) <= _NEAR and self._is_passive(harm) and not self._grammar.clause.search(gap)
        return self._all_between(gap) or near

    def _is_subject(self, phrase: VictimPhrase, harm: HarmMention) -> bool:
        """Whether a counted phrase further left is meant: "two members of the front's forces were killed"."""
        gap = self._low[phrase.end : harm.start]
        return phrase.counted and not phrase.anaphoric and len(gap) <= _REACH and not self._grammar.clause.search(gap)

    def _stated(self, harm: HarmMention, reach: int = _REACH) -> list[VictimPhrase]:
        """The number that a toll is said to have reached, further behind: "toll from the raids rose to 45"."""
        for phrase in self._victims:
            gap = self._low[harm.end : phrase.start]
            if phrase.start < harm.end or not (phrase.counted or phrase.anaphoric):
                continue
            if len(gap) > reach or re.search(r"[.;!?]\s", gap):
                break
            if self._grammar.stated.search(gap) or self._grammar.stated_by.match(self._low, phrase.start):
                return [phrase]
        return []

    def _stated_as_noun(self, harm: HarmMention) -> list[VictimPhrase]:
        """The number of those whom a word for harm is itself the name of: "put the dead at nine"."""
        left = self._low[max(self._start, harm.start - _TITLE) : harm.start]
        return self._stated(harm) if self._grammar.named.search(left) else []

    def _stated_of(self, harm: HarmMention, before: list[VictimPhrase]) -> list[VictimPhrase]:
        """The victims before, with the number behind: "the number of civilians killed at 13".

        Where their number was announced, it may stand far behind: "the toll for soldiers killed in the war to 18".
        """
        if len(before) != 1 or before[0].counted:
            return before
        number = next((p for p in self._victims if p.start >= harm.end), None)
        if (
            number is not None
            and number.anaphoric
            and self._grammar.counted_at.fullmatch(self._low, harm.end, number.start)
        ):
            return [counting(number, before[0])]
        left = self._low[max(self._start, before[0].start - _TITLE) : before[0].start]
        far = self._stated(harm, _REACH_BACK) if self._grammar.announced.search(left) else []
        return [counting(far[0], before[0])] if far and far[0].anaphoric else before

    def _all_between(self, gap: str) -> bool:
        return all(word in self._grammar.between for word in re.split(r"[\s,]+", gap) if word)

    def _touch(self, first: HarmMention, second: HarmMention) -> bool:
        """Whether two words for harm share their victims: "killed and wounded"."""
        return self._grammar.touch.fullmatch(self._low, first.end, second.start) is not None

    def _parts(self, harm: HarmMention, main: list[VictimPhrase]) -> list[VictimPhrase]:
        """The parts of the main victims, up to the next main phrase or word for harm."""
        last = max(phrase.end for phrase in main)
        ceiling = min(
            (h.start for h in self._harms if h.start > max(harm.end, last) and not h.word.weak),
            default=self._end,
        )
        parts = []
        for phrase in self._victims:
            if phrase.start < last or phrase.start >= ceiling:
                continue
            if not phrase.part_of:
                if phrase.start > harm.end:
                    break
                continue
            if phrase.counted or (phrase.low is not None and phrase.who in ("children", "women")):
                parts.append(phrase)
        return parts
