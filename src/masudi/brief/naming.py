"""What parties are called in a line: the report's own words, with their article, and a name where they have none."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import msgspec

from masudi.brief.context import in_sentence, is_plural, lead_in
from masudi.brief.counts import counted, people
from masudi.brief.draft import Said, one_line
from masudi.brief.wording import Wording
from masudi.domain import Party, Report, Source, Toll

OTHER = "other:"
UNIDENTIFIED = "other:unidentified"


class Phrase(msgspec.Struct, frozen=True, kw_only=True):
    """A noun phrase of a line; `key` tells whether two phrases mean the same."""

    text: str
    plural: bool
    key: str


class Names:
    """The parties of a brief's reports, and what each report calls them."""

    def __init__(self, said: Sequence[Said], words: Wording) -> None:
        self.words = words
        self._anaphors, self._bare = set(words.anaphors), {bare.name: bare.as_ for bare in words.bare}
        self._pointers = set(words.determiners) - set(words.kept_determiners)
        self._main: dict[tuple[int, str], str] = {}
        counted: dict[tuple[int, str], Counter[str]] = {}
        for one in said:
            for party in (*one.claim.actor, *one.claim.target):
                if party.entity and self._is_name(party.text, party.entity):
                    name = self._with_article(one.report, party)
                    counted.setdefault((one.number, party.entity), Counter())[name] += 1
        for key, names in counted.items():
            self._main[key] = max(names, key=lambda name: (_has_capital(name), names[name]))
        self._overall = self._most_used()

    def _most_used(self) -> dict[str, str]:
        """For each party the name, without its article, that most reports use; the first of several."""
        used: dict[str, Counter[str]] = {}
        for (_, entity), name in sorted(self._main.items()):
            used.setdefault(entity, Counter())[re.sub(r"^(?:the|an?) ", "", name)] += 1
        return {entity: names.most_common(1)[0][0] for entity, names in used.items()}

    def party(self, said: Said, party: Party | Source, *, noted: bool = True) -> Phrase:
        """The party as a line names it; with `noted`, whose it is where its words do not say."""
        return self._phrase(said, party, party.name if isinstance(party, Party) else None, noted=noted)

    def parties(self, said: Iterable[Said], role: str, *, noted: bool = True) -> list[Phrase]:
        """The parties that the claims have in `role` ("actor", "target", "source"), each once."""
        found: list[Phrase] = []
        said = list(said)
        ranged = sum(bool(one.claim.casualties) for one in said) > 1
        for one in said:
            for party in getattr(one.claim, role):
                is_place = any(place.overlaps(party) for place in one.claim.place)
                phrase = self.party(one, party, noted=noted and not is_place)
                toll = _counting(one, party)
                if toll and ranged:
                    # Two counts side by side would read as a sum; the line gives them as a range.
                    phrase = Phrase(text=people(toll, self.words), plural=True, key=phrase.key)
                known = [other for other in found if self._same(other, phrase, role)]
                if not known:
                    found.append(phrase)
        return found

    def key(self, party: Party | Source) -> str:
        """What tells parties apart: the coarse label where it identifies somebody, else the words.

        Of a source always the words: two commanders of one side are two sources.
        """
        known = self.words.entity(party.entity)
        identifies = party.entity and not party.entity.startswith(UNIDENTIFIED) and not (known and known.people)
        if identifies and isinstance(party, Party):
            return party.entity or ""
        return _bare_words(party.text, self.words)

    def plain_key(self, text: str) -> str:
        """The key of a name that is no phrase of a report, such as a publisher's."""
        return _bare_words(text, self.words)

    def heading(self, said: Sequence[Said]) -> str | None:
        """What a group of lines about the claims' actors is headed with; None where no actor is named."""
        actors = [(one, party) for one in said for party in one.claim.actor]
        if not actors:
            return None
        first, party = actors[0]
        entity = self.words.entity(party.entity)
        if entity is None:
            text = self._title(party) or self.party(first, party).text.removeprefix("the ")
            return text[:1].upper() + text[1:]
        main = self._overall.get(party.entity or "", "")
        told = _bare_words(main, self.words) in _bare_words(entity.label, self.words)
        return entity.label if not _has_capital(main) or told else f"{entity.label} ({main})"

    def _phrase(self, said: Said, party: Party | Source, name: str | None, *, noted: bool) -> Phrase:
        low = one_line(party.text).casefold().strip(" .’'")
        counted_ = _counting(said, party)
        key = self.key(party)
        main = self._main.get((said.number, party.entity or ""))
        if counted_:
            text = counted(counted_, self.words)
        elif low in self._anaphors:
            text = main or name or self._label(party.entity) or self._with_article(said.report, party)
        elif low in self._bare:
            text = self._bare[low]
        else:
            text = self._with_article(said.report, party) + (self._note(party) if noted else "")
        return Phrase(text=text, plural=is_plural(text, self.words), key=key)

    def _title(self, party: Party) -> str:
        """Who a party is that only its report knows ("Kelmaran government"); "" for one that nobody identifies."""
        if not party.entity or not party.entity.startswith(OTHER):
            return ""
        return party.name or party.entity.removeprefix(OTHER)

    def _label(self, entity: str | None) -> str | None:
        known = self.words.entity(entity)
        if known:
            return known.label
        if entity and entity.startswith(OTHER) and not entity.startswith(UNIDENTIFIED):
            return entity.removeprefix(OTHER)
        return None

    def _note(self, party: Party | Source) -> str:
        """Whose they are, where the words alone do not say: "commando fighters (Islamic State)"."""
        known = self.words.entity(party.entity)
        if not isinstance(party, Party) or (known and known.people) or not self._label(party.entity):
            return ""
        if self._says(party.text, party.entity or ""):
            return ""
        return f" ({self._title(party) or self._label(party.entity)})"

    def _is_name(self, text: str, entity: str) -> bool:
        low = one_line(text).casefold()
        return low not in self._anaphors and len(low.split()) <= 4 and self._says(text, entity)

    def _says(self, text: str, entity: str) -> bool:
        low = f" {_loose(text)} {_loose(text.replace('-', ' '))} "
        known = self.words.entity(entity)
        if known:
            return any(f" {word} " in low for word in known.words)
        name = _loose(entity.removeprefix(OTHER)).split()
        initials = "".join(word[0] for word in name)
        return any(f" {word} " in low for word in [*name, *([initials] if len(initials) > 1 else [])])

    def _with_article(self, report: Report, party: Party | Source) -> str:
        text = re.sub(r"(?<= of )(\w+)$", self._plural, in_sentence(report, party, self.words))
        article = lead_in(report, party, self.words).article
        head, _, rest = text.partition(" ")
        if rest and head.casefold() in self._pointers:
            text, article = rest, "the"
        if not article and _loose(text).strip() in self.words.the_names:
            article = "the"
        return f"{article} {text}" if article else text

    def _plural(self, found: re.Match[str]) -> str:
        """The noun for an adjective that stands for people: "dozens of civilian", before "casualties"."""
        noun = self._bare.get(found.group().casefold(), "")
        return noun if noun.endswith("s") and " " not in noun else found.group()

    def _same(self, one: Phrase, other: Phrase, role: str) -> bool:
        """Whether naming both would say one thing twice: an actor's two names, a target inside a longer one."""
        if one.key == other.key and role in ("actor", "source"):
            return True
        first, second = _bare_words(one.text, self.words), _bare_words(other.text, self.words)
        return first == second or f" {second} " in f" {first} "


def _counting(said: Said, party: Party | Source) -> Toll | None:
    """The toll that the party's phrase states, whose bounds the phrase alone may leave out."""
    tolls = said.claim.casualties if said.claim.kind != "casualties" else ()
    return next((toll for toll in tolls if toll.overlaps(party)), None)


def listed(texts: Sequence[str], *, most: int = 6) -> str:
    """The texts as a list in a sentence; those beyond `most` are counted; "" for none."""
    shown = list(texts[:most])
    if len(texts) > most:
        shown.append(f"{len(texts) - most} more")
    if len(shown) < 2:
        return "".join(shown)
    return f"{', '.join(shown[:-1])} and {shown[-1]}"


# A case has each name in thousands of claims.
@lru_cache(maxsize=1 << 14)
def _loose(text: str) -> str:
    return one_line("".join(char if char.isalnum() or char in ".-" else " " for char in text.casefold())).strip(".")


def _bare_words(text: str, words: Wording) -> str:
    tokens = _loose(text).split()
    while tokens and tokens[0] in words.determiners:
        tokens = tokens[1:]
    return " ".join(tokens)


def _has_capital(text: str) -> bool:
    return any(char.isupper() for char in text)
