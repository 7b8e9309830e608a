"""A keyring whose answers take half a minute, as of one whose service is silent."""

from __future__ import annotations

import time
from pathlib import Path

from tests.keyring_in_a_file import Keyring as InAFile

SILENT_S = 30.0


class Keyring(InAFile):
    """Chosen by PYTHON_KEYRING_BACKEND."""

    @property
    def _file(self) -> Path:
        time.sleep(SILENT_S)
        return super()._file
