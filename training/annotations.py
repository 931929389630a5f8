"""Annotated reports kept as offsets: no word of a corpus's text is in this repository.

    python -m training.annotations pack FOLDER OUT --corpora ../shared/corpora      from the benchmark's form
    python -m training.annotations check training/annotations --corpora ../shared/corpora

FOLDER holds `reports/NAME.txt` (three header lines, a blank line, the body), `gold/NAME.json` in the form of the claims
benchmark, and `origin.json` (a list of `name`, `corpus`, `id`). A packed report names its corpus report, the SHA-256
and the length of its text (the beginning of the corpus's text, stripped, or what follows from `start` on), and has its
claims with a span [start, end] for each phrase. `check` says whether every text is found and unchanged.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

ROLES = ("actor", "target", "place", "means", "source")


class Packed(NamedTuple):
    """An annotated report with its text: claims have spans [start, end] into `text` where the benchmark has quotes."""

    name: str
    text: str
    published: str
    source: str
    claims: list[dict[str, Any]]


class AnnotationError(Exception):
    """An annotation that does not fit its text; the message names the report and the claim."""


@cache
def _corpus(path: Path) -> dict[str, dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    return {str(row.get("id", row.get("docid"))): row for row in rows}


def corpus_text(corpora: Path, corpus: str, report_id: str, length: int | None = None, start: int = 0) -> str:
    """A corpus report's text, stripped; of it `length` characters from `start` on, or all that follow."""
    row = _corpus(corpora / f"{corpus}.jsonl.gz").get(report_id)
    if row is None:
        raise AnnotationError(f"{corpus} has no report {report_id}")
    text = str(row.get("text") or row.get("doctext") or "").strip()
    return text[start:][:length]


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_packed(folder: Path, corpora: Path) -> Iterator[Packed]:
    """The packed reports of a folder with their texts; AnnotationError where a text is missing or another."""
    for path in sorted(folder.glob("*.json")):
        packed = json.loads(path.read_text(encoding="utf-8"))
        # Reports written for training are not in any corpus: their text is kept.
        text = packed.get("text") or corpus_text(
            corpora, packed["corpus"], packed["id"], packed["length"], packed.get("start", 0)
        )
        if digest(text) != packed["sha256"]:
            where = f"{packed.get('corpus', path.name)} {packed.get('id', '')}".strip()
            raise AnnotationError(f"{path.stem}: {where} is another text than the annotated one")
        yield Packed(path.stem, text, packed["published"], packed["source"], packed["claims"])


def pack(text: str, claims: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Claims of the benchmark's form with spans in place of their words; AnnotationError names the claim at fault."""
    packed = []
    for number, claim in enumerate(claims, 1):
        try:
            packed.append(_packed_claim(text, claim))
        except (ValueError, KeyError) as fault:
            raise AnnotationError(f"claim {number} ({claim.get('kind')}): {fault}") from None
    return packed


def _packed_claim(text: str, claim: dict[str, Any]) -> dict[str, Any]:
    mentions = [_inside(text, mention["quote"], mention["trigger"]) for mention in claim["mentions"]]
    near = mentions[0][0]
    packed: dict[str, Any] = {"kind": claim["kind"], "status": claim["status"], "mentions": mentions}
    for role in ROLES:
        packed[role] = [_packed_filler(text, filler, near) for filler in claim.get(role) or []]
    time = claim.get("time")
    packed["time"] = time and {
        "span": _nearest(text, time["text"], near) if time.get("text") and time["text"] in text else None,
        "from": time.get("from"),
        "to": time.get("to"),
    }
    packed["casualties"] = claim.get("casualties") or []
    return packed


def _packed_filler(text: str, filler: dict[str, Any], near: int) -> dict[str, Any]:
    known = {key: value for key, value in filler.items() if key != "text" and value is not None}
    return {"span": _nearest(text, filler["text"], near), **known}


def _inside(text: str, quote: str, phrase: str) -> list[int]:
    if text.count(quote) != 1 or phrase not in quote:
        raise ValueError("a quote does not stand once in the text, or its trigger not in it")
    start = text.index(quote) + quote.index(phrase)
    return [start, start + len(phrase)]


def _nearest(text: str, phrase: str, near: int) -> list[int]:
    """The occurrence of a phrase nearest to an offset, as the benchmark's scorer takes it."""
    spots, at = [], text.find(phrase)
    while at >= 0:
        spots.append(at)
        at = text.find(phrase, at + 1)
    if not spots:
        raise ValueError("a phrase does not stand in the text")
    best = min(spots, key=lambda spot: abs(spot - near))
    return [best, best + len(phrase)]


def pack_folder(folder: Path, out: Path, corpora: Path) -> int:
    """Pack every report of `folder` that has gold claims; the number packed. Faulty ones are named and left out."""
    out.mkdir(parents=True, exist_ok=True)
    number = 0
    for origin in json.loads((folder / "origin.json").read_text(encoding="utf-8")):
        name = origin["name"]
        gold = folder / "gold" / f"{name}.json"
        if not gold.exists():
            continue
        head, body = (folder / "reports" / f"{name}.txt").read_text(encoding="utf-8").split("\n\n", 1)
        text = body.strip()
        header = {key: value.strip() for key, _, value in (line.partition(":") for line in head.splitlines())}
        try:
            if corpus_text(corpora, origin["corpus"], origin["id"], len(text)) != text:
                raise AnnotationError("is not the beginning of its corpus report")
            claims = pack(text, json.loads(gold.read_text(encoding="utf-8")))
        except AnnotationError as fault:
            print(f"{name}: {fault}", file=sys.stderr)
            continue
        value = {
            "corpus": origin["corpus"],
            "id": origin["id"],
            "sha256": digest(text),
            "length": len(text),
            "published": header.get("published", ""),
            "source": header.get("source", ""),
        }
        lines = ",\n".join(json.dumps(claim, ensure_ascii=False) for claim in claims)
        fields = json.dumps(value, ensure_ascii=False)[:-1]
        (out / f"{name}.json").write_text(f'{fields}, "claims": [\n{lines}\n]}}\n', encoding="utf-8")
        number += 1
    return number


def main() -> int:
    """Pack or check; 1 where something does not fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    packing = verbs.add_parser("pack")
    packing.add_argument("folder", type=Path)
    packing.add_argument("out", type=Path)
    checking = verbs.add_parser("check")
    checking.add_argument("annotations", type=Path)
    for verb in (packing, checking):
        verb.add_argument("--corpora", type=Path, required=True)
    args = parser.parse_args()
    if args.verb == "pack":
        print(f"{pack_folder(args.folder, args.out, args.corpora)} reports packed")
        return 0
    try:
        reports = list(read_packed(args.annotations, args.corpora))
    except AnnotationError as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"{len(reports)} reports, {sum(len(report.claims) for report in reports)} claims")
    return 0


if __name__ == "__main__":
    sys.exit(main())
