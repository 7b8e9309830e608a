"""Stage 5, record: the keys of an archive while they change, and no key that opens nothing.

In:      the archive's path, the salts of its old and its new file.
Out:     archive.db.salts while the change goes on; afterwards one key less in the keyring.
Thread:  any, one program at a time.
Errors:  ArchiveTrouble when the note can't be written; then nothing has begun.
Source:  -
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from prompter.durable import sync_folder
from prompter.errors import ArchiveTrouble
from prompter.record import files, keyring_store
from prompter.record.keyring_store import KeyringTrouble
from prompter.record.keys import is_plain, salt_of
from prompter.record.opening import lock_beside

_PLAIN = "plain"


@contextmanager
def key_change(path: Path, old: bytes | None, new: bytes | None) -> Iterator[None]:
    """Inside, the new key is kept and the file replaced. Afterwards the useless key is forgotten.

    old, new: salts; None for a plain file.
    """
    with lock_beside(path, "changing"):
        _forget_useless(path)
        _note(path, [salt.hex() if salt else _PLAIN for salt in (old, new)])
        try:
            yield
        finally:
            _forget_useless(path)


def forget_useless_keys(path: Path) -> None:
    """After a change that was cut off. Raises ArchiveTrouble when another program is at it."""
    # The lock alone is what is left when it was cut off between the two.
    if any(path.with_name(f"{path.name}.{left}").exists() for left in ("salts", "changing")):
        with lock_beside(path, "changing"):
            _forget_useless(path)


def _forget_useless(path: Path) -> None:
    note = _note_of(path)
    try:
        salts = [str(salt) for salt in json.loads(note.read_text("utf-8"))]
    except FileNotFoundError:
        return
    except ValueError:  # cut off while it was written: nothing had begun
        salts = []
    salt = salt_of(path)
    here = salt.hex() if salt else _PLAIN if is_plain(path) else ""
    with suppress(KeyringTrouble, OSError):  # the note stays, and it is tried again next time
        # Who changed the file may have been killed before this; a power cut could bring the
        # old one back, and nothing could open it.
        sync_folder(path.parent)
        # An archive that is neither of both, such as one that is damaged, may need any of them.
        for other in salts if here in salts else []:
            if other not in (here, _PLAIN) and not _opens_another(path, bytes.fromhex(other)):
                keyring_store.forget_key(bytes.fromhex(other))
        note.unlink(missing_ok=True)


def _opens_another(path: Path, salt: bytes) -> bool:
    """Whether an archive that was put aside, damaged or for a backup, has this key too."""
    beside = path.parent.glob(f"{path.stem}.*{path.suffix}")
    return any(salt_of(file) == salt for file in beside)


def _note(path: Path, salts: list[str]) -> None:
    note = _note_of(path)
    try:
        with os.fdopen(files.open_private(path, note), "wb", buffering=0) as opened:
            opened.truncate()
            opened.write(json.dumps(salts).encode())
            os.fsync(opened.fileno())
        sync_folder(path.parent)
    except OSError as error:
        raise ArchiveTrouble(
            f"{note}: can't be written ({error.strerror}); the archive is as it was"
        ) from error


def _note_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.salts")
