"""Incidents of a case for people at a terminal: a list, and one with who says what of it. No numbers are added up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from masudi.domain import Status
from masudi.domain.case import CaseClaim
from masudi.domain.case_incident import CaseIncident, Grade, IncidentDetail
from masudi.domain.incident import Contradiction, Figure, Incident, TollAccount, TollRange
from masudi.export.case_text import SHORT_ID
from masudi.export.review_text import write_decisions
from masudi.export.table import MADE_UP, clean, quote, what
from masudi.export.wording import bounds_words, day_words
from masudi.export.words import words

_COLUMNS = ("id", "day", "what", "where", "told as", "toll", "origins", "camps")


def write_incidents(found: Sequence[CaseIncident], limit: int, waiting: int, console: Console) -> None:
    """Print incidents, one a row. `waiting` is how many reports are not linked yet."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_edge=False, header_style="bold")
    for name in _COLUMNS:
        table.add_column(name, overflow="fold", no_wrap=name in ("id", "day"), justify="left")
    for one in found:
        table.add_row(*_cells(one))
    if found:
        console.print(table)
    else:
        console.print(Text("no such incidents", style="dim"))
    if len(found) >= limit:
        console.print(Text(f"the first {limit:,}: --limit shows more", style="dim"))
    if waiting:
        said = f"{waiting:,} report{' is' if waiting == 1 else 's are'} not linked yet: masudi relink"
        console.print(Text(said, style="dim"))


def _cells(found: CaseIncident) -> Iterator[Text]:
    one = found.incident
    yield Text(one.id[:SHORT_ID], style="dim")
    yield Text(days(one))
    yield incident_what(one)
    yield Text(clean(where(one)))
    yield Text(told_as(one))
    yield Text("; ".join(map(toll_words, one.tolls)))
    more = " !" if one.contradictions else ""
    yield Text(f"{one.corroboration.origins}{more}")
    yield Text(", ".join(clean(_party(camp)) for camp in one.corroboration.camps))


def days(one: Incident) -> str:
    """The days of an incident."""
    if one.from_ is None:
        return "no day"
    if one.to is None or one.to == one.from_:
        return one.from_.isoformat()
    return f"{one.from_.isoformat()} to {one.to.isoformat()}"


def incident_what(one: Incident) -> Text:
    """What an incident is of; what did not happen, by all accounts, has its status in capitals before it."""
    text = Text()
    if one.status is not Status.ASSERTED:
        text.append(words().status(one.status).upper() + " ", style="bold")
    return text.append(", ".join(words().kind(kind) for kind in one.kinds))


def where(one: Incident) -> str:
    """The places of an incident."""
    return ", ".join(place.name or place.text for place in one.places) or "no place"


def told_as(one: Incident) -> str:
    """How many claims give the incident each status."""
    return ", ".join(f"{count.claims} {words().status(count.status).lower()}" for count in one.statuses)


def toll_words(toll: TollRange) -> str:
    """The range of one harm, from the lowest to the highest that an origin holds to."""
    number = bounds_words(toll.low, toll.high)
    if toll.open and toll.high is not None:
        number = f"{bounds_words(toll.low, toll.low)} to at least {toll.high:,}"
        if toll.low in (None, toll.high):
            number = f"at least {toll.high:,}"
    return f"{number} {words().harm(toll.harm)}" + (" (fighters)" if toll.fighters else "")


def grade_words(grade: Grade | None) -> str:
    """The grade that somebody gave."""
    if grade is None:
        return "not graded"
    given = f", to {grade.of[:SHORT_ID]}, which is part of this now" if grade.of else ""
    return f"{grade.scale} {' '.join(grade.marks.values())}, by {grade.person} on {grade.at:%Y-%m-%d}{given}"


def write_incident(found: IncidentDetail, why: bool, console: Console) -> None:
    """Print an incident: what is agreed, each origin's account, tolls, contradictions; `why` its claims are linked."""
    one = found.incident
    claims = {claim.claim.id: claim for claim in found.claims}
    names = {origin.key: origin.name for origin in one.origins}
    head = incident_what(one)
    if any(claim.claim.synthetic for claim in found.claims):
        head.append(f"  {MADE_UP}", style="bold reverse")
    console.print(head)
    _grid(_facts(found), console)
    _write_tolls(one, claims, names, console)
    _write_contradictions(one.contradictions, names, console)
    _write_accounts(one, claims, console)
    if why:
        _write_why(found, claims, console)
    if found.decisions:
        console.print(Text("\ndecisions", style="bold"))
        write_decisions(found.decisions, console)


