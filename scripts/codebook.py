"""Write docs/codebook.md from the ontology: `python scripts/codebook.py`; `--check` says whether it is up to date."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from masudi.ontology import Kind, Ontology, load_ontology
from masudi.ontology.crosswalk import Codebook, Rule, When
from masudi.ontology.model import Term
from masudi.ontology.violations import Tag

TARGET = Path(__file__).resolve().parents[1] / "docs" / "codebook.md"

INTRODUCTION = """\
# Codebook

What a claim is, what its fields hold, and what its names mean. This page is written from the data files
(`src/masudi/data/kinds.yaml`, `labels.yaml`, `crosswalk.yaml`, `violations.yaml`) by `python scripts/codebook.py`:
change those, not this page.

A claim is one distinct thing that one report says, however often it says it: that something happened or holds, is
planned, is feared, did not happen, or explains something. If the report comes back to it, the claim gets another
mention. What a report recalls from earlier years is a claim with its own time. A statement that carries an event
("X said that jets hit Y") is that event, with X as its source.
"""

READING_RULES = """\
Rules are read from the top and the first that fits answers. A row fits if all its conditions hold, and a condition
holds if one of its values does. "Not codable" is an answer, with its reason: a code that the facts do not carry would
be a wrong record, and a missing one can be added by a person.
"""


def codebook(ontology: Ontology) -> str:
    """The page, in Markdown."""
    return "\n".join(_lines(ontology)).rstrip() + "\n"


def _lines(ontology: Ontology) -> Iterator[str]:
    labels = ontology.labels
    yield INTRODUCTION
    yield "## Kinds\n"
    for family in ontology.families:
        yield f"### {family.label}\n\n{_text(family.meaning)}\n"
        yield from _kinds(kind for kind in ontology.kinds if kind.family == family.name)
    yield "## Fields of a claim\n"
    yield from _terms(labels.fields)
    for title, terms in (
        ("Statuses", labels.statuses),
        ("Hedges", labels.hedges),
        ("Positions of a source", labels.positions),
        ("Precision of a time", labels.precisions),
        ("Relations between claims", labels.relations),
    ):
        yield f"## {title}\n"
        yield from _terms(terms)
    yield "## Tolls\n"
    yield from _terms(labels.toll_fields)
    yield "Scope:\n"
    yield from _terms(labels.scopes)
    yield "Harm:\n"
    yield from _terms(labels.harms)
    yield "Who:\n"
    yield from _terms(labels.counted)
    yield from _actors(ontology)
    yield from _violations(ontology)
    yield from _crosswalk(ontology)


def _kinds(kinds: Iterable[Kind]) -> Iterator[str]:
    rows = [(f"`{kind.name}`", kind.label, kind.definition, kind.apart) for kind in kinds]
    yield from _table(("Kind", "Label", "It is", "What separates it from its neighbours"), rows)


def _terms(terms: Iterable[Term]) -> Iterator[str]:
    yield from _table(("Name", "Label", "Meaning"), [(f"`{term.name}`", term.label, term.meaning) for term in terms])


def _actors(ontology: Ontology) -> Iterator[str]:
    labels = ontology.labels
    yield "## Actors and targets\n"
    rows = [(f"`{one.name}`", one.label, one.covers, f"`{one.actor_class}`") for one in labels.entities]
    rows.append((f"`{labels.other.prefix}NAME`", "", labels.other.meaning, f"`{labels.other.actor_class}`"))
    rows.extend((f"`{labels.other.prefix}{one.name}`", "", "", f"`{one.actor_class}`") for one in labels.other.known)
    yield from _table(("Entity", "Label", "Covers", "Class"), rows)
    yield "Classes, which other codebooks ask for:\n"
    yield from _terms(labels.actor_classes)


def _violations(ontology: Ontology) -> Iterator[str]:
    yield "## Violation tags\n"
    yield f"{_text(ontology.violations.notice)} A denied or feared claim keeps its tags, beside its status.\n"
    acts = {act.name: act for act in ontology.violations.acts}
    for tag in ontology.violations.tags:
        yield f"### `{tag.name}`: {tag.label}\n"
        yield f"{_text(tag.definition)} {_text(tag.note or '')}".strip() + "\n"
        yield f"- Attaches to: {_names(tag.kinds)}"
        yield from _words(tag)
        yield "- Norms: " + "; ".join(f"{norm.of}, {norm.ref}" for norm in tag.norms) + "\n"
    yield "Acts:\n"
    rows = [(f"`{name}`", ", ".join(act.verbs + act.nouns), ", ".join(act.participles)) for name, act in acts.items()]
    yield from _table(("Act", "Before the thing", "After “was” or “were”"), rows)


def _words(tag: Tag) -> Iterator[str]:
    where = "in the sentence of a trigger" if tag.reach == "sentence" else "in the clause of a trigger"
    if tag.cues:
        yield f"- Words, {where}: {', '.join(tag.cues)}"
    for harmed in tag.harmed:
        yield f"- Harmed by `{harmed.act}`: {', '.join(harmed.things)}"


def _crosswalk(ontology: Ontology) -> Iterator[str]:
    walk = ontology.crosswalk
    yield f"## Codes of other codebooks\n\n{READING_RULES}"
    yield "Outcomes:\n"
    rows = [(f"`{one.name}`", one.meaning, _names(one.kinds)) for one in walk.outcomes]
    yield from _table(("Outcome", "Meaning", "Had by every asserted"), rows)
    yield "Cues, in the words of a trigger or of the means:\n"
    yield from _table(
        ("Cue", "Meaning", "Words"), [(f"`{c.name}`", c.meaning, ", ".join(c.phrases)) for c in walk.cues]
    )
    yield "Groups, short for several values:\n"
    yield from _table(("Group", "Stands for"), [(f"`{group.name}`", _names(group.values)) for group in walk.groups])
    for book in walk.codebooks:
        yield from _book(book)


def _book(book: Codebook) -> Iterator[str]:
    yield f"### {book.label}\n"
    yield f"{_text(book.title)}, version {_text(book.version)}: <{book.url}>\n"
    if book.note:
        yield _text(book.note) + "\n"
    labels = {entry.code: entry.label for entry in book.vocabulary}
    rows = [(_when(rule.when), _code(rule, labels), rule.not_codable or rule.note or "") for rule in book.rules]
    yield from _table(
        ("When", " / ".join(filter(None, (book.code_label, book.sub_label, book.mode_label))), "Note"), rows
    )


def _when(when: When) -> str:
    conditions = [f"{name}: {_names(values)}" for name, values in when.conditions()]
    return "; ".join(conditions) or "everything else"


def _code(rule: Rule, labels: dict[str, str | None]) -> str:
    if rule.code is None:
        return "not codable"
    return " / ".join(filter(None, (rule.code, labels[rule.code], rule.sub, rule.mode)))


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join("---" for _ in heads) + " |"
    for row in rows:
        yield "| " + " | ".join(_text(cell).replace("|", "\\|") for cell in row) + " |"
    yield ""


def _text(words: str) -> str:
    return " ".join(words.split())


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the page, or say with exit code 1 that it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is out of date")
    page = codebook(load_ontology())
    if not parser.parse_args(arguments).check:
        TARGET.parent.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(page, encoding="utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text(encoding="utf-8") == page:
        return 0
    sys.stderr.write("docs/codebook.md is out of date: run python scripts/codebook.py\n")
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
