"""How the user's archive is protected: what it is now, and each way to change it.

In:      the archive's path, the settings' file; passphrases.
Out:     the archive under another key, backups, and the setting `protect`.
Thread:  any, one at a time; a quarter of a second for a passphrase, a second for a large archive.
Errors:  PrompterError: WrongPassphrase, KeyringTrouble, ArchiveBusy and the like; then nothing
         has changed.
Source:  the order of steps: the new key is known before the file is changed, the setting too, and
         the old key is forgotten last. Cut off anywhere, the archive opens.
"""

from __future__ import annotations

import contextlib
from enum import Enum
from pathlib import Path

from prompter import paths
from prompter.errors import ArchiveTrouble, PrompterError
from prompter.record import Archive, keyring_store, rewriting
from prompter.record.key_change import forget_useless_keys, key_change
from prompter.record.keyring_store import KeyringTrouble
from prompter.record.keys import (
    KEYS,
    ArchiveKey,
    ArchiveLocked,
    NotProtected,
    Protect,
    is_plain,
    salt_of,
)
from prompter.record.unlocking import unlock
from prompter.settings import save_setting

SHORTEST = 8
"""Letters of a passphrase; longer is better, and said so."""


class Guard(Enum):
    """What protects the archive now, in words for people."""

    KEYRING = "encrypted; its key is in the system's keyring"
    PASSPHRASE = "encrypted with your passphrase"
    LOCKED = "encrypted and locked: its passphrase is needed"
    OPEN = "not encrypted"
    UNDECIDED = "not made yet: no keyring is here, so you choose a passphrase or none"
    NOT_MADE = "made with the first call that is kept"


class ArchiveVault:
    """The user's own archive; `path` names another for tests."""

    def __init__(self, path: Path | None = None, settings_file: Path | None = None) -> None:
        self.path = path or paths.archive_file()
        self._settings_file = settings_file or paths.settings_file()

    @property
    def guard(self) -> Guard:
        """What protects it now. Raises KeyringTrouble."""
        if not self.path.exists() or not self.path.stat().st_size:
            return self._guard_of_a_new_one()
        try:
            key = KEYS.of(self.path)
        except ArchiveLocked:
            return Guard.LOCKED
        if key is None:
            return Guard.OPEN
        return Guard.KEYRING if key.in_keyring else Guard.PASSPHRASE

    def unlock(self, passphrase: str) -> None:
        """Open it until the program ends. Raises WrongPassphrase."""
        unlock(self.path, passphrase)

    def use_keyring(self) -> None:
        """A new key, kept in the system's keyring. Raises KeyringTrouble when there is none."""
        if not keyring_store.keyring_name():
            raise KeyringTrouble("no keyring is here; use a passphrase")
        self._save(Protect.AUTO)
        if self.path.exists():
            self._change(ArchiveKey.for_keyring())

    def use_passphrase(self, passphrase: str) -> None:
        """Another passphrase, or the first one; a new archive is made with it."""
        check_passphrase(passphrase)
        key = ArchiveKey.of_passphrase(passphrase)
        self._save(Protect.PASSPHRASE)
        KEYS.remember(key, passphrase=True)
        if self.path.exists():
            self._change(key)
        else:
            Archive.open(self.path, on_fault=lambda _fault: None).close()

    def choose_passphrase(self, passphrase: str) -> None:
        """For archives that are made from now on; the one that is there keeps its own."""
        check_passphrase(passphrase)
        KEYS.remember(ArchiveKey.of_passphrase(passphrase), passphrase=True)

    def leave_open(self) -> None:
        """No encryption, by choice."""
        self._save(Protect.PLAIN)
        if salt_of(self.path) is not None:
            self._change(None)

    def rekey(self) -> None:
        """Another key of the same kind, in the keyring. Raises PrompterError otherwise."""
        if self.guard is not Guard.KEYRING:
            raise PrompterError("only a key in the keyring is renewed; choose a passphrase anew")
        self.use_keyring()

    def backup(self, target: Path, passphrase: str | None, *, force: bool = False) -> None:
        """A copy of all calls in one file. passphrase: None leaves it open, by choice."""
        if target.is_dir() or not target.parent.is_dir():
            raise PrompterError(f"{target}: name a file in a folder that is there")
        if target.exists() and not force:
            raise PrompterError(f"{target}: this file is there already; replace it with --force")
        if not self.path.exists():
            raise PrompterError("no calls are kept, so there is nothing to back up")
        key = None
        if passphrase is not None:
            check_passphrase(passphrase)
            key = ArchiveKey.of_passphrase(passphrase)
        rewriting.backup(self.path, target, key)

    def restore(self, source: Path) -> Path | None:
        """Bring a backup back. Returns where the archive that was there is kept now."""
        if not source.is_file():
            raise PrompterError(f"{source}: there is no such file")
        return rewriting.restore(self.path, source, self._key_for_a_restored_one())

    def tidy(self) -> None:
        """Remove what a change left that was cut off; asks no keyring, so it takes no time.

        An archive that is in use is left for the next start.
        """
        with contextlib.suppress(ArchiveTrouble):
            rewriting.tidy(self.path)

    @property
    def waits_for_keyring(self) -> bool:
        """Whether a question to the keyring has no answer yet."""
        return keyring_store.is_asked()

    def stop_waiting(self) -> None:
        """The program ends: whoever waits for the keyring's answer gets a KeyringTrouble."""
        keyring_store.stop_waiting()

    def bring_in_order(self) -> str:
        """At the start of the program: finish what was cut off, encrypt what is not.

        Returns what was done, in words for the user; empty when there was nothing to do.
        An archive that is in use is left for the next start.
        """
        try:
            rewriting.tidy(self.path)
            forget_useless_keys(self.path)
            # The keyring comes last: to ask it takes a fifth of a second of each start.
            to_do = KEYS.protect is Protect.AUTO and KEYS.can_encrypt and is_plain(self.path)
            if not to_do or not keyring_store.keyring_name():
                return ""
            self._change(ArchiveKey.for_keyring())
        except ArchiveTrouble:
            return ""
        return f"{self.path}: your kept calls are encrypted now; the key is in the system's keyring"

    def _guard_of_a_new_one(self) -> Guard:
        if KEYS.protect is Protect.PLAIN:
            return Guard.OPEN
        if KEYS.protect is Protect.AUTO and KEYS.can_encrypt and keyring_store.keyring_name():
            return Guard.NOT_MADE
        return Guard.UNDECIDED

    def _change(self, key: ArchiveKey | None) -> None:
        with key_change(self.path, salt_of(self.path), None if key is None else key.salt):
            if key is not None and key.in_keyring:
                KEYS.keep_in_keyring(key)
            rewriting.rewrite(self.path, key)

    def _key_for_a_restored_one(self) -> ArchiveKey | None:
        """A new one, where that can be: the archive that is put aside may be locked or damaged."""
        try:
            return KEYS.for_new()
        except NotProtected:
            if salt_of(self.path) is None:
                raise
            return KEYS.of(self.path)

    def _save(self, protect: Protect) -> None:
        save_setting(self._settings_file, "protect", protect.value)
        KEYS.choose(protect)


def check_passphrase(passphrase: str) -> None:
    """Raises PrompterError when it is too short to protect anything."""
    if len(passphrase) < SHORTEST:
        raise PrompterError(f"a passphrase has at least {SHORTEST} letters; four words are good")
