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
import math
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from prompter.errors import ArchiveTrouble

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "Prompter"
PATIENCE_S = 60.0
"""Long enough to type the password of a keyring that is locked."""
HASTE_S = 3.0
"""Who begins a call can't wait longer: the other side is talking already."""
NOTICE_S = 1.0
"""A keyring that is open answers sooner; who waits longer is told for what."""
_LAST_CHANCE_S = 0.2
"""A keyring that was silent so far may have been unlocked just now."""

_SILENT = "the system's keyring does not answer; unlock it and try again"

Answer = TypeVar("Answer")


@dataclass(slots=True)
class _Silence:
    """What is known of a keyring that does not answer; all times on the monotonic clock."""

    until_s: float = 0.0
    """It is not asked again before: each job of a window would wait for it anew."""
    given_up_s: float = 0.0
    """Who began to wait before this waits no more."""
    open_since_s: list[float] = field(default_factory=list)
    """The questions that it has not answered yet."""


@dataclass(slots=True)
class _Patience:
    limit_s: float
    on_wait: Callable[[], None] | None


_silence = _Silence()
_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


class KeyringTrouble(ArchiveTrouble):
    """The keyring does not answer, or refuses."""


@contextlib.contextmanager
def patience(
    limit_s: float = math.inf, on_wait: Callable[[], None] | None = None
) -> Iterator[None]:
    """How long this thread waits inside for the keyring's answers, counted from the oldest one.

    on_wait: called once when an answer takes long.
    """
    before = _patience.set(_Patience(limit_s, on_wait))
    try:
        yield
    finally:
        _patience.reset(before)


def is_asked() -> bool:
    """Whether it has been asked something that it has not answered yet."""
    return bool(_silence.open_since_s)


def stop_waiting() -> None:
    """The program ends: whoever waits for an answer gets a KeyringTrouble at once."""
    _silence.given_up_s = time.monotonic()


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
    begun_s = time.monotonic()
    if begun_s < _silence.until_s:
        raise KeyringTrouble(_SILENT)
    found: list[Answer] = []
    trouble: list[Exception] = []

    def run() -> None:
        try:
            found.append(ask())
        except Exception as error:  # noqa: BLE001  (whatever a plugin raises, a call goes on)
            trouble.append(error)
        finally:
            _silence.open_since_s.remove(begun_s)

    _silence.open_since_s.append(begun_s)
    thread = threading.Thread(target=run, name="keyring", daemon=True)
    thread.start()
    limit_s = _wait_for(thread, begun_s)
    if trouble:
        why = str(trouble[0]).strip() or type(trouble[0]).__name__
        raise KeyringTrouble(f"the system's keyring can't be used: {why}") from trouble[0]
    if not found:
        if limit_s >= PATIENCE_S:  # who was in haste knows nothing about it
            _silence.until_s = time.monotonic() + PATIENCE_S
        raise KeyringTrouble(_SILENT)
    return found[0]


def _wait_for(thread: threading.Thread, begun_s: float) -> float:
    """Wait until the keyring has answered, or nobody may wait longer; returns the limit."""
    mine = _patience.get() or _Patience(math.inf, None)
    limit_s = min(PATIENCE_S, mine.limit_s)
    end_s = begun_s + PATIENCE_S
    if limit_s < PATIENCE_S:
        since_s = min(_silence.open_since_s, default=begun_s)
        end_s = max(since_s + limit_s, begun_s + _LAST_CHANCE_S)
    thread.join(min(NOTICE_S, end_s - begun_s))
    if thread.is_alive() and mine.on_wait is not None:
        mine.on_wait()
        mine.on_wait = None
    while thread.is_alive() and time.monotonic() < end_s and _silence.given_up_s < begun_s:
        thread.join(min(0.1, max(0.0, end_s - time.monotonic())))
    return limit_s
