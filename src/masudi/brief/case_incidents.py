"""What a case tells of its incidents beyond their lines: what is contested, what one origin alone says, tolls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from masudi.brief.case_ground import party_labels
from masudi.brief.compose import Writer
from masudi.brief.draft import CellDraft, Draft, Evidence, Said, TableDraft, plain, quoted
from masudi.brief.naming import listed
from masudi.brief.quoting import clause, evidence
from masudi.brief.timing import span
from masudi.brief.values import Part
from masudi.domain import Status
from masudi.domain.incident import Contradiction, Dispute, Incident, Origin, Side, TollAccount, TollRange
from masudi.domain.view import CaseView

# Incidents that one origin alone tells, named for each; the rest is counted.
MOST_ALONE = 8
# Words that a side of a contradiction is quoted with.
MOST_QUOTED = 110
# Rows of the table of tolls.
MOST_ROWS = 80

# Claims of this kind only count; what befell those counted is told by others.
_COUNTS = "casualties"

_ABOUT = {
    Dispute.HAPPENED: "whether it happened",
    Dispute.WHO: "who did it",
    Dispute.WHOM: "whom it befell",
    Dispute.TOLL: "how many",
}


class Incidents:
    """Tells of the incidents of a view with the writer's names and voices."""

    def __init__(self, view: CaseView, claims: Sequence[Said], writer: Writer) -> None:
        self._view, self._writer, self._words = view, writer, writer.words
        self._parties = party_labels(claims, writer.words)
        self._said = {one.claim.id: one for one in claims}
        self._incidents = [one.incident for one in view.incidents if any(c in self._said for c in one.incident.claims)]

    def contested(self) -> list[Draft]:
        """A line for each contradiction, with all its sides and who stands behind each."""
        return [self._contested(one, found) for one in self._incidents for found in one.contradictions]

    def _contested(self, one: Incident, found: Contradiction) -> Draft:
        of = f" {found.of}" if found.about is Dispute.TOLL and found.of else ""
        parts: list[Part] = [plain(f"{self.naming(one)}{self._when(one)}, {_ABOUT[found.about]}{of}: ")]
        names = {origin.key: origin.name for origin in one.origins}
        cited: list[Evidence] = []
        for at, side in enumerate(found.sides):
            parts += [plain("; against " if at else ""), *self._side(found, side, names)]
            cited += [piece for said in self._those(side.claims) for piece in evidence(said)[:1]]
        return Draft(body=tuple(parts), evidence=tuple(dict.fromkeys(cited)))

    def _side(self, found: Contradiction, side: Side, names: dict[str, str]) -> Iterator[Part]:
        who = listed([names.get(key, key) for key in side.origins])
        words = {Dispute.HAPPENED: _held, Dispute.WHO: self._party}.get(found.about, str)(side.words)
        yield plain(f"{words} ({who}")
        first = next(iter(self._those(side.claims)), None)
        if first is not None and found.about in (Dispute.HAPPENED, Dispute.WHO):
            yield plain(": ")
            yield quoted(clause(first, MOST_QUOTED))
        yield plain(")")

    def _party(self, words: str) -> str:
        """Parties as the case calls them; `words` are their ids without what sort of id each is."""
        names = (
            self._parties.get(f"other:{one}") or self._parties.get(one.replace(" ", "_")) or one
            for one in words.split(", ")
        )
        return listed(list(names))

    def alone(self) -> list[Draft]:
        """For each origin the asserted incidents that it alone tells, the most first."""
        by_origin: dict[str, list[Incident]] = {}
        names: dict[str, str] = {}
        for one in self._incidents:
            telling = [origin for origin in one.origins if self._asserts(origin)]
            if one.status is Status.ASSERTED and len(telling) == 1:
                by_origin.setdefault(telling[0].key, []).append(one)
                names.setdefault(telling[0].key, telling[0].name)
        order = sorted(by_origin, key=lambda key: (-len(by_origin[key]), names[key]))
        return [self._alone(names[key], by_origin[key]) for key in order]

    def _asserts(self, origin: Origin) -> bool:
        return any(one.claim.status is Status.ASSERTED for one in self._those(origin.claims))

    def _alone(self, name: str, told: Sequence[Incident]) -> Draft:
        shown = [f"{self.naming(one)}{self._when(one)}" for one in told[:MOST_ALONE]]
        more = f"; and {len(told) - len(shown):,} more" if len(told) > len(shown) else ""
        many = f"{len(told):,} incident{'' if len(told) == 1 else 's'}"
        first = [said for one in told[:MOST_ALONE] for said in list(self._those(one.claims))[:1]]
        return Draft(
            body=(plain(f"{name} alone, {many}: {'; '.join(shown)}{more}"),),
            evidence=tuple(dict.fromkeys(evidence(one)[0] for one in first)),
        )

    def tolls(self) -> list[TableDraft]:
        """The table of tolls: of each incident and harm the range, and what each origin counts; nothing is added up."""
        rows = [
            (
                CellDraft(text=f"{_upper(self.naming(one))}{self._when(one)}"),
                CellDraft(text=f"{toll.harm.replace('_', ' ')}{', fighters' if toll.fighters else ''}"),
                CellDraft(text=_range(toll)),
                self._accounts(one, toll),
            )
            for one in self._incidents
            for toll in one.tolls
        ]
        caption = "Tolls as ranges, with what each origin counts. Rows may count the same people and are not added up."
        if len(rows) > MOST_ROWS:
            caption += f" The first {MOST_ROWS} of {len(rows)} rows."
        columns = ("Incident", "Harm", "Range", "By origin")
        return [TableDraft(name="tolls", caption=caption, columns=columns, rows=tuple(rows[:MOST_ROWS]))]

    def _accounts(self, one: Incident, toll: TollRange) -> CellDraft:
        names = {origin.key: origin.name for origin in one.origins}
        told = [f"{names.get(account.origin, account.origin)}: {_account(account)}" for account in toll.accounts]
        claims = [figure.claim for account in toll.accounts for figure in (*account.figures, *account.parts)]
        cited = dict.fromkeys(evidence(said)[0] for said in self._those(claims))
        return CellDraft(text="; ".join(told), evidence=tuple(cited))

    def naming(self, one: Incident) -> str:
        """An incident as a noun phrase: "the bombing of Suleth"."""
        said = list(self._those(one.claims))
        fitting = [each for each in said if each.claim.status is one.status] or said
        events = [each for each in fitting if self._words.is_event(each.claim.kind)]
        if not events:
            return (fitting[0].claim.kind if fitting else one.kinds[0]).replace("_", " ")
        happened = [each for each in events if each.claim.kind != _COUNTS] or events
        best = max(happened, key=lambda each: (bool(each.claim.place), bool(each.claim.target), -events.index(each)))
        if best.claim.kind == _COUNTS:
            # The row says who was harmed; the name says where.
            return f"casualties{self._writer.teller.scene([best]).at}"
        return self._writer.teller.naming(best)

    def _when(self, one: Incident) -> str:
        told = span(one.from_, one.to or one.from_, self._words) if one.from_ else ""
        return f", {told}" if told else ""

    def _those(self, claims: Iterable[str]) -> Iterator[Said]:
        return (self._said[one] for one in claims if one in self._said)


def _held(words: str) -> str:
    return {"asserted": "it did", "denied": "it did not"}.get(words, words)


def _upper(text: str) -> str:
    text = text.removeprefix("the ")
    return text[:1].upper() + text[1:]


def _bounds(low: int | None, high: int | None, *, open_: bool = False) -> str:
    if low is None and high is None:
        return "no number"
    if low is None:
        return f"up to {high:,}"
    if high is None or open_:
        return f"at least {low:,}" if high in (None, low) else f"{low:,} to {high:,} or more"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _range(toll: TollRange) -> str:
    return _bounds(toll.low, toll.high, open_=toll.open)


def _account(account: TollAccount) -> str:
    earlier = [_bounds(one.low, one.high) for one in account.earlier]
    said = _bounds(account.low, account.high)
    return f"{said} (earlier {', '.join(dict.fromkeys(earlier))})" if earlier else said