def _facts(found: IncidentDetail) -> Iterator[tuple[str, str]]:
    one = found.incident
    yield "id", one.id + ("  (pinned)" if one.pinned else "")
    yield "day", days(one)
    yield "where", where(one)
    for count in one.statuses:
        origins = f"{count.origins} origin{'' if count.origins == 1 else 's'}"
        yield words().status(count.status).lower(), f"{count.claims} claim{'' if count.claims == 1 else 's'}, {origins}"
    told = one.corroboration
    camps = ", ".join(_party(camp) for camp in told.camps) or "none known"
    against = "; one speaks against its own camp" if told.against_interest else ""
    yield "asserted by", f"{told.origins} of them; camps: {camps}; {told.unaligned} of no camp{against}"
    yield "reports", f"{told.reports} (reprints counted once)"
    for fact in one.facts:
        value = words().kind(fact.value) if fact.field == "kind" else fact.value
        said = _party(value) if fact.field in ("actor", "target") else value
        yield f"agreed {fact.field}", f"{said}  ({len(fact.origins)} origin{'' if len(fact.origins) == 1 else 's'})"
    yield "grade", grade_words(found.grade)


def _party(entity: str) -> str:
    return words().entity(entity) or entity


def _grid(rows: Iterable[tuple[str, str]], console: Console) -> None:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in rows:
        grid.add_row(name, Text(clean(value)))
    console.print(Padding(grid, (0, 0, 0, 2), expand=False))


def _write_tolls(one: Incident, claims: Mapping[str, CaseClaim], names: Mapping[str, str], console: Console) -> None:
    for toll in one.tolls:
        console.print(Text(f"\ntoll: {toll_words(toll)}", style="bold"))
        for account in toll.accounts:
            _grid(_account(account, claims, names), console)


def _account(
    account: TollAccount, claims: Mapping[str, CaseClaim], names: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    yield names.get(account.origin, account.origin), bounds_words(account.low, account.high)
    for what_it_is, figures in (("", account.figures), ("of them", account.parts), ("superseded", account.earlier)):
        for figure in figures:
            yield what_it_is, _figure(figure, claims)


def _figure(figure: Figure, claims: Mapping[str, CaseClaim]) -> str:
    number = f"{bounds_words(figure.low, figure.high)} {words().counted(figure.who)}"
    found = claims.get(figure.claim)
    if found is None:
        return number
    day = found.claim.published.isoformat() if found.claim.published else "no date"
    return f"{number}: “{found.claim.casualties[figure.toll].text}” ({found.claim.publisher or 'unknown'}, {day})"


def _write_contradictions(found: Iterable[Contradiction], names: Mapping[str, str], console: Console) -> None:
    for one in found:
        console.print(Text(f"\ncontradiction: {one.about.value}" + (f" ({one.of})" if one.of else ""), style="bold"))
        sides = Table(box=None, padding=(0, 2, 0, 2), show_edge=False, show_header=False)
        for _ in one.sides:
            sides.add_column(overflow="fold")
        sides.add_row(*(Text(clean(side.words)) for side in one.sides))
        sides.add_row(*(Text(clean(", ".join(names.get(key, key) for key in side.origins))) for side in one.sides))
        sides.add_row(*(Text(", ".join(claim[:SHORT_ID] for claim in side.claims), style="dim") for side in one.sides))
        console.print(sides)


def _write_accounts(one: Incident, claims: Mapping[str, CaseClaim], console: Console) -> None:
    for origin in one.origins:
        camp = f", {_party(origin.camp)}" if origin.camp else ""
        quoted = "quoted" if origin.quoted else "publisher"
        console.print(Text("\n") + Text(clean(origin.name), style="bold") + Text(f"  ({quoted}{clean(camp)})"))
        for claim in (claims[id_] for id_ in origin.claims if id_ in claims):
            said = claim.claim
            day = day_words(said.published) if said.published else "no date"
            head = Text(f"{said.id[:SHORT_ID]}  ", style="dim") + what(said)
            head.append(f" · {clean(said.publisher or 'unknown publisher')}, {day}", style="dim")
            if said.id in origin.against_interest:
                head.append("  against its own interest", style="italic")
            console.print(Padding(head, (0, 0, 0, 2), expand=False))
            quoted_words = quote(said.mentions[0], len(said.mentions[0].sentence.text))
            console.print(Padding(quoted_words, (0, 0, 0, SHORT_ID + 4), expand=False))


def _write_why(found: IncidentDetail, claims: Mapping[str, CaseClaim], console: Console) -> None:
    console.print(Text("\nwhy these claims are linked", style="bold"))
    if not found.links:
        console.print(Text("  one report tells all of it, or a person put it together", style="dim"))
    for link in found.links:
        names = (
            f"{end[:SHORT_ID]} ({clean(claims[end].claim.publisher or 'unknown') if end in claims else '?'})"
            for end in (link.one, link.other)
        )
        console.print(Text(f"  {' and '.join(names)}: {link.score:.0%} likely one"))
        for part in link.why:
            if part.weight:
                console.print(Text(clean(f"    {part.weight:+.1f}  {part.words}")))
