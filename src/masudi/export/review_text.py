"""What people decide and have still to decide, for people at a terminal."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from masudi.domain.case import CaseClaim, CaseSummary, Decision
from masudi.domain.user import User
from masudi.export.case_text import SHORT_ID, claim_head, review_words
from masudi.export.table import clean, quote

# Of what a decision says, as much as a line of a list holds.
_SHORT = 160


def write_decisions(entries: Iterable[Decision], console: Console) -> None:
    """Print entries of the log, one below the other."""
    some = False
    for one in entries:
        some = True
        head = Text(f"{one.sequence:>6}  ", style="dim") + Text(f"{one.at:%Y-%m-%d %H:%M} UTC  ", style="dim")
        head.append(clean(f"{one.person}  {one.action}  "), style="bold").append(clean(one.subject))
        if one.signature is not None:
            head.append(f"  signed with {(one.public_key or '')[:SHORT_ID]}", style="dim")
        console.print(head)
        for said in _said(one):
            console.print(Padding(Text(clean(said)), (0, 0, 0, 8), expand=False))
    if not some:
        console.print(Text("no decisions", style="dim"))


def _said(entry: Decision) -> Iterable[str]:
    if entry.payload is None:
        yield "its content was erased"
    elif entry.payload:
        content = json.dumps(entry.payload, ensure_ascii=False)
        yield content if len(content) <= _SHORT else f"{content[:_SHORT]} …"
    if entry.why:
        yield f"because: {entry.why}"


def write_waiting(waiting: Sequence[tuple[CaseClaim, str | None]], limit: int, console: Console) -> None:
    """Print claims that wait for a decision, each with why two people have to look at it, where they have."""
    for found, twice in waiting:
        console.print(claim_head(found))
        console.print(Padding(quote(found.claim.mentions[0]), (0, 0, 0, SHORT_ID + 2), expand=False))
        sure = found.claim.confidence.claim
        said = [f"{sure:.0%} sure" if sure is not None else "not said how sure", review_words(found)]
        if twice:
            said.append(f"needs a second person ({twice})" if found.people else f"needs two people ({twice})")
        console.print(Padding(Text(clean("; ".join(said)), style="dim"), (0, 0, 0, SHORT_ID + 2), expand=False))
    if len(waiting) >= limit:
        console.print(Text(f"the first {limit:,}: --limit shows more", style="dim"))
    elif not waiting:
        console.print(Text("nothing waits for a decision", style="dim"))


def write_seal(summary: CaseSummary, date: str, console: Console) -> None:
    """Print what is to be put down elsewhere, so that the case can be checked against it later."""
    facts = (
        ("case", summary.id),
        ("head", summary.head),
        ("entries", str(summary.decisions)),
        ("date", date),
    )
    console.print(Text("Seal of a Masudi case"))
    for name, value in facts:
        console.print(Text(f"{name:8}{value}"), soft_wrap=True)


def write_users(users: Sequence[User], console: Console) -> None:
    """Print who has a token for a case, and what they may do."""
    for one in users:
        role = f"{one.role.value:<10}"
        since = Text(f"  since {one.made:%Y-%m-%d}", style="dim")
        console.print(Text(role) + Text(clean(one.name), style="bold") + since)
    if not users:
        console.print(Text("no users: only who starts the workbench on this machine can use it", style="dim"))
