"""Write an export into a file that is there whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from prompter.errors import PrompterError


def write_whole(file: Path, content: bytes, force: bool) -> None:
    """Write `content` into a file that only this user can read.

    force: replace a file that exists. Raises PrompterError; then nothing has changed.
    """
    if file.exists() and not force:
        raise PrompterError(f"{file}: this file exists; --force replaces it")
    part: Path | None = None
    try:
        with tempfile.NamedTemporaryFile(
            "wb", dir=file.parent, prefix=f".{file.name}.", delete=False
        ) as out:
            part = Path(out.name)
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        if part is not None:
            part.unlink(missing_ok=True)
        raise PrompterError(f"{file}: can't write this file ({error.strerror})") from error
