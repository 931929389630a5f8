"""How often Masudi sees violence where there is none: claims it makes of texts that only sound like war.

    python benchmarks/false_alarms.py            claims of violence a text, by nature and by category; the worst texts
    python benchmarks/false_alarms.py --list     also every claim of violence, with its words and where they stand
    python benchmarks/false_alarms.py --others   also every claim of the other families
    python benchmarks/false_alarms.py --words    also every word that triggered a claim of violence, and how often

The texts (benchmarks/data/false_alarms.yaml) are a hundred short ones on sport, markets, storms, games, history and the
like, written for this and thick with warlike words, so that the figures are the worst case and not what ordinary news
would give. They are counted apart by nature: "figure", where nobody is hurt and every claim of violence is wrong;
"harm", where people are hurt or arrested in no armed conflict, so that a claim may be true of its sentence and yet does
not belong in a record of a war; "past", where the violence is real and centuries old. A reader who claims nothing at
all comes out best here: read the figures beside those of benchmarks/claims.py.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from masudi.data import load_yaml
from masudi.domain import Claim, Reading, Status
from masudi.errors import KnowledgeError
from masudi.ontology import load_ontology
from masudi.pipeline import read_one
from masudi.sources import report_from_text

TEXTS = Path(__file__).resolve().parent / "data" / "false_alarms.yaml"
VIOLENCE = "violence"
# How many words a text has: shorter ones give a reader nothing to judge by, longer ones would weigh more than others.
SHORTEST, LONGEST = 40, 120
WORST = 10
# How many characters of context --list shows on each side of the words that triggered.
CONTEXT = 45


class Text(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A text that reports no armed conflict, and what there is to its warlike words."""

    name: str
    nature: Literal["figure", "harm", "past"]
    text: str


