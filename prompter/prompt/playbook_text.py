"""Stage 4, prompt: the text of a playbook's file, and the TOML in it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from prompter.errors import BadPlaybook


def read_text(file: Path) -> str:
    """What stands in the file, not yet checked. Raises BadPlaybook when it can't be read."""
    try:
        return file.read_text(encoding="utf-8-sig")  # some editors put a mark in front
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise BadPlaybook(file, 1, f"can't read this playbook: {reason}") from error


def toml_data(text: str, file: Path) -> dict[str, Any]:
    """The tables in the text, not yet checked. file: named in the error. Raises BadPlaybook."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        number = int(line.group(1)) if line else text.count("\n") + 1
        reason = str(error).split(" (at")[0]
        raise BadPlaybook(file, number, f"not valid TOML: {reason}") from error
    except (ValueError, RecursionError) as error:  # a number of thousands of digits; deep nesting
        raise BadPlaybook(file, 1, "not valid TOML: too long or too deep") from error
