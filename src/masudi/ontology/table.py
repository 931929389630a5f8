"""The kinds for people: as rows, and on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from masudi.ontology.crosswalk import Codebook
from masudi.ontology.model import Kind
from masudi.ontology.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    from rich.console import Console

_NO_CODE = "not codable"
# Columns: below the first a name and its words stand one above the other; the second holds the longest name.
_NARROW = 70
_NAMES = 28


class KindRow(msgspec.Struct, frozen=True, kw_only=True):
    """A kind with its family and, for each codebook by name, every code that some rule gives a claim of it."""

    family: str
    kind: str
    label: str
    definition: str
    apart: str
    codes: dict[str, tuple[str, ...]]


def kinds_rows(ontology: Ontology | None = None) -> list[KindRow]:
    """One row for each kind, in order; a kind that a codebook never codes has no codes there."""
    ontology = ontology or load_ontology()
    return [
        KindRow(
            family=kind.family,
            kind=kind.name,
            label=kind.label,
            definition=kind.definition,
            apart=kind.apart,
            codes={book.name: codes_of(kind, book, ontology) for book in ontology.crosswalk.codebooks},
        )
        for kind in ontology.kinds
    ]


def codes_of(kind: Kind, book: Codebook, ontology: Ontology) -> tuple[str, ...]:
    """The codes of `book` that some rule gives a claim of `kind`, in the order of the rules, each once."""
    labels = {entry.code: entry.label for entry in book.vocabulary}
    found: dict[str, None] = {}
    for rule in book.rules:
        kinds, families = ontology.crosswalk.values(rule.when.kind), rule.when.family
        if rule.code and (not kinds or kind.name in kinds) and (not families or kind.family in families):
            detail = rule.sub or rule.mode
            label = labels[rule.code]
            found[f"{rule.code}: {detail}" if detail else f"{rule.code} {label}" if label else rule.code] = None
    return tuple(found)


def render_kinds(console: Console, codes: bool = False) -> None:
    """Print the kinds by family and the violation tags; with `codes` also each kind's codes in other codebooks."""
    from rich.text import Text

    ontology = load_ontology()
    rows = kinds_rows(ontology)
    books = ontology.crosswalk.codebooks
    for family in ontology.families:
        console.print(Text.assemble((family.label, "bold underline"), f"  {family.meaning}"))
        for row in (row for row in rows if row.family == family.name):
            _entry(console, row.kind, row.definition)
            for book in books if codes else ():
                _entry(console, f"  {book.label}", "; ".join(row.codes[book.name]) or _NO_CODE, style="dim")
        console.print()
    if codes:
        console.print(Text("Codes of the codebooks", style="bold underline"))
        console.print(
            Text("Which one applies turns on status, actors, targets and outcome; the rules: docs/codebook.md.")
        )
        for book in books:
            _entry(console, book.label, f"{book.title}, version {book.version}, {book.url}")
        console.print()
    console.print(Text.assemble(("Violation tags", "bold underline"), f"  {ontology.violations.notice}"))
    for tag in ontology.violations.tags:
        _entry(console, tag.name, tag.definition)


def _entry(console: Console, name: str, words: str, *, style: str = "bold") -> None:
    """A name and what is said of it, side by side, or one above the other where the terminal is narrow."""
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    if console.width < _NARROW:
        console.print(Text(f"  {name}", style=style))
        console.print(Padding(Text(words), (0, 0, 0, 4), expand=False))
        return
    entry = Table.grid(padding=(0, 2, 0, 0))
    entry.add_column(width=_NAMES)
    entry.add_column()
    entry.add_row(Text(f"  {name}", style=style), Text(words))
    console.print(entry)
