"""Ids and hashes replaced all over a view."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

import msgspec

from masudi.domain.view import CaseView


def opaque(secret: bytes, name: str, length: int) -> str:
    """What stands for an id or a hash: the same each time for who has the secret, and for nobody else."""
    return hmac.new(secret, name.encode(), hashlib.sha256).hexdigest()[:length]


def renamed(view: CaseView, names: Mapping[str, str]) -> CaseView:
    """The view with every string that is one of `names` replaced, wherever it stands."""

    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return names.get(value, value)
        if isinstance(value, dict):
            return {names.get(key, key): walk(one) for key, one in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [walk(one) for one in value]
        return value

    return msgspec.convert(walk(msgspec.to_builtins(view)), CaseView)
