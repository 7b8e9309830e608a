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
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from prompter.errors import ArchiveTrouble

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Prompter"
PATIENCE_S = 60.0
"""Long enough to type the password of a keyring that is locked."""

_SILENT = "the system's keyring does not answer; unlock it and try again"

Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Silence:
    """Until when it is not asked again: each job of a window would wait for it anew."""

    until_s: float = 0.0  # on the monotonic clock


_silence = _Silence()


class KeyringTrouble(ArchiveTrouble):
    """The keyring does not answer, or refuses."""


def keyring_name() -> str:
    """The keyring of this system, for people; empty when there is none that can be trusted.

    Raises KeyringTrouble when it does not answer.
    """
    backend = _answer(_backend)
    return "" if backend is None else str(backend.name)


def get_key(salt: bytes) -> bytes | None:
    """The key of that archive; None when this keyring has none. Raises KeyringTrouble."""
    text = _answer(lambda: _real().get_password(SERVICE, salt.hex()))
    try:
        return bytes.fromhex(text) if text is not None else None
    except ValueError as error:
        raise KeyringTrouble(f"the keyring's entry {salt.hex()} is no key of Prompter") from error


def set_key(salt: bytes, key: bytes) -> None:
    """Keep a key, and look whether it is there. Raises KeyringTrouble."""
    _answer(lambda: _real().set_password(SERVICE, salt.hex(), key.hex()))
    if get_key(salt) != key:
        raise KeyringTrouble("the keyring does not keep what is put into it")


def forget_key(salt: bytes) -> None:
    """Remove a key; nothing happens when there is none. Raises KeyringTrouble."""
    from keyring.errors import PasswordDeleteError

    def forget() -> None:
        with contextlib.suppress(PasswordDeleteError):  # it is gone, which is what is wanted
            _real().delete_password(SERVICE, salt.hex())

    _answer(forget)


def _backend() -> KeyringBackend | None:
    """The keyring itself; of several that are there, the first that can be trusted."""
    import keyring  # takes a fifth of a second, so only when it is wanted
    from keyring.backends.chainer import ChainerBackend

    chosen = keyring.get_keyring()
    if "PYTHON_KEYRING_BACKEND" not in os.environ:
        # A chain is trusted whatever is in it, also a file without encryption.
        several = chosen.backends if isinstance(chosen, ChainerBackend) else [chosen]
        return next((one for one in several if one.priority >= 1), None)
    return None if type(chosen).__module__.endswith((".fail", ".null")) else chosen


def _real() -> KeyringBackend:
    backend = _backend()
    if backend is None:
        raise RuntimeError("none is here")
    return backend


def _answer(ask: Callable[[], Answer]) -> Answer:
    """Ask the keyring, but not for ever, and not again for a while when it did not answer."""
    if time.monotonic() < _silence.until_s:
        raise KeyringTrouble(_SILENT)
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
        _silence.until_s = time.monotonic() + PATIENCE_S
        raise KeyringTrouble(_SILENT)
    return found[0]