class Category(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Texts on one subject."""

    name: str
    texts: tuple[Text, ...]


class Texts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """data/false_alarms.yaml."""

    categories: tuple[Category, ...]


class Result(msgspec.Struct, frozen=True, kw_only=True):
    """One text as Masudi read it: its claims of violence, and the others."""

    category: str
    text: Text
    violence: tuple[Claim, ...]
    others: tuple[Claim, ...]

    @property
    def asserted(self) -> int:
        """How many of the claims of violence say that it happened."""
        return sum(claim.status is Status.ASSERTED for claim in self.violence)


def load_texts(path: Path) -> Texts:
    """The texts, checked; KnowledgeError names the one that is at fault."""
    texts = load_yaml(path, Texts)
    names = Counter(text.name for category in texts.categories for text in category.texts)
    for category in texts.categories:
        for text in category.texts:
            words = len(text.text.split())
            if names[text.name] > 1:
                raise KnowledgeError(str(path), f"has two texts named {text.name!r}")
            if not SHORTEST <= words <= LONGEST:
                problem = f"text {text.name!r} has {words} words, not {SHORTEST} to {LONGEST}"
                raise KnowledgeError(str(path), problem)
    return texts


def read_text(text: Text) -> Reading:
    """The text's claims; the mark of a made-up text is in its header, as for every text that was never published."""
    return read_one(report_from_text(f"synthetic: yes\n\n{text.text}", name=text.name))


def measure(texts: Texts) -> list[Result]:
    """Read every text, in the order of the file."""
    violent = {kind.name for kind in load_ontology().kinds if kind.family == VIOLENCE}
    results = []
    for category in texts.categories:
        for text in category.texts:
            claims = read_text(text).claims
            violence = tuple(claim for claim in claims if claim.kind in violent)
            others = tuple(claim for claim in claims if claim.kind not in violent)
            results.append(Result(category=category.name, text=text, violence=violence, others=others))
    return results


def row(title: str, results: Sequence[Result]) -> str:
    """One line of a table: what share of some texts raise an alarm, and how many claims a text they yield."""
    count = len(results)
    alarmed = sum(bool(result.violence) for result in results)
    violence = sum(len(result.violence) for result in results)
    asserted = sum(result.asserted for result in results)
    others = sum(len(result.others) for result in results)
    figures = f"{violence / count:9.2f} {asserted / count:9.2f} {others / count:9.2f}"
    return f"  {title:14} {count:5} {100 * alarmed / count:7.0f} % {figures}"


def show_table(results: Sequence[Result], heading: str, key: Callable[[Result], str]) -> None:
    """Print a line for each group of the texts, in the order in which the groups first come up."""
    print(f"\n  {heading:14} texts   alarmed  violence  asserted    others")
    for name in dict.fromkeys(map(key, results)):
        print(row(name, [result for result in results if key(result) == name]))


def triggers(claims: Iterable[Claim]) -> list[tuple[str, str]]:
    """Kind and words of every mention of some claims, in small letters."""
    return [(claim.kind, mention.text.lower()) for claim in claims for mention in claim.mentions]


def show_kinds(results: Sequence[Result]) -> None:
    """Print how often each kind of violence was claimed."""
    kinds = Counter(claim.kind for result in results for claim in result.violence)
    print("\n  violence by kind: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    kinds = Counter(claim.kind for result in results for claim in result.others)
    print("  others by kind:   " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))


def show_worst(results: Sequence[Result]) -> None:
    """Print the texts with the most claims of violence, and the words that triggered them."""
    worst = sorted((result for result in results if result.violence), key=lambda result: -len(result.violence))
    print("\n  the worst texts, and the words that triggered")
    for result in worst[:WORST]:
        words = ", ".join(f"{words} ({kind})" for kind, words in triggers(result.violence))
        print(f"  {len(result.violence):3}  {result.category}/{result.text.name} [{result.text.nature}]: {words}")


def show_words(results: Sequence[Result]) -> None:
    """Print every word that triggered a claim of violence, the most frequent first, and in texts of which nature."""
    seen: dict[tuple[str, str], Counter[str]] = {}
    for result in results:
        for trigger in triggers(result.violence):
            seen.setdefault(trigger, Counter())[result.text.nature] += 1
    print("\n  words that triggered a claim of violence")
    for (kind, words), natures in sorted(seen.items(), key=lambda item: (-item[1].total(), item[0][1])):
        parts = ", ".join(f"{nature} {count}" for nature, count in natures.most_common())
        print(f"  {natures.total():3}  {words:24} {kind:15} {parts}")


def show_claims(results: Sequence[Result], heading: str, claims_of: Callable[[Result], tuple[Claim, ...]]) -> None:
    """Print some claims of every text, with the words around their first mention."""
    print(f"\n  {heading}")
    for result in results:
        claims, text = claims_of(result), result.text.text
        if claims:
            print(f"  {result.category}/{result.text.name} [{result.text.nature}]")
        for claim in claims:
            first = claim.mentions[0]
            before, after = text[max(0, first.start - CONTEXT) : first.start], text[first.end : first.end + CONTEXT]
            print(f"    {claim.kind:15} {claim.status:9} {before}[{first.text}]{after}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, default=TEXTS, help="a YAML file of the shape of data/false_alarms.yaml")
    parser.add_argument("--list", action="store_true", help="print every claim of violence")
    parser.add_argument("--others", action="store_true", help="print every claim of another family")
    parser.add_argument("--words", action="store_true", help="print every word that triggered a claim of violence")
    args = parser.parse_args()
    try:
        results = measure(load_texts(args.texts))
    except KnowledgeError as fault:
        raise SystemExit(str(fault)) from None
    if not results:
        raise SystemExit(f"{args.texts} holds no text")
    print("claims a text; alarmed: texts with at least one claim of violence, of any status")
    show_table(results, "nature", lambda result: result.text.nature)
    print(row("all", results))
    show_table(results, "category", lambda result: result.category)
    show_kinds(results)
    show_worst(results)
    if args.words:
        show_words(results)
    if args.list:
        show_claims(results, "every claim of violence", lambda result: result.violence)
    if args.others:
        show_claims(results, "every other claim", lambda result: result.others)


if __name__ == "__main__":
    main()
