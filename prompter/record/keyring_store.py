"""Stage 5, record: keys of archives in the system's keyring; the only module that knows keyring.

In:      an archive's salt, which names its key.
Out:     the key; a change of the keyring.
Thread:  any; each question runs on a thread of its own, because a keyring may ask its user.
Errors:  KeyringTrouble, one line.
Source:  https://keyring.readthedocs.io: a backend of priority 1 or more is a real keyring
         (Secret Service, KWallet, macOS Keychain, Windows Credential Locker).
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from typing import TypeVar

from prompter.errors import ArchiveTrouble

SERVICE = "Prompter"
PATIENCE_S = 60.0
"""Long enough to type the password of a keyring that is locked."""

Answer = TypeVar("Answer")


class KeyringTrouble(ArchiveTrouble):
    """The keyring does not answer, or refuses."""


def keyring_name() -> str:
    """The keyring of this system, for people; empty when there is none that can be trusted."""
    import keyring  # takes a fifth of a second, so only when it is wanted

    backend = keyring.get_keyring()
    chosen_by_user = "PYTHON_KEYRING_BACKEND" in os.environ
    module = type(backend).__module__
    if module.endswith((".fail", ".null")) or not (backend.priority >= 1 or chosen_by_user):
        return ""
    return str(backend.name)


def get_key(salt: bytes) -> bytes | None:
    """The key of that archive; None when this keyring has none. Raises KeyringTrouble."""
    import keyring

    text = _answer(lambda: keyring.get_password(SERVICE, salt.hex()))
    try:
        return bytes.fromhex(text) if text is not None else None
    except ValueError as error:
        raise KeyringTrouble(f"the keyring's entry {salt.hex()} is no key of Prompter") from error


def set_key(salt: bytes, key: bytes) -> None:
    """Keep a key, and look whether it is there. Raises KeyringTrouble."""
    import keyring

    _answer(lambda: keyring.set_password(SERVICE, salt.hex(), key.hex()))
    if get_key(salt) != key:
        raise KeyringTrouble("the keyring does not keep what is put into it")


def forget_key(salt: bytes) -> None:
    """Remove a key; nothing happens when there is none. Raises KeyringTrouble."""
    import keyring
    from keyring.errors import PasswordDeleteError

    def forget() -> None:
        with contextlib.suppress(PasswordDeleteError):  # it is gone, which is what is wanted
            keyring.delete_password(SERVICE, salt.hex())

    _answer(forget)


def _answer(ask: Callable[[], Answer]) -> Answer:
    """Ask the keyring, but not for ever."""
    found: list[Answer] = []
    trouble: list[Exception] = []

    def run() -> None:
        try:
            found.append(ask())
        except Exception as error:  # noqa: BLE001  (whatever a plugin raises, a call goes on)
            trouble.append(error)

    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    thread.join(PATIENCE_S)
    if trouble:
        why = str(trouble[0]).strip() or type(trouble[0]).__name__
        raise KeyringTrouble(f"the system's keyring can't be used: {why}") from trouble[0]
    if not found:
        raise KeyringTrouble("the system's keyring does not answer; unlock it and try again")
    return found[0]
