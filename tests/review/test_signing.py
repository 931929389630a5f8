from __future__ import annotations

from pathlib import Path

import pytest

from masudi.errors import KeyFileError
from masudi.review import key_folder, load_key, make_key


def test_a_key_is_for_its_owner_alone_and_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "ada.pem"
    make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(KeyFileError, match="never replaced"):
        make_key(path)


def test_what_is_no_usable_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ada.pem"
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_key(path)
    make_key(path, "open sesame")
    with pytest.raises(KeyFileError, match="needs its passphrase"):
        load_key(path)
    with pytest.raises(KeyFileError, match="passphrase is wrong"):
        load_key(path, "open barley")
    path.chmod(0o644)
    with pytest.raises(KeyFileError, match="read by others"):
        load_key(path, "open sesame")
    other = tmp_path / "words.pem"
    other.write_text("no key")
    other.chmod(0o600)
    with pytest.raises(KeyFileError, match="is no key file"):
        load_key(other)


def test_a_passphrase_for_a_key_without_one_is_said(tmp_path: Path) -> None:
    make_key(tmp_path / "ada.pem")
    with pytest.raises(KeyFileError, match="has no passphrase"):
        load_key(tmp_path / "ada.pem", "open sesame")


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

    path = tmp_path / "ec.pem"
    key = generate_private_key(SECP256R1())
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    path.chmod(0o600)
    with pytest.raises(KeyFileError, match="another kind"):
        load_key(path)


def test_where_keys_lie(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert key_folder() == tmp_path / "masudi" / "keys"
    monkeypatch.setenv("MASUDI_KEYS", str(tmp_path / "safe"))
    assert key_folder() == tmp_path / "safe"
