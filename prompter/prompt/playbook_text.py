"""Stage 4, prompt: the text of a playbook's file."""

from __future__ import annotations

from pathlib import Path

from prompter.errors import BadPlaybook


def read_text(file: Path) -> str:
    """What stands in the file, not yet checked. Raises BadPlaybook when it can't be read."""
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadPlaybook(file, 1, f"can't read this playbook: {reason}") from error
