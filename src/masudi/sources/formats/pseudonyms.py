"""Pseudonyms of people who send messages: the same sender has the same one wherever the same words key it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache

from masudi.sources.opening import Opening

# Of ten thousand senders, two with the same eight digits are to be expected once in a hundred chats.
_DIGITS = 8
_START = "sender-"


def sender_name(sender: str, opening: Opening) -> str:
    """What a sender is called: a pseudonym keyed by the salt, or by what it is with `name_senders`.

    HMAC-SHA256 (RFC 2104) of the id or name. Who has the salt, and a list of ids such as all telephone numbers, finds
    the sender by trying; nobody else does.
    """
    if opening.name_senders:
        return sender
    key = (opening.salt or _own_salt()).encode("utf-8", "surrogatepass")
    said = " ".join(sender.split()).casefold().encode("utf-8", "surrogatepass")
    return _START + hmac.new(key, said, hashlib.sha256).hexdigest()[:_DIGITS]


@cache
def _own_salt() -> str:
    """What no other run has."""
    return secrets.token_hex(32)
