"""The brief: the claims of one or several reports, section by section, every line with its citations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from masudi.brief.analysis import Analyst
from masudi.brief.attribution import Voices
from masudi.brief.bundling import Bundle, Bundling, ByReports
from masudi.brief.citing import briefed, citation, line, numbered
from masudi.brief.doubts import doubts
from masudi.brief.draft import Draft, Said, one_line, plain, said
from masudi.brief.joining import joined, untwice
from masudi.brief.means import means_lines
from masudi.brief.naming import Names, listed
from masudi.brief.places import place_key
from masudi.brief.quoting import evidence
from masudi.brief.telling import Teller
from masudi.brief.tolls import TollTeller, of_fighters
from masudi.brief.values import Brief, Section
from masudi.brief.voices import voice_lines
from masudi.brief.wording import Wording, wording
from masudi.domain import Reading, Status

# What an asserted casualty claim about fighters alone belongs to: it is a loss, and no toll of civilians.
_FIGHTERS = "gained"
_UNREAL = {Status.ATTEMPTED: 0, Status.INTENDED: 1, Status.POSSIBLE: 2}


def compose(readings: Sequence[Reading]) -> Brief:
    """The brief on these readings, in their order: one brief, the same on every run.

    Each statement is made of the claims' fields and cites the words that it rests on. A claim that is not asserted
    is told only where its section says so (denied; tried, planned or feared), and aims as aims. Raises nothing for
    thin or contradictory claims; KnowledgeError where data/brief.yaml is broken.
    """
    words = wording()
    claims = said(readings)
    names = Names(claims, words)
    writer = Writer(claims, readings, words, ByReports(names), Voices(names, claims, reports=len(readings)))
    drafts = writer.sections()
    numbers = numbered(draft for lines in drafts.values() for draft in lines)
    sections = [
        Section(
            name=section.name,
            heading=section.heading,
            note=section.note,
            lines=tuple(line(draft, numbers) for draft in drafts[section.name]),
        )
        for section in words.sections
        if drafts.get(section.name)
    ]
    return Brief(
        title=_title(readings),
        synthetic=any(reading.report.synthetic for reading in readings),
        sections=tuple(sections),
        citations=tuple(citation(number, found, readings) for found, number in numbers.items()),
        reports=tuple(briefed(number, reading) for number, reading in enumerate(readings, 1)),
    )


class Writer:
    """Writes the lines of each section; `bundling` says which claims one line tells."""

    def __init__(
        self, claims: Sequence[Said], readings: Sequence[Reading], words: Wording, bundling: Bundling, voices: Voices
    ) -> None:
        self.claims, self.readings, self.words, self.bundling = claims, readings, words, bundling
        self.names, self.voices = voices.names, voices
        self.teller = Teller(self.names, self.voices, words)
        self.tolls = TollTeller(self.names, self.voices, words)
        by_id = {f"{one.number}:{one.claim.id}": one for one in claims}
        self.analyst = Analyst(self.names, self.voices, self.teller, words, by_id)

    def sections(self) -> Mapping[str, list[Draft]]:
        """The lines of each section, by its name."""
        feints, feigned = self.analyst.feints(self.claims)
        rest = [one for one in self.claims if (one.number, one.at) not in feigned]
        drafts: dict[str, list[Draft]] = {
            "happened": self._happened([one for one in rest if self._section(one) == "happened"]),
            "how": feints
            + self.analyst.lines(self._of(rest, "how"))
            + means_lines(self.claims, self.names, self.words),
            "gained": self._events(sorted(self._of(rest, "gained"), key=self._kind_order)),
            "why": self._why(self._of(rest, "why")),
            "denied": self._events(self._of(rest, "denied")),
            "feared": self._events(sorted(self._of(rest, "feared"), key=lambda one: _UNREAL.get(one.claim.status, 0))),
            "civilians": self._civilians(self._of(rest, "civilians")),
        }
        if not self.claims:
            drafts["happened"] = [Draft(body=(plain("Masudi found nothing here that it can code as a claim."),))]
        drafts = {name: joined(lines) for name, lines in drafts.items()}
        drafts = untwice(drafts)
        told = [draft for lines in drafts.values() for draft in lines]
        drafts["voices"] = voice_lines(self.claims, self.readings, told, self.voices, self.words)
        drafts["doubts"] = doubts(self.claims, self.readings, self.teller, self.voices, self.words)
        return drafts

    def _of(self, claims: Iterable[Said], section: str) -> list[Said]:
        return [one for one in claims if self._section(one) == section]

    def _section(self, one: Said) -> str:
        """Where the claim is told: only what is asserted among what happened; an aim is an aim though intended."""
        claim = one.claim
        kind = self.words.kind(claim.kind)
        section = kind.section if kind else "why"
        if claim.status is Status.DENIED:
            return "denied"
        aim = claim.kind == "aim" and claim.status in (Status.INTENDED, Status.ATTEMPTED)
        if claim.status is not Status.ASSERTED and not aim:
            return "feared"
        if claim.kind == "casualties" and of_fighters(claim):
            return _FIGHTERS
        return section

    def _happened(self, claims: Sequence[Said]) -> list[Draft]:
        """Events by actor, the busiest first, and by place; those without an actor last."""
        by_heading: dict[str | None, list[Bundle]] = {}
        for bundle in self.bundling.events(claims):
            by_heading.setdefault(self.names.heading(bundle.lead), []).append(bundle)
        sizes = {heading: sum(map(len, mine)) for heading, mine in by_heading.items()}
        # The order is stable: of two that are equally busy, the one named first comes first.
        order = sorted(by_heading, key=lambda heading: (heading is None, -sizes[heading]))
        return [
            self._line(bundle, heading or "Actor not named")
            for heading in order
            for bundle in _by_place(by_heading[heading])
        ]

    def _events(self, claims: Sequence[Said]) -> list[Draft]:
        """Claims of any kind, in the order in which the reports make them, equal ones together."""
        analysis = [one for one in claims if not self.words.is_event(one.claim.kind)]
        counted = [one for one in claims if _is_toll(one)]
        others = [one for one in claims if self.words.is_event(one.claim.kind) and not _is_toll(one)]
        drafts = [self._line(bundle) for bundle in self.bundling.events(others)]
        drafts += [self.tolls.line(cluster) for cluster in self.bundling.tolls(counted)]
        return drafts + self.analyst.lines(analysis)

    def _line(self, bundle: Bundle, group_name: str | None = None) -> Draft:
        draft = self.teller.line(bundle.lead, group_name=group_name, others=bundle.others)
        return self._with_others(draft, bundle.differing) if bundle.differing else draft

    def _with_others(self, draft: Draft, differing: Sequence[Said]) -> Draft:
        """The line, with whom those accounts name that name another actor; they are cited, and bear nothing out."""
        named: dict[str, list[Said]] = {}
        for one in differing:
            actors = listed([actor.text for actor in self.names.parties([one], "actor")])
            named.setdefault(actors, []).append(one)
        told = [f"{self.voices.accounts(those)} names {actors}" for actors, those in named.items()]
        found = [piece for one in differing for piece in evidence(one)]
        return msgspec.structs.replace(
            draft,
            coda=(*draft.coda, plain(f" (but {'; '.join(told)})")),
            evidence=tuple(dict.fromkeys((*draft.evidence, *found))),
        )

    def _why(self, claims: Sequence[Said]) -> list[Draft]:
        return self.analyst.lines(sorted(claims, key=self._kind_order))

    def _civilians(self, claims: Sequence[Said]) -> list[Draft]:
        order = ("casualties", "siege", "displacement", "obstruction", "aid")
        drafts: list[Draft] = []
        for kind in order:
            drafts += self._events([one for one in claims if one.claim.kind == kind])
        return drafts

    def _kind_order(self, one: Said) -> int:
        return next(
            (at for at, kind in enumerate(self.words.kinds) if kind.name == one.claim.kind), len(self.words.kinds)
        )


def _is_toll(one: Said) -> bool:
    return one.claim.kind == "casualties" and one.claim.status is Status.ASSERTED


def _by_place(told: Sequence[Bundle]) -> list[Bundle]:
    """The bundles, those of one place next to each other, places in the order in which they first come up."""
    places: dict[str, list[Bundle]] = {}
    for bundle in told:
        first = next((place_key(place) for one in bundle.lead for place in one.claim.place), "")
        places.setdefault(first, []).append(bundle)
    return [bundle for mine in places.values() for bundle in mine]


def _title(readings: Sequence[Reading]) -> str:
    """A report's title, or how many reports by whom."""
    if len(readings) == 1:
        report = readings[0].report
        return one_line(report.title or report.name)
    publishers = list(dict.fromkeys(reading.report.source for reading in readings if reading.report.source))
    by = f" by {listed(publishers, most=4)}" if publishers else ""
    return f"Brief on {len(readings)} reports{by}"
