"""Write a file that is there whole or not at all, and that only this user can read."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from prompter.durable import sync_folder


def replace_privately(file: Path, text: str) -> None:
    """Put `text` into `file`, as UTF-8. Raises OSError; then the file is as it was."""
    number, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.stem}-")  # mode 0600
    try:
        with os.fdopen(number, "w", encoding="utf-8", newline="") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        Path(name).replace(file)
        sync_folder(file.parent)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
