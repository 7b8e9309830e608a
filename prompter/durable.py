"""Writing so that a power cut leaves either all of it or nothing that looks finished."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def write_durably(file: Path, content: bytes) -> None:
    """Write a small file and wait until it is on disk."""
    with file.open("wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Wait until the names in `folder` are on disk. Windows does this by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """sync_folder for a folder and all folders in it."""
    for inner in [folder, *(path for path in folder.rglob("*") if path.is_dir())]:
        sync_folder(inner)
