"""What people write for the fields of a claim: words of the report become spans of it.

A field is given as the JSON of docs/formats.md, in which whatever has only `text` is looked up in the report. Shorter:
words alone, or a pair of offsets, for whatever is a span; one filler for a list of one; a level alone for a hedge.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from masudi.domain import Claim
from masudi.errors import DecisionError

_LISTS = ("mentions", "actor", "target", "place", "means", "source", "casualties", "violations")
_SPANS = (*_LISTS, "time")
_TOLL = {"low": None, "high": None}
_OFFSETS = re.compile(r"@(\d+)-(\d+)")
# As many as are told of where words stand, before a person looks for longer ones.
_TOLD = 5


def parsed(words: str) -> Any:
    """What somebody typed for a field: JSON where it looks like it, `@10-25` for offsets, else words."""
    if words[:1] in ("{", "[", '"') or words == "null":
        try:
            return msgspec.json.decode(words)
        except msgspec.DecodeError as fault:
            raise DecisionError(f"{words!r} is no JSON: {fault}") from None
    offsets = _OFFSETS.fullmatch(words)
    return [int(offsets[1]), int(offsets[2])] if offsets else words


def written(text: str, field: str, value: Any, others: Sequence[Claim] = ()) -> Any:
    """`value`, which a person wrote for `field` of a claim of the report `text`, as the JSON of docs/formats.md.

    A party or a place given by its words alone is the one that `others`, claims of the same report, take these words
    for. DecisionError where words do not stand in the report, or stand there several times.
    """
    if field == "hedge" and isinstance(value, str):
        return {"level": value}
    if field not in _SPANS or value is None:
        return _located(text, value)
    if field not in _LISTS:
        return _span(text, value)
    one = not isinstance(value, list) or _offsets(value)
    several = [value] if one else value
    return [_filler(text, field, one, others) for one in several]


def _filler(text: str, field: str, value: Any, others: Sequence[Claim]) -> dict[str, Any]:
    if field == "violations":
        return _located(text, value) if isinstance(value, dict) else {"tag": value}
    found = _span(text, value)
    if field == "mentions" and "sentence" not in found:
        return found | {"sentence": _sentence(text, found["start"])}
    if field == "casualties":
        return _TOLL | found
    bare = found.keys() == {"start", "end", "text"}
    return (_known(field, found["text"], others) | found) if bare else found


def _known(field: str, words: str, others: Sequence[Claim]) -> dict[str, Any]:
    for claim in others:
        for one in getattr(claim, field):
            if one.text == words:
                known: dict[str, Any] = msgspec.to_builtins(one)
                return known
    return {}


def _span(text: str, value: Any) -> dict[str, Any]:
    """A span, given by its words, by its offsets or whole."""
    if isinstance(value, str):
        return span_of_words(text, value)
    if isinstance(value, Mapping):
        found: dict[str, Any] = _located(text, dict(value))
        return found
    if _offsets(value):
        start, end = value
        if not 0 <= start < end <= len(text):
            raise DecisionError(f"the report has no characters {start} to {end}: it has {len(text)}")
        return {"start": start, "end": end, "text": text[start:end]}
    raise DecisionError(f"{value!r} is neither words of the report, nor offsets, nor an object")


def _offsets(value: Any) -> bool:
    return isinstance(value, Sequence) and len(value) == 2 and all(isinstance(one, int) for one in value)


def _located(text: str, value: Any) -> Any:
    """`value` with offsets for whatever in it has words alone."""
    if isinstance(value, list):
        return [_located(text, one) for one in value]
    if not isinstance(value, dict):
        return value
    found = {name: _located(text, one) for name, one in value.items()}
    if "start" not in found and isinstance(found.get("text"), str):
        return found | span_of_words(text, found["text"])
    return found


def span_of_words(text: str, words: str) -> dict[str, Any]:
    """The span of words that stand once in `text`; DecisionError where they do not, or stand there several times."""
    starts = [one.start() for one in re.finditer(re.escape(words), text)] if words else []
    if not starts:
        raise DecisionError(f"the report does not have the words {words!r}")
    if len(starts) > 1:
        told = ", ".join(f"{start}-{start + len(words)}" for start in starts[:_TOLD])
        more = " …" if len(starts) > _TOLD else ""
        raise DecisionError(f"{words!r} stands {len(starts)} times in the report: give offsets ({told}{more})")
    return {"start": starts[0], "end": starts[0] + len(words), "text": words}


def _sentence(text: str, offset: int) -> dict[str, Any]:
    from masudi.language import outline

    found: dict[str, Any] = msgspec.to_builtins(outline(text).sentence_at(offset))
    return found
