"""The vault: sealed bytes open under exactly their name and key, and never again once the key is destroyed."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from server.accreditation.errors import CodedError
from server.adapters.encryption.document_vault import MASTER_FILE, FileVault, VaultError, install_vault
from server.usecases.document_ports import Sealed
from server.usecases.errors import Unavailable

NAME = Sealed("application-1", "document-1", "photo")


@pytest.fixture
def vault(tmp_path: Path) -> FileVault:
    """Return an empty vault."""
    return install_vault(tmp_path / "keys", secrets_dir=tmp_path / "secrets")


def test_what_is_sealed_opens_after_a_restart(vault: FileVault, tmp_path: Path) -> None:
    vault.make_key("application-1")
    sealed = vault.seal(b"CANARY", name=NAME)
    assert b"CANARY" not in sealed
    again = install_vault(tmp_path / "keys", secrets_dir=tmp_path / "secrets")
    again.make_key("application-1")
    assert again.open(sealed, name=NAME) == b"CANARY"
    assert list(again.keys()) == ["application-1"]


@pytest.mark.parametrize(
    "other",
    [
        Sealed("application-2", "document-1", "photo"),
        Sealed("application-1", "document-2", "photo"),
        Sealed("application-1", "document-1", "evidence"),
    ],
)
def test_sealed_bytes_are_bound_to_application_document_and_kind(vault: FileVault, other: Sealed) -> None:
    for application in ("application-1", "application-2"):
        vault.make_key(application)
    sealed = vault.seal(b"x", name=NAME)
    with pytest.raises(CodedError, match="document_unreadable"):
        vault.open(sealed, name=other)


def test_any_changed_byte_is_refused(vault: FileVault) -> None:
    vault.make_key("application-1")
    sealed = vault.seal(b"a copy", name=NAME)
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(CodedError, match="document_unreadable"):
            vault.open(bytes(broken), name=NAME)
    for length in range(len(sealed)):
        with pytest.raises(CodedError, match="document_unreadable"):
            vault.open(sealed[:length], name=NAME)


def test_a_destroyed_key_never_comes_back(vault: FileVault, tmp_path: Path) -> None:
    vault.make_key("application-1")
    sealed = vault.seal(b"x", name=NAME)
    for _ in range(2):
        vault.destroy("application-1")
    for refused in (
        lambda: vault.open(sealed, name=NAME),
        lambda: vault.seal(b"y", name=NAME),
        lambda: vault.make_key("application-1"),
    ):
        with pytest.raises(CodedError, match="document_key_destroyed"):
            refused()
    assert list(vault.keys()) == []
    assert sorted(path.name for path in (tmp_path / "keys").iterdir()) == ["application-1.destroyed"]


def test_a_crash_after_the_tombstone_leaves_a_key_that_nothing_uses(vault: FileVault, tmp_path: Path) -> None:
    vault.make_key("application-1")
    (tmp_path / "keys" / "application-1.destroyed").touch()
    with pytest.raises(CodedError, match="document_key_destroyed"):
        vault.seal(b"y", name=NAME)
    vault.destroy("application-1")
    assert not (tmp_path / "keys" / "application-1.key").exists()


def test_keys_lie_apart_closed_to_others_and_wrapped(vault: FileVault, tmp_path: Path) -> None:
    vault.make_key("application-1")
    files = [tmp_path / "secrets" / MASTER_FILE, tmp_path / "keys" / "application-1.key"]
    assert [stat.S_IMODE(path.stat().st_mode) for path in files] == [0o600, 0o600]
    stranger = FileVault(tmp_path / "keys", b"m" * 32)
    with pytest.raises(CodedError, match="document_unreadable"):
        stranger.seal(b"x", name=NAME)


def test_one_application_s_key_file_does_not_serve_another(vault: FileVault, tmp_path: Path) -> None:
    vault.make_key("application-1")
    (tmp_path / "keys" / "application-1.key").rename(tmp_path / "keys" / "application-2.key")
    with pytest.raises(CodedError, match="document_unreadable"):
        vault.seal(b"x", name=Sealed("application-2", "d", "photo"))


def test_a_lost_master_key_is_said_at_the_start(vault: FileVault, tmp_path: Path) -> None:
    vault.make_key("application-1")
    (tmp_path / "secrets" / MASTER_FILE).write_bytes(b"short")
    with pytest.raises(VaultError, match="not a key"):
        install_vault(tmp_path / "keys", secrets_dir=tmp_path / "secrets")
    (tmp_path / "secrets" / MASTER_FILE).unlink()
    with pytest.raises(VaultError, match="missing"):
        install_vault(tmp_path / "keys", secrets_dir=tmp_path / "secrets")


def test_a_lost_folder_of_keys_is_said_at_the_start(vault: FileVault, tmp_path: Path) -> None:
    (tmp_path / "keys").rename(tmp_path / "elsewhere")
    with pytest.raises(VaultError, match="missing"):
        install_vault(tmp_path / "keys", secrets_dir=tmp_path / "secrets")


def test_keys_that_cannot_be_reached_are_unavailable_and_names_lead_nowhere(vault: FileVault) -> None:
    with pytest.raises(Unavailable, match="document_keys_unavailable"):
        vault.open(b"x", name=NAME)
    for name in ("../secrets/document_master", "", "a/b", "a\0", "a" * 65):
        with pytest.raises(ValueError, match="not an application"):
            vault.make_key(name)
