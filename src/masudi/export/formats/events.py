"""Incidents as events: those that somebody says happened; and all others, which no table of events may hold.

An incident is an event where one of its claims asserts it without calling it alleged, suspected or disputed. What is
only feared, planned, denied or alleged is told apart, with what keeps it out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from masudi.domain import Claim, HedgeLevel, Party, Place, ReviewState, Status
from masudi.domain.case import CaseClaim
from masudi.domain.incident import Incident, TollRange
from masudi.domain.view import CaseView, ViewReport
from masudi.export.formats.model import Column, columns
from masudi.export.formats.rules import load_rules
from masudi.export.words import words
from masudi.ontology import Code, Facts, load_ontology

_FIRM = (HedgeLevel.NONE, HedgeLevel.REPORTED)
_DONE = (Status.ASSERTED, Status.ATTEMPTED)
KILLED = "killed"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An incident, its claims and the reports that make them, each once.

    `firm` are the claims that tell it as an event, `code` is the codebook's, if one is asked. `why` says, of what is no
    event, what keeps it out.
    """

    incident: Incident
    claims: tuple[CaseClaim, ...]
    reports: tuple[ViewReport, ...] = ()
    firm: tuple[CaseClaim, ...] = ()
    code: Code | None = None
    why: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of what is told firmly, else of all."""
        return tuple(dict.fromkeys(one.claim.kind for one in self.firm or self.claims))

    @property
    def place(self) -> Place | None:
        """The place that most of its claims name, with a point where any has one."""
        own = [place for one in self.firm or self.claims for place in one.claim.place]
        ordered = [one for one in self.incident.places if any(_same(one, other) for other in own)] or own
        return next((one for one in ordered if one.lat is not None), ordered[0] if ordered else None)

    @property
    def days(self) -> int | None:
        """How many days it may span; None without a date."""
        if self.incident.from_ is None or self.incident.to is None:
            return None
        return (self.incident.to - self.incident.from_).days + 1

    @property
    def synthetic(self) -> bool:
        """Whether any report that tells it is made up."""
        return any(one.claim.synthetic for one in self.claims)

    @property
    def reviewed(self) -> bool:
        """Whether somebody has accepted or corrected one of its claims."""
        return any(one.state is not ReviewState.UNREVIEWED for one in self.claims)


def _same(one: Place, other: Place) -> bool:
    return (one.gazetteer_id, one.name, one.text) == (other.gazetteer_id, other.name, other.text)


def events(view: CaseView, codebook: str | None = None) -> tuple[list[Event], list[Event]]:
    """The events of a view, and the incidents that are none, each with the reason; by day and id.

    With a codebook (a name of crosswalk.yaml) an event is what it has a code for, which may be of what was attempted.
    """
    claims = {one.claim.id: one for one in view.claims}
    reports = {one.id: one for one in view.reports}
    found: list[Event] = []
    others: list[Event] = []
    for one in view.incidents:
        its = tuple(claims[id_] for id_ in one.incident.claims if id_ in claims)
        telling = tuple(reports[id_] for id_ in dict.fromkeys(each.report_id for each in its) if id_ in reports)
        event = _event(Event(incident=one.incident, claims=its, reports=telling), codebook)
        (others if event.why else found).append(event)
    return sorted(found, key=_order), sorted(others, key=_order)


def _order(event: Event) -> tuple[str, str]:
    return str(event.incident.from_ or "9999"), event.incident.id


def _event(event: Event, codebook: str | None) -> Event:
    firm = tuple(one for one in event.claims if one.claim.status in _DONE and one.claim.hedge.level in _FIRM)
    asserted = tuple(one for one in firm if one.claim.status is Status.ASSERTED)
    if not firm:
        return msgspec.structs.replace(event, why=_why(event))
    if codebook is None:
        why = "" if asserted else "only attempted"
        return msgspec.structs.replace(event, firm=asserted, why=why)
    code, coded = _coded(event, firm, codebook)
    if code.code is None:
        return msgspec.structs.replace(event, code=code, why=f"not codable: {code.reason}")
    return msgspec.structs.replace(event, firm=coded, code=code)


def _why(event: Event) -> str:
    """What keeps an incident out of the events that nobody says firmly to have happened."""
    if any(one.claim.status in _DONE for one in event.claims):
        return "only alleged, suspected or disputed"
    return f"only {event.incident.status.value}"


def _coded(event: Event, firm: Sequence[CaseClaim], codebook: str) -> tuple[Code, tuple[CaseClaim, ...]]:
    """The codebook's answer for the claims of each kind and status together; the code that it lists first."""
    ontology = load_ontology()
    book = next(one for one in ontology.crosswalk.codebooks if one.name == codebook)
    rank = {entry.code: at for at, entry in enumerate(book.vocabulary)}
    groups: dict[tuple[Status, str], list[CaseClaim]] = {}
    for one in firm:
        groups.setdefault((one.claim.status, one.claim.kind), []).append(one)
    answers = []
    for (status, _), its in groups.items():
        facts = _facts([one.claim for one in its], [one.claim for one in event.claims], deadly=_deadly(event))
        code = next(one for one in ontology.codes(facts) if one.codebook == codebook)
        answers.append((code.code is None, status is not Status.ASSERTED, rank.get(code.code or "", 0), code, its))
    *_, code, its = min(answers, key=lambda one: one[:3])
    asserted = [one for one in firm if one.claim.status is its[0].claim.status]
    return code, tuple(asserted)


