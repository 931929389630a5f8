"""On whose word a line rests: the sources that the report quotes, else its publisher."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from masudi.brief.draft import Said, one_line, plain
from masudi.brief.naming import Names, listed
from masudi.brief.values import Part, PartRole
from masudi.brief.wording import HedgeWords, Wording
from masudi.domain import HedgeLevel, Source
from masudi.domain.incident import Origin


class Voices:
    """Says who says so, for claims of one or of several reports.

    A report that names a source once in full ("Sarw Observatory for Rights") and then in short ("the observatory")
    has one source.
    """

    def __init__(
        self, names: Names, said: Sequence[Said], *, reports: int, known: Mapping[str, Sequence[Origin]] | None = None
    ) -> None:
        """`known` are, by the id of a claim, its origins as the case counts them; then lines say how many there are."""
        self.names, self.several = names, reports > 1
        self._known = known
        self._full: dict[tuple[int, str], tuple[Said, Source]] = {}
        self._texts: dict[tuple[int, str], tuple[str, str]] = {}
        self._labels: dict[str, str] = {}
        told: dict[int, list[tuple[Said, Source]]] = {}
        for one in said:
            told.setdefault(one.number, []).extend((one, source) for source in one.claim.source)
        for number, sources in told.items():
            for one, source in sources:
                self._full.setdefault((number, names.key(source)), self._fullest(one, source, sources))

    def _fullest(self, one: Said, source: Source, others: Sequence[tuple[Said, Source]]) -> tuple[Said, Source]:
        """The longest name that the report has for a source; the words of the short one all stand in it."""
        own = set(self.names.key(source).split())
        longer = [item for item in others if own < set(self.names.key(item[1]).split()) and not source.entity]
        return max(longer, key=lambda item: len(self.names.key(item[1])), default=(one, source))

    def sources(self, said: Iterable[Said]) -> list[str]:
        """The quoted sources of the claims, in words, each once."""
        found: dict[str, str] = {}
        for one in said:
            for source in one.claim.source:
                found.setdefault(*self._named(one, source))
        return list(found.values())

    def _named(self, one: Said, source: Source) -> tuple[str, str]:
        """The key and the words of a source by its full name; worked out once for a report."""
        key = one.number, self.names.key(source)
        if key not in self._texts:
            first, full = self._full[key]
            self._texts[key] = self.names.key(full), self.names.party(first, full).text
        return self._texts[key]

    def label(self, origin: str) -> str:
        """An origin in words."""
        return self._labels.get(origin, origin)

    def account(self, one: Said) -> str:
        """Whose account a claim is: "the Sarw Monitor, in The Wire", or the publisher."""
        sources = self.sources([one])
        # A paper that quotes itself says so itself.
        if not sources or {self.names.plain_key(text) for text in sources} == {self.names.plain_key(one.publisher)}:
            return one.publisher
        return f"{listed(sources)}, in {one.publisher}" if self.several else listed(sources)

    def accounts(self, said: Iterable[Said]) -> str:
        """Whose accounts the claims are, each once."""
        accounts = list(dict.fromkeys(self.account(one) for one in said))
        if any("," in account for account in accounts) and len(accounts) > 1:
            return f"{'; '.join(accounts[:-1])}; and {accounts[-1]}"
        return listed(accounts)

    def origins(self, said: Iterable[Said]) -> frozenset[str]:
        """Where the accounts come from: the quoted source if there is one, else the publisher (product.md: origin)."""
        found: set[str] = set()
        for one in said:
            if self._known is not None and one.claim.id in self._known:
                found |= {self._origin(origin.key, origin.name) for origin in self._known[one.claim.id]}
                continue
            for source in one.claim.source:
                found.add(self._origin(*self._named(one, source)))
            if not one.claim.source:
                found.add(self._origin(self.names.plain_key(one.publisher), one.publisher))
        return frozenset(found)

    def _origin(self, key: str, label: str) -> str:
        self._labels.setdefault(key, label)
        return key

    def according(self, said: Sequence[Said], *, always: bool = False) -> list[Part]:
        """ ", according to …": the quoted sources; with `always` the publishers where nobody is quoted."""
        sources = self.sources(said)
        if self._known is not None and len(origins := self.origins(said)) > 1:
            return [plain(f", according to {len(origins)} origins ({self.accounts(said)})")]
        always = always or self._known is not None
        if sources and not self.several:
            return [plain(f", according to {listed(sources)}")]
        if sources or always:
            return [plain(f", according to {self.accounts([one for one in said if always or one.claim.source])}")]
        return []


def hedged(said: Sequence[Said], words: Wording, voices: Voices) -> tuple[list[Part], list[Part]]:
    """What stands before and behind a sentence because some of its claims are hedged.

    Where all are, the sentence opens with the hedge of the first; where only some are, the sentence ends with who
    hedges it, so that the firm ones are not weakened and the weak ones not made firm.
    """
    levels = [one.claim.hedge.level for one in said]
    weak = [one for one in said if one.claim.hedge.level is not HedgeLevel.NONE]
    if not weak:
        return [], []
    lead: list[Part] = []
    behind: list[Part] = []
    told = HedgeLevel.NONE
    if HedgeLevel.NONE not in levels:
        told = max(levels, key=list(HedgeLevel).index)
        first = next(one for one in weak if one.claim.hedge.level is told)
        text = _entry(told, words).lead
        mark = "," if text.endswith(", ") else ""
        lead = [Part(text=f"{text.rstrip(', ')}{_cue(first, words)}{mark} ", role=PartRole.HEDGE)]
    for level in HedgeLevel:
        others = [one for one in weak if one.claim.hedge.level is level and level is not told]
        if others:
            behind.append(plain("; "))
            behind.append(Part(text=_entry(level, words).note, role=PartRole.HEDGE))
            behind.append(plain(f" by {voices.accounts(others)}"))
    return lead, behind


def hedge_alone(lead: Sequence[Part]) -> Part:
    """A hedge that stands by itself: "Reportedly", "It is suspected, not established"."""
    text = "".join(part.text for part in lead).strip(" ,").removesuffix(" that").removesuffix(" whether")
    return Part(text=text, role=PartRole.HEDGE)


def _entry(level: HedgeLevel, words: Wording) -> HedgeWords:
    return next(entry for entry in words.hedges if entry.name is level)


def _cue(one: Said, words: Wording) -> str:
    """The report's hedge, where its words are not those of the lead: " (“is believed to”)"."""
    span = one.claim.hedge.span
    entry = _entry(one.claim.hedge.level, words)
    if span is None or any(word in span.text.casefold() for word in entry.implied):
        return ""
    return f" (“{one_line(span.text)}”)"
