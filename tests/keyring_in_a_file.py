"""A keyring for tests, chosen by PYTHON_KEYRING_BACKEND: a file that PROMPTER_TEST_KEYRING names.

So that every test keeps its calls as users do: encrypted.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class Keyring(KeyringBackend):
    """Entries as JSON; with a file of the same name and ".locked" beside it, it is locked."""

    priority = 1.0

    @property
    def _file(self) -> Path:
        file = Path(os.environ["PROMPTER_TEST_KEYRING"])
        if file.with_name(file.name + ".locked").exists():
            raise KeyringLocked("the user did not unlock it")
        return file

    def _entries(self) -> dict[str, str]:
        file = self._file
        return dict(json.loads(file.read_text("utf-8"))) if file.exists() else {}

    def _write(self, entries: dict[str, str]) -> None:
        whole = self._file.with_name("keyring.new")
        whole.write_text(json.dumps(entries), "utf-8")
        whole.replace(self._file)

    def get_password(self, service: str, username: str) -> str | None:
        return self._entries().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self._entries() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        entries = self._entries()
        if entries.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("no such entry")
        self._write(entries)
