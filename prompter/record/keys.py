"""Stage 5, record: which key opens an archive, and which one a new archive gets.

In:      an archive's path: a plain file says so in its first bytes, another one begins with its
         salt, which names its key; what the user has chosen for new archives.
Out:     ArchiveKey, or None for a plain file.
Thread:  any.
Errors:  ArchiveLocked, NotProtected, KeyringTrouble.
Source:  https://www.zetetic.net/sqlcipher/design/: a key of 256 bits, used as it is, or derived
         from a passphrase as SQLCipher 4 does it, so that its own tools can open the file too.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from prompter.errors import ArchiveTrouble
from prompter.record import keyring_store
from prompter.record.first_bytes import logged_first_bytes
from prompter.record.open_files import OPEN_FILES

SALT_BYTES, KEY_BYTES = 16, 32
_ROUNDS = 256_000
_PLAIN = b"SQLite format 3\0"
_PAGE_BYTES = 4096
_SEEMS_RANDOM = 240
"""So many different bytes has an encrypted page, but not a plain one whose head is damaged."""


class Protect(StrEnum):
    """How a new archive is protected. AUTO: by the system's keyring, else by a passphrase."""

    AUTO = "auto"
    PASSPHRASE = "passphrase"
    PLAIN = "plain"


class ArchiveLocked(ArchiveTrouble):
    """The archive has a passphrase that this process doesn't know yet."""


class NotProtected(ArchiveTrouble):
    """A new archive can't be made before the user has chosen how it is protected."""


@dataclass(frozen=True, slots=True, repr=False)
class ArchiveKey:
    """key: 32 bytes. salt: the archive's first 16 bytes. in_keyring: the keyring keeps it."""

    key: bytes
    salt: bytes
    in_keyring: bool = False

    @property
    def sql(self) -> str:
        """As SQLCipher takes it, ready to be used without deriving anything."""
        return f"x'{self.key.hex()}{self.salt.hex()}'"

    @classmethod
    def for_keyring(cls) -> ArchiveKey:
        """A new one, which the keyring is to keep."""
        return cls(secrets.token_bytes(KEY_BYTES), secrets.token_bytes(SALT_BYTES), in_keyring=True)

    @classmethod
    def of_passphrase(cls, passphrase: str, salt: bytes | None = None) -> ArchiveKey:
        """Takes a quarter of a second, on purpose. salt: of an archive that exists."""
        salt = salt or secrets.token_bytes(SALT_BYTES)
        # An accent counts the same however a keyboard or a system composes it.
        words = unicodedata.normalize("NFC", passphrase).encode("utf-8", "replace")
        return cls(hashlib.pbkdf2_hmac("sha512", words, salt, _ROUNDS, KEY_BYTES), salt)


class Keys:
    """What one process knows: a secret is asked for once a run, whoever opens the file."""

    def __init__(self) -> None:
        self._known: dict[bytes, ArchiveKey] = {}
        self._own: ArchiveKey | None = None
        self._protect = Protect.AUTO
        self._lock = threading.Lock()
        self.can_encrypt = True
        """Whether this installation has SQLCipher; set by the module that looks for it."""

    @property
    def protect(self) -> Protect:
        """What was chosen for new archives."""
        return self._protect

    def choose(self, protect: Protect) -> None:
        """How archives that are made from now on are protected."""
        self._protect = protect

    def remember(self, key: ArchiveKey, *, passphrase: bool = False) -> None:
        """Know this key until the process ends. passphrase: new archives may get it too."""
        with self._lock:
            self._known[key.salt] = key
            if passphrase:
                self._own = key

    def keep_in_keyring(self, key: ArchiveKey) -> None:
        """Give a new key to the keyring, and know it. Raises KeyringTrouble."""
        keyring_store.set_key(key.salt, key.key)
        self.remember(key)

    def of(self, path: Path) -> ArchiveKey | None:
        """The key of an archive that exists; None when it is plain, or still empty.

        Raises ArchiveLocked when a passphrase is needed first, KeyringTrouble.
        """
        salt = salt_of(path)
        if salt is None:
            return None
        key = self._find(path, salt)
        if key is not None:
            return key
        logged = logged_first_bytes(path)  # a power cut may have torn the first page
        if logged == _PLAIN:
            return None
        key = self._find(path, logged) if logged is not None and logged != salt else None
        if key is None:
            raise ArchiveLocked(f"{path}: the kept calls are locked; their passphrase is needed")
        return key

    def _find(self, path: Path, salt: bytes) -> ArchiveKey | None:
        """The key that this salt names, if this process or the keyring has it."""
        with self._lock:
            known = self._known.get(salt)
        if known is not None:
            return known
        if not self.can_encrypt:
            raise ArchiveLocked(f"{path}: it is encrypted, and sqlcipher3 is not installed here")
        found = keyring_store.get_key(salt) if keyring_store.keyring_name() else None
        if found is not None:
            self.remember(ArchiveKey(found, salt, in_keyring=True))
        return self._known.get(salt)

    def for_new(self) -> ArchiveKey | None:
        """The key for an archive that is about to be made; None: plain, as was chosen.

        Raises NotProtected, KeyringTrouble.
        """
        if self._protect is Protect.PLAIN:
            return None
        if not self.can_encrypt:
            raise NotProtected(
                "calls can't be kept encrypted: sqlcipher3 is not installed; install it, or "
                "choose to keep them open: prompter archive protect --plain"
            )
        if self._protect is Protect.AUTO and keyring_store.keyring_name():
            key = ArchiveKey.for_keyring()
            self.keep_in_keyring(key)
            return key
        if self._own is None:
            raise NotProtected(
                "no keyring is here to protect kept calls; choose: prompter archive protect "
                "--passphrase, or --plain"
            )
        return self._own


KEYS = Keys()
"""Of this process."""


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted archive; None when it is plain, empty, no archive or not there."""
    with OPEN_FILES.lock:
        if salts := OPEN_FILES.salts(path):
            return salts[0]
        try:
            with path.open("rb") as file:
                page = file.read(_PAGE_BYTES)
        except OSError:
            return None  # who opens it says why
    if page.startswith(_PLAIN) or len(page) < _PAGE_BYTES or len(set(page)) < _SEEMS_RANDOM:
        return None
    return page[:SALT_BYTES]


def is_plain(path: Path) -> bool:
    """Whether the file at `path` is a database that isn't encrypted."""
    with OPEN_FILES.lock:
        if salts := OPEN_FILES.salts(path):
            return salts[0] is None
        try:
            with path.open("rb") as file:
                return file.read(len(_PLAIN)) == _PLAIN
        except OSError:
            return False
