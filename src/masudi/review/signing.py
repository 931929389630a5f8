"""Signatures of reviewers: Ed25519 keys that are kept outside the case.

A key file is PEM (PKCS #8), readable by its owner alone; with a passphrase it is encrypted.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from masudi.errors import KeyFileError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class Signer:
    """Signs for one person; `public_key` is the public part of the key (32 bytes, hexadecimal)."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key = key
        self.public_key: str = key.public_key().public_bytes_raw().hex()

    def sign(self, message: bytes) -> str:
        """The signature of `message`, hexadecimal."""
        return self._key.sign(message).hex()


def signature_holds(public_key: str, signature: str, message: bytes) -> bool:
    """Whether `signature` of `message` was made with the key whose public part is given (both hexadecimal)."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public_key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def key_folder() -> Path:
    """Where key files lie: under MASUDI_KEYS, else under the configuration directory of the XDG specification."""
    own = os.environ.get("MASUDI_KEYS")
    if own:
        return Path(own).expanduser()
    base = os.environ.get("XDG_CONFIG_HOME") or ""
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".config"
    return root / "masudi" / "keys"


def key_path(person: str) -> Path:
    """The file of somebody's key."""
    # Whatever a name holds, the file lies in the folder.
    return key_folder() / f"{quote(person, safe=' ')}.pem"


def make_key(path: Path, passphrase: str | None = None) -> Signer:
    """A new key in the file `path`, which must not be there yet; KeyFileError where it is or cannot be written."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    locked = serialization.BestAvailableEncryption(passphrase.encode()) if passphrase else serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileError(str(path), "is there already: a key is never replaced; name another file") from None
    except OSError as fault:
        raise KeyFileError(str(path), f"cannot be written: {fault.strerror}") from None
    with os.fdopen(handle, "wb") as file:
        file.write(pem)
    return Signer(key)


def load_key(path: Path, passphrase: str | None = None) -> Signer:
    """The key in the file `path`; KeyFileError where it is not there, others may read it, or it is no such key."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    try:
        pem, mode = path.read_bytes(), path.stat().st_mode
    except OSError as fault:
        raise KeyFileError(str(path), f"cannot be read: {fault.strerror}") from None
    if mode & 0o077:
        raise KeyFileError(str(path), "may be read by others: take their rights away (chmod 600)")
    try:
        key = serialization.load_pem_private_key(pem, passphrase.encode() if passphrase else None)
    except TypeError:
        needed = "needs its passphrase" if passphrase is None else "has no passphrase"
        raise KeyFileError(str(path), needed) from None
    except ValueError:
        problem = "is no key file, or the passphrase is wrong" if passphrase else "is no key file"
        raise KeyFileError(str(path), problem) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(str(path), "is a key of another kind: make one with `masudi key new`")
    return Signer(key)
