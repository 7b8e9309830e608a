"""The user's settings, as every command reads them."""

from __future__ import annotations

import sys

from prompter import paths
from prompter.settings import Settings, load_settings


def user_settings() -> Settings:
    """The settings; a line on stderr for each value that is no good. Raises BadSettings."""
    settings, complaints = load_settings(paths.settings_file())
    for line in complaints:
        print(f"prompter: {line}", file=sys.stderr)
    return settings
