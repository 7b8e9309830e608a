"""Where Prompter keeps things. `PROMPTER_DATA_DIR` moves all of it, settings included."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

from prompter.errors import PrompterError


def data_folder() -> Path:
    """The user's own folder for archive, models and measurements; not made here."""
    moved = os.environ.get("PROMPTER_DATA_DIR")
    return Path(moved) if moved else Path(platformdirs.user_data_dir("prompter", appauthor=False))


def settings_file() -> Path:
    """settings.toml, which need not exist."""
    moved = os.environ.get("PROMPTER_DATA_DIR")
    folder = moved or platformdirs.user_config_dir("prompter", appauthor=False)
    return Path(folder) / "settings.toml"


def models_folder() -> Path:
    """Where speech models are installed, one folder a model."""
    return data_folder() / "models"


def archive_file() -> Path:
    """The archive of kept calls."""
    return data_folder() / "archive.db"


def sheets_folder() -> Path:
    """The call sheets, one file each."""
    return data_folder() / "sheets"


def make_private_folder(folder: Path) -> Path:
    """Make `folder`, readable by this user alone, and return it.

    Raises PrompterError with one line when it can't be made.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise PrompterError(
            f"{folder}: can't make this folder ({error.strerror}); "
            "free it, or choose another with PROMPTER_DATA_DIR"
        ) from error
    return folder


def shipped(name: str) -> Path:
    """A file that comes with the program, such as "assets/playbook.toml".

    In an installed package it lies inside the package, in a checkout beside it.
    """
    package = Path(__file__).parent
    inside = package / name
    return inside if inside.exists() else package.parent / name
