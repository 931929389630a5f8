"""Armed groups that no list knows, found by how a report introduces them.

"Rebels of the NAME", "NAME fighters", "the NAME, a rebel alliance", "a militia called NAME", what "the NAME" captured,
and names whose last noun is that of a group ("Harran Liberation Front"). What is found once is then known by its
longer name, its last word with an article, and its acronym.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from masudi.resolve.actors import Actor
from masudi.resolve.party_words import CueName
from masudi.resolve.proper_names import Name, ProperNames
from masudi.resolve.report_lexicon import ReportLexicon
from masudi.resolve.words import Words, folded_words

_ACRONYM = re.compile(r"\s*\(\s*([A-Z][A-Z-]{1,6})\s*\)")
# "The NAME, a small but well armed rebel group": so many words may stand before the noun.
_APPOSITION = 6
# And so many before a name that it introduces: "the gang that calls itself the NAME".
_BACK = 3


class Group(NamedTuple):
    """A group that the report introduces: its names, longest first, short ones, and whether it is called rebel.

    `short` count with an article or before a noun for its people. `irregular`: fighters, not only a name with a group
    noun, which the forces of a state can have too.
    """

    names: tuple[str, ...]
    short: tuple[str, ...]
    acronyms: tuple[str, ...]
    irregular: bool
    rebel: bool
    militant: bool

    def actor(self, entity: str | None) -> Actor:
        """The group as an actor; under its own name, unless `entity` says under which label its like go."""
        return Actor(
            name=self.names[0],
            label=self.names[0],
            entity=entity or f"other:{self.names[0]}",
            kind="armed_group",
            names=self.names,
            exact=self.acronyms,
            jihadist=self.militant,
            source="",
        )


class _Seen(NamedTuple):
    """A name as a group's at one place; `nouns` are the words that say so, where the report has them."""

    name: Name
    nouns: tuple[int, int] | None


def new_groups(words: Words, lexicon: ReportLexicon, names: ProperNames, states: Iterable[Actor]) -> tuple[Group, ...]:
    """The groups that the report introduces, in the order in which it does; `states` are those that it introduces."""
    return _GroupFinder(words, lexicon, names, states).groups()


