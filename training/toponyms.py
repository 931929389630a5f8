"""News with annotated toponyms: TR-News and LGL (Kamalloo and Rafiei 2018; Lieberman et al. 2010) and re3d (Dstl).

Half of TR-News and LGL, by the hash of the document's id, is for training; `benchmarks.toponyms` measures on the rest.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

from training.words import training_words

GEOPARSING = {"TR-News": "geoparsing/TR-News.xml.gz", "LGL": "geoparsing/lgl.xml.gz"}


@cache
def _conflict() -> re.Pattern[str]:
    """What tells, in local news (LGL), that a document may be about an armed conflict."""
    return re.compile(rf"\b(?:{'|'.join(training_words().conflict)})\b", re.IGNORECASE)


class Toponyms(NamedTuple):
    """A text and where its toponyms stand, [start, end); a `peaceful` one tells of no armed conflict: no claims."""

    name: str
    text: str
    spans: tuple[tuple[int, int], ...]
    peaceful: bool = False


def training_half(document: str) -> bool:
    """Whether a document of TR-News or LGL is for training."""
    return hashlib.sha256(document.encode()).digest()[0] % 2 == 0


class Article(NamedTuple):
    """A document of TR-News or LGL: its text, and [start, end) of each toponym with what the corpus says of it."""

    name: str
    text: str
    toponyms: list[tuple[int, int, ElementTree.Element]]


def articles(corpora: Path, corpus: str) -> Iterator[Article]:
    """All documents of "TR-News" or "LGL"; toponyms whose words do not stand where they should are left out."""
    with gzip.open(corpora / GEOPARSING[corpus], "rt", encoding="utf-8") as file:
        root = ElementTree.fromstring(file.read())
    for article in root.iter("article"):
        text = article.findtext("text") or ""
        found = []
        for toponym in article.iter("toponym"):
            start, end = int(toponym.findtext("start", "0")), int(toponym.findtext("end", "0"))
            if text[start:end] == (toponym.findtext("phrase") or "") != "":
                found.append((start, end, toponym))
        yield Article(article.get("docid", ""), text, found)


def geoparsing(corpora: Path, corpus: str) -> Iterator[Toponyms]:
    """The documents of "TR-News" or "LGL" with where their toponyms stand."""
    for article in articles(corpora, corpus):
        spans = {(start, end) for start, end, _ in article.toponyms}
        peaceful = corpus == "LGL" and not _conflict().search(article.text)
        yield Toponyms(article.name, article.text, tuple(sorted(spans)), peaceful)


def re3d(corpora: Path) -> Iterator[Toponyms]:
    """The documents of re3d with their locations; where one lies within another, the longer."""
    with gzip.open(corpora / "re3d.jsonl.gz", "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            found = {(one["start"], one["end"]) for one in row["entities"] if one["type"] == "Location"}
            inner = {(a, b) for a, b in found if any(x <= a and b <= y and (a, b) != (x, y) for x, y in found)}
            yield Toponyms(str(row["id"]), row["text"], tuple(sorted(found - inner)))


def training_toponyms(corpora: Path) -> list[Toponyms]:
    """What the phrase head learns toponyms from."""
    halves = [one for corpus in GEOPARSING for one in geoparsing(corpora, corpus) if training_half(one.name)]
    return [*halves, *re3d(corpora)]
