"""Names covered in whatever is shown of a case: reports as pages, pages for other machines and their JSON.

A cover keeps the length of every text, so that whatever points into it still does. It takes names and sensitive words;
what has to be left out as a whole (recent results, coordinates of what is protected) is left out by `publish` alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from typing import Any, Protocol, Self, TypeVar, runtime_checkable

import msgspec

from masudi.domain.view import Private
from masudi.publish.policy import Policy
from masudi.publish.spelling import name_terms

T = TypeVar("T")


@runtime_checkable
class Shown(Protocol):
    """A text as it is shown, cut into pieces: they are covered as one text, for a name may stand in several."""

    text: str

    def with_text(self, text: str) -> Self:
        """The same with another text of the same length."""


# Where somebody keeps their files is nobody's business; and from a hash whoever knows the text finds what is covered.
_LEFT_OUT = ("path",)
_HASHES = ("sha256_bytes", "sha256_text")
NO_HASH = "withheld"


class Cover:
    """Covers names in texts and in values that hold texts; made once for a case, or for some reports."""

    def __init__(self, policy: Policy, private: Private, others: Iterable[str] = ()) -> None:
        """`private` are covered where the policy withholds names of persons; `others` are further words."""
        self._terms = name_terms(private if policy.persons else Private(), (*others, *policy.names))

    def text(self, words: str) -> str:
        """The words, names covered."""
        return self._terms.covered(words)

    def value(self, value: T) -> T:
        """A value (a frozen struct, a dataclass, a list, a dictionary … of them) with every text in it covered.

        Paths of files are left out, and hashes, where anything was covered: they would tell what it was.
        """
        covered = self._walk(value)
        return covered if covered == value else self._walk(value, hashes=True)  # type: ignore[no-any-return]

    def _walk(self, value: Any, *, hashes: bool = False) -> Any:
        if isinstance(value, str):
            return self.text(value) if type(value) is str else value
        if isinstance(value, msgspec.Struct):
            fields = {name: getattr(value, name) for name in value.__struct_fields__}
            changed = self._changed(fields, hashes)
            return msgspec.structs.replace(value, **changed) if changed else value
        if isinstance(value, Shown):
            covered = self.text(value.text)
            return value if covered == value.text else value.with_text(covered)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            fields = {one.name: getattr(value, one.name) for one in dataclasses.fields(value) if one.init}
            changed = self._changed(fields, hashes)
            return dataclasses.replace(value, **changed) if changed else value
        if isinstance(value, tuple) and hasattr(value, "_fields"):
            return type(value)(*(self._walk(one, hashes=hashes) for one in value))
        if isinstance(value, Mapping):
            return {self._walk(key): self._walk(one, hashes=hashes) for key, one in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return type(value)(self._walk(one, hashes=hashes) for one in value)
        return value

    def _changed(self, fields: Mapping[str, Any], hashes: bool) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, one in fields.items():
            new = self._walk(one, hashes=hashes)
            if name in _LEFT_OUT and isinstance(one, str):
                new = None
            elif hashes and name in _HASHES:
                new = NO_HASH
            if new is not one and new != one:
                found[name] = new
        return found