class _GroupFinder:
    def __init__(self, words: Words, lexicon: ReportLexicon, names: ProperNames, states: Iterable[Actor]) -> None:
        self.words = words
        self.lexicon = lexicon
        self.names = names
        self.cues = lexicon.cues
        self._spelt = dict(self._spelt_out())
        self._states = frozenset(
            word for state in states for phrase in (*state.names, *state.demonyms) for word in phrase.casefold().split()
        )

    def groups(self) -> tuple[Group, ...]:
        found: dict[tuple[str, ...], list[_Seen]] = {}
        for name in self.names.found:
            for seen in self._introduced(self._whole(name)):
                found.setdefault(self.names.folds(seen.name), []).append(seen)
        groups: dict[tuple[str, ...], list[_Seen]] = {}
        for folds, seen_here in found.items():
            groups.setdefault(self._full(folds, found), []).extend(seen_here)
        made = (self._group(folds, seen_there) for folds, seen_there in groups.items())
        # "Kurdish Protection Units (YPG)" is a spelling that the data does not have yet of a group that it has.
        return tuple(group for group in made if not any(map(self.lexicon.knows_as, group.acronyms)))

    def _whole(self, name: Name) -> Name:
        """The name with what "of" joins to it, if that is no place or state: "Banner of Dawn"."""
        words = self.words
        linked = self.lexicon.joined(name.end) and words.folds[name.end] == "of" and not words.owns[name.end - 1]
        at = self.cues.at(words, name.end, "linking") if linked else 0
        end = self.names.end(at) if self.lexicon.joined(at) else at
        if not at or end == at:
            return name
        last = words.folds[end - 1]
        elsewhere = last in self.names.places or last in self._states or self.names.is_place_noun(end - 1)
        return name if elsewhere or at in self.lexicon.named else Name(name.start, end, name.article)

    def _introduced(self, name: Name) -> Iterator[_Seen]:
        """`name` as a group's, once for each construction that says so."""
        if not self._can_be_group(name):
            return
        for construction in (
            self._of_members,
            self._before_fighters,
            self._in_apposition,
            self._after_noun,
            self._after_rebel,
        ):
            nouns = construction(name)
            if nouns is not None:
                yield _Seen(name, nouns)
        if self._has_head(name) or self._by_deed(name):
            yield _Seen(name, None)

    def _can_be_group(self, name: Name) -> bool:
        words, last = self.words, name.end - 1
        if self.cues.has(words, name.start, name.end, "never"):
            return False
        if self.names.is_place_noun(last) and not self._heads(name, "head"):
            return False
        if (
            name.end < len(words)
            and words.joined[name.end]
            and not words.owns[last]
            and self.names.is_place_noun(name.end)
        ):
            return False
        if any(at in self.lexicon.known for at in range(name.start, name.end)):
            return False
        if name.end - name.start == 1:
            alone = words.folds[last]
            stands_for_more = alone in self._states or alone in self.names.places or last in self.lexicon.named
            return not (stands_for_more or alone in self.cues.not_states or self.names.is_direction(last))
        return not self._of_state(name)

    def _of_state(self, name: Name) -> bool:
        """Whether a name that has a state's in it is that state's own: "Royal Kelmaran Army"."""
        words = self.words
        stately = any(words.folds[at] in self._states or at in self.lexicon.named for at in range(name.start, name.end))
        return stately and not self.cues.has(words, name.start, name.end, "irregular")

    def _of_members(self, name: Name) -> tuple[int, int] | None:
        """ "Rebels of the NAME"; "commanders of the NAME" where it is a group by its own words."""
        before = name.start - 1 if name.article else name.start
        if self.names.follows(before, "from") and name.article and self._acts(name) and not self._tells_of_noun(name):
            noun = self.cues.before(self.words, before - 1, "fighters")
            return None if noun is None else (noun, before - 1)
        if not self.names.follows(before, "of") or not (name.article or name.end - name.start > 1):
            return None
        noun = self.cues.before(self.words, before - 1, "fighters")
        if noun is None and name.article and not self._regular(name) and not self._tells_of_noun(name):
            noun = self.cues.before(self.words, before - 1, "troops")
        if noun is None and (self._has_head(name) or self._heads(name, "band")):
            noun = self.cues.before(self.words, before - 1, "members")
        return None if noun is None else (noun, before - 1)

    def _acts(self, name: Name) -> bool:
        """Whether the name speaks, or has people of its own, anywhere in the text: no place does."""
        folds, cues = self.names.folds(name), self.cues
        ends = (other.end for other in self.names.found if self.names.folds(other) == folds)
        return any(
            self.lexicon.is_acting(end) or cues.at(self.words, end, "members") or cues.at(self.words, end, "troops")
            for end in ends
        )

    def _tells_of_noun(self, name: Name) -> bool:
        """Whether the name is an adjective to a noun after it: "units of the Kelmaran reserve"."""
        at = name.end
        joined = at < len(self.words) and self.words.joined[at] and not self.words.owns[at - 1]
        return joined and not self.lexicon.is_link(at)

    def _before_fighters(self, name: Name) -> tuple[int, int] | None:
        """ "NAME fighters"; one word alone only if the text also has it with an article, or in capitals."""
        end = self.cues.at(self.words, name.end, "fighters")
        if not end or self.words.owns[name.end - 1]:
            return None
        if name.end - name.start == 1:
            word = self.words.folds[name.start]
            if word in self.names.persons or self.cues.is_adjective(word):
                return None
            militia = name.article and self.cues.at(self.words, name.end, "company")
            if not (militia or self.words.shouted(name.start) or self._stands_alone(word)):
                return None
        elif self.cues.is_adjective(self.words.folds[name.end - 1]) and not name.article:
            return None
        return (name.end, end)

    def _stands_alone(self, word: str) -> bool:
        """Whether the text has "the NAME" with no noun after it: what only tells of fighters never stands so."""
        words = self.words
        for name in self.names.found:
            if name.article and words.folds[name.end - 1] == word:
                at = name.end
                if at >= len(words) or not words.joined[at] or words.owns[at - 1] or self.lexicon.goes_on(at):
                    return True
        return False

    def _in_apposition(self, name: Name) -> tuple[int, int] | None:
        """ "The NAME, a rebel alliance"."""
        words, at = self.words, name.end
        if not name.article or at >= len(words) or words.owns[at - 1]:
            return None
        if words.joined[at]:
            at = self.cues.here(words, at, "copula") or at
        elif "," not in words.text[words.ends[at - 1] : words.starts[at]]:
            return None
        return self._noun_after(at) if at < len(words) and self.lexicon.is_determiner(at) else None

    def _noun_after(self, article: int) -> tuple[int, int] | None:
        """A noun for an armed group in the phrase that begins with an article: "a small but well armed rebel group"."""
        words = self.words
        for at in range(article + 1, min(article + 1 + _APPOSITION, len(words))):
            if not words.joined[at]:
                return None
            end = self._group_noun(at)
            if end and not self.lexicon.is_role(end):
                return (at, end)
        return None

    def _group_noun(self, at: int) -> int:
        """The word after a noun phrase for an armed group: "militia", "rebel alliance"; 0 where there is none."""
        armed = self.cues.here(self.words, at, "armed")
        return (armed and self.cues.at(self.words, armed, "collective")) or self.cues.here(self.words, at, "company")

    def _after_noun(self, name: Name) -> tuple[int, int] | None:
        """ "A militia called NAME", "the rebel group NAME", "the so-called NAME"."""
        words, cues = self.words, self.cues
        before = name.start - 1 if name.article else name.start
        if cues.before(words, before, "so_called") is not None:
            alone = name.end - name.start == 1
            return None if alone or not self.lexicon.goes_on(name.end) else (name.end, name.end)
        calling = cues.before(words, before, "calling")
        if calling is not None:
            back = (at for at in range(max(0, calling - _BACK), calling) if words.joined[at + 1])
            noun = next((at for at in back if self._group_noun(at) or cues.here(words, at, "collective")), None)
            return None if noun is None else (noun, calling)
        at = None if name.article else self._noun_before(name.start)
        return None if at is None else (at, name.start)

    def _after_rebel(self, name: Name) -> tuple[int, int] | None:
        """ "The rebel NAME", where it is a group by its own words."""
        rebel = self.cues.before(self.words, name.start, "rebels")
        return None if rebel is None or not self._has_head(name) else (rebel, name.start)

    def _noun_before(self, start: int) -> int | None:
        """Where a noun for an armed group begins that is joined to word `start`: "the rebel group NAME"."""
        for at in range(max(0, start - _BACK), start):
            if self._group_noun(at) == start and self.words.joined[start]:
                return at
        return None

    def _by_deed(self, name: Name) -> bool:
        """What "the NAME" does only if it is armed."""
        if not name.article or self.words.owns[name.end - 1] or self._regular(name):
            return False
        return bool(self.cues.at(self.words, name.end, "fights"))

    def _has_head(self, name: Name) -> bool:
        """Whether the name itself says that it is a group's: "Harran Liberation Front"."""
        if name.end - name.start < 2 or self._regular(name) or self.names.is_known_place(name.start, name.end - 1):
            return False
        return self._heads(name, "head") or (
            self._heads(name, "weak_head") and self.cues.has(self.words, name.start, name.end, "irregular")
        )

    def _heads(self, name: Name, cue: CueName) -> bool:
        """Whether the name ends with a group noun, or has one before "of" or "for"."""
        words, cues = self.words, self.cues
        ends = [name.end] + [at for at in range(name.start + 1, name.end) if cues.here(words, at, "linking")]
        both: tuple[CueName, ...] = ("head", cue) if cue == "weak_head" else (cue,)
        return any(cues.here(words, end - 1, kind) == end for end in ends for kind in both)

    def _regular(self, name: Name) -> bool:
        """Whether all words but the head are those of a state's forces or a front line: "National Guard"."""
        words, cues = self.words, self.cues
        return all(
            cues.here(words, at, "regular") > at or words.folds[at].isdigit() for at in range(name.start, name.end - 1)
        ) and (self._heads(name, "weak_head"))

    def _full(self, folds: tuple[str, ...], found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
        """The longest name of the text that ends or begins with `folds`; `folds` itself where two such differ."""
        folds = self._spelt.get(folds, folds)
        longer = {
            other for other in found if len(other) > len(folds) and folds in (other[-len(folds) :], other[: len(folds)])
        }
        for name in self.names.found:
            other = self.names.folds(name)
            if name.article and len(other) > len(folds) and other[-len(folds) :] == folds and self._can_be_group(name):
                longer.add(other)
        longest = max(longer, key=len, default=folds)
        same = all(other in (longest[-len(other) :], longest[: len(other)]) for other in longer)
        return longest if same else folds

    def _spelt_out(self) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Each acronym that stands in brackets after a longer name, and that name."""
        for name in self.names.found:
            found = _ACRONYM.match(self.words.text, self.words.ends[name.end - 1])
            if found and name.end - name.start > 1:
                yield folded_words(found[1]), self.names.folds(name)

    def _group(self, folds: tuple[str, ...], seen: list[_Seen]) -> Group:
        names = [name for name in self.names.found if self.names.folds(name) == folds]
        names += [one.name for one in seen if self.names.folds(one.name) == folds]
        acronyms = tuple(dict.fromkeys(self._acronyms_of(names)))
        spelt = {self.names.text(one.name): None for one in seen}
        full = self.names.text(names[0])
        nouns = [one.nouns for one in seen if one.nouns is not None]
        return Group(
            names=tuple(sorted({full: None, **spelt}.keys() - set(acronyms), key=len, reverse=True)),
            short=self._short(folds),
            acronyms=acronyms,
            irregular=bool(nouns),
            rebel=any(self.cues.has(self.words, start, end, "rebels") for start, end in nouns),
            militant=any(self.cues.has(self.words, start, end, "militants") for start, end in nouns),
        )

    def _short(self, folds: tuple[str, ...]) -> tuple[str, ...]:
        """The last word of a longer name, unless another name of the text ends with it too."""
        last = folds[-1]
        others = {self.names.folds(name) for name in self.names.found if self.words.folds[name.end - 1] == last}
        rivals = [other for other in others if other != folds[-len(other) :]]
        if len(folds) < 2 or rivals:
            return ()
        return (last,)

    def _acronyms_of(self, names: Iterable[Name]) -> Iterator[str]:
        for name in names:
            found = _ACRONYM.match(self.words.text, self.words.ends[name.end - 1])
            if found:
                yield found[1]
