"""Two kinds of trouble are kept apart.

A `PrompterError` is a fault of the environment or of what the user gave us: the program says
its one line and exits with 1, without a traceback. Anything else that is raised is a bug; it
is logged whole.
"""

from __future__ import annotations

from pathlib import Path


class PrompterError(Exception):
    """One clear line: what is wrong, where, and what to do about it."""


class BadAudio(PrompterError):
    """A recording can't be read, or isn't one."""


class BadSettings(PrompterError):
    """A settings file, or a value in it, is no good."""


class BadPlaybook(PrompterError):
    """A playbook is refused. The message begins with file and line."""

    def __init__(self, file: Path | str, line: int, reason: str) -> None:
        super().__init__(f"{file}:{line}: {reason}")
        self.file, self.line, self.reason = str(file), line, reason


class BadSheet(PrompterError):
    """A call sheet can't be read, written or found."""


class ModelTrouble(PrompterError):
    """A model is missing, damaged or not what it says; the message names the command to run."""


class ArchiveTrouble(PrompterError):
    """The archive can't be opened, read or written."""


class AudioTrouble(PrompterError):
    """A device or an audio server can't be used."""
