"""Stage 5, record: open an archive with its passphrase, for as long as the program runs.

In:      an archive's path, a passphrase.
Out:     the key, which the process knows from then on.
Thread:  any; takes a quarter of a second.
Errors:  WrongPassphrase; nothing is changed then. Other ArchiveTrouble.
Source:  -
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from prompter.errors import ArchiveTrouble
from prompter.record.database import ArchiveDamaged, connect
from prompter.record.files import has_journal
from prompter.record.first_bytes import logged_first_bytes
from prompter.record.keys import KEYS, ArchiveKey, ArchiveLocked, salt_of

_WAIT_S = 5.0


class WrongPassphrase(ArchiveTrouble):
    """The archive doesn't open with it."""


def unlock(path: Path, passphrase: str, *, own: bool = True) -> ArchiveKey | None:
    """Try a passphrase; the key, or None when the archive is plain. Raises WrongPassphrase.

    own: it is the user's archive, not a backup, so that a new one may get the same key.
    """
    salt = salt_of(path)
    if salt is None:
        return None
    logged = logged_first_bytes(path)  # a power cut may have torn the first page
    for each in dict.fromkeys([salt, logged or salt]):
        key = ArchiveKey.of_passphrase(passphrase, each)
        with contextlib.suppress(ArchiveDamaged):
            connect(path, write=has_journal(path), wait_s=_WAIT_S, key=key).close()
            KEYS.remember(key, passphrase=own)
            return key
    raise WrongPassphrase(
        f"{path}: this passphrase doesn't open it. (If you are sure of it, the file is "
        "damaged: restore a backup with prompter archive restore FILE)"
    )


def is_locked(path: Path) -> bool:
    """Whether a passphrase is needed before this archive opens."""
    try:
        KEYS.of(path)
    except ArchiveLocked:
        return True
    return False