def _facts(claims: Sequence[Claim], others: Sequence[Claim], *, deadly: bool) -> Facts:
    read = [load_ontology().facts(claim, others) for claim in claims]
    asserted = read[0].status == Status.ASSERTED.value
    outcome = frozenset().union(*(one.outcome for one in read))
    return Facts(
        kind=read[0].kind,
        status=read[0].status,
        actor=_known(one.actor for one in read),
        target=_known(one.target for one in read),
        outcome=outcome | {"deaths"} if deadly and asserted else outcome,
        cue=frozenset().union(*(one.cue for one in read)),
        tag=frozenset().union(*(one.tag for one in read)),
    )


def _known(classes: Iterable[frozenset[str]]) -> frozenset[str]:
    """What several accounts say of a side, those that do not know aside."""
    return frozenset().union(*classes) - {"unknown"}


def _deadly(event: Event) -> bool:
    return any(one.harm == KILLED and (one.low or 0) > 0 for one in event.incident.tolls)


# What is told of an event


def sides(event: Event) -> tuple[list[Party], list[Party]]:
    """Who acts and who is acted on, those that most claims name first."""
    return _parties(one.claim.actor for one in event.firm), _parties(one.claim.target for one in event.firm)


def _parties(given: Iterable[Iterable[Party]]) -> list[Party]:
    known = [party for some in given for party in some]
    counts = Counter(party_name(one) for one in known)
    first = {party_name(one): one for one in reversed(known)}
    return [first[name] for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def party_name(party: Party) -> str:
    """A party by its label, else by its name or words."""
    return words().entity(party.entity) or party.name or party.text


def killed(event: Event) -> list[TollRange]:
    """The ranges of dead, fighters apart from others."""
    return [one for one in event.incident.tolls if one.harm == KILLED]


def sources(event: Event) -> str:
    """The reports that tell it: publisher, day and URL as far as they may go."""
    return "; ".join(dict.fromkeys(map(cited, event.reports)))


def cited(report: ViewReport) -> str:
    """A report in a line."""
    said = [report.publisher or "unknown publisher", str(report.published) if report.published else "no date"]
    return ", ".join([*said, *([report.url] if report.url else [])])


def notes(event: Event) -> str:
    """The sentences that say it, each once."""
    said = (mention.sentence.text for one in event.firm or event.claims for mention in one.claim.mentions)
    return " / ".join(dict.fromkeys(" ".join(one.split()) for one in said))


def span_code(event: Event, codebook: str) -> int | None:
    """The codebook's time precision; None without a date, and for longer than it knows."""
    if event.days is None:
        return None
    known = (one for one in load_rules().spans if event.days <= one.days)
    found = next(known, None)
    return None if found is None else int(getattr(found, codebook))


def marks(event: Event) -> dict[str, str | int | bool | None]:
    """What every table says of an event beside the codebook's own columns."""
    incident = event.incident
    return {
        "masudi_kinds": " ".join(event.kinds),
        "masudi_status": incident.status.value,
        "masudi_origins": incident.corroboration.origins,
        "masudi_reports": incident.corroboration.reports,
        "masudi_contradicted": bool(incident.contradictions),
        "masudi_reviewed": event.reviewed,
        "masudi_made_up": event.synthetic,
    }


def mark_columns(*, status: str) -> tuple[Column, ...]:
    """The columns of `marks`; `status` says which statuses an event of the table may have."""
    return columns(
        masudi_kinds="The kinds of its claims.",
        masudi_status=status,
        masudi_origins="How many independent origins assert it.",
        masudi_reports="How many reports, reprints taken together.",
        masudi_contradicted="Whether accounts contradict each other.",
        masudi_reviewed="Whether somebody has accepted or corrected a claim of it.",
        masudi_made_up="Whether a report that tells it is made up.",
    )
